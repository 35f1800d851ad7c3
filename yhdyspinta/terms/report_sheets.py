"""An area's reporting as a workbook: what it was made with, what came back, what that changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.reporting import Cell, Value
from yhdyspinta.terms.roadmap import Task, Theme
from yhdyspinta.terms.rounds import Lock, Schedule
from yhdyspinta.terms.sheets import Problem

FORM_VERSION = 1


class Field(StrEnum):
    """What is answered of a task; each has a column of its own."""

    STATUS = "status"
    NOTE = "note"
    RISK = "risk"
    EXPECTED = "expected"
    VISIBILITY = "visibility"


@dataclass(frozen=True, slots=True)
class Mark:
    """A value as far as it takes to tell whether it was changed: codes, the note's fingerprint.

    The note itself is not kept twice: who takes it out of the sheet has taken it out of the file.
    """

    status: str = ""
    note: str = ""
    risk: str = ""
    expected: str = ""
    visibility: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What a cell held when the workbook was made: its report's number (0: none), its mark."""

    seen: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Form:
    """What the hidden sheet says: which round and area the workbook is for, made with what.

    Without `is_whole` somebody has changed it: its cells are not believed, and left out.
    """

    round: str
    area: str
    language: str
    cells: Mapping[str, Made]
    version: int = FORM_VERSION
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Blank:
    """All that a workbook to be filled in shows; `until` is the area's own last day, if any."""

    round: str
    round_names: Names
    instructions: Names
    as_of: date
    schedule: Schedule
    area: Area
    themes: tuple[Theme, ...]
    cells: tuple[Cell, ...]
    lock: Lock | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A row that came back changed, or of which it is not known (`made` None).

    `said` are the fields whose columns the sheet had; of the others it says nothing.
    """

    task: str
    value: Value
    said: frozenset[Field]
    made: Made | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """What a workbook says: its answers, and rows as they were made (task: report number)."""

    file: str
    sha256: str
    answers: tuple[Answer, ...] = ()
    same: Mapping[str, int] = field(default_factory=dict)
    form: Form | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems because of which nothing is taken in."""
        return tuple(each for each in self.problems if not each.warning)


@dataclass(frozen=True, slots=True)
class Step:
    """A task's value before and after, the report that holds now, and who said that when."""

    task: Task
    before: Value
    after: Value
    seen: int
    name: str = ""
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking a workbook in would do now: changes, conflicts, and what stays.

    In a conflict, `before` is what somebody else has said since the workbook was made. `same` are
    unchanged tasks that nobody has reported in this round, with the report that would be said
    again.
    """

    changes: tuple[Step, ...] = ()
    conflicts: tuple[Step, ...] = ()
    same: tuple[Step, ...] = ()
    unchanged: int = 0

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to take in and nothing to choose."""
        return not (self.changes or self.conflicts)
