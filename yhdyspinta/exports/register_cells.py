"""What a value of the register says in a cell of its workbook, in one language."""

from collections.abc import Callable, Mapping
from typing import Any

from yhdyspinta import labels
from yhdyspinta.exports.printable import printable
from yhdyspinta.exports.register_words import code_word
from yhdyspinta.exports.sheet_words import word, words
from yhdyspinta.terms.register_columns import Column, Form

_LAST = -1


class CellTexts:
    """Says values as text. What may have several values says each on a line of its own."""

    def __init__(
        self, language: str, *, areas: Mapping[str, str], organisations: Mapping[str, str]
    ) -> None:
        """Take what a cell says of each area and organisation."""
        self._language = language
        self._areas, self._organisations = areas, organisations

    def of(self, column: Column, value: Any) -> str:
        """Say a value of a column; empty for nothing."""
        if value is None or value in ("", ()):
            return ""
        match column.form:
            case Form.WORD:
                return code_word(column.group, value, self._language)
            case Form.AREA:
                return self._areas.get(value, value)
            case Form.ORGANISATION:
                return self._organisations.get(value, value)
            case Form.ORGANISATIONS:
                return "\n".join(self._organisations.get(code, code) for code in value)
            case Form.YES_NO:
                return self.yes_no(yes=True) if value else ""
            case Form.YES_NO_UNSAID:
                return self.yes_no(yes=value)
            case Form.PERIOD:
                return f"{value.number} {code_word('units', value.unit, self._language)}"
            case Form.MONTH_DAY:
                return code_word("nths", _LAST, self._language) if value == _LAST else str(value)
            case _:
                return _said(column.form, value)

    def yes_no(self, *, yes: bool) -> str:
        """Say yes or no."""
        return word(words()["yes_no"]["yes" if yes else "no"], self._language)


def _said(form: Form, value: Any) -> str:
    say: Callable[[Any], str] = _SAYINGS.get(form, _lines)
    return say(value)


def _lines(text: str) -> str:
    return "\n".join(map(printable, str(text).split("\n")))


def _items(items: tuple[Any, ...]) -> str:
    said = [printable(str(each)) for each in items]
    # Alone in its cell, a text with a bar would be read as several: a line end tells.
    return said[0] + "\n" if len(said) == 1 and "|" in said[0] else "\n".join(said)


_SAYINGS: Mapping[Form, Callable[[Any], str]] = {
    Form.DAY: labels.day,
    Form.QUARTER: labels.quarter,
    Form.TIME: lambda value: f"{value:%H:%M}",
    Form.ITEMS: _items,
    Form.REFERENCES: _items,
    Form.NUMBERS: _items,
    Form.MONTHS: _items,
    Form.LINKS: lambda value: _items(tuple(f"{e.title} {e.address}".strip() for e in value)),
}
