"""Days and whole numbers as they are written: strictly 2021-10-31 and 1."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

_NO_DAY = PydanticCustomError("day_parsing", "not a date of the form 2021-10-31")
_NO_WHOLE = PydanticCustomError("int_parsing", "not a whole number")
_DIGITS = re.compile(r"-?[0-9]{1,9}")


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise _NO_DAY
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    # Python also reads 20211031 and 2021-W43-7; the interface promises one form.
    if day is None or day.isoformat() != value:
        raise _NO_DAY
    return day


def _whole(value: Any) -> Any:
    if isinstance(value, str) and not _DIGITS.fullmatch(value):
        raise _NO_WHOLE
    return value


Day = Annotated[date, BeforeValidator(_day)]
# A day to be stored: reckoning with it must not run off the calendar's ends.
StoredDay = Annotated[
    date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31)), BeforeValidator(_day)
]
# The validator alone would also read 1_000 and 1.0.
Whole = Annotated[int, BeforeValidator(_whole)]
