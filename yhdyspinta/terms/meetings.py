"""Meetings: their series, agendas and outcomes."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.recurrence import Recurrence
from yhdyspinta.terms.register import Link


class MeetingState(StrEnum):
    """The life of a meeting."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class OutcomeKind(StrEnum):
    """What came out of an item."""

    DECISION = "decision"
    INFORMATION = "information"
    ACTION = "action"
    RAISED = "raised"


class ActionState(StrEnum):
    """The state of an action; other outcomes have none."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Series:
    """Meetings of a body that recur: local time of day and length in minutes; days inclusive."""

    code: str
    body: str
    title: str
    rule: Recurrence
    at: time
    minutes: int
    valid_from: date
    valid_to: date | None = None
    place: str = ""
    address: str = ""
    visibility: Visibility = Visibility.PARTNERS
    invented: bool = False


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item of an agenda: `number` is its key in the meeting, its order too; time in minutes.

    `carried_from` is `meeting code/number` of the item that was carried over. `owner` is an
    organisation's code, `owner_text` words where it has none.
    """

    number: int
    title: str
    minutes: int | None = None
    owner: str = ""
    owner_text: str = ""
    materials: tuple[Link, ...] = ()
    carried_from: str = ""
    phenomenon: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out: `number` is its key in the meeting, `item` the item's number (None: none).

    An action has an owner organisation, a due day and a state; `task` is the roadmap's task that
    it became. `reference` is a decision's section in the minutes. A raised outcome names its
    phenomenon.
    """

    number: int
    kind: OutcomeKind
    text: str
    item: int | None = None
    reference: str = ""
    owner: str = ""
    owner_text: str = ""
    due_on: date | None = None
    state: ActionState | None = None
    done_on: date | None = None
    task: str = ""
    phenomenon: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of a body; times are aware. `sequence` counts its changes (RFC 5545)."""

    code: str
    body: str
    title: str
    starts_at: datetime
    ends_at: datetime
    series: str = ""
    place: str = ""
    address: str = ""
    state: MeetingState = MeetingState.PLANNED
    minutes: str = ""
    minutes_link: str = ""
    agenda: tuple[AgendaItem, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    visibility: Visibility = Visibility.PARTNERS
    invented: bool = False
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class ListedMeeting:
    """A meeting in a list: what has been written of it, without reading it all."""

    code: str
    title: str
    body: str
    body_names: Names
    starts_at: datetime
    ends_at: datetime
    place: str
    state: MeetingState
    items: int
    agenda_minutes: int
    outcomes: int
    has_minutes: bool
    invented: bool


@dataclass(frozen=True, slots=True)
class Promised:
    """An open action with where it was promised; `may_change` is about its state."""

    meeting: str
    title: str
    held_at: datetime
    body: str
    body_names: Names
    area: str
    action: Outcome
    is_overdue: bool
    may_change: bool
    invented: bool
