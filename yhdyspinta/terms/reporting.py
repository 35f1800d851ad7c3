"""Filling in: a cell of an area's grid, a change to it, and what came of saving."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.roadmap import Status, Task
from yhdyspinta.terms.situation import Severity

LONGEST_NOTE = 4_000


@dataclass(frozen=True, slots=True)
class Value:
    """What is said of a task: its status, and in words why, what threatens it and by when.

    `expected` is the quarter by which it is expected to be done (None: not said).
    """

    status: Status | None = None
    note: str = ""
    risk: Severity | None = None
    expected: Quarter | None = None
    visibility: Visibility = Visibility.INTERNAL


@dataclass(frozen=True, slots=True)
class Cell:
    """A task of an area in a round: what holds now, and what held in the round before.

    `seen` is the number of the report that holds (0: none): a change names it, so that nobody
    overwrites what they have not seen. `in_round` tells whether it was reported in this round.
    """

    task: Task
    value: Value
    before: Value
    seen: int = 0
    in_round: bool = False
    reported_by: str = ""
    reported_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants to say of a task, having seen the report of that number (0: none)."""

    task: str
    value: Value
    seen: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change that was not saved, because somebody else had changed the cell meanwhile."""

    task: str
    mine: Value
    theirs: Value
    seen: int
    their_name: str
    their_time: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving: each saved task's new report number, conflicts, and the unchanged."""

    saved: Mapping[str, int]
    conflicts: tuple[Conflict, ...] = ()
    unchanged: tuple[str, ...] = ()
