"""What the register holds with a day, gathered for the annual clock and for calendars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, override

from yhdyspinta.calc import duties
from yhdyspinta.calc.annual_clock import of_event, of_moments, ordered
from yhdyspinta.calc.meetings import HELSINKI
from yhdyspinta.calc.register import reads_partners
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.agreements import AgreementState
from yhdyspinta.terms.annual_clock import ClockEntry, ClockKind
from yhdyspinta.terms.duties import Duty, DutyState, Fulfilment
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import ActionState, MeetingState
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.terms.plans import Plan, PlanState

_HOLDING = (AgreementState.IN_FORCE, AgreementState.TERMINATED)
_OF_AREAS = (OrganisationKind.COUNTY, OrganisationKind.MUNICIPALITY)
_AS_WHOLE = "all"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose dated things: a county's (`area`; empty: the nation's), or with None everywhere's.

    With `organisations` only what concerns one of them, with `body` only that body's meetings.
    """

    area: str | None = None
    organisations: frozenset[str] = frozenset()
    body: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`; `on` is the day on which one asks."""

    first: date
    last: date
    on: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first moment in Finland, and the first one after the last day."""
        after = self.last + timedelta(days=1)
        begins, ends = (datetime.combine(day, time(), HELSINKI) for day in (self.first, after))
        return begins, ends


def gather(scope: Scope, span: Span, *, actor: Actor) -> list[ClockEntry]:
    """Return what an actor may read, in order; at most sixteen queries at any size."""
    found = [*_meetings(scope, span, actor), *_actions(scope, span, actor)]
    if not scope.body:
        plans = _plans(scope, actor)
        found += _agreements(scope, span, actor)
        found += _plan_ends(plans, span)
        found += _duties(scope, span, actor, plans=plans)
        found += _events(scope, span, actor) if scope.area != "" else []
    wanted = scope.organisations
    if wanted:
        found = [entry for entry in found if wanted & set(entry.organisations)]
    if not scope.body:
        # What is the nation's concerns everybody.
        found += [*_rounds(span, actor), *_events(Scope(""), span, actor)]
    return ordered(found)


def _of(rows: Any, scope: Scope, actor: Actor) -> Any:
    rows = rows.readable(actor)
    if scope.area is not None:
        return rows.of_area(scope.area)
    return rows.filter(rows.concerning(scope.organisations))


def _meeting_rows(scope: Scope, actor: Actor) -> "QuerySet[store.Meeting]":
    rows = store.Meeting.objects
    if scope.body:
        found: QuerySet[store.Meeting] = rows.readable(actor).filter(body__code=scope.body)
    else:
        found = _of(rows.all(), scope, actor)
    return found


def _meetings(scope: Scope, span: Span, actor: Actor) -> list[ClockEntry]:
    begins, ends = span.moments
    rows = _meeting_rows(scope, actor).filter(starts_at__lt=ends, ends_at__gte=begins)
    held = list(rows.select_related("body", "owner"))
    seats = _seats({row.body_id for row in held}, span)
    return [_meeting(row, seats) for row in held]


def _seats(bodies: set[int], span: Span) -> dict[int, tuple[str, ...]]:
    """Return the organisations that sit in each body in the span; one query."""
    rows = store.BodyMember.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=span.last),
        Q(valid_to=None) | Q(valid_to__gte=span.first),
        body__in=bodies,
        organisation__isnull=False,
    )
    found: dict[int, list[str]] = {}
    for body, code in rows.order_by("body", "position").values_list("body", "organisation__code"):
        found.setdefault(body, []).append(str(code))
    return {body: tuple(dict.fromkeys(codes)) for body, codes in found.items()}


def _meeting(row: store.Meeting, seats: dict[int, tuple[str, ...]]) -> ClockEntry:
    starts_on, ends_on = of_moments(row.starts_at, row.ends_at)
    owner = (row.owner.code,) if row.owner else ()
    return ClockEntry(
        key=f"meeting:{row.code}",
        names=Names(row.title),
        kind=ClockKind.MEETING,
        starts_on=starts_on,
        ends_on=ends_on,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        organisations=tuple(dict.fromkeys((*owner, *seats.get(row.body_id, ())))),
        body=row.body.code,
        lane=row.body.names,
        place=row.place,
        is_cancelled=row.state == MeetingState.CANCELLED,
        sequence=row.sequence,
        invented=row.invented,
        about=row.code,
        changed_at=row.changed_at,
    )


def _actions(scope: Scope, span: Span, actor: Actor) -> list[ClockEntry]:
    rows = store.Outcome.objects.filter(
        meeting__in=_meeting_rows(scope, actor),
        state=ActionState.OPEN,
        due_on__range=(span.first, span.last),
    ).select_related("meeting", "meeting__body", "owner")
    return [
        ClockEntry(
            key=f"action:{row.meeting.code}:{row.number}",
            names=Names(row.text),
            kind=ClockKind.ACTION,
            starts_on=row.due_on,
            ends_on=row.due_on,
            organisations=(row.owner.code,) if row.owner else (),
            body=row.meeting.body.code,
            lane=row.meeting.body.names,
            invented=row.meeting.invented,
            about=row.meeting.code,
            changed_at=row.meeting.changed_at,
        )
        for row in rows
        if row.due_on
    ]


def _agreements(scope: Scope, span: Span, actor: Actor) -> list[ClockEntry]:
    days = (span.first, span.last)
    rows = _of(store.Agreement.objects.all(), scope, actor).filter(
        Q(act_by__range=days) | Q(ends_on__range=days), state__in=_HOLDING
    )
    found = list(rows.select_related("owner", "interface"))
    parties: dict[int, list[str]] = {}
    of_these = store.AgreementParty.objects.filter(
        agreement__in=rows.order_by().values("pk"), organisation__isnull=False
    )
    for agreement, code in of_these.values_list("agreement", "organisation__code"):
        parties.setdefault(agreement, []).append(str(code))
    made = []
    for row in found:
        for kind, day in ((ClockKind.NOTICE, row.act_by), (ClockKind.AGREEMENT_END, row.ends_on)):
            if day and span.first <= day <= span.last:
                codes = ((row.owner.code,) if row.owner else ()) + tuple(parties.get(row.pk, ()))
                made.append(_of_row(row, kind, day, organisations=codes))
    return made


def _of_row(row: Any, kind: ClockKind, day: date, *, organisations: Sequence[str]) -> ClockEntry:
    """Return the entry of an agreement or a plan; its interface is its subject."""
    return ClockEntry(
        key=f"{kind.value}:{row.code}",
        names=row.names,
        kind=kind,
        starts_on=day,
        ends_on=day,
        organisations=tuple(dict.fromkeys(organisations)),
        lane=row.interface.names if row.interface else Names(""),
        invented=row.invented,
        about=row.code,
        changed_at=row.changed_at,
    )


def _plans(scope: Scope, actor: Actor) -> "list[store.Plan]":
    return list(_of(store.Plan.objects.all(), scope, actor).whole())


def _plan_ends(plans: "Iterable[store.Plan]", span: Span) -> list[ClockEntry]:
    return [
        _of_row(
            row,
            ClockKind.PLAN,
            row.valid_to,
            organisations=(
                *([row.owner.code] if row.owner else []),
                *(each.code for each in row.organisations.all()),
            ),
        )
        for row in plans
        if row.valid_to and span.first <= row.valid_to <= span.last and row.state != PlanState.ENDED
    ]


def _duties(
    scope: Scope, span: Span, actor: Actor, *, plans: "Sequence[store.Plan]"
) -> list[ClockEntry]:
    """Return when duties of a county's organisations fall due, those of one day as one entry."""
    if scope.area == "":
        return []
    acting = _acting(scope, span.on)
    stored = store.Duty.objects.prefetch_related("exceptions__area").order_by("position", "code")
    known = [row.as_terms() for row in stored]
    terms = [row.as_terms() for row in store.CouncilTerm.objects.all()]
    done = _done(list(acting), known, plans, actor=actor)
    day = min(max(span.on, span.first), span.last)
    due: dict[tuple[str, date], list[str]] = {}
    for duty in known:
        for code, (kind, areas) in acting.items():
            standing = duties.standing(
                duty,
                organisation=code,
                kind=kind,
                areas=areas,
                fulfilments=done.get((duty.code, code), ()),
                council_terms=terms,
                on=day,
            )
            on = standing.due_on if standing and standing.state is not DutyState.DONE else None
            if on and span.first <= on <= span.last:
                due.setdefault((duty.code, on), []).append(code)
    by_code = {duty.code: duty for duty in known}
    return [
        ClockEntry(
            key=f"duty:{code}:{who[0] if len(who) == 1 else scope.area or _AS_WHOLE}:{on}",
            names=by_code[code].names,
            kind=ClockKind.DUTY,
            starts_on=on,
            ends_on=on,
            organisations=tuple(who),
            about=code,
        )
        for (code, on), who in due.items()
    ]


def _done(
    codes: Sequence[str],
    known: Sequence[Duty],
    plans: "Sequence[store.Plan]",
    *,
    actor: Actor,
) -> dict[tuple[str, str], list[Fulfilment]]:
    """Return what is known to be done by (duty, organisation): said so, or an approved plan."""
    rows = store.Fulfilment.objects.readable(actor).filter(owner__code__in=codes).whole()
    said = [row.as_terms() for row in rows]
    written: dict[str, list[Plan]] = {}
    for plan in (row.as_terms() for row in plans if row.approved_on):
        for code in {plan.owner, *plan.organisations}:
            written.setdefault(code, []).append(plan)
    for duty in known:
        for code in codes:
            said += duties.from_plans(duty, code, written.get(code, ()))
    found: dict[tuple[str, str], list[Fulfilment]] = {}
    for each in said:
        found.setdefault((each.duty, each.organisation), []).append(each)
    return found


def _acting(scope: Scope, on: date) -> dict[str, tuple[OrganisationKind, frozenset[str]]]:
    """Return the county's and municipalities' organisations with the areas they act for."""
    valid = Q(valid_from=None) | Q(valid_from__lte=on)
    inside = store.Membership.objects.filter(
        valid, Q(valid_to=None) | Q(valid_to__gte=on), whole__code=scope.area or ""
    ).values("part__code")
    rows = store.Organisation.objects.filter(
        valid, Q(valid_to=None) | Q(valid_to__gte=on), kind__in=_OF_AREAS
    )
    if scope.area:
        rows = rows.filter(Q(areas__code=scope.area) | Q(areas__code__in=inside))
    if scope.organisations:
        rows = rows.filter(code__in=scope.organisations)
    found: dict[str, tuple[OrganisationKind, frozenset[str]]] = {}
    values = rows.values_list("code", "kind", "areas__code", "areas__wholes__whole__code")
    for code, kind, area, whole in values.distinct():
        before = found.get(code, (OrganisationKind(kind), frozenset()))[1]
        found[code] = (OrganisationKind(kind), before | ({area, whole} - {None}))
    return found


def _rounds(span: Span, actor: Actor) -> list[ClockEntry]:
    """Return the days of reporting rounds, for those with a role: a plan of one is not public."""
    if not reads_partners(actor):
        return []
    days = (span.first, span.last)
    rows = store.ReportingRound.objects.filter(
        Q(opens_on__range=days) | Q(due_on__range=days) | Q(closes_on__range=days)
    )
    made = []
    for row in rows:
        names = Names(row.name_fi, row.name_sv, row.name_en)
        for what, day in (("opens", row.opens_on), ("due", row.due_on), ("closes", row.closes_on)):
            if day and span.first <= day <= span.last:
                entry = ClockEntry(
                    key=f"round:{row.code}:{what}",
                    names=_step(what, names),
                    kind=ClockKind.ROUND,
                    starts_on=day,
                    ends_on=day,
                    invented=row.invented,
                    about=row.code,
                )
                made.append(entry)
    return made


def _step(what: str, names: Names) -> Names:
    """Name a step of a round in the three languages."""
    said = {}
    for language in ("fi", "sv", "en"):
        with override(language):
            words = {
                "opens": gettext("Opens: %(name)s"),
                "due": gettext("Due: %(name)s"),
                "closes": gettext("Closes: %(name)s"),
            }
            said[language] = words[what] % {"name": names[language]}
    return Names(**said)


def _events(scope: Scope, span: Span, actor: Actor) -> list[ClockEntry]:
    """Return the clock's own events of a county, of the nation, or of organisations."""
    rows = store.ClockEvent.objects.readable(actor).within(span.first, span.last)
    if scope.area is None:
        rows = rows.filter(area__isnull=False, owner__code__in=scope.organisations)
    else:
        rows = rows.of_area(scope.area)
    return [
        replace(entry, changed_at=row.changed_at)
        for row in rows.select_related("area", "owner")
        for entry in of_event(row.as_terms(), first=span.first, last=span.last)
    ]
