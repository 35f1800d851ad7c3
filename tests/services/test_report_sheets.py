"""An area's workbook: made, filled in, compared with what others saved meanwhile, taken in."""

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from tests.people import AINO, EERO, MATTI
from tests.services.filled_sheets import INTO, said, sheet
from tests.services.test_reporting import CODES, DAYS, TASKS, held
from tests.small_roadmap import DAY, Q4, at
from yhdyspinta.services import report_sheets, reporting, rounds, sheets
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.report_sheets import Choice, Chosen
from yhdyspinta.store.models import Event, StatusReport
from yhdyspinta.terms.access import Visibility, operator
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.reporting import Change, Value
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.sheets import ProblemCode
from yhdyspinta.terms.situation import Severity

pytestmark = pytest.mark.usefixtures("opened")

# What an imported sheet says is public.
PUBLIC = Visibility.PUBLIC
DONE = Value(Status.DONE, visibility=PUBLIC)
LATE = Value(Status.LATE, "Toimittaja vaihtui", Severity.HIGH, Q4, PUBLIC)
FIRST_ROW = 5
COLUMN = {"status": "G", "note": "H", "risk": "I", "expected": "J", "visibility": "K"}


@pytest.fixture
def opened(ground):
    """Two rounds over three tasks, of which the first was reported late in October."""
    reports = [said(Status.LATE, area=code, task=CODES[0]) for code in ("06", "07")]
    content = sheet(*reports, tasks=TASKS)
    sheets.import_sheet(content, into=INTO, actor=operator("aino"), now=at(7))
    for code, name in (("2021-11", "Marraskuu"), ("2021-12", "Joulukuu")):
        new = rounds.NewRound(code, INTO.code, Names(name), DAY, Q4, schedule=DAYS)
        rounds.open_round(new, actor=operator("aino"), now=at(8))


def made(round="2021-11", area="06", *, actor=AINO, language="fi", now=None):
    return report_sheets.make(
        round, area, actor=actor, now=now or at(9), language=language, address="https://x.fi/"
    )


def filled(data=None, *, row=0, **answers):
    """Write answers into a row of the filling sheet."""
    workbook = load_workbook(io.BytesIO(data or made()))
    for name, value in answers.items():
        workbook.worksheets[1][f"{COLUMN[name]}{FIRST_ROW + row}"] = value
    return saved(workbook)


def saved(workbook):
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def planned(data, *, round="2021-11", area="06", actor=AINO, now=None):
    return report_sheets.plan(
        round, area, data, file="raportti.xlsx", actor=actor, now=now or at(10)
    )


def taken(brought, *, chosen=None, now=None):
    return report_sheets.take_in(
        "2021-11", "06", brought, chosen=chosen or Chosen({}), actor=AINO, now=now or at(11)
    )


def save(value, *, task=0, seen=0, now=None):
    change = Change(CODES[task], value, seen)
    return reporting.save("2021-11", "06", [change], actor=AINO, now=now or at(9, 30))


class TestPlan:
    def test_an_untouched_workbook_changes_nothing(self):
        brought, plan = planned(made())
        assert (brought.problems, plan.is_empty, plan.unchanged) == ((), True, 3)

    def test_it_says_before_and_after_and_stores_nothing(self):
        count = StatusReport.objects.count()
        brought, plan = planned(filled(status="Valmis", note="Sovittu"))
        [step] = plan.changes
        # A note that somebody begins is internal, though what was imported is public.
        assert (step.before, step.after) == (
            replace(DONE, status=Status.LATE),
            Value(Status.DONE, "Sovittu"),
        )
        assert (brought.problems, StatusReport.objects.count()) == ((), count)

    def test_what_somebody_else_saved_meanwhile_is_a_conflict(self):
        data = filled(status="Valmis")
        save(replace(LATE, note="Viivästyy vielä"), seen=held().pk)
        _brought, plan = planned(data)
        [step] = plan.conflicts
        assert (step.before.note, step.after.status) == ("Viivästyy vielä", Status.DONE)
        assert (step.seen, plan.changes) == (held().pk, ())

    def test_a_row_that_the_file_did_not_change_is_not_touched_whatever_happened(self):
        data = filled(row=1, status="Käynnissä")
        save(DONE, seen=held().pk)
        brought, plan = planned(data)
        taken(brought)
        assert [each.task.code for each in plan.changes] == [CODES[1]]
        assert held().status == "done"

    def test_the_same_said_by_both_is_no_conflict(self):
        data = filled(status="Valmis")
        save(DONE, seen=held().pk)
        _brought, plan = planned(data)
        assert plan.is_empty

    def test_a_value_confirmed_meanwhile_as_it_was_is_no_conflict(self):
        data = filled(status="Valmis")
        save(replace(DONE, status=Status.LATE), seen=held().pk)
        _brought, plan = planned(data)
        assert [each.seen for each in plan.changes] == [held().pk]

    def test_a_file_without_its_hidden_sheet_asks_of_every_difference(self):
        workbook = load_workbook(io.BytesIO(filled(status="Valmis")))
        workbook.remove(workbook.worksheets[2])
        brought, plan = planned(saved(workbook))
        assert [each.code for each in brought.problems] == [ProblemCode.FORM_LOST]
        assert [each.task.code for each in plan.conflicts] == [CODES[0]]

    @pytest.mark.parametrize(
        ("place", "code", "value"),
        [
            (("2021-12", "06"), ProblemCode.ROUND_OTHER, "Marraskuu (2021-11)"),
            (("2021-11", "07"), ProblemCode.AREA_OTHER, "Satakunta"),
        ],
    )
    def test_a_file_of_another_round_or_area_says_whose_it_is(self, place, code, value):
        actor = AINO if place[1] == "06" else MATTI
        data = filled(status="Valmis")
        brought, plan = planned(data, round=place[0], area=place[1], actor=actor)
        assert [(each.code, each.value) for each in brought.problems] == [(code, value)]
        assert plan.is_empty


class TestTakingIn:
    def test_all_changes_are_saved_at_once_with_a_trail_of_the_file(self):
        data = filled(
            filled(status="Valmis"), row=1, status="Myöhässä", risk="Korkea", expected="Q2/2022"
        )
        brought, _plan = planned(data)
        done, _plan = taken(brought)
        assert set(done.saved) == {CODES[0], CODES[1]}
        assert held(1).expected_quarter == str(Quarter(2022, 2))
        event = Event.objects.get(action="report.sheet")
        assert (event.details["file"], event.details["sha256"]) == ("raportti.xlsx", brought.sha256)

    def test_a_conflict_that_nobody_chose_stores_nothing(self):
        data = filled(filled(status="Valmis"), row=1, status="Valmis")
        save(LATE, seen=held().pk)
        count = StatusReport.objects.count()
        done, plan = taken(planned(data)[0])
        assert (done, len(plan.conflicts), StatusReport.objects.count()) == (None, 1, count)

    @pytest.mark.parametrize(("choice", "status"), [(Choice.MINE, "done"), (Choice.THEIRS, "late")])
    def test_who_chose_gets_what_was_chosen(self, choice, status):
        data = filled(filled(status="Valmis"), row=1, status="Valmis")
        save(LATE, seen=held().pk)
        taken(planned(data)[0], chosen=Chosen({CODES[0]: (choice, held().pk)}))
        assert (held().status, held(1).status) == (status, "done")

    def test_a_choice_does_not_hold_for_what_came_after_it(self):
        data = filled(status="Valmis")
        save(LATE, seen=held().pk)
        chosen = Chosen({CODES[0]: (Choice.MINE, held().pk)})
        save(replace(LATE, note="Uusi tieto"), seen=held().pk, now=at(10))
        done, plan = taken(planned(data)[0], chosen=chosen)
        assert (done, plan.conflicts[0].before.note) == (None, "Uusi tieto")

    def test_taking_in_twice_saves_once(self):
        brought, _plan = planned(filled(status="Valmis"))
        taken(brought)
        with pytest.raises(RefusedError):
            taken(brought, now=at(12))

    def test_unchanged_tasks_are_said_again_only_if_asked(self):
        brought, plan = planned(made())
        assert [each.task.code for each in plan.same] == [CODES[0]]
        taken(brought, chosen=Chosen({}, again=True))
        assert held().round.code == "2021-11"


class TestRefusals:
    @pytest.mark.parametrize("who", [MATTI, EERO])
    def test_only_the_areas_reporter_gets_and_brings_a_workbook(self, who):
        with pytest.raises(ForbiddenError):
            made(actor=who)
        with pytest.raises(ForbiddenError):
            planned(b"", actor=who)

    def test_a_closed_round_is_locked_but_can_be_read(self):
        data, late = filled(status="Valmis"), at(10).replace(day=25)
        brought, _plan = planned(data)
        with pytest.raises(reporting.LockedError):
            planned(data, now=late)
        with pytest.raises(reporting.LockedError):
            taken(brought, now=late)
        sheet_ = load_workbook(io.BytesIO(made(now=late))).worksheets[1]
        assert sheet_[f"G{FIRST_ROW}"].protection.locked

    def test_a_workbook_that_goes_out_leaves_a_trail(self):
        made()
        assert Event.objects.get(action="report.export").actor == "person:1"
