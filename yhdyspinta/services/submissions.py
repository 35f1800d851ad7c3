"""Each area's part of a round: how much is reported, and its steps from waiting to accepted."""

from collections.abc import Collection
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta.calc.access import may, organisation_for
from yhdyspinta.calc.rounds import state_on
from yhdyspinta.labels import rounds as round_labels
from yhdyspinta.services import audit, round_rows
from yhdyspinta.services.access import ForbiddenError, require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import reporting as rows
from yhdyspinta.store.models import (
    Extension,
    Organisation,
    ReportingRound,
    Submission,
    SubmissionStep,
    Task,
)
from yhdyspinta.store.rounds import counted as counted_tasks
from yhdyspinta.terms import rounds as terms
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import FILLING, SUBMISSION_STEPS, Scope, SubmissionState
from yhdyspinta.terms.situation import Reporting


def of_round(code: str) -> list[terms.Submission]:
    """List a round's submissions with their figures, by area code; five queries at most.

    Raises RefusedError if there is no such round.
    """
    return of_row(round_rows.found(code))


def of_row(row: ReportingRound) -> list[terms.Submission]:
    """List the submissions of a round's row with their figures, by area code."""
    tasks = Task.objects.filter(roadmap=row.roadmap_id)
    if row.scope == Scope.CRITICAL:
        tasks = tasks.filter(critical=True)
    counted = counted_tasks(row, before=_limit(row))
    extensions = {
        each.area.code: each.as_terms()
        for each in Extension.objects.in_force().filter(round=row).select_related("area")
    }
    asked = tasks.count()
    return [
        terms.Submission(
            area=each.area.code,
            state=SubmissionState(each.state),
            comment=each.comment,
            changed_at=each.changed_at,
            changed_by=each.changed_by,
            asked=asked - away,
            reported=said,
            on_time=in_time,
            extension=extensions.get(each.area.code),
        )
        for each in Submission.objects.of_round(row.code)
        for away, said, in_time in [counted.get(each.area_id, (0, 0, 0))]
    ]


def answers(row: ReportingRound) -> dict[str, Reporting]:
    """Return by area how it answered a round, for the round's picture.

    Empty for a round without a due day: it looked at how things were and asked for nothing.
    """
    if row.due_on is None:
        return {}
    return {each.area: Reporting(each.asked, each.reported, each.on_time) for each in of_row(row)}


def _limit(row: ReportingRound) -> datetime | None:
    """Return the moment after which a report is no longer on time; None: there is no limit."""
    last = row.on_time_until or row.due_on
    if last is None:
        return None
    return timezone.make_aware(datetime.combine(last, time.max), timezone.get_default_timezone())


@transaction.atomic
def step(
    round_code: str,
    area: str,
    to: SubmissionState,
    *,
    actor: Actor,
    now: datetime,
    comment: str = "",
) -> None:
    """Take an area's submission a step on, or send it back with a comment.

    The area's reporter says `ready`, its approver `approved`, the coordinator `accepted`; the
    approver sends back what is ready or approved, the coordinator also what is accepted. Raises
    ForbiddenError, or RefusedError where the step is not possible.
    """
    lane = rows.lane(round_code, area, lock=True)
    row = _row(round_code, area)
    if lane is None or row is None:
        raise round_rows.not_asked(round_code, area)
    state, roadmap = SubmissionState(row.state), row.round.roadmap.code
    action = _action(actor, state, to, area=area)
    require(actor, action, area=area, roadmap=roadmap)
    _check_step(row, to, comment, now=now)
    acting = organisation_for(actor, action, area=area, roadmap=roadmap)
    _take(row, to, acting=acting, actor=actor, now=now, comment=comment.strip())


def send_back(
    round_: ReportingRound, area: str, *, actor: Actor, now: datetime, comment: str
) -> None:
    """Send an area's approved reports back in a published round, whose figures are to be corrected.

    Nothing happens where the area is still filling in. For whoever may run the round; the lanes
    are the caller's.
    """
    row = _row(round_.code, area)
    if row is None or SubmissionState(row.state) in FILLING:
        return
    acting = organisation_for(actor, Action.RUN_ROUND, roadmap=round_.roadmap.code)
    _take(row, SubmissionState.RETURNED, acting=acting, actor=actor, now=now, comment=comment)


def _take(
    row: Submission,
    to: SubmissionState,
    *,
    acting: str,
    actor: Actor,
    now: datetime,
    comment: str,
) -> None:
    state, area, round_code = row.state, row.area.code, row.round.code
    SubmissionStep.objects.create(
        submission=row,
        at=now,
        by=actor.key,
        organisation=Organisation.objects.filter(code=acting).first(),
        before=state,
        after=to,
        comment=comment,
    )
    row.state, row.comment, row.changed_at, row.changed_by = to, comment, now, actor.key
    row.save()
    audit.record(
        f"submission.{to}",
        f"{round_code} {area}",
        actor=actor,
        now=now,
        organisation=acting,
        area=area,
        roadmap=row.round.roadmap.code,
        reason=comment,
        before=state,
        after=to,
    )


@transaction.atomic
def step_all(
    round_code: str,
    areas: Collection[str],
    to: SubmissionState,
    *,
    actor: Actor,
    now: datetime,
    comment: str = "",
) -> None:
    """Take several areas' submissions the same step; all of them or, as when one refuses, none."""
    if not areas:
        raise RefusedError(gettext("Choose at least one area."))
    found = Submission.objects.filter(round__code=round_code, area__code__in=areas)
    names = dict(found.values_list("area__code", "area__short_fi"))
    roadmap = ReportingRound.objects.filter(code=round_code).values_list("roadmap", flat=True)
    # All lanes at once and in one order: two coordinators never wait for each other.
    rows.lock_lanes(roadmap.first() or 0, areas)
    for area in sorted(set(areas)):
        try:
            step(round_code, area, to, actor=actor, now=now, comment=comment)
        except ForbiddenError:
            raise
        except RefusedError as refused:
            message = f"{names.get(area, area)}: {refused}"
            raise RefusedError(message) from refused


def _row(round_code: str, area: str) -> Submission | None:
    rows_ = Submission.objects.select_related("round__roadmap", "area")
    return rows_.filter(round__code=round_code, area__code=area).first()


def _action(actor: Actor, state: SubmissionState, to: SubmissionState, *, area: str) -> Action:
    """Return the right that a step needs."""
    if to is SubmissionState.READY:
        return Action.REPORT
    if to is SubmissionState.APPROVED:
        return Action.APPROVE
    if to is SubmissionState.RETURNED and state is not SubmissionState.ACCEPTED:
        # The area's own approver may take back; who may not is measured as a coordinator.
        return Action.APPROVE if may(actor, Action.APPROVE, area=area) else Action.RUN_ROUND
    return Action.RUN_ROUND


def _check_step(row: Submission, to: SubmissionState, comment: str, *, now: datetime) -> None:
    state = SubmissionState(row.state)
    if to not in SUBMISSION_STEPS[state]:
        raise RefusedError(
            gettext("The area's reports are %(state)s: this step is not possible now.")
            % {"state": round_labels.submission_state(state)}
        )
    today = timezone.localtime(now).date()
    found = state_on(RoundState(row.round.state), row.round.schedule, today=today)
    # More time in a published round is for an erratum, approved and accepted as ever.
    extended = Extension.objects.in_force().filter(round=row.round, area=row.area)
    is_shut = found is RoundState.PUBLISHED and not extended.exists()
    if found is RoundState.PLANNED or is_shut:
        raise RefusedError(gettext("The round is not open, so nothing can be handed in or taken."))
    if to is SubmissionState.RETURNED and not comment.strip():
        raise RefusedError(gettext("Say in a comment why you send the reports back."))
