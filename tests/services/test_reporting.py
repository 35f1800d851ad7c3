"""Saving an area's cells: rights, locks, conflicts, and a log that only grows."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import AINO, LIISA, MATTI, coordinator
from tests.services.filled_sheets import INTO, said, sheet
from tests.small_roadmap import DAY, Q4, at, tasks
from yhdyspinta.services import reporting, rounds, sheets
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import Event, StatusReport
from yhdyspinta.store.roadmap import OPEN_END
from yhdyspinta.terms.access import operator
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.reporting import Change, Value
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.rounds import LockReason, Schedule
from yhdyspinta.terms.situation import Severity

pytestmark = pytest.mark.usefixtures("ground")

TASKS = tasks(3)
CODES = [task.code for task in TASKS]
DONE, LATE = Value(Status.DONE), Value(Status.LATE, "Toimittaja vaihtui", Severity.HIGH, Q4)
DAYS = Schedule(date(2021, 11, 1), date(2021, 11, 10), date(2021, 11, 12), date(2021, 11, 20))


@pytest.fixture
def opened(ground):
    """A round over three tasks, of which the first was reported late in October."""
    reports = [
        said(Status.LATE, area="06", task=CODES[0]),
        said(Status.DONE, area="07", task=CODES[0]),
    ]
    content = sheet(*reports, tasks=TASKS)
    sheets.import_sheet(content, into=INTO, actor=operator("aino"), now=at(7))
    new = rounds.NewRound("2021-11", INTO.code, Names("Marraskuu"), DAY, Q4, schedule=DAYS)
    rounds.open_round(new, actor=coordinator(INTO.code), now=at(8))


def save(*changes, actor=AINO, area="06", now=None):
    return reporting.save("2021-11", area, changes, actor=actor, now=now or at(9))


def change(value=DONE, *, task=0, seen=0):
    return Change(CODES[task], value, seen)


def held(task=0, area="06"):
    return StatusReport.objects.get(area__code=area, task__code=CODES[task], superseded_on=OPEN_END)


@pytest.mark.usefixtures("opened")
class TestSaving:
    def test_a_first_report_holds_from_the_rounds_day(self):
        saved = save(change(LATE, task=1))
        row = held(1)
        assert saved.saved == {CODES[1]: row.pk}
        assert (row.effective_from, row.recorded_by) == (DAY, "person:1")
        assert (row.risk, row.expected_quarter, row.note) == ("high", "2021-Q4", LATE.note)

    def test_a_change_ends_what_held_and_keeps_it(self):
        before = held()
        save(change(seen=before.pk))
        before.refresh_from_db()
        assert (before.superseded_on, held().status) == (DAY, "done")

    def test_what_somebody_else_changed_meanwhile_is_a_conflict_and_the_rest_is_saved(self):
        seen = held().pk
        save(change(LATE, seen=seen))
        saved = save(change(DONE, seen=seen), change(DONE, task=1))
        [conflict] = saved.conflicts
        assert (conflict.mine, conflict.theirs, conflict.seen) == (DONE, LATE, held().pk)
        assert list(saved.saved) == [CODES[1]]

    def test_the_second_chooses_by_naming_what_was_shown(self):
        seen = held().pk
        save(change(LATE, seen=seen))
        [conflict] = save(change(DONE, seen=seen)).conflicts
        save(change(DONE, seen=conflict.seen))
        assert held().status == "done"

    def test_sending_twice_saves_once(self):
        save(change(task=1))
        count = StatusReport.objects.count()
        assert save(change(task=1)).unchanged == (CODES[1],)
        assert StatusReport.objects.count() == count

    def test_saying_the_same_as_last_round_counts_as_reported_in_this_one(self):
        was = held()
        save(change(Value(Status.LATE), seen=was.pk))
        assert held().pk != was.pk
        assert held().round.code == "2021-11"

    def test_the_trail_tells_before_and_after(self):
        save(change(DONE, seen=held().pk))
        event = Event.objects.get(action="report.save")
        [cell] = event.details["cells"]
        assert (cell["before"]["status"], cell["after"]["status"]) == ("late", "done")
        assert (event.actor, event.organisation, event.area) == ("person:1", "hva-06", "06")

    def test_a_cell_is_saved_in_few_queries(self):
        seen = held().pk
        with CaptureQueriesContext(connection) as captured:
            save(change(seen=seen))
        # With the session and the person with roles: nine in a request.
        assert len(captured) <= 7, [each["sql"] for each in captured]

    def test_a_report_never_goes_into_the_past_of_the_log(self):
        save(change(task=1), now=at(12))
        save(change(LATE, task=1, seen=held(1).pk), now=at(9))
        times = StatusReport.objects.filter(task__code=CODES[1]).order_by("id")
        assert [row.recorded_at for row in times] == [at(12), at(12)]

    def test_a_later_report_keeps_its_place(self):
        later = replace(said(Status.DONE, area="06", task=CODES[2]), reported_on=date(2021, 12, 1))
        sheets.import_sheet(
            sheet(later, tasks=TASKS), into=INTO, actor=operator("a"), now=at(8, 30)
        )
        save(change(LATE, task=2))
        row = StatusReport.objects.get(round__code="2021-11")
        assert row.superseded_on == date(2021, 12, 1)


@pytest.mark.usefixtures("opened")
class TestRefusals:
    @pytest.mark.parametrize("who", [MATTI, LIISA, coordinator(INTO.code), operator("root")])
    def test_only_the_areas_own_reporters_report(self, who):
        with pytest.raises(ForbiddenError):
            save(change(task=1), actor=who)

    @pytest.mark.parametrize(("day", "reason"), [(20, None), (21, LockReason.CLOSED)])
    def test_the_calendar_closes_the_round(self, day, reason):
        now = at(9).replace(day=day)
        if reason is None:
            assert save(change(task=1), now=now).saved
        else:
            with pytest.raises(reporting.LockedError) as refused:
                save(change(task=1), now=now)
            assert refused.value.lock.reason is reason

    def test_a_closed_round_is_locked(self):
        rounds.close_round("2021-11", actor=coordinator(INTO.code), now=at(10))
        with pytest.raises(reporting.LockedError):
            save(change(task=1))

    @pytest.mark.parametrize(
        "wrong",
        [
            (),
            (change(Value()),),
            (change(), change()),
            (Change("nothing", DONE, 0),),
            (change(Value(Status.DONE, "x" * 5000), task=1),),
        ],
    )
    def test_what_cannot_be_said_is_refused_whole(self, wrong):
        count = StatusReport.objects.count()
        with pytest.raises(RefusedError):
            save(*wrong, *([change(task=2)] if wrong else []))
        assert StatusReport.objects.count() == count


@pytest.mark.usefixtures("opened")
class TestGrid:
    def test_it_shows_what_holds_and_what_held_before(self):
        save(change(LATE, task=1))
        cells = reporting.grid("2021-11", "06", actor=AINO)
        assert [each.task.code for each in cells] == CODES
        assert [each.in_round for each in cells] == [False, True, False]
        assert cells[1].value == LATE

    def test_another_areas_people_do_not_see_it(self):
        with pytest.raises(ForbiddenError):
            reporting.grid("2021-11", "06", actor=MATTI)

    def test_quarters_are_read_back(self):
        save(change(replace(LATE, expected=Quarter(2022, 2)), task=1))
        assert reporting.grid("2021-11", "06", actor=AINO)[1].value.expected == Quarter(2022, 2)
