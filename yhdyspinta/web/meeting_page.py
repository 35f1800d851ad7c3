"""A meeting's page as ready strings: its agenda by the clock, outcomes, what was carried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from yhdyspinta import labels
from yhdyspinta.calc.meetings import (
    STEPS,
    agenda_minutes,
    is_overdue,
    loose_actions,
    overrun,
    programme,
    unfinished,
)
from yhdyspinta.calc.register import may_keep
from yhdyspinta.calc.rounds import mark
from yhdyspinta.labels import access as access_labels
from yhdyspinta.labels import meetings as meeting_labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.services.meeting_overview import Opened, Reference
from yhdyspinta.terms.access import Actor, Visibility
from yhdyspinta.terms.meetings import (
    ActionState,
    Meeting,
    MeetingState,
    Outcome,
    OutcomeKind,
)
from yhdyspinta.web.register import Here


@dataclass(frozen=True, slots=True)
class Pointer:
    """A link in words."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda on the clock."""

    number: int
    time: str
    title: str
    minutes: str
    owner: str
    materials: list[tuple[str, str]]
    notes: str
    phenomenon: Pointer | None
    carried_from: Pointer | None
    carried_to: list[Pointer]


@dataclass(frozen=True, slots=True)
class Came:
    """An outcome, and what can be done about it."""

    number: int
    anchor: str
    text: str
    item: str
    reference: str
    owner: str
    due: str
    state: str
    is_overdue: bool
    began: Pointer | None
    task: Pointer | None
    steps: list[tuple[str, str]]
    change: str
    seen: str
    to_task: str
    raise_to: str


@dataclass(frozen=True, slots=True)
class Group:
    """The outcomes of a kind."""

    heading: str
    rows: list[Came]


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """What a meeting's page shows."""

    title: str
    here: Here
    state: str
    is_cancelled: bool
    is_restricted: str
    is_invented: bool
    facts: list[tuple[str, str]]
    body: Pointer
    remote: str
    items: list[Item]
    takes: str
    warning: str
    groups: list[Group]
    minutes: str
    minutes_link: str
    links: list[Pointer]
    steps: list[tuple[str, str]]
    change_state: str
    seen: str
    invitation: str


def page(found: Opened, here: Here, *, actor: Actor, now: datetime) -> MeetingPage:
    """Return a meeting's page for somebody, at a moment."""
    meeting = found.meeting
    by = overrun(meeting)
    steps = sorted(STEPS[meeting.state]) if found.may_keep else []
    return MeetingPage(
        title=meeting.title,
        here=here,
        state=meeting_labels.state(meeting.state),
        is_cancelled=meeting.state is MeetingState.CANCELLED,
        is_restricted=""
        if meeting.visibility is Visibility.PUBLIC
        else access_labels.visibility(meeting.visibility),
        is_invented=meeting.invented,
        facts=_facts(found),
        body=Pointer(reverse("body", args=[found.body]), labels.name(found.body_names)),
        remote=meeting.address,
        items=_items(found),
        takes=meeting_labels.minutes(agenda_minutes(meeting)),
        warning=meeting_labels.overrun(by) if by else "",
        groups=_groups(found, actor=actor, on=timezone.localtime(now).date()),
        minutes=meeting.minutes,
        minutes_link=meeting.minutes_link,
        links=_links(found),
        steps=[
            (each.value, _step_words(each))
            for each in steps
            if each is not MeetingState.HELD or meeting.starts_at <= now
        ],
        change_state=reverse("meeting_state", args=[meeting.code]),
        seen=mark(meeting),
        invitation=reverse("meeting_invitation", args=[meeting.code]),
    )


def form_of(
    here: Here, *, heading: str, back: str = "", remove: str = "", name: str = ""
) -> dict[str, Any]:
    """Return what the page of a form shows beside the form: its trail and where one goes back."""
    meetings = reverse("meetings", args=[here.address])
    trail = [
        (reverse("cooperation_all"), gettext("Cooperation")),
        (reverse("cooperation", args=[here.address]), here.name),
        (meetings, gettext("Meetings")),
        *([(back, name)] if back and name else []),
    ]
    return {
        "heading": heading,
        "trail": trail,
        "back": back or meetings,
        "remove": remove,
        "here": here,
    }


def unfinished_of(found: Opened) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the items and loose actions that may be carried over, as choices."""
    meeting = found.meeting
    numbers = unfinished(meeting, carried=found.carried)
    items = [each for each in meeting.agenda if each.number in numbers]
    loose = loose_actions(meeting)
    return (
        [(str(each.number), f"{each.number}. {each.title}") for each in items],
        [(str(each.number), each.text) for each in meeting.outcomes if each.number in loose],
    )


def later_choices(later: Sequence[Reference]) -> list[tuple[str, str]]:
    """Return later meetings as choices: their day and title."""
    return [(each.code, _named(each)) for each in later]


def meeting_name(meeting: Meeting) -> str:
    """Name a meeting by its title and day."""
    return f"{meeting.title}, {labels.day(timezone.localtime(meeting.starts_at).date())}"


def _facts(found: Opened) -> list[tuple[str, str]]:
    meeting = found.meeting
    facts = [
        (gettext("Time"), meeting_labels.span(meeting.starts_at, meeting.ends_at)),
        (gettext("Place"), meeting.place),
        (gettext("Level"), register_labels.level(found.level)),
        (gettext("Kept by"), _organisation(found, found.owner)),
        (gettext("Series of meetings"), found.series_title),
    ]
    return [(name, value) for name, value in facts if value]


def _organisation(found: Opened, code: str) -> str:
    names = found.organisations.get(code)
    return labels.name(names) if names else ""


def _items(found: Opened) -> list[Item]:
    slots = {each.number: each for each in programme(found.meeting)}
    items = []
    for item in found.meeting.agenda:
        starts = slots[item.number].starts_at
        came = found.carried_from.get(item.carried_from)
        items.append(
            Item(
                number=item.number,
                time=meeting_labels.clock(starts) if starts else "",
                title=item.title,
                minutes=meeting_labels.minutes(item.minutes) if item.minutes is not None else "",
                owner=", ".join(filter(None, (_organisation(found, item.owner), item.owner_text))),
                materials=[(each.title or each.address, each.address) for each in item.materials],
                notes=item.notes,
                phenomenon=_phenomenon(found, item.phenomenon),
                carried_from=_pointer(came) if came else None,
                carried_to=[_pointer(each) for each in found.carried_to.get(item.number, ())],
            )
        )
    return items


def _pointer(to: Reference) -> Pointer:
    anchor = f"#item-{to.number}" if to.number else ""
    return Pointer(reverse("meeting", args=[to.code]) + anchor, _named(to))


def _named(to: Reference) -> str:
    return f"{labels.day(timezone.localtime(to.starts_at).date())}: {to.title}"


def _phenomenon(found: Opened, code: str) -> Pointer | None:
    title = found.phenomena.get(code)
    return Pointer(reverse("phenomenon", args=[code]), title) if title else None


def _groups(found: Opened, *, actor: Actor, on: date) -> list[Group]:
    groups = []
    for kind in OutcomeKind:
        rows = [
            _came(found, each, actor=actor, on=on)
            for each in found.meeting.outcomes
            if each.kind is kind
        ]
        if rows:
            groups.append(Group(meeting_labels.outcome_heading(kind), rows))
    return groups


def _came(found: Opened, outcome: Outcome, *, actor: Actor, on: date) -> Came:
    code = found.meeting.code
    at = [code, outcome.number]
    is_action = outcome.kind is OutcomeKind.ACTION
    may_change = is_action and (
        found.may_keep or bool(outcome.owner and may_keep(actor, outcome.owner))
    )
    is_open = outcome.state is ActionState.OPEN
    may_task = is_open and not outcome.task and (may_change or found.runs_rounds)
    item = next((each for each in found.meeting.agenda if each.number == outcome.item), None)
    # What is done or dropped is opened first, if that was a mistake.
    other = (ActionState.DONE, ActionState.DROPPED) if is_open else (ActionState.OPEN,)
    return Came(
        number=outcome.number,
        anchor=f"outcome-{outcome.number}",
        text=outcome.text,
        item=f"{item.number}. {item.title}" if item else "",
        reference=outcome.reference,
        owner=", ".join(filter(None, (_organisation(found, outcome.owner), outcome.owner_text))),
        due=labels.day(outcome.due_on) if outcome.due_on else "",
        state=_action_state(outcome),
        is_overdue=is_overdue(outcome, on=on),
        began=_phenomenon(found, found.began.get(outcome.number, "")),
        task=Pointer(reverse("task", args=[outcome.task]), outcome.task) if outcome.task else None,
        steps=[(each.value, action_step(each)) for each in other] if may_change else [],
        change=reverse("action_state", args=at),
        seen=mark(outcome),
        to_task=reverse("action_task", args=at) if may_task else "",
        raise_to=_raise(found, outcome),
    )


def _raise(found: Opened, outcome: Outcome) -> str:
    """Where a raised outcome is written down as a phenomenon, or its phenomenon carried on."""
    if outcome.kind is not OutcomeKind.RAISED or not found.may_keep:
        return ""
    query = urlencode({"meeting": found.meeting.code, "outcome": outcome.number})
    if outcome.phenomenon in found.moving:
        return reverse("phenomenon_move", args=[outcome.phenomenon]) + f"?{query}"
    return ""


def action_step(state: ActionState) -> str:
    """Say what a button does to an action."""
    if state is ActionState.DONE:
        return gettext("Mark as done")
    if state is ActionState.DROPPED:
        return gettext("Drop")
    return gettext("Open again")


def _action_state(outcome: Outcome) -> str:
    if outcome.state is None:
        return ""
    words = meeting_labels.action(outcome.state)
    return f"{words}, {labels.day(outcome.done_on)}" if outcome.done_on else words


def _step_words(state: MeetingState) -> str:
    if state is MeetingState.HELD:
        return gettext("Mark as held")
    if state is MeetingState.CANCELLED:
        return gettext("Cancel the meeting")
    return pgettext("meeting", "Plan again")


def _links(found: Opened) -> list[Pointer]:
    if not found.may_keep:
        return []
    code = found.meeting.code
    links = [
        Pointer(reverse("meeting_edit", args=[code]), gettext("Change the meeting and its agenda")),
        Pointer(reverse("meeting_outcomes", args=[code]), gettext("Record outcomes")),
    ]
    items, actions = unfinished_of(found)
    if (items or actions) and found.meeting.agenda:
        carry = reverse("meeting_carry", args=[code])
        links.append(Pointer(carry, gettext("Carry over what is unfinished")))
    return links
