"""Pictures: live from the log, frozen, from a sheet alone; and what a number is made of."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.calc import naive
from tests.services.filled_sheets import (
    INTO,
    LISTED,
    NOVEMBER,
    SEPTEMBER,
    open_october,
    publish_october,
    said,
    sheet,
    take_in,
)
from tests.small_roadmap import DAY, Q4, RULE, VALIDITY, at
from yhdyspinta.calc.rules import NoRuleInForceError
from yhdyspinta.calc.situation import cell
from yhdyspinta.services import demo, rounds, sheets, situation
from yhdyspinta.services import figures as figure_service
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.sources import reference
from yhdyspinta.sources.sheets import read
from yhdyspinta.store.models import Roadmap, StatusReport, StatusRule
from yhdyspinta.terms.access import operator
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import Share

NOT_STARTED, LATE, DONE = Status.NOT_STARTED, Status.LATE, Status.DONE
DAYS = [date(2021, 10, 1) + timedelta(days=n) for n in range(4)]


def live(on=DAY, *, horizon=Q4):
    return situation.live(INTO.code, as_of=on, horizon=horizon, actor=operator("test")).picture


def behind(shown, **which):
    return {
        row.task.code: row
        for row in figure_service.explain(shown, **which, actor=operator("test")).rows
    }


REPORTS = st.builds(
    said,
    st.sampled_from(Status),
    st.sampled_from(DAYS),
    area=st.sampled_from(["06", "07"]),
    task=st.sampled_from(["a", "b", "c"]),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(imports=st.lists(st.lists(REPORTS, max_size=6), min_size=1, max_size=5))
def test_a_live_picture_of_any_day_is_what_the_log_says(ground, imports):
    with transaction.atomic():
        for minute, reports in enumerate(imports):
            take_in(*reports, now=at(8, minute))
        rows = StatusReport.objects.select_related("area", "task", "sheet_import").order_by("id")
        log = [row.as_terms() for row in rows]
        for day, area in product(DAYS, ("06", "07")):
            numbers = naive.numbers(LISTED, log, [area], day=day, horizon=Q4, rule=RULE)
            assert_counts_are(cell(live(day), area=area), numbers)
        transaction.set_rollback(True)


def assert_counts_are(figures, numbers):
    if not figures.has_reports:  # it may not even take part yet
        return
    assert {name: getattr(figures.counts, name) for name in numbers} == numbers


def test_an_area_that_takes_part_but_is_silent_has_a_row(ground):
    sheets.import_sheet(
        sheet(said(), areas=["06", "HUS"]), into=INTO, actor=operator("aino"), now=at(8)
    )
    picture = live()
    assert [area.code for area in picture.areas] == ["HUS", "06"]
    assert picture.reporting == {"06"}


def test_before_an_areas_first_report_it_has_no_figures(ground):
    take_in(said(day=DAY))
    assert cell(live(SEPTEMBER), area="06").progress is None


def test_an_unknown_roadmap_is_refused(db):
    with pytest.raises(RefusedError, match="tiekartta"):
        live()


def test_a_roadmaps_own_rule_goes_before_the_general_one(ground):
    take_in(said(LATE))
    StatusRule.objects.create(
        roadmap=Roadmap.objects.get(),
        late_is_under_way=False,
        late_is_progressing=True,
        valid_from=VALIDITY.valid_from,
        source="Oma",
        confidence="source",
    )
    figures = cell(live(), area="06", theme="palvelut", subarea="A")
    assert (figures.under_way, figures.progress) == (Share(0, 1), Share(1, 1))


def test_a_day_without_rules_is_an_error_and_not_a_guess(ground):
    take_in(said())
    with pytest.raises(NoRuleInForceError):
        live(date(2021, 6, 30))


def test_a_number_is_made_of_its_tasks_due_or_not_reported_or_not(ground):
    take_in(said(DONE, area="90", note="Valmistui etuajassa"))
    shown = situation.live(INTO.code, as_of=DAY, horizon=Quarter(2021, 3), actor=operator("test"))
    explained = figure_service.explain(shown, area="90", theme="palvelut", actor=operator("test"))
    done, missing = explained.rows
    assert explained.figures.done == Share(1, 2)
    assert (done.task.code, done.status, done.is_due) == ("a", DONE, False)
    assert done.report is not None
    assert (done.report.note, done.report.recorded_by) == ("Valmistui etuajassa", "aino")
    assert done.organisation is not None
    assert done.organisation.fi == "Helsingin kaupunki"
    assert (missing.task.code, missing.status, missing.report) == ("b", None, None)


def test_a_subareas_number_is_made_of_its_own_tasks(ground):
    take_in(said())
    shown = situation.live(INTO.code, as_of=DAY, horizon=Q4, actor=operator("test"))
    assert set(behind(shown, area="06", theme="palvelut", subarea="B")) == {"b"}


def test_behind_a_published_number_are_the_reports_known_then(ground):
    publish_october(said(LATE), said(DONE, task="b"))
    take_in(said(DONE), said(NOT_STARTED, task="c"), now=at(11))
    rows = behind(situation.of_round("2021-10"), area="06")
    assert [rows[code].status for code in "abc"] == [LATE, DONE, None]
    assert [r.report and r.report.status for r in rows.values()] == [LATE, DONE, None]


def test_behind_a_live_number_are_the_reports_known_now(ground):
    publish_october(said(LATE))
    take_in(said(DONE), now=at(11))
    row = behind(
        situation.live(INTO.code, as_of=DAY, horizon=Q4, actor=operator("test")), area="06"
    )["a"]
    assert row.report is not None
    assert (row.status, row.report.status) == (DONE, DONE)


def test_a_report_backdated_later_is_not_behind_a_published_number(ground):
    publish_october(said(LATE, SEPTEMBER))
    take_in(said(DONE, date(2021, 10, 15)), now=at(11))
    row = behind(situation.of_round("2021-10"), area="06")["a"]
    assert row.report is not None
    assert row.report.effective_from == SEPTEMBER


def test_a_cells_history_has_every_report_also_corrected_ones(ground):
    take_in(said(LATE))
    take_in(said(DONE), said(NOT_STARTED, SEPTEMBER), now=at(9))
    found = figure_service.history(INTO.code, area="06", task="a", actor=operator("test"))
    assert [each.status for each in found] == [NOT_STARTED, LATE, DONE]


def test_the_newest_picture_is_that_of_the_latest_day_not_the_last_published(ground):
    publish_october(said(DONE, SEPTEMBER))
    new = rounds.NewRound("2021-09", INTO.code, INTO.names, SEPTEMBER, Q4)
    rounds.open_round(new, actor=operator("aino"), now=at(11))
    rounds.close_round("2021-09", actor=operator("aino"), now=at(11))
    rounds.publish("2021-09", actor=operator("aino"), now=at(12))
    newest = situation.newest()
    assert newest is not None
    assert newest.picture.round_code == "2021-10"
    assert situation.round_before("2021-10") == "2021-09"
    assert situation.round_before("2021-09") is None


def test_before_the_first_publication_there_is_no_newest(ground):
    take_in(said())
    open_october()
    assert situation.newest() is None
    with pytest.raises(RefusedError, match="2021-10"):
        situation.of_round("2021-10")


def test_a_frozen_picture_is_not_mixed_up_with_that_of_an_undone_transaction(ground):
    for status in (LATE, DONE):
        with transaction.atomic():
            publish_october(said(status))
            found = situation.of_round("2021-10").picture
            assert found.statuses["06"]["a"] is status
            transaction.set_rollback(True)


def test_a_sheet_alone_shows_the_whole_country_where_only_counties_report():
    picture = situation.of_sheet(sheet(said(area="06")), as_of=DAY, horizon=Q4)
    assert len(picture.areas) == 23
    assert picture.reporting == {"06"}


def test_a_sheet_that_lists_its_areas_shows_those_alone():
    content = sheet(said(area="06"), areas=["06", "HUS"])
    picture = situation.of_sheet(content, as_of=DAY, horizon=Q4)
    assert [area.code for area in picture.areas] == ["06", "HUS"]


def test_a_sheets_reports_after_the_day_do_not_count():
    picture = situation.of_sheet(sheet(said(LATE), said(DONE, NOVEMBER)), as_of=DAY, horizon=Q4)
    assert picture.statuses["06"]["a"] is LATE


def test_the_demos_sheet_alone_has_the_figures_that_its_publication_has(db):
    demo.load(clock=lambda: datetime(2021, 11, 2, 9, tzinfo=UTC))
    content = read(reference.demo_folder(), areas=reference.areas())
    alone = situation.of_sheet(content, as_of=DAY, horizon=Q4)
    for stored in (
        situation.of_round("2021-10").picture,
        situation.live(demo.ROADMAP.code, as_of=DAY, horizon=Q4, actor=operator("test")).picture,
    ):
        assert stored.counts == alone.counts
        assert stored.statuses == alone.statuses
        assert [area.code for area in stored.areas] == [area.code for area in alone.areas]
