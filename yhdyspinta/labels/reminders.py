"""The shown names of a reminder's codes, and of why it was written."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta.terms.reminders import Outcome, ReminderKind, ReminderState

STATES: Mapping[ReminderState, Promise] = {
    ReminderState.PLANNED: _("waits to be sent"),
    ReminderState.SENDING: _("is being sent"),
    ReminderState.SENT: _("has been sent"),
    ReminderState.FAILED: _("could not be sent"),
    ReminderState.CANCELLED: _("no longer needed"),
    ReminderState.UNSURE: _("unsure: it may have left"),
}
KINDS: Mapping[ReminderKind, Promise] = {
    ReminderKind.FILL_IN: _("the reporting is not ready"),
    ReminderKind.APPROVE: _("the reporting waits for approval"),
}
OUTCOMES: Mapping[Outcome, Promise] = {
    Outcome.SENT: _("sent"),
    Outcome.CANCELLED: _("no longer needed"),
    Outcome.REFUSED: _("refused by the mail server"),
    Outcome.UNREACHABLE: _("the mail server does not answer"),
    Outcome.UNSURE: _("unsure: it may have left"),
    Outcome.TAKEN: _("sent by another worker"),
}


def state(code: ReminderState) -> str:
    """Name how far a message is."""
    return str(STATES[code])


def kind(code: ReminderKind) -> str:
    """Name what an area is reminded of."""
    return str(KINDS[code])


def outcome(code: Outcome) -> str:
    """Name what came of a message."""
    return str(OUTCOMES[code])


def occasion(days_before: int | None) -> str:
    """Say why a message was written on its day."""
    if days_before is None:
        return gettext("asked for by the coordinator")
    if days_before == 0:
        return gettext("on the due day")
    if days_before < 0:
        text = ngettext(
            "%(count)d day after the due day", "%(count)d days after the due day", -days_before
        )
    else:
        text = ngettext(
            "%(count)d day before the due day", "%(count)d days before the due day", days_before
        )
    return text % {"count": abs(days_before)}
