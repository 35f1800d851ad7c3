"""What a cell of the register's workbook means, by its column's form.

Every function takes a raw cell and returns None where the cell cannot be read as what is asked.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from yhdyspinta.sources import cells, register_words, sheet_words
from yhdyspinta.sources.grids import CellValue
from yhdyspinta.sources.sheet_words import clean, word_key
from yhdyspinta.terms.agreements import Period
from yhdyspinta.terms.register import Link

_Value = TypeVar("_Value")

# Agreements may be older than the reform, leases end far from now.
FIRST_YEAR, LAST_YEAR = 1950, 2199
CODE = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*", re.ASCII)
_LINES = re.compile(r"\r\n?|\n|\u2028|\u2029")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_TITLED_LINK = re.compile(r"(?:(.*)\s)?(https?://[^\s<>\"]+)")
_CLOCK = re.compile(r"(?:klo|kl|kello|klockan|at)?\.? ?(\d{1,2})(?:[.:](\d{2}))?(?:[.:]00)?")
_PERIOD = re.compile(r"(\d{1,4}) ?(\D{1,30})")
_MONEY = re.compile(r"-?\d{1,15}(?:[.,]\d{1,2})?")
_LARGEST = 32_767
_DAY_SECONDS = 24 * 60 * 60
_MONTHS, _MONTH_DAYS = 12, 31


def several(value: CellValue) -> tuple[str, ...]:
    """Return the texts of a cell: a line each, or in one line between vertical bars."""
    if not isinstance(value, str):
        return (cells.text(value),) if not cells.is_empty(value) else ()
    has_lines = len(_LINES.split(value)) > 1
    parts = _LINES.split(value) if has_lines else value.split("|")
    return tuple(text for part in parts if (text := clean(part)))


def each(
    parse: Callable[[CellValue], _Value | None],
) -> Callable[[CellValue], tuple[_Value, ...] | None]:
    """Return the reading of several values in a cell, None if one cannot be read."""

    def read(value: CellValue) -> tuple[_Value, ...] | None:
        found = [parse(text) for text in several(value)]
        kept = tuple(one for one in found if one is not None)
        return kept if len(kept) == len(found) else None

    return read


def day(value: CellValue, *, epoch: date) -> date | None:
    """Read a day of the years that the register knows."""
    return cells.day(value, epoch=epoch, first=FIRST_YEAR, last=LAST_YEAR)


def clock(value: CellValue) -> time | None:
    """Read a time of day, to the minute."""
    if isinstance(value, datetime):
        return value.time().replace(second=0, microsecond=0)
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, timedelta):
        return _of_seconds(value.total_seconds())
    if isinstance(value, float) and 0 <= value < 1:
        return _of_seconds(value * _DAY_SECONDS)
    found = _CLOCK.fullmatch(cells.text(value).casefold())
    if not found:
        return None
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        return None


def number(value: CellValue) -> int | None:
    """Read a whole number from 0 that the tables can hold."""
    text = cells.text(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdecimal()):
        return None
    found = int(text[:10])
    return found if found <= _LARGEST else None


def money(value: CellValue) -> Decimal | None:
    """Read euros: 120000, 120 000,50, 120 000 €."""
    if isinstance(value, bool | date | time | timedelta):
        return None
    if isinstance(value, int | float):
        text = f"{value:.2f}"
    else:
        text = "".join(cells.text(value).split()).removesuffix("€").removesuffix("euroa")
    if not _MONEY.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None


def month(value: CellValue) -> int | None:
    """Read a month by its number or name."""
    text = cells.text(value)
    found = number(text) if text.isdecimal() else sheet_words.month(text)
    return found if found and 1 <= found <= _MONTHS else None


def month_day(value: CellValue) -> int | None:
    """Read a day of the month; -1 is the last."""
    text = cells.text(value)
    if text == "-1" or word_key(text) in register_words.lasts():
        return register_words.LAST
    found = number(value)
    return found if found and 1 <= found <= _MONTH_DAYS else None


def period(value: CellValue) -> Period | None:
    """Read a length of time: 6 kk, 30 arkipäivää."""
    found = _PERIOD.fullmatch(cells.text(value))
    unit = register_words.group("units").codes.get(word_key(found[2])) if found else None
    return Period(int(found[1]), unit) if found and unit else None


def link(value: CellValue) -> str | None:
    """Read an address of the web."""
    text = cells.text(value)
    return text if _LINK.fullmatch(text) else None


def titled_link(value: CellValue) -> Link | None:
    """Read a title and an address in one line."""
    found = _TITLED_LINK.fullmatch(cells.text(value))
    return Link(clean(found[1] or ""), found[2]) if found else None


def _of_seconds(seconds: float) -> time | None:
    minutes = round(seconds / 60)
    return time(minutes // 60, minutes % 60) if 0 <= minutes < _DAY_SECONDS // 60 else None
