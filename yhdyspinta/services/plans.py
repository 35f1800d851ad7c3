"""Plans: read in the order of their parents, and written by their owner."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext

from yhdyspinta.calc.access import reaches_all
from yhdyspinta.calc.register import may_keep
from yhdyspinta.services import duty_overview, places, register
from yhdyspinta.services.places import Place
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.duties import Duty, OwedBy, Owing, Standing
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.plans import Plan, PlanState
from yhdyspinta.terms.register import RegisterKind

_KIND = RegisterKind.PLAN
_LONGEST_NAME, _LONGEST_LINE, _LONGEST_LINK, _MOST_GOALS = 300, 200, 1000, 200


@dataclass(frozen=True, slots=True)
class PlansOfPlace:
    """A place's plans by name; a municipality's are its own, those above them and joint ones.

    `missing` are the duties that ask for a plan, each with the organisations of the place that
    have none which counts now.
    """

    plans: tuple[Plan, ...]
    missing: tuple[tuple[Duty, tuple[tuple[Owing, Standing], ...]], ...]
    organisations: Mapping[str, Names]
    keeps: bool


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """A plan with what stands around it, as far as its reader may see that."""

    plan: Plan
    area: Names
    parent: Plan | None
    children: tuple[Plan, ...]
    organisations: Mapping[str, Names]
    interface: Names | None
    body: Names | None
    duties: tuple[tuple[str, Names], ...]
    may_keep: bool


@dataclass(frozen=True, slots=True)
class PlanChoices:
    """What a plan may name: organisations, plans above it, interfaces and bodies, by code."""

    organisations: Mapping[str, Names]
    own: Mapping[str, Names]
    plans: Mapping[str, Names]
    interfaces: Mapping[str, Names]
    bodies: Mapping[str, Names]


def of_area(area: str, *, actor: Actor) -> list[Plan]:
    """List a county's plans (empty: the nation's) by name; two queries."""
    rows = store.Plan.objects.readable(actor).of_area(area).whole()
    return [row.as_terms() for row in rows.order_by("name_fi", "code")]


def of_place(place: Place, *, actor: Actor, on: date) -> PlansOfPlace:
    """Return a place's plans with the names of their organisations; fifteen queries at most."""
    found = of_area(place.cooperation, actor=actor)
    if place.is_municipality:
        own = _organisations_of(place.area, on)
        mine = {p.code for p in found if {p.owner, *p.organisations} & own}
        parents = {p.code: p.parent for p in found}
        for code in list(mine):
            above = parents.get(code, "")
            while above and above not in mine:
                mine.add(above)
                above = parents.get(above, "")
        found = [p for p in found if p.code in mine]
    names = places.names_of({code for p in found for code in (p.owner, *p.organisations)})
    keeps = any(may_keep(actor, code) for code in places.organisations(place.cooperation, on=on))
    missing = _missing(duty_overview.of_place(place, actor=actor, on=on))
    return PlansOfPlace(tuple(found), missing, names, keeps)


def one(code: str, *, actor: Actor) -> ShownPlan:
    """Return a plan whole. Raises RefusedError if there is none that the actor may read."""
    readable = store.Plan.objects.readable(actor)
    row = register.found(readable.whole(), code)
    plan = row.as_terms()
    around = readable.filter(Q(children=row) | Q(parent=row)).whole().order_by("name_fi", "code")
    near = [each.as_terms() for each in around]
    asked = store.Duty.objects.filter(plan_kind=row.kind).order_by("position")
    return ShownPlan(
        plan=plan,
        area=Names(row.area.short_fi, row.area.short_sv, row.area.short_en)
        if row.area
        else Names(""),
        parent=next((each for each in near if each.code == plan.parent), None),
        children=tuple(each for each in near if each.parent == plan.code),
        organisations=places.names_of({plan.owner, *plan.organisations}),
        interface=_name(store.Interface.objects.readable(actor).filter(pk=row.interface_id or 0)),
        body=_name(store.Body.objects.readable(actor).filter(pk=row.approver_body_id or 0)),
        duties=tuple(
            (each.code, Names(each.name_fi, each.name_sv, each.name_en)) for each in asked
        ),
        may_keep=may_keep(actor, plan.owner) and (bool(plan.owner) or reaches_all(actor)),
    )


def choices(area: str, *, actor: Actor, on: date, plan: Plan | None = None) -> PlanChoices:
    """Return what a plan of a county's cooperation may name; what it names now stays.

    Raises ForbiddenError for another organisation's plan.
    """
    if plan:
        register.keep(actor, plan.owner)
    organisations = dict(places.organisations(area, on=on))
    if plan:
        gone = {plan.owner, *plan.organisations} - set(organisations)
        organisations |= places.names_of(gone)
    plans = store.Plan.objects.readable(actor)
    interfaces = store.Interface.objects.readable(actor)
    bodies = store.Body.objects.readable(actor)
    return PlanChoices(
        organisations=organisations,
        own={c: n for c, n in organisations.items() if may_keep(actor, c)},
        plans=_named(plans.exclude(code=plan.code if plan else ""), area),
        interfaces=_named(interfaces, area),
        bodies=_named(bodies, area),
    )


@transaction.atomic
def save(plan: Plan, *, actor: Actor, now: datetime, seen: str = "") -> bool:
    """Add a plan, or change the one of its code; return whether anything differs.

    Raises ForbiddenError for another organisation's, StaleError if it is not what was `seen`,
    RefusedError for what is not whole, or a plan under itself.
    """
    _check(plan)
    row, before = register.to_save(store.Plan, plan, _whole, actor=actor, seen=seen)
    _fill(row, plan)
    row.changed_at = now
    row.save()
    row.organisations.set(register.organisations(plan.organisations).values())
    return register.recorded(_KIND, before, _whole(row), actor=actor, now=now)


@transaction.atomic
def remove(code: str, *, actor: Actor, now: datetime) -> None:
    """Take a plan away, if nothing hangs on it; what stood there stays in the trail."""
    row, before = register.owned(store.Plan, code, _whole, actor=actor)
    if row.children.exists() or row.fulfilments.exists():
        raise RefusedError(
            gettext("Other plans or fulfilled duties hang on this plan. Mark it as ended instead.")
        )
    row.delete()
    register.recorded(_KIND, before, None, actor=actor, now=now)


def _missing(
    owed: Iterable[OwedBy],
) -> tuple[tuple[Duty, tuple[tuple[Owing, Standing], ...]], ...]:
    found: dict[str, tuple[Duty, list[tuple[Owing, Standing]]]] = {}
    for organisation in owed:
        for row in organisation.rows:
            if row.duty.plan_kind and row.standing.fulfilment is None:
                found.setdefault(row.duty.code, (row.duty, []))[1].append(
                    (organisation.organisation, row.standing)
                )
    by_position = sorted(found.values(), key=lambda each: each[0].position)
    return tuple((duty, tuple(rows)) for duty, rows in by_position)


def _whole(row: store.Plan) -> Plan:
    return store.Plan.objects.whole().get(pk=row.pk).as_terms()


def _fill(row: store.Plan, plan: Plan) -> None:
    row.area, row.owner = register.area(plan.area), register.organisation(plan.owner)
    row.name_fi, row.name_sv, row.name_en = plan.names.fi, plan.names.sv, plan.names.en
    row.kind, row.state, row.visibility = plan.kind, plan.state, plan.visibility
    row.interface = register.referred(store.Interface, plan.interface)
    row.parent = register.referred(store.Plan, plan.parent)
    _check_parent(row)
    row.approver = plan.approver
    row.approver_body = register.referred(store.Body, plan.approver_body)
    row.valid_from, row.valid_to = plan.valid_from, plan.valid_to
    row.approved_on, row.document_link = plan.approved_on, plan.document_link
    row.goals, row.source, row.invented = list(plan.goals), plan.source, plan.invented


def _check_parent(row: store.Plan) -> None:
    """Raise RefusedError if a plan would stand under itself; its ancestors are held meanwhile."""
    above, seen = row.parent, set[int]()
    while above is not None and above.pk not in seen:
        if above.code == row.code:
            raise RefusedError(
                gettext("A plan cannot stand under itself: choose another one above “%(code)s”.")
                % {"code": row.code}
            )
        seen.add(above.pk)
        held = register.locked(store.Plan, above.code)
        above = held.parent if held else None


def _check(plan: Plan) -> None:
    register.check_code(plan.code)
    names = (plan.names.fi, plan.names.sv, plan.names.en)
    register.check_texts(*names, plan.source, *plan.goals)
    register.check_link(plan.document_link)
    if not plan.names.fi.strip():
        raise RefusedError(gettext("Write the name in Finnish; Swedish and English may follow."))
    for texts, most in (
        (names, _LONGEST_NAME),
        ((plan.approver,), _LONGEST_LINE),
        ((plan.document_link,), _LONGEST_LINK),
    ):
        if max(map(len, texts)) > most:
            raise RefusedError(
                gettext("The text is too long: at most %(most)d characters.") % {"most": most}
            )
    if len(plan.goals) > _MOST_GOALS:
        raise RefusedError(
            gettext("There are too many goals: at most %(most)d.") % {"most": _MOST_GOALS}
        )
    if plan.valid_from and plan.valid_to and plan.valid_to < plan.valid_from:
        raise RefusedError(gettext("The last day comes before the first."))
    if plan.state is PlanState.APPROVED and plan.approved_on is None:
        raise RefusedError(gettext("Write the day on which the plan was approved."))


def _organisations_of(area: str, on: date) -> set[str]:
    acting = store.Organisation.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=on),
        Q(valid_to=None) | Q(valid_to__gte=on),
        areas__code=area,
    )
    return set(acting.values_list("code", flat=True))


def _named(rows: "models.QuerySet[models.Model]", area: str) -> dict[str, Names]:
    """Return a county's and the nation's rows by code, the county's first."""
    own_first = models.Case(models.When(area__code=area, then=0), default=1)
    found = rows.filter(Q(area=None) | Q(area__code=area)).order_by(own_first, "name_fi", "code")
    return {row.code: row.names for row in found}  # type: ignore[attr-defined]


def _name(rows: "models.QuerySet[models.Model]") -> Names | None:
    row = rows.first()
    return row.names if row else None  # type: ignore[attr-defined]
