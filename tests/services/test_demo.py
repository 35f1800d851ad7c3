"""The demo: two published rounds that can be compared."""

import pytest

from tests.small_roadmap import at
from yhdyspinta.services import demo, situation
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import ReportingRound, SituationPicture
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
    assert set(ReportingRound.objects.values_list("state", flat=True)) == {RoundState.PUBLISHED}
    with pytest.raises(RefusedError):
        load()
    assert SituationPicture.objects.count() == 2
