"""The days that a rule gives: “every March, second Tuesday”."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from yhdyspinta.calc.calendar import next_business_day
from yhdyspinta.terms.recurrence import Frequency, Recurrence

# A day that is moved to the next business day is moved by less: the longest row of days off is
# Easter's or Christmas's.
_LONGEST_SHIFT = 10


def occurrences(rule: Recurrence, *, starting: date, first: date, last: date) -> list[date]:
    """Return the days of a rule from `first` to `last` (both inclusive), in order, each once.

    Periods are counted from the week (Monday to Sunday), month or year of `starting`; no day comes
    before `starting`. A rule that names no day takes that of `starting`, a yearly one without
    months its month. A day moved to the next business day is looked for where it lands.
    """
    earliest = date.fromordinal(max(starting.toordinal(), first.toordinal() - _LONGEST_SHIFT))
    days = {
        next_business_day(day) if rule.is_business_day else day
        for day in _days(rule, starting, (earliest, last))
        if earliest <= day <= last
    }
    return sorted(day for day in days if first <= day <= last)


def _days(rule: Recurrence, starting: date, window: tuple[date, date]) -> Iterator[date]:
    """Give the rule's days in every period that touches the window."""
    if rule.frequency is Frequency.WEEKLY:
        yield from _weekly(rule, starting, window)
        return
    for month in range(_month(window[0]), _month(window[1]) + 1):
        if _is_in_turn(rule, starting, month):
            yield from _of_month(rule, starting, divmod(month, 12))


def _weekly(rule: Recurrence, starting: date, window: tuple[date, date]) -> Iterator[date]:
    weekday = starting.weekday() if rule.weekday is None else rule.weekday
    monday = starting.toordinal() - starting.weekday()
    step = 7 * rule.interval
    skipped = max(window[0].toordinal() - monday, 0) // step
    for week in range(monday + skipped * step, window[1].toordinal() + 1, step):
        yield date.fromordinal(min(week + weekday, date.max.toordinal()))


def _month(day: date) -> int:
    """Return the number of a day's month, counted through the years from 0."""
    return 12 * day.year + day.month - 1


def _is_in_turn(rule: Recurrence, starting: date, month: int) -> bool:
    if rule.frequency is Frequency.MONTHLY:
        return (month - _month(starting)) % rule.interval == 0
    year, number = divmod(month, 12)
    months = rule.months or (starting.month,)
    return number + 1 in months and (year - starting.year) % rule.interval == 0


def _of_month(rule: Recurrence, starting: date, month: tuple[int, int]) -> list[date]:
    year, number = month[0], month[1] + 1
    length = monthrange(year, number)[1]
    if rule.weekday is None:
        day = starting.day if rule.day is None else rule.day
        return [date(year, number, length if day == -1 else min(day, length))]
    begins = date(year, number, 1).weekday()
    all_of_it = [
        date(year, number, day) for day in range(1 + (rule.weekday - begins) % 7, length + 1, 7)
    ]
    if rule.nth == 0:
        return all_of_it
    return [all_of_it[-1 if rule.nth == -1 else rule.nth - 1]]
