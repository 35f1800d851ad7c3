"""An area's cells in a round, read in one query: what a save must know, and what a grid shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import FilteredRelation, Max, Min, OuterRef, Q, QuerySet, Subquery

from yhdyspinta.store.organisations import Organisation
from yhdyspinta.store.roadmap import OPEN_END, Participation, StatusReport, Task
from yhdyspinta.store.situation import SituationPicture
from yhdyspinta.terms import rounds as terms
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.reporting import Value
from yhdyspinta.terms.roadmap import RoundState, Status
from yhdyspinta.terms.situation import Severity


@dataclass(frozen=True, slots=True)
class Lane:
    """An area in a round: the ids that its cells are found by, and on whose behalf."""

    area: int
    roadmap: int
    round: int
    as_of: date
    organisation: int | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """The report that holds in a cell on the round's day."""

    id: int
    superseded_on: date
    value: Value
    recorded_by: str
    recorded_at: datetime
    round: int | None


@dataclass(frozen=True, slots=True)
class CellRow:
    """A task with the report that holds; `next_from` is where a later report begins."""

    task: int
    code: str
    critical: bool
    held: Held | None
    next_from: date


@dataclass(frozen=True, slots=True)
class Ground:
    """What a round allows an area now; `submission` None: the round does not ask the area."""

    roadmap: str
    state: RoundState
    schedule: terms.Schedule
    scope: terms.Scope
    submission: terms.SubmissionState | None
    extended_until: date | None
    published_at: datetime | None


def lock_lanes(roadmap: int, areas: Iterable[str] | None = None) -> int:
    """Let the writers of areas' reports on a roadmap queue behind each other; return the count.

    An area's lane is its participation. Who writes all areas (an import, a publication) takes
    all lanes, in one order. Call inside a transaction; on SQLite it has the lock already.
    """
    rows = Participation.objects.select_for_update(no_key=True).filter(roadmap=roadmap)
    if areas is not None:
        rows = rows.filter(area__code__in=areas)
    return len(rows.order_by("area_id").values_list("id", flat=True))


def lane(round_code: str, area: str, *, organisation: str = "", lock: bool = False) -> Lane | None:
    """Find an area's lane in a round, None if there is none; with `lock` take it (see above)."""
    rows = Participation.objects.filter(roadmap__rounds__code=round_code, area__code=area)
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    acting = Organisation.objects.filter(code=organisation).values("id")
    found = rows.values_list(
        "area_id",
        "roadmap_id",
        "roadmap__rounds__id",
        "roadmap__rounds__as_of",
        Subquery(acting[:1]),
    ).first()
    return Lane(*found) if found else None


def cells(lane: Lane, *, tasks: Iterable[str] | None = None) -> tuple[Ground | None, list[CellRow]]:
    """Return what the round allows, and the tasks (all, or those named) in order; one query.

    The ground is None if no task was found.
    """
    rows = _rows(lane)
    if tasks is not None:
        rows = rows.filter(code__in=list(tasks))
    found = list(rows.order_by("subarea__theme__position", "subarea__position", "position", "id"))
    return (_ground(found[0]) if found else None), [_cell(each) for each in found]


def ground(lane: Lane) -> Ground | None:
    """Return what the round allows, without its cells: any task's row has it; one query."""
    found = _rows(lane).order_by("id").first()
    return _ground(found) if found else None


def _rows(lane: Lane) -> "QuerySet[Task, dict[str, Any]]":
    figures = _figures(lane)
    rows: QuerySet[Task, dict[str, Any]] = (
        Task.objects.filter(roadmap__rounds=lane.round)
        .annotate(**_relations(lane), **figures)
        .values(*_FIELDS, *(f"held__{name}" for name in _HELD), *figures)
    )
    return rows


_HELD = (
    "id",
    "superseded_on",
    "status",
    "note",
    "risk",
    "expected_quarter",
    "visibility",
    "recorded_by",
    "recorded_at",
    "round_id",
)
_ROUND = ("state", "scope", "opens_on", "due_on", "on_time_until", "closes_on")
_FIELDS = (
    "id",
    "code",
    "critical",
    "roadmap__code",
    "mine__state",
    "extended__until",
    *(f"roadmap__rounds__{name}" for name in _ROUND),
)


def _relations(lane: Lane) -> dict[str, FilteredRelation]:
    """Join the area's submission and extension, and in each cell the report that holds."""
    of_round = "roadmap__rounds"
    return {
        "mine": FilteredRelation(
            f"{of_round}__submissions", condition=Q(**{f"{of_round}__submissions__area": lane.area})
        ),
        "extended": FilteredRelation(
            f"{of_round}__extensions",
            condition=Q(
                **{
                    f"{of_round}__extensions__area": lane.area,
                    f"{of_round}__extensions__withdrawn_at": None,
                }
            ),
        ),
        "held": FilteredRelation(
            "statusreport",
            condition=Q(
                statusreport__area=lane.area,
                statusreport__effective_from__lte=lane.as_of,
                statusreport__superseded_on__gt=lane.as_of,
            ),
        ),
    }


def _figures(lane: Lane) -> dict[str, Subquery]:
    following = StatusReport.objects.filter(
        task=OuterRef("pk"), area=lane.area, effective_from__gt=lane.as_of
    )
    published = SituationPicture.objects.filter(round__roadmap=lane.roadmap)
    return {
        "next_from": Subquery(
            following.order_by()
            .values("task")
            .annotate(first=Min("effective_from"))
            .values("first")
        ),
        "published_at": Subquery(
            published.order_by()
            .values("round__roadmap")
            .annotate(last=Max("published_at"))
            .values("last")
        ),
    }


def _ground(row: Mapping[str, Any]) -> Ground:
    submission = row["mine__state"]
    return Ground(
        roadmap=row["roadmap__code"],
        state=RoundState(row["roadmap__rounds__state"]),
        schedule=terms.Schedule(**{name: row[f"roadmap__rounds__{name}"] for name in _ROUND[2:]}),
        scope=terms.Scope(row["roadmap__rounds__scope"]),
        submission=terms.SubmissionState(submission) if submission else None,
        extended_until=row["extended__until"],
        published_at=row["published_at"],
    )


def _cell(row: Mapping[str, Any]) -> CellRow:
    return CellRow(
        task=row["id"],
        code=row["code"],
        critical=row["critical"],
        held=_held(row) if row["held__id"] else None,
        next_from=row["next_from"] or OPEN_END,
    )


def _held(row: Mapping[str, Any]) -> Held:
    return Held(
        id=row["held__id"],
        superseded_on=row["held__superseded_on"],
        value=value_of({name: row[f"held__{name}"] for name in _HELD}),
        recorded_by=row["held__recorded_by"],
        recorded_at=row["held__recorded_at"],
        round=row["held__round_id"],
    )


def value_of(row: Mapping[str, Any]) -> Value:
    """Read what a report says from its columns."""
    return Value(
        status=Status(row["status"]),
        note=row["note"],
        risk=Severity(row["risk"]) if row["risk"] else None,
        expected=Quarter.parse(row["expected_quarter"]) if row["expected_quarter"] else None,
        visibility=Visibility(row["visibility"]),
    )
