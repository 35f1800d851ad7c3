from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from tests.people import AINO, LIISA, MATTI
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import duties
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store.models import Duty, Event
from yhdyspinta.store.models import Fulfilment as Row
from yhdyspinta.terms.access import VISITOR, Actor
from yhdyspinta.terms.duties import Fulfilment

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DONE = Fulfilment(
    "06-hyte-2026",
    "hyte-neuvottelu",
    "hva-06",
    date(2026, 5, 12),
    date(2026, 1, 1),
    date(2026, 12, 31),
    where="Porin kaupungintalo",
    document_link="https://example.fi/muistio",
)


@pytest.fixture(autouse=True)
def done(county: None) -> Iterator[None]:
    Duty.objects.create(
        code="hyte-neuvottelu",
        name_fi="Neuvottelu",
        law="612/2021",
        section="7",
        applies_to=["county"],
        cadence="yearly",
        evidence="negotiation",
        valid_from=date(2023, 1, 1),
        source="x",
        confidence="unverified",
    )
    duties.save(DONE, actor=AINO, now=NOW)
    with override("en"):
        yield


def save(wanted: Fulfilment, *, actor: Actor = AINO, seen: str = "") -> bool:
    return duties.save(wanted, actor=actor, now=NOW, seen=seen)


def test_what_was_done_is_read_back_as_it_was_saved() -> None:
    shown = duties.one(DONE.code, actor=VISITOR)
    assert shown.fulfilment == DONE
    assert (shown.duty.code, shown.county, shown.may_keep) == ("hyte-neuvottelu", "06", False)


def test_it_belongs_to_the_county_of_its_organisation() -> None:
    assert duties.county_of("kunta-609", on=date(2026, 1, 1)) == "06"
    assert duties.county_of("stm", on=date(2026, 1, 1)) == ""
    assert Row.objects.get().area.code == "06"  # type: ignore[union-attr]
    assert Event.objects.get(action="register.add").area == "06"


@pytest.mark.parametrize("actor", [VISITOR, LIISA, MATTI])
def test_nobody_says_that_another_organisation_did_its_duty(actor: Actor) -> None:
    with pytest.raises(ForbiddenError):
        save(replace(DONE, code="toinen"), actor=actor)
    with pytest.raises(ForbiddenError):
        duties.remove(DONE.code, actor=actor, now=NOW)


def test_what_another_did_is_not_made_ones_own() -> None:
    with pytest.raises(ForbiddenError):
        save(replace(DONE, organisation="hva-07"), actor=MATTI)


def test_nobody_changes_what_they_have_not_seen() -> None:
    seen = mark(DONE)
    save(replace(DONE, note="Ensimmäinen"), seen=seen)
    with pytest.raises(StaleError):
        save(replace(DONE, note="Toinen"), seen=seen)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"done_on": date(2026, 11, 25)}, "still to come"),
        ({"covers_to": date(2025, 12, 31)}, "before the first"),
        ({"duty": "ei-ole"}, "no “ei-ole”"),
        ({"plan": "ei-ole"}, "no “ei-ole”"),
        ({"where": "x" * 301}, "too long"),
        ({"document_link": "file:///etc/passwd"}, "not an address"),
    ],
)
def test_what_is_not_whole_is_refused_and_nothing_changes(wrong: dict, words: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(RefusedError, match=words):
        save(replace(DONE, **wrong))
    assert duties.one(DONE.code, actor=VISITOR).fulfilment == DONE


def test_saving_what_stands_there_already_leaves_no_trace() -> None:
    assert not save(DONE)
    assert not Event.objects.filter(action="register.change").exists()


def test_what_is_taken_away_stays_in_the_trail() -> None:
    duties.remove(DONE.code, actor=AINO, now=NOW)
    event = Event.objects.get(action="register.remove")
    assert event.details["before"]["where"] == "Porin kaupungintalo"
    with pytest.raises(RefusedError):
        duties.one(DONE.code, actor=VISITOR)
