"""The situation picture: counts, shares and the frozen record of a whole picture."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Roadmap, Status
from yhdyspinta.terms.rules import Bands, StatusRule


class Lens(StrEnum):
    """Which figure a picture shows."""

    PROGRESS = "progress"
    READINESS = "readiness"


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of`. The denominator is never zero: no tasks means no share."""

    count: int
    of: int

    @property
    def percent(self) -> int:
        """The share in whole percent, rounded half up (12.5 % -> 13 %)."""
        return (200 * self.count + self.of) // (2 * self.of)


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of tasks in one group (an area's theme or subarea).

    `applicable` = all tasks less `not_applicable`; `due` = applicable tasks due by the horizon;
    `progressing` = those of them that count as progressing; `under_way` = applicable tasks that
    count as under way. The statuses and `not_reported` are counted over applicable tasks.
    """

    applicable: int = 0
    due: int = 0
    progressing: int = 0
    under_way: int = 0
    not_reported: int = 0
    not_started: int = 0
    in_progress: int = 0
    on_schedule: int = 0
    late: int = 0
    done: int = 0
    not_applicable: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(
            *(getattr(self, each.name) + getattr(other, each.name) for each in fields(self))
        )

    @property
    def reported(self) -> int:
        """Applicable tasks with a report."""
        return self.applicable - self.not_reported


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one cell: an area (None = all areas) and a theme, or a subarea of it.

    The shares are None where there is nothing to divide by: the area has reported nothing
    (`has_reports` is False), or no task is due or applicable.
    """

    area: str | None
    theme: str | None
    subarea: str | None
    counts: Counts
    has_reports: bool
    progress: Share | None = None
    under_way: Share | None = None
    done: Share | None = None
    started: Share | None = None  # under way or done: what the bands of readiness colour
    completeness: Share | None = None
    progress_band: str | None = None
    readiness_band: str | None = None

    def band(self, lens: Lens) -> str | None:
        """Return the band's code that colours the cell under `lens`."""
        return self.progress_band if lens is Lens.PROGRESS else self.readiness_band


class NoteKind(StrEnum):
    """What a note says: an observation, a risk, or areas to be watched."""

    NOTE = "note"
    RISK = "risk"
    WATCH = "watch"


class Severity(StrEnum):
    """How severe a risk is, from low to highest."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    HIGHEST = "highest"


@dataclass(frozen=True, slots=True)
class Note:
    """A note or risk on a round; about areas, a theme, both or the whole.

    `severity` None: not stated.
    """

    kind: NoteKind
    text: Names
    areas: tuple[str, ...] = ()
    theme: str = ""
    severity: Severity | None = None
    source: str = ""
    visibility: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class Reporting:
    """How an area answered a round: tasks asked about, reported, and reported on time.

    Tasks reported as not applicable are in none of them. `on_time` is None where the round had no
    limit. In a round without a due day `reported` counts tasks with any status on its day.
    """

    asked: int
    reported: int
    on_time: int | None = None

    def __add__(self, other: Self) -> Self:
        times = (self.on_time, other.on_time)
        known = [each for each in times if each is not None]
        return type(self)(
            self.asked + other.asked,
            self.reported + other.reported,
            sum(known) if len(known) == 2 else None,
        )

    @property
    def completeness(self) -> Share | None:
        """Tasks reported, out of those asked about; None where none was."""
        return Share(self.reported, self.asked) if self.asked else None

    @property
    def timeliness(self) -> Share | None:
        """Tasks reported on time, out of those asked about; None where there was no limit."""
        return Share(self.on_time, self.asked) if self.asked and self.on_time is not None else None


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that a situation picture shows, as of a day and up to a horizon.

    `counts` has one entry per (area, theme, subarea); sums follow from it. `statuses` holds the
    status of every reported task per area; `reporting` the areas with at least one report.
    `known_by` is the time up to which reports were taken into account (None: all). `answers` tells
    by area how it answered the round, empty outside of rounds; `summary` is the coordinator's word.
    """

    roadmap: Roadmap
    areas: tuple[Area, ...]
    as_of: date
    horizon: Quarter
    rule: StatusRule
    bands: Bands
    counts: Mapping[tuple[str, str, str], Counts]
    statuses: Mapping[str, Mapping[str, Status]]
    reporting: frozenset[str]
    round_code: str = ""
    round_names: Names = Names("")
    invented: bool = False
    known_by: datetime | None = None
    notes: tuple[Note, ...] = ()
    sources: tuple[str, ...] = ()
    answers: Mapping[str, Reporting] = field(default_factory=dict)
    summary: Names = Names("")


@dataclass(frozen=True, slots=True)
class Publication:
    """A published, frozen picture: which version, when, by whom, its fingerprint.

    `replaces` is the version that an erratum replaces (0: none) and `reason` says why.
    """

    round_code: str
    version: int
    published_at: datetime
    published_by: str
    sha256: str
    replaces: int = 0
    reason: str = ""
    superseded_by: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a picture's table: a theme (subarea None: the whole theme) or a subarea.

    `tasks` is the number of tasks that the lens looks at when all are applicable.
    """

    theme: str
    subarea: str | None
    names: Names
    tasks: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a picture's table: an area (None: all areas together) and its figures."""

    area: Area | None
    figures: tuple[Figures, ...]
    has_reports: bool
    answer: Reporting | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A picture seen through a lens at one level: what page, slide, sheet and API all draw."""

    lens: Lens
    theme: str | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A task whose status differs between two pictures; None = no report."""

    area: str
    task: str
    before: Status | None
    after: Status | None


class Direction(StrEnum):
    """How a figure moved between two pictures."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NEW = "new"
    GONE = "gone"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Delta:
    """A figure's move in percentage points of the rounded percentages (None: not comparable)."""

    direction: Direction
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Areas at one end of the ranking: named with their percentage, or how many are tied there.

    `tied` is (number of areas, percentage) when too many share the end to be named.
    """

    named: tuple[tuple[str, int], ...] = ()
    tied: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The facts that the sentences above a table are made of (see calc/summary.py)."""

    lens: Lens
    overall: Share | None
    reporting: int
    areas: int
    weakest: tuple[Column, Share] | None = None
    strongest: tuple[Column, Share] | None = None
    leaders: Standing = Standing()
    followers: Standing = Standing()
    silent: tuple[str, ...] = ()
