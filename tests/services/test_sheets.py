"""A sheet is taken in: what it would change, then all of it or nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.filled_sheets import (
    INTO,
    LISTED,
    NOVEMBER,
    SEPTEMBER,
    publish_october,
    said,
    sheet,
    take_in,
)
from tests.small_roadmap import DAY, NEXT_Q1, at, task
from yhdyspinta.calc.situation import holding
from yhdyspinta.services import sheets
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import Event, Roadmap, SheetImport, StatusReport, Task, Theme
from yhdyspinta.store.roadmap import OPEN_END
from yhdyspinta.terms.access import operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.sheets import Problem, ProblemCode

pytestmark = pytest.mark.usefixtures("ground")

NOT_STARTED, LATE, DONE = Status.NOT_STARTED, Status.LATE, Status.DONE
DAYS = [date(2021, 10, 1) + timedelta(days=n) for n in range(5)]


def row_counts():
    return {model.__name__: model._default_manager.count() for model in apps.get_models()}


def intervals():
    rows = StatusReport.objects.order_by("effective_from", "id")
    return list(rows.values_list("status", "effective_from", "superseded_on"))


def log():
    rows = StatusReport.objects.select_related("area", "task", "sheet_import").order_by("id")
    return [row.as_terms() for row in rows]


def test_of_a_new_roadmap_everything_is_new():
    planned = sheets.plan(sheet(said()), roadmap=INTO.code)
    assert (planned.new_tasks, planned.new_reports) == (tuple(LISTED), (said(),))
    assert (planned.changed_tasks, planned.unchanged_tasks, planned.unchanged_reports) == ((), 0, 0)


def test_a_plan_stores_nothing():
    before = row_counts()
    sheets.plan(sheet(said()), roadmap=INTO.code)
    assert row_counts() == before


def test_an_import_does_what_the_plan_said():
    planned = sheets.plan(sheet(said()), roadmap=INTO.code)
    assert take_in(said()) == planned
    assert sheets.stored_roadmap(INTO.code).tasks == tuple(LISTED)
    assert [each.status for each in log()] == [DONE]


def test_a_stored_report_says_who_what_when_and_from_which_file():
    take_in(said(LATE, note="Odottaa päätöstä", area="90"), now=at(8, 15))
    [row] = StatusReport.objects.select_related("area", "task", "sheet_import", "organisation")
    found = row.as_terms()
    assert (found.recorded_at, found.recorded_by) == (at(8, 15), "aino")
    assert (found.origin, found.note) == ("lokakuu.xlsx", "Odottaa päätöstä")
    assert row.organisation is not None
    assert row.organisation.name_fi == "Helsingin kaupunki"


def test_an_import_leaves_one_event_with_its_counts():
    take_in(said(), said(task="b"))
    [event] = Event.objects.all()
    assert (event.action, event.actor, event.at) == ("sheet.import", "aino", at(8))
    assert (event.details["new_tasks"], event.details["new_reports"]) == (3, 2)


def test_the_same_file_twice_changes_nothing():
    take_in(said(), said(LATE, task="b"))
    before, rows = row_counts(), intervals()
    planned = take_in(said(), said(LATE, task="b"), now=at(9))
    assert planned.is_empty
    assert (planned.unchanged_tasks, planned.unchanged_reports) == (3, 2)
    assert (row_counts(), intervals()) == (before, rows)


def test_a_file_that_gives_a_cell_twice_stores_its_later_row_once():
    reports = (said(LATE), said(DONE))
    assert take_in(*reports).new_reports == (said(DONE),)
    assert take_in(*reports, now=at(9)).is_empty
    assert [each.status for each in log()] == [DONE]


def test_a_changed_task_is_shown_before_and_after():
    take_in(said())
    moved = replace(LISTED[0], due=NEXT_Q1)
    planned = sheets.import_sheet(
        sheet(tasks=[moved, *LISTED[1:]]), into=INTO, actor=operator("aino"), now=at(9)
    )
    assert planned.changed_tasks == ((LISTED[0], moved),)
    assert planned.unchanged_tasks == 2
    assert sheets.stored_roadmap(INTO.code).tasks[0] == moved


def test_a_task_that_a_later_file_leaves_out_stays():
    take_in()
    sheets.import_sheet(sheet(tasks=LISTED[:1]), into=INTO, actor=operator("aino"), now=at(9))
    assert Task.objects.count() == 3


def test_only_new_themes_names_are_a_change_too():
    take_in()
    content = sheet()
    renamed = replace(content.themes[0], names=Names("Palvelut", "Tjänster"))
    content = replace(content, themes=(renamed, *content.themes[1:]))
    sheets.import_sheet(content, into=INTO, actor=operator("eero"), now=at(9))
    assert Theme.objects.get(code="palvelut").name_sv == "Tjänster"
    assert Event.objects.filter(actor="eero").count() == 1


def test_a_name_that_a_later_file_leaves_empty_stays():
    content = sheet()
    named = replace(content.themes[0], names=Names("Palvelut", "Tjänster"))
    content = replace(content, themes=(named, *content.themes[1:]))
    sheets.import_sheet(content, into=INTO, actor=operator("aino"), now=at(8))
    finnish = replace(named, names=Names("Palvelut"))
    content = replace(content, themes=(finnish, *content.themes[1:]))
    sheets.import_sheet(content, into=INTO, actor=operator("aino"), now=at(9))
    assert Theme.objects.get(code="palvelut").name_sv == "Tjänster"


def test_an_area_that_is_listed_takes_part_though_it_reports_nothing():
    content = sheet(said(), areas=["06", "HUS"])
    sheets.import_sheet(content, into=INTO, actor=operator("aino"), now=at(8))
    roadmap = Roadmap.objects.get(code=INTO.code)
    assert set(roadmap.areas.values_list("code", flat=True)) == {"06", "HUS"}


def test_an_area_that_joins_later_leaves_a_trace():
    take_in(said())
    sheets.import_sheet(sheet(said(), areas=["HUS"]), into=INTO, actor=operator("eero"), now=at(9))
    assert Event.objects.get(actor="eero").details["new_areas"] == ["HUS"]


def test_a_correction_of_the_same_day_takes_the_place_of_the_first_report():
    take_in(said(LATE))
    take_in(said(DONE), now=at(9))
    assert intervals() == [("late", DAY, DAY), ("done", DAY, OPEN_END)]


def test_a_new_note_on_the_same_status_is_a_new_report():
    take_in(said(LATE))
    assert take_in(said(LATE, note="Odottaa päätöstä"), now=at(9)).new_reports


def test_a_later_report_ends_the_one_before():
    take_in(said(LATE, SEPTEMBER))
    take_in(said(DONE, DAY), now=at(9))
    assert intervals() == [("late", SEPTEMBER, DAY), ("done", DAY, OPEN_END)]


def test_a_backdated_report_fits_between_two_others():
    take_in(said(NOT_STARTED, SEPTEMBER), said(DONE, NOVEMBER))
    take_in(said(LATE, DAY), now=at(9))
    assert intervals() == [
        ("not_started", SEPTEMBER, DAY),
        ("late", DAY, NOVEMBER),
        ("done", NOVEMBER, OPEN_END),
    ]


def test_a_report_before_all_others_holds_until_the_first_of_them():
    take_in(said(DONE, DAY), said(DONE, NOVEMBER))
    take_in(said(LATE, SEPTEMBER), now=at(9))
    assert intervals()[0] == ("late", SEPTEMBER, DAY)


def test_many_days_in_one_file_become_one_row_of_intervals():
    take_in(said(DONE, NOVEMBER), said(NOT_STARTED, SEPTEMBER), said(LATE, DAY))
    assert intervals() == [
        ("not_started", SEPTEMBER, DAY),
        ("late", DAY, NOVEMBER),
        ("done", NOVEMBER, OPEN_END),
    ]


def test_a_correction_back_and_forth_keeps_every_report():
    for hour, status in enumerate([LATE, DONE, LATE], start=8):
        take_in(said(status), now=at(hour))
    assert [each.status for each in log()] == [LATE, DONE, LATE]


def test_reports_of_one_roadmap_do_not_touch_anothers():
    take_in(said(LATE))
    other = sheets.Target("toinen", Names("Toinen"))
    sheets.import_sheet(sheet(said(DONE, SEPTEMBER)), into=other, actor=operator("aino"), now=at(9))
    assert intervals() == [("done", SEPTEMBER, OPEN_END), ("late", DAY, OPEN_END)]


def test_with_one_wrong_row_nothing_is_stored():
    wrong = Problem(ProblemCode.STATUS_UNKNOWN, "lokakuu.xlsx", cell="C12", value="valmiis")
    before = row_counts()
    with pytest.raises(sheets.SheetRefusedError) as refused:
        sheets.import_sheet(
            replace(sheet(said()), problems=(wrong,)), into=INTO, actor=operator("aino"), now=at(8)
        )
    assert refused.value.problems == (wrong,)
    assert row_counts() == before


def test_a_warning_stops_nothing():
    mild = Problem(ProblemCode.REPORT_REPLACED, "lokakuu.xlsx", warning=True)
    content = replace(sheet(said()), problems=(mild,))
    assert not sheets.import_sheet(content, into=INTO, actor=operator("aino"), now=at(8)).is_empty


def test_a_failure_on_the_way_leaves_nothing():
    def fail(done, of):
        raise OSError

    before = row_counts()
    with pytest.raises(OSError), transaction.atomic():  # noqa: PT011 - any will do
        sheets.import_sheet(
            sheet(said()), into=INTO, actor=operator("aino"), now=at(8), progress=fail
        )
    assert row_counts() == before


def test_an_area_that_was_never_loaded_is_refused_in_words():
    with pytest.raises(RefusedError, match="21"):
        take_in(said(area="21"))
    assert not SheetImport.objects.exists()


def test_progress_is_told_up_to_the_last_row():
    told = []
    sheets.import_sheet(
        sheet(said(), said(task="b"), said(day=SEPTEMBER)),
        into=INTO,
        actor=operator("aino"),
        now=at(8),
        progress=lambda done, of: told.append((done, of)),
    )
    assert told == [(1, 3), (3, 3)]


def test_an_unknown_roadmap_is_refused():
    with pytest.raises(RefusedError, match="no-such"):
        sheets.stored_roadmap("no-such")


def test_a_clock_set_back_does_not_put_a_report_before_an_older_one():
    take_in(said(LATE), now=at(12))
    take_in(said(DONE), now=at(9))
    assert holding(log(), on=DAY)["06", "a"].status is DONE


def test_nothing_is_recorded_before_a_publication_that_did_not_know_it():
    published = publish_october(said(LATE))
    take_in(said(DONE), now=published.published_at)
    assert log()[-1].recorded_at > published.published_at


def test_a_long_file_name_fits_into_the_trail():
    content = sheet(said(), file="ä" * 240 + ".xlsx")
    sheets.import_sheet(content, into=INTO, actor=operator("aino"), now=at(8))
    assert len(Event.objects.get().subject) == Event._meta.get_field("subject").max_length


REPORTS = st.builds(
    said,
    st.sampled_from([NOT_STARTED, LATE, DONE]),
    st.sampled_from(DAYS),
    area=st.sampled_from(["06", "90"]),
    task=st.sampled_from(["a", "b"]),
)
IMPORTS = st.lists(st.tuples(st.lists(REPORTS, max_size=6), st.integers(0, 3)), max_size=8)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(imports=IMPORTS)
def test_after_any_imports_the_intervals_say_what_the_log_says(ground, imports):
    with transaction.atomic():
        for reports, hour in imports:
            take_in(*reports, now=at(hour))
        for day in DAYS:
            assert_intervals_agree_with_log(day)
        transaction.set_rollback(True)


def assert_intervals_agree_with_log(day):
    expected = {key: held.status for key, held in holding(log(), on=day).items()}
    rows = StatusReport.objects.holding(on=day)
    found = list(rows.values_list("area__code", "task__code", "status"))
    assert {(area, task): status for area, task, status in found} == expected
    assert len(found) == len(expected)
    by_cell = StatusReport.objects.by_cell(on=day)
    stepped_back = [status for _, _, status in by_cell if status]
    assert sorted(stepped_back) == sorted(expected.values())


def test_a_task_known_only_to_the_roadmap_can_be_reported_without_the_task_sheet():
    take_in()
    planned = sheets.import_sheet(
        sheet(said(task="b"), tasks=[]), into=INTO, actor=operator("aino"), now=at(9)
    )
    assert [each.task for each in planned.new_reports] == ["b"]
    assert Task.objects.count() == 3


def test_tasks_come_in_the_order_of_the_sheet():
    listed = [task("z", "palvelut/A"), task("a", "palvelut/A")]
    sheets.import_sheet(sheet(tasks=listed), into=INTO, actor=operator("aino"), now=at(8))
    assert [each.code for each in sheets.stored_roadmap(INTO.code).tasks] == ["z", "a"]
