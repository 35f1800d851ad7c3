"""Quarters of a year."""

from datetime import date

import pytest

from yhdyspinta.terms.calendar import Quarter


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2021, 1, 1), "2021-Q1"),
        (date(2021, 3, 31), "2021-Q1"),
        (date(2021, 4, 1), "2021-Q2"),
        (date(2021, 12, 31), "2021-Q4"),
    ],
)
def test_a_day_is_in_a_quarter(day, quarter):
    assert str(Quarter.of(day)) == quarter


@pytest.mark.parametrize(
    ("quarter", "day"),
    [
        ("2021-Q1", date(2021, 3, 31)),
        ("2021-Q2", date(2021, 6, 30)),
        ("2021-Q3", date(2021, 9, 30)),
        ("2021-Q4", date(2021, 12, 31)),
    ],
)
def test_a_quarter_ends_on_its_last_day(quarter, day):
    assert Quarter.parse(quarter).last_day == day
    assert Quarter.of(day) == Quarter.parse(quarter)


def test_quarters_are_ordered_in_time():
    assert Quarter(2021, 4) < Quarter(2022, 1) < Quarter(2022, 2)


def test_what_is_written_is_read_back():
    assert Quarter.parse(str(Quarter(2021, 4))) == Quarter(2021, 4)


@pytest.mark.parametrize("text", ["2021-Q5", "2021-Q0", "2021Q4", "Q4/2021", " 2021-Q4", "1800-Q1"])
def test_nothing_else_is_a_quarter(text):
    with pytest.raises(ValueError, match="not a quarter"):
        Quarter.parse(text)
