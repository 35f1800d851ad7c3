"""The shown names of a round's codes, and why a cell is locked, in a sentence."""

from collections.abc import Mapping
from datetime import date

from django.utils import dateformat
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from yhdyspinta import labels
from yhdyspinta.labels.access import role
from yhdyspinta.terms.access import Role
from yhdyspinta.terms.languages import Language, Names
from yhdyspinta.terms.rounds import Extension, Lock, LockReason, Scope, SubmissionState

SUBMISSION_STATES: Mapping[SubmissionState, Promise] = {
    SubmissionState.WAITING: _("waiting"),
    SubmissionState.READY: _("ready"),
    SubmissionState.APPROVED: _("approved by the area"),
    SubmissionState.ACCEPTED: _("accepted nationally"),
    SubmissionState.RETURNED: _("returned"),
}
SCOPES: Mapping[Scope, Promise] = {
    Scope.ALL: _("all tasks"),
    Scope.CRITICAL: _("critical tasks only"),
}
_LOCKS: Mapping[LockReason, Promise] = {
    LockReason.NOT_YET_OPEN: _("The round has not been opened yet."),
    LockReason.CLOSED: _("The round is closed."),
    LockReason.APPROVED: _("The area has approved its reports."),
    LockReason.ACCEPTED: _("The area's reports have been accepted nationally."),
    LockReason.PUBLISHED: _("The round's picture has been published."),
}


def submission_state(code: SubmissionState) -> str:
    """Name how far an area's reporting is."""
    return str(SUBMISSION_STATES[code])


def scope(code: Scope) -> str:
    """Name which tasks a round asks about."""
    return str(SCOPES[code])


def lock(found: Lock) -> str:
    """Say why cells are locked and who can open them."""
    who = gettext("It can be opened by: %(role)s.") % {"role": role(found.opened_by)}
    if found.reason is LockReason.PUBLISHED:
        # What is published stays: new facts come in the next round or as an erratum.
        who = gettext("A correction is an erratum; ask: %(role)s.") % {
            "role": role(found.opened_by)
        }
    return f"{_LOCKS[found.reason]} {who}"


def month_names(day: date) -> Names:
    """Name a round by the month of its day, in the three languages."""
    return Names(*(_month(language, day) for language in Language))


def _month(language: Language, day: date) -> str:
    with override(language):
        return capfirst(dateformat.format(day, "F Y"))


def extension_note(
    found: Extension, *, area: Names, tasks: int, organisation: Names | None, granter: Role
) -> Names:
    """Say in three languages which area had more time, by whom and why, and what it changed."""
    texts = []
    for language in Language:
        with override(language):
            who = [organisation[language]] if organisation else []
            text = ngettext(
                "More time: %(area)s, until %(day)s (reason: %(reason)s; granted by: %(who)s)."
                " The status of %(count)d task changed after the round had closed.",
                "More time: %(area)s, until %(day)s (reason: %(reason)s; granted by: %(who)s)."
                " The status of %(count)d tasks changed after the round had closed.",
                tasks,
            )
            texts.append(
                text
                % {
                    "area": area[language],
                    "day": labels.day(found.until),
                    "reason": found.reason.rstrip("."),
                    "who": ", ".join([*who, role(granter)]),
                    "count": tasks,
                }
            )
    return Names(*texts)


def answers() -> str:
    """Say under a table what its columns on reporting are."""
    return gettext(
        "Reported: tasks reported in the round, out of the tasks that it asked the area about and"
        " that concern it. On time: those of them first reported within the time given."
    )
