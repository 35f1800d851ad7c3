"""A sheet as a grid of raw cells that remembers where each stood, and the limits of reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from yhdyspinta.terms.sheets import Problem, ProblemCode

CellValue = str | int | float | bool | date | datetime | time | timedelta | None
MergedRange = tuple[tuple[int, int], tuple[int, int]]

_LETTERS = 26
_SHOWN_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may ask for before it is refused. Sizes in bytes, others in pieces.

    `rows` and `columns` are a sheet's used ones; `cells` its bounding box, because a reader
    keeps room for all of it. `text` is the sum of the texts in a sheet's cells: a workbook
    stores a text once and may point to it from every cell.
    """

    file: int = 50_000_000
    unpacked: int = 300_000_000
    parts: int = 10_000
    ratio: int = 1_000
    rows: int = 200_000
    columns: int = 1_000
    cells: int = 4_000_000
    text: int = 200_000_000
    depth: int = 100
    problems: int = 10_000


class RefusalError(Exception):
    """A file that is not read any further, with the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Grid:
    """The raw cells of a sheet or a CSV file.

    `lines` holds the number of each row as the spreadsheet or the text editor shows it.
    `merged` are ranges of (row, column) counted from 0, both ends included; `errors` the failed
    formulas by (line, column). `epoch` is the day of serial number 0.
    """

    file: str
    sheet: str
    rows: Sequence[Sequence[CellValue]]
    lines: Sequence[int]
    merged: Sequence[MergedRange] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    epoch: date = date(1899, 12, 30)

    def address(self, row: int, column: int) -> str:
        """Return the address of a cell, such as `C12`."""
        return cell_address(self.lines[row], column)


def cell_address(line: int, column: int) -> str:
    """Return the address of the cell in `column` (from 0) of the row numbered `line`."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{line}"


def shown(value: str) -> str:
    """Return a value short enough for a list of problems."""
    return value if len(value) <= _SHOWN_LENGTH else value[: _SHOWN_LENGTH - 1] + "…"


def refusal(
    code: ProblemCode,
    file: str,
    *,
    sheet: str = "",
    cell: str = "",
    value: str = "",
    expected: tuple[str, ...] = (),
) -> RefusalError:
    """Make the refusal of a file."""
    return RefusalError(
        Problem(code, file, sheet=sheet, cell=cell, value=shown(value), expected=expected)
    )
