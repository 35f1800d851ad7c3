"""Read somebody's sheet against the areas and tasks that are known."""

from datetime import date
from pathlib import Path

from yhdyspinta.services.sheets import SheetRefusedError
from yhdyspinta.sources import reference
from yhdyspinta.sources.sheets import read
from yhdyspinta.store.models import Roadmap
from yhdyspinta.terms.sheets import SheetContent


def read_sheet(path: Path, *, today: date | None, roadmap: str = "") -> SheetContent:
    """Read a workbook or folder; raises SheetRefusedError with every error that was found.

    `today` None accepts dates in the future. With a stored `roadmap`, a month's statuses may
    come without the task sheet.
    """
    row = Roadmap.objects.filter(code=roadmap).first() if roadmap else None
    tasks = row.as_terms().tasks if row else ()
    content = read(path, areas=reference.areas(), tasks=tasks, today=today)
    if content.errors:
        raise SheetRefusedError(content.errors)
    return content
