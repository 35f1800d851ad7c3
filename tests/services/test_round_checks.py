"""A round's check list over the log: what held then and now, for whom, and at what price."""

from datetime import date

import pytest

from tests.people import AINO, LIISA, coordinator, person
from tests.services.filled_sheets import INTO, said, sheet
from tests.small_roadmap import DAY, Q3, Q4, at, tasks
from yhdyspinta.services import reporting, round_checks, rounds, sheets
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.access import Role, operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.reporting import Change, Value
from yhdyspinta.terms.roadmap import RoundState, Status
from yhdyspinta.terms.round_checks import CheckKind
from yhdyspinta.terms.rounds import Schedule

pytestmark = pytest.mark.usefixtures("ground")

TASKS = tasks(12, due=Q3)
CODES = [task.code for task in TASKS]
DAYS = Schedule(date(2021, 11, 1), date(2021, 11, 10), date(2021, 11, 12), date(2021, 11, 20))
NINE = at(9)
MIKA = coordinator(INTO.code)
AUGUST, SEPTEMBER = date(2021, 8, 31), date(2021, 9, 30)


def open_round(code, day, schedule=DAYS):
    new = rounds.NewRound(code, INTO.code, Names(code), day, Q4, schedule=schedule)
    rounds.open_round(new, actor=MIKA, now=at(8))


@pytest.fixture
def three_rounds(ground):
    """Two rounds before October's: area 06 late on all tasks but one done; 07 said nothing."""
    reports = [said(Status.LATE, AUGUST, task=code) for code in CODES[1:]]
    reports.append(said(Status.DONE, AUGUST, task=CODES[0]))
    content = sheet(*reports, tasks=TASKS, areas=["06", "07"])
    sheets.import_sheet(content, into=INTO, actor=operator("aino"), now=at(7))
    for code, day in [("2021-08", AUGUST), ("2021-09", SEPTEMBER)]:
        open_round(code, day, Schedule())
    open_round("2021-10", DAY)


def save(*values, now=NINE):
    """Let area 06 say of its first tasks what holds now."""
    seen = {cell.task.code: cell.seen for cell in reporting.grid("2021-10", "06", actor=AINO)}
    changes = [Change(code, value, seen[code]) for code, value in zip(CODES, values, strict=False)]
    reporting.save("2021-10", "06", changes, actor=AINO, now=now)


def found(actor=MIKA, now=NINE):
    checks = round_checks.of_round("2021-10", actor=actor, now=now).checks
    return {(each.area, each.kind): each for each in checks}


@pytest.mark.usefixtures("three_rounds")
def test_an_area_that_said_nothing_in_the_round_is_missing():
    assert {area for area, kind in found() if kind is CheckKind.NOTHING_REPORTED} == {"06", "07"}


@pytest.mark.usefixtures("three_rounds")
def test_what_stood_for_three_rounds_is_found_with_its_tasks():
    assert found()["06", CheckKind.UNCHANGED].tasks == tuple(CODES[1:])


@pytest.mark.usefixtures("three_rounds")
def test_a_done_task_that_went_back_is_found():
    save(Value(Status.IN_PROGRESS))
    assert found()["06", CheckKind.WENT_BACK].tasks == (CODES[0],)


@pytest.mark.usefixtures("three_rounds")
def test_much_done_at_once_is_found():
    save(*[Value(Status.DONE)] * 12)
    check = found()["06", CheckKind.ALL_AT_ONCE]
    assert (check.count, check.of) == (11, 11)


@pytest.mark.usefixtures("three_rounds")
def test_a_note_or_a_risk_explains_a_late_task():
    save(Value(Status.DONE), Value(Status.LATE, "Toimittaja vaihtui"))
    assert found()["06", CheckKind.LATE_UNEXPLAINED].tasks == tuple(CODES[2:])


@pytest.mark.usefixtures("three_rounds")
def test_an_expected_quarter_after_the_due_one_is_found():
    save(Value(Status.IN_PROGRESS, expected=Q4))
    assert found()["06", CheckKind.EXPECTED_LATER].tasks == (CODES[0],)


@pytest.mark.usefixtures("three_rounds")
def test_an_area_still_filling_in_has_its_count():
    save(Value(Status.DONE))
    check = found()["06", CheckKind.WAITING]
    assert (check.count, check.of, check.tasks) == (1, 12, tuple(CODES[1:]))


@pytest.mark.usefixtures("three_rounds")
def test_the_state_is_that_of_the_calendar():
    later = at(9).replace(month=11, day=30)
    state = round_checks.of_round("2021-10", actor=MIKA, now=later).round.state
    assert state is RoundState.CLOSED


@pytest.mark.usefixtures("three_rounds")
@pytest.mark.parametrize("actor", [AINO, LIISA, coordinator("other"), person(Role.APPROVER)])
def test_only_who_runs_the_round_sees_the_list(actor):
    with pytest.raises(ForbiddenError):
        found(actor)


def test_a_round_that_there_is_not_is_refused():
    with pytest.raises(RefusedError, match="2021-10"):
        found()


@pytest.mark.usefixtures("three_rounds")
def test_the_list_costs_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(13):
        found()
