"""The Finnish calendar: days off, business days, and time limits in days, months and years.

Law 150/1930 on calculating statutory time limits: § 2 days are counted without the first one;
§ 3 weeks, months and years end on the day of the same name or number, or on the month's last day
if there is no such; § 5 names the days that are no business days. Right for 1992–2099: before
that Epiphany and Ascension Day were kept on Saturdays. Worked examples:
docs/calculations/notice.md.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from yhdyspinta.terms.calendar import Holiday

_DAY = timedelta(days=1)
_SATURDAY = 5


@lru_cache(maxsize=256)
def holidays(year: int) -> Mapping[date, Holiday]:
    """Return a year's days off in order, each with its code; plain Saturdays and Sundays not."""
    easter = easter_sunday(year)
    midsummer = _saturday_from(date(year, 6, 20))
    days = {
        date(year, 1, 1): Holiday.NEW_YEAR,
        date(year, 1, 6): Holiday.EPIPHANY,
        easter - 2 * _DAY: Holiday.GOOD_FRIDAY,
        easter: Holiday.EASTER_SUNDAY,
        easter + _DAY: Holiday.EASTER_MONDAY,
        # Where Ascension Day or Whit Sunday falls on another's day, the day is off all the same.
        easter + 39 * _DAY: Holiday.ASCENSION_DAY,
        easter + 49 * _DAY: Holiday.WHIT_SUNDAY,
        date(year, 5, 1): Holiday.MAY_DAY,
        midsummer - _DAY: Holiday.MIDSUMMER_EVE,
        midsummer: Holiday.MIDSUMMER_DAY,
        _saturday_from(date(year, 10, 31)): Holiday.ALL_SAINTS_DAY,
        date(year, 12, 6): Holiday.INDEPENDENCE_DAY,
        date(year, 12, 24): Holiday.CHRISTMAS_EVE,
        date(year, 12, 25): Holiday.CHRISTMAS_DAY,
        date(year, 12, 26): Holiday.BOXING_DAY,
    }
    return MappingProxyType(dict(sorted(days.items())))


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of a year of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    moved = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - moved + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _saturday_from(day: date) -> date:
    return day + (_SATURDAY - day.weekday()) % 7 * _DAY


def is_business_day(day: date) -> bool:
    """Tell whether offices are open by the law: no Saturday, Sunday or day off."""
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def next_business_day(day: date) -> date:
    """Return the first business day from a day on: the day itself, if it is one (§ 5)."""
    while not is_business_day(day):
        day += _DAY
    return day


def previous_business_day(day: date) -> date:
    """Return the last business day not after a day: the day itself, if it is one."""
    while not is_business_day(day):
        day -= _DAY
    return day


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, n: int) -> date:
    """Go n months on (back, if negative): the same number, or the month's last day (§ 3)."""
    year, month = divmod(12 * day.year + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_business_days(day: date, n: int) -> date:
    """Return the n-th business day after a day (before it, if negative); for 0 the day itself."""
    if n == 0:
        return day
    index = _index(day, after=n > 0)
    year, days = day.year, _business_days(day.year)
    index += n - 1 if n > 0 else n
    while index >= len(days):
        index -= len(days)
        year += 1
        days = _business_days(year)
    while index < 0:
        year -= 1
        days = _business_days(year)
        index += len(days)
    return days[index]


def _index(day: date, *, after: bool) -> int:
    """Return where in its year's business days the first after a day stands, or from it on."""
    days = _business_days(day.year)
    return bisect_right(days, day) if after else bisect_left(days, day)


@lru_cache(maxsize=256)
def _business_days(year: int) -> tuple[date, ...]:
    first = date(year, 1, 1)
    days = (date(year, 12, 31) - first).days + 1
    return tuple(day for n in range(days) if is_business_day(day := first + n * _DAY))
