"""What a person has to do: their areas' parts of the open rounds, and one such part whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Q

from yhdyspinta.calc.access import may
from yhdyspinta.calc.rounds import state_on
from yhdyspinta.services import agreement_overview, people, reporting, round_rows, submissions
from yhdyspinta.services.access import require
from yhdyspinta.store.models import Area, Extension, Organisation, ReportingRound, Subarea
from yhdyspinta.store.models import Submission as Row
from yhdyspinta.terms import areas as area_terms
from yhdyspinta.terms.access import Action, Actor, Role
from yhdyspinta.terms.agreements import DatedAgreement
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.reporting import Cell
from yhdyspinta.terms.roadmap import ReportingRound as Round
from yhdyspinta.terms.roadmap import RoundState, Theme
from yhdyspinta.terms.roadmap import Subarea as SubareaNames
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
class Opened:
    """An area's part of a round with its cells, and the themes that they are arranged by."""

    assignment: Assignment
    themes: tuple[Theme, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RunRound:
    """A round that a coordinator runs, with each area's part in it."""

    round: Round
    state: RoundState
    schedule: Schedule
    submissions: tuple[Submission, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What a person has to do, the most urgent first; `organisations` are those administered.

    `agreements`: those of the person's organisations that are late or to be acted on soon.
    """

    assignments: tuple[Assignment, ...]
    rounds: tuple[RunRound, ...]
    organisations: Mapping[str, Names]
    agreements: tuple[DatedAgreement, ...] = ()


def of_person(*, actor: Actor, today: date) -> Work:
    """Return a person's own areas in open rounds, and the rounds that the person runs.

    Raises ForbiddenError for a visitor. Costs six queries for each round that is not published.
    """
    require(actor, Action.SIGNED_IN)
    own = _own_areas(actor)
    areas = Area.objects.select_related("successor").filter(code__in=own)
    assignments, run = [], []
    for row in _current(today):
        listed = tuple(submissions.of_row(row))
        mine = [each for each in listed if each.area in own and _is_filled_in(row, each, today)]
        assignments += _assignments(row, mine, areas, actor=actor, today=today)
        if may(actor, Action.RUN_ROUND, roadmap=row.roadmap.code):
            state = state_on(RoundState(row.state), row.schedule, today=today)
            run.append(RunRound(row.as_terms(), state, row.schedule, listed))
    to_act = agreement_overview.to_act(actor=actor, on=today)
    return Work(tuple(assignments), tuple(run), _administered(actor), to_act)


def of_area(round_code: str, area: str, *, actor: Actor, today: date) -> Assignment:
    """Return an area's part of a round. Raises ForbiddenError, or RefusedError if it has none."""
    require(actor, Action.SEE_UNPUBLISHED, area=area)
    row = _asked(round_code, area)
    mine = [each for each in submissions.of_row(row.round) if each.area == area]
    return _assignments(row.round, mine, [row.area], actor=actor, today=today)[0]


def opened(round_code: str, area: str, *, actor: Actor, today: date) -> Opened:
    """Return an area's part of a round with all its cells: what the grid's page shows.

    Raises ForbiddenError, or RefusedError if the round does not ask the area. 13 queries at most,
    unless tokens have reported.
    """
    assignment = of_area(round_code, area, actor=actor, today=today)
    return Opened(
        assignment=assignment,
        themes=_themes(assignment.round.roadmap),
        cells=reporting.grid(round_code, area, actor=actor),
    )


def _asked(round_code: str, area: str) -> Row:
    row = (
        Row.objects.select_related("round__roadmap", "area__successor")
        .filter(round__code=round_code, area__code=area)
        .first()
    )
    if row is None:
        raise round_rows.not_asked(round_code, area)
    return row


def _themes(roadmap: str) -> tuple[Theme, ...]:
    """Return a roadmap's themes with their subareas, in order; one query."""
    rows = Subarea.objects.filter(theme__roadmap__code=roadmap).select_related("theme")
    found: dict[str, Theme] = {}
    for row in rows.order_by("theme__position", "position", "code"):
        of = row.theme
        theme = found.get(of.code) or Theme(of.code, Names(of.name_fi, of.name_sv, of.name_en), ())
        part = SubareaNames(row.code, Names(row.name_fi, row.name_sv, row.name_en))
        found[of.code] = replace(theme, subareas=(*theme.subareas, part))
    return tuple(found.values())


def _own_areas(actor: Actor) -> frozenset[str]:
    """Return the areas that somebody reports, approves or follows for their own organisation."""
    return frozenset(area for grant in actor.grants if grant.role in _OWN for area in grant.areas)


def _administered(actor: Actor) -> dict[str, Names]:
    """Name the organisations whose people somebody looks after; no query for most people."""
    codes = {grant.organisation for grant in actor.grants if grant.role is Role.ADMINISTRATOR}
    if not codes:
        return {}
    rows = Organisation.objects.filter(code__in=codes).order_by("code")
    return {row.code: Names(row.name_fi, row.name_sv, row.name_en) for row in rows}


def _current(today: date) -> list[ReportingRound]:
    """List the rounds that somebody fills in, the one due first first.

    Those not published yet, and published ones that are open to an area for an erratum.
    """
    corrected = Extension.objects.in_force().filter(round=OuterRef("pk"), until__gte=today)
    rows = ReportingRound.objects.select_related("roadmap").filter(
        ~Q(state=RoundState.PUBLISHED) | Exists(corrected),
        Q(opens_on=None) | Q(opens_on__lte=today),
    )
    return sorted(rows, key=lambda row: (row.due_on or row.as_of, row.code))


def _is_filled_in(row: ReportingRound, part: Submission, today: date) -> bool:
    """Tell whether an area has a part in a round still: of a published one only with more time."""
    if row.state != RoundState.PUBLISHED:
        return True
    return part.extension is not None and part.extension.until >= today


def _assignments(
    row: ReportingRound,
    listed: Sequence[Submission],
    areas: Iterable[Area],
    *,
    actor: Actor,
    today: date,
) -> list[Assignment]:
    by_code = {area.code: area.as_terms() for area in areas}
    roadmap = row.roadmap.code
    inside = {
        code for code in by_code if may(actor, Action.SEE_INTERNAL, area=code, roadmap=roadmap)
    }
    names = people.names(each.changed_by for each in listed if each.area in inside)
    return [
        Assignment(
            round=row.as_terms(),
            state=state_on(RoundState(row.state), row.schedule, today=today),
            schedule=row.schedule,
            scope=Scope(row.scope),
            instructions=Names(row.instructions_fi, row.instructions_sv, row.instructions_en),
            area=by_code[each.area],
            submission=each,
            lock=round_rows.lock_on(row, each, today=today),
            changed_by=names.get(each.changed_by, ""),
            may_report=may(actor, Action.REPORT, area=each.area),
            may_approve=may(actor, Action.APPROVE, area=each.area),
            may_run=may(actor, Action.RUN_ROUND, roadmap=roadmap),
        )
        for each in listed
    ]
