"""What follows from a meeting: its agenda by the clock, what is unfinished, how it may change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from yhdyspinta.terms.meetings import (
    ActionState,
    Meeting,
    MeetingState,
    Outcome,
    OutcomeKind,
    Series,
)

# The time of day that a series and an agenda mean, whatever the season.
HELSINKI = ZoneInfo("Europe/Helsinki")
# What a meeting may become. One that was held cannot be cancelled; what was marked by mistake
# is planned again.
STEPS: Mapping[MeetingState, frozenset[MeetingState]] = {
    MeetingState.PLANNED: frozenset({MeetingState.HELD, MeetingState.CANCELLED}),
    MeetingState.HELD: frozenset({MeetingState.PLANNED}),
    MeetingState.CANCELLED: frozenset({MeetingState.PLANNED}),
}
_INVITATION = ("starts_at", "ends_at", "place", "address")


@dataclass(frozen=True, slots=True)
class Slot:
    """An item's place on the clock; None where an earlier item (or its own) says no minutes."""

    number: int
    starts_at: datetime | None
    ends_at: datetime | None


def times(day: date, at: time, minutes: int) -> tuple[datetime, datetime]:
    """Return when a meeting of a local day begins and ends, in UTC.

    The time of day is Finnish time on that day, summer or winter; the minutes are real ones.
    """
    starts = datetime.combine(day, at, HELSINKI).astimezone(UTC)
    return starts, starts + timedelta(minutes=minutes)


def local_day(moment: datetime) -> date:
    """Return the day in Finland on which a moment is."""
    return moment.astimezone(HELSINKI).date()


def programme(meeting: Meeting) -> tuple[Slot, ...]:
    """Return each item's place on the clock, in the agenda's order."""
    slots: list[Slot] = []
    at: datetime | None = meeting.starts_at
    for item in meeting.agenda:
        ends = at + timedelta(minutes=item.minutes) if at and item.minutes is not None else None
        slots.append(Slot(item.number, at, ends))
        at = ends
    return tuple(slots)


def agenda_minutes(meeting: Meeting) -> int:
    """Return the minutes that an agenda's items take in all, as far as they say."""
    return sum(item.minutes or 0 for item in meeting.agenda)


def overrun(meeting: Meeting) -> int:
    """Return by how many minutes the agenda is longer than the meeting; 0 if it fits."""
    length = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    return max(agenda_minutes(meeting) - length, 0)


def sequence_of(before: Meeting, after: Meeting) -> int:
    """Return a meeting's sequence after a change (RFC 5545, 3.8.7.4).

    It grows with every change of time or place, when it is cancelled and when that is taken
    back, and never becomes smaller.
    """
    is_other = any(getattr(before, name) != getattr(after, name) for name in _INVITATION)
    cancelled = MeetingState.CANCELLED
    is_called = (before.state is cancelled) != (after.state is cancelled)
    grown = before.sequence + (1 if is_other or is_called else 0)
    return max(grown, after.sequence)


def is_step(before: MeetingState, after: MeetingState) -> bool:
    """Tell whether a meeting may go from one state to another; staying is no step but allowed."""
    return before is after or after in STEPS[before]


def unfinished(meeting: Meeting, *, carried: Collection[int]) -> tuple[int, ...]:
    """Return the numbers of the items that may be carried over, in order.

    An item is unfinished if nothing came out of it, or an action of it is open; in a cancelled
    meeting likewise. What was `carried` already is not listed again.
    """
    finished = {each.item for each in meeting.outcomes} - {
        each.item for each in meeting.outcomes if each.state is ActionState.OPEN
    }
    numbers = (item.number for item in meeting.agenda)
    return tuple(each for each in numbers if each not in finished and each not in carried)


def loose_actions(meeting: Meeting) -> tuple[int, ...]:
    """Return the numbers of open actions that arose outside the agenda."""
    return tuple(
        each.number
        for each in meeting.outcomes
        if each.item is None and each.state is ActionState.OPEN
    )


def is_overdue(action: Outcome, *, on: date) -> bool:
    """Tell whether an action is open after its due day; on the day itself it is not yet late."""
    return action.state is ActionState.OPEN and action.due_on is not None and action.due_on < on


def with_state(action: Outcome, state: ActionState, *, on: date) -> Outcome:
    """Return an action in a state: done on a day, or not done."""
    return replace(action, state=state, done_on=on if state is ActionState.DONE else None)


def settled(outcome: Outcome) -> Outcome:
    """Return an outcome as it is kept: only an action has an owner's promise and a state."""
    if outcome.kind is OutcomeKind.ACTION:
        state = outcome.state or ActionState.OPEN
        return replace(
            outcome, state=state, done_on=outcome.done_on if state is ActionState.DONE else None
        )
    return replace(outcome, state=None, done_on=None)


def planned(
    series: Series, days: Sequence[date], *, codes: Collection[str], taken: Collection[date]
) -> tuple[Meeting, ...]:
    """Return the meetings of a series on its days that are not there yet.

    A meeting's code has the day that the rule gave: one that was moved to another day keeps it,
    so that it is not planned a second time. `codes` are those there are, `taken` the local days
    on which the series meets already.
    """
    found = []
    for day in days:
        code = f"{series.code}-{day.isoformat()}"
        if code in codes or day in taken:
            continue
        starts_at, ends_at = times(day, series.at, series.minutes)
        found.append(
            Meeting(
                code=code,
                body=series.body,
                title=series.title,
                starts_at=starts_at,
                ends_at=ends_at,
                series=series.code,
                place=series.place,
                address=series.address,
                visibility=series.visibility,
                invented=series.invented,
            )
        )
    return tuple(found)
