"""A sheet's rows under its header: reading a field of a row, and writing down what is wrong."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from yhdyspinta.sources import cells, sheet_headers, sheet_words
from yhdyspinta.sources.grids import CellValue, Grid, Limits, cell_address, shown
from yhdyspinta.sources.sheet_headers import Header
from yhdyspinta.sources.sheet_words import AnyKind
from yhdyspinta.terms.sheets import Problem, ProblemCode

_Value = TypeVar("_Value")

# Sheets repeat few values often; beyond this many different ones nothing is remembered.
_REMEMBERED = 20_000
_REMEMBERED_LENGTH = 200


class Problems:
    """All problems found so far. Past the limit they are only counted."""

    def __init__(self, limits: Limits) -> None:
        self._most = limits.problems
        self._kept: list[Problem] = []
        self._counts = {True: 0, False: 0}

    def add(self, problem: Problem) -> None:
        """Add a problem; errors and warnings each have their own room."""
        self._counts[problem.warning] += 1
        if self._counts[problem.warning] <= self._most:
            self._kept.append(problem)

    def all(self, file: str) -> tuple[Problem, ...]:
        """Return the problems, with a last one for those that were only counted."""
        left_out = [
            Problem(
                ProblemCode.PROBLEMS_LEFT_OUT,
                file,
                value=str(count - self._most),
                warning=warning,
            )
            for warning, count in self._counts.items()
            if count > self._most
        ]
        return (*self._kept, *left_out)


class Reading(Generic[_Value]):
    """How a field's cells are read, and what is said of one that cannot be."""

    def __init__(
        self,
        parse: Callable[[CellValue], _Value | None],
        code: ProblemCode,
        *,
        expected: tuple[str, ...] = (),
        nearest: Callable[[CellValue], str] = lambda _value: "",
    ) -> None:
        self._parse = parse
        self._known: dict[tuple[type, CellValue], _Value | None] = {}
        self.code = code
        self.expected = expected
        self.nearest = nearest

    def read(self, value: CellValue) -> _Value | None:
        """Return what the cell means, None if it cannot be read."""
        # The type is part of the key: to Python 1, 1.0 and True are one key.
        key = (type(value), value)
        if key in self._known:
            return self._known[key]
        found = self._parse(value)
        short = not isinstance(value, str) or len(value) <= _REMEMBERED_LENGTH
        if short and len(self._known) < _REMEMBERED:
            self._known[key] = found
        return found


def code_reading(longest: int) -> Reading[str]:
    """Return the reading of a code of at most `longest` characters."""
    return Reading(
        lambda value: _within(cells.text(value), longest),
        ProblemCode.VALUE_TOO_LONG,
        expected=(f"≤ {longest}",),
    )


def text_reading(longest: int) -> Reading[str]:
    """Return the reading of a text of at most `longest` characters."""
    return Reading(
        lambda value: _within(cells.lines(value), longest),
        ProblemCode.VALUE_TOO_LONG,
        expected=(f"≤ {longest}",),
    )


class Table:
    """The rows of one sheet. Fields are asked for by name; problems go to `problems`.

    An `optional` sheet without the columns that it must have is worth a warning only.
    """

    def __init__(
        self, grid: Grid, kind: AnyKind, problems: Problems, *, optional: bool = False
    ) -> None:
        self._grid = grid
        self._kind = kind
        self._problems = problems
        self._optional = optional
        self._header = sheet_headers.find(grid, kind) or Header(0, 0, {})
        self._tops = self._merged_tops()
        self._check_columns()

    @property
    def is_readable(self) -> bool:
        """Tell whether all the columns that must be there are there."""
        return all(self.has(field) for field in sheet_words.required(self._kind))

    def has(self, field: str) -> bool:
        """Tell whether the sheet has a column for the field."""
        return field in self._header.columns

    def rows(self) -> Iterator[int]:
        """Go through the rows that hold something in a known column."""
        used = self._header.columns.values()
        for row in range(self._header.data_from, len(self._grid.rows)):
            values = self._grid.rows[row]
            line = self._grid.lines[row]
            if any(
                (column < len(values) and not cells.is_empty(values[column]))
                or (line, column) in self._grid.errors
                for column in used
            ):
                yield row

    def value(self, row: int, field: str) -> CellValue:
        """Return the raw cell; a cell merged downwards stands for all its rows."""
        column = self._header.columns.get(field)
        if column is None:
            return None
        values = self._grid.rows[self._tops.get(column, {}).get(row, row)]
        return values[column] if column < len(values) else None

    def address(self, row: int, field: str) -> str:
        """Return the address of a row's cell."""
        return self._grid.address(row, self._header.columns[field])

    def required(self, row: int, field: str, reading: Reading[_Value]) -> _Value | None:
        """Read a cell that must hold something; None after writing down a problem."""
        value = self.value(row, field)
        if self._is_failed(row, field, value):
            return None
        if cells.is_empty(value):
            self.report(row, field, ProblemCode.VALUE_MISSING)
            return None
        return self._read(row, field, reading)

    def optional(
        self, row: int, field: str, reading: Reading[_Value], *, empty: _Value
    ) -> _Value | None:
        """Read a cell that may be empty or have no column; None only after a problem."""
        if not self.has(field):
            return empty
        value = self.value(row, field)
        if self._is_failed(row, field, value):
            return None
        return empty if cells.is_empty(value) else self._read(row, field, reading)

    def report(
        self,
        row: int,
        field: str,
        code: ProblemCode,
        *,
        value: str = "",
        expected: tuple[str, ...] = (),
        nearest: str = "",
        warning: bool = False,
    ) -> None:
        """Write down a problem of a row's cell."""
        self._problems.add(
            Problem(
                code,
                self._grid.file,
                sheet=self._grid.sheet,
                cell=self.address(row, field),
                value=shown(value),
                expected=expected,
                nearest=nearest,
                warning=warning,
            )
        )

    def report_unreadable(
        self, row: int, field: str, reading: Reading[_Value], *, value: str
    ) -> None:
        """Write down that a reading makes nothing of a value in a row's cell."""
        self.report(
            row,
            field,
            reading.code,
            value=value,
            expected=reading.expected,
            nearest=reading.nearest(value),
        )

    def report_empty(self) -> None:
        """Write down that the sheet has no rows under its header."""
        self._problems.add(Problem(ProblemCode.FILE_EMPTY, self._grid.file, sheet=self._grid.sheet))

    def _read(self, row: int, field: str, reading: Reading[_Value]) -> _Value | None:
        value = self.value(row, field)
        found = reading.read(value)
        if found is None:
            self.report_unreadable(row, field, reading, value=cells.shown(value))
        return found

    def _is_failed(self, row: int, field: str, value: CellValue) -> bool:
        column = self._header.columns.get(field, -1)
        top = self._tops.get(column, {}).get(row, row)
        failed = self._grid.errors.get((self._grid.lines[top], column), "")
        if not failed and cells.is_formula_error(value):
            failed = cells.shown(value)
        if failed:
            self.report(row, field, ProblemCode.FORMULA_ERROR, value=failed)
        return bool(failed)

    def _check_columns(self) -> None:
        header, grid = self._header, self._grid
        warning = self._optional and not self.is_readable
        for column in header.twice:
            self._problems.add(
                Problem(
                    ProblemCode.COLUMN_TWICE,
                    grid.file,
                    sheet=grid.sheet,
                    cell=grid.address(header.row, column),
                    value=shown(cells.shown(grid.rows[header.row][column])),
                    warning=warning,
                )
            )
        line = grid.lines[header.row] if header.columns else 0
        for field in sheet_words.required(self._kind):
            if not self.has(field):
                self._problems.add(
                    Problem(
                        ProblemCode.COLUMN_MISSING,
                        grid.file,
                        sheet=grid.sheet,
                        cell=cell_address(line, 0) if line else "",
                        expected=sheet_words.header_words(self._kind, field),
                        warning=warning,
                    )
                )

    def _merged_tops(self) -> dict[int, dict[int, int]]:
        """Return, by column, the row whose cell stands for a row below it."""
        used = set(self._header.columns.values())
        tops: dict[int, dict[int, int]] = {column: {} for column in used}
        filled = dict.fromkeys(used, self._header.data_from)
        last = len(self._grid.rows) - 1
        # In order, and never twice over a row: overlapping ranges cost no more than the rows.
        for (top, left), (bottom, _right) in sorted(self._grid.merged):
            if left not in used or top < self._header.data_from:
                continue
            for row in range(max(top + 1, filled[left]), min(bottom, last) + 1):
                tops[left][row] = top
            filled[left] = max(filled[left], bottom + 1)
        return tops


def _within(text: str, longest: int) -> str | None:
    return text if len(text) <= longest else None
