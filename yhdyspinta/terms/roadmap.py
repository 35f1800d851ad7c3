"""What is to be done by when (roadmap, theme, subarea, task) and what was said of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names


class Status(StrEnum):
    """One organisation's word on one task. The order is the order of a legend."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    ON_SCHEDULE = "on_schedule"
    LATE = "late"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Subarea:
    """A part of a theme; its code is a letter or a short word, unique within the theme."""

    code: str
    names: Names


@dataclass(frozen=True, slots=True)
class Theme:
    """A main entity of a roadmap (kokonaisuus) with its subareas in their order."""

    code: str
    names: Names
    subareas: tuple[Subarea, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done by the end of the quarter `due`. `title` is empty if not published."""

    code: str
    theme: str
    subarea: str
    due: Quarter
    title: Names = Names("")
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Roadmap:
    """A reform's roadmap: themes in their order, and tasks."""

    code: str
    names: Names
    themes: tuple[Theme, ...]
    tasks: tuple[Task, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class StatusReport:
    """One area's status for one task from a day on, said by someone at a time.

    A later report does not change an earlier one. `origin` names the file or the page that it
    came through; `note` is free text, for those whom `visibility` names.
    """

    area: str
    task: str
    status: Status
    effective_from: date
    recorded_at: datetime
    recorded_by: str = ""
    origin: str = ""
    note: str = ""
    visibility: Visibility = Visibility.PUBLIC


class RoundState(StrEnum):
    """The life of a reporting round; allowed steps are in `ROUND_STEPS`."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"


ROUND_STEPS: dict[RoundState, frozenset[RoundState]] = {
    RoundState.PLANNED: frozenset({RoundState.OPEN}),
    RoundState.OPEN: frozenset({RoundState.CLOSED}),
    RoundState.CLOSED: frozenset({RoundState.OPEN, RoundState.PUBLISHED}),
    # An erratum publishes again: a new version beside the old one.
    RoundState.PUBLISHED: frozenset({RoundState.PUBLISHED}),
}


@dataclass(frozen=True, slots=True)
class ReportingRound:
    """A round collects reports as of a day and looks at tasks due up to the horizon quarter."""

    code: str
    names: Names
    as_of: date
    horizon: Quarter
    state: RoundState = RoundState.PLANNED
    invented: bool = False
    roadmap: str = ""
