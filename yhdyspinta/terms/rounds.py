"""A round as the people in it see it: its days, each area's state, and why a cell is locked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from yhdyspinta.terms.access import Role, Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import RoundState


class Scope(StrEnum):
    """Which of the roadmap's tasks a round asks about."""

    ALL = "all"
    CRITICAL = "critical"


class SubmissionState(StrEnum):
    """How far one area's reporting in a round is; allowed steps are in `SUBMISSION_STEPS`."""

    WAITING = "waiting"  # the area fills in
    READY = "ready"  # its reporter says that it is whole
    APPROVED = "approved"  # its approver answers for it
    ACCEPTED = "accepted"  # the coordinator takes it into the national picture
    RETURNED = "returned"  # sent back with a comment: the area fills in again


SUBMISSION_STEPS: Mapping[SubmissionState, frozenset[SubmissionState]] = {
    SubmissionState.WAITING: frozenset({SubmissionState.READY}),
    SubmissionState.RETURNED: frozenset({SubmissionState.READY}),
    SubmissionState.READY: frozenset({SubmissionState.APPROVED, SubmissionState.RETURNED}),
    SubmissionState.APPROVED: frozenset({SubmissionState.ACCEPTED, SubmissionState.RETURNED}),
    SubmissionState.ACCEPTED: frozenset({SubmissionState.RETURNED}),
}
# While the area fills in. `ready` too: the reporter may still correct before the approver.
FILLING = frozenset({SubmissionState.WAITING, SubmissionState.RETURNED, SubmissionState.READY})


class LockReason(StrEnum):
    """Why an area's cells cannot be changed now."""

    NOT_YET_OPEN = "not_yet_open"
    CLOSED = "closed"
    APPROVED = "approved"
    ACCEPTED = "accepted"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Lock:
    """Why cells are locked, and the role that can open them."""

    reason: LockReason
    opened_by: Role


@dataclass(frozen=True, slots=True)
class Schedule:
    """A round's days, all inclusive; None where the round was opened without.

    Reports saved up to `on_time_until` are on time (None: up to `due_on`). After `closes_on`
    cells are locked even if nobody closed the round.
    """

    opens_on: date | None = None
    due_on: date | None = None
    on_time_until: date | None = None
    closes_on: date | None = None
    reminder_days: tuple[int, ...] = (7, 1, -1)  # days before `due_on`; negative: after it


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for one area in one round: until which day (inclusive), who gave it and why."""

    area: str
    until: date
    reason: str
    granted_by: str = ""
    granted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """One area's reporting in a round, with how much of it has been reported when.

    `asked` counts the tasks asked about that are not reported as not applicable; `reported`
    those of them reported in this round, `on_time` those first reported on time.
    """

    area: str
    state: SubmissionState = SubmissionState.WAITING
    comment: str = ""
    changed_at: datetime | None = None
    changed_by: str = ""
    asked: int = 0
    reported: int = 0
    on_time: int = 0
    extension: Extension | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A reporting round whole: what is asked, of whom, when, and how it is explained."""

    code: str
    roadmap: str
    names: Names
    as_of: date
    horizon: Quarter
    state: RoundState
    schedule: Schedule = Schedule()
    scope: Scope = Scope.ALL
    instructions: Names = Names("")
    summary: Names = Names("")
    invented: bool = False
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """What a round of a roadmap can ask: areas by code, how many tasks, how many critical ones.

    `has_reports` tells whether reports have been given in the round, so that its day stays.
    """

    areas: Mapping[str, Names]
    tasks: int
    critical: int
    has_reports: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk of the coordinator with an area (empty: with all): day, participants, conclusions.

    `key` is its number among all talks (0: not recorded yet).
    """

    held_on: date
    area: str
    participants: str
    conclusions: str
    visibility: Visibility = Visibility.INTERNAL
    recorded_by: str = ""
    recorded_at: datetime | None = None
    key: int = 0
