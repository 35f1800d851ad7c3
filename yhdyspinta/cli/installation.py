"""`demo`, `serve`, `migrate`, `check` and `backup`: run and look after an installation."""

import argparse
import getpass
import os
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.cli import database, screen
from yhdyspinta.services import backups, checks, demo, situation
from yhdyspinta.services.checks import Level
from yhdyspinta.services.installation import bring_up_to_date, require_fit
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.access import operator
from yhdyspinta.terms.situation import Lens

_MARKS = {Level.OK: "✓", Level.WARNING: "!", Level.ERROR: "✗"}


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the parser."""
    demo_ = commands.add_parser("demo", help=gettext("load the demo and print its picture"))
    demo_.set_defaults(run=run_demo)
    serve = commands.add_parser("serve", help=gettext("serve the pages"))
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=1, help=gettext("number of processes"))
    serve.set_defaults(run=run_serve)
    commands.add_parser("migrate", help=gettext("create or update the tables")).set_defaults(
        run=run_migrate
    )
    commands.add_parser(
        "check", help=gettext("say what is wrong with the installation")
    ).set_defaults(run=run_check)
    backup = commands.add_parser("backup", help=gettext("make a consistent copy while in use"))
    backup.add_argument("output", type=Path, nargs="?", metavar=gettext("FILE"))
    backup.set_defaults(run=run_backup)


def run_demo(chosen: argparse.Namespace) -> int:
    """Load the demo if it is not there yet, and print its picture."""
    database.ready()
    newest = situation.newest()
    if newest is None:
        with screen.telling(gettext("Loading the demo")) as tell:
            demo.load(clock=timezone.now, progress=tell)
        newest = situation.newest()
    if newest is None:
        raise RefusedError(gettext("No picture has been published yet."))
    screen.show(newest.picture, Lens.PROGRESS)
    return 0


def run_serve(chosen: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from granian import Granian  # noqa: PLC0415 - loads a server that other commands never need
    from granian.constants import Interfaces  # noqa: PLC0415

    database.ready()
    require_fit()
    screen.say(
        gettext("Yhdyspinta is at http://%(host)s:%(port)d – stop with Ctrl+C.")
        % {"host": chosen.host, "port": chosen.port}
    )
    Granian(
        "yhdyspinta.config.wsgi:application",
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.WSGI,
        workers=chosen.workers,
        blocking_threads=4,
        log_enabled=bool(os.environ.get("YHDYSPINTA_LOG_LEVEL")),
    ).serve()
    return 0


def run_migrate(chosen: argparse.Namespace) -> int:
    """Create or update the tables."""
    database.migrate()
    bring_up_to_date(actor=operator(getpass.getuser()), now=timezone.now())
    screen.say(gettext("The tables are up to date."))
    return 0


def run_check(chosen: argparse.Namespace) -> int:
    """Print every finding; exit status 1 if one is an error."""
    findings = checks.inspect(today=timezone.localdate())
    for each in findings:
        line = f"{_MARKS[each.level]} {each.subject}"
        screen.say(line if each.level is Level.OK else f"{line}. {each.remedy}")
    return 1 if any(each.level is Level.ERROR for each in findings) else 0


def run_backup(chosen: argparse.Namespace) -> int:
    """Copy the database; by default into the data folder under the time's name."""
    target = chosen.output
    if target is None:
        folder = settings.DATA_FOLDER / "backups"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RefusedError(
                gettext("The copy could not be written: %(reason)s") % {"reason": error}
            ) from error
        target = folder / f"yhdyspinta-{timezone.localtime():%Y%m%d-%H%M%S}.backup"
    size = backups.make(target)
    screen.say(
        gettext("Backed up to %(file)s (%(size)s kB).")
        % {"file": target, "size": labels.number(size // 1000 + 1)}
    )
    return 0
