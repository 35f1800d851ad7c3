"""Who is to be reminded of an area's part of a round on a day, and whom a message is for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from yhdyspinta.calc.rounds import lock_of, reminder_dates
from yhdyspinta.terms.access import Role
from yhdyspinta.terms.reminders import Holder, Message, Plan, ReminderKind, Sent, Unreached
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import Schedule, Submission, SubmissionState

# Who is written to, in order: the first role that somebody has.
_ASKED: Mapping[ReminderKind, Sequence[Role]] = {
    ReminderKind.FILL_IN: (Role.REPORTER, Role.APPROVER, Role.ADMINISTRATOR),
    ReminderKind.APPROVE: (Role.APPROVER, Role.ADMINISTRATOR),
}
# A refused message is tried again after so long, and the third time is the last.
MOST_TRIES = 3
_PAUSES = (timedelta(minutes=10), timedelta(hours=1))
# A message that has been leaving for longer is one of which nobody knows whether it left.
LEASE = timedelta(minutes=10)
# A message that has waited for longer says that no worker is at work.
LONGEST_WAIT = timedelta(minutes=30)


def kind_of(
    submission: Submission, *, state: RoundState, schedule: Schedule, today: date
) -> ReminderKind | None:
    """Return what an area must be reminded of on a day; None: nothing, or its cells are locked."""
    locked = lock_of(
        state,
        submission.state,
        schedule=schedule,
        extension=submission.extension,
        today=today,
    )
    if locked is not None:
        return None
    if submission.state is SubmissionState.READY:
        return ReminderKind.APPROVE
    return ReminderKind.FILL_IN


def asked_role(kind: ReminderKind) -> Role:
    """Return the role that is asked to do something; others only if nobody has it."""
    return _ASKED[kind][0]


def asked(
    kind: ReminderKind, holders: Iterable[Holder], *, area: str
) -> tuple[tuple[int, ...], Role | None]:
    """Return the people to be written to about an area and their role; None: there is nobody."""
    by_role: dict[Role, set[int]] = defaultdict(set)
    for holder in holders:
        if holder.area == area:
            by_role[holder.role].add(holder.person)
    for role in _ASKED[kind]:
        if by_role[role]:
            return tuple(sorted(by_role[role])), role
    return (), None


def due_day(schedule: Schedule, submission: Submission) -> date | None:
    """Return the day by which an area must be ready: the round's, or that of its extension."""
    extension = submission.extension
    if schedule.due_on is None or extension is None:
        return schedule.due_on
    return max(schedule.due_on, extension.until)


def planned(
    schedule: Schedule,
    submissions: Iterable[Submission],
    holders: Collection[Holder],
    *,
    state: RoundState,
    sent: Iterable[Sent],
    today: date,
) -> Plan:
    """Plan today's messages from the round's days.

    The last reminder day that has come counts: whoever has had no message about the area since
    then is to have one, so that a missed day is caught up once and an older one not at all.
    """
    last = _last_by_person(sent)
    messages: list[Message] = []
    unreached: list[Unreached] = []
    for submission in submissions:
        days_before, day = _come(schedule, submission, today=today)
        if day is None:
            continue
        found = _of_area(submission, holders, state=state, schedule=schedule, today=today)
        unreached += found.unreached
        messages += [
            replace(each, days_before=days_before)
            for each in found.messages
            if last.get((each.area, each.person), date.min) < day
        ]
    return Plan(tuple(messages), tuple(unreached))


def asked_now(
    schedule: Schedule,
    submissions: Iterable[Submission],
    holders: Collection[Holder],
    *,
    state: RoundState,
    sent: Iterable[Sent],
    today: date,
) -> Plan:
    """Plan a message to all who are missing, as the coordinator asks, at most one each a day."""
    last = _last_by_person(sent)
    plans = [
        _of_area(each, holders, state=state, schedule=schedule, today=today) for each in submissions
    ]
    return Plan(
        messages=tuple(
            message
            for plan in plans
            for message in plan.messages
            if last.get((message.area, message.person), date.min) < today
        ),
        unreached=tuple(each for plan in plans for each in plan.unreached),
    )


def pause_after(tries: int) -> timedelta:
    """Return how long to wait before a message that was refused `tries` times is tried again."""
    return _PAUSES[min(tries, len(_PAUSES)) - 1] if tries else timedelta(0)


def _come(
    schedule: Schedule, submission: Submission, *, today: date
) -> tuple[int | None, date | None]:
    """Return the last reminder day of an area that has come, with its days before the due day."""
    days = reminder_dates(replace(schedule, due_on=due_day(schedule, submission)))
    come = [(before, day) for before, day in days if day <= today]
    return come[-1] if come else (None, None)


def _of_area(
    submission: Submission,
    holders: Collection[Holder],
    *,
    state: RoundState,
    schedule: Schedule,
    today: date,
) -> Plan:
    kind = kind_of(submission, state=state, schedule=schedule, today=today)
    if kind is None:
        return Plan()
    people, role = asked(kind, holders, area=submission.area)
    if role is None:
        return Plan(unreached=(Unreached(submission.area, kind),))
    is_fallback = role is not asked_role(kind)
    return Plan(
        tuple(Message(submission.area, person, today, None, kind, is_fallback) for person in people)
    )


def _last_by_person(sent: Iterable[Sent]) -> dict[tuple[str, int], date]:
    last: dict[tuple[str, int], date] = {}
    for each in sent:
        key = (each.area, each.person)
        last[key] = max(last.get(key, each.day), each.day)
    return last
