from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from yhdyspinta.calc.agreements import dated
from yhdyspinta.exports.agreement_drawings import moments, timeline
from yhdyspinta.labels import agreements as labels
from yhdyspinta.terms.agreements import (
    Agreement,
    AgreementKind,
    AgreementState,
    Period,
    PeriodUnit,
    Renewal,
)
from yhdyspinta.terms.languages import Names

AGREEMENT = Agreement(
    "a",
    Names("<A>"),
    AgreementKind.LEASE,
    starts_on=date(2024, 1, 1),
    ends_on=date(2026, 12, 31),
    renewal=Renewal.EVERGREEN,
    notice=Period(6, PeriodUnit.MONTHS),
    renewed_for=Period(1, PeriodUnit.YEARS),
    state=AgreementState.IN_FORCE,
)
TODAY = date(2026, 6, 1)
FIXED = {"renewal": Renewal.FIXED, "renewed_for": None}
OPTION = {"renewal": Renewal.OPTION}
OPEN = {"ends_on": None, "renewed_for": None}
GIVEN = {"state": AgreementState.TERMINATED, "terminated_on": date(2026, 5, 1)}


@pytest.fixture(autouse=True)
def english() -> Any:
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("change", "on", "said"),
    [
        ({}, "2026-06-01", "If notice is given by 30 June 2026, the agreement ends on 31 December"),
        ({}, "2026-06-01", "Otherwise it goes on until 31 December 2027."),
        ({}, "2026-07-01", "The last day to give notice was 30 June 2026."),
        ({}, "2026-07-01", "If notice is given today, it ends on 31 December 2027."),
        ({"renewed_for": None}, "2026-06-01", "Otherwise it goes on until further notice."),
        (OPEN, "2026-06-01", "The agreement holds until further notice."),
        (OPEN, "2026-06-01", "If notice is given today, it ends on 1 December 2026."),
        (OPTION, "2026-06-01", "ends on 31 December 2026 unless the option is used by 30 June"),
        (OPTION, "2026-06-01", "With the option it goes on until 31 December 2027."),
        (OPTION, "2026-07-01", "The option was to be used by 30 June 2026"),
        (FIXED, "2026-06-01", "The agreement ends by itself on 31 December 2026."),
        (FIXED, "2026-06-01", "If notice is given today, it ends on 1 December 2026."),
        (FIXED, "2027-06-01", "The agreement ended on 31 December 2026."),
        ({**FIXED, "ends_on": None}, "2026-06-01", "has not been told"),
        (GIVEN, "2026-06-01", "Notice was given on 1 May 2026: the agreement ends on 31 December"),
        ({"state": AgreementState.DRAFT}, "2026-06-01", "it binds nobody yet"),
        ({"ends_on": date(2026, 11, 30)}, "2026-05-01", "act by 29 May 2026 to be safe"),
    ],
)
def test_what_the_days_mean_is_said_in_words(change: dict[str, Any], on: str, said: str) -> None:
    shown = dated(replace(AGREEMENT, **change), on=date.fromisoformat(on))
    assert said in " ".join(labels.advice(shown))


@pytest.mark.parametrize(
    ("language", "shown"),
    [("fi", "1\u00a0250\u00a0000,05"), ("sv", "1\u00a0250\u00a0000,05"), ("en", "1,250,000.05")],
)
def test_euros_are_written_as_the_language_does(language: str, shown: str) -> None:
    with override(language):
        assert labels.money(Decimal("1250000.05"), is_yearly=False).startswith(shown)


def test_euros_without_cents_are_whole_and_none_is_nothing() -> None:
    assert labels.money(Decimal("482000.00"), is_yearly=True) == "482,000 € a year"
    assert labels.money(None, is_yearly=True) == ""


def test_the_days_of_the_line_come_in_their_order_with_today_among_them() -> None:
    shown = moments(dated(AGREEMENT, on=TODAY))
    assert [each.day for each in shown] == sorted(each.day for each in shown)
    assert [each.role for each in shown] == ["", "today", "act", "", ""]


@pytest.mark.parametrize("change", [{}, OPEN, FIXED, {"starts_on": None}, {"ends_on": TODAY}])
def test_the_line_stays_within_its_drawing_and_says_what_it_shows(change: dict[str, Any]) -> None:
    drawn = timeline(dated(replace(AGREEMENT, **change), on=TODAY), title="<A>")
    assert "<title" in drawn
    assert "1 June 2026" in drawn
    assert "&lt;A&gt;" in drawn
    assert 'x="-' not in drawn
