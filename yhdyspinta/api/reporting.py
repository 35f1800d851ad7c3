"""Filling in: an area's cells in a round, and changes to them that never overwrite unseen."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router, Schema
from pydantic import ConfigDict, Field, StrictInt

from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.given import Given, GivenQuarter
from yhdyspinta.api.problems import ShownLock
from yhdyspinta.api.roadmap import Quarter
from yhdyspinta.api.submissions import AreaInRound
from yhdyspinta.calc.access import may
from yhdyspinta.services import reporting
from yhdyspinta.services.reporting import save
from yhdyspinta.terms import reporting as terms
from yhdyspinta.terms.access import Action, Actor, Visibility
from yhdyspinta.terms.calendar import Quarter as QuarterTerm
from yhdyspinta.terms.reporting import LONGEST_NOTE
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import Severity

router = Router(tags=["cells"])

_LARGEST_NUMBER = 2**53 - 1


class Value(Schema):
    """What is said of a task."""

    status: Status | None = Field(description="Null: not reported", examples=["on_schedule"])
    note: str
    risk: Severity | None
    expected: Quarter | None = Field(description="The quarter by which it is expected to be done")
    visibility: Visibility = Field(description="Who may read the note", examples=["internal"])


class Cell(Schema):
    """A task of an area: what holds now, and what held in the round before."""

    task: str = Field(examples=["hallinto-A01"])
    theme: str = Field(examples=["hallinto"])
    subarea: str = Field(examples=["A"])
    due: Quarter
    critical: bool
    value: Value
    before: Value
    seen: int = Field(description="Number of the report that holds; 0: none", examples=[7958])
    in_round: bool = Field(description="Whether it was reported in this round")
    reported_by: str | None = Field(description="For those who may see the area's internal matters")
    reported_at: datetime | None


class Grid(Schema):
    """An area's cells in a round, in the roadmap's order."""

    round: str = Field(examples=["2021-11"])
    area: str = Field(examples=["08"])
    lock: ShownLock | None = Field(description="Why the cells are locked; null: they are open")
    cells: list[Cell]


class GivenChange(Given):
    """All that is to be said of a task; what is left out is said to be empty."""

    task: str = Field(pattern=r"^[^\x00-\x1f\x7f]{1,60}$", examples=["hallinto-A01"])
    status: Status = Field(examples=["done"])
    note: str = Field("", max_length=LONGEST_NOTE, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")
    risk: Severity | None = None
    expected: GivenQuarter | None = None
    visibility: Visibility = Visibility.INTERNAL
    seen: StrictInt = Field(
        ge=0, le=_LARGEST_NUMBER, description="The cell's “seen”, as it was read", examples=[0]
    )


class Changes(Given):
    """Changes to an area's cells, each task at most once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"changes": [{"task": "hallinto-A01", "status": "done", "seen": 0}]}]
        }
    )

    changes: list[GivenChange] = Field(min_length=1, max_length=2000)


class SavedCell(Schema):
    """A saved cell and the number of its new report."""

    task: str
    seen: int = Field(description="What the next change of the cell must name")


class Conflict(Schema):
    """A change that was not saved, because the cell holds another report than the one seen."""

    task: str
    mine: Value
    theirs: Value
    seen: int = Field(description="Name this to overwrite what is theirs after all")
    their_name: str | None = Field(description="For those who may see the area's internal matters")
    their_time: datetime


class Saved(Schema):
    """What came of each change: all that nobody else had changed is saved."""

    saved: list[SavedCell]
    conflicts: list[Conflict] = Field(description="Not saved: look at these")
    unchanged: list[str] = Field(description="Tasks that said this already in the round")


@router.get(
    "/{round}/areas/{area}/cells",
    response=Grid,
    operation_id="readCells",
    summary="Read an area's cells in a round",
)
def read_cells(request: HttpRequest, at: Path[AreaInRound]) -> Grid:
    """Each task that the round asks about, with what a change must name as seen."""
    cells = reporting.grid(at.round, at.area, actor=caller_of(request))
    lock = reporting.lock(at.round, at.area, today=timezone.localdate())
    return Grid(
        round=at.round,
        area=at.area,
        lock=ShownLock.of(lock) if lock else None,
        cells=[_cell(each) for each in cells],
    )


@router.patch(
    "/{round}/areas/{area}/cells",
    response=Saved,
    operation_id="changeCells",
    summary="Report an area's tasks",
)
def change_cells(request: HttpRequest, at: Path[AreaInRound], given: Changes) -> Saved:
    """Save changes. One to a cell that somebody has changed meanwhile is a conflict: the others
    are saved, and the answer has both values. Saying what is said already does nothing."""
    actor = caller_of(request)
    changes = [_change(each) for each in given.changes]
    saved = save(at.round, at.area, changes, actor=actor, now=timezone.now())
    return Saved(
        saved=[SavedCell(task=task, seen=number) for task, number in saved.saved.items()],
        conflicts=[_conflict(each, actor, at.area) for each in saved.conflicts],
        unchanged=list(saved.unchanged),
    )


def _cell(cell: terms.Cell) -> Cell:
    return Cell(
        task=cell.task.code,
        theme=cell.task.theme,
        subarea=cell.task.subarea,
        due=str(cell.task.due),
        critical=cell.task.critical,
        value=_value(cell.value),
        before=_value(cell.before),
        seen=cell.seen,
        in_round=cell.in_round,
        reported_by=cell.reported_by or None,
        reported_at=cell.reported_at,
    )


def _value(value: terms.Value) -> Value:
    return Value(
        status=value.status,
        note=value.note,
        risk=value.risk,
        expected=str(value.expected) if value.expected else None,
        visibility=value.visibility,
    )


def _change(given: GivenChange) -> terms.Change:
    value = terms.Value(
        status=given.status,
        note=given.note.strip(),
        risk=given.risk,
        expected=QuarterTerm.parse(given.expected) if given.expected else None,
        visibility=given.visibility,
    )
    return terms.Change(task=given.task, value=value, seen=given.seen)


def _conflict(conflict: terms.Conflict, actor: Actor, area: str) -> Conflict:
    is_inside = may(actor, Action.SEE_INTERNAL, area=area)
    return Conflict(
        task=conflict.task,
        mine=_value(conflict.mine),
        theirs=_value(conflict.theirs),
        seen=conflict.seen,
        their_name=conflict.their_name if is_inside else None,
        their_time=conflict.their_time,
    )
