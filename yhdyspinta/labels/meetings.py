"""The shown names of what meetings have: states, outcomes, actions, and times of day."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yhdyspinta import labels
from yhdyspinta.terms.meetings import ActionState, MeetingState, OutcomeKind

STATES: Mapping[MeetingState, Promise] = {
    MeetingState.PLANNED: pgettext_lazy("meeting", "planned"),
    MeetingState.HELD: pgettext_lazy("meeting", "held"),
    MeetingState.CANCELLED: pgettext_lazy("meeting", "cancelled"),
}
OUTCOMES: Mapping[OutcomeKind, Promise] = {
    OutcomeKind.DECISION: _("Decision"),
    OutcomeKind.INFORMATION: _("Information"),
    OutcomeKind.ACTION: pgettext_lazy("outcome", "Action"),
    OutcomeKind.RAISED: pgettext_lazy("outcome", "Raised"),
}
OUTCOME_HEADINGS: Mapping[OutcomeKind, Promise] = {
    OutcomeKind.DECISION: _("Decisions"),
    OutcomeKind.INFORMATION: _("For information"),
    OutcomeKind.ACTION: _("Actions"),
    OutcomeKind.RAISED: _("Raised to the next level"),
}
ACTIONS: Mapping[ActionState, Promise] = {
    ActionState.OPEN: pgettext_lazy("action", "open"),
    ActionState.DONE: pgettext_lazy("action", "done"),
    ActionState.DROPPED: pgettext_lazy("action", "dropped"),
}


def state(code: MeetingState) -> str:
    """Name a meeting's state."""
    return str(STATES[code])


def outcome(code: OutcomeKind) -> str:
    """Name a kind of outcome."""
    return str(OUTCOMES[code])


def outcome_heading(code: OutcomeKind) -> str:
    """Name the outcomes of a kind, as a heading."""
    return str(OUTCOME_HEADINGS[code])


def action(code: ActionState) -> str:
    """Name an action's state."""
    return str(ACTIONS[code])


def clock(value: datetime) -> str:
    """Write a time of day in Finnish time: 9.30, in English 09:30."""
    local = timezone.localtime(value)
    return f"{local:%H:%M}" if _is_english() else f"{local.hour}.{local:%M}"


def span(starts: datetime, ends: datetime) -> str:
    """Write when something is: 10.3.2026 klo 9.00–11.30, with the other day if it is another."""
    first, last = (timezone.localtime(each).date() for each in (starts, ends))
    if first != last:
        return f"{labels.moment(starts)} – {labels.moment(ends)}"
    if _is_english():
        return f"{labels.day(first)}, {clock(starts)}–{clock(ends)}"
    at = pgettext("time of day", "at")
    return f"{labels.day(first)} {at} {clock(starts)}–{clock(ends)}"


def minutes(count: int) -> str:
    """Write a length in minutes."""
    return gettext("%(count)d min") % {"count": count}


def agenda(items: int) -> str:
    """Say how much there is on an agenda."""
    if not items:
        return gettext("no agenda yet")
    return ngettext("%(count)d item", "%(count)d items", items) % {"count": items}


def overrun(by: int) -> str:
    """Warn that an agenda is longer than its meeting, by so many minutes."""
    return gettext(
        "The agenda takes %(minutes)s more than the meeting lasts. Shorten it, or end later."
    ) % {"minutes": minutes(by)}


def planned(count: int) -> str:
    """Say how many meetings a series got for a year."""
    if not count:
        return gettext("Nothing to plan: the rule gives no days that are not there already.")
    return ngettext(
        "%(count)d meeting has been planned.", "%(count)d meetings have been planned.", count
    ) % {"count": count}


def _is_english() -> bool:
    return (get_language() or "fi").startswith("en")
