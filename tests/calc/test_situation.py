"""The definitions of progress and readiness, one by one (docs/calculations/situation.md)."""

from dataclasses import replace
from datetime import date

import pytest

from tests.small_roadmap import (
    DAY,
    NEXT_Q1,
    Q3,
    Q4,
    RULE,
    at,
    picture,
    report,
    task,
    tasks,
    with_statuses,
)
from yhdyspinta.calc.situation import all_figures, cell, holding, table
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import Counts, Lens, Share

NOT_STARTED, IN_PROGRESS, ON_SCHEDULE, LATE, DONE, NOT_APPLICABLE = Status
SEPTEMBER = date(2021, 9, 30)


def test_in_progress_on_schedule_and_done_are_progress():
    found = cell(with_statuses(IN_PROGRESS, ON_SCHEDULE, DONE, NOT_STARTED), area="06")
    assert found.progress == Share(3, 4)


def test_readiness_is_two_disjoint_shares_of_all_applicable_tasks():
    found = cell(with_statuses(IN_PROGRESS, ON_SCHEDULE, LATE, DONE, NOT_STARTED), area="06")
    assert (found.under_way, found.done, found.started) == (Share(3, 5), Share(1, 5), Share(4, 5))


def test_not_applicable_leaves_every_denominator():
    found = cell(with_statuses(DONE, NOT_APPLICABLE), area="06")
    assert (found.progress, found.done, found.completeness) == (Share(1, 1),) * 3
    assert found.counts.not_applicable == 1


def test_a_task_without_a_report_stays_in_the_denominator_as_not_reported():
    found = cell(with_statuses(DONE, None), area="06")
    assert (found.progress, found.done, found.completeness) == (Share(1, 2),) * 3
    assert found.counts.not_reported == 1


def test_an_area_without_reports_has_counts_but_no_figures():
    found = cell(picture(tasks(2), {}, silent=["HUS"]), area="HUS")
    assert found.counts == Counts(applicable=2, due=2, not_reported=2)
    assert not found.has_reports
    assert {found.progress, found.under_way, found.done, found.started} == {None}
    assert {found.completeness, found.progress_band, found.readiness_band} == {None}


def test_an_area_that_has_not_started_anything_has_zero_percent_not_nothing():
    found = cell(with_statuses(NOT_STARTED), area="06")
    assert found.progress is not None
    assert (found.progress.percent, found.progress_band) == (0, "under_25")


def test_an_area_that_reported_only_elsewhere_has_zero_percent_in_a_theme():
    reported, other = task("a", "palvelut/A"), task("b", "ict/A")
    found = cell(picture([reported, other], {"06": {"a": DONE}}), area="06", theme="ict")
    assert found.progress == Share(0, 1)


def test_an_area_that_nothing_concerns_has_no_share_though_it_reported():
    found = cell(with_statuses(NOT_APPLICABLE), area="06")
    assert found.has_reports
    assert (found.progress, found.done, found.completeness) == (None, None, None)


@pytest.mark.parametrize(("horizon", "due"), [(Q3, 1), (Q4, 2), (NEXT_Q1, 3)])
def test_a_task_due_in_the_horizon_quarter_itself_is_due(horizon, due):
    listed = [*tasks(1, due=Q3), *tasks(1, due=Q4), *tasks(1, due=NEXT_Q1)]
    shown = picture(listed, {"06": {each.code: DONE for each in listed}}, horizon=horizon)
    assert cell(shown, area="06").progress == Share(due, due)


def test_readiness_looks_at_all_tasks_whenever_they_are_due():
    listed = [*tasks(1, due=Q3), *tasks(1, due=NEXT_Q1)]
    shown = picture(listed, {"06": {each.code: DONE for each in listed}}, horizon=Q3)
    assert cell(shown, area="06").done == Share(2, 2)


def test_no_task_due_means_no_progress_and_no_band():
    shown = picture(tasks(1, due=NEXT_Q1), {"06": {}}, horizon=Q4)
    found = cell(shown, area="06")
    assert (found.progress, found.progress_band) == (None, None)


@pytest.mark.parametrize(
    ("is_under_way", "is_progressing"),
    [(True, False), (False, True), (True, True), (False, False)],
)
def test_late_counts_as_the_rule_of_the_day_says(is_under_way, is_progressing):
    rule = replace(RULE, late_is_under_way=is_under_way, late_is_progressing=is_progressing)
    found = cell(picture([task("a")], {"06": {"a": LATE}}, rule=rule), area="06")
    assert (found.under_way, found.progress) == (
        Share(int(is_under_way), 1),
        Share(int(is_progressing), 1),
    )
    assert found.counts.late == 1


def test_a_theme_sums_tasks_and_is_not_the_mean_of_its_subareas():
    large, small = tasks(9, "palvelut/A"), tasks(1, "palvelut/B")
    shown = picture([*large, *small], {"06": {each.code: DONE for each in small}})
    parts = [cell(shown, area="06", theme="palvelut", subarea=s).done for s in ("A", "B")]
    assert parts == [Share(0, 9), Share(1, 1)]
    assert cell(shown, area="06", theme="palvelut").done == Share(1, 10)


def test_all_areas_together_leave_out_those_that_have_reported_nothing():
    shown = picture(tasks(2), {"06": {"palvelut/A-2021-Q4-0": DONE}}, silent=["HUS"])
    assert cell(shown, area=None).done == Share(1, 2)


@pytest.mark.parametrize(
    ("count", "of", "percent"),
    [
        (0, 7, 0),
        (7, 7, 100),
        (1, 8, 13),
        (3, 8, 38),
        (1, 200, 1),
        (1, 201, 0),
        (199, 200, 100),
        (1, 3, 33),
        (2, 3, 67),
    ],
)
def test_a_share_is_rounded_half_up_to_whole_percent(count, of, percent):
    assert Share(count, of).percent == percent


def test_a_share_is_rounded_first_and_then_banded():
    listed = tasks(200)
    said = {each.code: DONE for each in listed[:151]}  # 75.5 %
    found = cell(picture(listed, {"06": said}), area="06")
    assert found.progress_band == "over_75"


def test_the_latest_report_on_or_before_the_day_holds():
    log = [report(NOT_STARTED, SEPTEMBER), report(DONE, DAY), report(LATE, date(2021, 11, 1))]
    assert [each.status for each in holding(log, on=DAY).values()] == [DONE]
    assert [each.status for each in holding(log, on=date(2021, 10, 30)).values()] == [NOT_STARTED]
    assert holding(log, on=date(2021, 9, 29)) == {}


@pytest.mark.parametrize("turned", [1, -1])
def test_of_two_reports_on_one_day_the_one_recorded_later_holds(turned):
    log = [report(DONE, hour=8), report(LATE, hour=9)][::turned]
    assert holding(log, on=DAY)["06", "a"].status is LATE


def test_of_two_reports_recorded_at_once_the_later_in_the_log_holds():
    log = [report(DONE), report(LATE)]
    assert holding(log, on=DAY)["06", "a"].status is LATE


def test_a_report_of_an_earlier_day_does_not_win_by_being_recorded_later():
    log = [report(DONE, DAY, hour=8), report(LATE, SEPTEMBER, hour=9)]
    assert holding(log, on=DAY)["06", "a"].status is DONE


def test_a_report_recorded_after_the_time_asked_for_was_not_known():
    log = [report(DONE, hour=8), report(LATE, hour=9)]
    assert holding(log, on=DAY, known_by=at(8))["06", "a"].status is DONE


def test_a_table_has_the_themes_in_the_roadmaps_order_and_the_sum_of_all_areas():
    listed = [task("a", "palvelut/A"), task("b", "ict/A")]
    found = table(picture(listed, {"06": {"a": DONE}, "07": {"b": DONE}}), Lens.PROGRESS)
    assert [column.theme for column in found.columns] == ["palvelut", "ict"]
    assert [[f.progress for f in row.figures] for row in (*found.rows, found.total)] == [
        [Share(1, 1), Share(0, 1)],
        [Share(0, 1), Share(1, 1)],
        [Share(1, 2), Share(1, 2)],
    ]


def test_a_themes_table_begins_with_the_theme_itself():
    found = table(
        picture([task("a", "ict/B"), task("b", "ict/A")], {"06": {}}), Lens.PROGRESS, theme="ict"
    )
    assert [(column.theme, column.subarea) for column in found.columns] == [
        ("ict", None),
        ("ict", "B"),
        ("ict", "A"),
    ]


def test_a_column_counts_the_tasks_that_its_lens_looks_at():
    shown = picture([*tasks(2, due=Q4), *tasks(3, due=NEXT_Q1)], {"06": {}})
    assert [table(shown, lens).columns[0].tasks for lens in Lens] == [2, 5]


def test_a_table_of_an_unknown_theme_is_an_error():
    with pytest.raises(KeyError):
        table(with_statuses(DONE), Lens.PROGRESS, theme="no-such")


def test_all_figures_go_through_areas_then_themes_then_subareas():
    shown = picture([task("a", "ict/A"), task("b", "ict/B")], {"07": {}, "06": {}})
    found = [(f.area, f.theme, f.subarea) for f in all_figures(shown, by_subarea=True)]
    assert found == [
        ("07", "ict", "A"),
        ("07", "ict", "B"),
        ("06", "ict", "A"),
        ("06", "ict", "B"),
    ]
    assert [f.subarea for f in all_figures(shown, by_subarea=False)] == [None, None]
