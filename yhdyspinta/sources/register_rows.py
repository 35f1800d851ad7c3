"""One sheet of the register's workbook: its rows, and what is wrong with them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from yhdyspinta.sources import cells, register_cells, register_words
from yhdyspinta.sources.area_names import AreaNames
from yhdyspinta.sources.grids import CellValue, Grid
from yhdyspinta.sources.nearest import Suggester
from yhdyspinta.sources.organisation_names import OrganisationNames
from yhdyspinta.sources.sheet_table import Problems, Reading, Table, text_reading
from yhdyspinta.sources.sheet_words import code_key, word_key
from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.organisations import Organisation
from yhdyspinta.terms.register_columns import COLUMNS, REMOVE, Column, Form, RegisterSheet
from yhdyspinta.terms.register_sheets import Place, SheetRow
from yhdyspinta.terms.sheets import ProblemCode

LONGEST_TEXT = 10_000
_LONGEST_CODE = 120
_EXPECTED = 3
# What an empty cell says; of the forms not named: None.
_EMPTY: Mapping[Form, Any] = {
    **dict.fromkeys((Form.TEXT, Form.LINK, Form.CODE, Form.REFERENCE), ""),
    **dict.fromkeys((Form.AREA, Form.ORGANISATION), ""),
    **dict.fromkeys((Form.ITEMS, Form.LINKS, Form.REFERENCES, Form.ORGANISATIONS), ()),
    **dict.fromkeys((Form.NUMBERS, Form.MONTHS), ()),
    Form.YES_NO: False,
}
_SAID_EMPTY = object()
_YES_NO = ("kyllä", "ei")
_EXAMPLES: Mapping[Form, tuple[ProblemCode, tuple[str, ...]]] = {
    Form.CODE: (ProblemCode.CODE_UNUSABLE, ("pirkanmaa-hyte",)),
    Form.LINK: (ProblemCode.LINK_UNREADABLE, ("https://www.example.org/a",)),
    Form.LINKS: (ProblemCode.LINK_UNREADABLE, ("Esityslista https://www.example.org/a",)),
    Form.DAY: (ProblemCode.DATE_UNREADABLE, ("31.10.2026", "2026-10-31")),
    Form.TIME: (ProblemCode.TIME_UNREADABLE, ("9.30", "klo 9")),
    Form.QUARTER: (ProblemCode.QUARTER_UNREADABLE, ("Q4/2026", "2026-Q4")),
    Form.NUMBER: (ProblemCode.NUMBER_UNREADABLE, ("1", "2")),
    Form.NUMBERS: (ProblemCode.NUMBER_UNREADABLE, ("90 | 30",)),
    Form.MONEY: (ProblemCode.NUMBER_UNREADABLE, ("120000", "120 000,50")),
    Form.MONTHS: (ProblemCode.MONTH_UNREADABLE, ("maaliskuu | syyskuu", "3 | 9")),
    Form.MONTH_DAY: (ProblemCode.NUMBER_UNREADABLE, ("1–31",)),
    Form.PERIOD: (ProblemCode.PERIOD_UNREADABLE, ("6 kk", "30 arkipäivää")),
    Form.YES_NO: (ProblemCode.YES_NO_UNREADABLE, _YES_NO),
    Form.YES_NO_UNSAID: (ProblemCode.YES_NO_UNREADABLE, _YES_NO),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What may be named: areas, organisations, and by kind the codes that the register holds.

    `shown` are the codes that may be suggested to whoever reads the problems.
    """

    areas: Sequence[Area]
    organisations: Sequence[Organisation]
    codes: Mapping[str, Collection[str]] = field(default_factory=dict)
    shown: Mapping[str, Collection[str]] = field(default_factory=dict)


class Readings:
    """How each column's cells are read; made once for a workbook."""

    def __init__(self, known: Known, own: Mapping[str, Mapping[str, str]]) -> None:
        """Take what is known, and by kind the workbook's own codes by their key."""
        self._areas = AreaNames(known.areas)
        self._organisations = OrganisationNames(known.organisations)
        self._known, self._own = known, own
        self._made: dict[tuple[Form, str, date], Reading[Any]] = {}

    def of(self, column: Column, epoch: date) -> Reading[Any]:
        """Return the reading of a column in a sheet whose days are counted from `epoch`."""
        key = (column.form, column.group or column.refers, epoch)
        if key not in self._made:
            self._made[key] = self._make(column, epoch)
        return self._made[key]

    def _make(self, column: Column, epoch: date) -> Reading[Any]:
        match column.form:
            case Form.TEXT:
                return text_reading(LONGEST_TEXT)
            case Form.ITEMS:
                return Reading(_items, ProblemCode.VALUE_TOO_LONG, expected=(f"≤ {LONGEST_TEXT}",))
            case Form.WORD:
                return _word_reading(column.group)
            case Form.REFERENCE | Form.REFERENCES:
                return self._reference(column)
            case Form.AREA:
                return Reading(
                    lambda value: found.code if (found := self._areas.find(value)) else None,
                    ProblemCode.AREA_UNKNOWN,
                    expected=self._areas.expected,
                    nearest=self._areas.nearest,
                )
            case Form.ORGANISATION | Form.ORGANISATIONS:
                return self._organisation(column.form)
            case _:
                code, expected = _EXAMPLES[column.form]
                return Reading(_parsers(epoch)[column.form], code, expected=expected)

    def _organisation(self, form: Form) -> Reading[Any]:
        names = self._organisations
        many = form is Form.ORGANISATIONS
        return Reading(
            register_cells.each(names.find) if many else names.find,
            ProblemCode.ORGANISATION_UNKNOWN,
            expected=names.expected,
            nearest=_of_first_unread(names.find, names.nearest) if many else names.nearest,
        )

    def _reference(self, column: Column) -> Reading[Any]:
        own = self._own.get(column.refers, {})
        stored = {code_key(code): code for code in self._known.codes.get(column.refers, ())}
        shown = sorted({*own.values(), *self._known.shown.get(column.refers, ())})
        suggester = Suggester({code_key(code): code for code in shown})

        def find(value: CellValue) -> str | None:
            key = code_key(cells.text(value))
            return own.get(key) or stored.get(key)

        def nearest(value: CellValue) -> str:
            return suggester.nearest(cells.text(value))

        many = column.form is Form.REFERENCES
        return Reading(
            register_cells.each(find) if many else find,
            ProblemCode.REFERENCE_UNKNOWN,
            expected=tuple(shown[:_EXPECTED]),
            nearest=_of_first_unread(find, nearest) if many else nearest,
        )


class RegisterRows:
    """The rows of one sheet."""

    def __init__(self, grid: Grid, sheet: RegisterSheet, problems: Problems) -> None:
        """Find the sheet's header; what is wrong with it goes to `problems`."""
        self._grid, self._sheet = grid, sheet
        self._table = Table(grid, sheet, problems)
        self._keys = [each for each in COLUMNS[sheet] if each.key]
        self._plain = [
            each
            for each in COLUMNS[sheet]
            if not each.key and each.field != REMOVE and self._table.has(each.field)
        ]

    def codes(self) -> dict[str, str]:
        """Return the codes of the rows by their key, wrong ones left out."""
        if not self._table.has("code"):
            return {}
        found = (_code(self._table.value(row, "code")) for row in self._table.rows())
        return {code_key(code): code for code in found if code}

    def read(self, readings: Readings) -> list[SheetRow]:
        """Read all rows; one with an error gives none. Without a needed column there are none."""
        if not self._table.is_readable:
            return []
        found: dict[tuple[Any, ...], SheetRow] = {}
        for row in self._table.rows():
            one = self._row(row, readings)
            if one is not None and one.key in found:
                earlier = found[one.key].place.cell
                self._table.report(row, self._keys[0].field, ProblemCode.ROW_TWICE, value=earlier)
            elif one is not None:
                found[one.key] = one
        return list(found.values())

    def _row(self, row: int, readings: Readings) -> SheetRow | None:
        read = partial(self._cell, row, readings)
        key = [read(each) for each in self._keys]
        removes = self._removes(row)
        if removes:
            values: dict[str, Any] = {}
        else:
            values = {each.field: read(each) for each in self._plain}
        if removes is None or any(each is _SAID_EMPTY for each in (*key, *values.values())):
            return None
        cell = self._table.address(row, self._keys[0].field)
        place = Place(self._grid.file, self._grid.sheet, cell)
        return SheetRow(self._sheet, tuple(key), values, place, removes)

    def _cell(self, row: int, readings: Readings, column: Column) -> Any:
        """Read a cell; `_SAID_EMPTY` after a problem was written down."""
        reading = readings.of(column, self._grid.epoch)
        table = self._table
        if column.required:
            found = table.required(row, column.field, reading)
            return _SAID_EMPTY if found is None else found
        if not table.has(column.field) or cells.is_empty(table.value(row, column.field)):
            failed = table.optional(row, column.field, reading, empty=_SAID_EMPTY) is None
            return _SAID_EMPTY if failed else _EMPTY.get(column.form)
        found = table.optional(row, column.field, reading, empty=None)
        return _SAID_EMPTY if found is None else found

    def _removes(self, row: int) -> bool | None:
        reading = Reading(cells.yes_no, ProblemCode.YES_NO_UNREADABLE, expected=_YES_NO)
        return self._table.optional(row, REMOVE, reading, empty=False)


def _code(value: CellValue) -> str | None:
    text = cells.text(value).casefold()
    is_code = len(text) <= _LONGEST_CODE and register_cells.CODE.fullmatch(text)
    return text if is_code else None


def _items(value: CellValue) -> tuple[str, ...] | None:
    found = register_cells.several(value)
    return found if all(len(each) <= LONGEST_TEXT for each in found) else None


def _parsers(epoch: date) -> Mapping[Form, Callable[[CellValue], Any]]:
    return {
        Form.CODE: _code,
        Form.LINK: register_cells.link,
        Form.LINKS: register_cells.each(register_cells.titled_link),
        Form.DAY: partial(register_cells.day, epoch=epoch),
        Form.TIME: register_cells.clock,
        Form.QUARTER: partial(cells.quarter, epoch=epoch),
        Form.NUMBER: register_cells.number,
        Form.NUMBERS: register_cells.each(register_cells.number),
        Form.MONEY: register_cells.money,
        Form.MONTHS: register_cells.each(register_cells.month),
        Form.MONTH_DAY: register_cells.month_day,
        Form.PERIOD: register_cells.period,
        Form.YES_NO: cells.yes_no,
        Form.YES_NO_UNSAID: cells.yes_no,
    }


def _word_reading(name: str) -> Reading[Any]:
    group = register_words.group(name)
    suggester = Suggester.of(group.names)
    return Reading(
        lambda value: group.codes.get(word_key(cells.text(value))),
        ProblemCode.WORD_UNKNOWN,
        expected=group.names,
        nearest=lambda value: suggester.nearest(cells.text(value)),
    )


def _of_first_unread(
    find: Callable[[CellValue], object], nearest: Callable[[CellValue], str]
) -> Callable[[CellValue], str]:
    """Return what suggests a word for the first of several that is not one."""

    def suggest(value: CellValue) -> str:
        wrong = (text for text in register_cells.several(value) if find(text) is None)
        return nearest(next(wrong, ""))

    return suggest
