"""Who owes which duties and how it stands: an organisation, a county, one duty, the nation."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.db.models import Q

from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.calc.duties import counts, exception_of, first_due, from_plans, standing
from yhdyspinta.calc.register import may_keep
from yhdyspinta.services import register
from yhdyspinta.services.places import Place
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.areas import AreaKind
from yhdyspinta.terms.duties import (
    CouncilTerm,
    CountyDuties,
    Duty,
    DutyShown,
    Fulfilment,
    NationalDuties,
    Owed,
    OwedBy,
    Owing,
    Standing,
)
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.terms.plans import Plan

_WHOLES = (AreaKind.COUNTY, AreaKind.CITY, AreaKind.AUTONOMOUS_REGION)
_OWING = (
    OrganisationKind.COUNTY,
    OrganisationKind.MUNICIPALITY,
    OrganisationKind.EDUCATION_PROVIDER,
)


@dataclass(slots=True)
class _Ground:
    """What standings are computed from: duties, organisations, what each did, plans, terms."""

    duties: list[Duty]
    owing: list[Owing]
    terms: list[CouncilTerm]
    done: dict[tuple[str, str], list[Fulfilment]] = field(default_factory=dict)
    plans: dict[str, list[Plan]] = field(default_factory=dict)

    def standings(self, owing: Owing, *, on: date) -> list[Owed]:
        """Return an organisation's duties, in the register's order."""
        found = []
        for duty in self.duties:
            done = self.done.get((duty.code, owing.code), [])
            done = done + from_plans(duty, owing.code, self.plans.get(owing.code, []))
            stands = standing(
                duty,
                organisation=owing.code,
                kind=owing.kind,
                areas=owing.areas,
                fulfilments=done,
                council_terms=self.terms,
                on=on,
            )
            if stands:
                exception = exception_of(duty, owing.kind, owing.areas)
                found.append(Owed(duty, stands, exception))
        return found


def owed_by(organisation: str, *, actor: Actor, on: date) -> OwedBy:
    """Return every duty of an organisation with how it stands, due first; eight queries at most.

    Raises RefusedError for an unknown organisation, and for one that does not exist on the day.
    """
    ground = _ground(actor, on, store.Organisation.objects.filter(code=organisation))
    if not ground.owing:
        raise register.no_such(organisation)
    return _owed_by(ground, ground.owing[0], actor=actor, on=on)


def of_place(place: Place, *, actor: Actor, on: date) -> list[OwedBy]:
    """Return the duties of a place's organisations: a county's and its municipalities', or a
    municipality's own; nothing for the nation. Eight queries at most.
    """
    inside = store.Membership.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=on),
        Q(valid_to=None) | Q(valid_to__gte=on),
        whole__code=place.area,
    ).values("part__code")
    wanted = Q(areas__code=place.area)
    if not place.is_municipality:
        wanted |= Q(areas__code__in=inside)
    ground = _ground(actor, on, store.Organisation.objects.filter(wanted))
    # The county's own first, then its municipalities by name.
    owing = sorted(
        ground.owing,
        key=lambda each: (
            each.kind is not OrganisationKind.COUNTY,
            sort_key(each.names.fi, "fi"),
        ),
    )
    return [_owed_by(ground, each, actor=actor, on=on) for each in owing]


def national(*, actor: Actor, on: date) -> NationalDuties:
    """Return who lacks what: counties' own duties, and how their municipalities stand.

    Ten queries at most, for 309 municipalities.
    """
    ground = _ground(actor, on, store.Organisation.objects.all())
    own: dict[str, dict[str, Standing]] = defaultdict(dict)
    inside: dict[str, dict[str, list[Standing]]] = defaultdict(lambda: defaultdict(list))
    every: dict[str, list[Standing]] = defaultdict(list)
    for owing in ground.owing:
        for owed in ground.standings(owing, on=on):
            every[owed.duty.code].append(owed.standing)
            if _is_countys(owing, owed.duty):
                own[owing.county][owed.duty.code] = owed.standing
            else:
                inside[owing.county][owed.duty.code].append(owed.standing)
    areas = store.Area.objects.valid(on=on).filter(kind__in=_WHOLES).order_by("short_fi", "code")
    counties = (
        CountyDuties(
            row.code,
            Names(row.short_fi, row.short_sv, row.short_en),
            row.abbreviation,
            dict(own[row.code]),
            {code: counts(found) for code, found in inside[row.code].items()},
        )
        for row in areas
        if row.code in own or row.code in inside
    )
    return NationalDuties(
        on=on,
        duties=tuple(duty for duty in ground.duties if duty.code in every),
        counties=tuple(counties),
        totals={code: counts(found) for code, found in every.items()},
        is_invented=_is_invented(each for found in every.values() for each in found),
    )


def of_duty(code: str, *, actor: Actor, on: date) -> DutyShown:
    """Return a duty with all who owe it. Raises RefusedError if there is none of that code."""
    ground = _ground(actor, on, store.Organisation.objects.all(), duty=code)
    if not ground.duties:
        raise register.no_such(code)
    duty = ground.duties[0]
    rows = [
        (owing, owed.standing)
        for owing in sorted(ground.owing, key=_by_kind_and_name)
        for owed in ground.standings(owing, on=on)
    ]
    areas = store.Area.objects.filter(code__in=[each.area for each in duty.exceptions])
    names = {row.code: Names(row.short_fi, row.short_sv, row.short_en) for row in areas}
    return DutyShown(
        duty,
        tuple(rows),
        counts(each for _owing, each in rows),
        tuple((each, names[each.area]) for each in duty.exceptions),
    )


def _is_countys(owing: Owing, duty: Duty) -> bool:
    """Tell whether a duty is a county's own: Helsinki has those of both."""
    if owing.kind is OrganisationKind.COUNTY:
        return True
    return owing.kind is OrganisationKind.MUNICIPALITY and owing.kind not in duty.applies_to


def _owed_by(ground: _Ground, owing: Owing, *, actor: Actor, on: date) -> OwedBy:
    rows = sorted(ground.standings(owing, on=on), key=first_due)
    return OwedBy(owing, tuple(rows), may_keep(actor, owing.code))


def _by_kind_and_name(owing: Owing) -> tuple[str, object]:
    return owing.kind.value, sort_key(owing.names.fi, "fi")


def _is_invented(standings: Iterable[Standing]) -> bool:
    return any(each.last and each.last.invented for each in standings)


def _ground(
    actor: Actor,
    on: date,
    organisations: "models.QuerySet[store.Organisation]",
    *,
    duty: str = "",
) -> _Ground:
    """Fetch what the standings of some organisations need; those that do not act on the day not."""
    acting = organisations.filter(
        Q(valid_from=None) | Q(valid_from__lte=on),
        Q(valid_to=None) | Q(valid_to__gte=on),
        kind__in=_OWING,
    )
    owing = _owing(sorted(set(acting.values_list("code", flat=True))), on=on)
    codes = [each.code for each in owing]
    duties = store.Duty.objects.prefetch_related("exceptions__area").order_by("position", "code")
    rows = duties.filter(code=duty) if duty else duties
    ground = _Ground(
        duties=[row.as_terms() for row in rows],
        owing=owing,
        terms=[row.as_terms() for row in store.CouncilTerm.objects.all()],
    )
    for done in _fulfilments(actor, codes):
        ground.done.setdefault((done.duty, done.organisation), []).append(done)
    kinds = {each.plan_kind for each in ground.duties} - {None}
    plans = store.Plan.objects.readable(actor).filter(kind__in=kinds)
    for row in plans.filter(plans.concerning(codes)).whole():
        plan = row.as_terms()
        for code in {plan.owner, *plan.organisations}:
            ground.plans.setdefault(code, []).append(plan)
    return ground


def _owing(codes: list[str], *, on: date) -> list[Owing]:
    """Return organisations with their areas and the county around them; three queries."""
    rows = store.Organisation.objects.filter(code__in=codes).prefetch_related("areas")
    parts = store.Membership.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=on),
        Q(valid_to=None) | Q(valid_to__gte=on),
        whole__kind__in=_WHOLES,
    )
    around = dict(parts.values_list("part__code", "whole__code"))
    found = []
    for row in rows.order_by("name_fi", "code"):
        acted = list(row.areas.all())
        wholes = [each.code for each in acted if each.kind in _WHOLES]
        wholes += [around[each.code] for each in acted if each.code in around]
        areas = frozenset({*(each.code for each in acted), *wholes})
        names = Names(row.name_fi, row.name_sv, row.name_en)
        kind = OrganisationKind(row.kind)
        found.append(Owing(row.code, names, kind, areas, wholes[0] if wholes else ""))
    return found


def _fulfilments(actor: Actor, codes: list[str]) -> list[Fulfilment]:
    rows = store.Fulfilment.objects.readable(actor).filter(owner__code__in=codes)
    return [row.as_terms() for row in rows.whole()]
