"""The words of the register's workbook in one language; reading takes them in all."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from yhdyspinta.exports.sheet_words import word
from yhdyspinta.terms.register_columns import Column, RegisterSheet

_LAST = -1


@cache
def _words() -> Mapping[str, Any]:
    source = files("yhdyspinta.reference") / "register_words.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def sheet_name(sheet: RegisterSheet, language: str) -> str:
    """Return a sheet's name."""
    return word(_words()["sheets"][sheet], language)


def header(sheet: RegisterSheet, column: Column, language: str) -> str:
    """Return a column's header; a star marks one that must be filled in on every row."""
    return field_name(sheet, column.field, language) + (" *" if column.required else "")


def field_name(sheet: RegisterSheet, field: str, language: str) -> str:
    """Return a column's name."""
    own = _words()["columns"].get(sheet, {}).get(field)
    return word(own or _words()["fields"][field], language)


def code_word(group: str, code: object, language: str) -> str:
    """Return the word for one of a group's codes: an enum, or a number (-1 is the last)."""
    key = "last" if code == _LAST else str(code)
    return word(_words()["words"][group][key], language)


def group_words(group: str, language: str) -> list[str]:
    """Return all words of a group in their order."""
    return [word(own, language) for own in _words()["words"][group].values()]
