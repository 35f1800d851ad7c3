"""An area's people say how their tasks are: the grid's cells, and saving changes to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta.calc.access import may, organisation_for
from yhdyspinta.calc.rounds import lock_of
from yhdyspinta.labels import rounds as round_labels
from yhdyspinta.services import audit, people, round_rows
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import reporting as rows
from yhdyspinta.store.models import ReportingRound, StatusReport, Task
from yhdyspinta.store.reporting import CellRow, Ground, Lane
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.reporting import LONGEST_NOTE, Cell, Change, Conflict, Saved, Value
from yhdyspinta.terms.rounds import Extension, Lock, Scope

_INSTANT = timedelta(microseconds=1)
_MOST_CHANGES = 2000
EMPTY = Value()


class LockedError(RefusedError):
    """The area's cells are locked; `lock` says why and who opens them. Nothing was changed."""

    def __init__(self, lock: Lock) -> None:
        super().__init__(round_labels.lock(lock))
        self.lock = lock


@transaction.atomic
def save(
    round_code: str,
    area: str,
    changes: Sequence[Change],
    *,
    actor: Actor,
    now: datetime,
) -> Saved:
    """Append what somebody says of an area's tasks; all of it that nobody else changed meanwhile.

    A change whose cell holds another report than the one `seen` is not saved but returned as a
    conflict with both values; one that says what already holds in this round is `unchanged`, so
    that sending twice is harmless. Raises ForbiddenError, LockedError, or RefusedError for what
    cannot be said; then nothing is saved.
    """
    require(actor, Action.REPORT, area=area)
    _check(changes)
    acting = organisation_for(actor, Action.REPORT, area=area)
    lane = rows.lane(round_code, area, organisation=acting, lock=True)
    if lane is None:
        raise round_rows.not_asked(round_code, area)
    ground, cells = rows.cells(lane, tasks=[change.task for change in changes])
    if ground is None:
        raise RefusedError(gettext("None of these tasks is in the roadmap."))
    _check_open(ground, today=timezone.localtime(now).date())
    by_code = {cell.code: cell for cell in cells if _is_asked(cell, ground)}
    _check_tasks(changes, by_code)
    saved, conflicts, unchanged = _sorted(changes, by_code, lane)
    written = _append(lane, ground, saved, by_code=by_code, actor=actor, now=now)
    if written:
        audit.record(
            "report.save",
            f"{round_code} {area}",
            actor=actor,
            now=now,
            organisation=acting,
            area=area,
            roadmap=ground.roadmap,
            cells=[_told(change, by_code[change.task]) for change in saved],
        )
    return Saved(written, _conflicts(conflicts, by_code), unchanged)


def grid(round_code: str, area: str, *, actor: Actor) -> tuple[Cell, ...]:
    """Return an area's cells in a round, in the roadmap's order, with the round before's values.

    Names of people are shown to those who may see the area's internal matters. Raises
    ForbiddenError, or RefusedError if the round does not ask the area.
    """
    require(actor, Action.SEE_UNPUBLISHED, area=area)
    lane = rows.lane(round_code, area)
    if lane is None:
        raise round_rows.not_asked(round_code, area)
    ground, cells = rows.cells(lane)
    if ground is None or ground.submission is None:
        raise round_rows.not_asked(round_code, area)
    tasks = {
        row.id: row.as_terms()
        for row in Task.objects.filter(roadmap=lane.roadmap).select_related("subarea__theme")
    }
    before = _values_before(lane)
    inside = may(actor, Action.SEE_INTERNAL, area=area, roadmap=ground.roadmap)
    names = people.names([c.held.recorded_by for c in cells if c.held]) if inside else {}
    return tuple(
        Cell(
            task=tasks[cell.task],
            value=_shown(cell.held.value if cell.held else EMPTY, inside=inside),
            before=_shown(before.get(cell.task, EMPTY), inside=inside),
            seen=cell.held.id if cell.held else 0,
            in_round=cell.held is not None and cell.held.round == lane.round,
            reported_by=names.get(cell.held.recorded_by, "") if cell.held else "",
            reported_at=cell.held.recorded_at if cell.held else None,
        )
        for cell in cells
        if _is_asked(cell, ground)
    )


def said(area: str, numbers: Iterable[int], *, actor: Actor) -> dict[int, Value]:
    """Return what an area's reports of these numbers say: what a form made of them had shown.

    Unknown numbers are left out. Raises ForbiddenError.
    """
    require(actor, Action.REPORT, area=area)
    held = StatusReport.objects.filter(area__code=area, id__in=list(numbers))
    fields = ("id", "status", "note", "risk", "expected_quarter", "visibility")
    return {row["id"]: rows.value_of(row) for row in held.values(*fields)}


def lock(round_code: str, area: str, *, today: date) -> Lock | None:
    """Say why an area's cells are locked on a day; None: they can be filled in."""
    lane = rows.lane(round_code, area)
    ground = rows.ground(lane) if lane else None
    if ground is None or ground.submission is None:
        raise round_rows.not_asked(round_code, area)
    return _lock(ground, today=today)


def _shown(value: Value, *, inside: bool) -> Value:
    """Leave out an internal note for a reader from outside the area."""
    if inside or value.visibility is not value.visibility.INTERNAL:
        return value
    return Value(status=value.status, expected=value.expected, visibility=value.visibility)


def _values_before(lane: Lane) -> Mapping[int, Value]:
    """Return by task what held on the day of the roadmap's round before this one."""
    day = (
        ReportingRound.objects.filter(roadmap=lane.roadmap, as_of__lt=lane.as_of)
        .order_by("-as_of", "-id")
        .values_list("as_of", flat=True)
        .first()
    )
    if day is None:
        return {}
    held = StatusReport.objects.filter(roadmap=lane.roadmap, area=lane.area).holding(on=day)
    fields = ("task_id", "status", "note", "risk", "expected_quarter", "visibility")
    return {row["task_id"]: rows.value_of(row) for row in held.values(*fields)}


def _is_asked(cell: CellRow, ground: Ground) -> bool:
    return ground.scope is Scope.ALL or cell.critical


def _check(changes: Sequence[Change]) -> None:
    """Refuse what no report may say, before anything is locked."""
    if not changes:
        raise RefusedError(gettext("There is nothing to save."))
    if len(changes) > _MOST_CHANGES or len({each.task for each in changes}) != len(changes):
        raise RefusedError(gettext("Too many changes at once, or two of the same task."))
    for each in changes:
        if each.value.status is None:
            raise RefusedError(
                gettext("A status is missing: %(task)s. What has been reported is not taken back.")
                % {"task": each.task}
            )
        if len(each.value.note) > LONGEST_NOTE:
            raise RefusedError(
                gettext("The note is too long: %(task)s. At most %(most)d characters.")
                % {"task": each.task, "most": LONGEST_NOTE}
            )


def _check_open(ground: Ground, *, today: date) -> None:
    if ground.submission is None:
        raise RefusedError(gettext("The round does not ask this area."))
    found = _lock(ground, today=today)
    if found is not None:
        raise LockedError(found)


def _lock(ground: Ground, *, today: date) -> Lock | None:
    if ground.submission is None:
        return None
    until = ground.extended_until
    return lock_of(
        ground.state,
        ground.submission,
        schedule=ground.schedule,
        extension=Extension("", until, "") if until else None,
        today=today,
    )


def _check_tasks(changes: Iterable[Change], asked: Mapping[str, CellRow]) -> None:
    unknown = [change.task for change in changes if change.task not in asked]
    if unknown:
        raise RefusedError(
            gettext("The round does not ask about these tasks: %(tasks)s.")
            % {"tasks": ", ".join(unknown[:10])}
        )


def _sorted(
    changes: Sequence[Change], asked: Mapping[str, CellRow], lane: Lane
) -> tuple[list[Change], list[Change], tuple[str, ...]]:
    """Tell changes to be saved from conflicts and from what holds already."""
    to_save, conflicts, unchanged = [], [], []
    for change in changes:
        held = asked[change.task].held
        if held and held.value == change.value and held.round == lane.round:
            unchanged.append(change.task)
        elif (held.id if held else 0) != change.seen:
            conflicts.append(change)
        else:
            to_save.append(change)
    return to_save, conflicts, tuple(unchanged)


def _append(
    lane: Lane,
    ground: Ground,
    changes: Sequence[Change],
    *,
    by_code: Mapping[str, CellRow],
    actor: Actor,
    now: datetime,
) -> dict[str, int]:
    """Append reports effective on the round's day, and end those that held until then."""
    if not changes:
        return {}
    reports = [
        StatusReport(
            roadmap_id=lane.roadmap,
            area_id=lane.area,
            task_id=by_code[change.task].task,
            round_id=lane.round,
            organisation_id=lane.organisation,
            status=change.value.status or "",
            note=change.value.note,
            risk=change.value.risk or "",
            expected_quarter=str(change.value.expected or ""),
            visibility=change.value.visibility,
            effective_from=lane.as_of,
            superseded_on=_end(by_code[change.task]),
            recorded_at=_time_to_record(by_code[change.task], ground, now=now),
            recorded_by=actor.key,
        )
        for change in changes
    ]
    ended = [held.id for change in changes if (held := by_code[change.task].held)]
    StatusReport.objects.end(ended, on=lane.as_of)
    StatusReport.objects.bulk_create(reports)
    return {change.task: row.pk for change, row in zip(changes, reports, strict=True)}


def _end(cell: CellRow) -> date:
    return cell.held.superseded_on if cell.held else cell.next_from


def _time_to_record(cell: CellRow, ground: Ground, *, now: datetime) -> datetime:
    """Return `now`, or later: never before the report that held, nor into a published picture."""
    known = [now]
    if cell.held:
        known.append(cell.held.recorded_at)
    if ground.published_at:
        known.append(ground.published_at + _INSTANT)
    return max(known)


def _conflicts(changes: Sequence[Change], cells: Mapping[str, CellRow]) -> tuple[Conflict, ...]:
    """Say of each change what somebody else has saved meanwhile."""
    theirs = {each.task: held for each in changes if (held := cells[each.task].held)}
    names = people.names(held.recorded_by for held in theirs.values())
    return tuple(
        Conflict(
            task=change.task,
            mine=change.value,
            theirs=held.value,
            seen=held.id,
            their_name=names[held.recorded_by],
            their_time=held.recorded_at,
        )
        for change in changes
        if (held := theirs.get(change.task))
    )


def _told(change: Change, cell: CellRow) -> dict[str, object]:
    """Say for the trail what a cell held and what it holds now."""
    before = asdict(cell.held.value) if cell.held else None
    return {"task": change.task, "before": _plain(before), "after": _plain(asdict(change.value))}


def _plain(value: dict[str, Any] | None) -> dict[str, Any] | None:
    """Write a value's fields as JSON does, leaving out those that say nothing."""
    if value is None:
        return None
    expected = value["expected"]
    quarter = f"{expected['year']}-Q{expected['number']}" if expected else None
    return {name: said for name, said in {**value, "expected": quarter}.items() if said}
