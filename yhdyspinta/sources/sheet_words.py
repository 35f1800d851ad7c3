"""The words of people's sheets (headers, statuses, quarters), read from sheet_words.toml."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.register_columns import COLUMNS, RegisterSheet
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import NoteKind, Severity

_BLANKS = re.compile(r"\s+")
_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
# Not seen by the person who typed the cell: control and format characters (soft hyphen,
# zero-width space, byte-order mark), except the line end.
_INVISIBLE = frozenset({"Cc", "Cf"})


class SheetKind(StrEnum):
    """The tables that a workbook or a folder may hold; a folder's are `<kind>.csv`."""

    TASKS = "tasks"
    STATUSES = "statuses"
    AREAS = "areas"
    NOTES = "notes"
    # A workbook made for one area and round, and what it was made with.
    REPORT = "report_sheet"
    FORM = "report_form"


AnyKind = SheetKind | RegisterSheet

# What a roadmap's workbook or folder holds.
TABLES = (SheetKind.TASKS, SheetKind.STATUSES, SheetKind.AREAS, SheetKind.NOTES)


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """A column's field and the words that name it; `weak` ones give way to other columns."""

    field: str
    words: tuple[str, ...]
    weak: tuple[str, ...] = ()
    required: bool = False


def word_key(text: str) -> str:
    """Return what a word is compared by: its letters and digits, without case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    # Casefolding may decompose; composing again makes the same letters the same string.
    return "".join(each for each in unicodedata.normalize("NFC", folded) if each.isalnum())


def code_key(text: str) -> str:
    """Return what a code is compared by: no case, no blanks, every dash a hyphen."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        "-" if each in _DASHES else each
        for each in unicodedata.normalize("NFC", folded)
        if not each.isspace()
    )


def clean(text: str) -> str:
    """Return the text in one line as people see it: no control characters, single blanks."""
    return _BLANKS.sub(" ", _visible(text)).strip()


def clean_lines(text: str) -> str:
    """Return a text that may have several lines, each cleaned."""
    lines = _LINE_END.sub("\n", text).split("\n")
    return "\n".join(clean(line) for line in lines).strip()


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        each for each in composed if each.isspace() or unicodedata.category(each) not in _INVISIBLE
    )


@cache
def _data() -> Mapping[str, Any]:
    found = _file("sheet_words.toml")
    register = _file("register_words.toml")
    return {
        **found,
        "sheets": {**found["sheets"], **register["sheets"]},
        "columns": {**found["columns"], **_register_columns(register)},
    }


def _file(name: str) -> dict[str, Any]:
    source = files("yhdyspinta.reference") / name
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _register_columns(register: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of the register's sheets: their own words, else those of the field."""
    return {
        sheet: {
            column.field: {
                "words": register["columns"].get(sheet, {}).get(column.field)
                or register["fields"][column.field],
                "required": column.required,
            }
            for column in columns
        }
        for sheet, columns in COLUMNS.items()
    }


@cache
def sheet_names(kind: AnyKind) -> tuple[str, ...]:
    """Return the names of a sheet; the first three are the Finnish, Swedish and English one."""
    return tuple(_data()["sheets"][kind])


@cache
def _kinds_by_key(kinds: tuple[AnyKind, ...]) -> Mapping[str, AnyKind]:
    # The code itself ("tasks") is always a name too: the folder's files are called so.
    return {word_key(name): kind for kind in kinds for name in (kind.value, *sheet_names(kind))}


def sheet_kind(name: str, kinds: Iterable[AnyKind] = SheetKind) -> AnyKind | None:
    """Tell which of the tables a sheet or file of this name (without ending) is, None if none."""
    return _kinds_by_key(tuple(kinds)).get(word_key(name))


@cache
def columns(kind: AnyKind) -> tuple[ColumnWords, ...]:
    """Return the columns of a table in their order; a form without a header has none."""
    return tuple(
        ColumnWords(
            field,
            words=(*entry["words"], field),
            weak=tuple(entry.get("weak", ())),
            required=entry.get("required", False),
        )
        for field, entry in _data()["columns"].get(kind, {}).items()
    )


@cache
def required(kind: AnyKind) -> tuple[str, ...]:
    """Return the fields that a table must have, in every row."""
    return tuple(each.field for each in columns(kind) if each.required)


def header_words(kind: AnyKind, field: str) -> tuple[str, ...]:
    """Return a column's Finnish, Swedish and English header and its code."""
    words = next(each.words for each in columns(kind) if each.field == field)
    return (*words[:3], field)


@cache
def statuses() -> Mapping[str, Status]:
    """Return statuses by the key of every word for them."""
    return {
        word_key(word): status
        for status in Status
        for word in (status.value, *_data()["statuses"][status])
    }


@cache
def status_names(status: Status) -> tuple[str, str, str]:
    """Return a status's Finnish, Swedish and English name."""
    fi, sv, en = _data()["statuses"][status][:3]
    return fi, sv, en


@cache
def note_kinds() -> Mapping[str, NoteKind]:
    """Return kinds of notes by the key of every word for them."""
    return {
        word_key(word): kind for kind in NoteKind for word in (kind, *_data()["note_kinds"][kind])
    }


@cache
def severities() -> Mapping[str, Severity]:
    """Return severities by the key of every word for them."""
    return {
        word_key(word): each for each in Severity for word in (each, *_data()["severities"][each])
    }


@cache
def visibilities() -> Mapping[str, Visibility]:
    """Return who may read a note by the key of every word for it."""
    return {
        word_key(word): each
        for each in Visibility
        for word in (each, *_data()["visibilities"][each])
    }


@cache
def names(group: str) -> tuple[str, ...]:
    """Return the Finnish, Swedish and English names of all codes of a group, such as `statuses`."""
    return tuple(name for words in _data()[group].values() for name in words[:3])


def note_kind_names() -> tuple[str, ...]:
    """Return the Finnish name of each kind of note."""
    return tuple(_data()["note_kinds"][kind][0] for kind in NoteKind)


def severity_names() -> tuple[str, ...]:
    """Return the Finnish name of each severity."""
    return tuple(_data()["severities"][each][0] for each in Severity)


@cache
def yes_no_words() -> Mapping[str, bool]:
    """Return True and False by the lower-case words for them."""
    words = _data()["yes_no"]
    return {
        **{word.casefold(): True for word in words["yes"]},
        **{word.casefold(): False for word in words["no"]},
    }


def yes_no_names(*, yes: bool) -> tuple[str, str, str]:
    """Return the Finnish, Swedish and English word for yes or no."""
    fi, sv, en = _data()["yes_no"]["yes" if yes else "no"][:3]
    return fi, sv, en


@cache
def quarter_marks() -> frozenset[str]:
    """Return the words that say "quarter"."""
    return frozenset(_data()["quarters"]["marks"])


@cache
def quarter_fillers() -> frozenset[str]:
    """Return the words in a quarter that say nothing (of, vuoden, st)."""
    return frozenset(_data()["quarters"]["fillers"])


@cache
def quarter_numbers() -> Mapping[str, int]:
    """Return the number of a quarter by the word or Roman numeral for it."""
    return dict(_data()["quarters"]["numbers"])


@cache
def _months() -> Sequence[tuple[str, int]]:
    return [(word, int(number)) for number, words in _data()["months"].items() for word in words]


def month(word: str) -> int | None:
    """Return the number of a month named in full (also inflected) or by its first letters."""
    folded = word.casefold()
    shortest = 3
    for name, number in _months():
        if folded.startswith(name) or (len(folded) >= shortest and name.startswith(folded)):
            return number
    return None


@cache
def area_suffixes() -> tuple[str, ...]:
    """Return the keys of what may follow a county's name, the longest first."""
    keys = {word_key(each) for each in _data()["area"]["suffixes"]}
    return tuple(sorted(keys, key=lambda key: (-len(key), key)))


@cache
def formula_errors() -> frozenset[str]:
    """Return what a spreadsheet shows in place of a value that it could not compute."""
    return frozenset(each.casefold() for each in _data()["formula"]["errors"])
