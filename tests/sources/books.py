"""Workbooks and folders made for the tests of reading sheets."""

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from yhdyspinta.sources import reference, sheets
from yhdyspinta.terms.sheets import Problem, ProblemCode, SheetContent

TASK_HEADER = ("task_id", "theme", "theme_name", "subarea", "subarea_name", "due_quarter")
TASK = ("A1", "hallinto", "Hallinto", "A", "Rakenteet", "2021-Q4")
STATUS_HEADER = ("region", "task_id", "status", "reported_on")
STATUS = ("Pirkanmaa", "A1", "done", "2021-10-31")

TASKS_CSV = "\n".join(map(",".join, (TASK_HEADER, TASK)))
STATUSES_CSV = "\n".join(map(",".join, (STATUS_HEADER, STATUS)))

Rows = Sequence[Sequence[Any]]


def book(
    path: Path,
    *,
    tasks: Rows = (TASK_HEADER, TASK),
    statuses: Rows = (STATUS_HEADER, STATUS),
    names: tuple[str, str] = ("Tehtävät", "Tilatiedot"),
    change: Callable[[Any], None] = lambda _book: None,
) -> Path:
    """Write a workbook with the two sheets, changed by `change` before it is saved."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in zip(names, (tasks, statuses), strict=True):
        sheet: Worksheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    change(workbook)
    file = path / "book.xlsx"
    workbook.save(file)
    return file


def shared_text_book(
    path: Path, *, tasks: Rows = (TASK_HEADER, TASK), statuses: Rows = (STATUS_HEADER, STATUS)
) -> Path:
    """Write a workbook as Excel does: each text is stored once and pointed to."""
    file = path / "shared.xlsx"
    with xlsxwriter.Workbook(file) as workbook:
        for name, rows in (("Tehtävät", tasks), ("Tilatiedot", statuses)):
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file


def folder(
    path: Path, *, tasks: str | bytes = TASKS_CSV, statuses: str | bytes = STATUSES_CSV
) -> Path:
    """Write a folder with the two CSV files."""
    for name, content in (("tasks.csv", tasks), ("statuses.csv", statuses)):
        data = content if isinstance(content, bytes) else content.encode()
        (path / name).write_bytes(data)
    return path


def read(path: Path, **options: Any) -> SheetContent:
    """Read with the shipped areas."""
    return sheets.read(path, areas=reference.areas(), **options)


def with_task(path: Path, *row: Any, header: Sequence[str] = TASK_HEADER) -> SheetContent:
    """Read a workbook with one task row."""
    return read(book(path, tasks=(header, row), statuses=(STATUS_HEADER,)))


def with_status(path: Path, *row: Any, **options: Any) -> SheetContent:
    """Read a workbook with one status row."""
    return read(book(path, statuses=(STATUS_HEADER, row)), **options)


def places(content: SheetContent) -> list[tuple[ProblemCode, str, str]]:
    """Return what is wrong where."""
    return [(each.code, each.sheet, each.cell) for each in content.problems]


def only_problem(content: SheetContent) -> Problem:
    """Return the one problem that there is to be."""
    (problem,) = content.problems
    return problem


def rezipped(path: Path, change: Callable[[str, bytes], bytes], **extra: bytes) -> Path:
    """Write the workbook again with each part changed and further parts added."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, data in extra.items():
            new.writestr(name, data)
    path.write_bytes(packed.getvalue())
    return path
