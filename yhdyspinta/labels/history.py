"""A thing's history in words: fields and values as the register's pages name them."""

import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta import labels
from yhdyspinta.calc.audit import HIDDEN
from yhdyspinta.calc.history import moved, reference
from yhdyspinta.labels import access, agreements, annual_clock, bodies, interfaces, meetings
from yhdyspinta.labels import phenomena as phenomenon_labels
from yhdyspinta.labels import plans as plan_labels
from yhdyspinta.labels import recurrence as recurrence_labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.terms import agreements as agreement_terms
from yhdyspinta.terms import annual_clock as clock_terms
from yhdyspinta.terms import bodies as body_terms
from yhdyspinta.terms import duties as duty_terms
from yhdyspinta.terms import interfaces as interface_terms
from yhdyspinta.terms import meetings as meeting_terms
from yhdyspinta.terms import phenomena as phenomenon_terms
from yhdyspinta.terms import plans as plan_terms
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.audit import Event
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.history import History
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.recurrence import Frequency
from yhdyspinta.terms.register import Level, RegisterKind
from yhdyspinta.terms.shared_aims import SharedAim

RECORDS: Mapping[RegisterKind, type[Any]] = {
    RegisterKind.WORK_PACKAGE: interface_terms.WorkPackage,
    RegisterKind.INTERFACE: interface_terms.Interface,
    RegisterKind.BODY: body_terms.Body,
    RegisterKind.SERIES: meeting_terms.Series,
    RegisterKind.MEETING: meeting_terms.Meeting,
    RegisterKind.PHENOMENON: phenomenon_terms.Phenomenon,
    RegisterKind.AGREEMENT: agreement_terms.Agreement,
    RegisterKind.PLAN: plan_terms.Plan,
    RegisterKind.FULFILMENT: duty_terms.Fulfilment,
    RegisterKind.CLOCK_EVENT: clock_terms.ClockEvent,
    RegisterKind.SHARED_AIM: SharedAim,
}
CODES: Mapping[type[Enum], Callable[[Any], str]] = {
    Visibility: access.visibility,
    Level: register_labels.level,
    Frequency: recurrence_labels.frequency,
    interface_terms.InterfaceState: interfaces.state,
    interface_terms.Ground: interfaces.ground,
    interface_terms.PartyRole: interfaces.role,
    body_terms.BodyKind: bodies.kind,
    body_terms.MemberRole: bodies.role,
    meeting_terms.MeetingState: meetings.state,
    meeting_terms.OutcomeKind: meetings.outcome,
    meeting_terms.ActionState: meetings.action,
    phenomenon_terms.StepDirection: phenomenon_labels.direction,
    agreement_terms.AgreementKind: agreements.kind,
    agreement_terms.AgreementState: agreements.state,
    agreement_terms.Renewal: agreements.renewal,
    agreement_terms.NoticeEnd: agreements.notice_end,
    agreement_terms.PeriodUnit: agreements.unit,
    plan_terms.PlanKind: plan_labels.kind,
    plan_terms.PlanState: plan_labels.state_word,
    clock_terms.ClockKind: annual_clock.kind,
    clock_terms.Precision: annual_clock.precision,
}
# Every field of the register's records: tests/labels/test_history.py fails for one without words.
FIELDS: Mapping[str, Promise] = {
    "address": _("Web address"),
    "agenda": _("Agenda"),
    "agreement_needed": _("Agreement needed"),
    "aims": _("Aims"),
    "approved_on": _("Approved on"),
    "approver": _("Approver"),
    "approver_body": _("Approving body"),
    "area": _("Area"),
    "at": _("Time of day"),
    "basis": _("Legal basis"),
    "body": _("Body"),
    "carried_from": _("Carried over from"),
    "closed_on": _("Closed on"),
    "code": _("Code"),
    "composition": _("Composition"),
    "contribution": _("Contribution"),
    "covers_from": _("Covers from"),
    "covers_to": _("Covers until"),
    "description": _("Description"),
    "direction": _("Direction"),
    "document_link": _("Link to the document"),
    "done_on": _("Done on"),
    "day": _("Day of the month"),
    "due_on": _("Due on"),
    "duty": _("Duty"),
    "ends_at": _("Ends at"),
    "ends_on": _("Ends on"),
    "expertise": _("Field of expertise"),
    "frequency": _("How often"),
    "goals": _("Goals"),
    "ground": _("Why"),
    "indicators": _("Indicators"),
    "interface": _("Interface"),
    "interfaces": _("Interfaces"),
    "interval": _("Every how many"),
    "invented": _("Invented"),
    "is_business_day": _("Moved to a business day"),
    "item": _("Item"),
    "kind": _("Kind"),
    "lane": _("Subject"),
    "least_per_year": _("Meets at least (times a year)"),
    "legal_basis": _("Legal basis"),
    "level": _("Level"),
    "mandate": _("Mandate"),
    "materials": _("Materials"),
    "meeting": _("Meeting"),
    "members": _("Members"),
    "minutes": _("Minutes"),
    "minutes_link": _("Link to the minutes"),
    "months": _("Months"),
    "most_per_year": _("Meets at most (times a year)"),
    "names": _("Name"),
    "note": _("Note"),
    "notes": _("Notes"),
    "notice": _("Notice period"),
    "notice_end": _("May end"),
    "noticed_on": _("Noticed on"),
    "nth": _("Which of the month"),
    "number": _("Number"),
    "obligations": _("Obligations"),
    "on": _("Day"),
    "organisation": _("Organisation"),
    "organisations": _("Organisations"),
    "organised_from": _("Organised from"),
    "organised_to": _("Organised by"),
    "outcome": _("Outcome"),
    "outcomes": _("Outcomes"),
    "owner": _("Owner"),
    "owner_text": _("Owner in words"),
    "parent": _("Under which it is"),
    "parties": _("Parties"),
    "partners": _("Partners"),
    "person": _("Person"),
    "person_is_public": _("Person's name is public"),
    "phenomenon": _("Phenomenon"),
    "place": _("Place"),
    "plan": _("Plan"),
    "population": _("Population concerned"),
    "position": _("Position"),
    "precision": _("How exactly the time is known"),
    "reference": _("Section of the minutes"),
    "remind_before": _("Reminders (days before)"),
    "renewal": _("Renewal"),
    "renewed_for": _("Renewed for"),
    "role": _("Role"),
    "rule": _("Rule of recurrence"),
    "sequence": _("Number of changes"),
    "series": _("Series of meetings"),
    "signed_on": _("Signed on"),
    "source": _("Source"),
    "starts_at": _("Begins at"),
    "starts_on": _("Begins on"),
    "state": _("State"),
    "steps": _("Way through the levels"),
    "structures": _("Structures"),
    "substitute": _("Substitute"),
    "task": _("Task of the roadmap"),
    "tasks": _("Tasks"),
    "terminated_on": _("Notice given on"),
    "text": _("Text"),
    "title": _("Title"),
    "unit": _("Unit"),
    "valid_from": _("Valid from"),
    "valid_to": _("Valid until"),
    "value": _("Value in euros"),
    "value_is_yearly": _("Value is yearly"),
    "visibility": _("Who may read it"),
    "weekday": _("Weekday"),
    "where": _("Where"),
    "work_package": _("Work package"),
    HIDDEN: _("Words"),
}
_ACTIONS: Mapping[str, Promise] = {
    "register.add": _("Added"),
    "register.change": _("Changed"),
    "register.remove": _("Removed"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field's change in words; of a list what was taken away and what was added."""

    name: str
    before: str = ""
    after: str = ""
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def action(event: Event) -> str:
    """Say whether a thing was added, changed or removed."""
    return str(_ACTIONS.get(event.action, event.action))


def field(name: str) -> str:
    """Name a field of a record."""
    return str(FIELDS[name]) if name in FIELDS else name.replace("_", " ")


def changes(event: Event, history: History) -> list[FieldChange]:
    """Say field by field what an event changed; the code of a thing that was added is left out."""
    old, new = (_part(event.details.get(each)) for each in ("before", "after"))
    hints = get_type_hints(RECORDS[history.kind])
    found = []
    for name in dict.fromkeys([*old, *new]):
        if name == "code" or (old.get(name) == new.get(name) and name != HIDDEN):
            continue
        told = _Teller(history).change(name, old.get(name), new.get(name), hint=hints.get(name))
        if told:
            found.append(told)
    return found


def _part(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


class _Teller:
    """Says values of one history in words."""

    def __init__(self, history: History) -> None:
        self._history = history

    def change(self, name: str, before: Any, after: Any, *, hint: Any) -> FieldChange | None:
        """Say what became of a field; None if nothing stood there and nothing does."""
        if before is None and after in (False, 0, ""):
            return None
        if name == HIDDEN:
            return FieldChange(field(name), after=gettext("not shown: internal"))
        if isinstance(before, list) or isinstance(after, list):
            inner = _inner(hint)
            lines = [
                [self.value(name, each, inner) for each in part or ()] for part in (before, after)
            ]
            removed, added = moved(*lines)
            is_same = not removed and not added
            if is_same and not before and not after:
                return None
            told = gettext("the order or an inner number") if is_same else ""
            return FieldChange(field(name), after=told, removed=tuple(removed), added=tuple(added))
        old, new = (self.value(name, each, hint) for each in (before, after))
        return FieldChange(field(name), old, new) if old != new else None

    def value(self, name: str, found: Any, hint: Any) -> str:
        """Say a value of a field in words."""
        if found is None or found in ("", [], {}):
            return "–"
        if isinstance(found, bool):
            return gettext("yes") if found else gettext("no")
        hint = _without_none(hint)
        if isinstance(found, dict):
            return self._record(found, hint)
        if isinstance(found, list):
            return ", ".join(self.value(name, each, _inner(hint)) for each in found)
        meant = reference(self._history.kind, name)
        if meant:
            names = self._history.names.get((meant, str(found)))
            return labels.name(names) if names else str(found)
        return _plain(found, hint)

    def _record(self, found: dict[str, Any], hint: Any) -> str:
        if set(found) <= {"fi", "sv", "en"}:
            return labels.name(Names(**{key: str(each) for key, each in found.items()}))
        hints = get_type_hints(hint) if is_dataclass(hint) else {}
        parts = (
            f"{field(key)}: {self.value(key, each, hints.get(key))}"
            for key, each in found.items()
            if each not in (None, "", [], {}, False) and not (key == "number" and "text" in found)
        )
        return "; ".join(parts)


def _plain(found: Any, hint: Any) -> str:
    try:
        if isinstance(hint, type) and issubclass(hint, Enum):
            return CODES[hint](hint(found)) if hint in CODES else str(found).replace("_", " ")
        if hint is date:
            return labels.day(date.fromisoformat(found))
        if hint is datetime:
            return labels.moment(datetime.fromisoformat(found))
        if hint is time:
            return time.fromisoformat(found).strftime("%H.%M")
        if hint is Quarter:
            return labels.quarter(Quarter.parse(found))
        if hint is Decimal:
            return agreements.money(Decimal(found), is_yearly=False)
    except ValueError:
        # What was written down is shown as it stands, even if no code of today.
        return str(found)
    return str(found)


def _without_none(hint: Any) -> Any:
    """Return what a field holds when it holds something: `date` of `date | None`."""
    if get_origin(hint) in {Union, types.UnionType}:
        return next((each for each in get_args(hint) if each is not type(None)), hint)
    return hint


def _inner(hint: Any) -> Any:
    """Return what a tuple's items are."""
    found = get_args(_without_none(hint))
    return found[0] if found else None
