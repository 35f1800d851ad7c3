"""What a check list found, in a sentence for each finding."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta import labels
from yhdyspinta.terms.round_checks import Check, CheckKind

KINDS: Mapping[CheckKind, Promise] = {
    CheckKind.NOTHING_REPORTED: _("Nothing reported"),
    CheckKind.WAITING: _("Still filling in"),
    CheckKind.RETURNED: _("Sent back, not handed in again"),
    CheckKind.NOT_ACCEPTED: _("Not accepted yet"),
    CheckKind.INCOMPLETE: _("Accepted, but tasks without a report"),
    CheckKind.WENT_BACK: _("Done tasks that went back"),
    CheckKind.ALL_AT_ONCE: _("Much done at once"),
    CheckKind.UNCHANGED: _("Due, and unchanged for three rounds"),
    CheckKind.LATE_UNEXPLAINED: _("Late without a note or a risk"),
    CheckKind.EXPECTED_LATER: _("Expected later than due, but not late"),
    CheckKind.BY_EXTENSION: _("Reported in the time that was given more"),
}


def kind(code: CheckKind) -> str:
    """Name what was found."""
    return str(KINDS[code])


def sentence(check: Check, *, area: str) -> str:
    """Say what was found in an area's reports; the area's name stands before a colon."""
    facts = {"count": labels.number(check.count), "of": labels.number(check.of)}
    return f"{area}: {_text(check) % facts}"


def _text(check: Check) -> str:
    """Return the words with places for `count` and `of`."""
    if check.kind is CheckKind.BY_EXTENSION:
        return _by_extension(check)
    plain = {
        CheckKind.NOTHING_REPORTED: gettext(
            "none of %(of)s tasks has been reported in this round."
        ),
        CheckKind.WAITING: gettext("%(count)s of %(of)s tasks reported; not handed in."),
        CheckKind.RETURNED: gettext(
            "%(count)s of %(of)s tasks reported; sent back and not handed in again."
        ),
        CheckKind.NOT_ACCEPTED: gettext(
            "%(count)s of %(of)s tasks reported; not accepted nationally yet."
        ),
        CheckKind.INCOMPLETE: gettext("accepted, with %(count)s of %(of)s tasks reported."),
    }
    return plain.get(check.kind) or _odd(check)


def _odd(check: Check) -> str:
    """Say what is odd; the number that decides the form is that of the tasks found."""
    number = check.count
    texts = {
        CheckKind.WENT_BACK: ngettext(
            "%(count)s task that was done is not done any more.",
            "%(count)s tasks that were done are not done any more.",
            number,
        ),
        CheckKind.ALL_AT_ONCE: gettext("%(count)s of %(of)s unfinished tasks became done at once."),
        CheckKind.UNCHANGED: ngettext(
            "%(count)s task past its due quarter has had the same status for three rounds.",
            "%(count)s tasks past their due quarter have had the same status for three rounds.",
            number,
        ),
        CheckKind.LATE_UNEXPLAINED: ngettext(
            "%(count)s of %(of)s late tasks has neither a note nor a risk.",
            "%(count)s of %(of)s late tasks have neither a note nor a risk.",
            number,
        ),
        CheckKind.EXPECTED_LATER: ngettext(
            "%(count)s task is expected later than it is due, but is not said to be late.",
            "%(count)s tasks are expected later than they are due, but are not said to be late.",
            number,
        ),
    }
    return texts[check.kind]


def _by_extension(check: Check) -> str:
    text = ngettext(
        "%(count)s task was reported after the round had closed.",
        "%(count)s tasks were reported after the round had closed.",
        check.count,
    )
    if check.until is None:
        return text
    until = gettext("More time until: %(day)s.") % {"day": labels.day(check.until)}
    return f"{text} {until}"
