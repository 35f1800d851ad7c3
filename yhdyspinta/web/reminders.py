"""A round's reminders: how far each is, who cannot be reached, and what the coordinator decides."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from yhdyspinta import labels
from yhdyspinta.labels import reminders as reminder_labels
from yhdyspinta.services import reminder_sending, reminders
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.access import Action
from yhdyspinta.terms.reminders import Plan, Reminder, ReminderKind, Reminders, ReminderState
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs

_TO_DECIDE = {ReminderState.UNSURE, ReminderState.FAILED}


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """A message in words; `settle` is where it is decided on (empty: nothing to decide)."""

    area: str
    name: str
    day: str
    occasion: str
    is_fallback: bool
    state: str
    at: str
    failure: str
    settle: str
    is_unsure: bool


@dataclass(frozen=True, slots=True)
class RemindersPage:
    """What a round's reminders show, in words that the template only places."""

    name: str
    round: str
    remind: str
    rows: list[ReminderRow]
    unreached: list[tuple[str, str]]
    unsure: int
    is_stuck: bool


@needs(Action.RUN_ROUND)
@require_safe
@answers_bad_addresses
def of_round(request: HttpRequest, code: str) -> HttpResponse:
    """List a round's reminders."""
    found = reminders.of_round(code, actor=actor_of(request), now=timezone.now())
    return render(request, "reminders/reminders.html", {"page": _page(code, found)})


@needs(Action.RUN_ROUND)
@require_POST
@answers_bad_addresses
def remind(request: HttpRequest, code: str) -> HttpResponse:
    """Write today to all who are missing in a round, and go to the list."""
    try:
        planned = reminders.remind(code, actor=actor_of(request), now=timezone.now())
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        reminder_sending.enqueue()
        messages.success(request, _told(planned))
    return HttpResponseRedirect(reverse("round_reminders", args=[code]))


@needs(Action.RUN_ROUND)
@require_POST
@answers_bad_addresses
def settle(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Say of a message whether it left, or have it sent again."""
    sent = request.POST.get("outcome") == "sent"
    try:
        reminders.settle(key, sent=sent, actor=actor_of(request), now=timezone.now())
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        if not sent:
            reminder_sending.enqueue()
        messages.success(request, gettext("Saved."))
    return HttpResponseRedirect(reverse("round_reminders", args=[code]))


def _told(planned: Plan) -> str:
    count = len(planned.messages)
    if not count:
        return gettext("Nobody to remind: the areas have answered, or were written to today.")
    return ngettext(
        "%(count)d reminder is being sent.", "%(count)d reminders are being sent.", count
    ) % {"count": count}


def _page(code: str, found: Reminders) -> RemindersPage:
    rows = [_row(code, each, found) for each in found.messages]
    return RemindersPage(
        name=labels.name(found.round),
        round=reverse("round", args=[code]),
        remind=reverse("round_remind", args=[code]) if found.is_open else "",
        rows=rows,
        unreached=_unreached(found),
        unsure=sum(row.is_unsure for row in rows),
        is_stuck=found.is_stuck,
    )


def _unreached(found: Reminders) -> list[tuple[str, str]]:
    """List what is waited for, with the areas that nobody can be written to about it."""
    listed = []
    for kind in ReminderKind:
        codes = [each.area for each in found.unreached if each.kind is kind]
        if codes:
            names = ", ".join(labels.name(found.areas[code]) for code in codes)
            listed.append((reminder_labels.kind(kind), names))
    return listed


def _row(code: str, each: Reminder, found: Reminders) -> ReminderRow:
    names = found.areas.get(each.area)
    return ReminderRow(
        area=labels.name(names) if names else each.area,
        name=each.name,
        day=labels.day(each.day),
        occasion=reminder_labels.occasion(each.days_before),
        is_fallback=each.is_fallback,
        state=reminder_labels.state(each.state),
        at=labels.moment(each.at),
        failure=each.failure,
        settle=reverse("round_reminder", args=[code, each.key]) if each.state in _TO_DECIDE else "",
        is_unsure=each.state is ReminderState.UNSURE,
    )
