"""Interfaces with what belongs to them: a place's list and map, and one interface whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from yhdyspinta.calc.agreements import is_in_force
from yhdyspinta.calc.interfaces import Grouped, Lack, grouped, lack, of_organisations
from yhdyspinta.calc.register import may_keep
from yhdyspinta.services import interfaces, places, work_packages
from yhdyspinta.services.places import Place
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.agreements import Agreement
from yhdyspinta.terms.interfaces import Interface, WorkPackage
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.phenomena import Phenomenon
from yhdyspinta.terms.plans import Plan
from yhdyspinta.terms.register import Level
from yhdyspinta.terms.roadmap import Task


@dataclass(frozen=True, slots=True)
class Acting:
    """An organisation's name, and the code of the area that it acts for (empty: none)."""

    names: Names
    area: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A place's interfaces by work package.

    `lacks` tells by code what each needs and has not, `organisations` who the parties are.
    """

    place: Place
    groups: tuple[Grouped, ...]
    lacks: Mapping[str, Lack]
    organisations: Mapping[str, Acting]
    may_add: bool

    @property
    def interfaces(self) -> tuple[Interface, ...]:
        """All interfaces in the order of the groups."""
        return tuple(each for group in self.groups for each in group.interfaces)


@dataclass(frozen=True, slots=True)
class KnownBody:
    """A body that the actor may read: its name and level."""

    code: str
    names: Names
    level: Level


@dataclass(frozen=True, slots=True)
class Opened:
    """One interface whole, with what the actor may read of what belongs to it.

    `bodies` are by code: those that are its structures and those that say they work on it.
    `own` are the parties whose contribution the actor may write.
    """

    interface: Interface
    place: Place
    package: WorkPackage | None
    lack: Lack
    organisations: Mapping[str, Acting]
    bodies: Mapping[str, KnownBody]
    agreements: tuple[Agreement, ...]
    plans: tuple[Plan, ...]
    phenomena: tuple[Phenomenon, ...]
    tasks: tuple[Task, ...]
    may_edit: bool
    own: frozenset[str]


def of_place(place: Place, *, actor: Actor, on: date) -> Listed:
    """Return a county's or the nation's interfaces; a municipality's are those it is a party to.

    At most 15 queries however many there are.
    """
    found = interfaces.of_area(place.cooperation, actor=actor)
    if place.is_municipality:
        own = store.Organisation.objects.filter(areas__code=place.area)
        found = of_organisations(found, set(own.values_list("code", flat=True)))
    packages = work_packages.of_area(place.cooperation, actor=actor)
    groups = grouped(packages, found)
    if place.is_municipality:
        groups = [each for each in groups if each.interfaces]
    agreed = _agreed(place.cooperation, on=on)
    parties = {party.organisation for each in found for party in each.parties}
    return Listed(
        place=place,
        groups=tuple(groups),
        lacks={each.code: lack(each, agreed=each.code in agreed) for each in found},
        organisations=_acting(parties | {each.owner for each in found}),
        may_add=bool(owners(place, actor=actor, on=on)),
    )


def one(code: str, *, actor: Actor, on: date) -> Opened:
    """Return an interface whole. Raises RefusedError if there is none that the actor may read.

    At most 25 queries.
    """
    found = interfaces.one(code, actor=actor)
    row = store.Interface.objects.get(code=code)
    agreements = _agreements(row.agreements.all())
    readable = set(row.agreements.readable(actor).values_list("code", flat=True))
    plans = row.plans.readable(actor).whole().order_by("valid_from", "name_fi", "code")
    phenomena = row.phenomena.readable(actor).whole().order_by("-noticed_on", "code")
    tasks = row.tasks.select_related("subarea__theme").order_by("due_quarter", "code")
    bodies = _bodies(row, found, actor=actor)
    parties = {each.organisation for each in found.parties} | {found.owner}
    owners = {each.owner for each in agreements} | {each.owner for each in _all(plans)}
    return Opened(
        interface=found,
        place=places.place(found.area or places.NATIONAL, on=on),
        package=_package(found.work_package, actor=actor),
        lack=lack(found, agreed=any(is_in_force(each, on=on) for each in agreements)),
        organisations=_acting(parties | owners),
        bodies=bodies,
        agreements=tuple(each for each in agreements if each.code in readable),
        plans=_all(plans),
        phenomena=tuple(each.as_terms() for each in phenomena),
        tasks=tuple(each.as_terms() for each in tasks),
        may_edit=interfaces.may_edit(found, actor=actor),
        own=frozenset(code for code in parties - {""} if may_keep(actor, code)),
    )


def choices_of_bodies(area: str, *, actor: Actor) -> dict[str, Names]:
    """Return the bodies that may be an interface's structure: the county's and the nation's."""
    rows = store.Body.objects.readable(actor).filter(Q(area=None) | Q(area__code=area))
    return {row.code: row.names for row in rows.order_by("name_fi", "code")}


def owners(place: Place, *, actor: Actor, on: date) -> dict[str, Names]:
    """Return the organisations that an actor may make the owner of something of a place, by code.

    Empty: there is nothing that the actor may add there.
    """
    if actor.is_visitor or place.is_municipality:
        return {}
    named = places.organisations(place.area, on=on)
    return {code: names for code, names in named.items() if may_keep(actor, code)}


def _agreed(area: str, *, on: date) -> set[str]:
    """Return the interfaces on which an agreement is in force, whoever may read it."""
    rows = store.Agreement.objects.of_area(area).filter(interface__isnull=False)
    return {each.interface for each in _agreements(rows) if is_in_force(each, on=on)}


def _agreements(rows: Iterable[store.Agreement]) -> tuple[Agreement, ...]:
    found = store.Agreement.objects.filter(pk__in=[each.pk for each in rows]).whole()
    return tuple(each.as_terms() for each in found.order_by("name_fi", "code"))


def _all(plans: Iterable[store.Plan]) -> tuple[Plan, ...]:
    return tuple(each.as_terms() for each in plans)


def _package(code: str, *, actor: Actor) -> WorkPackage | None:
    rows = store.WorkPackage.objects.readable(actor).select_related("area", "owner")
    row = rows.filter(code=code).first() if code else None
    return row.as_terms() if row else None


def _bodies(row: store.Interface, interface: Interface, *, actor: Actor) -> dict[str, KnownBody]:
    codes = {each.body for each in interface.structures} - {""}
    codes |= set(row.bodies.values_list("code", flat=True))
    rows = store.Body.objects.readable(actor).filter(code__in=codes)
    return {
        each.code: KnownBody(each.code, each.names, Level(each.level))
        for each in rows.order_by("name_fi", "code")
    }


def _acting(codes: Iterable[str]) -> dict[str, Acting]:
    """Return organisations by code, with an area that each acts for; two queries."""
    rows = store.Organisation.objects.filter(code__in=set(codes) - {""})
    found = {}
    for row in rows.prefetch_related("areas"):
        names = Names(row.name_fi, row.name_sv, row.name_en)
        area = min((each.code for each in row.areas.all()), default="")
        found[row.code] = Acting(names, area)
    return found
