"""Records as rows of the register's workbook and back."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from yhdyspinta.calc.register_sheets import (
    NumberLeftOutError,
    built,
    circular,
    differences,
    references,
    values_of,
    with_rows,
)
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.annual_clock import ClockEvent, ClockKind
from yhdyspinta.terms.bodies import Body, BodyKind, BodyMember
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import AgendaItem, Meeting
from yhdyspinta.terms.recurrence import Frequency, Recurrence
from yhdyspinta.terms.register import Level
from yhdyspinta.terms.register_columns import RegisterSheet
from yhdyspinta.terms.register_sheets import Place, SheetRow

BODY = Body("b", Names("Ryhmä"), Level.FIELD, BodyKind.NETWORK, parent="a", interfaces=("i",))
MEETING = Meeting(
    "m",
    "b",
    "Kokous",
    datetime(2026, 10, 25, 0, 30, 15, tzinfo=UTC),
    datetime(2026, 10, 25, 2, tzinfo=UTC),
)


def same(before: Any, given: Any) -> bool:
    return bool(before == given)


def row(sheet: RegisterSheet, *key: Any, removes: bool = False, **values: Any) -> SheetRow:
    return SheetRow(sheet, key, values, Place("f", "s", "A2"), removes)


@pytest.mark.parametrize(
    ("sheet", "record"),
    [
        (RegisterSheet.BODIES, BODY),
        (RegisterSheet.MEETINGS, MEETING),
        (
            RegisterSheet.CLOCK_EVENTS,
            ClockEvent(
                "c",
                Names("T", "T", ""),
                ClockKind.BUDGET,
                date(2026, 3, 1),
                lane=Names("Talous"),
                rule=Recurrence(Frequency.YEARLY, 1, (3,), weekday=1, nth=2),
            ),
        ),
    ],
)
def test_a_record_built_of_its_own_values_is_itself(sheet: RegisterSheet, record: Any) -> None:
    assert built(sheet, values_of(sheet, record), record, same=same) == record


def test_what_an_hour_shown_twice_means_stays_when_the_clock_is_put_back() -> None:
    values = {**values_of(RegisterSheet.MEETINGS, MEETING), "title": "Uusi"}
    assert values["starts"] == time(3, 30)
    assert built(RegisterSheet.MEETINGS, values, MEETING, same=same) == replace(
        MEETING, title="Uusi"
    )


def test_a_new_record_takes_defaults_for_what_is_empty() -> None:
    values = {"code": "b", "name_fi": "R", "level": Level.FIELD, "kind": BodyKind.NETWORK}
    found = built(RegisterSheet.BODIES, {**values, "visibility": None}, None, same=same)
    assert found.visibility is Visibility.PUBLIC


def test_emptying_what_has_a_default_gives_it_back() -> None:
    before = replace(BODY, visibility=Visibility.INTERNAL, mandate="x")
    found = built(RegisterSheet.BODIES, {"visibility": None, "mandate": ""}, before, same=same)
    assert (found.visibility, found.mandate) == (Visibility.PUBLIC, "")


def test_own_rows_are_changed_added_and_removed_by_their_number() -> None:
    meeting = replace(MEETING, agenda=(AgendaItem(1, "A"), AgendaItem(5, "E")))
    rows = [
        row(RegisterSheet.AGENDA, "m", 5, title="Uusi"),
        row(RegisterSheet.AGENDA, "m", 3, title="C"),
        row(RegisterSheet.AGENDA, "m", 1, removes=True),
    ]
    found = with_rows(RegisterSheet.AGENDA, meeting, rows, same=same)
    assert [(each.number, each.title) for each in found.agenda] == [(3, "C"), (5, "Uusi")]


def test_rows_by_place_must_not_leave_a_number_out() -> None:
    rows = [row(RegisterSheet.MEMBERS, "b", 2, text="x")]
    with pytest.raises(NumberLeftOutError, match="1"):
        with_rows(RegisterSheet.MEMBERS, BODY, rows, same=same)


def test_taking_a_member_out_moves_the_later_ones() -> None:
    body = replace(BODY, members=tuple(BodyMember(text=each) for each in "abc"))
    rows = [row(RegisterSheet.MEMBERS, "b", 2, removes=True)]
    found = with_rows(RegisterSheet.MEMBERS, body, rows, same=same)
    assert [each.text for each in found.members] == ["a", "c"]


def test_differences_are_cells_and_rows_that_came_or_went() -> None:
    after = replace(BODY, names=Names("Uusi"), members=(BodyMember(text="x"),))
    found = differences(RegisterSheet.BODIES, BODY, after)
    assert [(each.field, each.row) for each in found] == [("name_fi", ""), ("", 1)]


def test_references_are_found_in_a_thing_and_its_rows() -> None:
    meeting = replace(MEETING, agenda=(AgendaItem(1, "A", phenomenon="p"),))
    assert references(RegisterSheet.BODIES, BODY) == {("body", "a"), ("interface", "i")}
    assert references(RegisterSheet.MEETINGS, meeting) == {("body", "b"), ("phenomenon", "p")}


@pytest.mark.parametrize(
    ("parents", "found"),
    [
        ({"a": "", "b": "a"}, set()),
        ({"a": "a"}, {"a"}),
        ({"a": "b", "b": "c", "c": "a", "d": "a"}, {"a", "b", "c"}),
        ({"a": "elsewhere"}, set()),
    ],
)
def test_circles_are_those_who_come_back_to_themselves(
    parents: dict[str, str], found: set[str]
) -> None:
    assert circular(parents) == found
