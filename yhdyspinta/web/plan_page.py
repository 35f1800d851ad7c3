"""Plans as ready strings: under each other, and one with what stands around it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, pgettext

from yhdyspinta import labels
from yhdyspinta.calc.plans import tree
from yhdyspinta.exports import plans as exports
from yhdyspinta.labels import access as access_labels
from yhdyspinta.labels import plans as plan_labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.services.plans import PlansOfPlace, ShownPlan
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.plans import Plan, PlanState
from yhdyspinta.web import register
from yhdyspinta.web.plan_forms import PlanForm
from yhdyspinta.web.register import Here

_MANY = 6


@dataclass(frozen=True, slots=True)
class Node:
    """A plan in the list, with those under it."""

    name: str
    address: str
    kind: str
    owner: str
    state: str
    state_code: str
    term: str
    is_ended: bool
    is_invented: bool
    below: "list[Node]"


@dataclass(frozen=True, slots=True)
class Missing:
    """A duty that asks for a plan: how many lack one, and who, where they are few."""

    duty: str
    address: str
    who: str
    new: str


@dataclass(frozen=True, slots=True)
class PlansPage:
    """What the page of a place's plans shows."""

    title: str
    nodes: list[Node]
    count: int
    missing: list[Missing]
    downloads: list[tuple[str, str]]
    new: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What a plan's page shows."""

    name: str
    here: Here
    kind: str
    state: str
    state_code: str
    is_invented: bool
    restricted: str
    facts: list[tuple[str, str]]
    document: str
    goals: tuple[str, ...]
    above: tuple[str, str]
    below: list[tuple[str, str]]
    links: list[tuple[str, str, str]]
    duties: list[tuple[str, str]]
    edit: str


def listing(found: PlansOfPlace, here: Here) -> PlansPage:
    """Put a place's plans in words."""
    return PlansPage(
        title=exports.title(here.name),
        nodes=_nodes(found.plans, found.organisations),
        count=len(found.plans),
        missing=[_missing(each, here, keeps=found.keeps) for each in found.missing],
        downloads=[
            (each.upper(), reverse("plans_file", args=[here.address, each]))
            for each in exports.MEDIA_TYPES
        ],
        new=reverse("plan_new", args=[here.address]) if found.keeps else "",
    )


def _nodes(plans: Iterable[Plan], organisations: Mapping[str, Names]) -> list[Node]:
    roots: list[Node] = []
    path: list[Node] = []
    for depth, plan in tree(plans):
        node = Node(
            name=labels.name(plan.names),
            address=reverse("plan", args=[plan.code]),
            kind=plan_labels.kind(plan.kind),
            owner=_named([plan.owner, *plan.organisations], organisations),
            state=plan_labels.state(plan),
            state_code=plan.state.value,
            term=plan_labels.term(plan),
            is_ended=plan.state is PlanState.ENDED,
            is_invented=plan.invented,
            below=[],
        )
        del path[depth:]
        (path[-1].below if path else roots).append(node)
        path.append(node)
    return roots


def _missing(each: Any, here: Here, *, keeps: bool) -> Missing:
    duty, rows = each
    names = [labels.name(owing.names) for owing, _standing in rows]
    kind = duty.plan_kind.value if duty.plan_kind else ""
    few = ", ".join(names)
    who = (
        few
        if len(names) < _MANY
        else gettext("%(count)s organisations") % {"count": labels.number(len(names))}
    )
    return Missing(
        duty=labels.name(duty.names),
        address=reverse("duty", args=[duty.code]),
        who=who,
        new=f"{reverse('plan_new', args=[here.address])}?kind={kind}" if keeps else "",
    )


def _named(codes: Iterable[str], organisations: Mapping[str, Names]) -> str:
    return ", ".join(
        labels.name(organisations[code]) if code in organisations else code
        for code in codes
        if code
    )


def here_of(shown: ShownPlan) -> Here:
    """Return the place of a plan, whose page's address does not say it."""
    area = shown.plan.area
    name = register_labels.place(area, labels.name(shown.area))
    return Here(register.address_of(area), name, is_municipality=False, county="")


def one(shown: ShownPlan) -> PlanPage:
    """Put a plan in words."""
    plan = shown.plan
    return PlanPage(
        name=labels.name(plan.names),
        here=here_of(shown),
        kind=plan_labels.kind(plan.kind),
        state=plan_labels.state(plan),
        state_code=plan.state.value,
        is_invented=plan.invented,
        restricted=""
        if plan.visibility is Visibility.PUBLIC
        else access_labels.visibility(plan.visibility),
        facts=_facts(shown),
        document=plan.document_link,
        goals=plan.goals,
        above=_linked(shown.parent) if shown.parent else ("", ""),
        below=[_linked(each) for each in shown.children],
        links=_links(shown),
        duties=[(labels.name(names), reverse("duty", args=[code])) for code, names in shown.duties],
        edit=reverse("plan_edit", args=[plan.code]) if shown.may_keep else "",
    )


def _linked(plan: Plan) -> tuple[str, str]:
    return labels.name(plan.names), reverse("plan", args=[plan.code])


def _links(shown: ShownPlan) -> list[tuple[str, str, str]]:
    """Return what the plan belongs to: what it is, its words, its address if it has a page."""
    found = []
    for label, names, page, code in (
        (gettext("Interface"), shown.interface, "interface", shown.plan.interface),
        (gettext("Approved by the body"), shown.body, "body", shown.plan.approver_body),
    ):
        if names:
            found.append((label, labels.name(names), _address(page, code)))
    return found


def _address(page: str, code: str) -> str:
    try:
        return reverse(page, args=[code])
    except NoReverseMatch:
        return ""


def _facts(shown: ShownPlan) -> list[tuple[str, str]]:
    plan = shown.plan
    return [
        (label, value)
        for label, value in (
            (gettext("Organisation that keeps it"), _named([plan.owner], shown.organisations)),
            (gettext("Joint plan with"), _named(plan.organisations, shown.organisations)),
            (gettext("Approved by"), plan.approver),
            (gettext("Approved on"), _day(plan.approved_on)),
            (gettext("Covers"), plan_labels.term(plan)),
            (gettext("Source"), plan.source),
        )
        if value
    ]


def _day(value: date | None) -> str:
    return labels.day(value) if value else ""


def form_of(form: PlanForm, here: Here, *, plan: Plan | None = None) -> dict[str, Any]:
    """Return what the page of a plan's form shows around it."""
    listed = reverse("plans", args=[here.address])
    trail = [
        (reverse("cooperation", args=[here.address]), here.name),
        (listed, pgettext("heading", "Plans")),
    ]
    if plan is None:
        return {"heading": gettext("New plan"), "trail": trail, "back": listed, "remove": ""}
    back = reverse("plan", args=[plan.code])
    return {
        "heading": gettext("Change the plan"),
        "trail": [*trail, (back, labels.name(plan.names))],
        "back": back,
        "remove": reverse("plan_remove", args=[plan.code]),
    }
