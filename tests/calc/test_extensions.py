"""What more time changed: statuses that differ from those at the closing."""

from datetime import timedelta

from tests.small_roadmap import DAY, at, report
from yhdyspinta.calc.extensions import changed_tasks
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.rounds import Extension

LATE, DONE = Status.LATE, Status.DONE
SATAKUNTA = Extension("06", DAY + timedelta(days=25), "Sairastapaus")
CLOSED = at(12)


def changed(*reports, extensions=(SATAKUNTA,), closed_at=CLOSED):
    return changed_tasks(reports, extensions=extensions, as_of=DAY, closed_at=closed_at)


def test_a_status_changed_after_the_closing_is_told():
    assert changed(report(LATE), report(DONE, hour=13)) == {"06": {"a"}}


def test_a_first_report_after_the_closing_is_a_change():
    assert changed(report(DONE, hour=13)) == {"06": {"a"}}


def test_the_same_status_said_again_is_none():
    assert changed(report(DONE), report(DONE, hour=13)) == {}


def test_a_status_changed_there_and_back_is_none():
    assert changed(report(DONE), report(LATE, hour=13), report(DONE, hour=14)) == {}


def test_what_was_reported_before_the_closing_is_none():
    assert changed(report(LATE), report(DONE, hour=11)) == {}


def test_another_areas_change_is_not_the_extensions():
    assert changed(report(DONE, hour=13, area="07")) == {}


def test_an_open_round_has_no_change_after_its_closing():
    assert changed(report(DONE, hour=13), closed_at=None) == {}


def test_each_area_has_its_own_tasks():
    both = (SATAKUNTA, Extension("07", SATAKUNTA.until, "x"))
    late = [
        report(DONE, hour=13, task=t, area=a) for a, t in [("06", "a"), ("07", "b"), ("07", "c")]
    ]
    assert changed(*late, extensions=both) == {"06": {"a"}, "07": {"b", "c"}}
