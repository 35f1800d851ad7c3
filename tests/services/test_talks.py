"""Talks with the areas: who records and reads them, and what the trail keeps."""

from dataclasses import replace
from datetime import date

import pytest

from tests.people import AINO, LIISA, MATTI, STRANGER, coordinator
from tests.services.run_round import CODE, SAARA, on, open_november
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import rounds, talks
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store.models import Event
from yhdyspinta.terms.access import VISITOR, Visibility
from yhdyspinta.terms.rounds import Talk

pytestmark = pytest.mark.usefixtures("ground")
TALK = Talk(date(2021, 11, 8), "06", "STM, Satakunta: johtaja", "ICT etenee")


@pytest.fixture(autouse=True)
def _november(ground):
    open_november()


def record(talk=TALK, *, actor=SAARA):
    return talks.record(CODE, talk, actor=actor, now=on(9))


def read(actor):
    return [each.conclusions for each in talks.held(CODE, actor=actor).talks]


def test_a_talk_is_recorded_with_its_writer_and_time():
    key = record()
    [found] = talks.held(CODE, actor=SAARA).talks
    assert found == replace(TALK, key=key, recorded_by="person:5", recorded_at=on(9))


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.INTERNAL, [SAARA, AINO, LIISA]),
        (Visibility.PARTNERS, [SAARA, AINO, LIISA, MATTI]),
        (Visibility.PUBLIC, [SAARA, AINO, LIISA, MATTI, VISITOR]),
    ],
)
def test_it_is_read_by_those_whom_it_is_for(visibility, readers):
    record(replace(TALK, visibility=visibility))
    rounds.publish(CODE, actor=SAARA, now=on(21))
    everybody = [SAARA, AINO, LIISA, MATTI, VISITOR]
    assert [who for who in everybody if read(who)] == readers


def test_a_talk_with_all_is_internal_to_the_coordinators():
    record(replace(TALK, area=""))
    assert (read(SAARA), read(AINO)) == (["ICT etenee"], [])


@pytest.mark.parametrize("who", [VISITOR, STRANGER])
def test_before_publication_nobody_from_outside_reads(who):
    record(replace(TALK, visibility=Visibility.PUBLIC))
    with pytest.raises(RefusedError):
        read(who)


def test_a_change_keeps_the_former_in_the_trail():
    key = record()
    talks.change(CODE, replace(TALK, key=key, conclusions="Toisin"), actor=SAARA, now=on(10))
    details = Event.objects.get(action="talk.change").details
    assert (details["before"]["conclusions"], details["after"]["conclusions"]) == (
        "ICT etenee",
        "Toisin",
    )
    assert read(SAARA) == ["Toisin"]


def test_a_stale_form_does_not_overwrite():
    key = record()
    [shown] = talks.held(CODE, actor=SAARA).talks
    talks.change(CODE, replace(shown, conclusions="Toisin"), actor=SAARA, now=on(10))
    mine = replace(TALK, key=key, conclusions="Omani")
    with pytest.raises(StaleError):
        talks.change(CODE, mine, actor=SAARA, now=on(10), seen=mark(shown))


@pytest.mark.parametrize("who", [AINO, coordinator("another")])
def test_only_the_coordinator_records(who):
    with pytest.raises(ForbiddenError):
        record(actor=who)


@pytest.mark.parametrize(
    "wrong",
    [
        {"held_on": date(2021, 11, 10)},
        {"participants": " "},
        {"conclusions": ""},
        {"conclusions": "x" * 10_001},
        {"area": "90"},
    ],
)
def test_what_is_not_whole_is_refused(wrong):
    with pytest.raises(RefusedError):
        record(replace(TALK, **wrong))


def test_a_published_rounds_talks_stay():
    key = record()
    rounds.publish(CODE, actor=SAARA, now=on(21))
    with pytest.raises(RefusedError):
        record()
    with pytest.raises(RefusedError):
        talks.change(CODE, replace(TALK, key=key), actor=SAARA, now=on(22))


def test_another_rounds_talk_is_not_found():
    with pytest.raises(RefusedError):
        talks.change(CODE, replace(TALK, key=999), actor=SAARA, now=on(9))
