"""The words that the grid's page and its script share, and a value of a cell in a sentence."""

from django.urls import reverse
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.labels import access as access_labels
from yhdyspinta.services.my_work import Assignment
from yhdyspinta.terms.access import Actor, Visibility
from yhdyspinta.terms.reporting import LONGEST_NOTE, Value
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import Severity

Words = dict[str, object]


def value_words(value: Value) -> str:
    """Say in one line what a cell's value is."""
    parts = [labels.status(value.status)]
    if value.risk:
        parts.append(gettext("risk: %(risk)s") % {"risk": labels.severity(value.risk)})
    if value.expected:
        parts.append(gettext("expected: %(quarter)s") % {"quarter": labels.quarter(value.expected)})
    if value.note:
        parts.append(gettext("note: %(note)s") % {"note": labels.quoted(value.note)})
    return "; ".join(parts)


def words(found: Assignment, *, actor: Actor) -> Words:
    """Return what the script needs: codes in the order of the choices, addresses, and sentences."""
    place = [found.round.code, found.area.code]
    return {
        "statuses": [each.value for each in Status],
        "risks": ["", *(each.value for each in Severity)],
        "visibilities": {v.value: access_labels.visibility(v) for v in Visibility},
        "save": reverse("report_save", args=place),
        "draft": ":".join(["yhdyspinta", "report", actor.key, *place]),
        "longest": LONGEST_NOTE,
        "say": _sentences(),
    }


def _sentences() -> dict[str, str]:
    return {
        "unsaved": gettext("Not saved yet"),
        "saving": gettext("Saving …"),
        "saved": gettext("Saved: %(time)s"),
        "idle": gettext("Nothing is unsaved. Changes are saved as you go."),
        "conflict": gettext("Somebody else has changed this: choose"),
        "locked": gettext("Locked: not saved"),
        "offline": gettext(
            "No connection. What you write stays in this browser and is saved when the connection"
            " is back."
        ),
        "broken": gettext(
            "The server does not answer. What you write stays in this browser and is tried again."
        ),
        "signed_out": gettext(
            "You have been signed out, or your right has ended. What you wrote stays in this"
            " browser: sign in again to save it."
        ),
        "sign_in": gettext("Sign in"),
        "restored": gettext("Brought back from this browser and not saved before: %(count)s"),
        "select": gettext("Select"),
        "selected": gettext("Rows selected: %(count)s"),
        "shown": gettext("Rows shown: %(count)s"),
        "status_first": gettext("Choose a status first."),
        "not_a_quarter": gettext("This is not a quarter: write Q4/2021."),
        "too_long": gettext("The note is too long."),
        "keep_mine": gettext("Keep mine"),
        "take_theirs": gettext("Take theirs"),
        "mine": gettext("Mine: %(value)s"),
        "theirs": gettext("Theirs (%(who)s): %(value)s"),
        "undecided": gettext("Conflicts to be decided: %(count)s"),
        "not_sent": gettext("Rows to be mended before they can be saved: %(count)s"),
        "progress": gettext("%(reported)s of %(asked)s tasks reported"),
    }
