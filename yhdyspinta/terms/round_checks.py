"""What a coordinator looks at before publishing a round: who is missing, what is odd."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import Severity


class CheckKind(StrEnum):
    """What was found in an area's reports; `MISSING` and `ODD` say how heavy it is."""

    NOTHING_REPORTED = "nothing_reported"
    WAITING = "waiting"
    RETURNED = "returned"
    NOT_ACCEPTED = "not_accepted"
    INCOMPLETE = "incomplete"
    WENT_BACK = "went_back"
    ALL_AT_ONCE = "all_at_once"
    UNCHANGED = "unchanged"
    LATE_UNEXPLAINED = "late_unexplained"
    EXPECTED_LATER = "expected_later"
    BY_EXTENSION = "by_extension"


# The area's word is not whole: its figures will change or be missing.
MISSING = frozenset(
    {
        CheckKind.NOTHING_REPORTED,
        CheckKind.WAITING,
        CheckKind.RETURNED,
        CheckKind.NOT_ACCEPTED,
        CheckKind.INCOMPLETE,
    }
)
# Worth asking the area about; it may be right all the same.
ODD = frozenset(
    {
        CheckKind.WENT_BACK,
        CheckKind.ALL_AT_ONCE,
        CheckKind.UNCHANGED,
        CheckKind.LATE_UNEXPLAINED,
        CheckKind.EXPECTED_LATER,
    }
)


@dataclass(frozen=True, slots=True)
class Looked:
    """A task of an area in a round, with the statuses on the days of the rounds before.

    `former` begins with the round just before; None in it: no report by then. `is_explained`:
    a note says why. `by_extension`: reported after the round had closed.
    """

    area: str
    task: str
    due: Quarter
    status: Status | None = None
    former: tuple[Status | None, ...] = ()
    is_explained: bool = False
    risk: Severity | None = None
    expected: Quarter | None = None
    in_round: bool = True
    by_extension: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One thing found in one area's reports: its tasks, and `count` of `of` tasks.

    `until` is the day of an extension.
    """

    kind: CheckKind
    area: str
    tasks: tuple[str, ...] = ()
    count: int = 0
    of: int = 0
    until: date | None = None
