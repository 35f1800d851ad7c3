"""Reminders: who is asked to do what for an area in a round, and how far each message is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from yhdyspinta.terms.access import Role
from yhdyspinta.terms.languages import Names


class ReminderKind(StrEnum):
    """What the person is asked to do."""

    FILL_IN = "fill_in"  # say how the area's tasks are, and that the answer is whole
    APPROVE = "approve"  # answer for what the area's reporter says is whole


class ReminderState(StrEnum):
    """How far a message is. `unsure`: the worker died, or the connection broke, while it left."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Holder:
    """A person with a role in an organisation that acts for an area."""

    area: str
    person: int
    role: Role


@dataclass(frozen=True, slots=True)
class Message:
    """A message to be sent to one person about one area on a day.

    `days_before` the due day (negative: after it; None: the coordinator asked for it). With
    `is_fallback` nobody has the role that is asked for, and the person is the next to turn to.
    """

    area: str
    person: int
    day: date
    days_before: int | None
    kind: ReminderKind
    is_fallback: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that there is: about which area, to whom, on which day."""

    area: str
    person: int
    day: date


@dataclass(frozen=True, slots=True)
class Unreached:
    """An area that should be reminded although nobody can be written to."""

    area: str
    kind: ReminderKind


@dataclass(frozen=True, slots=True)
class Plan:
    """Messages to be sent, and areas that have nobody to send them to."""

    messages: tuple[Message, ...] = ()
    unreached: tuple[Unreached, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """What a message tells one person of one area's part of a round.

    `role` is the one that the person is written to for, `instead_of` the one that nobody has.
    `address` is that of the page where it is done.
    """

    kind: ReminderKind
    round: Names
    area: Names
    role: Role
    address: str
    due: date | None
    today: date
    asked: int
    missing: int
    is_returned: bool = False
    instead_of: Role | None = None


class Outcome(StrEnum):
    """What came of one message."""

    SENT = "sent"
    CANCELLED = "cancelled"  # no longer needed: the area has answered, or the round has closed
    REFUSED = "refused"  # by the mail server; tried again later, or failed for good
    UNREACHABLE = "unreachable"  # there is no mail server to talk to
    UNSURE = "unsure"  # the connection broke: it may have left
    TAKEN = "taken"  # another worker sends it


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message says: its subject, and its text as plain text and as HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """A message as the coordinator sees it; `key` is its number, `person` that of log and trail.

    `at` is when it was sent, else last tried, else planned; `failure` is what the server said.
    """

    key: int
    area: str
    person: str
    name: str
    day: date
    days_before: int | None
    state: ReminderState
    at: datetime
    is_fallback: bool = False
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Reminders:
    """A round's messages, the newest first, and the areas that nobody can be written to about.

    `areas` names the areas by code; `is_open` tells whether the round takes reports today, and
    `is_stuck` whether messages have waited so long that no worker seems to be at work.
    """

    round: Names
    areas: Mapping[str, Names]
    messages: tuple[Reminder, ...]
    unreached: tuple[Unreached, ...]
    is_open: bool
    is_stuck: bool
