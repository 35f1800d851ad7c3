"""What a person has to do: their areas' parts of the open rounds, and one such part whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext

from yhdyspinta.calc.access import may
from yhdyspinta.calc.rounds import lock_of, state_on
from yhdyspinta.services import people, submissions
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import Area, ReportingRound
from yhdyspinta.terms import areas as area_terms
from yhdyspinta.terms.access import Action, Actor, Role
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import ReportingRound as Round
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import Lock, Schedule, Scope, Submission

_OWN = (Role.REPORTER, Role.APPROVER, Role.READER)


@dataclass(frozen=True, slots=True)
class Assignment:
    """An area's part of a round, and what one person may do to it on a day.

    `changed_by` is the shown name of who took the last step; empty for those from outside.
    """

    round: Round
    state: RoundState
    schedule: Schedule
    scope: Scope
    instructions: Names
    area: area_terms.Area
    submission: Submission
    lock: Lock | None
    changed_by: str
    may_report: bool
    may_approve: bool
    may_run: bool


@dataclass(frozen=True, slots=True)
class RunRound:
    """A round that a coordinator runs: its areas, how many have reported all, approved, waiting."""

    round: Round
    state: RoundState
    schedule: Schedule
    submissions: tuple[Submission, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What a person has to do, the most urgent first."""

    assignments: tuple[Assignment, ...]
    rounds: tuple[RunRound, ...]
    organisations: tuple[str, ...]


def of_person(*, actor: Actor, today: date) -> Work:
    """Return a person's own areas in open rounds, and the rounds that the person runs.

    Raises ForbiddenError for a visitor. Costs six queries for each round that is not published.
    """
    require(actor, Action.SIGNED_IN)
    own = _own_areas(actor)
    assignments, run = [], []
    for row in _current(today):
        listed = tuple(submissions.of_row(row))
        mine = [each for each in listed if each.area in own]
        assignments += _assignments(row, mine, actor=actor, today=today)
        if may(actor, Action.RUN_ROUND, roadmap=row.roadmap.code):
            state = state_on(RoundState(row.state), row.schedule, today=today)
            run.append(RunRound(row.as_terms(), state, row.schedule, listed))
    kept = {g.organisation for g in actor.grants if g.role is Role.ADMINISTRATOR}
    return Work(tuple(assignments), tuple(run), tuple(sorted(kept)))


def of_area(round_code: str, area: str, *, actor: Actor, today: date) -> Assignment:
    """Return an area's part of a round. Raises ForbiddenError, or RefusedError if it has none."""
    require(actor, Action.SEE_UNPUBLISHED, area=area)
    row = ReportingRound.objects.select_related("roadmap").filter(code=round_code).first()
    listed = submissions.of_row(row) if row else []
    mine = [each for each in listed if each.area == area]
    if row is None or not mine:
        raise RefusedError(
            gettext("The round “%(round)s” does not ask the area “%(area)s”.")
            % {"round": round_code, "area": area}
        )
    return _assignments(row, mine, actor=actor, today=today)[0]


def _own_areas(actor: Actor) -> frozenset[str]:
    """Return the areas that somebody reports, approves or follows for their own organisation."""
    return frozenset(area for grant in actor.grants if grant.role in _OWN for area in grant.areas)


def _current(today: date) -> list[ReportingRound]:
    """List the rounds that are not published yet, the one due first first."""
    rows = ReportingRound.objects.select_related("roadmap").filter(
        ~Q(state=RoundState.PUBLISHED), Q(opens_on=None) | Q(opens_on__lte=today)
    )
    return sorted(rows, key=lambda row: (row.due_on or row.as_of, row.code))


def _assignments(
    row: ReportingRound, listed: Sequence[Submission], *, actor: Actor, today: date
) -> list[Assignment]:
    areas = _areas(each.area for each in listed)
    roadmap = row.roadmap.code
    inside = [
        each.area
        for each in listed
        if may(actor, Action.SEE_INTERNAL, area=each.area, roadmap=roadmap)
    ]
    names = people.names(each.changed_by for each in listed if each.area in inside)
    return [
        Assignment(
            round=row.as_terms(),
            state=state_on(RoundState(row.state), row.schedule, today=today),
            schedule=row.schedule,
            scope=Scope(row.scope),
            instructions=Names(row.instructions_fi, row.instructions_sv, row.instructions_en),
            area=areas[each.area],
            submission=each,
            lock=_lock(row, each, today=today),
            changed_by=names.get(each.changed_by, ""),
            may_report=may(actor, Action.REPORT, area=each.area),
            may_approve=may(actor, Action.APPROVE, area=each.area),
            may_run=may(actor, Action.RUN_ROUND, roadmap=roadmap),
        )
        for each in listed
    ]


def _areas(codes: Iterable[str]) -> dict[str, area_terms.Area]:
    rows = Area.objects.select_related("successor").filter(code__in=list(codes))
    return {row.code: row.as_terms() for row in rows}


def _lock(row: ReportingRound, submission: Submission, *, today: date) -> Lock | None:
    return lock_of(
        RoundState(row.state),
        submission.state,
        schedule=row.schedule,
        extension=submission.extension,
        today=today,
    )
