"""Duties fulfilled: what an organisation did, written by itself."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta.calc.register import may_keep
from yhdyspinta.services import duty_overview, places, register
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.areas import AreaKind
from yhdyspinta.terms.duties import Duty, Fulfilment
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register import RegisterKind

_KIND = RegisterKind.FULFILMENT
_LONGEST_WHERE, _LONGEST_LINK = 300, 1000


@dataclass(frozen=True, slots=True)
class ShownFulfilment:
    """What an organisation did, with its duty, its name, and its county's and own area's codes.

    `body`, `meeting` and `plan` are names of what it points to, where one may read that.
    """

    fulfilment: Fulfilment
    duty: Duty
    organisation: Names
    county: str
    place: str
    body: Names | None
    meeting: Names | None
    plan: Names | None
    may_keep: bool


@dataclass(frozen=True, slots=True)
class DoneIn:
    """In what a duty may have been fulfilled, by code, as far as one may read it."""

    bodies: dict[str, Names]
    meetings: dict[str, Names]
    plans: dict[str, Names]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form of a fulfilment begins with: as it stands, or as proposed (no code yet).

    `county` and `place` are the codes of the county and of the organisation's own area.
    """

    fulfilment: Fulfilment
    duty: Duty
    organisation: Names
    county: str
    place: str
    done_in: DoneIn


def listed() -> list[Duty]:
    """List the register of duties in its order; two queries."""
    rows = store.Duty.objects.prefetch_related("exceptions__area").order_by("position", "code")
    return [row.as_terms() for row in rows]


def one_duty(code: str) -> Duty:
    """Return a duty. Raises RefusedError if there is none."""
    return register.found(store.Duty.objects.prefetch_related("exceptions__area"), code).as_terms()


def one(code: str, *, actor: Actor) -> ShownFulfilment:
    """Return a fulfilment. Raises RefusedError if there is none that the actor may read."""
    row = register.found(store.Fulfilment.objects.readable(actor).whole(), code)
    done = row.as_terms()
    return ShownFulfilment(
        fulfilment=done,
        duty=one_duty(done.duty),
        organisation=places.names_of({done.organisation}).get(done.organisation, Names("")),
        county=row.area.code if row.area else "",
        place=place_of(done.organisation),
        body=_name(store.Body.objects.readable(actor).filter(pk=row.body_id or 0)),
        meeting=_meeting(actor, row.meeting_id),
        plan=_name(store.Plan.objects.readable(actor).filter(pk=row.plan_id or 0)),
        may_keep=may_keep(actor, done.organisation),
    )


def done_in(county: str, *, actor: Actor) -> DoneIn:
    """Return in what a duty of a county's cooperation may have been fulfilled; three queries."""
    meetings = store.Meeting.objects.readable(actor).filter(body__area__code=county)
    found = meetings.select_related("body").order_by("-starts_at")[:300]
    return DoneIn(
        bodies=_named(store.Body.objects.readable(actor), county),
        meetings={row.code: _dated(row) for row in found},
        plans=_named(store.Plan.objects.readable(actor), county),
    )


def proposed(duty: str, organisation: str, *, actor: Actor, on: date) -> Asked:
    """Return the form's proposal for a duty that an organisation owes: today, for this period.

    Raises ForbiddenError for another organisation's, RefusedError if it does not owe it.
    """
    register.keep(actor, organisation)
    owed = duty_overview.owed_by(organisation, actor=actor, on=on)
    row = next((each for each in owed.rows if each.duty.code == duty), None)
    if row is None:
        raise RefusedError(gettext("This duty does not concern the organisation."))
    first, last = row.standing.period or (None, None)
    done = Fulfilment("", duty, organisation, on, covers_from=first, covers_to=last)
    return _asked(done, row.duty, actor=actor, on=on)


def asked(code: str, *, actor: Actor, on: date) -> Asked:
    """Return a fulfilment to be changed. Raises ForbiddenError for another organisation's."""
    shown = one(code, actor=actor)
    register.keep(actor, shown.fulfilment.organisation)
    return _asked(shown.fulfilment, shown.duty, actor=actor, on=on)


def _asked(done: Fulfilment, duty: Duty, *, actor: Actor, on: date) -> Asked:
    county = county_of(done.organisation, on=on)
    names = places.names_of({done.organisation})
    return Asked(
        done,
        duty,
        names.get(done.organisation, Names("")),
        county,
        place_of(done.organisation) or county,
        done_in(county, actor=actor),
    )


def place_of(organisation: str) -> str:
    """Return the code of the area for which an organisation acts itself, its smallest; or none."""
    acted = store.Area.objects.filter(organisations__code=organisation)
    rows = dict(acted.values_list("kind", "code"))
    own = rows.get(AreaKind.MUNICIPALITY) or next(iter(rows.values()), "")
    return str(own)


def county_of(organisation: str, *, on: date) -> str:
    """Return the code of the county whose cooperation an organisation takes part in; or none."""
    kinds = [AreaKind.COUNTY, AreaKind.CITY, AreaKind.AUTONOMOUS_REGION]
    acted = store.Area.objects.filter(organisations__code=organisation)
    own = acted.filter(kind__in=kinds).values_list("code", flat=True).first()
    if own:
        return own
    around = store.Membership.objects.filter(
        models.Q(valid_from=None) | models.Q(valid_from__lte=on),
        models.Q(valid_to=None) | models.Q(valid_to__gte=on),
        part__organisations__code=organisation,
        whole__kind__in=kinds,
    )
    return around.values_list("whole__code", flat=True).first() or ""


@transaction.atomic
def save(done: Fulfilment, *, actor: Actor, now: datetime, seen: str = "") -> bool:
    """Add what an organisation did, or change the one of its code; return whether it differs.

    Raises ForbiddenError for another organisation's, StaleError if it is not what was `seen`,
    RefusedError for what is not whole.
    """
    _check(done, timezone.localtime(now).date())
    row, before = register.to_save(store.Fulfilment, done, _whole, actor=actor, seen=seen)
    county = county_of(done.organisation, on=timezone.localtime(now).date())
    row.area, row.owner = register.area(county), register.organisation(done.organisation)
    row.duty = register.found(store.Duty.objects.all(), done.duty)
    row.done_on, row.covers_from, row.covers_to = done.done_on, done.covers_from, done.covers_to
    row.where, row.note, row.document_link = done.where, done.note, done.document_link
    row.body = register.referred(store.Body, done.body)
    row.plan = register.referred(store.Plan, done.plan)
    row.meeting = register.referred(store.Meeting, done.meeting)
    row.source, row.invented, row.changed_at = done.source, done.invented, now
    row.save()
    return register.recorded(_KIND, before, done, actor=actor, now=now, area_code=county)


@transaction.atomic
def remove(code: str, *, actor: Actor, now: datetime) -> None:
    """Take a fulfilment away; what stood there stays in the trail."""
    row, before = register.owned(store.Fulfilment, code, _whole, actor=actor)
    county = row.area.code if row.area else ""
    row.delete()
    register.recorded(_KIND, before, None, actor=actor, now=now, area_code=county)


def _whole(row: store.Fulfilment) -> Fulfilment:
    return store.Fulfilment.objects.whole().get(pk=row.pk).as_terms()


def _check(done: Fulfilment, today: date) -> None:
    register.check_code(done.code)
    register.check_texts(done.note, done.source)
    register.check_link(done.document_link)
    for text, most in ((done.where, _LONGEST_WHERE), (done.document_link, _LONGEST_LINK)):
        if len(text) > most:
            raise RefusedError(
                gettext("The text is too long: at most %(most)d characters.") % {"most": most}
            )
    if done.done_on > today:
        raise RefusedError(gettext("The day is still to come: tell what has been done."))
    if done.covers_from and done.covers_to and done.covers_to < done.covers_from:
        raise RefusedError(gettext("The last day comes before the first."))


def _named(rows: "models.QuerySet[models.Model]", county: str) -> dict[str, Names]:
    found = rows.filter(area__code=county).order_by("name_fi", "code")
    return {row.code: row.names for row in found}  # type: ignore[attr-defined]


def _name(rows: "models.QuerySet[models.Model]") -> Names | None:
    row = rows.first()
    return row.names if row else None  # type: ignore[attr-defined]


def _meeting(actor: Actor, key: int | None) -> Names | None:
    rows = store.Meeting.objects.readable(actor).filter(pk=key or 0).select_related("body")
    row = rows.first()
    return _dated(row) if row else None


def _dated(row: store.Meeting) -> Names:
    """Name a meeting by its day and title: many of a body have the same title."""
    day = timezone.localtime(row.starts_at)
    return Names(f"{day.day}.{day.month}.{day.year} {row.title or row.body.name_fi}")
