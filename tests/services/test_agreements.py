from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.people import AINO, LIISA, MATTI
from tests.services.run_round import on
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import agreements
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import VISITOR, Visibility
from yhdyspinta.terms.agreements import (
    Agreement,
    AgreementKind,
    AgreementParty,
    AgreementState,
    NoticeEnd,
    Period,
    PeriodUnit,
    Renewal,
)
from yhdyspinta.terms.languages import Names

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TODAY = on(1).date()
SIX_MONTHS, YEAR = Period(6, PeriodUnit.MONTHS), Period(1, PeriodUnit.YEARS)
AGREEMENT = Agreement(
    "06-tilat",
    Names("Koulujen tilat"),
    AgreementKind.LEASE,
    area="06",
    owner="hva-06",
    parties=(
        AgreementParty("hva-06", obligations=("Maksaa vuokran", "Siivoaa")),
        AgreementParty("kunta-609", obligations=("Antaa tilat",)),
        AgreementParty(text="Porin seurakunta"),
    ),
    value=Decimal("120000.50"),
    value_is_yearly=True,
    signed_on=date(2020, 11, 1),
    starts_on=date(2021, 1, 1),
    ends_on=date(TODAY.year, 12, 31),
    renewal=Renewal.EVERGREEN,
    notice=SIX_MONTHS,
    renewed_for=YEAR,
    state=AgreementState.IN_FORCE,
    document_link="https://asiakirjat.invalid/tilat",
    remind_before=(90, 30),
    visibility=Visibility.INTERNAL,
    source="Sopimus 1.11.2020",
)
OPEN = replace(AGREEMENT, ends_on=None, renewed_for=None, notice_end=NoticeEnd.MONTH_END)


@pytest.fixture(autouse=True)
def agreement(county: None) -> None:
    agreements.save(AGREEMENT, actor=AINO, now=on(1))


def stored() -> Agreement:
    return agreements.one(AGREEMENT.code, actor=AINO)


def test_an_agreement_is_kept_as_it_was_given() -> None:
    assert stored() == AGREEMENT
    assert agreements.of_area("06", actor=AINO) == (AGREEMENT,)
    assert agreements.of_area("07", actor=AINO) == ()


def test_the_last_day_to_act_is_kept_with_every_change() -> None:
    row = store.Agreement.objects.get()
    assert row.act_by == date(TODAY.year, 6, 30)
    agreements.save(replace(AGREEMENT, notice=YEAR), actor=AINO, now=on(2))
    row.refresh_from_db()
    assert row.act_by == date(TODAY.year - 1, 12, 31)


@pytest.mark.parametrize("actor", [VISITOR, LIISA, MATTI])
def test_only_people_who_keep_the_register_of_its_owner_change_it(actor: Any) -> None:
    with pytest.raises(ForbiddenError):
        agreements.save(replace(AGREEMENT, note="x"), actor=actor, now=on(2))
    with pytest.raises(ForbiddenError):
        agreements.remove(AGREEMENT.code, actor=actor, now=on(2))
    with pytest.raises(ForbiddenError):
        agreements.give_notice(AGREEMENT.code, TODAY, actor=actor, now=on(2))
    assert stored() == AGREEMENT


def test_nobody_gives_their_agreement_to_another_or_takes_anothers() -> None:
    with pytest.raises(ForbiddenError):
        agreements.save(replace(AGREEMENT, owner="hva-07"), actor=AINO, now=on(2))
    with pytest.raises(ForbiddenError):
        agreements.save(replace(AGREEMENT, owner="hva-07"), actor=MATTI, now=on(2))


def test_what_is_internal_only_its_owner_and_its_parties_read() -> None:
    assert agreements.of_area("06", actor=MATTI) == ()
    with pytest.raises(RefusedError, match="There is no"):
        agreements.one(AGREEMENT.code, actor=VISITOR)
    joined = replace(AGREEMENT, parties=(*AGREEMENT.parties, AgreementParty("hva-07")))
    agreements.save(joined, actor=AINO, now=on(2))
    assert agreements.of_area("06", actor=MATTI) == (joined,)


def test_nobody_changes_what_they_have_not_seen() -> None:
    seen = mark(AGREEMENT)
    agreements.save(replace(AGREEMENT, note="1"), actor=AINO, now=on(2), seen=seen)
    with pytest.raises(StaleError):
        agreements.save(replace(AGREEMENT, note="2"), actor=AINO, now=on(3), seen=seen)
    with pytest.raises(StaleError):
        agreements.give_notice(AGREEMENT.code, TODAY, actor=AINO, now=on(3), seen=seen)


def test_saving_what_stands_there_already_leaves_no_trace() -> None:
    assert not agreements.save(AGREEMENT, actor=AINO, now=on(2))
    assert not store.Event.objects.filter(action="register.change").exists()


def test_a_party_keeps_its_row_when_others_change() -> None:
    before = list(store.AgreementParty.objects.order_by("position").values_list("pk", flat=True))
    changed = replace(AGREEMENT, parties=(*AGREEMENT.parties[:2], AgreementParty("stm")))
    agreements.save(changed, actor=AINO, now=on(2))
    after = list(store.AgreementParty.objects.order_by("position").values_list("pk", flat=True))
    assert after == before


def test_parties_that_left_are_gone() -> None:
    agreements.save(replace(AGREEMENT, parties=AGREEMENT.parties[:1]), actor=AINO, now=on(2))
    assert stored().parties == AGREEMENT.parties[:1]


def test_notice_in_time_ends_it_with_its_period() -> None:
    day = date(TODAY.year, 6, 30)
    ends_on = agreements.give_notice(AGREEMENT.code, day, actor=AINO, now=on(2))
    assert ends_on == date(TODAY.year, 12, 31)
    found = stored()
    assert (found.state, found.terminated_on, found.ends_on) == ("terminated", day, ends_on)
    assert store.Agreement.objects.get().act_by is None


def test_notice_too_late_ends_it_with_the_next_period() -> None:
    day = date(TODAY.year, 7, 1)
    ends_on = agreements.give_notice(AGREEMENT.code, day, actor=AINO, now=on(2))
    assert ends_on == date(TODAY.year + 1, 12, 31)


def test_notice_until_further_notice_ends_it_at_a_months_end() -> None:
    agreements.save(OPEN, actor=AINO, now=on(2))
    ends_on = agreements.give_notice(OPEN.code, date(2026, 3, 15), actor=AINO, now=on(3))
    assert ends_on == date(2026, 9, 30)


def test_notice_is_given_once() -> None:
    agreements.give_notice(AGREEMENT.code, TODAY, actor=AINO, now=on(2))
    with pytest.raises(RefusedError, match="not in force"):
        agreements.give_notice(AGREEMENT.code, TODAY, actor=AINO, now=on(2))


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(1, 1, 1)])
def test_notice_beyond_the_calendar_is_refused(day: date) -> None:
    with pytest.raises(RefusedError, match="between 1900 and 2199"):
        agreements.give_notice(AGREEMENT.code, day, actor=AINO, now=on(2))
    told = replace(OPEN, state=AgreementState.TERMINATED, terminated_on=day)
    with pytest.raises(RefusedError, match="between 1900 and 2199"):
        agreements.save(told, actor=AINO, now=on(2))


def test_an_agreement_given_with_its_notice_gets_its_end_computed() -> None:
    told = replace(OPEN, state=AgreementState.TERMINATED, terminated_on=date(2026, 3, 15))
    agreements.save(told, actor=AINO, now=on(2))
    assert stored().ends_on == date(2026, 9, 30)
    assert not agreements.save(told, actor=AINO, now=on(3))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "Ei kelpaa"}, "cannot be a code"),
        ({"names": Names(" ")}, "name in Finnish"),
        ({"names": Names("x" * 301)}, "too long"),
        ({"value": Decimal(-1)}, "euros, from 0"),
        ({"value": Decimal("NaN")}, "euros, from 0"),
        ({"value": Decimal("1.234")}, "two decimals"),
        ({"value": Decimal(10) ** 12}, "euros, from 0"),
        ({"starts_on": date(2100, 1, 1)}, "before the first"),
        ({"ends_on": date(9999, 12, 31)}, "between 1900 and 2199"),
        ({"notice": Period(101, PeriodUnit.YEARS)}, "hundred years"),
        ({"notice": Period(-1, PeriodUnit.DAYS)}, "hundred years"),
        ({"renewed_for": Period(0, PeriodUnit.DAYS)}, "goes on by one"),
        ({"renewal": Renewal.OPTION, "ends_on": None}, "option needs the day"),
        ({"remind_before": (731,)}, "days before"),
        ({"remind_before": tuple(range(11))}, "at most 10 times"),
        ({"terminated_on": date(2021, 5, 1)}, "Notice has been given"),
        ({"state": AgreementState.TERMINATED}, "on which day notice"),
        ({"document_link": "javascript:alert(1)"}, "not an address"),
        ({"document_link": "https://x.invalid/" + "a" * 1000}, "address is too long"),
        ({"parties": (AgreementParty(),)}, "write who it is"),
        ({"parties": (AgreementParty("stm"), AgreementParty("stm"))}, "only once"),
        ({"parties": (AgreementParty("ei-ole"),)}, "no organisation"),
        ({"parties": (AgreementParty(text="x" * 301),)}, "party's name is too long"),
        ({"interface": "ei-ole"}, "There is no"),
        ({"area": "999"}, "no area"),
    ],
)
def test_what_is_not_whole_is_refused_in_words(change: dict[str, Any], words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        agreements.save(replace(AGREEMENT, **change), actor=AINO, now=on(2))


def test_an_agreement_taken_away_stays_in_the_trail() -> None:
    agreements.remove(AGREEMENT.code, actor=AINO, now=on(2))
    assert not store.Agreement.objects.exists()
    event = store.Event.objects.get(action="register.remove")
    assert event.details["before"]["value"] == "120000.50"
    assert event.subject == "agreement:06-tilat"


def test_when_a_period_is_over_the_last_day_to_act_is_the_next_ones() -> None:
    past = replace(AGREEMENT, ends_on=TODAY)
    agreements.save(past, actor=AINO, now=on(1))
    assert agreements.roll(now=on(1)) == 0
    assert agreements.roll(now=on(2)) == 1
    assert agreements.roll(now=on(2)) == 0
    assert store.Agreement.objects.filter(act_by__gt=TODAY).exists()
    assert not store.Event.objects.filter(actor="worker").exists()


def test_one_that_has_ended_has_no_last_day_to_act() -> None:
    ended = replace(AGREEMENT, renewal=Renewal.FIXED, ends_on=TODAY)
    agreements.save(ended, actor=AINO, now=on(1))
    assert agreements.roll(now=on(2)) == 1
    assert store.Agreement.objects.get().act_by is None
