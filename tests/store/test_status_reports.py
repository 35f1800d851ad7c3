"""What holds in a cell on a day, read from the log of reports."""

from datetime import UTC, date, datetime

import pytest

from yhdyspinta.store.models import Area, Roadmap, StatusReport, Subarea, Task, Theme
from yhdyspinta.store.roadmap import OPEN_END
from yhdyspinta.terms.areas import AreaKind

JUNE, JULY, AUGUST = date(2021, 6, 1), date(2021, 7, 1), date(2021, 8, 1)


@pytest.fixture
def task(db):
    roadmap = Roadmap.objects.create(code="reform", name_fi="Uudistus")
    theme = Theme.objects.create(roadmap=roadmap, code="1", position=1, name_fi="Johtaminen")
    subarea = Subarea.objects.create(theme=theme, code="a", position=1, name_fi="Hallinto")
    return Task.objects.create(
        roadmap=roadmap, subarea=subarea, code="1", position=1, due_quarter="2021-Q4"
    )


@pytest.fixture
def report(task):
    area = Area.objects.create(
        code="01", kind=AreaKind.COUNTY, name_fi="Alue", short_fi="Alue", other_names=[]
    )

    def add(status, effective, until=OPEN_END, *, hour=12):
        return StatusReport.objects.create(
            roadmap=task.roadmap,
            area=area,
            task=task,
            status=status,
            effective_from=effective,
            superseded_on=until,
            recorded_at=datetime(2021, 9, 1, hour, tzinfo=UTC),
            recorded_by="test",
        )

    return add


def held(day):
    return [status for _, _, status in StatusReport.objects.by_cell(on=day)]


def test_an_open_report_holds_from_its_day_on(report):
    report("late", JUNE)
    assert held(JUNE) == held(AUGUST) == ["late"]


def test_a_cell_without_a_report_by_then_has_no_status(report):
    report("late", JULY)
    assert held(JUNE) == [None]


def test_an_earlier_day_finds_the_report_that_held_then(report):
    report("not_started", JUNE, JULY)
    report("late", JULY, AUGUST)
    report("done", AUGUST)
    assert [held(day) for day in (JUNE, JULY, AUGUST)] == [["not_started"], ["late"], ["done"]]


def test_of_two_reports_of_one_past_day_the_one_recorded_later_holds(report):
    report("done", JUNE, JUNE, hour=9)
    report("late", JUNE, JULY, hour=10)
    report("in_progress", JULY)
    assert held(JUNE) == ["late"]


def test_reading_by_cell_agrees_with_reading_by_interval(report):
    report("not_started", JUNE, JULY)
    report("late", JULY, JULY, hour=9)
    report("done", JULY, hour=10)
    by_interval = StatusReport.objects.holding(on=JULY).values_list("status", flat=True)
    assert held(JULY) == list(by_interval)
