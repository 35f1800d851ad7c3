"""`picture`: a situation picture from a sheet or a published round, on screen or as a file."""

import argparse
from datetime import date, datetime
from pathlib import Path

from django.utils import timezone
from django.utils.translation import get_language, gettext

from yhdyspinta import labels
from yhdyspinta.cli import arguments, files, screen
from yhdyspinta.cli.arguments import BadInputError
from yhdyspinta.exports import situation_files
from yhdyspinta.services import situation
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.sheet_reading import read_sheet
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.situation import Lens, Picture, Publication


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    picture = commands.add_parser(
        "picture",
        help=gettext("compute a situation picture and print it or write it to a file"),
        description=gettext(
            "Compute a situation picture from a workbook or a folder, without a database; or"
            " take a published one."
        ),
    )
    arguments.add_source(picture, optional=True)
    picture.add_argument(
        "--round", metavar=gettext("CODE"), help=gettext("a published round instead of a source")
    )
    picture.add_argument(
        "--as-of",
        type=arguments.day,
        metavar=gettext("DAY"),
        help=gettext("reports up to this day (default: the last one)"),
    )
    picture.add_argument(
        "--horizon",
        type=arguments.quarter,
        metavar=gettext("QUARTER"),
        help=gettext("tasks due by this quarter (default: the day's own)"),
    )
    picture.add_argument(
        "--by",
        choices=("theme", "subarea"),
        default="theme",
        help=gettext("a row per theme or per subarea"),
    )
    picture.add_argument(
        "--lens",
        choices=[each.value for each in Lens],
        default="progress",
        help=gettext("which figure the screen and the map show"),
    )
    picture.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar=gettext("FILE"),
        help=gettext("write a file; its ending chooses the form: %(endings)s")
        % {"endings": ", ".join(situation_files.MEDIA_TYPES)},
    )
    picture.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Compute or fetch the picture, then print or write it."""
    if (chosen.source is None) == (chosen.round is None):
        raise BadInputError(
            gettext("Name a source (a workbook or a folder), or a round with --round.")
        )
    ending = chosen.output.suffix.lstrip(".").lower() if chosen.output else ""
    if chosen.output and ending not in situation_files.MEDIA_TYPES:
        raise BadInputError(
            gettext("“%(name)s” has no ending that can be written. Use one of: %(endings)s")
            % {"name": chosen.output.name, "endings": ", ".join(situation_files.MEDIA_TYPES)}
        )
    picture, publication = _picture(chosen)
    if not chosen.output:
        _print(picture, chosen)
        return 0
    made_at = publication.published_at if publication else timezone.now()
    _write(chosen, ending, picture=picture, publication=publication, made_at=made_at)
    return 0


def _picture(chosen: argparse.Namespace) -> tuple[Picture, Publication | None]:
    if chosen.round:
        if chosen.as_of or chosen.horizon:
            raise RefusedError(
                gettext("A published round has its own day and horizon: leave both options out.")
            )
        shown = situation.of_round(chosen.round)
        return shown.picture, shown.publication
    content = read_sheet(chosen.source, today=None)
    screen.warn([each for each in content.problems if each.warning])
    as_of: date = chosen.as_of or max(
        (report.reported_on for report in content.reports), default=timezone.localdate()
    )
    horizon = chosen.horizon or Quarter.of(as_of)
    return situation.of_sheet(content, as_of=as_of, horizon=horizon), None


def _print(picture: Picture, chosen: argparse.Namespace) -> None:
    lens = Lens(chosen.lens)
    if chosen.by == "theme":
        screen.show(picture, lens)
        return
    for theme in picture.roadmap.themes:
        screen.say(f"\n{labels.name(theme.names)}")
        screen.show(picture, lens, theme=theme.code)


def _write(
    chosen: argparse.Namespace,
    ending: str,
    *,
    picture: Picture,
    publication: Publication | None,
    made_at: datetime,
) -> None:
    wanted = situation_files.Wanted(
        language=get_language() or "fi",
        made_at=made_at,
        by_subarea=chosen.by == "subarea" or ending in {"pptx", "xlsx", "pdf"},
        lens=Lens(chosen.lens),
    )
    made = situation_files.render(picture, ending, wanted=wanted, publication=publication)
    files.write(chosen.output, made)
    screen.err().print(
        gettext("Wrote %(name)s (%(size)s kB).")
        % {"name": chosen.output, "size": labels.number(len(made) // 1000 + 1)},
        markup=False,
    )
