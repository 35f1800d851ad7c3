"""What of a workbook counts as changed, and what as a conflict: records in, records out."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report_values import NOTES, VALUES
from yhdyspinta.calc.report_sheets import (
    from_plain,
    from_rows,
    is_changed,
    mark,
    plain_note,
    plan,
    shown,
    to_plain,
    to_rows,
)
from yhdyspinta.sources.sheet_words import clean_lines
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.report_sheets import Answer, Brought, Field, Form, Made
from yhdyspinta.terms.reporting import Cell, Value
from yhdyspinta.terms.roadmap import Status, Task

ALL = frozenset(Field)
OLD, MINE, THEIRS = Value(Status.LATE, "a"), Value(Status.DONE, "b"), Value(Status.IN_PROGRESS)
TASK = Task("A1", "1", "A", Quarter(2021, 4))


def made(value: Value = OLD, seen: int = 7) -> Made:
    return Made(seen, mark(value))


def planned(now: Value, *, seen: int, value: Value = MINE, was: Made | None = None, said=ALL):
    """Plan one answer onto one cell."""
    brought = Brought("f", "0", (Answer("A1", value, said, was),))
    return plan(brought, [Cell(TASK, now, Value(), seen=seen)])


class TestPlan:
    def test_what_nobody_else_touched_is_a_change(self):
        [step] = planned(OLD, seen=7, was=made()).changes
        assert (step.before, step.after, step.seen) == (OLD, MINE, 7)

    def test_what_somebody_else_changed_is_a_conflict_with_what_they_said(self):
        [step] = planned(THEIRS, seen=9, was=made()).conflicts
        assert (step.before, step.after, step.seen) == (THEIRS, MINE, 9)

    def test_the_same_said_by_both_is_neither(self):
        found = planned(MINE, seen=9, was=made())
        assert (found.is_empty, found.unchanged) == (True, 1)

    def test_said_again_as_it_was_meanwhile_is_a_change(self):
        assert planned(OLD, seen=9, was=made()).changes

    @pytest.mark.parametrize(("seen", "is_conflict"), [(0, False), (7, True)])
    def test_not_knowing_what_it_was_is_a_conflict_only_with_a_report(self, seen, is_conflict):
        found = planned(OLD if seen else Value(), seen=seen)
        assert bool(found.conflicts) is is_conflict
        assert bool(found.changes) is not is_conflict

    def test_fields_that_were_not_there_stay_as_they_are(self):
        said = frozenset({Field.STATUS})
        [step] = planned(OLD, seen=7, was=made(), value=Value(Status.DONE), said=said).changes
        assert step.after == replace(OLD, status=Status.DONE)

    def test_a_note_that_looks_the_same_keeps_its_letters(self):
        now = replace(OLD, note="a\r\n  b \u200b")
        value = Value(Status.DONE, "a\nb")
        [step] = planned(now, seen=7, was=made(now), value=value).changes
        assert step.after.note == now.note

    def test_a_task_that_is_no_longer_asked_about_is_left_out(self):
        assert plan(Brought("f", "0", (Answer("B1", MINE, ALL, made()),)), []).is_empty

    @pytest.mark.parametrize(
        ("cell", "can"),
        [
            (Cell(TASK, OLD, OLD, seen=7), True),
            (Cell(TASK, OLD, OLD, seen=7, in_round=True), False),
            (Cell(TASK, OLD, OLD, seen=8), False),
            (Cell(TASK, Value(), OLD, seen=0), False),
        ],
    )
    def test_only_what_holds_unseen_in_this_round_can_be_said_again(self, cell, can):
        found = plan(Brought("f", "0", same={"A1": 7}), [cell])
        assert (bool(found.same), found.unchanged) == (can, 1)


class TestVisibility:
    PUBLIC = Value(Status.DONE, visibility=Visibility.PUBLIC)

    def test_a_note_begun_beside_a_public_status_is_as_public_as_was_said(self):
        for reach in Visibility:
            value = Value(Status.DONE, "n", visibility=reach)
            [step] = planned(self.PUBLIC, seen=7, was=made(self.PUBLIC), value=value).changes
            assert step.after == value

    def test_a_status_changed_without_a_note_keeps_what_was_there(self):
        value = Value(Status.LATE)
        [step] = planned(self.PUBLIC, seen=7, was=made(self.PUBLIC), value=value).changes
        assert step.after == replace(self.PUBLIC, status=Status.LATE)

    def test_without_a_note_it_is_no_change(self):
        assert not is_changed(self.PUBLIC, made(Value(Status.DONE)))


class TestNotes:
    @pytest.mark.parametrize(
        ("written", "held"),
        [
            ("a  b\tc ", "a b c"),
            ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
            ("a\n\n b", "a\n\nb"),
            ("\u202ea\x07b\ufffe", "ab"),
            ("a\u0308", "ä"),
        ],
    )
    def test_a_cell_holds_what_is_seen(self, written, held):
        assert plain_note(written) == held

    @settings(deadline=None)
    @given(NOTES)
    def test_it_is_as_reading_leaves_it(self, note):
        held = plain_note(note)
        assert clean_lines(held) == held == plain_note(held)


class TestForm:
    @settings(deadline=None)
    @given(st.dictionaries(st.text("ABC.-1ä", min_size=1), VALUES, max_size=4), st.integers(0, 9))
    def test_rows_are_read_as_they_were_written(self, values, seen):
        cells = {task: made(value, seen) for task, value in values.items()}
        form = Form("2021-11", "06", "sv", cells)
        assert from_rows(to_rows(form)) == form

    @pytest.mark.parametrize("rows", [[], [[""]], [["x"] * 6], [["yhdyspinta", "1"]]])
    def test_other_rows_are_no_form(self, rows):
        assert from_rows(rows) is None

    @pytest.mark.parametrize("at", [(0, 2), (0, 5), (1, 0), (1, 1), (1, 3)])
    def test_a_changed_one_is_known_by_its_fingerprint(self, at):
        rows = [list(row) for row in to_rows(Form("r", "06", "fi", {"A1": made()}))]
        rows[at[0]][at[1]] += "x"
        found = from_rows(rows)
        assert found is not None
        assert not found.is_whole


@settings(deadline=None)
@given(VALUES, st.sets(st.sampled_from(Field)), st.booleans())
def test_what_a_workbook_says_goes_along_whole(value, said, is_known):
    answer = Answer("A1", value, frozenset(said), made() if is_known else None)
    brought = Brought("f", "0", (answer,), {"B": 3})
    assert from_plain(to_plain(brought)) == brought


@settings(deadline=None)
@given(VALUES)
def test_a_value_is_not_changed_from_itself(value):
    assert not is_changed(value, made(value))
    assert mark(shown(value)) == mark(value)
