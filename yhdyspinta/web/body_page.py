"""Bodies as ready strings: a place's by level with their structure, and one with its members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from yhdyspinta import labels
from yhdyspinta.calc.bodies import tree, works
from yhdyspinta.exports import bodies as exports
from yhdyspinta.exports import bodies_drawing
from yhdyspinta.labels import access as access_labels
from yhdyspinta.labels import bodies as body_labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.services.bodies import Shown
from yhdyspinta.services.body_overview import Overview
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.bodies import Body, BodyMember, ListedBody, Pace
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import MeetingState
from yhdyspinta.terms.register import Level
from yhdyspinta.web import register
from yhdyspinta.web.body_forms import BodyForm
from yhdyspinta.web.register import Here


@dataclass(frozen=True, slots=True)
class Node:
    """A body in the list that says what the drawing shows, with those under it."""

    name: str
    address: str
    level: str
    below: "list[Node]"


@dataclass(frozen=True, slots=True)
class Row:
    """A body in its level's table."""

    name: str
    address: str
    kind: str
    cadence: str
    kept: str
    standing: str
    is_behind: bool
    next_meeting: str
    is_invented: bool
    term: str


@dataclass(frozen=True, slots=True)
class Group:
    """A level with its bodies."""

    name: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class ListPage:
    """What the page of a place's bodies shows."""

    title: str
    groups: list[Group]
    drawing: SafeString
    nodes: list[Node]
    count: int
    behind: int
    none_works: bool
    toggle: tuple[str, str]
    downloads: list[tuple[str, str]]
    new: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a body."""

    who: str
    role: str
    expertise: str
    substitute: str
    term: str
    person: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere, and what is said beside them."""

    words: str
    address: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class BodyPage:
    """What a body's page shows."""

    name: str
    here: Here
    facts: list[tuple[str, str]]
    level: str
    is_invented: bool
    is_restricted: str
    kept: str
    standing: str
    is_behind: bool
    advice: str
    tasks: tuple[str, ...]
    parent: Link | None
    children: list[Link]
    interfaces: list[Link]
    members: list[MemberRow]
    has_persons: bool
    has_terms: bool
    coming: list[Link]
    past: list[Link]
    edit: str


def asked(found: Overview, *, asks_all: bool) -> list[ListedBody]:
    """Return the bodies that a page or a file is asked for."""
    return [*found.working, *found.others] if asks_all else list(found.shown)


def listing(found: Overview, here: Here, *, asks_all: bool) -> ListPage:
    """Put a place's bodies in words."""
    listed = asked(found, asks_all=asks_all)
    title = exports.title(here.name)
    addresses = {each.body.code: _address(each.body.code) for each in listed}
    drawn = bodies_drawing.structure(listed, title=title, addresses=addresses, standalone=False)
    query = "?all=1" if asks_all else ""
    return ListPage(
        title=title,
        groups=_groups(listed),
        # Drawn by our own pen, which escapes every text.
        drawing=mark_safe(drawn) if listed else SafeString(""),  # noqa: S308
        nodes=_nodes([each.body for each in listed]),
        count=len(listed),
        behind=sum(each.pace.is_behind for each in listed),
        none_works=bool(listed) and not found.working,
        toggle=_toggle(found, here, asks_all=asks_all),
        downloads=[
            (each.upper(), reverse("bodies_file", args=[here.address, each]) + query)
            for each in exports.MEDIA_TYPES
        ],
        new=reverse("body_new", args=[here.address]) if found.may_add else "",
    )


def _toggle(found: Overview, here: Here, *, asks_all: bool) -> tuple[str, str]:
    """Return the words and address that show or leave out the bodies that do not work."""
    if not found.working or not found.others:
        return "", ""
    address = reverse("bodies", args=[here.address])
    if asks_all:
        return gettext("Show only the bodies that work now"), address
    count = labels.number(len(found.others))
    return gettext("Show also those that do not work now (%(count)s)") % {
        "count": count
    }, f"{address}?all=1"


def _groups(listed: Sequence[ListedBody]) -> list[Group]:
    groups = []
    for level in Level:
        by_code = {each.body.code: each for each in listed if each.body.level is level}
        ordered = tree(each.body for each in by_code.values())
        rows = [_row(by_code[body.code]) for _, body in ordered]
        if rows:
            groups.append(Group(register_labels.level(level), rows))
    return groups


def _row(each: ListedBody) -> Row:
    body, pace = each.body, each.pace
    return Row(
        name=labels.name(body.names),
        address=_address(body.code),
        kind=body_labels.kind(body.kind),
        cadence=body_labels.cadence(body),
        kept=body_labels.kept(pace),
        standing=body_labels.standing(pace),
        is_behind=pace.is_behind,
        next_meeting=labels.day(pace.next_planned) if pace.next_planned else "",
        is_invented=body.invented,
        term=_term(body.valid_from, body.valid_to),
    )


def _nodes(bodies: Sequence[Body]) -> list[Node]:
    roots: list[Node] = []
    path: list[Node] = []
    for depth, body in tree(bodies):
        level = register_labels.level(body.level)
        node = Node(labels.name(body.names), _address(body.code), level, [])
        del path[depth:]
        (path[-1].below if path else roots).append(node)
        path.append(node)
    return roots


def body(shown: Shown, *, on: date) -> BodyPage:
    """Put a body in words."""
    found, pace = shown.body, shown.pace
    members = [_member(each, shown.organisations) for each in found.members]
    return BodyPage(
        name=labels.name(found.names),
        here=here_of(shown),
        facts=[(name, value) for name, value in _facts(shown) if value],
        level=register_labels.level(found.level),
        is_invented=found.invented,
        is_restricted=_restricted(found.visibility),
        kept=body_labels.kept(pace) if works(found, on=on) else gettext("Does not work now"),
        standing=body_labels.standing(pace) if works(found, on=on) else "",
        is_behind=pace.is_behind,
        advice=_advice(pace),
        tasks=found.tasks,
        parent=_body_link(shown.parent) if shown.parent else None,
        children=[_body_link(each) for each in shown.children],
        interfaces=[Link(labels.name(names), code) for code, names in shown.interfaces.items()],
        members=members,
        has_persons=any(each.person for each in members),
        has_terms=any(each.term for each in members),
        coming=list(reversed(_meetings(shown, on=on, coming=True))),
        past=_meetings(shown, on=on, coming=False),
        edit=reverse("body_edit", args=[found.code]) if shown.may_keep else "",
    )


def here_of(shown: Shown) -> Here:
    """Return whose cooperation a body belongs to, in words."""
    area = shown.body.area
    name = register_labels.place(area, labels.name(shown.area))
    return Here(register.address_of(area), name, is_municipality=False, county="")


def _facts(shown: Shown) -> list[tuple[str, str]]:
    found = shown.body
    owner = shown.organisations.get(found.owner)
    return [
        (gettext("Level"), register_labels.level(found.level)),
        (gettext("Kind"), body_labels.kind(found.kind)),
        (gettext("Organisation that keeps it"), labels.name(owner) if owner else found.owner),
        (gettext("Mandate"), found.mandate),
        (gettext("Legal basis"), found.legal_basis),
        (pgettext("of a body", "Term"), _term(found.valid_from, found.valid_to)),
        (gettext("Rule of composition"), found.composition),
        (gettext("Promises to meet"), body_labels.cadence(found)),
        (gettext("Source"), found.source),
    ]


def _advice(pace: Pace) -> str:
    """Say what to do about the calendar; empty if nothing."""
    if not pace.promised or not pace.missing or pace.next_by is None:
        return ""
    return gettext(
        "For the promise of %(year)d to be kept, the calendar lacks meetings: %(missing)d."
    ) % {"year": pace.year, "missing": pace.missing}


def _member(member: BodyMember, names: Mapping[str, Names]) -> MemberRow:
    organisation = names.get(member.organisation)
    who = labels.name(organisation) if organisation else member.organisation
    return MemberRow(
        who=" – ".join(each for each in (who, member.text) if each),
        role=body_labels.role(member.role),
        expertise=member.expertise,
        substitute=member.substitute,
        term=_term(member.valid_from, member.valid_to),
        person=member.person,
    )


def _meetings(shown: Shown, *, on: date, coming: bool) -> list[Link]:
    states = {
        MeetingState.CANCELLED: gettext("cancelled"),
        MeetingState.PLANNED: "" if coming else gettext("not recorded as held"),
        MeetingState.HELD: "",
    }
    return [
        Link(f"{labels.moment(each.starts_at)} {each.title}", each.code, states[each.state])
        for each in shown.meetings
        if (each.starts_at.date() >= on) is coming
    ]


def _restricted(visibility: Visibility) -> str:
    return "" if visibility is Visibility.PUBLIC else access_labels.visibility(visibility)


def _body_link(found: Body) -> Link:
    return Link(labels.name(found.names), _address(found.code), register_labels.level(found.level))


def _term(first: date | None, last: date | None) -> str:
    if not first and not last:
        return ""
    return f"{labels.day(first) if first else ''}–{labels.day(last) if last else ''}"


def _address(code: str) -> str:
    return reverse("body", args=[code])


def form_of(form: BodyForm, here: Here, *, body: Body | None = None) -> dict[str, Any]:
    """Return what the page of a body's form shows around it."""
    listed = reverse("bodies", args=[here.address])
    trail = [(reverse("cooperation", args=[here.address]), here.name), (listed, gettext("Bodies"))]
    if body is None:
        return {"heading": gettext("New body"), "trail": trail, "back": listed, "remove": ""}
    back = _address(body.code)
    return {
        "heading": gettext("Change the body"),
        "trail": [*trail, (back, labels.name(body.names))],
        "back": back,
        "remove": reverse("body_remove", args=[body.code]),
    }
