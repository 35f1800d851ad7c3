"""The register as a workbook to be changed and brought back: every sheet, choices, how it is done.

The sheets', columns' and codes' words are those that `sources/register_sheets.py` understands.
Loads XlsxWriter: import it where a workbook is made.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext, override
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from yhdyspinta import labels
from yhdyspinta.calc.register_sheets import rows_of
from yhdyspinta.exports import palette
from yhdyspinta.exports.register_cells import CellTexts
from yhdyspinta.exports.register_words import group_words, header, sheet_name
from yhdyspinta.exports.xlsx_book import Pen, lines_of, row_height
from yhdyspinta.terms.register_columns import COLUMNS, KIND_OF, REMOVE, Column, Form, RegisterSheet
from yhdyspinta.terms.register_sheets import RegisterBook

_WIDTHS: Mapping[Form, float] = {
    Form.CODE: 38,
    Form.REFERENCE: 38,
    Form.REFERENCES: 34,
    Form.ORGANISATION: 30,
    Form.ORGANISATIONS: 34,
    Form.TEXT: 32,
    Form.ITEMS: 44,
    Form.LINK: 30,
    Form.LINKS: 40,
    Form.WORD: 20,
    Form.AREA: 18,
}
_WIDTH = 13
_WIDE = ("description", "text", "notes", "note", "minutes", "mandate", "name_fi", "name_sv")
_FORMATS = {Form.DAY: "d.m.yyyy", Form.TIME: "h:mm", Form.MONEY: "#,##0.00", Form.NUMBER: "0"}
_A4 = 9
_CELL_LIMIT = 32_767
# Rows below the last one in which one may go on, with choices.
_SPARE = 500
_TEXT_WIDTH = 96
_KINDS = {kind.value: sheet for sheet, kind in KIND_OF.items()}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a sheet: its values by field."""

    values: Mapping[str, Any]


def render(book: RegisterBook, *, language: str, made_at: datetime) -> bytes:
    """Make the workbook in a language; without records it is an empty one to fill in."""
    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with override(language), xlsxwriter.Workbook(data, options) as workbook:
        workbook.set_properties({"title": book.title, "created": made_at.replace(tzinfo=None)})
        drawing = _Drawing(workbook, book, language)
        drawing.draw(made_at)
    return data.getvalue()


class _Drawing(Pen):
    """A workbook of the register being drawn."""

    def __init__(self, workbook: xlsxwriter.Workbook, book: RegisterBook, language: str) -> None:
        super().__init__(workbook)
        self._book, self._language = book, language
        self._texts = CellTexts(language, areas=book.areas, organisations=book.organisations)
        self._left_out: list[str] = []
        self._lists: dict[str, str] = {}

    def draw(self, made_at: datetime) -> None:
        """Draw the sheets, with what explains them in front and the lists of choices behind."""
        rows = self._rows()
        explained = self.workbook.add_worksheet(gettext("Instructions"))
        sheets = {
            sheet: self.workbook.add_worksheet(sheet_name(sheet, self._language))
            for sheet in RegisterSheet
        }
        self._draw_lists(self.workbook.add_worksheet(gettext("Lists")))
        for sheet, worksheet in sheets.items():
            self._draw_sheet(worksheet, sheet, rows.get(sheet, []))
        self._explain(explained, made_at)

    def _rows(self) -> dict[RegisterSheet, list[_Row]]:
        found: dict[RegisterSheet, list[_Row]] = {}
        for sheet, records in self._book.records.items():
            keys = {own: [each.field for each in COLUMNS[own] if each.key] for own in RegisterSheet}
            for record in records:
                rows = [
                    (own, {**dict(zip(keys[own], (record.code, name), strict=False)), **values})
                    for own, name, values in rows_of(sheet, record)
                ]
                if not all(self._fits(own, values) for own, values in rows):
                    # A row that is not in the workbook stays as it is; a cut text would be lost.
                    self._left_out.append(record.code)
                    continue
                for own, values in rows:
                    found.setdefault(own, []).append(_Row(values))
        return found

    def _fits(self, sheet: RegisterSheet, values: Mapping[str, Any]) -> bool:
        return all(
            len(self._texts.of(column, values.get(column.field))) <= _CELL_LIMIT
            for column in COLUMNS[sheet]
        )

    def _draw_lists(self, sheet: Worksheet) -> None:
        """Write the words that may be chosen, a column for each group, and name their cells."""
        groups = {each.group for columns in COLUMNS.values() for each in columns} - {""}
        lists: dict[str, Sequence[str]] = {
            group: group_words(group, self._language) for group in sorted(groups)
        }
        yes, no = self._texts.yes_no(yes=True), self._texts.yes_no(yes=False)
        lists |= {"yes": [yes], "yes_no": [yes, no]}
        lists |= {
            "areas": list(self._book.areas.values()),
            "organisations": list(self._book.organisations.values()),
        }
        name = gettext("Lists")
        for column, (group, items) in enumerate(lists.items()):
            for row, text in enumerate(items):
                self.put(sheet, (row, column), text)
            letter = xl_col_to_name(column)
            self._lists[group] = f"='{name}'!${letter}$1:${letter}${max(len(items), 1)}"
        sheet.set_column(0, len(lists), 28)
        sheet.protect()
        _fit(sheet)

    def _draw_sheet(self, sheet: Worksheet, kind: RegisterSheet, rows: Sequence[_Row]) -> None:
        columns = COLUMNS[kind]
        sheet.hide_gridlines(2)
        for number, column in enumerate(columns):
            style = self.style(**_cell_style(column))
            sheet.set_column(number, number, _width(column), style)
            self.put(sheet, (0, number), header(kind, column, self._language), **_head(column))
        sheet.set_row(0, 34)
        for line, row in enumerate(rows, start=1):
            for number, column in enumerate(columns):
                self._write(
                    sheet, (line, number), column=column, value=row.values.get(column.field)
                )
            sheet.set_row(line, self._height(columns, row))
        last = max(len(rows), 1)
        for number, column in enumerate(columns):
            rule = self._choice(column)
            if rule:
                sheet.data_validation(1, number, last + _SPARE, number, rule)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:Z100000"})
        sheet.set_landscape()
        sheet.repeat_rows(0)
        _fit(sheet)

    def _height(self, columns: Sequence[Column], row: _Row) -> float:
        needed = (
            lines_of(self._texts.of(each, row.values.get(each.field)), _width(each) * 1.1)
            for each in columns
        )
        return row_height(max(needed))

    def _write(
        self, sheet: Worksheet, place: tuple[int, int], *, column: Column, value: Any
    ) -> None:
        style = _cell_style(column)
        if isinstance(value, date | time) and column.form in (Form.DAY, Form.TIME):
            sheet.write_datetime(*place, value, self.style(**style))
        elif column.form is Form.MONEY and isinstance(value, Decimal):
            sheet.write_number(*place, float(value), self.style(**style))
        elif column.form is Form.NUMBER and isinstance(value, int):
            sheet.write_number(*place, value, self.style(**style))
        else:
            self.put(sheet, place, self._texts.of(column, value), **style)

    def _choice(self, column: Column) -> dict[str, Any] | None:
        """Return Excel's rule for a column: its list, or a hint of how several are written."""
        if column.field == REMOVE or column.form is Form.YES_NO:
            return _listed(self._lists["yes"])
        if column.form is Form.YES_NO_UNSAID:
            return _listed(self._lists["yes_no"])
        if column.form is Form.WORD:
            return _listed(self._lists[column.group])
        if column.form in (Form.AREA, Form.ORGANISATION):
            return _listed(self._lists[f"{column.form}s"], is_strict=False)
        if column.form is Form.REFERENCE and column.refers in _KINDS:
            name = sheet_name(_KINDS[column.refers], self._language)
            # What is in the register but not in this workbook may be meant too.
            return _listed(f"='{name}'!$A$2:$A$2000", is_strict=False)
        return _hint(column.form)

    def _explain(self, sheet: Worksheet, made_at: datetime) -> None:
        sheet.activate()
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, _TEXT_WIDTH)
        ink = {"font_color": palette.tone("done"), "bold": True}
        self.put(sheet, (0, 0), self._book.title, font_size=18, **ink)
        sheet.set_row(0, 28)
        _fit(sheet)
        row = 2
        for title, lines in self._sections(made_at):
            self.put(sheet, (row, 0), title, font_size=13, **ink)
            row += 1
            for label, text in lines:
                wrapped = {"text_wrap": True, "valign": "top"}
                self.put(sheet, (row, 0), label, font_color=palette.tone("muted"), **wrapped)
                self.put(sheet, (row, 1), text, **wrapped)
                sheet.set_row(row, row_height(lines_of(text, _TEXT_WIDTH * 1.1)) + 3)
                row += 1
            row += 1

    def _sections(self, made_at: datetime) -> list[tuple[str, list[tuple[str, str]]]]:
        facts = [(gettext("Workbook made"), labels.moment(made_at))]
        if self._book.address:
            facts.append((gettext("Brought back here"), self._book.address))
        if self._left_out:
            facts.append((gettext("Left out as too long"), ", ".join(self._left_out)))
        sheets = [
            (
                sheet_name(sheet, self._language),
                ", ".join(header(sheet, each, self._language) for each in COLUMNS[sheet]),
            )
            for sheet in RegisterSheet
        ]
        numbered = [(f"{number}.", text) for number, text in enumerate(_rules(), start=1)]
        return [
            (gettext("This workbook"), facts),
            (gettext("How it works"), numbered),
            (gettext("Sheets and columns (* is filled in on every row)"), sheets),
        ]


def _fit(sheet: Worksheet) -> None:
    """Print on A4, as wide as the page."""
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def _listed(source: str, *, is_strict: bool = True) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_type": "stop" if is_strict else "warning",
        "error_title": gettext("This cannot be used")
        if is_strict
        else gettext("Not in this workbook"),
        "error_message": gettext("Choose from the list.")
        if is_strict
        else gettext("The list does not have this. It may be in the register: keep it?"),
    }


def _hint(form: Form) -> dict[str, Any] | None:
    several = (Form.ITEMS, Form.REFERENCES, Form.ORGANISATIONS, Form.LINKS, Form.NUMBERS)
    if form in several or form is Form.MONTHS:
        text = gettext(
            "Several may be given: each on a line of its own (Alt+Enter), or with | between."
        )
    elif form is Form.PERIOD:
        text = gettext("A number and a unit, such as: 6 months")
    elif form is Form.QUARTER:
        text = gettext("Quarters are written like this: Q4/2026")
    else:
        return None
    return {"validate": "any", "input_title": gettext("How to write it"), "input_message": text}


def _rules() -> tuple[str, ...]:
    return (
        gettext(
            "Bringing the workbook back adds and changes. A row that is not in the workbook stays"
            " as it is; one is removed only if its column “Remove” says yes."
        ),
        gettext(
            "A column that is left out leaves the register as it is; a cell that is emptied"
            " empties it."
        ),
        gettext(
            "A row is known by its code. The rows of parties, structures, members, agendas,"
            " outcomes and steps are known by what they belong to and their number or"
            " organisation. A code is never changed: a new one is a new row."
        ),
        gettext(
            "Areas, organisations and words can be written in Finnish, Swedish or English. Codes"
            " refer from one sheet to another."
        ),
        gettext(
            "You are shown every change and every error with its cell before anything is stored."
            " All is stored or nothing."
        ),
        gettext(
            "You may bring back what you may keep: the rows of your own organisation. Rows that"
            " are unchanged may be anybody's."
        ),
    )


def _width(column: Column) -> float:
    if column.field in _WIDE:
        return 44
    return _WIDTHS.get(column.form, _WIDTH)


def _head(column: Column) -> dict[str, Any]:
    fill = palette.tone("muted" if column.field == REMOVE else "done")
    return {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": palette.tone("line"),
        "bg_color": fill,
        "font_color": palette.text_on(fill),
    }


def _cell_style(column: Column) -> dict[str, Any]:
    return {
        "text_wrap": True,
        "valign": "top",
        "border": 1,
        "border_color": palette.tone("line"),
        # Else as text: what is typed stays as typed, 2/2026 no day and "- later" no formula.
        "num_format": _FORMATS.get(column.form, "@"),
    }
