"""What changed between two pictures, whatever was reported."""

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_roadmap import BANDS, NEXT_Q1, RULE, area, picture, tasks
from yhdyspinta.calc.changes import changes, is_same, movement
from yhdyspinta.terms.changes import Movement
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.rules import Bands
from yhdyspinta.terms.situation import Direction, Note, NoteKind, StatusChange

TASKS = [*tasks(3), *tasks(2, "ict/A")]
CODES = [task.code for task in TASKS]
SAID = st.dictionaries(st.sampled_from(CODES), st.sampled_from(Status))
AREAS = st.dictionaries(st.sampled_from(["06", "07", "90"]), SAID, min_size=1).map(
    lambda said: {code: each for code, each in said.items() if each}
)
ALL_AREAS = {"06", "07", "90"}


def of(said):
    return picture(TASKS, said, silent=sorted(ALL_AREAS - set(said)))


@given(AREAS, AREAS)
def test_every_changed_task_moves_one_way(before, now):
    found = changes(of(now), of(before))
    cells = product(ALL_AREAS, CODES)
    differ = sum(now.get(a, {}).get(t) != before.get(a, {}).get(t) for a, t in cells)
    assert sum(found.counts.values()) == differ == sum(len(each.tasks) for each in found.areas)


@given(AREAS, AREAS)
def test_areas_and_themes_sum_up_to_the_whole(before, now):
    found = changes(of(now), of(before))
    for parts in (found.areas, found.themes):
        summed = sum((Counter(each.counts) for each in parts), Counter())
        assert summed == found.counts


@given(AREAS)
def test_nothing_changes_between_a_picture_and_itself(said):
    found = changes(of(said), of(said))
    assert not found.counts
    assert found.ground.is_the_same
    assert found.steady is None


@given(AREAS, AREAS)
def test_the_way_back_undoes_the_points(before, now):
    there, back = changes(of(now), of(before)), changes(of(before), of(now))
    assert (there.progress.delta.points or 0) == -(back.progress.delta.points or 0)


@given(AREAS, AREAS)
def test_the_biggest_movement_comes_first(before, now):
    moves = [each.progress.delta for each in changes(of(now), of(before)).areas]
    sided = [each.direction in {Direction.NEW, Direction.GONE} for each in moves]
    assert sided == sorted(sided, reverse=True)
    points = [abs(each.points) for each in moves if each.points is not None]
    assert points == sorted(points, reverse=True)


EXPECTED = {
    "not_started": "- started started late done concern gone",
    "in_progress": "back - other late done concern gone",
    "on_schedule": "back other - late done concern gone",
    "late": "back recovered recovered - done concern gone",
    "done": "back back back back - concern gone",
    "not_applicable": "concern concern concern concern concern - gone",
    "": "new new new new new new -",
}


@pytest.mark.parametrize("before", [*Status, None])
def test_each_pair_of_statuses_moves_as_the_table_says(before):
    ways = EXPECTED[before or ""].split()
    for after, way in zip([*Status, None], ways, strict=True):
        if before != after:
            assert movement(StatusChange("06", "a", before, after)) is Movement(way)


ONE = picture(TASKS, {"06": dict.fromkeys(CODES, Status.LATE)})


@pytest.mark.parametrize(
    ("now", "field"),
    [
        (replace(ONE, rule=replace(RULE, late_is_progressing=True)), "rules"),
        (replace(ONE, bands=Bands(BANDS.bands[:2], BANDS.validity)), "bands"),
        (replace(ONE, horizon=NEXT_Q1), "horizons"),
        (replace(ONE, areas=(*ONE.areas, area("91"))), "areas_added"),
        (picture(TASKS, {}, silent=["06"]), "fell_silent"),
        (picture([*TASKS, *tasks(1, "ict/B")], {"06": ONE.statuses["06"]}), "tasks_added"),
        (
            picture([replace(t, due=NEXT_Q1) for t in TASKS], {"06": ONE.statuses["06"]}),
            "tasks_due_otherwise",
        ),
    ],
)
def test_what_the_figures_stand_on_is_told_apart(now, field):
    assert getattr(changes(now, ONE).ground, field)
    assert not changes(now, ONE).ground.is_the_same


def test_an_area_that_was_dissolved_is_told_with_its_tasks_left_out():
    found = changes(replace(ONE, areas=(), counts={}, reporting=frozenset()), ONE)
    assert [each.code for each in found.ground.areas_removed] == ["06"]
    assert not found.counts


def test_notes_are_told_that_the_picture_before_did_not_have():
    old, new = (Note(NoteKind.NOTE, Names(text)) for text in ("Vanha", "Uusi"))
    found = changes(replace(ONE, notes=(old, new)), replace(ONE, notes=(old,)))
    assert (found.notes, found.notes_gone) == ((new,), ())


def test_another_summary_is_a_change():
    assert changes(replace(ONE, summary=Names("Hyvä")), ONE).summary
    assert not is_same(replace(ONE, summary=Names("Hyvä")), ONE)
