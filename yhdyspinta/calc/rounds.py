"""What follows from a round's days and states: is it open, is a cell locked, what is on time."""

import json
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from yhdyspinta.terms.access import Role
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import (
    FILLING,
    Extension,
    Lock,
    LockReason,
    Round,
    Schedule,
    Scope,
    SubmissionState,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

# How many days late somebody may open the round of a day and still mean that day.
_STILL_MEANT = timedelta(days=15)
# Days further from the round's own than this were made for something else: they are no rhythm.
_NEAR = timedelta(days=120)
_FILLING_DAYS, _CLOSING_DAYS = timedelta(days=14), timedelta(days=7)


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

    An extension opens a closed round for its area until its day. A published one too, so that
    an erratum can be made: publishing ends extensions, so it was given for that alone.
    """
    now = state_on(state, schedule, today=today)
    is_extended = extension is not None and today <= extension.until
    if now is RoundState.PUBLISHED and not is_extended:
        return Lock(LockReason.PUBLISHED, Role.COORDINATOR)
    if now is RoundState.PLANNED:
        return Lock(LockReason.NOT_YET_OPEN, Role.COORDINATOR)
    if submission is SubmissionState.ACCEPTED:
        return Lock(LockReason.ACCEPTED, Role.COORDINATOR)
    if submission not in FILLING:
        return Lock(LockReason.APPROVED, Role.APPROVER)
    if now is RoundState.CLOSED and not is_extended:
        return Lock(LockReason.CLOSED, Role.COORDINATOR)
    return None


def reminder_dates(schedule: Schedule) -> tuple[tuple[int, date], ...]:
    """List (days before the due day, day) of a round's reminders, the earliest first."""
    if schedule.due_on is None:
        return ()
    days = sorted(set(schedule.reminder_days), reverse=True)
    return tuple((each, schedule.due_on - timedelta(days=each)) for each in days)


def proposed(last: Sequence[Round], *, today: date) -> Round:
    """Propose a round after the last ones, newest first: its day follows their rhythm.

    Two rounds tell the months between; one or none: a month. Days, tasks, areas, instructions and
    reminders are the newest one's, moved. Without any the round is of the end of this month.
    """
    newest = last[0] if last else None
    months = _months_between(last[1].as_of, last[0].as_of) if len(last) > 1 else 1
    as_of = _months_later(newest.as_of, months) if newest else _end_of_month(today)
    while as_of < today - _STILL_MEANT:
        as_of = _months_later(as_of, months)
    return Round(
        code=f"{as_of:%Y-%m}",
        roadmap=newest.roadmap if newest else "",
        names=Names(""),
        as_of=as_of,
        horizon=_horizon(newest, as_of),
        state=RoundState.PLANNED,
        schedule=_moved(newest, as_of),
        scope=newest.scope if newest else Scope.ALL,
        instructions=newest.instructions if newest else Names(""),
        areas=newest.areas if newest else (),
    )


def _months_between(first: date, second: date) -> int:
    months = 12 * (second.year - first.year) + second.month - first.month
    return min(max(months, 1), 12)


def _months_later(day: date, months: int) -> date:
    """Go months on; the last day of a month stays a last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = monthrange(year, month)[1]
    return date(year, month, last if day == _end_of_month(day) else min(day.day, last))


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _horizon(newest: Round | None, as_of: date) -> Quarter:
    """Look as many quarters ahead as the newest round did."""
    here = Quarter.of(as_of)
    ahead = 0
    if newest is not None:
        ahead = _index(newest.horizon) - _index(Quarter.of(newest.as_of))
    index = _index(here) + ahead
    return Quarter(index // 4, index % 4 + 1)


def _index(quarter: Quarter) -> int:
    return quarter.year * 4 + quarter.number - 1


def _moved(newest: Round | None, as_of: date) -> Schedule:
    due = newest.schedule.due_on if newest else None
    if newest is None or due is None or abs(due - newest.as_of) > _NEAR:
        return Schedule(as_of - _FILLING_DAYS, as_of, as_of, as_of + _CLOSING_DAYS)
    days = newest.schedule
    by = as_of - newest.as_of
    return Schedule(
        opens_on=days.opens_on + by if days.opens_on else None,
        due_on=days.due_on + by if days.due_on else None,
        on_time_until=days.on_time_until + by if days.on_time_until else None,
        closes_on=days.closes_on + by if days.closes_on else None,
        reminder_days=days.reminder_days,
    )


def mark(*records: "DataclassInstance") -> str:
    """Return a short mark of what was shown: another one if anything in the records differs."""
    text = json.dumps([asdict(each) for each in records], sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:16]
