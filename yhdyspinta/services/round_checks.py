"""A round's check list: the reports of its areas laid beside those of the rounds before."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q

from yhdyspinta.calc.round_checks import UNCHANGED_ROUNDS, checks
from yhdyspinta.services import round_rows, submissions
from yhdyspinta.services.access import require
from yhdyspinta.store.models import ReportingRound, StatusReport, Task
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import ReportingRound as RoundTerms
from yhdyspinta.terms.roadmap import RoundState, Status
from yhdyspinta.terms.round_checks import Check, Looked
from yhdyspinta.terms.rounds import Scope
from yhdyspinta.terms.situation import Severity

_Cells = dict[tuple[str, str], Status]


@dataclass(frozen=True, slots=True)
class CheckList:
    """What was found in a round; `areas` and `tasks` name what findings mean by code.

    `former` holds the days of the rounds laid beside it, the newest first; `cells` what was looked
    at, by area and task.
    """

    round: RoundTerms
    areas: dict[str, Names]
    tasks: dict[str, Names]
    checks: tuple[Check, ...]
    former: tuple[date, ...]
    cells: dict[tuple[str, str], Looked]


def of_round(code: str, *, actor: Actor, now: datetime) -> CheckList:
    """Look through a round's reports; 13 queries at most, whatever the number of areas and tasks.

    Raises ForbiddenError, or RefusedError if there is no such round.
    """
    row = round_rows.found(code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    return of_row(row, state=round_rows.effective(row, now))


def of_row(row: ReportingRound, *, state: RoundState) -> CheckList:
    """Look through the reports of a round's row, for whoever has the right to it."""
    tasks = _tasks(row)
    areas = _areas(row)
    former = _former_days(row)
    looked = _looked(row, areas=areas, tasks=tasks, former=[_held(row, day) for day in former])
    answered = submissions.of_row(row)
    return CheckList(
        round=replace(row.as_terms(), state=state),
        areas=dict(areas.values()),
        tasks={code: title for code, _, title in tasks.values()},
        checks=checks(looked, answered, as_of=row.as_of),
        former=tuple(former),
        cells={(each.area, each.task): each for each in looked},
    )


def _areas(row: ReportingRound) -> dict[int, tuple[str, Names]]:
    asked = row.submissions.order_by("area__code").values_list(
        "area", "area__code", "area__short_fi", "area__short_sv", "area__short_en"
    )
    return {key: (code, Names(*names)) for key, code, *names in asked}


def _tasks(row: ReportingRound) -> dict[int, tuple[str, Quarter, Names]]:
    rows = Task.objects.filter(roadmap=row.roadmap_id)
    if row.scope == Scope.CRITICAL:
        rows = rows.filter(critical=True)
    ordered = rows.order_by("subarea__theme__position", "subarea__position", "position", "id")
    found = ordered.values_list("id", "code", "due_quarter", "title_fi", "title_sv", "title_en")
    return {key: (code, Quarter.parse(due), Names(*title)) for key, code, due, *title in found}


def _former_days(row: ReportingRound) -> list[date]:
    """Return the days of as many rounds before this one as the calculation looks at."""
    earlier = ReportingRound.objects.filter(roadmap=row.roadmap_id, as_of__lt=row.as_of)
    days = earlier.order_by("-as_of").values_list("as_of", flat=True).distinct()
    return list(days[: UNCHANGED_ROUNDS - 1])


def _held(row: ReportingRound, day: date) -> dict[tuple[int, int], Status]:
    held = StatusReport.objects.filter(roadmap=row.roadmap_id).by_cell(on=day)
    return {
        (area, task): Status(status)
        for area, task, status in held.iterator(chunk_size=10_000)
        if status
    }


def _looked(
    row: ReportingRound,
    *,
    areas: dict[int, tuple[str, Names]],
    tasks: dict[int, tuple[str, Quarter, Names]],
    former: list[dict[tuple[int, int], Status]],
) -> list[Looked]:
    """Return every area's every task in the roadmap's order, reported or not."""
    held = _reports(row)
    closed_at = round_rows.closing(row)
    found = []
    for area, (area_code, _) in areas.items():
        of_area = held.get(area, {})
        for task, (code, due, _) in tasks.items():
            before = tuple(each.get((area, task)) for each in former)
            report = of_area.get(task)
            if report is None:
                found.append(Looked(area_code, code, due, None, before, in_round=False))
                continue
            is_late = closed_at is not None and report.recorded_at > closed_at
            is_of_round = report.round == row.pk
            found.append(
                Looked(
                    area=area_code,
                    task=code,
                    due=due,
                    status=report.status,
                    former=before,
                    is_explained=report.is_explained,
                    risk=report.risk,
                    expected=report.expected,
                    # A round without a due day asks how things are, not for a report made in it.
                    in_round=is_of_round or row.due_on is None,
                    by_extension=is_of_round and is_late,
                )
            )
    return found


@dataclass(frozen=True, slots=True)
class _Report:
    """What a check needs of a report; a note may be long, so only whether there is one."""

    status: Status
    is_explained: bool
    risk: Severity | None
    expected: Quarter | None
    recorded_at: datetime
    round: int | None


def _reports(row: ReportingRound) -> dict[int, dict[int, _Report]]:
    """Return by area and task the report that holds on the round's day."""
    rows = StatusReport.objects.filter(roadmap=row.roadmap_id).holding(on=row.as_of)
    columns = rows.annotate(is_explained=~Q(note="")).values_list(
        "area_id",
        "task_id",
        "status",
        "is_explained",
        "risk",
        "expected_quarter",
        "recorded_at",
        "round_id",
    )
    found: defaultdict[int, dict[int, _Report]] = defaultdict(dict)
    for area, task, status, explained, risk, expected, recorded, round_ in columns.iterator(
        chunk_size=10_000
    ):
        found[area][task] = _Report(
            Status(status),
            bool(explained),
            Severity(risk) if risk else None,
            Quarter.parse(expected) if expected else None,
            recorded,
            round_,
        )
    return found
