"""Where a sheet's header is, and which column holds which field.

The header need not be the first row: titles may stand above it, its cells may be merged
downwards, and a group may span several columns ("Osa-alue" over "tunnus" and "nimi").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from yhdyspinta.sources import sheet_words
from yhdyspinta.sources.grids import CellValue, Grid
from yhdyspinta.sources.sheet_words import AnyKind, word_key

# A header further down than this is not looked for.
SEARCHED_ROWS = 50
_LONGEST_HEADER = 120
_MOST_MERGED = 2_000


@dataclass(frozen=True, slots=True)
class Header:
    """The header's row, the first row of data, columns by field, and columns named twice.

    All are counted from 0; `twice` holds the columns whose field an earlier column has.
    """

    row: int
    data_from: int
    columns: Mapping[str, int]
    twice: Sequence[int] = ()


def find(grid: Grid, kind: AnyKind) -> Header | None:
    """Return the row that names most columns, the first of equals; None if none names any."""
    below, above = _merged_headers(grid)
    best: Header | None = None
    for row, values in enumerate(islice(grid.rows, SEARCHED_ROWS)):
        texts = [
            _candidates(below.get((row, column), value), above.get((row - 1, column)))
            for column, value in enumerate(values)
        ]
        columns, twice = _assigned(texts, kind)
        if columns and (best is None or len(columns) > len(best.columns)):
            best = Header(row, row + 1, columns, twice)
    return best and Header(best.row, _data_from(grid, best), best.columns, best.twice)


def recognised(rows: Sequence[Sequence[CellValue]], kind: AnyKind) -> int:
    """Return how many columns the best header among the rows names."""
    grid = Grid("", "", rows, range(len(rows)))
    header = find(grid, kind)
    return len(header.columns) if header else 0


def _merged_headers(
    grid: Grid,
) -> tuple[dict[tuple[int, int], CellValue], dict[tuple[int, int], CellValue]]:
    """Return values that a merge carries downwards, and those that it spreads sideways."""
    below: dict[tuple[int, int], CellValue] = {}
    above: dict[tuple[int, int], CellValue] = {}
    rows = min(SEARCHED_ROWS, len(grid.rows))
    near = (each for each in grid.merged if each[0][0] < rows)
    # No header has more; ranges that lie over each other would only cost time.
    for (top, left), (bottom, right) in islice(near, _MOST_MERGED):
        if left >= len(grid.rows[top]):
            continue
        value = grid.rows[top][left]
        for row in range(top + 1, min(bottom, rows - 1) + 1):
            below.setdefault((row, left), value)
        last = min(bottom, rows - 1)
        for column in range(left, min(right, len(grid.rows[top]) - 1) + 1):
            above.setdefault((last, column), value)
    return below, above


def _candidates(value: CellValue, group: CellValue) -> tuple[str, ...]:
    if not isinstance(value, str) or len(value) > _LONGEST_HEADER:
        return ()
    own = word_key(value)
    if not own:
        return ()
    if isinstance(group, str) and len(group) <= _LONGEST_HEADER:
        return (word_key(group) + own, own)
    return (own,)


def _assigned(texts: Sequence[tuple[str, ...]], kind: AnyKind) -> tuple[dict[str, int], list[int]]:
    strong, weak = _words(kind)
    columns: dict[str, int] = {}
    twice: list[int] = []
    unnamed: list[tuple[int, str]] = []
    for column, keys in enumerate(texts):
        field = next((strong[key] for key in keys if key in strong), None)
        if field is None:
            unnamed += [(column, key) for key in keys if key in weak]
        elif field in columns:
            twice.append(column)
        else:
            columns[field] = column
    for column, key in unnamed:
        free = next((field for field in weak[key] if field not in columns), None)
        if free and column not in columns.values():
            columns[free] = column
    return columns, twice


@cache
def _words(kind: AnyKind) -> tuple[Mapping[str, str], Mapping[str, Sequence[str]]]:
    strong: dict[str, str] = {}
    weak: dict[str, list[str]] = {}
    for column in sheet_words.columns(kind):
        for word in column.words:
            strong.setdefault(word_key(word), column.field)
        for word in column.weak:
            weak.setdefault(word_key(word), []).append(column.field)
    return strong, weak


def _data_from(grid: Grid, header: Header) -> int:
    """Return the row below the header, past cells that are merged downwards from it."""
    used = set(header.columns.values())
    bottoms = [
        bottom
        for (top, left), (bottom, _right) in grid.merged
        if top <= header.row <= bottom and left in used
    ]
    return max([header.row, *bottoms]) + 1
