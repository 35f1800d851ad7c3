"""`round` and `publish`: open, annotate and close a reporting round, freeze its picture."""

import argparse
import getpass
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.cli import arguments, screen
from yhdyspinta.cli.database import ready
from yhdyspinta.services import extensions, round_overview, rounds
from yhdyspinta.services.sheet_reading import read_notes
from yhdyspinta.terms.access import operator
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.rounds import Schedule, Scope


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both commands to the parser."""
    round_ = commands.add_parser(
        "round", help=gettext("open, annotate, close or list reporting rounds")
    )
    steps = round_.add_subparsers(metavar=gettext("STEP"), required=True)
    _register_open(steps)
    _register_extend(steps)
    closing = steps.add_parser("close", help=gettext("close an open round"))
    closing.add_argument("code", metavar=gettext("CODE"))
    closing.set_defaults(run=run_close)
    noting = steps.add_parser("notes", help=gettext("replace a round's notes and risks"))
    noting.add_argument("code", metavar=gettext("ROUND"))
    noting.add_argument(
        "source",
        metavar=gettext("SOURCE"),
        type=Path,
        help=gettext("a workbook (.xlsx) with a sheet of notes, or a folder with notes.csv"),
    )
    noting.add_argument(
        "--dry-run", action="store_true", help=gettext("only say what would change")
    )
    noting.set_defaults(run=run_notes)
    steps.add_parser("list", help=gettext("list all rounds")).set_defaults(run=run_list)
    for step in steps.choices.values():
        arguments.add_language(step)
    _register_publish(commands)


def _register_open(steps: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    opening = steps.add_parser("open", help=gettext("open a new round, or a closed one again"))
    opening.add_argument("code", metavar=gettext("CODE"))
    opening.add_argument("--roadmap", metavar=gettext("CODE"))
    opening.add_argument("--horizon", type=arguments.quarter, metavar=gettext("QUARTER"))
    opening.add_argument("--name", default="")
    days = {
        "--as-of": gettext("the day that the statuses are of (default: today)"),
        "--opens": gettext("the day on which the round opens (default: at once)"),
        "--due": gettext("the day by which reports are due"),
        "--on-time": gettext("the last day on which a report is on time (default: the due day)"),
        "--closes": gettext("the last day for saving reports (default: until it is closed)"),
    }
    for option, told in days.items():
        opening.add_argument(option, type=arguments.day, metavar=gettext("DAY"), help=told)
    opening.add_argument(
        "--areas",
        nargs="+",
        default=(),
        metavar=gettext("CODE"),
        help=gettext("the areas that are asked, by code (default: all that take part)"),
    )
    opening.add_argument(
        "--critical", action="store_true", help=gettext("ask about critical tasks only")
    )
    opening.set_defaults(run=run_open)


def _register_extend(steps: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    extending = steps.add_parser("extend", help=gettext("give an area more time in a round"))
    extending.add_argument("code", metavar=gettext("ROUND"))
    extending.add_argument("area", metavar=gettext("AREA"))
    extending.add_argument(
        "--until",
        type=arguments.day,
        metavar=gettext("DAY"),
        help=gettext("the last day; without it the extra time is withdrawn"),
    )
    extending.add_argument(
        "--reason",
        default="",
        metavar=gettext("REASON"),
        help=gettext("why; published with the picture if a number changed"),
    )
    extending.set_defaults(run=run_extend)


def _register_publish(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    publishing = commands.add_parser(
        "publish", help=gettext("freeze and publish a closed round's picture, or an erratum")
    )
    publishing.add_argument("code", metavar=gettext("ROUND"))
    publishing.add_argument(
        "--erratum",
        default="",
        metavar=gettext("REASON"),
        help=gettext("why a published picture is published again"),
    )
    publishing.set_defaults(run=run_publish)


def run_open(chosen: argparse.Namespace) -> int:
    """Open a new round (all options given) or a closed one again (none given)."""
    ready()
    now, actor = timezone.now(), operator(getpass.getuser())
    if chosen.roadmap is None:
        rounds.reopen_round(chosen.code, actor=actor, now=now)
    else:
        as_of = chosen.as_of or timezone.localdate()
        new = rounds.NewRound(
            code=chosen.code,
            roadmap=chosen.roadmap,
            names=Names(chosen.name or chosen.code),
            as_of=as_of,
            horizon=chosen.horizon or Quarter.of(as_of),
            schedule=Schedule(chosen.opens, chosen.due, chosen.on_time, chosen.closes),
            scope=Scope.CRITICAL if chosen.critical else Scope.ALL,
            areas=tuple(chosen.areas),
        )
        rounds.open_round(new, actor=actor, now=now)
    if chosen.roadmap and chosen.opens and chosen.opens > timezone.localdate(now):
        told = gettext("The round %(code)s opens on %(day)s.")
        screen.say(told % {"code": chosen.code, "day": labels.day(chosen.opens)})
    else:
        screen.say(gettext("The round %(code)s is open.") % {"code": chosen.code})
    return 0


def run_extend(chosen: argparse.Namespace) -> int:
    """Give an area more time, or without a day take it back."""
    ready()
    who, now = operator(getpass.getuser()), timezone.now()
    code, area, reason = chosen.code, chosen.area, chosen.reason
    if chosen.until is None:
        extensions.withdraw(code, area, actor=who, now=now, reason=reason)
        screen.say(gettext("The extra time has been withdrawn."))
        return 0
    extensions.grant(code, area, until=chosen.until, reason=reason, actor=who, now=now)
    told = gettext("The area has more time until %(day)s.")
    screen.say(told % {"day": labels.day(chosen.until)})
    return 0


def run_close(chosen: argparse.Namespace) -> int:
    """Close a round."""
    ready()
    rounds.close_round(chosen.code, actor=operator(getpass.getuser()), now=timezone.now())
    screen.say(gettext("The round %(code)s is closed.") % {"code": chosen.code})
    return 0


def run_notes(chosen: argparse.Namespace) -> int:
    """Replace a round's notes with those of a sheet, and say how many there were and are."""
    ready()
    content = read_notes(chosen.source, round_code=chosen.code)
    screen.warn([each for each in content.problems if each.warning])
    former = rounds.write_notes(
        chosen.code,
        content.notes,
        actor=operator(getpass.getuser()),
        now=timezone.now(),
        dry_run=chosen.dry_run,
    )
    screen.say(
        gettext("Notes and risks of the round %(code)s: before %(before)d, after %(after)d.")
        % {"code": chosen.code, "before": len(former), "after": len(content.notes)}
    )
    if chosen.dry_run:
        screen.say(gettext("A dry run: nothing was stored."))
    elif former == content.notes:
        screen.say(gettext("Nothing to change: all of it was stored already."))
    else:
        screen.say(gettext("Stored."))
    return 0


def run_list(chosen: argparse.Namespace) -> int:
    """List rounds with their state today and the days to come."""
    ready()
    actor, now = operator(getpass.getuser()), timezone.now()
    after = ""
    while True:
        listed, after = round_overview.all_rounds(actor=actor, now=now, after=after)
        for each in listed:
            screen.say("  ".join(_listed(each)))
        if not after:
            return 0


def _listed(found: round_overview.Listed) -> list[str]:
    round_ = found.round
    days = {
        gettext("opens %(day)s"): round_.schedule.opens_on,
        gettext("due %(day)s"): round_.schedule.due_on,
        gettext("on time until %(day)s"): round_.schedule.on_time_until,
        gettext("closes %(day)s"): round_.schedule.closes_on,
    }
    return [
        round_.code,
        labels.day(round_.as_of),
        labels.quarter(round_.horizon),
        labels.round_state(found.state),
        labels.name(round_.names),
        *(text % {"day": labels.day(day)} for text, day in days.items() if day),
    ]


def run_publish(chosen: argparse.Namespace) -> int:
    """Publish a round and print the version and the fingerprint."""
    ready()
    published = rounds.publish(
        chosen.code, actor=operator(getpass.getuser()), now=timezone.now(), reason=chosen.erratum
    )
    screen.say(
        gettext("Published: %(round)s, version %(version)d, %(time)s")
        % {
            "round": published.round_code,
            "version": published.version,
            "time": labels.moment(published.published_at),
        }
    )
    screen.say(f"SHA-256 {published.sha256}")
    return 0
