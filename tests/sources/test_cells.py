"""What a cell means, in the many ways people write days, quarters and yes."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.sources import cells
from yhdyspinta.sources.grids import CellValue
from yhdyspinta.terms.calendar import Quarter

LAST_OF_OCTOBER = date(2021, 10, 31)


@pytest.mark.parametrize(
    "written",
    [
        "31.10.2021",
        " 31.10.21 ",
        "31. 10. 2021",
        "2021-10-31",
        "2021/10/31",
        "31/10/2021",
        "31-10-2021",
        "20211031",
        "2021-10-31T23:59:00Z",
        "2021-10-31 00:00:00",
        "31.10.2021 klo 12.30",
        "31. lokakuuta 2021",
        "31 oktober 2021",
        "31 Oct 2021",
        "October 31, 2021",
        "44500",
        44500,
        44500.75,
        LAST_OF_OCTOBER,
        datetime.combine(LAST_OF_OCTOBER, time(23, 59)),
    ],
)
def test_days_are_read_in_many_forms(written: CellValue) -> None:
    assert cells.day(written) == LAST_OF_OCTOBER


@pytest.mark.parametrize(
    "written",
    [
        "31.9.2021",
        "10/31/2021",
        "2021",
        2021,
        "31.10.",
        "huomenna",
        "0.0.2021",
        date(1905, 7, 13),
        "31.10.1921",
        time(12),
        timedelta(days=1),
        True,
        float("nan"),
        float("inf"),
        -1,
        "1" * 5000,
        "٣١.١٠.٢٠٢١x",
        None,
        "",
    ],
)
def test_what_is_no_day_is_not_guessed(written: CellValue) -> None:
    assert cells.day(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "2022-Q1",
        "Q1/22",
        "Q1 2022",
        "2022 Q1",
        "2022Q1",
        "q1-2022",
        "1Q22",
        "1. neljännes 2022",
        "1. vuosineljännes 2022",
        "1.\u00a0neljännes\u00a02022 ",
        "neljännes 1/2022",
        "ensimmäinen neljännes 2022",
        "vuoden 2022 1. neljännes",
        "1. kvartaali 2022",
        "1. kvartalet 2022",
        "kvartal 1 2022",
        "1:a kvartalet 2022",
        "första kvartalet 2022",
        "1st quarter 2022",
        "first quarter of 2022",
        "1/2022",
        "2022/1",
        "I/2022",
        "i/22",
        "31.3.2022",
        date(2022, 2, 1),
        44600,
    ],
)
def test_quarters_are_read_in_many_forms(written: CellValue) -> None:
    assert cells.quarter(written) == Quarter(2022, 1)


def test_the_fourth_quarter_in_roman_numerals() -> None:
    assert cells.quarter("IV/2021") == Quarter(2021, 4)


@pytest.mark.parametrize(
    "written",
    [
        "Q5/22",
        "Q0 2022",
        "12/2021",
        "2022-04",
        "1/22",
        "2022",
        "Q1",
        "Q1 Q2 2022",
        "Q1 1922",
        "syksy 2022",
        "Q1 & 2022",
        "",
        None,
        2022,
        2022.1,
        True,
        "q" * 5000,
    ],
)
def test_what_is_no_quarter_is_not_guessed(written: CellValue) -> None:
    assert cells.quarter(written) is None


@pytest.mark.parametrize("written", ["kyllä", "Ja", "YES", " x ", "k", True, 1, 1.0, "1.0"])
def test_yes_is_read(written: CellValue) -> None:
    assert cells.yes_no(written) is True


@pytest.mark.parametrize("written", ["ei", "Nej", "no", "", None, "\u00a0", False, 0.0, "-"])
def test_no_is_read(written: CellValue) -> None:
    assert cells.yes_no(written) is False


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        ("1.0", "1"),
        (1.5, "1.5"),
        ("1.10", "1.10"),
        ("007", "007"),
        (" a\u00a0\u00ad b\x07 ", "a b"),
        ("a\u0308", "ä"),
        (LAST_OF_OCTOBER, "2021-10-31"),
        (None, ""),
    ],
)
def test_text_is_what_a_person_sees(value: CellValue, text: str) -> None:
    assert cells.text(value) == text


def test_lines_of_a_note_are_kept() -> None:
    assert cells.lines(" a \r\n\r\n b\u2028c\x00 ") == "a\n\nb\nc"


@given(st.one_of(st.text(), st.floats(), st.integers(), st.dates(), st.times(), st.timedeltas()))
def test_no_cell_raises(value: CellValue) -> None:
    assert cells.day(value) is None or isinstance(cells.day(value), date)
    assert cells.quarter(value) is None or isinstance(cells.quarter(value), Quarter)
    assert isinstance(cells.text(value), str)
    assert cells.yes_no(value) in {True, False, None}


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_from_each_form(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    forms = (day, serial, float(serial), day.isoformat(), f"{day.day}.{day.month}.{day.year}")
    assert {cells.day(each) for each in forms} == {day}
    assert {cells.quarter(each) for each in forms} == {Quarter.of(day)}
