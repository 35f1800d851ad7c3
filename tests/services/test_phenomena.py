from dataclasses import replace
from datetime import date

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.people import AINO, LIISA, MATTI, person
from tests.services import meeting_ground
from tests.services.meeting_ground import DECISION, ITEMS, meeting
from tests.services.run_round import on
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import meeting_overview, meetings, phenomena
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store.models import Event
from yhdyspinta.terms.access import VISITOR, Actor, Role, Visibility
from yhdyspinta.terms.phenomena import Phenomenon, PhenomenonStep, StepDirection
from yhdyspinta.terms.register import Level

pytestmark = pytest.mark.django_db

PORI = person(Role.REPORTER, "609", number=7, organisation="kunta-609")
NOTICED = Phenomenon(
    "kuljetukset",
    "Koulukuljetukset pitenevät",
    "kunta-609",
    date(2022, 1, 10),
    area="06",
    visibility=Visibility.PUBLIC,
)
NOW = on(20)


def step(day: int, month: int = 3, **more: object) -> PhenomenonStep:
    """A step of a day; the use case gives it its number, way and level."""
    when = date(2022, month, day)
    return PhenomenonStep(0, StepDirection.UP, Level.FIELD, when, **more)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def kept(county: None, english: None) -> None:
    meeting_ground.make_bodies()
    phenomena.notice(NOTICED, actor=PORI, now=NOW)


def stored() -> Phenomenon:
    return phenomena.known(NOTICED.code, actor=VISITOR)


def raised(level: Level, by: PhenomenonStep, actor: Actor = PORI, **more: str) -> bool:
    return phenomena.raise_to(NOTICED.code, level, by, actor=actor, now=NOW, **more)


def test_a_phenomenon_is_read_as_it_was_noticed() -> None:
    assert stored() == NOTICED


def test_the_same_is_not_noticed_twice() -> None:
    with pytest.raises(RefusedError, match="already"):
        phenomena.notice(NOTICED, actor=PORI, now=NOW)


def test_it_goes_up_level_by_level_and_its_answer_comes_down_the_same_way() -> None:
    raised(Level.EXPERT, step(1, body="06-asiantuntijat"))
    raised(Level.MANAGEMENT, step(8, body="06-johto"))
    for level, day in ((Level.EXPERT, 15), (Level.FIELD, 22)):
        phenomena.answer(NOTICED.code, level, step(day), actor=PORI, now=NOW)
    ways = [(each.number, each.direction.value, each.level.value) for each in stored().steps]
    assert ways == [
        (1, "up", "expert"),
        (2, "up", "management"),
        (3, "down", "expert"),
        (4, "down", "field"),
    ]


def test_no_level_is_passed_by() -> None:
    with pytest.raises(RefusedError, match="next level is: Experts"):
        raised(Level.MANAGEMENT, step(1))


def test_nothing_is_answered_before_anybody_was_asked() -> None:
    with pytest.raises(RefusedError, match="no level left"):
        phenomena.answer(NOTICED.code, Level.FIELD, step(1), actor=PORI, now=NOW)


def test_it_is_not_raised_while_its_answer_comes_down() -> None:
    raised(Level.EXPERT, step(1))
    phenomena.answer(NOTICED.code, Level.FIELD, step(2), actor=PORI, now=NOW)
    with pytest.raises(RefusedError, match="any further"):
        raised(Level.EXPERT, step(3))


def test_it_does_not_come_to_a_level_before_it_came_to_the_last() -> None:
    raised(Level.EXPERT, step(8))
    with pytest.raises(RefusedError, match="before the step before"):
        raised(Level.MANAGEMENT, step(7))


def test_a_body_of_another_level_is_refused() -> None:
    with pytest.raises(RefusedError, match="another level"):
        raised(Level.EXPERT, step(1, body="06-johto"))


@pytest.mark.parametrize("actor", [VISITOR, LIISA, MATTI, AINO])
def test_others_do_not_raise_what_is_in_the_field(actor: Actor) -> None:
    with pytest.raises(ForbiddenError):
        raised(Level.EXPERT, step(1), actor)


def test_the_people_of_the_body_where_it_is_carry_it_on() -> None:
    raised(Level.EXPERT, step(1, body="06-asiantuntijat"))
    assert raised(Level.MANAGEMENT, step(2), AINO)


def test_the_people_of_the_body_to_which_it_comes_may_say_so() -> None:
    assert raised(Level.EXPERT, step(1, body="06-asiantuntijat"), AINO)


@pytest.mark.parametrize("actor", [VISITOR, LIISA, AINO])
def test_only_its_own_organisation_changes_closes_and_removes_it(actor: Actor) -> None:
    with pytest.raises(ForbiddenError):
        phenomena.save(replace(NOTICED, title="Muu"), actor=actor, now=NOW)
    with pytest.raises(ForbiddenError):
        phenomena.close(NOTICED.code, on=date(2022, 4, 1), actor=actor, now=NOW)
    with pytest.raises(ForbiddenError):
        phenomena.remove(NOTICED.code, actor=actor, now=NOW)


def test_nobody_moves_what_they_have_not_seen() -> None:
    seen = mark(stored())
    raised(Level.EXPERT, step(1), seen=seen)
    with pytest.raises(StaleError):
        raised(Level.EXPERT, step(1), seen=seen)


def test_a_decision_leads_back_to_the_first_observation() -> None:
    meetings.save(meeting(agenda=ITEMS, outcomes=(DECISION,)), actor=AINO, now=NOW)
    raised(Level.EXPERT, step(1, body="06-asiantuntijat"))
    raised(Level.MANAGEMENT, step(8, body="06-johto", meeting="06-maalis", outcome=2))
    assert meeting_overview.began_by("06-maalis", 2, actor=VISITOR) == NOTICED.code


def test_a_step_names_an_outcome_that_there_is() -> None:
    meetings.save(meeting(), actor=AINO, now=NOW)
    with pytest.raises(RefusedError, match="06-maalis/9"):
        raised(Level.EXPERT, step(8, meeting="06-maalis", outcome=9))


def test_it_is_closed_after_its_last_step_and_opened_again() -> None:
    raised(Level.EXPERT, step(8))
    with pytest.raises(RefusedError, match="before its last step"):
        phenomena.close(NOTICED.code, on=date(2022, 3, 7), actor=PORI, now=NOW)
    phenomena.close(NOTICED.code, on=date(2022, 3, 9), actor=PORI, now=NOW)
    assert stored().closed_on == date(2022, 3, 9)
    phenomena.close(NOTICED.code, on=None, actor=PORI, now=NOW)
    assert stored().closed_on is None


def test_the_trail_tells_of_it() -> None:
    raised(Level.EXPERT, step(8))
    event = Event.objects.get(action="register.change")
    assert (event.subject, event.organisation) == ("phenomenon:kuljetukset", "kunta-609")


def test_one_taken_away_stays_in_the_trail() -> None:
    phenomena.remove(NOTICED.code, actor=PORI, now=NOW)
    assert phenomena.of_area("06", actor=VISITOR) == []
    assert Event.objects.filter(action="register.remove").exists()


def test_a_countys_list_costs_two_queries_however_long(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(10):
        phenomena.notice(replace(NOTICED, code=f"i{number}"), actor=PORI, now=NOW)
    with django_assert_max_num_queries(2):
        assert len(phenomena.of_area("06", actor=VISITOR)) == 11
