"""A round's row for the use cases: found and locked, its refusals, its part of the trail."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.calc.access import organisation_for
from yhdyspinta.calc.rounds import lock_of, state_on
from yhdyspinta.services import audit
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import Area, ReportingRound
from yhdyspinta.store.reporting import lock_lanes
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import Lock, Submission


def locked(code: str) -> ReportingRound:
    """Fetch a round for writing; its writers and the roadmap's imports queue behind each other.

    An import that went on during a publication would be half in it, and recorded before it.
    """
    row = (
        ReportingRound.objects.select_for_update(of=("self", "roadmap"), no_key=True)
        .select_related("roadmap")
        .filter(code=code)
        .first()
    )
    if row is None:
        raise no_such(code)
    lock_lanes(row.roadmap_id)
    return row


def found(code: str) -> ReportingRound:
    """Fetch a round for reading. Raises RefusedError if there is none."""
    row = ReportingRound.objects.select_related("roadmap").filter(code=code).first()
    if row is None:
        raise no_such(code)
    return row


def no_such(code: str) -> RefusedError:
    """Say that there is no such round."""
    return RefusedError(gettext("There is no round “%(code)s”.") % {"code": code})


def not_asked(code: str, area: str) -> RefusedError:
    """Say that a round does not ask an area."""
    return RefusedError(
        gettext("The round “%(round)s” does not ask the area “%(area)s”.")
        % {"round": code, "area": area}
    )


def asked_area(row: ReportingRound, area: str) -> Area:
    """Fetch an area that a round asks, by its code. Raises RefusedError for another."""
    found = Area.objects.filter(code=area, submission__round=row).first()
    if found is None:
        raise not_asked(row.code, area)
    return found


def lock_on(row: ReportingRound, submission: Submission, *, today: date) -> Lock | None:
    """Say why an area's cells in a round are locked on a day; None: they can be filled in."""
    return lock_of(
        RoundState(row.state),
        submission.state,
        schedule=row.schedule,
        extension=submission.extension,
        today=today,
    )


def effective(row: ReportingRound, now: datetime) -> RoundState:
    """Return a round's state at a time: the calendar opens and closes it."""
    return state_on(RoundState(row.state), row.schedule, today=timezone.localtime(now).date())


def closing(row: ReportingRound) -> datetime | None:
    """Return the moment when a round was closed, by hand or by the calendar; None: it is not."""
    by_hand, by_calendar = row.closed_at, None
    if row.closes_on is not None:
        midnight = datetime.combine(row.closes_on + timedelta(days=1), time.min)
        by_calendar = timezone.make_aware(midnight, timezone.get_default_timezone())
    known = [each for each in (by_hand, by_calendar) if each is not None]
    return min(known, default=None)


def wrong_state(row: ReportingRound, state: RoundState) -> RefusedError:
    """Say that something cannot be done in the state in which a round is."""
    return RefusedError(
        gettext("The round “%(code)s” is %(state)s: this cannot be done in that state.")
        % {"code": row.code, "state": labels.round_state(state)}
    )


def refuse_published(row: ReportingRound) -> None:
    """Refuse to change what belongs to a published round."""
    if row.state == RoundState.PUBLISHED:
        raise wrong_state(row, RoundState.PUBLISHED)


def record(
    action: str,
    row: ReportingRound,
    *,
    actor: Actor,
    now: datetime,
    area: str = "",
    reason: str = "",
    **details: Any,
) -> None:
    """Append what was done to a round (to an area in it) to the trail."""
    roadmap = row.roadmap.code
    audit.record(
        action,
        f"{row.code} {area}".strip(),
        actor=actor,
        now=now,
        roadmap=roadmap,
        area=area,
        reason=reason,
        organisation=organisation_for(actor, Action.RUN_ROUND, roadmap=roadmap),
        **details,
    )
