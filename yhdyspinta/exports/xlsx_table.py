"""A table on a sheet: headers, live formulas, bands as conditional formats, the legend."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from yhdyspinta.exports import palette
from yhdyspinta.exports.document import Cell, Formula, LegendEntry, RowKind, Table
from yhdyspinta.exports.printable import printable
from yhdyspinta.exports.xlsx_book import (
    CELL_LIMIT,
    PERCENT,
    Book,
    cell_style,
    header_style,
    lines_of,
    row_height,
    wrapped_lines,
)

DATA = "Data"

Legend = tuple[LegendEntry, ...]


def draw_header(
    book: Book, sheet: Worksheet, row: int, *, table: Table, widths: list[float]
) -> int:
    """Draw the header, in two rows where columns have groups; return the row after it."""
    columns = list(enumerate(table.columns))
    if any(column.group for _, column in columns):
        high = 1
        for group, run in groupby(columns, key=lambda each: each[1].group or each[0]):
            at = [index for index, _ in run]
            text = group if isinstance(group, str) else ""
            book.write_across(sheet, (row, at[0], at[-1]), text, **header_style(first=not at[0]))
            high = max(high, lines_of(text, sum(widths[at[0] : at[-1] + 1]) - 2))
        sheet.set_row(row, row_height(high) + 6)
        row += 1
    for index, column in columns:
        book.write(sheet, (row, index), column.label, **header_style(first=not index))
    lines = max(lines_of(column.label, widths[index] - 1) for index, column in columns)
    sheet.set_row(row, row_height(lines) + 6)
    return row + 1


def draw_body(book: Book, sheet: Worksheet, first: int, *, table: Table) -> int:
    """Draw the rows and their bands; return the row after them."""
    bases, live = _bases(table), _coloured_by(table)
    for offset, row in enumerate(table.rows):
        sheet.set_row(first + offset, 17)
        for index, cell in enumerate(row.cells):
            style = cell_style(table.columns[index], row.kind, first=index == 0)
            if cell.band and index not in live:
                colours = palette.swatch(cell.band)
                style |= {"bg_color": colours.fill, "font_color": colours.text}
            draw_cell(book, sheet, (first + offset, index), cell=cell, style=style)
        for index, cells in bases.items():
            style = {"align": "center", "font_color": palette.tone("muted")}
            draw_cell(book, sheet, (first + offset, index), cell=cells[offset], style=style)
    if bases:
        # What colours a cell when its own figure does not: beside the table, folded away.
        sheet.set_column(min(bases), max(bases), 9, None, {"level": 1, "hidden": True})
        sheet.set_column(max(bases) + 1, max(bases) + 1, None, None, {"collapsed": True})
    _colour(book, sheet, first, table=table)
    return first + len(table.rows)


def draw_prose(
    book: Book, sheet: Worksheet, first: int, *, table: Table, widths: list[float]
) -> int:
    """Draw rows of texts, each row as high as its longest cell; return the row after them."""
    for offset, row in enumerate(table.rows):
        high = 1
        for index, cell in enumerate(row.cells):
            style = cell_style(table.columns[index], row.kind, first=index == 0)
            style |= {"valign": "top", "text_wrap": True, "bold": index == 0}
            text = _listed(cell)
            book.put(sheet, (first + offset, index), text, **style)
            high = max(high, wrapped_lines(text, widths[index] - 1))
        sheet.set_row(first + offset, row_height(high) + 4)
    return first + len(table.rows)


def _listed(cell: Cell) -> str:
    """Write a cell's lines, several of them as a list, no longer than a cell holds."""
    lines = [text for each in cell.lines or (cell.text,) if (text := printable(each))]
    marks = "• " if len(lines) > 1 else ""
    return "\n".join(marks + each for each in lines)[:CELL_LIMIT]


def draw_cell(
    book: Book, sheet: Worksheet, place: tuple[int, int], *, cell: Cell, style: dict[str, Any]
) -> None:
    """Write a cell: a live formula or a number where there is a figure, empty where none."""
    if cell.percent is not None:
        shown, value = book.style(**style, num_format=PERCENT), cell.percent / 100
        if cell.formula:
            sheet.write_formula(*place, formula_text(cell.formula), shown, value)
        else:
            sheet.write_number(*place, value, shown)
    elif cell.number is not None:
        sheet.write_number(*place, cell.number, book.style(**style, num_format="#,##0"))
    elif place[1] == 0 or not _is_missing(cell):
        book.write(sheet, place, cell.text, **style)
    else:
        sheet.write_blank(*place, None, book.style(**style))


def formula_text(formula: Formula) -> str:
    """Write a share as Excel computes it: nothing over nothing is "", else a whole percent.

    EXACT in SUMPRODUCT rather than SUMIFS, which takes the code 1.10 for the number 1.1, `a`
    for `A` and `*` for anything. 100 × sum / sum is exact at halves (12.5), so ROUND agrees
    with rounding half up.
    """
    chosen = "*".join(f"EXACT({DATA}[{key}],{_quoted(value)})" for key, value in formula.where)
    below = f"SUMPRODUCT({chosen},{DATA}[{formula.denominator}])"
    above = "+".join(f"SUMPRODUCT({chosen},{DATA}[{key}])" for key in formula.numerators)
    return f'=IF({below}=0,"",ROUND(100*({above})/{below},0)/100)'


def draw_legend(book: Book, sheet: Worksheet, row: int, *, table: Table) -> int:
    """Name the bands in their colours, under the columns where there are enough of them."""
    named: list[tuple[str | None, str]] = [(each.band, each.label) for each in table.legend]
    if not named:
        return row
    if book.word("no_data"):
        named.append((None, book.word("no_data")))
    across = len(table.columns) > len(named)
    if across:
        book.write(sheet, (row, 0), book.word("legend"), font_color=palette.tone("muted"))
    for at, (band, label) in enumerate(named):
        colours = palette.swatch(band)
        style = {"bg_color": colours.fill, "font_color": colours.text, "border": 1}
        place = (row, at + 1) if across else (row + at, 0)
        book.write(sheet, place, label, **style, border_color=palette.tone("line"), align="center")
    return row + (1 if across else len(named))


def _quoted(value: str) -> str:
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def _is_missing(cell: Cell) -> bool:
    """Tell a figure that is not there (its text is a dash or nothing) from text."""
    return not any(sign.isalnum() for sign in cell.text)


def _bases(table: Table) -> dict[int, list[Cell]]:
    """Return the columns beside the table that hold what colours cells, by sheet column."""
    distinct = list(dict.fromkeys(_basis_column(table, i) for i in range(len(table.columns))))
    kept = [cells for cells in distinct if cells]
    return {len(table.columns) + 1 + at: list(cells) for at, cells in enumerate(kept)}


def _basis_column(table: Table, index: int) -> tuple[Cell, ...]:
    cells = [row.cells[index].basis for row in table.rows]
    return tuple(cell or Cell("") for cell in cells) if any(cells) else ()


def _colour(book: Book, sheet: Worksheet, first: int, *, table: Table) -> None:
    """Colour the banded columns. A row of counts stands apart: its 1 is not 100 %."""
    basis = _coloured_by(table)
    own = [basis.get(index) == index for index in range(len(table.columns))]
    for start, end in _runs([row.kind is not RowKind.COUNTS for row in table.rows]):
        for left, right in _runs(own):
            area = (first + start, left, first + end, right)
            _colour_by_own_figure(book, sheet, area, legend=table.legend)
        for index, by in basis.items():
            if by != index:
                area = (first + start, index, first + end, index)
                figure = xl_rowcol_to_cell(first + start, by, col_abs=True)
                _colour_by_other_figure(book, sheet, area, legend=table.legend, figure=figure)


def _coloured_by(table: Table) -> dict[int, int]:
    """Return, by column, the sheet's column whose figures decide its colours.

    A column whose bands follow from no figure in the table is left out: its colours stay fixed.
    """
    bases = {tuple(cells): at for at, cells in _bases(table).items()}
    found = {}
    for index in range(len(table.columns)):
        cells = [row.cells[index] for row in table.rows if row.cells[index].band]
        if basis := bases.get(_basis_column(table, index)):
            found[index] = basis
        elif cells and all(_band_in(table.legend, each.percent) == each.band for each in cells):
            found[index] = index
    return found


def _band_in(legend: Legend, percent: int | None) -> str | None:
    if percent is None:
        return None
    return next((e.band for e in legend if e.lowest <= percent <= e.highest), None)


def _colour_by_own_figure(
    book: Book, sheet: Worksheet, area: tuple[int, int, int, int], *, legend: Legend
) -> None:
    """Colour cells by what they hold.

    The empty come first, for Excel takes an empty cell for 0. Limits lie half a percentage point
    outside whole ones, high bands first: a share that somebody types unrounded gets the band of
    its rounded value, and no share falls between two bands.
    """
    sheet.conditional_format(*area, {"type": "blanks", **_look(book, None)})
    for entry in _from_high(legend):
        rule = {
            "type": "cell",
            "criteria": "between",
            "minimum": _limit(entry.lowest - 0.5),
            "maximum": _limit(entry.highest + 0.5),
        }
        sheet.conditional_format(*area, rule | _look(book, entry.band))


def _colour_by_other_figure(
    book: Book,
    sheet: Worksheet,
    area: tuple[int, int, int, int],
    *,
    legend: Legend,
    figure: str,
) -> None:
    missing = {"type": "formula", "criteria": f"=NOT(ISNUMBER({figure}))"}
    sheet.conditional_format(*area, missing | _look(book, None))
    for entry in _from_high(legend):
        rule = {"type": "formula", "criteria": f"={figure}>={_limit(entry.lowest - 0.5)}"}
        sheet.conditional_format(*area, rule | _look(book, entry.band))


def _look(book: Book, band: str | None) -> dict[str, Any]:
    colours = palette.swatch(band)
    look = book.style(bg_color=colours.fill, font_color=colours.text)
    return {"format": look, "stop_if_true": True}


def _from_high(legend: Legend) -> list[LegendEntry]:
    return sorted(legend, key=lambda entry: -entry.lowest)


def _limit(percent: float) -> float:
    return round(percent / 100, 3)


def _runs(wanted: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield the first and last index of each run of True."""
    for flag, run in groupby(enumerate(wanted), key=lambda each: each[1]):
        at = [index for index, _ in run]
        if flag:
            yield at[0], at[-1]
