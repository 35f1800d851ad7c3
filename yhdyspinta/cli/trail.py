"""`trail`: list what was done, seal it, verify the seals, empty old network addresses."""

import argparse
import getpass
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext

from yhdyspinta import labels
from yhdyspinta.cli import arguments, files, screen
from yhdyspinta.cli.arguments import BadInputError
from yhdyspinta.cli.database import ready
from yhdyspinta.exports import trail as trail_file
from yhdyspinta.labels import audit as audit_labels
from yhdyspinta.services import seals, trail
from yhdyspinta.terms.access import Actor, operator
from yhdyspinta.terms.audit import Event, Trail, Wanted


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    command = commands.add_parser("trail", help=gettext("read, seal and verify the audit trail"))
    steps = command.add_subparsers(metavar=gettext("STEP"), required=True)
    _register_list(steps.add_parser("list", help=gettext("list events, the newest first")))
    steps.add_parser(
        "seal", help=gettext("fingerprint the events since the last seal and print the seal")
    ).set_defaults(run=run_seal)
    verifying = steps.add_parser("verify", help=gettext("recompute all seals"))
    verifying.add_argument(
        "expected",
        nargs="?",
        default="",
        metavar="SHA256",
        help=gettext("a seal's SHA-256 that was noted elsewhere"),
    )
    verifying.set_defaults(run=run_verify)
    steps.add_parser(
        "tidy", help=gettext("empty network addresses whose time is over, and seal: daily")
    ).set_defaults(run=run_tidy)
    for step in steps.choices.values():
        arguments.add_language(step)


def _register_list(listing: argparse.ArgumentParser) -> None:
    day = gettext("DAY")
    code = gettext("CODE")
    listing.add_argument("--since", type=arguments.day, metavar=day)
    listing.add_argument("--until", type=arguments.day, metavar=day)
    listing.add_argument("--who", default="", help=gettext("a name or a key, as person:17"))
    listing.add_argument("--organisation", default="", metavar=code)
    listing.add_argument("--area", default="", metavar=code)
    listing.add_argument("--group", choices=list(audit_labels.GROUPS))
    listing.add_argument("--text", default="", help=gettext("a part of the subject"))
    listing.add_argument("--request", default="", help=gettext("a request's number"))
    listing.add_argument("--limit", type=int, default=50, help=gettext("how many events at most"))
    listing.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar=gettext("FILE"),
        help=gettext("write all of them to a .csv, .xlsx or .json file instead"),
    )
    listing.set_defaults(run=run_list)


def run_list(chosen: argparse.Namespace) -> int:
    """Print events, one a line, or write them to a file."""
    ready()
    wanted = Wanted(
        since=trail.midnight(chosen.since),
        until=trail.midnight(chosen.until, later=1),
        actors=trail.who(chosen.who),
        organisation=chosen.organisation,
        area=chosen.area,
        actions=trail.of_groups([chosen.group]) if chosen.group else (),
        text=chosen.text,
        request=chosen.request,
    )
    if chosen.output is not None:
        return _write(wanted, chosen.output)
    if chosen.limit < 1:
        raise BadInputError(gettext("The limit must be at least 1."))
    found = trail.read(wanted, actor=_actor(), most=chosen.limit)
    for event in found.events:
        screen.say(_line(event, found))
    if found.next is not None:
        screen.say(gettext("There are older events: raise --limit, or choose days."))
    return 0


def run_seal(chosen: argparse.Namespace) -> int:
    """Seal what no seal covers yet, and print the hash to be noted elsewhere."""
    ready()
    _seal()
    return 0


def run_verify(chosen: argparse.Namespace) -> int:
    """Recompute all seals; exit status 1 if something was changed behind them."""
    ready()
    found = seals.verify(expected=chosen.expected.strip().lower())
    screen.say(
        gettext("Seals: %(seals)d, events under them: %(events)d, not sealed yet: %(unsealed)d.")
        % {"seals": found.seals, "events": found.events, "unsealed": found.unsealed}
    )
    for fault in audit_labels.faults(found):
        screen.say(fault)
    if not found.is_whole:
        return 1
    screen.say(gettext("Every seal matches."))
    return 0


def run_tidy(chosen: argparse.Namespace) -> int:
    """Empty addresses whose time is over, then seal."""
    ready()
    emptied = trail.tidy(keep_days=settings.KEEP_ADDRESS_DAYS, actor=_actor(), now=timezone.now())
    screen.say(
        gettext("Network addresses emptied: %(count)d (older than %(days)d days).")
        % {"count": emptied, "days": settings.KEEP_ADDRESS_DAYS}
    )
    _seal()
    return 0


def _seal() -> None:
    made = seals.seal(actor=_actor(), now=timezone.now())
    if made is None:
        screen.say(gettext("Nothing has happened since the last seal."))
        return
    screen.say(
        gettext("Seal %(number)d over %(events)d events: %(sha256)s")
        % {"number": made.number, "events": made.events, "sha256": made.sha256}
    )
    screen.say(gettext("Note it somewhere that the database's owner cannot write to."))


def _write(wanted: Wanted, target: Path) -> int:
    form = target.suffix.removeprefix(".").lower()
    if form not in trail_file.MEDIA_TYPES:
        raise BadInputError(gettext("The file's ending must be .csv, .xlsx or .json."))
    files.check_free(target)
    found = trail.export(wanted, form, actor=_actor(), now=timezone.now())
    files.write(target, trail_file.render(found, form, language=get_language() or "fi"))
    screen.say(
        gettext("Written: %(file)s (%(count)d events).")
        % {"file": target.name, "count": len(found.events)}
    )
    return 0


def _line(event: Event, found: Trail) -> str:
    area = found.areas.get(event.area)
    parts = [
        f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}",
        audit_labels.actor(event, found.names),
        audit_labels.sentence(event, found.names),
        event.organisation,
        labels.name(area) if area else event.area,
        event.request,
    ]
    return "  ".join(part for part in parts if part)


def _actor() -> Actor:
    return operator(getpass.getuser())
