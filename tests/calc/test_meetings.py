from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from yhdyspinta.calc.meetings import (
    agenda_minutes,
    is_overdue,
    is_step,
    loose_actions,
    overrun,
    planned,
    programme,
    sequence_of,
    settled,
    times,
    unfinished,
    with_state,
)
from yhdyspinta.terms.meetings import (
    ActionState,
    AgendaItem,
    Meeting,
    MeetingState,
    Outcome,
    OutcomeKind,
    Series,
)
from yhdyspinta.terms.recurrence import Frequency, Recurrence

NINE = datetime(2026, 3, 10, 7, tzinfo=UTC)
MEETING = Meeting("kokous", "johto", "Kokous", NINE, NINE.replace(hour=8))
ITEMS = (AgendaItem(1, "A", 20), AgendaItem(2, "B", 30), AgendaItem(3, "C", 15))
SERIES = Series(
    "sarja", "johto", "Kokous", Recurrence(Frequency.MONTHLY, day=10), time(9), 90, date(2026, 1, 1)
)
ACTION = Outcome(1, OutcomeKind.ACTION, "Tee", 2, state=ActionState.OPEN, due_on=date(2026, 4, 1))


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2026, 3, 28), 7),  # winter
        (date(2026, 3, 29), 6),  # the night before, the clock went forward
        (date(2026, 10, 24), 6),
        (date(2026, 10, 25), 7),  # and back
    ],
)
def test_nine_oclock_is_nine_in_finland_in_summer_and_winter(day: date, hour: int) -> None:
    assert times(day, time(9), 90)[0] == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_a_meeting_over_the_change_of_the_clock_has_its_real_length() -> None:
    starts, ends = times(date(2026, 3, 29), time(2), 120)
    assert (ends - starts).total_seconds() == 7200


def test_an_agenda_adds_up_by_the_clock() -> None:
    slots = programme(replace(MEETING, agenda=ITEMS))
    assert [each.starts_at.minute for each in slots if each.starts_at] == [0, 20, 50]


def test_after_an_item_without_minutes_nobody_knows_the_time() -> None:
    slots = programme(replace(MEETING, agenda=(AgendaItem(1, "A"), *ITEMS[1:])))
    assert [each.starts_at for each in slots] == [NINE, None, None]


def test_an_agenda_that_is_longer_than_the_meeting_is_told_by_how_much() -> None:
    assert agenda_minutes(replace(MEETING, agenda=ITEMS)) == 65
    assert overrun(replace(MEETING, agenda=ITEMS)) == 5
    assert overrun(replace(MEETING, agenda=ITEMS[:2])) == 0


@pytest.mark.parametrize(
    ("change", "sequence"),
    [
        ({"title": "Muu"}, 3),
        ({"place": "Pori"}, 4),
        ({"ends_at": NINE.replace(hour=9)}, 4),
        ({"state": MeetingState.CANCELLED}, 4),
        ({"state": MeetingState.HELD}, 3),
        ({"sequence": 9}, 9),
        ({"sequence": 0, "place": "Pori"}, 4),
    ],
)
def test_the_sequence_grows_with_time_place_and_cancelling(
    change: dict[str, object], sequence: int
) -> None:
    before = replace(MEETING, sequence=3)
    assert sequence_of(before, replace(before, **change)) == sequence  # type: ignore[arg-type]


def test_a_meeting_that_was_held_is_not_cancelled() -> None:
    assert not is_step(MeetingState.HELD, MeetingState.CANCELLED)
    assert is_step(MeetingState.PLANNED, MeetingState.CANCELLED)
    assert is_step(MeetingState.HELD, MeetingState.HELD)


def test_an_item_is_unfinished_without_outcome_or_with_an_open_action() -> None:
    decided = Outcome(2, OutcomeKind.DECISION, "Hyväksyttiin", 1)
    meeting = replace(MEETING, agenda=ITEMS, outcomes=(ACTION, decided))
    assert unfinished(meeting, carried=()) == (2, 3)
    assert unfinished(meeting, carried={3}) == (2,)


def test_a_done_action_finishes_its_item() -> None:
    done = with_state(ACTION, ActionState.DONE, on=date(2026, 3, 20))
    assert unfinished(replace(MEETING, agenda=ITEMS[1:2], outcomes=(done,)), carried=()) == ()
    assert done.done_on == date(2026, 3, 20)


def test_an_action_without_an_item_is_loose_while_it_is_open() -> None:
    loose = replace(ACTION, number=5, item=None)
    assert loose_actions(replace(MEETING, outcomes=(ACTION, loose))) == (5,)


@pytest.mark.parametrize(("day", "late"), [(date(2026, 4, 1), False), (date(2026, 4, 2), True)])
def test_an_action_is_late_after_its_day_and_not_on_it(day: date, late: bool) -> None:
    assert is_overdue(ACTION, on=day) is late
    assert not is_overdue(with_state(ACTION, ActionState.DROPPED, on=day), on=day)


def test_only_an_action_has_a_state() -> None:
    assert settled(replace(ACTION, state=None)).state is ActionState.OPEN
    assert settled(replace(ACTION, kind=OutcomeKind.DECISION)).state is None


def test_a_year_is_planned_on_the_days_of_the_rule_and_never_twice() -> None:
    days = [date(2026, 3, 10), date(2026, 4, 10), date(2026, 5, 10)]
    made = planned(SERIES, days, codes={"sarja-2026-03-10"}, taken={date(2026, 5, 10)})
    assert [each.code for each in made] == ["sarja-2026-04-10"]
    assert made[0].starts_at == datetime(2026, 4, 10, 6, tzinfo=UTC)
