"""The words of people's sheets in one language; reading takes them in all (sheet_words.toml)."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from yhdyspinta.terms.languages import Language


@cache
def words() -> Mapping[str, Any]:
    """Return all words, by their groups."""
    source = files("yhdyspinta.reference") / "sheet_words.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def word(among: Sequence[str], language: str) -> str:
    """Return the word in `language`: the first three are the Finnish, Swedish and English one."""
    return among[list(Language).index(Language(language))]


def header(kind: str, field: str, language: str) -> str:
    """Return a column's header; a star marks one that must be filled in on every row."""
    column = words()["columns"][kind][field]
    mark = " *" if column.get("required") else ""
    return word(column["words"], language) + mark
