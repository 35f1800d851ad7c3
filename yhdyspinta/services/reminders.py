"""Reminders of a round: planned from its days or because the coordinator asks, listed, settled.

How they leave is in `reminder_sending`.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta.calc import reminders as calc
from yhdyspinta.services import people, round_rows, submissions
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import Area, Grant, Reminder, ReportingRound, User
from yhdyspinta.terms import reminders as terms
from yhdyspinta.terms.access import Action, Actor, Role
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.reminders import Holder, Plan, ReminderState, Sent
from yhdyspinta.terms.roadmap import RoundState

_WRITTEN_TO = (Role.REPORTER, Role.APPROVER, Role.ADMINISTRATOR)
_LISTED = 500


@transaction.atomic
def plan(*, actor: Actor, now: datetime) -> int:
    """Plan what the days of all rounds ask for today; return how many messages were added.

    Doing it again adds nothing. Raises ForbiddenError unless an operator.
    """
    require(actor, Action.OPERATE)
    today = timezone.localtime(now).date()
    count = 0
    for code in _reminding(today).values_list("code", flat=True):
        row = _locked(code)
        schedule = row.schedule
        found = calc.planned(
            schedule,
            submissions.of_row(row),
            holders(row),
            state=RoundState(row.state),
            sent=_sent(row),
            today=today,
        )
        count += _write(row, found, actor=actor, now=now)
    return count


@transaction.atomic
def remind(code: str, *, actor: Actor, now: datetime) -> Plan:
    """Plan a message for today to all who are missing in a round; return what was planned.

    Whoever has one of today's already gets no other. Raises ForbiddenError, or RefusedError if
    there is no such round or it does not take reports now.
    """
    row = _locked(code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    state = round_rows.effective(row, now)
    if state in {RoundState.PLANNED, RoundState.PUBLISHED}:
        raise round_rows.wrong_state(row, state)
    found = _asked_now(row, today=timezone.localtime(now).date())
    _write(row, found, actor=actor, now=now)
    return found


def of_round(code: str, *, actor: Actor, now: datetime) -> terms.Reminders:
    """List a round's messages, the newest first (500 at most), and the areas with nobody to ask.

    Raises ForbiddenError, or RefusedError if there is no such round.
    """
    row = round_rows.found(code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    listed = row.reminders.select_related("area").order_by("-day", "area__code", "user")[:_LISTED]
    names = people.names(_key(each) for each in listed)
    found = _asked_now(row, today=timezone.localtime(now).date())
    areas = Area.objects.filter(submission__round=row).order_by("code")
    return terms.Reminders(
        round=Names(row.name_fi, row.name_sv, row.name_en),
        areas={each.code: Names(each.short_fi, each.short_sv, each.short_en) for each in areas},
        messages=tuple(_as_terms(each, names[_key(each)], now=now) for each in listed),
        unreached=found.unreached,
        is_open=round_rows.effective(row, now) is RoundState.OPEN,
        is_stuck=_is_stuck(row, now=now),
    )


def counts(row: ReportingRound, *, now: datetime) -> dict[ReminderState, int]:
    """Count a round's messages by how far they are (see `state_of`); one query."""
    is_over = Q(claimed_at=None) | Q(claimed_at__lte=now - calc.LEASE) | ~Q(failure="")
    unsure = When(is_over, state=Reminder.State.SENDING, then=Value(ReminderState.UNSURE.value))
    states = row.reminders.order_by().annotate(shown=Case(unsure, default="state"))
    counted = states.values_list("shown").annotate(number=Count("id"))
    return {ReminderState(state): number for state, number in counted}


@transaction.atomic
def settle(key: int, *, sent: bool, actor: Actor, now: datetime) -> None:
    """Decide on a message of which nobody knows whether it left: it did, or send it again.

    One that failed can be sent again too. Raises ForbiddenError, or RefusedError if there is no
    such message or nothing to decide.
    """
    row = (
        Reminder.objects.select_for_update(of=("self",))
        .select_related("round__roadmap", "area")
        .filter(pk=key)
        .first()
    )
    if row is None:
        raise RefusedError(gettext("There is no such reminder."))
    require(actor, Action.RUN_ROUND, roadmap=row.round.roadmap.code)
    before = state_of(row, now=now)
    if before is not ReminderState.UNSURE and (sent or before is not ReminderState.FAILED):
        raise RefusedError(gettext("This reminder has been dealt with already."))
    if sent:
        row.state, row.sent_at = Reminder.State.SENT, row.claimed_at
    else:
        row.state, row.claimed_at, row.tries = Reminder.State.PLANNED, None, 0
    row.failure = ""
    row.save()
    round_rows.record(
        "reminder.settle",
        row.round,
        actor=actor,
        now=now,
        area=row.area.code,
        person=_key(row),
        before=before,
        after=row.state,
    )


def state_of(row: Reminder, *, now: datetime) -> ReminderState:
    """Return how far a message is; one that has been leaving for too long is unsure."""
    state = ReminderState(row.state)
    if state is not ReminderState.SENDING:
        return state
    is_over = row.claimed_at is None or row.claimed_at <= now - calc.LEASE
    return ReminderState.UNSURE if is_over or row.failure else state


def holders(row: ReportingRound, *, area: Area | None = None) -> list[Holder]:
    """List who has which role for the areas (or one area) that a round asks; one query."""
    grants = Grant.objects.in_force().filter(role__in=_WRITTEN_TO)
    grants = grants.filter(organisation__areas__submission__round=row)
    if area is not None:
        grants = grants.filter(organisation__areas=area)
    found = grants.values_list("organisation__areas__code", "user_id", "role").distinct()
    return [Holder(code, person, Role(role)) for code, person, role in found]


def _reminding(today: date) -> QuerySet[ReportingRound]:
    """Find the rounds whose days may ask for reminders: those with a due day, not published."""
    more_time = Q(extensions__withdrawn_at=None, extensions__until__gte=today)
    open_ = Q(state__in=[RoundState.PLANNED, RoundState.OPEN])
    rows = ReportingRound.objects.filter(open_ | Q(state=RoundState.CLOSED) & more_time)
    return rows.exclude(due_on=None).order_by("id").distinct()


def _locked(code: str) -> ReportingRound:
    """Fetch a round; who plans its messages queues behind each other."""
    rows = ReportingRound.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("roadmap").filter(code=code).first()
    if row is None:
        raise round_rows.no_such(code)
    return row


def _is_stuck(row: ReportingRound, *, now: datetime) -> bool:
    """Tell whether messages wait that a worker would have sent long ago."""
    waiting = row.reminders.filter(state=Reminder.State.PLANNED, tries=0)
    today = timezone.localtime(now).date()
    return waiting.filter(day__lte=today, planned_at__lte=now - calc.LONGEST_WAIT).exists()


def _asked_now(row: ReportingRound, *, today: date) -> Plan:
    return calc.asked_now(
        row.schedule,
        submissions.of_row(row),
        holders(row),
        state=RoundState(row.state),
        sent=_sent(row),
        today=today,
    )


def _sent(row: ReportingRound) -> list[Sent]:
    """List whom a round's messages went or go to; what was not needed does not count."""
    found = row.reminders.exclude(state=Reminder.State.CANCELLED)
    return [Sent(*each) for each in found.values_list("area__code", "user_id", "day")]


def _write(row: ReportingRound, found: Plan, *, actor: Actor, now: datetime) -> int:
    """Store messages and tell the trail; an older one that has not left gives way to the new."""
    if not found.messages:
        return 0
    areas = dict(Area.objects.values_list("code", "id"))
    today = found.messages[0].day
    waiting = row.reminders.filter(state=Reminder.State.PLANNED, day__lt=today)
    cancelled = row.reminders.filter(state=Reminder.State.CANCELLED, day=today)
    for message in found.messages:
        same = {"area": areas[message.area], "user": message.person}
        waiting.filter(**same).update(state=Reminder.State.CANCELLED)
        # What was not needed any more this morning is needed again: its place is taken.
        cancelled.filter(**same).delete()
    Reminder.objects.bulk_create(
        [
            Reminder(
                round=row,
                area_id=areas[message.area],
                user_id=message.person,
                days_before=message.days_before,
                day=message.day,
                is_fallback=message.is_fallback,
                planned_at=now,
            )
            for message in found.messages
        ],
        ignore_conflicts=True,
    )
    round_rows.record(
        "reminder.plan",
        row,
        actor=actor,
        now=now,
        messages=len(found.messages),
        areas=sorted({message.area for message in found.messages}),
        nobody=sorted(each.area for each in found.unreached),
    )
    return len(found.messages)


def _as_terms(row: Reminder, name: str, *, now: datetime) -> terms.Reminder:
    return terms.Reminder(
        key=row.pk,
        area=row.area.code,
        person=_key(row),
        name=name,
        day=row.day,
        days_before=row.days_before,
        state=state_of(row, now=now),
        is_fallback=row.is_fallback,
        at=row.sent_at or row.claimed_at or row.planned_at,
        failure=row.failure,
    )


def _key(row: Reminder) -> str:
    return User(pk=row.user_id).key
