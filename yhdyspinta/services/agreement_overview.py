"""A place's agreements as a list: filtered, paged, the most urgent first; and what is missing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from yhdyspinta.calc import agreements as calc
from yhdyspinta.calc.access import may
from yhdyspinta.calc.calendar import add_months
from yhdyspinta.calc.register import may_keep
from yhdyspinta.services import agreement_reminders, agreements, places
from yhdyspinta.services.places import Place
from yhdyspinta.store import models as store
from yhdyspinta.store.agreements import AgreementQuerySet
from yhdyspinta.terms.access import Action, Actor, Role
from yhdyspinta.terms.agreements import (
    Agreement,
    AgreementCounts,
    AgreementMessage,
    AgreementsAsked,
    AgreementState,
    DatedAgreement,
    Renewal,
)
from yhdyspinta.terms.languages import Names

PAGE_SIZE = 50
_SOON = timedelta(days=90)
_MONTHS = 12
_MOST_TO_ACT = 20
_KEEPING = (Role.REPORTER, Role.ADMINISTRATOR, Role.COORDINATOR)
_HOLDING = (AgreementState.IN_FORCE, AgreementState.TERMINATED)


@dataclass(frozen=True, slots=True)
class AgreementList:
    """A page of a place's agreements as they are on a day, with names of what they point to.

    `found` is how many the filters leave, `pages` their pages. `missing` are the interfaces that
    need an agreement and have none in force, by code.
    """

    rows: tuple[DatedAgreement, ...]
    found: int
    page: int
    pages: int
    counts: AgreementCounts
    organisations: dict[str, Names]
    interfaces: dict[str, Names]
    missing: dict[str, Names]
    may_add: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """An agreement with what stands around it, as far as its reader may see that.

    `organisations` names its owner and parties; `interface` is None if there is none to be seen.
    `messages` are the reminders that have left, for those who keep the agreement.
    """

    dated: DatedAgreement
    area: Names
    organisations: dict[str, Names]
    interface: Names | None
    may_keep: bool
    messages: tuple[AgreementMessage, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What an agreement is made of, each by code, in the order in which they are offered."""

    owners: dict[str, Names]
    organisations: dict[str, Names]
    interfaces: dict[str, Names]


def one(code: str, *, actor: Actor, on: date, now: datetime | None = None) -> Shown:
    """Return an agreement as it is on a day. Raises RefusedError if the actor may read none such.

    With `now` its reminders too. Eight queries at most.
    """
    found = agreements.one(code, actor=actor)
    interface = None
    if found.interface:
        rows = store.Interface.objects.readable(actor).filter(code=found.interface)
        interface = next((row.names for row in rows), None)
    address = found.area or places.NATIONAL
    return Shown(
        dated=calc.dated(found, on=on),
        area=places.place(address, on=on).names,
        organisations=places.names_of(set(calc.concerned(found))),
        interface=interface,
        may_keep=agreements.may_edit(found, actor=actor),
        messages=agreement_reminders.of_agreement(code, actor=actor, now=now) if now else (),
    )


def choices(area: str, *, actor: Actor, on: date, agreement: Agreement | None = None) -> Choices:
    """Return what an agreement of a county (empty: the nation) may be made of.

    What it is made of already is always among them; owners are those that one may write for.
    """
    named = dict(places.organisations(area, on=on))
    rows = store.Interface.objects.readable(actor).of_area(area)
    interfaces = {row.code: row.names for row in rows.order_by("position", "name_fi", "code")}
    if agreement:
        named |= places.names_of(set(calc.concerned(agreement)) - set(named))
        if agreement.interface:
            interfaces.setdefault(agreement.interface, Names(agreement.interface))
    own = {code: names for code, names in named.items() if may_keep(actor, code)}
    return Choices(own, named, interfaces)


def listed(
    place: Place, asked: AgreementsAsked, *, actor: Actor, on: date, page: int = 1
) -> AgreementList:
    """Return a page of a place's agreements; at most 9 queries however many there are.

    A municipality's are those of its county's cooperation that its organisations take part in.
    """
    all_rows = _readable(place, actor)
    rows = _filtered(all_rows, asked, on=on)
    found = rows.count()
    pages = max(-(-found // PAGE_SIZE), 1)
    page = min(max(page, 1), pages)
    shown = rows.whole()[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    interfaces = _interfaces(place, actor)
    return AgreementList(
        rows=tuple(calc.dated(row.as_terms(), on=on) for row in shown),
        found=found,
        page=page,
        pages=pages,
        counts=_counts(all_rows, on=on),
        organisations=_organisations(all_rows),
        interfaces={row.code: row.names for row in interfaces},
        missing={} if place.is_municipality else _missing(interfaces, on=on),
        may_add=may(actor, Action.KEEP_REGISTER),
    )


def to_act(*, actor: Actor, on: date) -> tuple[DatedAgreement, ...]:
    """Return the agreements of a person's organisations to be acted on within 90 days, late first.

    Those that the person keeps the register for; 20 at most, one query or none.
    """
    own = {each.organisation for each in actor.grants if each.role in _KEEPING} - {""}
    if not own:
        return ()
    rows = store.Agreement.objects.of_party(own).filter(act_by__lte=on + _SOON).bare()
    found = (calc.dated(row.as_terms(), on=on) for row in rows.by_urgency()[:_MOST_TO_ACT])
    return tuple(each for each in found if each.act_by and each.act_by <= on + _SOON)


def whole(
    place: Place, asked: AgreementsAsked, *, actor: Actor, on: date
) -> tuple[tuple[DatedAgreement, ...], dict[str, Names], dict[str, Names]]:
    """Return all agreements that a filter leaves, with names of organisations and interfaces."""
    all_rows = _readable(place, actor)
    rows = _filtered(all_rows, asked, on=on).whole()
    interfaces = {row.code: row.names for row in _interfaces(place, actor)}
    found = tuple(calc.dated(row.as_terms(), on=on) for row in rows)
    return found, _organisations(all_rows), interfaces


def _readable(place: Place, actor: Actor) -> AgreementQuerySet:
    rows = store.Agreement.objects.readable(actor).of_area(place.cooperation)
    if place.is_municipality:
        acting = store.Organisation.objects.filter(areas__code=place.area)
        rows = rows.of_party(acting.values_list("code", flat=True))
    return rows


def _filtered(rows: AgreementQuerySet, asked: AgreementsAsked, *, on: date) -> AgreementQuerySet:
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.party:
        rows = rows.of_party([asked.party])
    if asked.interface:
        rows = rows.filter(interface__code=asked.interface)
    if asked.state:
        rows = rows.in_state(asked.state, on=on)
    if asked.ends_within is not None:
        rows = rows.filter(pk__in=_ending(rows, asked.ends_within, on=on))
    return rows.by_urgency()


def _ending(rows: AgreementQuerySet, months: int, *, on: date) -> list[int]:
    """Find those whose present period ends within some months: it may have been renewed."""
    near = rows.filter(state__in=_HOLDING, ends_on__lte=add_months(on, months))
    is_over = Q(ends_on__lt=on) & ~Q(renewal=Renewal.EVERGREEN)
    rolled = near.exclude(is_over).bare()
    return [row.pk for row in rolled if calc.ends_within(row.as_terms(), months, on=on)]


def _counts(rows: AgreementQuerySet, *, on: date) -> AgreementCounts:
    """Count by the stored days; a period that was over this night is counted from today's run."""
    rolls = Q(state=AgreementState.IN_FORCE, renewal=Renewal.EVERGREEN)
    holds = Q(state__in=_HOLDING) & (Q(ends_on=None) | Q(ends_on__gte=on) | rolls)
    soon = Q(act_by__gte=on, act_by__lte=on + _SOON)
    found = rows.aggregate(
        all=Count("pk"),
        in_force=Count("pk", filter=holds),
        drafts=Count("pk", filter=Q(state=AgreementState.DRAFT)),
        to_act=Count("pk", filter=holds & soon),
        overdue=Count("pk", filter=holds & Q(act_by__lt=on)),
    )
    return AgreementCounts(ending=len(_ending(rows, _MONTHS, on=on)), **found)


def _organisations(rows: AgreementQuerySet) -> dict[str, Names]:
    """Name the parties and owners of some agreements, in Finnish order; one query."""
    keys = rows.order_by().values("pk")
    parties = store.AgreementParty.objects.filter(agreement__in=keys).values("organisation")
    found = store.Organisation.objects.filter(
        Q(pk__in=parties) | Q(pk__in=rows.order_by().values("owner"))
    )
    return {
        row.code: Names(row.name_fi, row.name_sv, row.name_en)
        for row in found.order_by("name_fi", "code")
    }


def _interfaces(place: Place, actor: Actor) -> list[store.Interface]:
    rows = store.Interface.objects.readable(actor).of_area(place.cooperation)
    return list(rows.order_by("position", "name_fi", "code"))


def _missing(interfaces: list[store.Interface], *, on: date) -> dict[str, Names]:
    """Name the interfaces that need an agreement and have none in force on a day; one query.

    One that the reader may not see counts too: else the gap would not be there.
    """
    needed = {row.code: row.names for row in interfaces if row.agreement_needed}
    if not needed:
        return {}
    rows = store.Agreement.objects.filter(interface__code__in=needed, state__in=_HOLDING)
    held = {
        row.interface.code
        for row in rows.filter(Q(starts_on=None) | Q(starts_on__lte=on)).bare()
        if row.interface and calc.is_in_force(row.as_terms(), on=on)
    }
    return {code: names for code, names in needed.items() if code not in held}
