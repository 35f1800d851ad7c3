"""A workbook being drawn: its sheet names, its formats, and text that never becomes a formula."""

import math
import re
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from yhdyspinta.exports import palette
from yhdyspinta.exports.document import Align, Document, RowKind, TableColumn
from yhdyspinta.exports.printable import printable

PERCENT = "0 %"

_A4 = 9
_LINE_HEIGHT = 15.5
_HIGHEST_ROW = 400  # Excel refuses more than 409 points
CELL_LIMIT = 32_767
_FOOTER_LIMIT = 255
_NAME_LIMIT = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_HORIZONTAL = {Align.START: "left", Align.CENTER: "center", Align.END: "right"}


@dataclass
class Pen:
    """Writes into a workbook's sheets. A format is made once and then reused."""

    workbook: xlsxwriter.Workbook
    _formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict, init=False)

    def style(self, **properties: Any) -> Format:
        """Return the format with these properties; each is made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def put(self, sheet: Worksheet, place: tuple[int, int], safe: str, **style: Any) -> None:
        """Write printable text as text. What looks like a formula stays text when it is edited."""
        if safe.startswith(_FORMULA_STARTS):
            style["quote_prefix"] = True
        if safe:
            sheet.write_string(*place, safe, self.style(**style))
        else:
            sheet.write_blank(*place, None, self.style(**style))


@dataclass
class Book(Pen):
    """The workbook with what its sheets share."""

    document: Document
    _names: set[str] = field(default_factory=lambda: {"history"})  # Excel keeps it for itself

    def word(self, key: str) -> str:
        """Return a word that the renderer prints of its own, in the document's language."""
        return dict(self.document.words).get(key, "")

    def add_sheet(self, title: str) -> Worksheet:
        """Add a sheet named after `title`: cut, without forbidden signs, unique in any case."""
        bare = " ".join(_NOT_IN_NAMES.sub(" ", printable(title)).split()).strip("'") or "–"
        name, number = _cut(bare, _NAME_LIMIT), 1
        while name.casefold() in self._names:
            number += 1
            ending = f" {number}"
            name = _cut(bare, _NAME_LIMIT - len(ending)) + ending
        self._names.add(name.casefold())
        return self.workbook.add_worksheet(name)

    def set_page(self, sheet: Worksheet) -> None:
        """Set a sheet up for printing: A4 across, as wide as the page, numbered."""
        page = f"{self.word('page')} &P / &N".strip()
        footer = printable(self.document.footer).replace("&", "&&")
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer(f"&L&9{footer[: _FOOTER_LIMIT - len(page) - 8]}&R&9{page}")

    def write(self, sheet: Worksheet, place: tuple[int, int], text: str, **style: Any) -> None:
        """Write text on one line, no longer than a cell holds."""
        self.put(sheet, place, printable(text)[:CELL_LIMIT], **style)

    def write_across(
        self, sheet: Worksheet, place: tuple[int, int, int], text: str, **style: Any
    ) -> None:
        """Write text over (row, first column, last column), merged if they are many."""
        row, first, last = place
        if last > first:
            # merge_range guesses types ("=1" would be a formula): it merges, `write` writes.
            sheet.merge_range(row, first, row, last, "", self.style(**style))
        self.write(sheet, (row, first), text, **style)


def _cut(text: str, limit: int) -> str:
    """Cut between words where that leaves at least half of what fits."""
    if len(text) > limit:
        cut = text[: limit + 1].rpartition(" ")[0]
        text = cut if len(cut) >= limit // 2 else text[:limit]
    return text.rstrip("' ,(–-") or text


def title_style(size: int) -> dict[str, Any]:
    """Return the look of a heading."""
    return {"bold": True, "font_size": size, "font_color": palette.tone("done")}


def quiet_style() -> dict[str, Any]:
    """Return the look of what stands under or beside the matter."""
    return {"font_color": palette.tone("muted"), "text_wrap": True, "valign": "top"}


def header_style(*, first: bool) -> dict[str, Any]:
    """Return the look of a column's header."""
    return {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "left" if first else "center",
        "bg_color": palette.tone("done"),
        "font_color": palette.text_on(palette.tone("done")),
        "border": 1,
        "border_color": palette.tone("line"),
    }


def cell_style(column: TableColumn, kind: RowKind, *, first: bool) -> dict[str, Any]:
    """Return the look of a body cell by its column and by what its row is."""
    style: dict[str, Any] = {
        "valign": "vcenter",
        "align": "left" if first else _HORIZONTAL[column.align],
        "border": 1,
        "border_color": palette.tone("line"),
    }
    if kind is RowKind.TOTAL:
        style |= {"bold": True, "top": 2, "top_color": palette.tone("done")}
    if kind is RowKind.COUNTS:
        style |= {"font_color": palette.tone("muted"), "bg_color": palette.tone("surface")}
    return style


def lines_of(text: str, width: float) -> int:
    """Estimate the lines that text takes in a column `width` characters wide."""
    parts = text.splitlines() or [""]
    return sum(max(1, math.ceil(len(part) * 0.95 / max(width, 1))) for part in parts)


def wrapped_lines(text: str, width: float) -> int:
    """Count the lines that a text takes word by word in a column `width` characters wide."""
    parts = text.splitlines() or [""]
    return sum(max(1, len(wrap(part, max(int(width), 1)))) for part in parts)


def row_height(lines: int) -> float:
    """Return the height, in points, of a row of so many lines."""
    return min(_LINE_HEIGHT * lines, _HIGHEST_ROW)
