"""Filled-in workbooks of one area and round, made for tests: drawn as they go out, then changed."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from openpyxl import load_workbook

from yhdyspinta.exports.report_sheet import render
from yhdyspinta.sources import report_sheet
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.areas import Area, AreaKind
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.report_sheets import Blank, Brought
from yhdyspinta.terms.reporting import Cell, Value
from yhdyspinta.terms.roadmap import Status, Subarea, Task, Theme
from yhdyspinta.terms.rounds import Schedule
from yhdyspinta.terms.situation import Severity

FIRST = 5
NAME = "raportti.xlsx"
LATE = Value(
    Status.LATE, "Toimittaja vaihtui", Severity.HIGH, Quarter(2022, 2), Visibility.PARTNERS
)


def task(code: str) -> Task:
    return Task(code, "1", "A", Quarter(2021, 4), Names(f"Nimi {code}"))


CELLS = (
    Cell(task("A1"), LATE, Value(), seen=7),
    Cell(task("A2"), Value(Status.DONE), Value(Status.DONE), seen=8),
    Cell(task("A3"), Value(), Value()),
)
CODES = [cell.task.code for cell in CELLS]
BLANK = Blank(
    "2021-11",
    Names("Marraskuu"),
    Names(""),
    date(2021, 11, 30),
    Schedule(),
    Area("06", AreaKind.COUNTY, Names("Satakunta"), Names("Satakunta")),
    (Theme("1", Names("Hallinto"), (Subarea("A", Names("Tuki")),)),),
    CELLS,
)


def drawn(cells: Sequence[Cell] = CELLS, *, language: str = "fi") -> bytes:
    """Draw the workbook that goes out."""
    now = datetime(2021, 11, 1, 9, tzinfo=UTC)
    return render(replace(BLANK, cells=tuple(cells)), language=language, made_at=now)


def changed(change: Callable[[Any], object], data: bytes | None = None) -> bytes:
    """Open a workbook as a person does, change it and save it."""
    book, out = load_workbook(io.BytesIO(data or drawn())), io.BytesIO()
    change(book)
    book.save(out)
    return out.getvalue()


def filled(data: bytes | None = None, **cells: Any) -> bytes:
    """Type into cells of the filling sheet: they are text cells, where nothing is a formula."""

    def write(book: Any) -> None:
        for address, value in cells.items():
            cell = book.worksheets[1][address]
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"

    return changed(write, data)


def read(data: bytes, **options: Any) -> Brought:
    return report_sheet.read(data, file=NAME, tasks=options.pop("tasks", CODES), **options)
