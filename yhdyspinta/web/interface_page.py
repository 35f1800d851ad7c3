"""The pages of interfaces as ready words: a place's list, one interface, around its forms."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.calc.interfaces import leaders
from yhdyspinta.exports import interfaces as exports
from yhdyspinta.exports.interfaces import InterfaceList
from yhdyspinta.exports.proposals import package_name
from yhdyspinta.labels import access as access_labels
from yhdyspinta.labels import agreements as agreement_labels
from yhdyspinta.labels import interfaces as interface_labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.services.interface_overview import Acting, Listed, Opened
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.interfaces import Ground, Interface, InterfaceParty, WorkPackage
from yhdyspinta.web.register import Here, words


@dataclass(frozen=True, slots=True)
class Linked:
    """Words that lead somewhere (or nowhere: no address), with more words beside."""

    words: str
    address: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class InterfaceRow:
    """An interface in the list."""

    name: str
    address: str
    state: str
    is_statutory: bool
    leader: str
    parties: int
    missing: tuple[str, ...]
    is_invented: bool


@dataclass(frozen=True, slots=True)
class GroupOfRows:
    """The interfaces of a work package; `edit` leads to its form, empty if one may not."""

    title: str
    description: str
    edit: str
    rows: tuple[InterfaceRow, ...]
    is_invented: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A place's interfaces."""

    title: str
    groups: list[GroupOfRows]
    count: int
    lacking: int
    downloads: list[tuple[str, str]]
    new: str
    new_package: str
    county: Linked | None


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party with its role and its own words; `edit` leads to writing them."""

    name: str
    address: str
    role: str
    contribution: str
    edit: str


@dataclass(frozen=True, slots=True)
class InterfacePage:
    """One interface whole."""

    here: Here
    name: str
    state: str
    is_statutory: bool
    restricted: str
    is_invented: bool
    lead: str
    missing: tuple[str, ...]
    facts: list[tuple[str, str]]
    aims: tuple[str, ...]
    partners: tuple[str, ...]
    parties: list[PartyRow]
    structures: list[Linked]
    bodies: list[Linked]
    agreement_needed: str
    agreements: list[Linked]
    plans: list[Linked]
    tasks: list[Linked]
    indicators: tuple[str, ...]
    phenomena: list[Linked]
    edit: str


def list_page(found: Listed, here: Here, *, editable: Iterable[str]) -> ListPage:
    """Return a place's list; `editable` are the codes of the packages that one may change."""
    at, codes = here.address, set(editable)
    rows = {each.code: _row(found, each) for each in found.interfaces}
    address = reverse("interfaces", args=[at])
    county = Linked(gettext("All interfaces of the county"), _county(here))
    return ListPage(
        title=gettext("Interfaces: %(place)s") % {"place": here.name},
        groups=[
            GroupOfRows(
                title=package_name(group),
                description=group.package.description if group.package else "",
                edit=_package_address(group.package, codes),
                rows=tuple(rows[each.code] for each in group.interfaces),
                is_invented=bool(group.package and group.package.invented),
            )
            for group in found.groups
        ],
        count=len(rows),
        lacking=sum(bool(each) for each in found.lacks.values()),
        downloads=[(each.upper(), f"{address}file.{each}") for each in exports.MEDIA_TYPES if rows],
        new=reverse("interface_new", args=[at]) if found.may_add else "",
        new_package=reverse("work_package_new", args=[at]) if found.may_add else "",
        county=county if here.is_municipality else None,
    )


def exported(found: Listed, here: Here) -> InterfaceList:
    """Return a place's list as its files have it."""
    names = {code: each.names for code, each in found.organisations.items()}
    return InterfaceList(here.name, found.groups, found.lacks, names)


def interface_page(opened: Opened) -> InterfacePage:
    """Return one interface's page."""
    interface = opened.interface
    led_by = labels.listing(_named(opened.organisations, code) for code in leaders(interface))
    return InterfacePage(
        here=words(opened.place),
        name=labels.name(interface.names),
        state=interface_labels.state(interface.state),
        is_statutory=interface.ground is Ground.LAW,
        restricted=_restricted(interface.visibility),
        is_invented=interface.invented,
        lead=gettext("Leads: %(organisations)s") % {"organisations": led_by},
        missing=exports.missing(opened.lack),
        facts=_facts(opened),
        aims=interface.aims,
        partners=interface.partners,
        parties=[_party(opened, each) for each in interface.parties],
        structures=_structures(opened),
        bodies=_other_bodies(opened),
        agreement_needed=interface_labels.agreement_word(needed=interface.agreement_needed),
        agreements=_agreements(opened),
        plans=_plans(opened),
        tasks=[
            Linked(
                f"{each.code} {labels.name(each.title)}",
                reverse("task", args=[each.code]),
                labels.quarter(each.due),
            )
            for each in opened.tasks
        ],
        indicators=interface.indicators,
        phenomena=[
            Linked(
                each.title,
                reverse("phenomenon", args=[each.code]),
                labels.day(each.noticed_on),
            )
            for each in opened.phenomena
        ],
        edit=reverse("interface_edit", args=[interface.code]) if opened.may_edit else "",
    )


def form_page(here: Here, interface: Interface | None) -> dict[str, Any]:
    """Return what the page of an interface's form shows around it."""
    listed = reverse("interfaces", args=[here.address])
    trail = trail_to(here)
    if interface is None:
        return {"heading": gettext("New interface"), "trail": trail, "back": listed, "remove": ""}
    back = reverse("interface", args=[interface.code])
    return {
        "heading": gettext("Change the interface"),
        "trail": [*trail, (back, labels.name(interface.names))],
        "back": back,
        "remove": reverse("interface_remove", args=[interface.code]),
    }


def package_form_page(here: Here, package: WorkPackage | None) -> dict[str, Any]:
    """Return what the page of a work package's form shows around it."""
    remove = reverse("work_package_remove", args=[package.code]) if package else ""
    heading = gettext("Change the work package") if package else gettext("New work package")
    back = reverse("interfaces", args=[here.address])
    return {"heading": heading, "trail": trail_to(here), "back": back, "remove": remove}


def contribution_form_page(opened: Opened, organisation: str) -> dict[str, Any]:
    """Return what the page on which a party writes its part shows around it."""
    here, code = words(opened.place), opened.interface.code
    back = reverse("interface", args=[code])
    name = _named(opened.organisations, organisation)
    return {
        "heading": gettext("Our part in the interface: %(organisation)s") % {"organisation": name},
        "trail": [*trail_to(here), (back, labels.name(opened.interface.names))],
        "back": back,
        "remove": "",
    }


def trail_to(here: Here) -> list[tuple[str, str]]:
    """Return the way to a place's list of interfaces."""
    return [
        (reverse("cooperation_all"), gettext("Cooperation")),
        (reverse("cooperation", args=[here.address]), here.name),
        (reverse("interfaces", args=[here.address]), gettext("Interfaces")),
    ]


def _county(here: Here) -> str:
    return reverse("interfaces", args=[here.county]) if here.is_municipality else ""


def _package_address(package: WorkPackage | None, editable: set[str]) -> str:
    if package is None or package.code not in editable:
        return ""
    return reverse("work_package_edit", args=[package.code])


def _row(found: Listed, interface: Interface) -> InterfaceRow:
    led_by = (_named(found.organisations, code) for code in leaders(interface))
    return InterfaceRow(
        name=labels.name(interface.names),
        address=reverse("interface", args=[interface.code]),
        state=interface_labels.state(interface.state),
        is_statutory=interface.ground is Ground.LAW,
        leader=labels.listing(led_by),
        parties=len(interface.parties),
        missing=exports.missing(found.lacks[interface.code]),
        is_invented=interface.invented,
    )


def _named(organisations: Any, code: str) -> str:
    acting: Acting | None = organisations.get(code)
    return labels.name(acting.names) if acting else code


def _restricted(visibility: Visibility) -> str:
    return "" if visibility is Visibility.PUBLIC else access_labels.visibility(visibility)


def _facts(opened: Opened) -> list[tuple[str, str]]:
    interface = opened.interface
    package = labels.name(opened.package.names) if opened.package else ""
    start, end = interface.organised_from, interface.organised_to
    found = [
        (gettext("Work package"), package),
        (gettext("Why"), interface_labels.ground(interface.ground)),
        (gettext("Law and section"), interface.basis),
        (gettext("Population concerned"), interface.population),
        (gettext("To be organised"), interface_labels.schedule(start, end)),
        (gettext("Source"), interface.source),
    ]
    return [(name, value) for name, value in found if value]


def _party(opened: Opened, party: InterfaceParty) -> PartyRow:
    acting = opened.organisations.get(party.organisation)
    arguments = [opened.interface.code, party.organisation]
    may_write = party.organisation in opened.own
    return PartyRow(
        name=_named(opened.organisations, party.organisation),
        address=reverse("cooperation", args=[acting.area]) if acting and acting.area else "",
        role=interface_labels.role(party.role),
        contribution=party.contribution,
        edit=reverse("interface_contribution", args=arguments) if may_write else "",
    )


def _structures(opened: Opened) -> list[Linked]:
    """Name each structure that is needed, with the body that it became if there is one."""
    found = []
    for each in opened.interface.structures:
        body = opened.bodies.get(each.body)
        level = register_labels.level(each.level) if each.level else ""
        if body:
            name, address = labels.name(body.names), reverse("body", args=[body.code])
            level = register_labels.level(body.level)
        else:
            exists = gettext("exists, but you may not read it")
            name, address = exists if each.body else "", ""
        found.append(Linked(each.text or name, address, _beside(each.text, name, level)))
    return found


def _beside(text: str, body: str, level: str) -> str:
    if not body:
        return ", ".join(part for part in (gettext("no body yet"), level) if part)
    shown = gettext("Body: %(structure)s") % {"structure": body} if text and text != body else ""
    return ", ".join(part for part in (shown, level) if part)


def _other_bodies(opened: Opened) -> list[Linked]:
    """Name bodies that say they work on the interface and are none of its structures."""
    used = {each.body for each in opened.interface.structures}
    return [
        Linked(
            labels.name(each.names),
            reverse("body", args=[each.code]),
            register_labels.level(each.level),
        )
        for each in opened.bodies.values()
        if each.code not in used
    ]


def _agreements(opened: Opened) -> list[Linked]:
    return [
        Linked(
            labels.name(each.names),
            reverse("agreement", args=[each.code]),
            agreement_labels.state(each.state),
        )
        for each in opened.agreements
    ]


def _plans(opened: Opened) -> list[Linked]:
    return [
        Linked(
            labels.name(each.names),
            reverse("plan", args=[each.code]),
            _named(opened.organisations, each.owner),
        )
        for each in opened.plans
    ]
