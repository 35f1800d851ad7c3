"""The demo: two published rounds that can be compared, and one to fill in."""

from datetime import date

import pytest

from tests.small_roadmap import at
from yhdyspinta.services import demo, situation
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import Body, Event, Meeting, ReportingRound, SituationPicture
from yhdyspinta.terms.roadmap import RoundState


def load():
    hours = iter(range(1, 24))
    demo.load(clock=lambda: at(next(hours)))


def test_the_demo_is_october_2021_with_an_invented_round_before_it(db):
    load()
    newest = situation.newest()
    assert newest is not None
    assert newest.picture.round_code == "2021-10"
    before = situation.round_before("2021-10")
    assert before is not None
    assert situation.of_round(before).picture.invented
    assert not newest.picture.invented
    with pytest.raises(RefusedError):
        load()
    assert SituationPicture.objects.count() == 2


def test_the_demo_has_a_round_that_stays_open_to_be_filled_in(db):
    load()
    last = ReportingRound.objects.exclude(state=RoundState.PUBLISHED).get()
    assert (last.code, last.state, last.invented) == ("2021-11", RoundState.OPEN, True)
    assert (last.due_on, last.closes_on) == (date(2021, 11, 22), None)
    assert last.submissions.count() == 23


def test_the_demo_holds_the_cooperation_of_the_deck_and_leaves_a_trail_of_it(db):
    load()
    forum = Body.objects.whole().get(code="pirkanmaa-foorumi").as_terms()
    assert (forum.least_per_year, forum.most_per_year) == (1, 1)
    assert Meeting.objects.filter(code="pirkanmaa-viranhaltijajohto-2026-03-10").exists()
    assert Event.objects.get(action="register.import").subject == "yhteistyo"
