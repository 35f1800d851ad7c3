from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calc.naive_notice import OFF
from yhdyspinta.calc.calendar import (
    add_business_days,
    add_months,
    easter_sunday,
    holidays,
    is_business_day,
    next_business_day,
    previous_business_day,
)
from yhdyspinta.terms.calendar import Holiday

DAY = timedelta(days=1)
DAYS = st.dates(date(1992, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "easter",
    [
        *("1992-04-19", "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21", "2021-04-04"),
        *("2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25"),
        *("2049-04-18", "2076-04-19", "2099-04-12"),
    ],
)
def test_easter_is_on_its_published_day(easter: str) -> None:
    assert easter_sunday(int(easter[:4])) == date.fromisoformat(easter)


@pytest.mark.parametrize("year", range(2023, 2030))
def test_the_days_off_on_weekdays_are_those_of_the_almanac(year: int) -> None:
    off = {day for day in holidays(year) if day.weekday() < 5}
    assert off == {day for day in OFF if day.year == year}


def test_the_year_2026_has_its_fifteen_days_in_order() -> None:
    assert [f"{day:%m-%d} {name}" for day, name in holidays(2026).items()] == [
        "01-01 new_year",
        "01-06 epiphany",
        "04-03 good_friday",
        "04-05 easter_sunday",
        "04-06 easter_monday",
        "05-01 may_day",
        "05-14 ascension_day",
        "05-24 whit_sunday",
        "06-19 midsummer_eve",
        "06-20 midsummer_day",
        "10-31 all_saints_day",
        "12-06 independence_day",
        "12-24 christmas_eve",
        "12-25 christmas_day",
        "12-26 boxing_day",
    ]


def test_ascension_day_on_may_day_is_one_day_off() -> None:
    assert holidays(2008)[date(2008, 5, 1)] is Holiday.MAY_DAY
    assert not is_business_day(date(2008, 5, 1))


@given(st.integers(1992, 2099))
def test_midsummer_and_all_saints_are_saturdays_of_their_weeks(year: int) -> None:
    days = {name: day for day, name in holidays(year).items()}
    assert date(year, 6, 20) <= days[Holiday.MIDSUMMER_DAY] <= date(year, 6, 26)
    assert date(year, 10, 31) <= days[Holiday.ALL_SAINTS_DAY] <= date(year, 11, 6)
    assert days[Holiday.MIDSUMMER_DAY].weekday() == days[Holiday.ALL_SAINTS_DAY].weekday() == 5


@given(DAYS)
def test_the_nearest_business_days_enclose_a_day(day: date) -> None:
    before, after = previous_business_day(day), next_business_day(day)
    assert before <= day <= after
    assert (before == after) is is_business_day(day)
    between = [before + n * DAY for n in range(1, (after - before).days)]
    assert not any(is_business_day(each) for each in between)


@given(DAYS, st.integers(-400, 400))
def test_business_days_are_counted_as_one_walks_them(day: date, number: int) -> None:
    step, left, walked = (DAY if number > 0 else -DAY), abs(number), day
    while left:
        walked += step
        left -= is_business_day(walked)
    assert add_business_days(day, number) == walked


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-02-28", 12, "2026-02-28"),
        ("2025-08-31", -6, "2025-02-28"),
        ("2025-12-15", 1, "2026-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_months_end_on_the_same_number_or_the_months_last_day(
    day: str, months: int, found: str
) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(found)
