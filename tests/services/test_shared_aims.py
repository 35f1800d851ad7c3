from dataclasses import replace
from datetime import date

import pytest

from tests.people import AINO, LIISA, MATTI
from tests.services.run_round import on
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import shared_aims
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store.models import Event
from yhdyspinta.terms.access import VISITOR
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.shared_aims import SharedAim

pytestmark = pytest.mark.django_db

AIM = SharedAim("06-aim", "06", "hva-06", Names("Yhdessä asukkaan hyväksi"), date(2022, 1, 1))
DAY = date(2022, 6, 1)


@pytest.fixture(autouse=True)
def aim(county: None) -> None:
    shared_aims.save(AIM, actor=AINO, now=on(1))


def test_everybody_reads_the_aim_that_holds_on_the_day() -> None:
    assert shared_aims.holding("06", actor=VISITOR, on=DAY) == AIM


def test_before_its_first_day_there_is_no_aim() -> None:
    assert shared_aims.holding("06", actor=VISITOR, on=date(2021, 12, 31)) is None


@pytest.mark.parametrize("actor", [VISITOR, LIISA, MATTI])
def test_only_people_who_keep_the_register_of_its_owner_change_it(actor: object) -> None:
    with pytest.raises(ForbiddenError):
        shared_aims.save(replace(AIM, names=Names("Muu")), actor=actor, now=on(2))  # type: ignore[arg-type]
    assert shared_aims.holding("06", actor=VISITOR, on=DAY) == AIM


def test_nobody_changes_what_they_have_not_seen() -> None:
    seen = mark(AIM)
    shared_aims.save(replace(AIM, names=Names("Uusi")), actor=AINO, now=on(2), seen=seen)
    with pytest.raises(StaleError):
        shared_aims.save(replace(AIM, names=Names("Toinen")), actor=AINO, now=on(3), seen=seen)


def test_saving_what_stands_there_already_leaves_no_trace() -> None:
    assert not shared_aims.save(AIM, actor=AINO, now=on(2))
    assert Event.objects.filter(action="register.change").count() == 0


def test_a_change_keeps_what_stood_before_in_the_trail() -> None:
    shared_aims.save(replace(AIM, names=Names("Uusi")), actor=AINO, now=on(2))
    event = Event.objects.get(action="register.change")
    assert event.subject == "shared_aim:06-aim"
    assert event.details["before"] == {"names": {"fi": AIM.names.fi, "sv": "", "en": ""}}


@pytest.mark.usefixtures("english")
def test_an_aim_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(RefusedError, match="last day comes before"):
        shared_aims.save(replace(AIM, valid_to=date(2021, 1, 1)), actor=AINO, now=on(2))


def test_an_aim_taken_away_stays_in_the_trail() -> None:
    shared_aims.remove(AIM.code, actor=AINO, now=on(2))
    assert shared_aims.holding("06", actor=VISITOR, on=DAY) is None
    assert Event.objects.filter(action="register.remove", subject="shared_aim:06-aim").exists()
