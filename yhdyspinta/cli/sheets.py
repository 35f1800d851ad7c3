"""`template` and `import`: a workbook to fill in, and a filled one taken in."""

import argparse
import getpass
from pathlib import Path

from django.utils import timezone
from django.utils.translation import get_language, gettext

from yhdyspinta import labels
from yhdyspinta.cli import arguments, files, screen
from yhdyspinta.cli.database import ready
from yhdyspinta.services import reference as reference_service
from yhdyspinta.services import sheets
from yhdyspinta.services.sheet_reading import read_sheet
from yhdyspinta.sources import reference
from yhdyspinta.terms.access import operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.sheets import ImportPlan, SheetContent


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both commands to the parser."""
    template = commands.add_parser("template", help=gettext("write an empty workbook to fill in"))
    template.add_argument("output", type=Path, metavar=gettext("FILE"))
    template.add_argument(
        "--roadmap",
        metavar=gettext("CODE"),
        help=gettext("with the tasks of a roadmap that is stored"),
    )
    template.set_defaults(run=run_template)
    import_ = commands.add_parser(
        "import", help=gettext("store the tasks and statuses of a workbook or a folder")
    )
    arguments.add_source(import_)
    import_.add_argument(
        "--roadmap",
        required=True,
        metavar=gettext("CODE"),
        help=gettext("the roadmap's code; a new one is made if needed"),
    )
    import_.add_argument("--name", default="", help=gettext("a new roadmap's name"))
    import_.add_argument(
        "--dry-run", action="store_true", help=gettext("only say what would change")
    )
    import_.set_defaults(run=run_import)


def run_template(chosen: argparse.Namespace) -> int:
    """Write the template."""
    # Loads XlsxWriter, which the other commands do without.
    from yhdyspinta.exports import sheet_template  # noqa: PLC0415

    roadmap = None
    if chosen.roadmap:
        ready()
        roadmap = sheets.stored_roadmap(chosen.roadmap)
    files.check_free(chosen.output)
    made = sheet_template.template(get_language() or "fi", areas=reference.areas(), roadmap=roadmap)
    files.write(chosen.output, made)
    screen.say(gettext("Wrote %(name)s.") % {"name": chosen.output})
    return 0


def run_import(chosen: argparse.Namespace) -> int:
    """Say what an import changes, and store it unless it is a dry run."""
    ready()
    now = timezone.now()
    content = read_sheet(chosen.source, today=timezone.localdate(), roadmap=chosen.roadmap)
    screen.warn([each for each in content.problems if each.warning])
    if chosen.dry_run:
        _describe(sheets.plan(content, roadmap=chosen.roadmap), content)
        screen.say(gettext("A dry run: nothing was stored."))
        return 0
    reference_service.load_missing(actor=operator(getpass.getuser()), now=now)
    target = sheets.Target(chosen.roadmap, Names(chosen.name or chosen.roadmap))
    with screen.telling(gettext("Storing reports")) as tell:
        planned = sheets.import_sheet(
            content, into=target, actor=operator(getpass.getuser()), now=now, progress=tell
        )
    _describe(planned, content)
    screen.say(
        gettext("Nothing to change: all of it was stored already.")
        if planned.is_empty
        else gettext("Stored.")
    )
    return 0


def _describe(planned: ImportPlan, content: SheetContent) -> None:
    lines = (
        (gettext("New tasks"), len(planned.new_tasks)),
        (gettext("Changed tasks"), len(planned.changed_tasks)),
        (gettext("Unchanged tasks"), planned.unchanged_tasks),
        (gettext("New reports"), len(planned.new_reports)),
        (gettext("Unchanged reports"), planned.unchanged_reports),
        (gettext("Areas"), len(content.areas)),
    )
    for label, count in lines:
        screen.say(f"{label}: {labels.number(count)}")
    if content.notes:
        screen.say(
            gettext("Notes, not stored: %(count)s. They belong to a round: %(command)s")
            % {
                "count": labels.number(len(content.notes)),
                "command": f"yhdyspinta round notes … {content.file}",
            }
        )
    for old, new in planned.changed_tasks[:20]:
        screen.say(f"  {old.code}: {labels.quarter(old.due)} → {labels.quarter(new.due)}")
