from dataclasses import replace
from datetime import date, timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.people import AINO, LIISA, MATTI, coordinator, person
from tests.services import meeting_ground
from tests.services.meeting_ground import ACTION, DAY, DECISION, ITEMS, MARCH, meeting
from tests.services.run_round import on
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import actions, meetings
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.actions import Wanted
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import VISITOR, Actor, Role
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import ActionState, Outcome
from yhdyspinta.terms.organisations import OrganisationKind

pytestmark = pytest.mark.django_db

OPEN = ActionState.OPEN
OWN = replace(ACTION, number=3, owner="hva-06", due_on=None, state=OPEN)
WHOLE = meeting(agenda=ITEMS, outcomes=(ACTION, DECISION, OWN))
PORI = person(
    Role.REPORTER,
    "609",
    number=7,
    organisation="kunta-609",
    kind=OrganisationKind.MUNICIPALITY,
    whole="06",
)
DONE = ActionState.DONE


@pytest.fixture(autouse=True)
def kept(county: None, english: None) -> None:
    meeting_ground.make_bodies()
    meetings.save(WHOLE, actor=AINO, now=on(1))


@pytest.fixture
def roadmap() -> None:
    row = store.Roadmap.objects.create(code="sote", name_fi="Sote")
    theme = store.Theme.objects.create(roadmap=row, code="hyte", position=1, name_fi="Hyte")
    subarea = store.Subarea.objects.create(theme=theme, code="A", position=1, name_fi="Johtaminen")
    store.Task.objects.create(
        roadmap=row, subarea=subarea, code="hyte-A01", position=1, due_quarter="2022-Q1"
    )


def stored(number: int = 1) -> Outcome:
    return meetings.known(WHOLE.code, actor=AINO).outcomes[number - 1]


def done(actor: Actor = AINO, number: int = 1, **more: str) -> bool:
    return actions.change_state(WHOLE.code, number, DONE, actor=actor, now=on(9), **more)


@pytest.mark.parametrize("actor", [AINO, PORI])
def test_the_owners_and_the_bodys_owners_people_say_that_an_action_is_done(actor: Actor) -> None:
    assert done(actor)
    assert (stored().state, stored().done_on) == (DONE, on(9).date())


@pytest.mark.parametrize("actor", [VISITOR, LIISA, MATTI])
def test_nobody_else_does(actor: Actor) -> None:
    with pytest.raises(ForbiddenError):
        done(actor)
    assert stored().state is ActionState.OPEN


def test_an_owner_changes_no_action_of_another() -> None:
    with pytest.raises(ForbiddenError):
        done(PORI, 3)


def test_a_decision_has_no_state_to_change() -> None:
    with pytest.raises(RefusedError, match="06-maalis/2"):
        done(AINO, 2)


def test_two_at_once_do_not_overwrite_each_other() -> None:
    seen = mark(stored())
    done(PORI, seen=seen)
    with pytest.raises(StaleError):
        actions.change_state(WHOLE.code, 1, ActionState.DROPPED, actor=AINO, now=on(9), seen=seen)


def test_an_action_opened_again_has_no_day_of_being_done() -> None:
    done()
    actions.change_state(WHOLE.code, 1, OPEN, actor=AINO, now=on(10))
    assert (stored().state, stored().done_on) == (OPEN, None)


def test_saying_the_same_again_leaves_no_trace() -> None:
    done()
    assert not done()
    assert store.Event.objects.filter(action="register.change").count() == 1


def test_open_actions_are_listed_by_owner_and_due_day() -> None:
    found = actions.open_of("06", actor=AINO, on=DAY + timedelta(days=1))
    owed = [(each.action.owner, each.is_overdue) for each in found]
    assert owed == [("kunta-609", True), ("hva-06", False)]
    done()
    assert len(actions.open_of("06", actor=AINO, on=DAY)) == 1


def test_a_municipality_sees_what_it_owes_and_may_say_done() -> None:
    found = actions.open_of("06", actor=PORI, on=DAY, municipality="609")
    assert [(each.action.number, each.may_change) for each in found] == [(1, True)]
    assert actions.open_of(None, actor=AINO, on=DAY, organisation="hva-06")[0].action == OWN


def test_the_list_costs_few_queries_however_long(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(15):
        starts = MARCH + timedelta(days=number + 1)
        one = meeting(f"06-k{number}", starts=starts, outcomes=(replace(ACTION, item=None),))
        meetings.save(one, actor=AINO, now=on(1))
    with django_assert_max_num_queries(2):
        assert len(actions.open_of("06", actor=AINO, on=DAY)) == 17


WANTED = Wanted("sote", "hyte", "A", Quarter(2022, 3), Names("Selvittää reitit"))


@pytest.mark.usefixtures("roadmap")
def test_an_action_becomes_the_last_task_of_a_subarea() -> None:
    runner = coordinator("sote")
    code = actions.become_task(WHOLE.code, 1, WANTED, actor=runner, now=on(9))
    task = store.Task.objects.get(code=code)
    assert (code, task.position, task.due_quarter) == ("hyte-A02", 2, "2022-Q3")
    assert stored().task == "hyte-A02"
    assert store.Event.objects.get(action="register.task").roadmap == "sote"


@pytest.mark.usefixtures("roadmap")
@pytest.mark.parametrize("actor", [AINO, coordinator("another")])
def test_only_who_runs_the_roadmaps_rounds_makes_a_task(actor: Actor) -> None:
    with pytest.raises(ForbiddenError):
        actions.become_task(WHOLE.code, 1, WANTED, actor=actor, now=on(9))
    assert store.Task.objects.count() == 1


@pytest.mark.usefixtures("roadmap")
def test_an_action_becomes_a_task_only_once() -> None:
    actions.become_task(WHOLE.code, 1, WANTED, actor=coordinator("sote"), now=on(9))
    with pytest.raises(RefusedError, match="already"):
        actions.become_task(WHOLE.code, 1, WANTED, actor=coordinator("sote"), now=on(9))


@pytest.mark.usefixtures("roadmap")
def test_an_action_is_tied_to_a_task_that_there_is() -> None:
    assert actions.link_task(WHOLE.code, 1, "hyte-A01", actor=PORI, now=on(9))
    assert stored().task == "hyte-A01"
    with pytest.raises(RefusedError, match="ei-ole"):
        actions.link_task(WHOLE.code, 1, "ei-ole", actor=PORI, now=on(9))


@pytest.mark.usefixtures("roadmap")
def test_a_task_in_an_unknown_subarea_is_refused() -> None:
    wrong = replace(WANTED, subarea="Z")
    with pytest.raises(RefusedError, match="hyte/Z"):
        actions.become_task(WHOLE.code, 1, wrong, actor=coordinator("sote"), now=on(9))


def test_the_due_day_itself_is_not_late() -> None:
    assert not actions.open_of("06", actor=AINO, on=date(2022, 3, 20))[0].is_overdue
