"""What follows from a round's days and states: is it open, is a cell locked, what is on time."""

from datetime import date, timedelta

from yhdyspinta.terms.access import Role
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import (
    FILLING,
    Extension,
    Lock,
    LockReason,
    Schedule,
    SubmissionState,
)
from yhdyspinta.terms.situation import Share


def state_on(state: RoundState, schedule: Schedule, *, today: date) -> RoundState:
    """Return a round's state on a day: the calendar opens a planned one and closes an open one."""
    opens, closes = schedule.opens_on, schedule.closes_on
    if state is RoundState.PLANNED and opens is not None and opens <= today:
        state = RoundState.OPEN
    if state is RoundState.OPEN and closes is not None and closes < today:
        state = RoundState.CLOSED
    return state


def lock_of(
    state: RoundState,
    submission: SubmissionState,
    *,
    schedule: Schedule,
    extension: Extension | None,
    today: date,
) -> Lock | None:
    """Say why an area's cells are locked on a day and who can open them; None: they are open.

    An extension opens a closed round for its area until its day, never a published one.
    """
    now = state_on(state, schedule, today=today)
    if now is RoundState.PUBLISHED:
        return Lock(LockReason.PUBLISHED, Role.COORDINATOR)
    if now is RoundState.PLANNED:
        return Lock(LockReason.NOT_YET_OPEN, Role.COORDINATOR)
    if submission is SubmissionState.ACCEPTED:
        return Lock(LockReason.ACCEPTED, Role.COORDINATOR)
    if submission not in FILLING:
        return Lock(LockReason.APPROVED, Role.APPROVER)
    if now is RoundState.CLOSED and not (extension and today <= extension.until):
        return Lock(LockReason.CLOSED, Role.COORDINATOR)
    return None


def is_on_time(day: date, schedule: Schedule) -> bool | None:
    """Tell whether a report saved on a day is on time; None if the round has no limit."""
    limit = schedule.on_time_until or schedule.due_on
    return None if limit is None else day <= limit


def completeness(*, reported: int, asked: int) -> Share | None:
    """Return tasks reported in the round out of those asked about; None if none is asked."""
    return Share(reported, asked) if asked else None


def reminder_dates(schedule: Schedule) -> tuple[tuple[int, date], ...]:
    """List (days before the due day, day) of a round's reminders, the earliest first."""
    if schedule.due_on is None:
        return ()
    days = sorted(set(schedule.reminder_days), reverse=True)
    return tuple((each, schedule.due_on - timedelta(days=each)) for each in days)
