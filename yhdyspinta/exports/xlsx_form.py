"""A workbook to be filled in and brought back: protected but for its answers, with choices."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from yhdyspinta.exports import palette
from yhdyspinta.exports.printable import printable
from yhdyspinta.exports.xlsx_book import Pen, lines_of, row_height

_A4 = 9
# What may be done to a protected sheet besides filling in. Sorting would need open cells.
_ALLOWED = {"autofilter": True, "format_columns": True, "format_rows": True}
_INSTRUCTIONS_WIDTH = 92
_LABEL_WIDTH = 30


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column: its header, its width in characters; `choice` is Excel's rule for an answer.

    Without `is_answer` it is locked. `choice` is None for an answer in free words.
    """

    header: str
    width: float
    is_answer: bool = False
    choice: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row's texts, in the order of the columns; `starts_group` draws a line above it."""

    texts: tuple[str, ...]
    starts_group: bool = False


@dataclass(frozen=True, slots=True)
class Instructions:
    """The first sheet: its name and title, labelled facts, and titled paragraphs with steps."""

    name: str
    title: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class FormContent:
    """All that a form's workbook shows. `groups` are headers above (first, last) columns.

    `hidden` is a sheet's name and rows that nobody is to see or change. With `is_locked` nothing
    can be filled in.
    """

    instructions: Instructions
    name: str
    title: str
    lead: str
    columns: Sequence[FormColumn]
    rows: Sequence[FormRow]
    groups: Sequence[tuple[str, int, int]]
    frozen: int
    hidden: tuple[str, Sequence[Sequence[str]]]
    page: str
    is_locked: bool = False


class _Sheet(Worksheet):  # type: ignore[misc] # XlsxWriter is untyped
    """A sheet whose rows grow with what is typed into them, from the height that they are given."""

    def _xml_start_tag_unencoded(
        self, tag: str, attributes: Sequence[tuple[str, Any]] = ()
    ) -> None:
        # A custom height is fixed; without the word it is where a spreadsheet program begins.
        kept = [each for each in attributes if tag != "row" or each[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, kept)


class _Workbook(xlsxwriter.Workbook):  # type: ignore[misc] # XlsxWriter is untyped
    """A workbook whose sheets cannot be moved, added, shown or removed; there is no password."""

    worksheet_class = _Sheet

    def _write_book_views(self) -> None:
        # XlsxWriter protects sheets only; the element's place is before the views.
        self._xml_empty_tag("workbookProtection", [("lockStructure", 1)])
        super()._write_book_views()


class _Book(Pen):
    def write(self, sheet: Worksheet, place: tuple[int, int], text: str, **style: Any) -> None:
        """Write text that may have several lines."""
        self.put(sheet, place, "\n".join(map(printable, text.split("\n"))), **style)


def render(content: FormContent, *, made_at: datetime) -> bytes:
    """Draw the workbook."""
    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with _Workbook(data, options) as workbook:
        workbook.set_properties({"title": content.title, "created": made_at.replace(tzinfo=None)})
        book = _Book(workbook)
        _draw_instructions(book, content)
        _draw_rows(book, content)
        name, rows = content.hidden
        hidden = workbook.add_worksheet(name)
        hidden.very_hidden()
        hidden.protect()
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                hidden.write_string(number, column, text)
    return data.getvalue()


def _draw_instructions(book: _Book, content: FormContent) -> None:
    shown = content.instructions
    sheet = book.workbook.add_worksheet(shown.name)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, 1, _INSTRUCTIONS_WIDTH)
    ink = {"font_color": palette.tone("done"), "bold": True}
    book.write(sheet, (0, 0), shown.title, font_size=18, **ink)
    sheet.set_row(0, 28)
    row = 2
    for label, text in shown.facts:
        _write_lines(book, sheet, (label, text), row=row)
        row += 1
    for title, paragraphs in shown.sections:
        book.write(sheet, (row + 1, 0), title, font_size=13, **ink)
        sheet.set_row(row + 1, 22)
        row += 2
        for number, text in enumerate(paragraphs, start=1):
            label = f"{number}." if len(paragraphs) > 1 else ""
            _write_lines(book, sheet, (label, text), row=row)
            row += 1
    _set_page(sheet, content.page)
    sheet.set_portrait()
    sheet.protect(options=_ALLOWED)


def _write_lines(book: _Book, sheet: Worksheet, texts: tuple[str, str], *, row: int) -> None:
    """Write a label and a text beside it, in a row as high as the text needs."""
    label, text = texts
    wrapped = {"text_wrap": True, "valign": "top"}
    align = "right" if label.endswith(".") else "left"
    book.write(sheet, (row, 0), label, font_color=palette.tone("muted"), align=align, **wrapped)
    book.write(sheet, (row, 1), text, **wrapped)
    sheet.set_row(row, row_height(lines_of(text, _INSTRUCTIONS_WIDTH * 1.1)) + 3)


def _draw_rows(book: _Book, content: FormContent) -> None:
    sheet = book.workbook.add_worksheet(content.name)
    sheet.activate()
    sheet.hide_gridlines(2)
    book.write(
        sheet, (0, 0), content.title, bold=True, font_size=16, font_color=palette.tone("done")
    )
    book.write(sheet, (1, 0), content.lead, font_color=palette.tone("muted"))
    sheet.set_row(0, 26)
    sheet.set_row(1, 20)
    _draw_headers(book, sheet, content)
    first, last = 4, 3 + len(content.rows)
    for number, row in enumerate(content.rows, start=first):
        for column, text in zip(content.columns, row.texts, strict=True):
            place = (number, content.columns.index(column))
            book.write(sheet, place, text, **_cell_style(column, row, content))
        sheet.set_row(number, _height(row, content.columns))
    for number, column in enumerate(content.columns):
        sheet.set_column(number, number, column.width)
        if column.choice and content.rows and not content.is_locked:
            sheet.data_validation(first, number, last, number, dict(column.choice))
    answers = [n for n, column in enumerate(content.columns) if column.is_answer]
    sheet.freeze_panes(first, content.frozen)
    sheet.autofilter(3, 0, max(last, first), len(content.columns) - 1)
    sheet.set_selection(first, answers[0], first, answers[0])
    sheet.ignore_errors({"number_stored_as_text": f"A1:Z{last + 1}"})
    sheet.protect(options=_ALLOWED)
    sheet.repeat_rows(3)
    sheet.set_landscape()
    _set_page(sheet, content.page)


def _height(row: FormRow, columns: Sequence[FormColumn]) -> float:
    """Return the height that the row's longest text needs."""
    # Small letters are narrower than the digits that a column's width is counted in.
    needed = (
        lines_of(text, column.width * 1.1) for text, column in zip(row.texts, columns, strict=True)
    )
    return row_height(max(needed))


def _draw_headers(book: _Book, sheet: Worksheet, content: FormContent) -> None:
    edge = {"border": 1, "border_color": palette.tone("line"), "valign": "vcenter", "bold": True}
    for text, first, last in content.groups:
        style = _header_colours(is_answer=content.columns[first].is_answer) | edge
        sheet.merge_range(2, first, 2, last, "", book.style(**style, align="left"))
        book.write(sheet, (2, first), text, **style, align="left")
    for number, column in enumerate(content.columns):
        style = _header_colours(is_answer=column.is_answer) | edge
        book.write(sheet, (3, number), column.header, **style, text_wrap=True)
    sheet.set_row(2, 20)
    sheet.set_row(3, 36)


def _header_colours(*, is_answer: bool) -> dict[str, Any]:
    fill = palette.tone("done" if is_answer else "line")
    return {"bg_color": fill, "font_color": palette.text_on(fill)}


def _cell_style(column: FormColumn, row: FormRow, content: FormContent) -> dict[str, Any]:
    style: dict[str, Any] = {
        "text_wrap": True,
        "valign": "top",
        "border": 1,
        "border_color": palette.tone("line"),
        # As text: what is typed stays as it is typed, 2/2022 no day and "- later" no formula.
        "num_format": "@",
    }
    if row.starts_group:
        style |= {"top": 2, "top_color": palette.tone("muted")}
    if column.is_answer and not content.is_locked:
        return style | {"locked": False, "bg_color": palette.PAPER}
    return style | {"bg_color": palette.tone("surface")}


def _set_page(sheet: Worksheet, page: str) -> None:
    """Set a sheet up for printing: A4, as wide as the page, numbered."""
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L&9&A&R&9{page} &P / &N")
