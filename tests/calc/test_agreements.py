import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calc import naive_notice
from yhdyspinta.calc.agreements import (
    act_by,
    earliest_end,
    is_in_force,
    next_term,
    safe_day,
    state_on,
    term,
)
from yhdyspinta.terms.agreements import (
    Agreement,
    AgreementKind,
    AgreementState,
    NoticeEnd,
    Period,
    PeriodUnit,
    Renewal,
)
from yhdyspinta.terms.languages import Names

TABLE = Path(__file__).parent / "notice_cases.csv"
CASES = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
DAY = timedelta(days=1)
DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
PERIODS = st.builds(Period, st.integers(1, 40), st.sampled_from(list(PeriodUnit)))
YEAR, MONTH = Period(1, PeriodUnit.YEARS), Period(1, PeriodUnit.MONTHS)
SIX_MONTHS = Period(6, PeriodUnit.MONTHS)
EVERGREEN = Agreement(
    "a",
    Names("A"),
    AgreementKind.COOPERATION,
    starts_on=date(2024, 1, 1),
    ends_on=date(2025, 12, 31),
    renewal=Renewal.EVERGREEN,
    notice=SIX_MONTHS,
    renewed_for=YEAR,
    state=AgreementState.IN_FORCE,
)
OPEN = replace(EVERGREEN, ends_on=None, renewed_for=None)
FIXED = replace(EVERGREEN, renewal=Renewal.FIXED, renewed_for=None)
OPTION = replace(EVERGREEN, renewal=Renewal.OPTION)


def day(text: str) -> date:
    return date.fromisoformat(text)


def of(case: dict[str, str]) -> Agreement:
    notice = Period(int(case["number"]), PeriodUnit(case["unit"]))
    return replace(EVERGREEN, starts_on=None, ends_on=day(case["ends_on"]), notice=notice)


def test_the_table_has_cases_enough() -> None:
    assert len(CASES) >= 200
    assert {case["unit"] for case in CASES} == set(PeriodUnit)


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(list(case.values())[:3]))
def test_the_last_day_to_give_notice_is_the_tables(case: dict[str, str]) -> None:
    found = act_by(of(case), on=day("2023-01-01"))
    assert found == day(case["last_day"])
    assert safe_day(found) == day(case["safe_day"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(list(case.values())[:3]))
def test_the_table_is_what_a_search_day_by_day_finds(case: dict[str, str]) -> None:
    found = naive_notice.last_day(day(case["ends_on"]), int(case["number"]), case["unit"])
    assert found == day(case["last_day"])
    assert naive_notice.last_open_day(found) == day(case["safe_day"])


@given(DAYS, st.integers(0, 60), st.sampled_from(["days", "weeks", "months", "years"]))
def test_any_last_day_is_what_a_search_day_by_day_finds(end: date, number: int, unit: str) -> None:
    number = number % 4 if unit == "years" else number
    agreement = replace(EVERGREEN, ends_on=end, notice=Period(number, PeriodUnit(unit)))
    assert act_by(agreement, on=day("2020-01-01")) == naive_notice.last_day(end, number, unit)


@given(DAYS, st.integers(0, 200))
def test_any_last_day_in_business_days_is_what_a_search_finds(end: date, number: int) -> None:
    agreement = replace(EVERGREEN, ends_on=end, notice=Period(number, PeriodUnit.BUSINESS_DAYS))
    assert act_by(agreement, on=day("2020-01-01")) == naive_notice.last_day(
        end, number, "business_days"
    )


def test_six_months_before_the_end_of_february_is_the_end_of_august() -> None:
    agreement = replace(EVERGREEN, ends_on=day("2026-02-28"))
    assert act_by(agreement, on=day("2025-01-01")) == day("2025-08-31")


@given(DAYS, PERIODS, PERIODS)
def test_notice_on_the_last_day_ends_the_period_and_a_day_later_does_not(
    end: date, notice: Period, renewed: Period
) -> None:
    agreement = replace(EVERGREEN, ends_on=end, notice=notice, renewed_for=renewed, starts_on=None)
    last = act_by(agreement, on=day("2020-01-01"))
    assert last is not None
    assert earliest_end(agreement, on=last) == end
    assert (earliest_end(agreement, on=last + DAY) or end) > end


@given(DAYS, PERIODS, DAYS)
def test_periods_follow_each_other_without_a_gap(end: date, renewed: Period, on: date) -> None:
    agreement = replace(EVERGREEN, ends_on=end, renewed_for=renewed)
    now, following = term(agreement, on=on), next_term(agreement, on=on)
    assert now.ends_on is not None
    assert now.ends_on >= on
    assert now.starts_on is None or now.starts_on <= max(on, end)
    assert following == term(agreement, on=now.ends_on + DAY)


@pytest.mark.parametrize(
    ("end", "renewed", "days"),
    [
        ("2025-12-31", YEAR, "2025-12-31 2025-12-31"),
        ("2025-12-31", YEAR, "2026-01-01 2026-12-31"),
        ("2025-12-31", YEAR, "2028-06-01 2028-12-31"),
        ("2023-02-28", YEAR, "2024-02-01 2024-02-29"),
        ("2024-02-29", YEAR, "2025-01-01 2025-02-28"),
        ("2026-01-31", MONTH, "2026-02-10 2026-02-28"),
        ("2026-01-31", MONTH, "2026-03-10 2026-03-31"),
        ("2026-02-28", MONTH, "2026-03-10 2026-03-31"),
        ("2026-01-30", MONTH, "2026-03-10 2026-03-30"),
        ("2026-12-23", Period(1, PeriodUnit.BUSINESS_DAYS), "2026-12-25 2026-12-28"),
    ],
)
def test_an_evergreen_agreement_is_in_the_period_of_the_day(
    end: str, renewed: Period, days: str
) -> None:
    agreement = replace(EVERGREEN, ends_on=day(end), renewed_for=renewed)
    on, found = days.split()
    assert term(agreement, on=day(on)).ends_on == day(found)


def test_when_a_period_begins_its_own_last_day_to_give_notice_counts() -> None:
    assert act_by(EVERGREEN, on=day("2025-12-31")) == day("2025-06-30")
    assert act_by(EVERGREEN, on=day("2026-01-01")) == day("2026-06-30")


def test_without_a_length_of_renewal_it_goes_on_until_further_notice() -> None:
    agreement = replace(EVERGREEN, renewed_for=None)
    assert act_by(agreement, on=day("2025-01-01")) == day("2025-06-30")
    assert act_by(agreement, on=day("2026-01-01")) is None
    assert earliest_end(agreement, on=day("2026-01-15")) == day("2026-07-15")


@pytest.mark.parametrize(
    ("notice_end", "found"),
    [
        (NoticeEnd.ANY_DAY, "2026-09-15"),
        (NoticeEnd.MONTH_END, "2026-09-30"),
        (NoticeEnd.YEAR_END, "2026-12-31"),
    ],
)
def test_until_further_notice_it_ends_on_the_days_allowed(
    notice_end: NoticeEnd, found: str
) -> None:
    agreement = replace(OPEN, notice_end=notice_end)
    assert act_by(agreement, on=day("2026-03-15")) is None
    assert earliest_end(agreement, on=day("2026-03-15")) == day(found)


def test_a_fixed_time_without_a_clause_has_no_last_day_and_ends_by_itself() -> None:
    agreement = replace(FIXED, notice=None)
    assert act_by(agreement, on=day("2025-01-01")) is None
    assert earliest_end(agreement, on=day("2025-01-01")) == day("2025-12-31")


def test_a_fixed_time_with_a_clause_ends_before_its_end_but_never_after() -> None:
    assert act_by(FIXED, on=day("2025-01-01")) == day("2025-06-30")
    assert earliest_end(FIXED, on=day("2025-02-28")) == day("2025-08-28")
    assert earliest_end(FIXED, on=day("2025-10-01")) == day("2025-12-31")


def test_an_option_is_to_be_used_in_time_and_gives_another_period() -> None:
    assert act_by(OPTION, on=day("2025-01-01")) == day("2025-06-30")
    assert act_by(replace(OPTION, notice=None), on=day("2025-01-01")) == day("2025-12-31")
    following = next_term(OPTION, on=day("2025-01-01"))
    assert following is not None
    assert (following.starts_on, following.ends_on) == (day("2026-01-01"), day("2026-12-31"))


def test_nothing_ends_before_it_begins() -> None:
    agreement = replace(OPEN, starts_on=day("2027-01-01"), notice=MONTH)
    assert earliest_end(agreement, on=day("2026-01-01")) == day("2027-01-01")


@pytest.mark.parametrize("state", [each for each in AgreementState if each != "in_force"])
def test_what_is_no_more_or_not_yet_has_no_day_to_act_on(state: AgreementState) -> None:
    assert act_by(replace(EVERGREEN, state=state), on=day("2025-01-01")) is None


@pytest.mark.parametrize(
    ("agreement", "on", "found"),
    [
        (EVERGREEN, "2023-12-31", False),
        (EVERGREEN, "2024-01-01", True),
        (EVERGREEN, "2035-01-01", True),
        (OPEN, "2035-01-01", True),
        (FIXED, "2025-12-31", True),
        (FIXED, "2026-01-01", False),
        (OPTION, "2026-01-01", False),
        (replace(EVERGREEN, state=AgreementState.TERMINATED), "2025-12-31", True),
        (replace(EVERGREEN, state=AgreementState.TERMINATED), "2026-01-01", False),
        (replace(EVERGREEN, state=AgreementState.DRAFT), "2025-01-01", False),
    ],
)
def test_an_agreement_holds_from_its_first_day_to_its_last(
    agreement: Agreement, on: str, found: bool
) -> None:
    assert is_in_force(agreement, on=day(on)) is found


def test_one_whose_last_day_has_passed_has_ended_whatever_was_written() -> None:
    assert state_on(FIXED, on=day("2025-12-31")) is AgreementState.IN_FORCE
    assert state_on(FIXED, on=day("2026-01-01")) is AgreementState.ENDED
    assert state_on(EVERGREEN, on=day("2026-01-01")) is AgreementState.IN_FORCE
    assert earliest_end(FIXED, on=day("2026-01-01")) is None
