"""Let planned reminders leave by e-mail, each once, whatever dies on the way.

A message is claimed (state `sending`, committed), handed to the mail server, and marked. A worker
that dies after the claim leaves `sending`: it may have left or not, so nobody sends it again
before a person has decided (`reminders.settle`). All that can fail is done before the claim.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import (
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks import TaskContext, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from yhdyspinta.calc import reminders as calc
from yhdyspinta.exports.reminders import letter
from yhdyspinta.services import reminders, round_rows, submissions
from yhdyspinta.services.access import require
from yhdyspinta.store.models import Reminder
from yhdyspinta.terms.access import Action, Actor, Door, Origin, operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.reminders import Notice, Outcome
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import SubmissionState

WORKER = operator("worker", origin=Origin(Door.WORKER))
# What a mail server says before it has taken a message: then it surely has not left.
REFUSALS = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError, ValueError)


@task(takes_context=True)
def send_waiting(context: TaskContext) -> dict[str, int]:
    """Plan today's reminders and send what waits; return how many messages came to which end."""
    began = monotonic()
    started = context.task_result.started_at
    if started is None:
        message = "a task without the time of its start"
        raise RuntimeError(message)
    reminders.plan(actor=WORKER, now=started)

    def clock() -> datetime:
        return started + timedelta(seconds=monotonic() - began)

    return {str(outcome): count for outcome, count in deliver(actor=WORKER, clock=clock).items()}


def queue(*, now: datetime) -> int:
    """Plan today's reminders, and queue their sending if any wait; return how many were planned.

    The queue holds one such task at a time: what is planned meanwhile is sent by it too.
    """
    planned = reminders.plan(actor=WORKER, now=now)
    if waiting(now).exists():
        enqueue()
    return planned


def enqueue() -> None:
    """Let the worker send what waits, unless it is told so already."""
    path = send_waiting.module_path
    if not DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=path).exists():
        send_waiting.enqueue()


def deliver(*, actor: Actor, clock: Callable[[], datetime]) -> Counter[Outcome]:
    """Send all that waits, until there is no more or the mail server does not answer."""
    counted: Counter[Outcome] = Counter()
    while (outcome := send_next(actor=actor, now=clock())) is not None:
        counted[outcome] += 1
        if outcome is Outcome.UNREACHABLE:
            break
    return counted


def waiting(now: datetime) -> QuerySet[Reminder]:
    """Find messages to be sent by now, the oldest first; refused ones after their pause."""
    ready = Q(tries=0)
    for tries in range(1, calc.MOST_TRIES):
        ready |= Q(tries=tries, claimed_at__lte=now - calc.pause_after(tries))
    today = timezone.localtime(now).date()
    planned = Reminder.objects.filter(ready, state=Reminder.State.PLANNED, day__lte=today)
    return planned.select_related("round__roadmap", "area", "user").order_by("day", "id")


def send_next(*, actor: Actor, now: datetime) -> Outcome | None:
    """Send the first message that waits; None: there is none. Raises ForbiddenError."""
    require(actor, Action.OPERATE)
    row = waiting(now).first()
    if row is None:
        return None
    mail = _mail(row, now=now)
    if mail is None:
        _move(row, Reminder.State.PLANNED, to=Reminder.State.CANCELLED)
        return Outcome.CANCELLED
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        _give_back(row, error, now=now)
        return Outcome.UNREACHABLE
    mail.connection = connection
    try:
        return _send(row, mail, actor=actor, now=now)
    finally:
        with suppress(OSError, SMTPException):
            connection.close()


def _send(row: Reminder, mail: EmailMultiAlternatives, *, actor: Actor, now: datetime) -> Outcome:
    """Claim, send, mark: between the first and the last a death leaves the message unsure."""
    if not _move(row, Reminder.State.PLANNED, to=Reminder.State.SENDING, claimed_at=now):
        return Outcome.TAKEN
    try:
        mail.send()
    except REFUSALS as error:
        _give_back(row, error, now=now)
        return Outcome.REFUSED
    except (OSError, SMTPException) as error:
        _move(row, Reminder.State.SENDING, to=Reminder.State.SENDING, failure=told(error))
        return Outcome.UNSURE
    with transaction.atomic():
        if _move(row, Reminder.State.SENDING, to=Reminder.State.SENT, sent_at=now, failure=""):
            _record(row, actor=actor, now=now)
    return Outcome.SENT


def _move(row: Reminder, state: str, *, to: str, **fields: object) -> bool:
    """Take a message from a state to another, unless somebody else has meanwhile."""
    same = Reminder.objects.filter(pk=row.pk, state=state, tries=row.tries)
    return same.update(state=to, **fields) == 1


def _give_back(row: Reminder, error: Exception, *, now: datetime) -> None:
    """A message that surely has not left is tried again later, or has failed."""
    tries = row.tries + 1
    last = tries >= calc.MOST_TRIES
    Reminder.objects.filter(
        pk=row.pk,
        tries=row.tries,
        state__in=[Reminder.State.PLANNED, Reminder.State.SENDING],
    ).update(
        state=Reminder.State.FAILED if last else Reminder.State.PLANNED,
        tries=tries,
        claimed_at=now,
        failure=told(error),
    )


def told(error: Exception) -> str:
    """Say what the mail server said, without anybody's address."""
    if isinstance(error, SMTPResponseException):
        return f"SMTP {error.smtp_code}"
    if isinstance(error, SMTPRecipientsRefused):
        codes = sorted({code for code, _ in error.recipients.values()})
        return f"SMTP {', '.join(str(code) for code in codes)}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__


def _record(row: Reminder, *, actor: Actor, now: datetime) -> None:
    round_rows.record(
        "reminder.send",
        row.round,
        actor=actor,
        now=now,
        area=row.area.code,
        person=row.user.key,
        day=row.day.isoformat(),
    )


def _mail(row: Reminder, *, now: datetime) -> EmailMultiAlternatives | None:
    """Write a message in the person's language; None: it is not needed any more."""
    with override(row.user.language):
        notice = _notice(row, now=now)
        if notice is None:
            return None
        written = letter(notice)
    mail = EmailMultiAlternatives(
        subject=written.subject,
        body=written.text,
        to=[row.user.email],
        headers={
            "Message-ID": _message_id(row),
            "Auto-Submitted": "auto-generated",
            "Content-Language": row.user.language,
        },
    )
    mail.attach_alternative(written.html, "text/html")
    return mail


def _message_id(row: Reminder) -> str:
    """Return the same name for the same message: a mail system may drop a second one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<reminder-{row.pk}-{row.planned_at:%Y%m%d%H%M%S%f}@{domain}>"


def _notice(row: Reminder, *, now: datetime) -> Notice | None:
    """Say what a message tells as things are now; None if it is not for this person any more."""
    round_, area = row.round, row.area
    today = timezone.localtime(now).date()
    submission = next((each for each in submissions.of_row(round_) if each.area == area.code), None)
    if submission is None:
        return None
    kind = calc.kind_of(
        submission, state=RoundState(round_.state), schedule=round_.schedule, today=today
    )
    if kind is None:
        return None
    held = reminders.holders(round_, area=area)
    people, role = calc.asked(kind, held, area=area.code)
    if role is None or row.user_id not in people:
        return None
    first = calc.asked_role(kind)
    return Notice(
        kind=kind,
        round=Names(round_.name_fi, round_.name_sv, round_.name_en),
        area=Names(area.short_fi, area.short_sv, area.short_en),
        role=role,
        address=settings.ADDRESS + reverse("report", args=[round_.code, area.code]),
        due=calc.due_day(round_.schedule, submission),
        today=today,
        asked=submission.asked,
        missing=submission.asked - submission.reported,
        is_returned=submission.state is SubmissionState.RETURNED,
        instead_of=None if role is first else first,
    )
