"""A table on slides: a native, editable one, split evenly where it is too long for one slide."""

import math
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from yhdyspinta.exports.document import Align, Cell, RowKind, Table, TableRow
from yhdyspinta.exports.palette import Swatch, swatch, tone
from yhdyspinta.exports.pptx_text import Box, describe, line_count, text_width, wrapped_count
from yhdyspinta.exports.printable import printable

TOP, WIDTH, LEFT = 1.42, 12.13, 0.6
SMALLEST, LARGEST = 10.0, 13.0  # points
LINE = 0.183  # inches: a line of the smallest text
TALLEST = 0.31  # inches: a row that still looks like a table
PADDING = 0.06  # inches
HEAD_GAP = 0.05  # inches: between a header's words and its line
PROSE_GAP = 0.05  # inches: above and below texts in a row
BULLET = 0.13  # inches: how far things of a list stand in
PROSE_SIZES = (13.0, 12.0, 11.0, SMALLEST)
ALIGNMENTS = {Align.START: "l", Align.CENTER: "ctr", Align.END: "r"}
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def split_rows(table: Table, bottom: float) -> list[tuple[TableRow, ...]]:
    """Share a table's rows evenly out to slides whose tables may reach down to `bottom`."""
    room = max(bottom - TOP - _header_height(table), 4 * LINE)
    heights = [_least_height(table, row) for row in table.rows]
    share = sum(heights) / max(1, math.ceil(sum(heights) / room - 0.001))
    parts: list[list[TableRow]] = [[]]
    filled = 0.0
    for row, height in zip(table.rows, heights, strict=True):
        if parts[-1] and (filled >= share - 0.001 or filled + height > room + 0.001):
            parts.append([])
            filled = 0.0
        parts[-1].append(row)
        filled += height
    return [tuple(part) for part in parts]


def draw_table(
    slide: Any, table: Table, *, rows: tuple[TableRow, ...], bottom: float, locale: str
) -> Any:
    """Draw some of a table's rows under its header; return the shape."""
    room = bottom - TOP - _header_height(table)
    size, heights = (_prose_heights if table.prose else _heights)(table, rows, room)
    writer = _Writer(table, locale, size)
    body = "".join(writer.row(row, each) for row, each in zip(rows, heights, strict=True))
    box: Box = (LEFT, TOP, WIDTH, _header_height(table) + sum(heights))
    shape = slide.shapes.add_table(1, 1, *(Inches(each) for each in box))
    old = shape._element.graphic.graphicData.tbl
    old.getparent().replace(old, parse_xml(_grid(table, writer.header() + body)))
    described = " ".join((table.caption, *table.remarks)) or table.columns[0].label
    describe(shape, table.caption or table.columns[0].label, described)
    return shape


def _heights(table: Table, rows: tuple[TableRow, ...], room: float) -> tuple[float, list[float]]:
    """Return the size of a table's text and the heights of its rows, as `room` allows."""
    lines = [_lines(table, row) for row in rows]
    height = min(TALLEST, max(LINE, room / max(1, sum(lines))))
    single = max(lines, default=1) == 1
    size = max(SMALLEST, min(LARGEST, height * 72 * 0.66)) if single else SMALLEST
    return size, [height * count for count in lines]


def _prose_heights(
    table: Table, rows: tuple[TableRow, ...], room: float
) -> tuple[float, list[float]]:
    """Return the largest size at which the rows fit into `room` with their words whole, and the
    rows' heights; the smallest size divides what is still too wide."""
    for size in PROSE_SIZES:
        heights = [_prose_height(table, row, size) for row in rows]
        if sum(heights) <= room and _widest_word(table, size) <= 1.08:
            break
    return size, heights


def _widest_word(table: Table, size: float) -> float:
    """Return how much of its column the widest word of a table takes; the first one is bold.

    Widths are estimated, on the generous side.
    """
    parts = [
        text_width(word, size) * (1.08 if at == 0 else 1) / (width - 2 * PADDING - BULLET)
        for row in table.rows
        for at, (cell, width) in enumerate(zip(row.cells, _widths(table), strict=True))
        for text in cell.lines or (cell.text,)
        for word in text.replace("-", "- ").split()
    ]
    return max(parts, default=0)


def _least_height(table: Table, row: TableRow) -> float:
    if table.prose:
        return _prose_height(table, row, SMALLEST)
    return _lines(table, row) * LINE


def _prose_height(table: Table, row: TableRow, size: float) -> float:
    lines = max(
        sum(
            wrapped_count(each, size, width - 2 * PADDING - (BULLET if len(cell.lines) > 1 else 0))
            for each in cell.lines or (cell.text,)
        )
        for cell, width in zip(row.cells, _widths(table), strict=True)
    )
    return lines * size * 1.2 / 72 + 2 * PROSE_GAP


def _grid(table: Table, rows: str) -> str:
    columns = "".join(f'<a:gridCol w="{Inches(width)}"/>' for width in _widths(table))
    return (
        f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1" firstCol="1">'
        f"<a:tableStyleId>{NO_STYLE}</a:tableStyleId></a:tblPr>"
        f"<a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>"
    )


def _widths(table: Table) -> list[float]:
    total = sum(column.weight for column in table.columns)
    return [WIDTH * column.weight / total for column in table.columns]


def _lines(table: Table, row: TableRow) -> int:
    """How many lines a row takes at the smallest size."""
    return max(
        line_count(cell.text, SMALLEST, width - 2 * PADDING)
        for cell, width in zip(row.cells, _widths(table), strict=True)
    )


def _header_size(labels: Sequence[str], widths: Sequence[float]) -> float:
    """The largest size at which the longest word of every header stays whole."""
    for size in (12.0, 11.0, 10.0, 9.0, 8.0):
        if all(
            text_width(word, size) * 1.08 <= width - 2 * PADDING
            for label, width in zip(labels, widths, strict=True)
            for word in label.replace("-", "- ").split()
        ):
            return size
    return 8.0


def _header_lines(labels: Sequence[str], widths: Sequence[float]) -> float:
    """The height of a header row in inches."""
    size = _header_size(labels, widths)
    most = max(
        line_count(label, size * 1.05, width - 2 * PADDING)
        for label, width in zip(labels, widths, strict=True)
    )
    return most * size * 1.2 / 72 + HEAD_GAP + 0.04


def _groups(table: Table) -> list[tuple[str, int, float]]:
    """Neighbouring columns of one group: the group, their number and their width."""
    pairs = zip(table.columns, _widths(table), strict=True)
    found = []
    for group, members in groupby(pairs, key=lambda pair: pair[0].group):
        widths = [width for _column, width in members]
        found.append((group, len(widths), sum(widths)))
    return found


def _is_grouped(table: Table) -> bool:
    return any(column.group for column in table.columns)


def _header_heights(table: Table) -> tuple[float, float]:
    """The heights of the row of groups (0: there is none) and of the row of labels."""
    labels = _header_lines([column.label for column in table.columns], _widths(table))
    if not _is_grouped(table):
        return 0.0, labels
    groups = _groups(table)
    return _header_lines([each[0] for each in groups], [each[2] for each in groups]), labels


def _header_height(table: Table) -> float:
    return sum(_header_heights(table))


class _Writer:
    """Writes the rows of one table as DrawingML, which is ten times faster than cell by cell."""

    def __init__(self, table: Table, locale: str, size: float) -> None:
        self.table = table
        self.locale = locale
        self.size = size
        self.starts = _group_starts(table)
        self.heat = {
            index
            for row in table.rows
            for index, cell in enumerate(row.cells)
            if cell.band is not None
        }

    def header(self) -> str:
        """Write the header: one row, or two where columns are grouped."""
        groups_height, labels_height = _header_heights(self.table)
        columns = self.table.columns
        size = _header_size([column.label for column in columns], _widths(self.table))
        grouped = bool(groups_height)
        labels = "".join(
            '<a:tc vMerge="1"><a:txBody><a:bodyPr/><a:p/></a:txBody><a:tcPr/></a:tc>'
            if grouped and not column.group
            else self._head(column.label, index=index, size=size)
            for index, column in enumerate(columns)
        )
        row = f'<a:tr h="{Inches(labels_height)}">{labels}</a:tr>'
        return self._group_row(groups_height, size) + row if grouped else row

    def _group_row(self, height: float, label_size: float) -> str:
        groups = _groups(self.table)
        size = _header_size([each[0] for each in groups], [each[2] for each in groups])
        cells = []
        index = 0
        for group, count, _width in groups:
            if group:
                cells.append(self._head(group, index=index, size=size, span=count))
                cells += [
                    '<a:tc hMerge="1"><a:txBody><a:bodyPr/><a:p/></a:txBody><a:tcPr/></a:tc>'
                ] * (count - 1)
            else:
                cells += [
                    self._head(column.label, index=index + offset, size=label_size, rows=2)
                    for offset, column in enumerate(self.table.columns[index : index + count])
                ]
            index += count
        return f'<a:tr h="{Inches(height)}">{"".join(cells)}</a:tr>'

    def _head(self, text: str, *, index: int, size: float, span: int = 1, rows: int = 1) -> str:
        attributes = (f' gridSpan="{span}"' if span > 1 else "") + (
            f' rowSpan="{rows}"' if rows > 1 else ""
        )
        align = Align.CENTER if span > 1 else self.table.columns[index].align
        last = span == 1
        edges = self._edges(index) + _line("B", tone("accent") if last else tone("line"), 1.25)
        return self._cell(
            (text,), align=align, size=size, bold=True, colour=tone("done"), edges=edges,
            attributes=attributes, anchor="b",
        )  # fmt: skip

    def row(self, row: TableRow, height: float) -> str:
        """Write a row of the body."""
        cells = "".join(self._body_cell(cell, index, row) for index, cell in enumerate(row.cells))
        return f'<a:tr h="{Inches(height)}">{cells}</a:tr>'

    def _body_cell(self, cell: Cell, index: int, row: TableRow) -> str:
        is_total = row.kind is RowKind.TOTAL
        edges = self._edges(index) + (_line("T", tone("accent"), 1.25) if is_total else "")
        colours = self._colours(cell, index, row.kind)
        if colours.fill == tone("paper"):
            edges += _line("B", tone("line"), 0.5)
        else:
            edges += _line("B", tone("paper"), 1.0)
        return self._cell(
            cell.lines or (cell.text,), align=self.table.columns[index].align, size=self.size,
            bold=is_total or (self.table.prose and index == 0), colour=colours.text, edges=edges,
            fill="" if colours.fill == tone("paper") else colours.fill,
            anchor="t" if self.table.prose else "ctr",
        )  # fmt: skip

    def _colours(self, cell: Cell, index: int, kind: RowKind) -> Swatch:
        if kind is RowKind.COUNTS:
            return Swatch(tone("paper"), tone("muted"))
        if index in self.heat:
            return swatch(cell.band)
        return Swatch(tone("paper"), tone("ink"))

    def _edges(self, index: int) -> str:
        """A white gap between columns, a wider one between groups."""
        gap = 4.0 if index in self.starts else 1.0
        return _line("L", tone("paper"), gap) if index else ""

    def _cell(
        self, lines: tuple[str, ...], *, align: Align, size: float, colour: str,
        bold: bool = False, edges: str = "", fill: str = "", attributes: str = "",
        anchor: str = "ctr",
    ) -> str:  # fmt: skip
        look = f'lang="{self.locale}" sz="{round(size * 100)}" b="{int(bold)}"'
        place = _list_item(align) if len(lines) > 1 else f'<a:pPr algn="{ALIGNMENTS[align]}"/>'
        said = "".join(
            f"<a:p>{place}<a:r><a:rPr {look}>{_solid(colour)}</a:rPr><a:t>{words}</a:t></a:r></a:p>"
            for words in (escape(printable(each)) for each in lines)
            if words
        )
        empty = f'<a:p><a:pPr algn="{ALIGNMENTS[align]}"/><a:endParaRPr {look}/></a:p>'
        margin = Inches(PADDING)
        above = Inches(PROSE_GAP) if anchor == "t" else 0
        below = Inches(HEAD_GAP) if anchor == "b" else above
        return (
            f"<a:tc{attributes}><a:txBody><a:bodyPr/><a:lstStyle/>{said or empty}</a:txBody>"
            f'<a:tcPr marL="{margin}" marR="{margin}" marT="{above}" marB="{below}"'
            f' anchor="{anchor}">{edges}{_solid(fill) if fill else "<a:noFill/>"}</a:tcPr></a:tc>'
        )


def _list_item(align: Align) -> str:
    """Write a paragraph's properties as those of a thing in a list."""
    indent = Inches(BULLET)
    return (
        f'<a:pPr marL="{indent}" indent="-{indent}" algn="{ALIGNMENTS[align]}">'
        '<a:buFont typeface="Arial"/><a:buChar char="•"/></a:pPr>'
    )


def _group_starts(table: Table) -> set[int]:
    starts, index = set(), 0
    for _group, count, _width in _groups(table) if _is_grouped(table) else []:
        starts.add(index)
        index += count
    return starts


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>'


def _line(side: str, colour: str, points: float) -> str:
    return f'<a:ln{side} w="{round(points * 12700)}">{_solid(colour)}</a:ln{side}>'
