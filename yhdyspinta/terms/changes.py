"""What changed between two pictures: figures then and now, movements of tasks, and the ground."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.roadmap import Theme
from yhdyspinta.terms.situation import Delta, Note, Picture, Publication, Share, StatusChange


class Movement(StrEnum):
    """Which way a task's status changed; the order is that of a table's columns."""

    DONE = "done"  # became done
    STARTED = "started"  # from not started to under way
    RECOVERED = "recovered"  # from late to under way
    LATE = "late"  # became late
    BACK = "back"  # from done to anything less, or back to not started
    CONCERN = "concern"  # began or ceased to concern the area
    NEW = "new"  # reported now, not before
    GONE = "gone"  # reported before, not now
    OTHER = "other"  # under way in another word: in progress, on schedule


@dataclass(frozen=True, slots=True)
class FigureMove:
    """A figure in two pictures; None where there was or is none."""

    before: Share | None
    now: Share | None
    delta: Delta


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """How a theme of the later picture moved, over all areas."""

    theme: Theme
    progress: FigureMove
    readiness: FigureMove
    counts: Mapping[Movement, int]


@dataclass(frozen=True, slots=True)
class AreaChange:
    """How an area moved: its figures over all themes, and each task whose status changed."""

    area: Area
    progress: FigureMove
    readiness: FigureMove
    counts: Mapping[Movement, int]
    tasks: tuple[StatusChange, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What changed in what the figures are made of, apart from the reports themselves.

    `tasks_due_otherwise` are tasks in both pictures whose due quarter is another; `horizons`,
    like `rules` and `bands`, tells that the pictures do not have the same.
    """

    tasks_added: tuple[str, ...] = ()
    tasks_removed: tuple[str, ...] = ()
    tasks_due_otherwise: tuple[str, ...] = ()
    areas_added: tuple[Area, ...] = ()
    areas_removed: tuple[Area, ...] = ()
    began_to_report: tuple[Area, ...] = ()
    fell_silent: tuple[Area, ...] = ()
    horizons: tuple[Quarter, Quarter] | None = None
    rules: bool = False
    bands: bool = False

    @property
    def is_the_same(self) -> bool:
        """Tell whether nothing but reports can have moved a figure."""
        return self == Ground()


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from an earlier picture to a later one of the same roadmap.

    `steady` is progress over the areas that reported in both, None where those are all. Themes are
    in the roadmap's order, areas with the biggest movement first. `notes` are the later picture's
    that the earlier one did not have; `texts` tells that the coordinator's summary is another.
    """

    progress: FigureMove
    readiness: FigureMove
    steady: FigureMove | None
    counts: Mapping[Movement, int]
    themes: tuple[ThemeChange, ...]
    areas: tuple[AreaChange, ...]
    ground: Ground
    notes: tuple[Note, ...] = ()
    notes_gone: tuple[Note, ...] = ()
    summary: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """Changes with what they are told with: both pictures, and what was said of why.

    A picture without its publication is not published. `reports` are the public notes by
    (area, task) of the reports that changed something; `errata` the corrections on the way, the
    oldest first.
    """

    before: Picture
    now: Picture
    changes: Changes
    published_before: Publication | None = None
    published: Publication | None = None
    reports: Mapping[tuple[str, str], str] = field(default_factory=dict)
    errata: tuple[Publication, ...] = ()
