"""Reminders of the last day to act on an agreement, by e-mail, each leaving once.

A message's row is written and committed right before it leaves, and `sent_at` after. A row with
neither `sent_at` nor `failed_at` is of one that leaves now or whose worker died: nobody sends it
again before a person has decided (`settle`). `failed_at`: it surely has not left, and is tried
again on later days. See docs/decisions/0009-a-reminder-leaves-once.md.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPException
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django_tasks import TaskContext, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from yhdyspinta.calc import agreements as calc
from yhdyspinta.calc.reminders import LEASE
from yhdyspinta.exports.agreement_letters import letter
from yhdyspinta.exports.agreements import parties
from yhdyspinta.services import agreements, audit, people, places, register
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.reminder_sending import REFUSALS, WORKER
from yhdyspinta.store.models import Agreement, AgreementParty, AgreementReminder, Grant, User
from yhdyspinta.terms.access import Action, Actor, Role
from yhdyspinta.terms.agreements import AgreementMessage, AgreementNotice
from yhdyspinta.terms.register import RegisterKind
from yhdyspinta.terms.reminders import Outcome

_WRITTEN_TO = (Role.REPORTER, Role.ADMINISTRATOR)
# No reminder is set for earlier (services/agreement_checks.py), none tried for longer.
_EARLIEST, _TRIED = timedelta(days=730), timedelta(days=7)
_LISTED = 200
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class _Due:
    """A message that is due: of which agreement, to whom, which of its reminders."""

    agreement: int
    user: int
    act_by: date
    days_before: int


@task(takes_context=True)
def send_waiting(context: TaskContext) -> dict[str, int]:
    """Send what is due; return how many messages came to which end."""
    began, started = monotonic(), context.task_result.started_at
    if started is None:
        message = "a task without the time of its start"
        raise RuntimeError(message)

    def clock() -> datetime:
        return started + timedelta(seconds=monotonic() - began)

    return {str(outcome): count for outcome, count in deliver(actor=WORKER, clock=clock).items()}


def queue(*, now: datetime) -> int:
    """Roll agreements on and queue the sending if anything is due; return how many are.

    The queue holds one such task at a time.
    """
    agreements.roll(now=now)
    found = len(_due(timezone.localtime(now).date()))
    path = send_waiting.module_path
    if (
        found
        and not DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=path).exists()
    ):
        send_waiting.enqueue()
    return found


def deliver(*, actor: Actor, clock: Clock) -> Counter[Outcome]:
    """Send all that is due today, until the mail server does not answer. Raises ForbiddenError."""
    require(actor, Action.OPERATE)
    counted: Counter[Outcome] = Counter()
    for due in _due(timezone.localtime(clock()).date()):
        outcome = _send(due, actor=actor, now=clock())
        counted[outcome] += 1
        if outcome is Outcome.UNREACHABLE:
            break
    return counted


def of_agreement(code: str, *, actor: Actor, now: datetime) -> tuple[AgreementMessage, ...]:
    """List an agreement's messages, the newest first; none to those who may not change it."""
    if not agreements.may_edit(agreements.one(code, actor=actor), actor=actor):
        return ()
    rows = AgreementReminder.objects.filter(agreement__code=code).order_by("-planned_at", "-pk")
    listed = list(rows[:_LISTED])
    names = people.names(_key(each) for each in listed)
    return tuple(
        AgreementMessage(
            key=each.pk,
            name=names[_key(each)],
            days_before=each.days_before,
            act_by=each.act_by,
            at=each.sent_at or each.failed_at or each.planned_at,
            is_sent=each.sent_at is not None,
            has_failed=each.failed_at is not None,
            is_unsure=_is_unsure(each, now=now),
        )
        for each in listed
    )


@transaction.atomic
def settle(key: int, *, sent: bool, actor: Actor, now: datetime) -> None:
    """Decide on a message of which nobody knows whether it left: it did, or send it again.

    Raises ForbiddenError, or RefusedError if there is no such message or nothing to decide.
    """
    rows = AgreementReminder.objects.select_for_update(of=("self",))
    row = rows.select_related("agreement__owner").filter(pk=key).first()
    if row is None:
        raise RefusedError(gettext("There is no such reminder."))
    owner = row.agreement.owner.code if row.agreement.owner else ""
    register.keep(actor, owner)
    if not _is_unsure(row, now=now):
        raise RefusedError(gettext("This reminder has been dealt with already."))
    if sent:
        row.sent_at = row.planned_at
        row.save(update_fields=["sent_at"])
    else:
        # Without its row it is due again, if the day to act has not passed.
        row.delete()
    _record("reminder.settle", row, actor=actor, now=now, after="sent" if sent else "planned")


def _is_unsure(row: AgreementReminder, *, now: datetime) -> bool:
    is_open = row.sent_at is None and row.failed_at is None
    return is_open and row.planned_at <= now - LEASE


def _due(today: date) -> list[_Due]:
    """List today's messages that have not left, the most urgent first; five queries at most."""
    rows = Agreement.objects.filter(act_by__gte=today, act_by__lte=today + _EARLIEST)
    listed = rows.order_by("act_by", "pk").values_list("pk", "act_by", "remind_before")
    due = {
        pk: (act_by, days)
        for pk, act_by, before in listed
        if act_by and (days := calc.due_reminder(before, act_by, on=today)) is not None
    }
    if not due:
        return []
    left = _left(rows, today)
    holders = _holders(rows)
    found = [
        _Due(pk, user, act_by, days)
        for pk, (act_by, days) in due.items()
        for user in sorted(holders[pk])
    ]
    return [each for each in found if each not in left]


def _left(rows: Any, today: date) -> set[_Due]:
    """List the messages of some agreements that have left, may have, or are to rest today."""
    kept = AgreementReminder.objects.filter(agreement__in=rows.order_by().values("pk"))
    return {
        _Due(each.agreement_id, each.user_id, each.act_by, each.days_before)
        for each in kept
        if not _is_to_retry(each, today)
    }


def _is_to_retry(row: AgreementReminder, today: date) -> bool:
    failed = row.failed_at
    return failed is not None and _day(failed) < today <= _day(row.planned_at) + _TRIED


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _holders(rows: Any) -> dict[int, set[int]]:
    """Find whom to write to about some agreements: by owner and by party; three queries."""
    people_of: dict[int, set[int]] = defaultdict(set)
    grants = Grant.objects.in_force().filter(role__in=_WRITTEN_TO).exclude(organisation=None)
    for organisation, user in grants.exclude(user__email="").values_list("organisation", "user"):
        people_of[organisation].add(user)
    keys = rows.order_by().values("pk")
    parties_ = AgreementParty.objects.filter(agreement__in=keys).exclude(organisation=None)
    found: dict[int, set[int]] = defaultdict(set)
    owned = rows.order_by().exclude(owner=None).values_list("pk", "owner")
    for key, organisation in (*owned, *parties_.values_list("agreement", "organisation")):
        found[key] |= people_of[organisation]
    return found


def _send(due: _Due, *, actor: Actor, now: datetime) -> Outcome:
    """Connect, claim, send, mark: a death between claim and mark leaves the message unsure."""
    user = User.objects.get(pk=due.user)
    mail = _mail(due, user, now=now)
    if mail is None:
        return Outcome.CANCELLED
    mail.connection = get_connection()
    try:
        mail.connection.open()
    except (OSError, SMTPException):
        return Outcome.UNREACHABLE
    try:
        return _claimed(due, mail, actor=actor, now=now)
    finally:
        with suppress(OSError, SMTPException):
            mail.connection.close()


def _claimed(due: _Due, mail: EmailMultiAlternatives, *, actor: Actor, now: datetime) -> Outcome:
    row = _claim(due, now=now)
    if row is None:
        return Outcome.TAKEN
    mail.extra_headers["Message-ID"] = _message_id(row)
    mine = AgreementReminder.objects.filter(pk=row.pk, sent_at=None)
    try:
        mail.send()
    except REFUSALS:
        mine.update(failed_at=now)
        return Outcome.REFUSED
    except (OSError, SMTPException):
        return Outcome.UNSURE
    with transaction.atomic():
        if mine.update(sent_at=now, failed_at=None):
            _record("reminder.send", row, actor=actor, now=now)
    return Outcome.SENT


def _claim(due: _Due, *, now: datetime) -> AgreementReminder | None:
    """Take a message for oneself, committed; None if another worker has it."""
    same = {
        "agreement_id": due.agreement,
        "user_id": due.user,
        "act_by": due.act_by,
        "days_before": due.days_before,
    }
    kept = AgreementReminder.objects.filter(**same).first()
    if kept is None:
        try:
            with transaction.atomic():
                return AgreementReminder.objects.create(**same, planned_at=now)
        except IntegrityError:
            return None
    again = AgreementReminder.objects.filter(pk=kept.pk, sent_at=None, failed_at=kept.failed_at)
    if kept.failed_at is None or not again.update(failed_at=None):
        return None
    return kept


def _mail(due: _Due, user: User, *, now: datetime) -> EmailMultiAlternatives | None:
    """Write a message in the person's language; None: it is not needed any more."""
    row = Agreement.objects.whole().filter(pk=due.agreement).first()
    dated = calc.dated(row.as_terms(), on=_day(now)) if row else None
    if dated is None or dated.act_by != due.act_by:
        return None
    names = places.names_of(set(calc.concerned(dated.agreement)))
    with override(user.language):
        address = settings.ADDRESS + reverse("agreement", args=[dated.agreement.code])
        written = letter(AgreementNotice(dated, parties(dated.agreement, names), address))
    mail = EmailMultiAlternatives(
        subject=written.subject,
        body=written.text,
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": user.language},
    )
    mail.attach_alternative(written.html, "text/html")
    return mail


def _message_id(row: AgreementReminder) -> str:
    """Return the same name for the same message: a mail system may drop a second one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<agreement-{row.pk}-{row.planned_at:%Y%m%d%H%M%S%f}@{domain}>"


def _record(
    action: str, row: AgreementReminder, *, actor: Actor, now: datetime, **more: str
) -> None:
    owner = row.agreement.owner
    audit.record(
        action,
        register.subject(RegisterKind.AGREEMENT, row.agreement.code),
        actor=actor,
        now=now,
        organisation=owner.code if owner else "",
        person=_key(row),
        day=row.act_by.isoformat(),
        **more,
    )


def _key(row: AgreementReminder) -> str:
    return User(pk=row.user_id).key
