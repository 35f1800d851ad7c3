"""A document as an Excel workbook: an overview, a sheet per section with tables, the data.

Percentages are live formulas over the data sheet and bands are conditional formats, so that the
workbook answers when somebody corrects a row. A missing figure is an empty cell, never a 0.
"""

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from yhdyspinta.exports import palette
from yhdyspinta.exports.document import (
    BulletList,
    DataSheet,
    Document,
    Paragraph,
    Section,
    Table,
)
from yhdyspinta.exports.printable import printable
from yhdyspinta.exports.xlsx_book import (
    Book,
    header_style,
    lines_of,
    quiet_style,
    row_height,
    title_style,
)
from yhdyspinta.exports.xlsx_table import DATA, draw_body, draw_header, draw_legend, draw_prose

_LABEL_WIDTH = 30
_TEXT_WIDTH = 100
_FIRST_COLUMN = (22, 44)
_OTHER_COLUMNS = (11, 24)
_DATA_COLUMNS = (9, 34)
_PROSE_WIDTH = 165  # what a table of texts takes in all: an A4 page across, in small print
_PAGE_ROWS = 45  # what one printed page still shows legibly


def render(document: Document, *, made_at: datetime) -> bytes:
    """Draw a document; the same document and `made_at` (an aware time) give the same bytes."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        book = Book(workbook, document)
        _set_properties(book, made_at)
        overview = book.add_sheet(book.word("overview") or document.title)
        named = [(each, book.add_sheet(each.title)) for each in document.sections if _tables(each)]
        data = document.data and book.add_sheet(document.data.title)
        _draw_overview(book, overview, [(s.title, sheet.get_name()) for s, sheet in named])
        for section, sheet in named:
            _draw_section(book, sheet, section)
        if document.data and data:
            _draw_data(book, data, document.data)
    return out.getvalue()


def _set_properties(book: Book, made_at: datetime) -> None:
    document = book.document
    book.workbook.set_properties(
        {
            "title": printable(document.title),
            "subject": printable(document.subtitle),
            # Excel has no property for a workbook's language.
            "comments": printable(
                " · ".join((f"Language: {document.language}", *document.sources))
            ),
            "created": made_at.astimezone(UTC).replace(tzinfo=None),
        }
    )


def _draw_overview(book: Book, sheet: Worksheet, contents: list[tuple[str, str]]) -> None:
    document = book.document
    book.set_page(sheet)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, 1, _TEXT_WIDTH)
    sheet.set_row(0, 30)
    book.write(sheet, (0, 0), document.title, **title_style(18))
    book.write(sheet, (1, 0), document.subtitle, **quiet_style() | {"text_wrap": False})
    row = _draw_pairs(book, sheet, 3, pairs=list(document.facts))
    for section in document.sections:
        if not _tables(section) and _texts(section):
            book.write(sheet, (row + 1, 0), section.title, **title_style(13))
            row = _draw_pairs(book, sheet, row + 2, pairs=_texts(section))
    if document.sources:
        book.write(sheet, (row + 1, 0), book.word("sources"), **title_style(13))
        row = _draw_pairs(book, sheet, row + 2, pairs=[("", source) for source in document.sources])
    if row <= _PAGE_ROWS:
        sheet.fit_to_pages(1, 1)
    for title, name in contents:
        row += 1
        quoted = name.replace("'", "''")
        link = book.style(font_color=palette.tone("accent"), underline=1)
        sheet.write_url(row, 0, f"internal:'{quoted}'!A1", link, string=printable(title) or name)


def _draw_pairs(book: Book, sheet: Worksheet, row: int, *, pairs: list[tuple[str, str]]) -> int:
    """Draw lines of a label and a text; text without a label takes the whole width."""
    wrapped = {"text_wrap": True, "valign": "top"}
    for label, text in pairs:
        lines = max(lines_of(text, _TEXT_WIDTH), lines_of(label, _LABEL_WIDTH - 2))
        if label:
            book.write(sheet, (row, 0), label, bold=True, **wrapped)
            book.write(sheet, (row, 1), text, **wrapped)
        else:
            lines = lines_of(text, _LABEL_WIDTH + _TEXT_WIDTH)
            book.write_across(sheet, (row, 0, 1), text, **wrapped)
        sheet.set_row(row, row_height(lines) + 2)
        row += 1
    return row


def _draw_section(book: Book, sheet: Worksheet, section: Section) -> None:
    tables = _tables(section)
    widths = _widths(tables)
    book.set_page(sheet)
    sheet.hide_gridlines(2)
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    sheet.set_row(0, 26)
    book.write(sheet, (0, 0), section.title, **title_style(15))
    row = 1
    for table in tables:
        if table.caption != section.title:
            book.write(sheet, (row, 0), table.caption, font_color=palette.tone("muted"))
            row += 1
        body = draw_header(book, sheet, row, table=table, widths=widths)
        if table is tables[0]:
            sheet.repeat_rows(row, body - 1)
            # With more tables on the sheet this header must not stand above the others' columns.
            sheet.freeze_panes(body if len(tables) == 1 else 0, 1)
        if table.prose:
            row = draw_prose(book, sheet, body, table=table, widths=widths)
        else:
            row = draw_body(book, sheet, body, table=table)
        row = draw_legend(book, sheet, row + 1, table=table)
        row = _draw_lines(book, sheet, row + 1, lines=table.remarks, widths=widths) + 1
    lines = [f"{lead}: {text}" if lead else text for lead, text in _texts(section)]
    lines += [f"{book.word('sources')}: {source}" for source in book.document.sources]
    last = _draw_lines(book, sheet, row, lines=lines, widths=widths)
    if last <= _PAGE_ROWS and not any(table.prose for table in tables):
        sheet.fit_to_pages(1, 1)


def _draw_lines(
    book: Book, sheet: Worksheet, row: int, *, lines: Sequence[str], widths: list[float]
) -> int:
    """Draw running text under a table, as wide as the table; return the row after it."""
    for line in lines:
        book.write_across(sheet, (row, 0, len(widths) - 1), line, **quiet_style())
        sheet.set_row(row, row_height(lines_of(line, sum(widths))) + 2)
        row += 1
    return row


def _draw_data(book: Book, sheet: Worksheet, data: DataSheet) -> None:
    """Draw the rows behind: labels for people above an Excel table whose headers are the keys.

    The keys make formulas readable and the same in every language: Data[done].
    """
    book.set_page(sheet)
    for index, (key, label) in enumerate(zip(data.keys, data.labels, strict=True)):
        values = [row[index] for row in data.rows]
        widest = max((len(str(value)) for value in values if value is not None), default=0)
        sheet.set_column(index, index, _within(_DATA_COLUMNS, max(widest, len(key) + 2) + 2))
        book.write(sheet, (0, index), label, **header_style(first=False))
    sheet.set_row(0, row_height(4))
    for number, row in enumerate(data.rows, start=2):
        for index, value in enumerate(row):
            if isinstance(value, str):
                book.write(sheet, (number, index), value)
            elif value is not None:
                sheet.write_number(number, index, value)
    # An Excel table has at least one row, even if it is empty.
    last = max(len(data.rows), 1) + 1
    keys = {
        "font_color": palette.tone("muted"),
        "bg_color": palette.tone("surface"),
        "italic": True,
    }
    options = {
        "name": DATA,
        "columns": [{"header": key, "header_format": book.style(**keys)} for key in data.keys],
        "style": "Table Style Light 1",
    }
    sheet.add_table(1, 0, last, len(data.keys) - 1, options)
    # Codes look like numbers; Excel need not mark each of them as an error.
    sheet.ignore_errors({"number_stored_as_text": xl_range(2, 0, last, len(data.keys) - 1)})
    sheet.repeat_rows(0, 1)
    sheet.freeze_panes(2, 2)


def _tables(section: Section) -> list[Table]:
    return [block for block in section.blocks if isinstance(block, Table)]


def _texts(section: Section) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            pairs.append(("", block.text))
        elif isinstance(block, BulletList):
            pairs.extend(block.items)
    return pairs


def _widths(tables: list[Table]) -> list[float]:
    """Return column widths, in characters, that suit all tables of a sheet."""
    columns = max(len(table.columns) for table in tables)
    return [
        max(_width(table, index) for table in tables if index < len(table.columns))
        for index in range(columns)
    ]


def _width(table: Table, index: int) -> float:
    label = table.columns[index].label
    if table.prose:
        weights = [each.weight for each in table.columns]
        return float(round(_PROSE_WIDTH * weights[index] / sum(weights)))
    if index == 0:
        longest = max((len(row.cells[0].text) for row in table.rows), default=0)
        return _within(_FIRST_COLUMN, max(longest, len(label)) + 2)
    longest = max((len(word) for word in label.split()), default=0)
    return _within(_OTHER_COLUMNS, max(longest, math.ceil(len(label) / 2)) + 3)


def _within(limits: tuple[int, int], width: int) -> float:
    return float(min(max(width, limits[0]), limits[1]))
