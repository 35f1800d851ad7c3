"""The days of a rule, against a search day by day and against dateutil."""

from datetime import date, datetime, time, timedelta

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.calc.calendar import is_business_day, next_business_day
from yhdyspinta.calc.recurrence import occurrences
from yhdyspinta.terms.recurrence import Frequency, Recurrence

_STARTS = st.dates(date(2020, 1, 1), date(2028, 12, 31))
_FREQUENCIES = {
    Frequency.WEEKLY: rrule.WEEKLY,
    Frequency.MONTHLY: rrule.MONTHLY,
    Frequency.YEARLY: rrule.YEARLY,
}


@st.composite
def rules(draw) -> Recurrence:
    frequency = draw(st.sampled_from(Frequency))
    is_weekday = frequency is Frequency.WEEKLY or draw(st.booleans())
    months = st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True).map(tuple)
    return Recurrence(
        frequency,
        interval=draw(st.integers(1, 4)),
        months=draw(months) if frequency is Frequency.YEARLY else (),
        weekday=draw(st.integers(0, 6)) if is_weekday else None,
        nth=draw(st.sampled_from([-1, 0, 1, 2, 3, 4])) if frequency is not Frequency.WEEKLY else 0,
        day=None if is_weekday else draw(st.sampled_from([*range(1, 29), -1])),
    )


def by_dateutil(rule: Recurrence, starting: date, last: date) -> list[date]:
    options: dict[str, object] = {"interval": rule.interval, "wkst": rrule.MO}
    if rule.months:
        options["bymonth"] = rule.months
    if rule.weekday is not None:
        weekday = rrule.weekday(rule.weekday)
        options["byweekday"] = weekday(rule.nth) if rule.nth else weekday
    else:
        options["bymonthday"] = rule.day
    # dateutil counts in days of no zone.
    begins, ends = (datetime.combine(day, time()) for day in (starting, last))
    found = rrule.rrule(_FREQUENCIES[rule.frequency], dtstart=begins, until=ends, **options)
    return [each.date() for each in found]


@given(rules(), _STARTS, st.tuples(st.integers(0, 900), st.integers(0, 900)))
def test_days_of_a_rule_are_those_that_dateutil_finds(rule, starting, window) -> None:
    first = starting + timedelta(days=window[0])
    last = first + timedelta(days=window[1])
    expected = [day for day in by_dateutil(rule, starting, last) if day >= first]
    assert occurrences(rule, starting=starting, first=first, last=last) == expected


@given(rules(), _STARTS)
def test_a_window_cut_in_two_gives_the_same_business_days(rule, starting) -> None:
    moved = Recurrence(
        **{name: getattr(rule, name) for name in rule.__slots__} | {"is_business_day": True}
    )
    ends = starting + timedelta(days=400)
    middle = starting + timedelta(days=200)
    whole = occurrences(moved, starting=starting, first=starting, last=ends)
    halves = occurrences(moved, starting=starting, first=starting, last=middle)
    halves += occurrences(moved, starting=starting, first=middle + timedelta(days=1), last=ends)
    assert whole == halves
    assert all(is_business_day(day) for day in whole)


@given(st.integers(29, 31), st.integers(2020, 2030))
def test_a_month_without_the_day_gives_its_last_one(day, year) -> None:
    rule = Recurrence(Frequency.MONTHLY, day=day)
    january = date(year, 1, 1)
    found = occurrences(rule, starting=january, first=january, last=date(year, 12, 31))
    next_days = [each + timedelta(days=1) for each in found]
    assert [each.month for each in found] == list(range(1, 13))
    assert all(
        each.day == day or after.day == 1 for each, after in zip(found, next_days, strict=True)
    )


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (Recurrence(Frequency.YEARLY, months=(3,), weekday=1, nth=2), [date(2026, 3, 10)]),
        (
            Recurrence(Frequency.YEARLY, months=(6, 2), day=-1),
            [date(2026, 2, 28), date(2026, 6, 30)],
        ),
        (Recurrence(Frequency.YEARLY), [date(2026, 1, 1)]),
        (Recurrence(Frequency.YEARLY, is_business_day=True), [date(2026, 1, 2)]),
        (
            Recurrence(Frequency.YEARLY, months=(4,), day=3, is_business_day=True),
            [date(2026, 4, 7)],
        ),
        (
            Recurrence(Frequency.MONTHLY, interval=6, weekday=4, nth=-1),
            [date(2026, 1, 30), date(2026, 7, 31)],
        ),
        (
            Recurrence(Frequency.WEEKLY, interval=26),
            [date(2026, 1, 1), date(2026, 7, 2), date(2026, 12, 31)],
        ),
    ],
)
def test_a_rule_gives_the_days_that_one_reads_in_a_calendar(rule, days) -> None:
    year = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
    assert occurrences(rule, starting=date(2026, 1, 1), **year) == days


def test_a_day_moved_over_the_windows_edge_is_found_where_it_lands() -> None:
    rule = Recurrence(Frequency.YEARLY, months=(12,), day=24, is_business_day=True)
    lands = next_business_day(date(2026, 12, 24))
    assert occurrences(rule, starting=date(2020, 1, 1), first=lands, last=lands) == [lands]


def test_nothing_comes_before_the_start_nor_from_a_window_that_ends_before_it() -> None:
    rule = Recurrence(Frequency.WEEKLY, weekday=0)
    starting = date(2026, 3, 4)  # a Wednesday
    found = occurrences(rule, starting=starting, first=date(2026, 1, 1), last=date(2026, 3, 16))
    assert found == [date(2026, 3, 9), date(2026, 3, 16)]
    assert occurrences(rule, starting=starting, first=date(2025, 1, 1), last=date(2025, 2, 1)) == []
