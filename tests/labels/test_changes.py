"""What changed, in sentences that can be read aloud."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from tests.small_roadmap import NEXT_Q1, at, picture, tasks
from yhdyspinta.calc.changes import changes
from yhdyspinta.labels.changes import MOVEMENTS, reasons, remarks, sentences, times, titles
from yhdyspinta.terms.changes import Movement, Told
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import Note, NoteKind, Publication

DONE, BEGUN, NOT_STARTED = Status.DONE, Status.IN_PROGRESS, Status.NOT_STARTED
TASKS = tasks(2)
A, B = (task.code for task in TASKS)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def of(areas, **more):
    """A picture of areas, each with the statuses of the two tasks."""
    said = {code: dict(zip((A, B), each, strict=True)) for code, each in areas.items()}
    return replace(picture(TASKS, said), **more)


def told(before, now, **more):
    return Told(before, now, changes(now, before), **more)


HALF = of({"06": (BEGUN, NOT_STARTED)}, as_of=at(0).date().replace(month=9))
WHOLE = of({"06": (BEGUN, DONE)})


def test_the_whole_is_told_then_and_now_with_counts_and_points():
    assert sentences(told(HALF, WHOLE))[0] == (
        "Progress, 1 September 2021: 50% (1 of 2 tasks); 31 October 2021: 100% (2 of 2 tasks)."
        " Up by 50 percentage points."
    )


def test_a_fall_is_said_to_be_one():
    assert "Down by 50 percentage points." in sentences(told(WHOLE, HALF))[0]


def test_nothing_to_tell_is_told():
    said = sentences(told(HALF, HALF))
    assert "No change in whole percentages." in said[0]
    assert said[-1] == "No task's status has changed."


def test_tasks_are_counted_by_movement():
    assert "Tasks of all areas: became done 1." in sentences(told(HALF, WHOLE))


def test_areas_at_both_ends_are_named():
    before = of({"06": (BEGUN, NOT_STARTED), "07": (BEGUN, BEGUN)})
    now = of({"06": (BEGUN, BEGUN), "07": (BEGUN, NOT_STARTED)})
    said = " ".join(sentences(told(before, now)))
    assert "Rose most, in percentage points of progress: 06 +50." in said
    assert "Fell most, in percentage points of progress: 07 −50." in said


def test_many_equals_are_counted_and_not_picked_by_chance():
    codes = [f"{n:02}" for n in range(9)]
    before = of(dict.fromkeys(codes, (BEGUN, NOT_STARTED)))
    now = of(dict.fromkeys(codes, (BEGUN, BEGUN)))
    assert "and 6 others as much" in " ".join(sentences(told(before, now)))


def test_an_area_that_came_in_is_told_apart_from_progress():
    now = of({"06": (BEGUN, NOT_STARTED), "07": (BEGUN, BEGUN)})
    found = told(replace(of({"06": (BEGUN, NOT_STARTED)}), areas=now.areas), now)
    assert any("did not report both times" in each for each in sentences(found))
    assert "Began to report: 07." in reasons(found)


def test_another_horizon_is_a_reason():
    [said] = reasons(told(HALF, replace(HALF, horizon=NEXT_Q1)))
    assert "Q4/2021" in said
    assert "Q1/2022" in said


def test_corrections_are_reasons_and_new_notes_are_remarks():
    note = Note(NoteKind.NOTE, Names("ICT viivästyi"), ("06",))
    second = Publication("", 2, at(9), "stm", "0" * 64, replaces=1, reason="Rivi puuttui")
    found = told(HALF, replace(HALF, notes=(note,)), errata=(second,))
    assert reasons(found) == ("Correction: , version 2. Reason: Rivi puuttui",)
    assert remarks(found) == ("06: ICT viivästyi",)


def test_versions_of_one_day_are_named_by_number():
    versions = [Publication("x", n, at(9), "stm", "0" * 64) for n in (1, 2)]
    found = told(WHOLE, WHOLE, published_before=versions[0], published=versions[1])
    assert times(found) == ("version 1", "version 2")
    assert titles(found) == (", version 1", ", version 2")


def test_every_movement_has_a_name():
    assert set(MOVEMENTS) == set(Movement)
