"""Read somebody's sheet against the areas and tasks that are known."""

from datetime import date
from pathlib import Path

from yhdyspinta.services.sheets import SheetRefusedError
from yhdyspinta.sources import reference
from yhdyspinta.sources.sheets import read
from yhdyspinta.terms.sheets import SheetContent


def read_sheet(path: Path, *, today: date | None) -> SheetContent:
    """Read a workbook or folder; raises SheetRefusedError with every error that was found.

    `today` None accepts dates in the future.
    """
    content = read(path, areas=reference.areas(), today=today)
    if content.errors:
        raise SheetRefusedError(content.errors)
    return content
