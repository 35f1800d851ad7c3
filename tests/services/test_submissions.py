"""An area's part of a round: its steps, who may take them, and how much was reported in time."""

from datetime import date

import pytest

from tests.people import AINO, EERO, LIISA, MATTI, coordinator, person
from tests.services.filled_sheets import INTO, said, sheet
from tests.small_roadmap import DAY, Q4, at, tasks
from yhdyspinta.services import reporting, rounds, sheets, situation, submissions
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import Event, Submission, SubmissionStep
from yhdyspinta.terms.access import Role, operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.reporting import Change, Value
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.rounds import Schedule, SubmissionState
from yhdyspinta.terms.situation import Reporting, Share

TASKS = tasks(4)
DAYS = Schedule(date(2021, 11, 1), date(2021, 11, 10), date(2021, 11, 12), date(2021, 11, 30))
COORDINATOR = coordinator(INTO.code)
READY, APPROVED = SubmissionState.READY, SubmissionState.APPROVED
ACCEPTED, RETURNED = SubmissionState.ACCEPTED, SubmissionState.RETURNED


@pytest.fixture(autouse=True)
def opened(ground):
    reports = [said(Status.LATE, area=area, task=TASKS[0].code) for area in ("06", "07")]
    content = sheet(*reports, tasks=TASKS)
    sheets.import_sheet(content, into=INTO, actor=operator("aino"), now=at(7))
    new = rounds.NewRound("2021-11", INTO.code, Names("Marraskuu"), DAY, Q4, schedule=DAYS)
    rounds.open_round(new, actor=COORDINATOR, now=at(8))


def step(to, *, actor, area="06", comment="", now=None):
    submissions.step("2021-11", area, to, actor=actor, now=now or at(12), comment=comment)


def state():
    return Submission.objects.get(round__code="2021-11", area__code="06").state


def say(number, status=Status.DONE, *, now=None):
    seen = {cell.task.code: cell.seen for cell in reporting.grid("2021-11", "06", actor=AINO)}
    code = TASKS[number].code
    change = Change(code, Value(status), seen[code])
    reporting.save("2021-11", "06", [change], actor=AINO, now=now or at(9))


def test_from_waiting_to_accepted():
    step(READY, actor=AINO)
    step(APPROVED, actor=EERO)
    step(ACCEPTED, actor=COORDINATOR)
    assert state() == ACCEPTED
    steps = SubmissionStep.objects.order_by("id").values_list("before", "after", "by")
    assert list(steps) == [
        ("waiting", "ready", "person:1"),
        ("ready", "approved", "person:2"),
        ("approved", "accepted", "person:5"),
    ]


@pytest.mark.parametrize(
    ("done", "to", "allowed"),
    [
        ([], READY, {"reporter"}),
        ([READY], APPROVED, {"approver"}),
        ([READY], RETURNED, {"approver", "coordinator"}),
        ([READY, APPROVED], ACCEPTED, {"coordinator"}),
        ([READY, APPROVED], RETURNED, {"approver", "coordinator"}),
        ([READY, APPROVED, ACCEPTED], RETURNED, {"coordinator"}),
    ],
)
def test_who_may_take_which_step(done, to, allowed):
    cast = {
        "reporter": AINO,
        "approver": EERO,
        "coordinator": COORDINATOR,
        "reader": LIISA,
        "other area": MATTI,
        "other approver": person(Role.APPROVER, "07", number=7),
        "other coordinator": coordinator("another"),
    }
    usual = {READY: AINO, APPROVED: EERO, ACCEPTED: COORDINATOR}
    for each in done:
        step(each, actor=usual[each])
    before = state()
    for name, who in cast.items():
        if name not in allowed:
            with pytest.raises(ForbiddenError):
                step(to, actor=who, comment="Puuttuu")
    assert state() == before
    step(to, actor=cast[min(allowed)], comment="Puuttuu")
    assert state() == to


@pytest.mark.parametrize("to", [ACCEPTED, RETURNED])
def test_a_step_that_skips_one_is_refused(to):
    with pytest.raises(RefusedError):
        step(to, actor=COORDINATOR, comment="Puuttuu")


def test_sending_back_needs_a_comment():
    step(READY, actor=AINO)
    with pytest.raises(RefusedError):
        step(RETURNED, actor=EERO, comment="  ")
    assert state() == READY


def test_what_was_sent_back_is_filled_in_again():
    step(READY, actor=AINO)
    step(RETURNED, actor=EERO, comment="Tehtävä 2 puuttuu")
    say(1)
    step(READY, actor=AINO)
    assert state() == READY


def test_what_is_approved_is_locked():
    step(READY, actor=AINO)
    step(APPROVED, actor=EERO)
    with pytest.raises(reporting.LockedError):
        say(1)


def test_a_step_is_told_in_the_trail_with_its_reason():
    step(READY, actor=AINO)
    step(RETURNED, actor=EERO, comment="Puuttuu")
    event = Event.objects.get(action="submission.returned")
    assert (event.reason, event.details["before"], event.area) == ("Puuttuu", "ready", "06")


def test_what_is_reported_in_the_round_is_counted_and_what_is_in_time():
    say(0)
    say(1, now=at(9).replace(day=20))
    say(2, Status.NOT_APPLICABLE)
    [found] = [each for each in submissions.of_round("2021-11") if each.area == "06"]
    assert (found.asked, found.reported, found.on_time) == (3, 2, 1)


def test_a_late_correction_of_what_was_in_time_stays_in_time():
    say(0)
    say(0, Status.LATE, now=at(9).replace(day=20))
    [found] = [each for each in submissions.of_round("2021-11") if each.area == "06"]
    assert (found.reported, found.on_time) == (1, 1)


def test_the_published_picture_tells_how_each_area_answered():
    say(0)
    rounds.close_round("2021-11", actor=COORDINATOR, now=at(13))
    rounds.publish("2021-11", actor=COORDINATOR, now=at(14))
    picture = situation.of_round("2021-11").picture
    assert picture.answers == {"06": Reporting(4, 1, 1), "07": Reporting(4, 0, 0)}
    assert picture.answers["06"].completeness == Share(1, 4)
