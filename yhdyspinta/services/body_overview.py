"""Bodies of a place as those who may see them see them, and what is chosen from in editing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yhdyspinta.calc.access import may
from yhdyspinta.calc.bodies import organisations_of, works
from yhdyspinta.calc.register import may_keep
from yhdyspinta.services import bodies, places
from yhdyspinta.services.places import Place
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.bodies import Body, ListedBody
from yhdyspinta.terms.languages import Names


@dataclass(frozen=True, slots=True)
class Overview:
    """A place's bodies: those that work on the day, and those that do not (`others`).

    `organisations` are the names of owners by code; `may_add`: whether the reader may add one.
    """

    working: tuple[ListedBody, ...]
    others: tuple[ListedBody, ...]
    organisations: Mapping[str, Names]
    may_add: bool

    @property
    def shown(self) -> tuple[ListedBody, ...]:
        """Those that work, or all if none does."""
        return self.working or self.others


@dataclass(frozen=True, slots=True)
class Choices:
    """What a body is made of: owners that one may write for, all organisations, bodies, interfaces.

    Each by code, in the order in which they are offered.
    """

    owners: Mapping[str, Names]
    organisations: Mapping[str, Names]
    bodies: Mapping[str, Names]
    interfaces: Mapping[str, Names]


def of_place(place: Place, *, actor: Actor, on: date) -> Overview:
    """Return a county's or the nation's bodies, or those in which a municipality sits."""
    listed = bodies.of_area(place.cooperation, actor=actor, on=on)
    if place.is_municipality:
        own = acting_for(place.area)
        listed = [each for each in listed if own & organisations_of(each.body)]
    return Overview(
        working=tuple(each for each in listed if works(each.body, on=on)),
        others=tuple(each for each in listed if not works(each.body, on=on)),
        organisations=places.names_of({each.body.owner for each in listed}),
        may_add=may(actor, Action.KEEP_REGISTER),
    )


def acting_for(area: str) -> frozenset[str]:
    """Return the codes of the organisations that act for an area; one query."""
    rows = store.Organisation.objects.filter(areas__code=area)
    return frozenset(rows.values_list("code", flat=True))


def choices(area: str, *, actor: Actor, on: date, body: Body | None = None) -> Choices:
    """Return what a body of a county (empty: the nation's) can be made of; see `Choices`.

    What the body has already is always among them.
    """
    organisations = dict(places.organisations(area, on=on))
    interfaces = store.Interface.objects.readable(actor).of_area(area).order_by("name_fi", "code")
    found = {row.code: row.names for row in interfaces}
    parents = bodies.choices(area, actor=actor)
    if body is not None:
        missing = organisations_of(body) - set(organisations)
        organisations |= places.names_of(set(missing))
        parents.pop(body.code, None)
        if body.parent:
            parents.setdefault(body.parent, Names(body.parent))
        for code in body.interfaces:
            found.setdefault(code, Names(code))
    owners = {code: names for code, names in organisations.items() if may_keep(actor, code)}
    return Choices(owners, organisations, parents, found)
