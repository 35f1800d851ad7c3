"""The annual clock: everything dated, of several organisations, fitted into one year."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.recurrence import Recurrence


class ClockKind(StrEnum):
    """What sort of dated thing it is."""

    MEETING = "meeting"
    DUTY = "duty"
    PLAN = "plan"
    NOTICE = "notice"
    AGREEMENT_END = "agreement_end"
    ACTION = "action"
    ROUND = "round"
    BUDGET = "budget"
    STRATEGY = "strategy"
    MONEY = "money"
    OTHER = "other"


class Precision(StrEnum):
    """How exactly the time is known: a day (or days), a month, or a period of two months."""

    DAY = "day"
    MONTH = "month"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something dated that has no other place in the register: a budget's handling, a money date.

    `lane` is its subject. `starts_on` and `ends_on` are inclusive. With a `rule` it recurs from
    `starts_on` until `ends_on` (None: without end) and each occurrence is a day.
    """

    code: str
    names: Names
    kind: ClockKind
    starts_on: date
    ends_on: date | None = None
    precision: Precision = Precision.DAY
    area: str = ""
    owner: str = ""
    lane: Names = Names("")
    rule: Recurrence | None = None
    note: str = ""
    address: str = ""
    visibility: Visibility = Visibility.PUBLIC
    source: str = ""
    invented: bool = False


@dataclass(frozen=True, slots=True)
class ClockEntry:
    """One dated thing on the clock, wherever it comes from.

    `key` names it for good (`meeting:code`, `duty:code:organisation:2026`): calendars recognise
    it by that. `organisations` are codes of those whom it concerns. With `starts_at` and
    `ends_at` it has a time of day, else it takes the whole days `starts_on` to `ends_on`. `about`
    is the code of the thing that it comes from, `changed_at` when that was written last.
    """

    key: str
    names: Names
    kind: ClockKind
    starts_on: date
    ends_on: date
    precision: Precision = Precision.DAY
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    organisations: tuple[str, ...] = ()
    body: str = ""
    lane: Names = Names("")
    place: str = ""
    note: str = ""
    is_cancelled: bool = False
    sequence: int = 0
    invented: bool = False
    about: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """A ring of the clock: an organisation's or a subject's things, in order."""

    code: str
    names: Names
    entries: tuple[ClockEntry, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two meetings at the same time to which the same organisations belong."""

    first: ClockEntry
    second: ClockEntry
    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FullWeek:
    """A week (named by its Monday) with more dated things of an organisation than was allowed."""

    monday: date
    organisation: str
    entries: tuple[ClockEntry, ...]


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    """A secret address from which a calendar reads; the secret itself is nowhere.

    One of `body`, `organisation` and `area` says about what it is; none: its maker's own work.
    """

    number: int
    made_at: datetime
    language: str
    body: str = ""
    organisation: str = ""
    area: str = ""
    names: Names = Names("")
    read_at: datetime | None = None
    revoked_at: datetime | None = None
