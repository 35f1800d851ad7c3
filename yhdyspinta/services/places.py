"""Whose cooperation a page of the register shows: a county's, a municipality's or the nation's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from yhdyspinta.services import register
from yhdyspinta.store.models import Area, Membership, Organisation
from yhdyspinta.terms.areas import AreaKind
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.organisations import OrganisationKind

NATIONAL = "national"
_WHOLES = (AreaKind.COUNTY, AreaKind.CITY, AreaKind.HUS, AreaKind.AUTONOMOUS_REGION)
_OF_NATION = (
    OrganisationKind.MINISTRY,
    OrganisationKind.AGENCY,
    OrganisationKind.ASSOCIATION,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the register.

    `address` is its part of an address (`national` for the nation), `area` the code of the county
    whose cooperation it is (empty: the nation's). A municipality's place has its own `area` and
    names its `county`, whose cooperation it takes part in.
    """

    address: str
    area: str
    names: Names
    county: str = ""
    kind: AreaKind | None = None

    @property
    def is_municipality(self) -> bool:
        """Tell whether it is a municipality in a county."""
        return self.kind is AreaKind.MUNICIPALITY

    @property
    def cooperation(self) -> str:
        """The code of the county whose cooperation is shown; empty: the nation's."""
        return self.county or self.area


def place(address: str, *, on: date) -> Place:
    """Return the place of an address. Raises RefusedError if there is no such area."""
    if address == NATIONAL:
        return Place(NATIONAL, "", Names("Koko maa", "Hela landet", "The whole country"))
    row = Area.objects.filter(code=address).first()
    if row is None:
        raise register.no_such(address)
    names = Names(row.short_fi, row.short_sv, row.short_en)
    kind = AreaKind(row.kind)
    county = _county_of(row.pk, on) if kind is AreaKind.MUNICIPALITY else ""
    if kind is AreaKind.MUNICIPALITY and not county:
        raise register.no_such(address)
    return Place(row.code, row.code, names, county, kind)


def counties(*, on: date) -> dict[str, Names]:
    """Return the areas whose cooperation the register keeps, by code, in Finnish order."""
    rows = Area.objects.valid(on=on).filter(kind__in=_WHOLES).order_by("short_fi", "code")
    return {row.code: Names(row.short_fi, row.short_sv, row.short_en) for row in rows}


def municipalities(county: str, *, on: date) -> dict[str, Names]:
    """Return a county's municipalities on a day, by code, in Finnish order; one query."""
    rows = Area.objects.valid(on=on).filter(
        Q(wholes__valid_from=None) | Q(wholes__valid_from__lte=on),
        Q(wholes__valid_to=None) | Q(wholes__valid_to__gte=on),
        wholes__whole__code=county,
        kind=AreaKind.MUNICIPALITY,
    )
    return {
        row.code: Names(row.short_fi, row.short_sv, row.short_en)
        for row in rows.order_by("short_fi", "code").distinct()
    }


def organisations(area: str, *, on: date) -> Mapping[str, Names]:
    """Return the organisations that may take part in a county's cooperation, by code.

    Those that act for the county, then its municipalities', then the nation's; for the nation
    the nation's first, then those of the counties. Two queries.
    """
    acting = Organisation.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on)
    )
    national = acting.filter(kind__in=_OF_NATION).order_by("name_fi", "code")
    if not area:
        counties = acting.filter(kind=OrganisationKind.COUNTY).order_by("name_fi", "code")
        return {row.code: _names(row) for row in (*national, *counties)}
    inside = Membership.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=on),
        Q(valid_to=None) | Q(valid_to__gte=on),
        whole__code=area,
    ).values("part__code")
    own = acting.filter(Q(areas__code=area) | Q(areas__code__in=inside)).distinct()
    # The county first, then its municipalities.
    rows = sorted(own, key=lambda row: (row.kind != OrganisationKind.COUNTY, row.name_fi))
    return {row.code: _names(row) for row in (*rows, *national)}


def names_of(codes: set[str]) -> dict[str, Names]:
    """Return the names of organisations by code; one query."""
    return {row.code: _names(row) for row in Organisation.objects.filter(code__in=codes - {""})}


def _names(row: Organisation) -> Names:
    return Names(row.name_fi, row.name_sv, row.name_en)


def _county_of(part: int, on: date) -> str:
    rows = Membership.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=on),
        Q(valid_to=None) | Q(valid_to__gte=on),
        part_id=part,
        whole__kind__in=[AreaKind.COUNTY, AreaKind.CITY, AreaKind.AUTONOMOUS_REGION],
    )
    return rows.values_list("whole__code", flat=True).first() or ""
