"""The trail in words: a sentence for every action, the names of what changed, and its values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta import labels
from yhdyspinta.calc.audit import HIDDEN, differences, facts
from yhdyspinta.labels import access as access_labels
from yhdyspinta.labels import rounds as round_labels
from yhdyspinta.terms.access import Door, Role, Visibility
from yhdyspinta.terms.audit import Difference, Event, Verdict
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.roadmap import RoundState, Status
from yhdyspinta.terms.rounds import Scope, SubmissionState
from yhdyspinta.terms.situation import NoteKind, Severity

# tests/house/test_trail.py finds every action in the code, and fails for one without words.
ACTIONS: Mapping[str, Promise] = {
    "claim.add": _("Rule of roles from an identity provider added: %(subject)s"),
    "claim.remove": _("Rule of roles from an identity provider removed: %(subject)s"),
    "export.preview": _("Preview of an unpublished picture downloaded: %(subject)s"),
    "export.trail": _("Audit trail exported: %(subject)s"),
    "extension.grant": _("More time given: %(subject)s"),
    "extension.withdraw": _("More time withdrawn: %(subject)s"),
    "invitation.accept": _("Invitation accepted: %(subject)s"),
    "invitation.make": _("Invitation made: %(subject)s"),
    "invitation.withdraw": _("Invitation withdrawn: %(subject)s"),
    "person.add": _("Person added: %(subject)s"),
    "person.change": _("Person's own details changed: %(subject)s"),
    "person.close": _("Person of the demo closed: %(subject)s"),
    "person.end_grant": _("Role taken away: %(subject)s"),
    "person.erase": _("Person's data removed: %(subject)s"),
    "person.export": _("Person took a copy of their own data: %(subject)s"),
    "person.grant": _("Role given: %(subject)s"),
    "picture.publish": _("Situation picture published: %(subject)s"),
    "reference.load": _("Shipped facts loaded: %(subject)s"),
    "reminder.plan": _("Reminders planned: %(subject)s"),
    "reminder.send": _("Reminder sent: %(subject)s"),
    "reminder.settle": _("Unclear reminder settled by hand: %(subject)s"),
    "register.add": _("Added to the cooperation register: %(subject)s"),
    "register.change": _("Changed in the cooperation register: %(subject)s"),
    "register.remove": _("Removed from the cooperation register: %(subject)s"),
    "register.import": _("Workbook taken into the cooperation register: %(subject)s"),
    "register.task": _("Action of a meeting made a task of the roadmap: %(subject)s"),
    "report.export": _("Workbook for reporting downloaded: %(subject)s"),
    "report.save": _("Status reports saved: %(subject)s"),
    "report.sheet": _("Workbook of reports taken in: %(subject)s"),
    "round.change": _("Round's settings changed: %(subject)s"),
    "round.close": _("Round closed: %(subject)s"),
    "round.notes": _("Round's notes and risks replaced: %(subject)s"),
    "round.open": _("Round opened: %(subject)s"),
    "round.reopen": _("Round opened again: %(subject)s"),
    "round.summary": _("Coordinator's summary of a round written: %(subject)s"),
    "sheet.import": _("Workbook imported: %(subject)s"),
    "signin.account_connected": _("Organisation's sign-in connected: %(subject)s"),
    "signin.account_disconnected": _("Organisation's sign-in disconnected: %(subject)s"),
    "signin.email_changed": _("E-mail address changed: %(subject)s"),
    "signin.email_confirmed": _("E-mail address confirmed: %(subject)s"),
    "signin.email_deleted": _("E-mail address removed: %(subject)s"),
    "signin.failed": _("Sign-in failed: %(subject)s"),
    "signin.out": _("Signed out: %(subject)s"),
    "signin.password": _("Password set: %(subject)s"),
    "signin.recovery_codes_generated": _("Recovery codes made: %(subject)s"),
    "signin.sessions_ended": _("Sessions ended: %(subject)s"),
    "signin.success": _("Signed in: %(subject)s"),
    "signin.totp_activated": _("Authenticator app taken into use: %(subject)s"),
    "signin.totp_deactivated": _("Authenticator app taken out of use: %(subject)s"),
    "signin.webauthn_added": _("Passkey added: %(subject)s"),
    "signin.webauthn_removed": _("Passkey removed: %(subject)s"),
    "submission.accepted": _("Area's reports accepted nationally: %(subject)s"),
    "submission.approved": _("Area's reports approved by the area: %(subject)s"),
    "submission.ready": _("Area's reports marked ready: %(subject)s"),
    "submission.returned": _("Area's reports returned: %(subject)s"),
    "submission.waiting": _("Area's reports opened again: %(subject)s"),
    "talk.change": _("Record of a talk with an area changed: %(subject)s"),
    "calendar.add": _("Calendar link made: %(subject)s"),
    "calendar.revoke": _("Calendar link revoked: %(subject)s"),
    "talk.record": _("Talk with an area recorded: %(subject)s"),
    "token.add": _("Token made: %(subject)s"),
    "token.revoke": _("Token revoked: %(subject)s"),
    "trail.seal": _("Audit trail sealed: %(subject)s"),
    "trail.tidy": _("Network addresses emptied from the audit trail: %(subject)s"),
}
GROUPS: Mapping[str, Promise] = {
    "report": _("Reporting"),
    "submission": _("Approval and acceptance"),
    "round": _("Reporting rounds"),
    "extension": _("Extensions"),
    "talk": _("Talks with areas"),
    "reminder": _("Reminders"),
    "picture": _("Publication"),
    "sheet": _("Imports"),
    "signin": _("Signing in"),
    "person": _("People and roles"),
    "invitation": _("Invitations"),
    "claim": _("Roles from identity providers"),
    "calendar": _("Calendar links"),
    "token": _("Tokens"),
    "export": _("Exports"),
    "trail": _("Audit trail"),
    "reference": _("Shipped facts"),
    "register": _("Cooperation register"),
}
FIELDS: Mapping[str, Promise] = {
    "": _("State"),
    "area": _("Area"),
    "areas": _("Areas"),
    "as_of": _("Situation on"),
    "changed_tasks": _("Changed tasks"),
    "claim": _("Claim"),
    "closes_on": _("Closes on"),
    "conclusions": _("Conclusions"),
    "count": _("Count"),
    "day": _("Day"),
    "due_on": _("Due on"),
    "events": _("Events"),
    "expected": _("Expected quarter"),
    "expires_at": _("Valid until"),
    "fields": _("Changed fields"),
    "filter": _("Filter"),
    "actors": _("Who"),
    "actions": _("What was done"),
    "file": _("File"),
    "form": _("File type"),
    "from_claim": _("From an identity provider"),
    "held_on": _("Held on"),
    "horizon": _("Due by"),
    "invented": _("Invented figures"),
    "is_demo": _("Person of the demo"),
    "key": _("Number"),
    "kind": _("Kind"),
    "methods": _("Means"),
    "mine": _("Own value kept in conflicts"),
    "new_areas": _("New areas"),
    "new_reports": _("New status reports"),
    "new_tasks": _("New tasks"),
    "note": _("Note"),
    "on_time_until": _("On time until"),
    "opens_on": _("Opens on"),
    "organisation": _("Organisation"),
    "participants": _("Participants"),
    "person": _("Person"),
    "provider": _("Identity provider"),
    "notes": _("Notes and risks"),
    "replaced": _("What stood there before"),
    "replaces": _("Replaces"),
    "request": _("Request number"),
    "risk": _("Risk"),
    "role": _("Role"),
    "saved": _("Saved"),
    "scope": _("Which tasks"),
    "scopes": _("What the token may do"),
    "sha256": _("Fingerprint (SHA-256)"),
    "since": _("From"),
    "size": _("Size in bytes"),
    "source": _("Source"),
    "state": _("State"),
    "status": _("Status"),
    "task": _("Task"),
    "text": _("Text"),
    "theirs": _("Other's value kept in conflicts"),
    "theme": _("Theme"),
    "until": _("Until"),
    "value": _("Value"),
    "visibility": _("Who may read it"),
    "why": _("Why"),
    HIDDEN: _("Words"),
}
_WHY: Mapping[str, Promise] = {
    "password": _("wrong password or address"),
    "second_step": _("wrong second step"),
    "too_many": _("too many attempts"),
}
# Fields whose values are codes: how a code is named. A code that is not known stays as it is.
_NAMED: Mapping[str, Callable[[str], str]] = {
    "status": lambda code: labels.status(Status(code)),
    "risk": lambda code: labels.severity(Severity(code)),
    "severity": lambda code: labels.severity(Severity(code)),
    "kind": lambda code: labels.note_kind(NoteKind(code)),
    "expected": lambda code: labels.quarter(Quarter.parse(code)),
    "horizon": lambda code: labels.quarter(Quarter.parse(code)),
    "visibility": lambda code: access_labels.visibility(Visibility(code)),
    "role": lambda code: access_labels.role(Role(code)),
    "scope": lambda code: round_labels.scope(Scope(code)),
    "state": lambda code: labels.round_state(RoundState(code)),
    "": lambda code: round_labels.submission_state(SubmissionState(code)),
    "why": lambda code: str(_WHY[code]),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_KEY = re.compile(r"\b(?:person|token):\d+")
_LISTED = 40
_LANGUAGES = {"fi": "suomi", "sv": "svenska", "en": "English"}


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """A change in words: of which thing (a task, or empty) and field, before and after."""

    thing: str
    field: str
    before: str
    after: str


def sentence(event: Event, names: Mapping[str, str]) -> str:
    """Say what was done to what; `names` are those of people and tokens by key."""
    template = ACTIONS.get(event.action)
    subject = named(event.subject, names) or "–"
    return str(template) % {"subject": subject} if template else f"{event.action}: {subject}"


def group(code: str) -> str:
    """Name a group of actions."""
    return str(GROUPS.get(code, code))


def door(code: str) -> str:
    """Name the door through which something was done; empty for an event from before doors."""
    return access_labels.door(Door(code)) if code in set(Door) else code


def actor(event: Event, names: Mapping[str, str]) -> str:
    """Name who did something; of a failed sign-in nobody is known."""
    return names.get(event.actor, event.actor) or gettext("not known")


def named(text: str, names: Mapping[str, str]) -> str:
    """Put names in the place of the keys of people and tokens."""
    return _KEY.sub(lambda found: names.get(found[0], found[0]), text)


def keys(event: Event) -> set[str]:
    """Return all keys of people and tokens in an event."""
    return {event.actor} - {""} | set(_KEY.findall(f"{event.subject} {event.details}"))


def changes(event: Event, names: Mapping[str, str]) -> list[ChangeWords]:
    """Say field by field what an event changed."""
    return [_change(each, names) for each in differences(event.details)]


def change_line(change: ChangeWords) -> str:
    """Write a change in one line: `hallinto-A01 Status: late → done`."""
    return f"{change.thing} {change.field}: {change.before} → {change.after}".strip()


def told(event: Event, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Say what an event tells besides what it changed: names of fields and values."""
    return [(field(name), value(name, each, names)) for name, each in facts(event.details).items()]


def field(name: str) -> str:
    """Name a field; one that has no words is written as it is."""
    stem, _cut, language = name.rpartition("_")
    if language in _LANGUAGES and stem:
        return f"{field(stem)} ({_LANGUAGES[language]})"
    if name in _LANGUAGES:
        return _LANGUAGES[name]
    if name in FIELDS:
        return str(FIELDS[name])
    return name.replace("_", " ")


def value(name: str, found: Any, names: Mapping[str, str]) -> str:
    """Write a field's value: codes by their names, days as days, lists and parts in one line."""
    if found is None or found == "":
        return "–"
    if name == HIDDEN:
        return gettext("not shown: internal")
    if isinstance(found, bool):
        return gettext("yes") if found else gettext("no")
    if isinstance(found, list):
        return _listed(name, found, names)
    if isinstance(found, dict):
        parts = (f"{field(key)}: {value(key, each, names)}" for key, each in found.items() if each)
        return "; ".join(parts) or "–"
    if isinstance(found, str):
        return _text(name, found, names)
    return str(found)


def faults(found: Verdict) -> list[str]:
    """Say what is wrong with the seals upon the trail; nothing if they are whole."""
    told = []
    if found.broken is not None:
        seal = found.broken
        told.append(
            gettext(
                "Seal %(number)d does not match: events numbered %(first)d–%(last)d, or the seal"
                " itself, were changed after %(moment)s."
            )
            % {
                "number": seal.number,
                "first": seal.first,
                "last": seal.last,
                "moment": labels.moment(seal.sealed_at),
            }
        )
    if found.strangers:
        told.append(
            gettext("Events were put among sealed ones afterwards: %(numbers)s.")
            % {"numbers": ", ".join(str(number) for number in found.strangers)}
        )
    return told


def _change(found: Difference, names: Mapping[str, str]) -> ChangeWords:
    return ChangeWords(
        thing=found.thing,
        field=field(found.field),
        before=value(found.field, found.before, names),
        after=value(found.field, found.after, names),
    )


def _listed(name: str, found: list[Any], names: Mapping[str, str]) -> str:
    joint = " | " if any(isinstance(each, dict) for each in found) else ", "
    shown = joint.join(value(name, each, names) for each in found[:_LISTED])
    rest = len(found) - _LISTED
    if rest > 0:
        more = ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest}
        return f"{shown}{joint}{more}"
    return shown or "–"


def _text(name: str, found: str, names: Mapping[str, str]) -> str:
    if name in _NAMED:
        try:
            return _NAMED[name](found)
        except (ValueError, KeyError):
            return found
    if _DAY.fullmatch(found):
        try:
            return labels.day(date.fromisoformat(found))
        except ValueError:
            return found
    return named(found, names)
