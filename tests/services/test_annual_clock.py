"""The clock of a place gathers from everywhere what may be read, in few queries at any size."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.people import AINO, LIISA, MATTI
from tests.services.run_round import on
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import annual_clock
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.places import place
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store import models as store
from yhdyspinta.store.models import Event
from yhdyspinta.terms.access import VISITOR, Visibility
from yhdyspinta.terms.annual_clock import ClockEvent, ClockKind, Precision
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.recurrence import Frequency, Recurrence

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)
NEW_YEAR = datetime(2026, 1, 2, 10, tzinfo=UTC)
EVENT = ClockEvent(
    "06-raami", Names("Raami"), ClockKind.BUDGET, date(2026, 5, 1), area="06", owner="hva-06"
)


@pytest.fixture(autouse=True)
def ground(county):
    annual_clock.save(EVENT, actor=AINO, now=on(1))


def clock(actor=VISITOR, address="06", **filters):
    where = place(address, on=DAY)
    return annual_clock.year_of(where, actor=actor, year=2026, on=DAY, **filters)


def made(count: int, **fields) -> None:
    """Make meetings of forty bodies, a day after another."""
    area = store.Area.objects.get(code="06")
    owner = store.Organisation.objects.get(code="hva-06")
    kept = {"area": area, "owner": owner}
    of_body = {"name_fi": "Foorumi", "level": "political", "kind": "cooperation", **kept}
    bodies = store.Body.objects.bulk_create(
        store.Body(code=f"b{number}", **of_body) for number in range(min(count, 40))
    )
    starts = [NEW_YEAR + timedelta(days=number) for number in range(count)]
    given = {"state": "planned", "title": "Kokous", **kept, **fields}
    store.Meeting.objects.bulk_create(
        store.Meeting(
            code=f"m{number}",
            body=bodies[number % 40],
            starts_at=at,
            ends_at=at + timedelta(hours=1),
            **given,
        )
        for number, at in enumerate(starts)
    )


def agreed(count: int, **fields) -> None:
    """Make agreements that end with the year."""
    days = {"act_by": date(2026, 6, 30), "ends_on": date(2026, 12, 31)}
    given = {"name_fi": "Sopimus", "kind": "cooperation", "renewal": "fixed", **days}
    area = store.Area.objects.get(code="06")
    state = {"state": "in_force", **fields}
    store.Agreement.objects.bulk_create(
        store.Agreement(code=f"a{number}", area=area, **given, **state) for number in range(count)
    )


def test_an_event_is_on_the_clock_of_its_county_and_not_of_another() -> None:
    assert [each.about for each in clock()] == ["06-raami"]
    assert clock(address="07") == []


def test_the_nations_events_are_on_every_countys_clock() -> None:
    store.ClockEvent.objects.create(
        code="n", name_fi="JTS", kind="budget", starts_on=date(2026, 4, 1)
    )
    assert "n" in [each.about for each in clock(address="07")]
    assert "n" in [each.about for each in clock(address="609")]


def test_a_municipality_sees_what_concerns_it_only() -> None:
    mine = replace(EVENT, code="pori", owner="kunta-609")
    store.ClockEvent.objects.filter(code="06-raami").update(code="hva")
    store.ClockEvent.objects.create(
        code="pori",
        name_fi="x",
        kind="budget",
        starts_on=mine.starts_on,
        area=store.Area.objects.get(code="06"),
        owner=store.Organisation.objects.get(code="kunta-609"),
    )
    assert [each.about for each in clock(address="609")] == ["pori"]


def test_meetings_are_for_those_who_may_read_them() -> None:
    made(1, visibility="internal")
    seen = [len(clock(actor, kinds=[ClockKind.MEETING])) for actor in (AINO, MATTI, VISITOR)]
    assert seen == [1, 0, 0]


def test_an_agreements_last_day_to_act_and_its_end_are_two_things() -> None:
    agreed(1)
    found = {each.kind: each.starts_on for each in clock() if each.about == "a0"}
    assert found == {
        ClockKind.NOTICE: date(2026, 6, 30),
        ClockKind.AGREEMENT_END: date(2026, 12, 31),
    }


@pytest.mark.parametrize("state", ["draft", "ended"])
def test_what_does_not_hold_is_not_on_the_clock(state) -> None:
    agreed(1, state=state)
    assert not [each for each in clock() if each.about == "a0"]


def test_kinds_and_organisations_are_chosen_from() -> None:
    assert clock(kinds=[ClockKind.MEETING]) == []
    assert clock(organisations=["hva-07"]) == []
    assert len(clock(organisations=["hva-06"], kinds=[ClockKind.BUDGET])) == 1


@pytest.mark.parametrize("size", [1, 300])
def test_a_year_costs_under_twenty_queries_at_any_size(size, django_assert_max_num_queries) -> None:
    made(size, visibility="public")
    agreed(size * 7)
    where = place("06", on=DAY)
    with django_assert_max_num_queries(19):
        found = annual_clock.overview(where, actor=AINO, year=2026, on=DAY)
    assert len([each for each in found.entries if each.kind is ClockKind.MEETING]) == size


@pytest.mark.parametrize("actor", [VISITOR, LIISA, MATTI])
def test_only_people_who_keep_the_register_of_its_owner_change_an_event(actor) -> None:
    with pytest.raises(ForbiddenError):
        annual_clock.save(replace(EVENT, names=Names("Muu")), actor=actor, now=on(2))
    with pytest.raises(ForbiddenError):
        annual_clock.remove("06-raami", actor=actor, now=on(2))


def test_nobody_changes_what_they_have_not_seen() -> None:
    seen = mark(EVENT)
    annual_clock.save(replace(EVENT, names=Names("Uusi")), actor=AINO, now=on(2), seen=seen)
    with pytest.raises(StaleError):
        annual_clock.save(replace(EVENT, names=Names("Toinen")), actor=AINO, now=on(3), seen=seen)


def test_a_recurring_event_is_read_back_as_it_was_written() -> None:
    rule = Recurrence(Frequency.YEARLY, months=(3,), weekday=1, nth=2)
    wanted = replace(EVENT, rule=rule, visibility=Visibility.PARTNERS, note="Huom")
    annual_clock.save(wanted, actor=AINO, now=on(2))
    assert annual_clock.known("06-raami", actor=AINO) == wanted


def test_what_is_taken_away_stays_in_the_trail() -> None:
    annual_clock.remove("06-raami", actor=AINO, now=on(2))
    assert clock() == []
    assert Event.objects.get(action="register.remove").subject == "clock_event:06-raami"


@pytest.mark.parametrize(
    "wrong",
    [
        {"names": Names(" ")},
        {"ends_on": date(2026, 4, 30)},
        {"address": "javascript:alert(1)"},
        {"starts_on": date(1900, 1, 1)},
        {"owner": "hva-99"},
        {"lane": Names("x" * 161)},
        {"rule": Recurrence(Frequency.WEEKLY), "precision": Precision.MONTH},
        {"rule": Recurrence(Frequency.WEEKLY, day=3)},
        {"rule": Recurrence(Frequency.MONTHLY, weekday=1, day=3)},
        {"rule": Recurrence(Frequency.MONTHLY, months=(3,))},
        {"rule": Recurrence(Frequency.YEARLY, months=(13,))},
        {"rule": Recurrence(Frequency.YEARLY, interval=0)},
        {"rule": Recurrence(Frequency.MONTHLY, nth=2)},
        {"rule": Recurrence(Frequency.MONTHLY, day=32)},
    ],
)
def test_what_is_not_whole_is_refused_before_the_database_would(wrong) -> None:
    with pytest.raises((RefusedError, ForbiddenError)):
        annual_clock.save(replace(EVENT, **wrong), actor=AINO, now=on(2))


@pytest.mark.parametrize("year", [0, 1949, 2100])
def test_a_year_that_the_clock_does_not_know_is_refused(year) -> None:
    with pytest.raises(RefusedError):
        annual_clock.year_of(place("06", on=DAY), actor=VISITOR, year=year, on=DAY)
