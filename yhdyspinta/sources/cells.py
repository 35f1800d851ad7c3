"""What a cell means: text, day, quarter, yes or no, in the many ways people write them.

Every function takes a raw cell and returns None where the cell cannot be read as what is asked.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from yhdyspinta.sources import sheet_words
from yhdyspinta.sources.grids import CellValue
from yhdyspinta.terms.calendar import Quarter

# A day outside these years is a slip (a bare 2021 is the serial number of a day in 1905).
FIRST_YEAR, LAST_YEAR = 2000, 2099

_EPOCH = date(1899, 12, 30)
_WHOLE = re.compile(r"-?\d+\.0+")
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})")
_YEAR_MONTH_DAY = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})")
_COMPACT_DAY = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_DAY_NAMED_MONTH = re.compile(r"(\d{1,2})\.? ?([^\W\d_]{3,})\.?,? (\d{4})")
_NAMED_MONTH_DAY = re.compile(r"([^\W\d_]{3,})\.? (\d{1,2}),? (\d{4})")
_TIME_OF_DAY = re.compile(
    r"(?:T| |klo |kl\. ?)+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$"
)
_SERIAL = re.compile(r"[3-7]\d{4}")
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_QUARTER_CHARACTERS = re.compile(r"[\w\s./:,'’()\u2010-\u2015-]+")
_LONGEST = 80


def text(value: CellValue) -> str:
    """Return the cell as one line of text; a whole number has no decimals (1.0 -> "1")."""
    if isinstance(value, str):
        cleaned = sheet_words.clean(value)
        return cleaned.partition(".")[0] if _WHOLE.fullmatch(cleaned) else cleaned
    return _plain(value)


def lines(value: CellValue) -> str:
    """Return the cell as text that may have several lines."""
    return sheet_words.clean_lines(value) if isinstance(value, str) else _plain(value)


def shown(value: CellValue) -> str:
    """Return the cell as a person sees it, for a list of problems."""
    return sheet_words.clean(value) if isinstance(value, str) else _plain(value)


def is_empty(value: CellValue) -> bool:
    """Tell whether the cell holds nothing that can be seen."""
    return value is None or (isinstance(value, str) and not sheet_words.clean(value))


def is_formula_error(value: CellValue) -> bool:
    """Tell whether the cell shows a spreadsheet's own error, such as #REF!."""
    if not isinstance(value, str) or not value.lstrip().startswith(("#", "E", "e")):
        return False
    return sheet_words.clean(value).casefold() in sheet_words.formula_errors()


def day(
    value: CellValue,
    *,
    epoch: date = _EPOCH,
    first: int = FIRST_YEAR,
    last: int = LAST_YEAR,
) -> date | None:
    """Read a day: a date, a serial number counted from `epoch`, or text, the day first.

    One outside the years from `first` to `last` is not read.
    """
    found = _day(value, epoch)
    return found if found and first <= found.year <= last else None


def quarter(value: CellValue, *, epoch: date = _EPOCH) -> Quarter | None:
    """Read a quarter of a year, or the quarter of a day.

    A spreadsheet turns a typed `2/2022` into 1 February 2022 by itself; nothing in the file
    tells the two apart, and the day's quarter holds.
    """
    found = day(value, epoch=epoch)
    if found:
        return Quarter.of(found)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    written = sheet_words.clean(value)
    return _quarter(written) if _QUARTER_CHARACTERS.fullmatch(written) else None


def yes_no(value: CellValue) -> bool | None:
    """Read yes or no; an empty cell is no."""
    if is_empty(value):
        return False
    return value if isinstance(value, bool) else _yes_no(text(value))


def _yes_no(written: str) -> bool | None:
    return sheet_words.yes_no_words().get(written.casefold())


def _plain(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else str(value)
    return str(value)


def _day(value: CellValue, epoch: date) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _serial_day(value, epoch)
    if isinstance(value, str) and len(value) <= _LONGEST:
        return _written_day(sheet_words.clean(value), epoch)
    return None


def _serial_day(number: float, epoch: date) -> date | None:
    # The smallest serial number of the years above; also keeps NaN and infinity out.
    if not 30_000 <= number <= 80_000:
        return None
    return epoch + timedelta(days=int(number))


def _written_day(written: str, epoch: date) -> date | None:
    if _SERIAL.fullmatch(written):
        return _serial_day(int(written), epoch)
    bare = _TIME_OF_DAY.sub("", written).rstrip(".").replace(". ", ".")
    if found := _DAY_MONTH_YEAR.fullmatch(bare):
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
        return _valid_day(year, int(found[2]), int(found[1]))
    if found := _YEAR_MONTH_DAY.fullmatch(bare) or _COMPACT_DAY.fullmatch(bare):
        return _valid_day(int(found[1]), int(found[2]), int(found[3]))
    return _day_in_words(written)


def _day_in_words(written: str) -> date | None:
    if found := _DAY_NAMED_MONTH.fullmatch(written):
        number, name = found[1], found[2]
    elif found := _NAMED_MONTH_DAY.fullmatch(written):
        name, number = found[1], found[2]
    else:
        return None
    month = sheet_words.month(name)
    return _valid_day(int(found[3]), month, int(number)) if month else None


def _valid_day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _quarter(written: str) -> Quarter | None:
    """Read one number from 1 to 4 and one year, with or without words for "quarter"."""
    numbers: list[str] = []
    named: list[int] = []
    marked = False
    for token in _TOKEN.findall(written.casefold()):
        if token.isdigit():
            numbers.append(token)
        elif token in sheet_words.quarter_numbers():
            named.append(sheet_words.quarter_numbers()[token])
        elif token in sheet_words.quarter_marks():
            marked = True
        elif token not in sheet_words.quarter_fillers():
            return None
    if named:
        return _composed(named, numbers, marked=True)
    # "01" is how a month is written, never a quarter.
    singles = [each for each in numbers if each in {"1", "2", "3", "4"}]
    years = [each for each in numbers if each not in singles]
    return _composed([int(each) for each in singles], years, marked=marked)


def _composed(numbers: Sequence[int], years: Sequence[str], *, marked: bool) -> Quarter | None:
    if len(numbers) != 1 or len(years) != 1:
        return None
    year = years[0]
    # Two digits are a year only beside a word: 1/22 may be a month, a day or a fraction.
    if len(year) == 2 and marked:
        year = f"20{year}"
    if len(year) != 4 or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    return Quarter(int(year), numbers[0])
