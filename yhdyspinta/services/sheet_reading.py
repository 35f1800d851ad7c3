"""Read somebody's sheet against the areas and tasks that are known."""

from datetime import date
from pathlib import Path

from django.utils.translation import gettext

from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.sheets import SheetRefusedError
from yhdyspinta.sources import reference, sheets
from yhdyspinta.store.models import ReportingRound, Roadmap
from yhdyspinta.terms.sheets import SheetContent


def read_sheet(path: Path, *, today: date | None, roadmap: str = "") -> SheetContent:
    """Read a workbook or folder; raises SheetRefusedError with every error that was found.

    `today` None accepts dates in the future. With a stored `roadmap`, a month's statuses may
    come without the task sheet.
    """
    row = Roadmap.objects.filter(code=roadmap).first() if roadmap else None
    stored = row.as_terms() if row else None
    content = sheets.read(
        path,
        areas=reference.areas(),
        tasks=stored.tasks if stored else (),
        themes=stored.themes if stored else (),
        today=today,
    )
    return _without_errors(content)


def read_notes(path: Path, *, round_code: str) -> SheetContent:
    """Read a sheet's notes against the roadmap of a round.

    Raises RefusedError if there is no such round, SheetRefusedError with every error found.
    """
    row = ReportingRound.objects.select_related("roadmap").filter(code=round_code).first()
    if row is None:
        raise RefusedError(gettext("There is no round “%(code)s”.") % {"code": round_code})
    themes = row.roadmap.as_terms().themes
    return _without_errors(sheets.read_notes(path, areas=reference.areas(), themes=themes))


def _without_errors(content: SheetContent) -> SheetContent:
    if content.errors:
        raise SheetRefusedError(content.errors)
    return content
