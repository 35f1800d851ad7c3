"""An area's cooperation on one page, and all counties' in a table: read, never written."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When, Window
from django.utils import timezone

from yhdyspinta.calc.access import may
from yhdyspinta.calc.situation import sums
from yhdyspinta.services import bodies, duty_overview, places, shared_aims, situation
from yhdyspinta.services.body_overview import acting_for
from yhdyspinta.services.places import Place
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.agreements import AgreementState
from yhdyspinta.terms.duties import DutyState, OwedBy
from yhdyspinta.terms.interfaces import InterfaceState
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import ActionState, MeetingState, OutcomeKind
from yhdyspinta.terms.plans import PlanState
from yhdyspinta.terms.shared_aim_page import (
    AimPage,
    Coming,
    ComingKind,
    CountyCounts,
    Decided,
    Held,
    Package,
    Progress,
    ThemeFigures,
    Together,
)

# How far ahead the page looks.
AHEAD = timedelta(days=90)
_MOST_DECIDED, _MOST_COMING, _MOST_LATE, _MOST_HELD = 6, 12, 4, 6
_OWED = (DutyState.LATE, DutyState.DUE, DutyState.SOON)
# How many rows there are in all, beside each of those that are fetched.
_TOTAL = Window(Count("pk"))
_HOLDING = (AgreementState.IN_FORCE, AgreementState.TERMINATED)


def compose(place: Place, *, actor: Actor, on: date) -> AimPage:
    """Gather a place's cooperation; some twenty queries, whatever there is.

    A municipality's is what it takes part in: interfaces, agreements and plans of which its
    organisation is a party, and bodies in which it sits.
    """
    own = acting_for(place.area) if place.area else frozenset[str]()
    interfaces = list(_interfaces(place, own, actor))
    agreements = list(_agreements(place, own, actor=actor, on=on)[:_MOST_COMING])
    plans = list(_plans(place, own, actor=actor, on=on)[:_MOST_COMING])
    counted = Counter(InterfaceState(each.state) for each in interfaces)
    meetings = _meetings(place, own, actor)
    working, behind = bodies.tally(
        place.cooperation, own if place.is_municipality else None, actor=actor, on=on
    )
    coming = (
        *_meetings_ahead(meetings, on=on),
        *_actions_ahead(meetings, on=on),
        *_agreements_ahead(agreements, on=on),
        *_plans_ahead(plans, on=on),
        *_duties_ahead(_owed(place, own, actor=actor, on=on), on=on),
    )
    return AimPage(
        address=place.address,
        area=place.area,
        names=place.names,
        county=place.county,
        on=on,
        aim=shared_aims.holding(place.cooperation, actor=actor, on=on),
        packages=_packages(interfaces),
        states=tuple((state, counted[state]) for state in InterfaceState if counted[state]),
        progress=_progress(place),
        decided=_decided(meetings, on=on),
        coming=_in_order(coming),
        agreements=tuple(_held(each, each.ends_on) for each in agreements[:_MOST_HELD]),
        agreement_count=_total(agreements),
        plans=tuple(_held(each, each.valid_to) for each in plans[:_MOST_HELD]),
        plan_count=_total(plans),
        bodies=working,
        behind=behind,
        may_edit=not place.is_municipality and may(actor, Action.KEEP_REGISTER),
    )


def _in_order(coming: Iterable[Coming]) -> tuple[Coming, ...]:
    """Return what comes by its day; what is late comes first, but does not fill the page."""
    by_day = sorted(coming, key=lambda each: (each.on, each.names.fi))
    late = [each for each in by_day if each.is_late][:_MOST_LATE]
    ahead = [each for each in by_day if not each.is_late]
    return tuple([*late, *ahead][:_MOST_COMING])


def all_counties(*, actor: Actor, on: date) -> list[CountyCounts]:
    """Count each county's cooperation, the nation's first; five queries."""
    names = {"": Names(""), **places.counties(on=on)}
    rows = store.Interface.objects.readable(actor).exclude(state=InterfaceState.ENDED)
    interfaces = _by_area(rows)
    working = Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on)
    found = _by_area(store.Body.objects.readable(actor).filter(*working))
    agreements = _by_area(store.Agreement.objects.readable(actor).filter(state__in=_HOLDING))
    aims = store.SharedAim.objects.readable(actor).filter(
        Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on
    )
    aimed = _by_area(aims)
    return [
        CountyCounts(
            area=code,
            names=each,
            interfaces=interfaces.get(code, 0),
            bodies=found.get(code, 0),
            agreements=agreements.get(code, 0),
            has_aim=bool(aimed.get(code)),
        )
        for code, each in names.items()
    ]


def _by_area(rows: "QuerySet[Any]") -> dict[str, int]:
    counted = rows.order_by().values_list("area__code").annotate(Count("pk", distinct=True))
    return {code or "": count for code, count in counted}


def _interfaces(place: Place, own: Iterable[str], actor: Actor) -> "QuerySet[store.Interface]":
    rows = store.Interface.objects.readable(actor).of_area(place.cooperation)
    if place.is_municipality:
        rows = rows.filter(rows.concerning(own))
    rows = rows.exclude(state=InterfaceState.ENDED).select_related("work_package")
    return rows.order_by("work_package__position", "position", "name_fi", "code")


def _packages(rows: Iterable[store.Interface]) -> tuple[Package, ...]:
    by_package: dict[str, list[Together]] = {}
    names = {"": Names("")}
    for row in rows:
        package = row.work_package
        code = package.code if package else ""
        if package:
            names[code] = package.names
        by_package.setdefault(code, []).append(
            Together(row.code, row.names, InterfaceState(row.state), row.invented)
        )
    return tuple(Package(names[code], tuple(found)) for code, found in by_package.items())


def _progress(place: Place) -> Progress | None:
    """Read the county's figures off the newest published picture; None if it is not in it."""
    shown = situation.newest()
    area = place.cooperation
    if shown is None or (area and area not in {each.code for each in shown.picture.areas}):
        return None
    picture = shown.picture
    themes: dict[str | None, Names] = {None: Names("")}
    themes |= {each.code: each.names for each in picture.roadmap.themes}
    found = sums(picture, themes)
    rows = (
        ThemeFigures(code or "", names, found[area or None, code]) for code, names in themes.items()
    )
    return Progress(
        picture.round_code, picture.round_names, picture.as_of, tuple(rows), picture.invented
    )


def _meetings(place: Place, own: Iterable[str], actor: Actor) -> "QuerySet[store.Meeting]":
    rows = store.Meeting.objects.readable(actor).of_area(place.cooperation)
    return rows.filter(rows.concerning(own)) if place.is_municipality else rows


def _decided(meetings: "QuerySet[store.Meeting]", *, on: date) -> tuple[Decided, ...]:
    """Return the latest decisions of meetings that the reader may read, the newest first."""
    held = meetings.filter(state=MeetingState.HELD, starts_at__lt=_moment(on + timedelta(days=1)))
    rows = store.Outcome.objects.filter(kind=OutcomeKind.DECISION, meeting__in=held)
    rows = rows.select_related("meeting__body").order_by("-meeting__starts_at", "number")
    return tuple(
        Decided(
            row.text,
            row.reference,
            row.meeting.body.names,
            row.meeting.code,
            row.meeting.starts_at,
            row.meeting.invented,
        )
        for row in rows[:_MOST_DECIDED]
    )


def _meetings_ahead(meetings: "QuerySet[store.Meeting]", *, on: date) -> list[Coming]:
    rows = meetings.filter(
        state=MeetingState.PLANNED, starts_at__gte=_moment(on), starts_at__lt=_moment(on + AHEAD)
    )
    found = rows.select_related("body").order_by("starts_at", "id")[:_MOST_COMING]
    return [
        Coming(
            ComingKind.MEETING,
            timezone.localtime(row.starts_at).date(),
            Names(row.title),
            row.code,
            row.body.names,
            invented=row.invented,
        )
        for row in found
    ]


def _actions_ahead(meetings: "QuerySet[store.Meeting]", *, on: date) -> list[Coming]:
    """Return open actions that are due soon or late."""
    rows = store.Outcome.objects.filter(
        meeting__in=meetings, state=ActionState.OPEN, due_on__lte=on + AHEAD
    )
    found = rows.select_related("meeting", "owner").order_by("due_on", "id")[:_MOST_COMING]
    return [
        Coming(
            ComingKind.ACTION,
            row.due_on or on,
            Names(row.text),
            row.meeting.code,
            _names(row.owner) if row.owner else Names(row.owner_text),
            is_late=(row.due_on or on) < on,
            invented=row.meeting.invented,
        )
        for row in found
    ]


def _agreements(
    place: Place, own: Iterable[str], *, actor: Actor, on: date
) -> "QuerySet[store.Agreement]":
    rows = store.Agreement.objects.readable(actor).of_area(place.cooperation)
    if place.is_municipality:
        rows = rows.filter(rows.concerning(own))
    holds = Q(ends_on=None) | Q(ends_on__gte=on), Q(starts_on=None) | Q(starts_on__lte=on)
    # Those to be acted on first; a last day that has passed is no longer one.
    ahead = Case(When(act_by__gte=on, then="act_by"))
    rows = rows.filter(*holds, state__in=_HOLDING).annotate(ahead=ahead, total=_TOTAL)
    return rows.order_by(
        F("ahead").asc(nulls_last=True), F("ends_on").asc(nulls_last=True), "name_fi", "code"
    )


def _agreements_ahead(rows: Iterable[store.Agreement], *, on: date) -> list[Coming]:
    return [
        Coming(ComingKind.AGREEMENT, row.act_by, row.names, row.code, invented=row.invented)
        for row in rows
        if row.act_by and on <= row.act_by <= on + AHEAD
    ]


def _plans(place: Place, own: Iterable[str], *, actor: Actor, on: date) -> "QuerySet[store.Plan]":
    rows = store.Plan.objects.readable(actor)
    if place.is_municipality:
        rows = rows.filter(rows.concerning(own))
    else:
        rows = rows.of_area(place.area)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=on), state=PlanState.APPROVED)
    rows = rows.annotate(total=_TOTAL)
    return rows.order_by(F("valid_to").asc(nulls_last=True), "name_fi", "code")


def _plans_ahead(rows: Iterable[store.Plan], *, on: date) -> list[Coming]:
    return [
        Coming(ComingKind.PLAN, row.valid_to, row.names, row.code, invented=row.invented)
        for row in rows
        if row.valid_to and on <= row.valid_to <= on + AHEAD
    ]


def _owed(place: Place, own: Iterable[str], *, actor: Actor, on: date) -> list[OwedBy]:
    """Return the duties of the organisations that act for a place; none for the nation."""
    if place.is_municipality:
        return duty_overview.of_place(place, actor=actor, on=on)
    found = []
    for code in sorted(own):
        # An organisation of which the law asks nothing here, such as HUS, has no duties.
        with suppress(RefusedError):
            found.append(duty_overview.owed_by(code, actor=actor, on=on))
    return found


def _duties_ahead(all_owed: Iterable[OwedBy], *, on: date) -> list[Coming]:
    """Return the duties that are due soon or late."""
    found = []
    for owed in all_owed:
        for row in owed.rows:
            stands = row.standing
            is_late = stands.state is DutyState.LATE
            day = stands.missed_on if is_late else stands.due_on
            if not day or stands.state not in _OWED or day > on + AHEAD:
                continue
            names, who = row.duty.names, owed.organisation.names
            found.append(Coming(ComingKind.DUTY, day, names, row.duty.code, who, is_late=is_late))
    return found


def _held(row: store.Agreement | store.Plan, ends_on: date | None) -> Held:
    return Held(row.code, row.names, ends_on, row.invented)


def _total(rows: Sequence[Any]) -> int:
    return int(rows[0].total) if rows else 0


def _names(row: store.Organisation) -> Names:
    return Names(row.name_fi, row.name_sv, row.name_en)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
