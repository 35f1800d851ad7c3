"""The `yhdyspinta` command: reads the arguments, calls one use case, prints what it returned.

Exit status: 0 well, 1 the installation or the state of things refuses, 2 bad input.
"""

import argparse
import os
import sys
from collections.abc import Sequence

import django
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError
from django.utils.translation import gettext, override

from yhdyspinta.terms.languages import Language

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yhdyspinta.config.settings")


def run() -> None:
    """Start from the console script."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    try:
        django.setup()
    except ImproperlyConfigured as error:
        return _say(str(error), status=1)
    with override(_language(arguments)):
        try:
            return _run(arguments)
        except KeyboardInterrupt:
            return 130
        except BrokenPipeError:
            # The reader (head, less) has gone; point stdout elsewhere so that exit is silent.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0


def _run(arguments: Sequence[str]) -> int:
    # Only after setup: these rooms use tables and translations.
    from yhdyspinta.cli.arguments import BadInputError  # noqa: PLC0415
    from yhdyspinta.cli.screen import complain  # noqa: PLC0415
    from yhdyspinta.services.refusals import RefusedError  # noqa: PLC0415
    from yhdyspinta.services.sheets import SheetRefusedError  # noqa: PLC0415

    chosen = _parser().parse_args(arguments)
    try:
        status: int = chosen.run(chosen)
        # A reader that has gone is noticed here, not when Python ends and complains.
        sys.stdout.flush()
    except SheetRefusedError as refused:
        return complain(refused.problems)
    except BadInputError as error:
        return _say(str(error), status=2)
    except RefusedError as refused:
        return _say(str(refused), status=1)
    except OperationalError as error:
        told = gettext("The database cannot be used: %(reason)s") % {"reason": error}
        more = gettext("More is told by: yhdyspinta check")
        return _say(f"{told}\n{more}", status=1)
    return status


def _say(message: str, *, status: int) -> int:
    sys.stderr.write(f"{message}\n")
    return status


def _language(arguments: Sequence[str]) -> str:
    """Find the language before parsing, so that help and errors are in it too."""
    asked = os.environ.get("YHDYSPINTA_LANGUAGE", Language.FI)
    for place, argument in enumerate(arguments):
        if argument == "--language" and place + 1 < len(arguments):
            asked = arguments[place + 1]
        elif argument.startswith("--language="):
            asked = argument.partition("=")[2]
    return asked if asked in set(Language) else Language.FI


def _parser() -> argparse.ArgumentParser:
    from yhdyspinta.cli import arguments as argument_kinds  # noqa: PLC0415
    from yhdyspinta.cli import (  # noqa: PLC0415
        installation,
        people,
        register_sheets,
        rounds,
        search,
        sheets,
        situation,
        tokens,
        trail,
        worker,
    )

    parser = argparse.ArgumentParser(
        prog="yhdyspinta",
        description=gettext(
            "The shared workspace of a public-service reform: how far it is, who does what."
        ),
    )
    commands = parser.add_subparsers(
        title=gettext("commands"), metavar=gettext("COMMAND"), required=True
    )
    rooms = (situation, sheets, rounds, register_sheets, search, people, tokens, trail)
    for room in (*rooms, installation, worker):
        room.register(commands)
    for command in commands.choices.values():
        argument_kinds.add_language(command)
    return parser
