"""What changed between two pictures."""

import pytest

from tests.small_roadmap import picture, task, tasks, with_statuses
from yhdyspinta.calc.comparison import delta, shown_share, status_changes
from yhdyspinta.calc.situation import cell
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import Delta, Direction, Lens, Share, StatusChange

NOT_STARTED, IN_PROGRESS, DONE = Status.NOT_STARTED, Status.IN_PROGRESS, Status.DONE


def of(*statuses):
    return cell(with_statuses(*statuses), area="06")


SILENT = cell(picture(tasks(1), {}, silent=["06"]), area="06")
HALF, ALL, NOTHING = of(DONE, NOT_STARTED), of(DONE, DONE), of(NOT_STARTED, NOT_STARTED)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (ALL, HALF, Delta(Direction.UP, 50)),
        (HALF, ALL, Delta(Direction.DOWN, -50)),
        (HALF, HALF, Delta(Direction.SAME, 0)),
        (NOTHING, SILENT, Delta(Direction.NEW)),
        (SILENT, NOTHING, Delta(Direction.GONE)),
        (SILENT, SILENT, Delta(Direction.NONE)),
    ],
)
def test_a_figure_moves(now, before, expected):
    assert delta(now, before, Lens.PROGRESS) == expected


def test_percentages_are_rounded_before_they_are_subtracted():
    third, two_thirds = of(DONE, NOT_STARTED, NOT_STARTED), of(DONE, DONE, NOT_STARTED)
    assert delta(two_thirds, third, Lens.PROGRESS).points == 67 - 33


def test_a_move_too_small_to_be_shown_is_no_move():
    thousand = [DONE] * 500 + [NOT_STARTED] * 500
    before, now = of(*thousand), of(*thousand[:-1], DONE)
    assert delta(now, before, Lens.PROGRESS).direction is Direction.SAME


def test_readiness_is_compared_by_what_is_under_way_or_done():
    assert shown_share(of(DONE, IN_PROGRESS, NOT_STARTED), Lens.READINESS) == Share(2, 3)
    assert delta(of(DONE), of(IN_PROGRESS), Lens.READINESS).direction is Direction.SAME


def test_status_changes_come_in_the_order_of_the_newer_roadmap():
    listed = [task("b"), task("a"), task("c")]
    before = picture(listed, {"06": {"a": NOT_STARTED, "c": DONE}})
    now = picture(listed, {"06": {"a": DONE, "b": IN_PROGRESS, "c": DONE}})
    assert status_changes(now, before, area="06") == [
        StatusChange("06", "b", None, IN_PROGRESS),
        StatusChange("06", "a", NOT_STARTED, DONE),
    ]


def test_an_area_that_fell_silent_has_lost_its_statuses():
    before, now = picture([task("a")], {"06": {"a": DONE}}), picture([task("a")], {})
    assert status_changes(now, before, area="06") == [StatusChange("06", "a", DONE, None)]


def test_another_areas_changes_are_not_listed():
    before, now = picture([task("a")], {}), picture([task("a")], {"07": {"a": DONE}})
    assert status_changes(now, before, area="06") == []
