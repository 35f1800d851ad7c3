"""`register`: the cooperation register out into a workbook, looked at, and in again."""

import argparse
import getpass
from collections.abc import Iterable
from pathlib import Path

from django.utils import timezone
from django.utils.translation import get_language, gettext

from yhdyspinta import labels
from yhdyspinta.cli import arguments, files, screen
from yhdyspinta.cli.database import ready
from yhdyspinta.labels import register as register_labels
from yhdyspinta.services import reference as reference_service
from yhdyspinta.services import register_files, register_sheets
from yhdyspinta.services.sheets import SheetRefusedError
from yhdyspinta.terms.access import operator
from yhdyspinta.terms.register_sheets import RegisterPlan, RegisterStep
from yhdyspinta.terms.sheets import Problem

_LISTED = 200


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    register_ = commands.add_parser(
        "register", help=gettext("take the cooperation register in and out as a workbook")
    )
    steps = register_.add_subparsers(metavar=gettext("STEP"), required=True)
    exporting = steps.add_parser("export", help=gettext("write the register into a workbook"))
    exporting.add_argument("output", type=Path, metavar=gettext("FILE"))
    which = exporting.add_mutually_exclusive_group()
    which.add_argument(
        "--area",
        default=register_files.EVERYTHING,
        metavar=gettext("CODE"),
        help=gettext("a county's code, or national (default: the whole register)"),
    )
    which.add_argument("--empty", action="store_true", help=gettext("an empty one to fill in"))
    exporting.set_defaults(run=run_export)
    checking = steps.add_parser(
        "check", help=gettext("say what taking a workbook in would change; stores nothing")
    )
    importing = steps.add_parser("import", help=gettext("store a workbook: all of it or nothing"))
    for parser, run in ((checking, run_check), (importing, run_import)):
        parser.add_argument(
            "source",
            metavar=gettext("SOURCE"),
            type=Path,
            help=gettext("a workbook (.xlsx), or a folder with a CSV file for each sheet"),
        )
        parser.set_defaults(run=run)
    for step in steps.choices.values():
        arguments.add_language(step)


def run_export(chosen: argparse.Namespace) -> int:
    """Write the workbook."""
    ready()
    now, language = timezone.now(), get_language() or "fi"
    files.check_free(chosen.output)
    made = (
        register_files.template(now=now, language=language)
        if chosen.empty
        else register_files.make(
            chosen.area, actor=operator(getpass.getuser()), now=now, language=language
        )
    )
    files.write(chosen.output, made)
    screen.say(gettext("Wrote %(name)s.") % {"name": chosen.output})
    return 0


def run_check(chosen: argparse.Namespace) -> int:
    """Say what an import would change, or every reason why it would be refused."""
    ready()
    actor, now = operator(getpass.getuser()), timezone.now()
    content = register_sheets.read(chosen.source, actor=actor)
    plan = register_sheets.compare(content, actor=actor, now=now)
    _refuse(plan.problems)
    _describe(plan)
    screen.say(gettext("Only looked at: nothing was stored."))
    return 0


def run_import(chosen: argparse.Namespace) -> int:
    """Store a workbook and say what it changed."""
    ready()
    actor, now = operator(getpass.getuser()), timezone.now()
    reference_service.load_missing(actor=actor, now=now)
    content = register_sheets.read(chosen.source, actor=actor)
    plan = register_sheets.import_(content, actor=actor, now=now)
    _describe(plan)
    screen.say(
        gettext("Nothing to change: all of it was stored already.")
        if plan.is_empty
        else gettext("Stored.")
    )
    return 0


def _refuse(problems: Iterable[Problem]) -> None:
    errors = [each for each in problems if not each.warning]
    if errors:
        raise SheetRefusedError(errors)


def _describe(plan: RegisterPlan) -> None:
    screen.warn([each for each in plan.problems if each.warning])
    counts = (
        (gettext("Added"), sum(each.before is None for each in plan.steps)),
        (gettext("Changed"), sum(None not in (each.before, each.after) for each in plan.steps)),
        (gettext("Removed"), sum(each.after is None for each in plan.steps)),
        (gettext("Unchanged"), plan.unchanged),
    )
    for label, count in counts:
        screen.say(f"{label}: {labels.number(count)}")
    for step in plan.steps[:_LISTED]:
        screen.say(f"  {_sign(step)} {register_labels.kind(step.kind)}: {step.code}")
    if len(plan.steps) > _LISTED:
        screen.say(gettext("  … and %(count)d more.") % {"count": len(plan.steps) - _LISTED})


def _sign(step: RegisterStep) -> str:
    if step.before is None:
        return "+"
    return "–" if step.after is None else "±"
