"""Gaps in words: what is missing, and what to do about it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta import labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.terms.agreements import Renewal
from yhdyspinta.terms.gaps import Gap, GapKind

KINDS: Mapping[GapKind, Promise] = {
    GapKind.NO_BODY: _("No body for an interface"),
    GapKind.NO_AGREEMENT: _("No agreement for an interface"),
    GapKind.NOT_MEETING: _("Body does not meet as promised"),
    GapKind.DUTY_LATE: _("Duty late"),
    GapKind.DUTY_SOON: _("Duty due soon"),
    GapKind.ACTION_LATE: _("Action past its day"),
    GapKind.ACT_BY_PASSED: _("Last day to act has passed"),
    GapKind.ACT_BY_NEAR: _("Last day to act is near"),
    GapKind.DUTY_NOT_KNOWN: _("Nothing reported of a duty"),
}
_TODO: Mapping[GapKind, Promise] = {
    GapKind.NO_BODY: _("Name a body that deals with it, or set one up."),
    GapKind.NO_AGREEMENT: _("Make the agreement, or say that none is needed."),
    GapKind.NOT_MEETING: _("Call a meeting, or change what the body promises."),
    GapKind.DUTY_LATE: _("Do it and record it, or record when it was done."),
    GapKind.DUTY_SOON: _("Prepare it: put its handling into the calendar."),
    GapKind.DUTY_NOT_KNOWN: _("Record when and where it was done last."),
    GapKind.ACTION_LATE: _("Do it, agree on a new day, or drop it."),
    GapKind.ACT_BY_PASSED: _("Agree with the parties on how to go on."),
    GapKind.ACT_BY_NEAR: _("Decide whether the agreement goes on, and act in time."),
}
_RENEWALS: Mapping[str, Promise] = {
    Renewal.FIXED: _("ends at its time"),
    Renewal.EVERGREEN: _("goes on unless notice is given"),
    Renewal.OPTION: _("ends unless the option is used"),
}


def kind(code: GapKind) -> str:
    """Name a kind of gap."""
    return str(KINDS[code])


def todo(code: GapKind) -> str:
    """Say what to do about a gap of a kind."""
    return str(_TODO[code])


def what(gap: Gap) -> str:
    """Say what is missing or late in a thing, in a few words."""
    if gap.kind is GapKind.NO_BODY:
        return _level(gap)
    if gap.kind is GapKind.NOT_MEETING:
        return gettext("held %(held)s, by now expected %(expected)s") % {
            "held": labels.number(gap.held or 0),
            "expected": labels.number(gap.expected or 0),
        }
    if gap.kind in {GapKind.ACT_BY_NEAR, GapKind.ACT_BY_PASSED}:
        return str(_RENEWALS.get(gap.text, ""))
    if gap.kind is GapKind.ACTION_LATE:
        return gap.text
    return gap.law


def _level(gap: Gap) -> str:
    if gap.level is None:
        return gap.text
    level = register_labels.level(gap.level)
    return f"{level}: {gap.text}" if gap.text else level
