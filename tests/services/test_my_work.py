"""What a person has to do: own areas of open rounds, what may be done to each, who runs what."""

from dataclasses import replace
from datetime import date

import pytest

from tests.people import AINO, EERO, LIISA, MATTI, STRANGER, coordinator, person
from tests.services.filled_sheets import INTO, said, sheet
from tests.small_roadmap import DAY, Q4, at, tasks
from yhdyspinta.services import extensions, my_work, reporting, rounds, sheets, submissions
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.access import VISITOR, Role, operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.terms.reporting import Change, Value
from yhdyspinta.terms.roadmap import RoundState, Status
from yhdyspinta.terms.rounds import LockReason, Schedule, SubmissionState

pytestmark = pytest.mark.usefixtures("opened")

TASKS = tasks(3)
TODAY = date(2021, 11, 1)
DAYS = Schedule(date(2021, 11, 1), date(2021, 11, 10), date(2021, 11, 12), date(2021, 11, 20))
COORDINATOR = coordinator(INTO.code)


@pytest.fixture
def opened(ground):
    """A round of two areas that is open, and one that opens in December."""
    reports = [said(Status.LATE, area=area, task=TASKS[0].code) for area in ("06", "07")]
    content = sheet(*reports, tasks=TASKS)
    sheets.import_sheet(content, into=INTO, actor=operator("aino"), now=at(7))
    new = rounds.NewRound("2021-11", INTO.code, Names("Marraskuu"), DAY, Q4, schedule=DAYS)
    rounds.open_round(new, actor=COORDINATOR, now=at(8))
    later = replace(new, code="2021-12", schedule=Schedule(opens_on=date(2021, 12, 1)))
    rounds.open_round(later, actor=COORDINATOR, now=at(8))


def work(actor, today=TODAY):
    return my_work.of_person(actor=actor, today=today)


@pytest.mark.parametrize(
    ("who", "may"), [(AINO, (True, False)), (EERO, (False, True)), (LIISA, (False, False))]
)
def test_an_areas_people_have_their_area_and_what_they_may_do(who, may):
    [found] = work(who).assignments
    assert (found.round.code, found.area.code) == ("2021-11", "06")
    assert (found.may_report, found.may_approve) == may


def test_a_round_that_opens_later_is_no_work_yet():
    assert len(work(AINO, date(2021, 12, 1)).assignments) == 2


def test_a_coordinator_runs_the_round_and_has_no_area():
    found = work(COORDINATOR)
    assert found.assignments == ()
    assert [(each.round.code, len(each.submissions)) for each in found.rounds] == [("2021-11", 2)]


def test_the_calendar_closes_what_is_to_be_done():
    [found] = work(AINO, date(2021, 11, 21)).assignments
    assert found.state is RoundState.CLOSED
    assert found.lock is not None
    assert found.lock.reason is LockReason.CLOSED


def test_a_published_round_is_work_again_for_the_area_that_corrects_it():
    rounds.close_round("2021-11", actor=COORDINATOR, now=at(9))
    rounds.publish("2021-11", actor=COORDINATOR, now=at(10))
    assert work(AINO).assignments == ()
    extensions.grant(
        "2021-11", "06", until=date(2021, 11, 5), reason="Virhe", actor=COORDINATOR, now=at(11)
    )
    assert [each.area.code for each in work(AINO).assignments] == ["06"]
    assert work(MATTI).assignments == ()
    assert work(AINO, date(2021, 11, 6)).assignments == ()


def test_an_administrator_is_told_the_organisations_name():
    boss = person(Role.ADMINISTRATOR, "90", organisation="091")
    assert work(boss).organisations["091"].fi == "Helsingin kaupunki"


def test_a_stranger_has_nothing_and_a_visitor_is_refused():
    assert work(STRANGER).assignments == ()
    with pytest.raises(ForbiddenError):
        work(VISITOR)


def test_an_area_is_opened_with_its_cells_by_theme():
    found = my_work.opened("2021-11", "06", actor=AINO, today=TODAY)
    assert [cell.task.code for cell in found.cells] == [task.code for task in TASKS]
    assert [(theme.code, len(theme.subareas)) for theme in found.themes] == [("palvelut", 1)]


def test_the_last_step_has_a_name_for_the_areas_own_people_only():
    submissions.step("2021-11", "06", SubmissionState.READY, actor=AINO, now=at(9))
    [mine] = work(LIISA).assignments
    state = person(Role.READER, "", organisation="stm", kind=OrganisationKind.MINISTRY)
    theirs = my_work.of_area("2021-11", "06", actor=state, today=TODAY)
    assert (mine.changed_by, theirs.changed_by) == ("person:1", "")


@pytest.mark.parametrize(("who", "error"), [(MATTI, ForbiddenError), (AINO, RefusedError)])
def test_what_one_may_not_see_or_what_is_not_asked_is_refused(who, error):
    code = "2021-11" if who is MATTI else "nothing"
    with pytest.raises(error):
        my_work.of_area(code, "06", actor=who, today=TODAY)


def test_what_a_form_had_shown_is_found_by_its_number():
    first = Value(Status.DONE)
    task = TASKS[1].code
    saved = reporting.save("2021-11", "06", [Change(task, first, 0)], actor=AINO, now=at(9))
    number = saved.saved[task]
    later = Change(task, Value(Status.LATE), number)
    reporting.save("2021-11", "06", [later], actor=AINO, now=at(10))
    assert reporting.said("06", [number, 999], actor=AINO) == {number: first}
    with pytest.raises(ForbiddenError):
        reporting.said("06", [number], actor=LIISA)
