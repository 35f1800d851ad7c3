"""Gaps of a county's cooperation, and of all counties at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Min, Prefetch, Q
from django.utils import timezone

from yhdyspinta.calc import gaps as calc
from yhdyspinta.calc.bodies import pace
from yhdyspinta.calc.duties import from_plans, standing
from yhdyspinta.services import places
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.agreements import Agreement, AgreementState, Renewal
from yhdyspinta.terms.duties import Duty, Fulfilment
from yhdyspinta.terms.gaps import Gap, GapsOfArea, GapsOfCounty, NationalGaps
from yhdyspinta.terms.interfaces import Interface
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import ActionState, MeetingState
from yhdyspinta.terms.organisations import OrganisationKind

_HOLDING = (AgreementState.IN_FORCE, AgreementState.TERMINATED)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose cooperation is looked at (a county's, empty: the nation's, None: all), for whom."""

    county: str | None
    counties: Mapping[str, Names]
    actor: Actor
    on: date

    def of(self, rows: Any) -> Any:
        """Keep the rows of that cooperation."""
        return rows.all() if self.county is None else rows.of_area(self.county)

    def readable(self, rows: Any) -> Any:
        """Keep the rows of that cooperation that the reader may read."""
        return self.of(rows.readable(self.actor))


def of_area(address: str, *, actor: Actor, on: date) -> GapsOfArea:
    """Return the gaps of a county's cooperation, of a municipality in it, or of the nation's.

    `address` is a county's or municipality's code, or `national`. A gap is told of what the
    reader may read; what hides from them fills it all the same. A municipality has the gaps that
    concern its organisations. Raises RefusedError for an unknown area.
    """
    place = places.place(address, on=on)
    asked = _Asked(place.cooperation, places.counties(on=on), actor, on)
    found = tuple(_all(asked))
    if place.is_municipality:
        own = store.Organisation.objects.filter(areas__code=place.area)
        found = calc.of_organisations(found, own.values_list("code", flat=True))
    return GapsOfArea(found, _named(found))


def counts_of(address: str, *, actor: Actor, on: date) -> GapsOfCounty:
    """Return how many gaps of each kind a place has. Raises RefusedError for an unknown one."""
    place = places.place(address, on=on)
    found = of_area(address, actor=actor, on=on).gaps
    return GapsOfCounty(place.area, place.names, Counter(each.kind for each in found))


def national(*, actor: Actor, on: date) -> NationalGaps:
    """Return all counties' gaps that an actor may see, and those of the nation's cooperation.

    Fewer than 30 queries, however many counties, municipalities, bodies and agreements.
    """
    counties = places.counties(on=on)
    found = tuple(_all(_Asked(None, counties, actor, on)))
    by_area = calc.counted(found)
    rows = [GapsOfCounty(code, names, by_area.get(code, {})) for code, names in counties.items()]
    whole = places.place(places.NATIONAL, on=on)
    return NationalGaps(
        (*rows, GapsOfCounty("", whole.names, by_area.get("", {}))), found, _named(found)
    )


def _all(asked: _Asked) -> Iterator[Gap]:
    yield from _of_interfaces(asked)
    yield from _of_bodies(asked)
    yield from _of_agreements(asked)
    yield from _of_actions(asked)
    yield from _of_duties(asked)


def _of_interfaces(asked: _Asked) -> Iterator[Gap]:
    rows = asked.readable(store.Interface.objects).whole().order_by("area", "position", "code")
    interfaces: list[Interface] = [row.as_terms() for row in rows]
    by_interface: dict[str, list[Agreement]] = defaultdict(list)
    for agreement in _agreements_on(interfaces, on=asked.on):
        by_interface[agreement.interface].append(agreement)
    bodies = {row.code: row.as_terms() for row in _bodies_of(asked)} if interfaces else {}
    by_area: dict[str, dict[str, Any]] = defaultdict(dict)
    for code, body in bodies.items():
        by_area[body.area][code] = body
    for interface in interfaces:
        # A county's bodies are under national ones, and may deal with a national interface.
        near = bodies if not interface.area else {**by_area[""], **by_area[interface.area]}
        yield from calc.without_body(interface, near, on=asked.on)
        yield from calc.without_agreement(interface, by_interface[interface.code], on=asked.on)


def _agreements_on(interfaces: Iterable[Interface], *, on: date) -> Iterator[Agreement]:
    """Return what may be in force on interfaces that need an agreement, hidden ones too.

    Of an interface with one that is plainly in force, that one only: an interface may have
    hundreds, and one is enough.
    """
    needing = [each.code for each in interfaces if each.agreement_needed]
    if not needing:
        return
    rows = store.Agreement.objects.filter(interface__code__in=needing, state__in=_HOLDING)
    plain = rows.filter(
        Q(starts_on=None) | Q(starts_on__lte=on),
        Q(ends_on=None) | Q(ends_on__gte=on),
        state=AgreementState.IN_FORCE,
        terminated_on=None,
    )
    one_each = plain.order_by().values("interface").annotate(least=Min("pk"))
    held = {each["interface"]: each["least"] for each in one_each}
    chosen = rows.filter(Q(pk__in=held.values()) | ~Q(interface__in=held))
    for row in chosen.whole():
        yield row.as_terms()


def _bodies_of(asked: _Asked) -> Any:
    """Return the bodies that may deal with interfaces, hidden ones too, without their members."""
    none = Prefetch("members", store.BodyMember.objects.none())
    links = Prefetch("interfaces", store.Interface.objects.only("code"))
    rows = store.Body.objects.select_related("area", "owner", "parent")
    if asked.county:
        rows = rows.filter(Q(area=None) | Q(area__code=asked.county))
    return rows.prefetch_related(none, links)


def _of_bodies(asked: _Asked) -> Iterator[Gap]:
    promising = asked.readable(store.Body.objects).exclude(least_per_year=None)
    rows = list(promising.whole().order_by("area", "name_fi", "code"))
    year = asked.on.year
    held: dict[int, list[date]] = defaultdict(list)
    # How often a body met is told to whoever reads the body, as on its page.
    meetings = store.Meeting.objects.filter(
        body__in=promising.order_by().values("pk"),
        state=MeetingState.HELD,
        starts_at__gte=_moment(date(year, 1, 1)),
        starts_at__lt=_moment(date(year + 1, 1, 1)),
    )
    for body, starts_at in meetings.values_list("body_id", "starts_at"):
        held[body].append(timezone.localtime(starts_at).date())
    for row in rows:
        record = row.as_terms()
        yield from calc.not_meeting(record, pace(record, held[row.pk], [], on=asked.on))


def _of_agreements(asked: _Asked) -> Iterator[Gap]:
    near = Q(act_by__gte=asked.on - calc.NEAR, act_by__lte=asked.on + calc.NEAR)
    # What rolls on by itself has a later day than the one that was stored with it.
    rolling = Q(renewal=Renewal.EVERGREEN, ends_on__lt=asked.on)
    rows = asked.readable(store.Agreement.objects).filter(near | rolling)
    for row in rows.whole().order_by("act_by", "code"):
        yield from calc.of_agreement(row.as_terms(), on=asked.on)


def _of_actions(asked: _Asked) -> Iterator[Gap]:
    meetings = asked.readable(store.Meeting.objects).order_by().values("pk")
    rows = store.Outcome.objects.filter(
        meeting__in=meetings, state=ActionState.OPEN, due_on__lt=asked.on
    )
    sides = ("meeting__area", "meeting__owner", "item", "owner", "task", "phenomenon")
    for row in rows.select_related(*sides).order_by("due_on", "meeting__code", "number"):
        meeting = row.meeting
        yield from calc.of_action(
            row.as_terms(),
            Names(meeting.title),
            meeting=meeting.code,
            area=meeting.area.code if meeting.area else "",
            owner=meeting.owner.code if meeting.owner else "",
            on=asked.on,
        )


def _of_duties(asked: _Asked) -> Iterator[Gap]:
    duties = [
        row.as_terms()
        for row in store.Duty.objects.prefetch_related("exceptions__area").order_by("position")
    ]
    if not duties:
        return
    bound = set(_bound(asked))
    done = _fulfilments(duties, {each.code for each in bound})
    terms = [row.as_terms() for row in store.CouncilTerm.objects.all()]
    for acting in sorted(bound, key=lambda each: (each.kind, each.name, each.code)):
        for duty in duties:
            state = standing(
                duty,
                organisation=acting.code,
                kind=acting.kind,
                areas=acting.areas,
                fulfilments=done.get((acting.code, duty.code), ()),
                council_terms=terms,
                on=asked.on,
            )
            yield from calc.of_duty(duty, state, area=acting.county)


@dataclass(frozen=True, slots=True)
class _Acting:
    """An organisation that has duties, its areas with their county's code, and that county."""

    code: str
    kind: OrganisationKind
    name: str
    areas: frozenset[str]
    county: str


def _bound(asked: _Asked) -> Iterator[_Acting]:
    """Return the organisations of the counties and municipalities looked at; 3 queries."""
    wholes = _wholes(asked.on)
    counties = set(asked.counties)
    rows = store.Organisation.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=asked.on),
        Q(valid_to=None) | Q(valid_to__gte=asked.on),
    )
    for row in rows.prefetch_related("areas"):
        areas = {each.code for each in row.areas.all()}
        inside = counties & (areas | {whole for area in areas for whole in wholes.get(area, ())})
        county = min(inside, default="")
        if asked.county is None or asked.county == county:
            kind = OrganisationKind(row.kind)
            yield _Acting(row.code, kind, row.name_fi, frozenset(areas | inside), county)


def _wholes(on: date) -> dict[str, list[str]]:
    rows = store.Membership.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for part, whole in rows.values_list("part__code", "whole__code"):
        found[part].append(whole)
    return found


def _fulfilments(
    duties: list[Duty], organisations: set[str]
) -> dict[tuple[str, str], list[Fulfilment]]:
    """Return what was done by organisation and duty, plans that fulfil one among it."""
    found: dict[tuple[str, str], list[Fulfilment]] = defaultdict(list)
    for row in store.Fulfilment.objects.whole():
        done = row.as_terms()
        found[done.organisation, done.duty].append(done)
    kinds = {duty.plan_kind for duty in duties if duty.plan_kind}
    plans = [row.as_terms() for row in store.Plan.objects.filter(kind__in=kinds).whole()]
    for plan in plans:
        for code in {plan.owner, *plan.organisations} & organisations:
            for duty in duties:
                found[code, duty.code] += from_plans(duty, code, [plan])
    return found


def _named(found: Iterable[Gap]) -> dict[str, Names]:
    return places.names_of({code for gap in found for code in (*gap.owners, *gap.concerned)})


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
