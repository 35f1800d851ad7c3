"""What a councillor reads of an area's cooperation in two minutes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from yhdyspinta.terms.interfaces import InterfaceState
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.shared_aims import SharedAim
from yhdyspinta.terms.situation import Figures


@dataclass(frozen=True, slots=True)
class Together:
    """An interface in short."""

    code: str
    names: Names
    state: InterfaceState
    invented: bool


@dataclass(frozen=True, slots=True)
class Package:
    """What is done together in one work package (names empty: in none)."""

    names: Names
    interfaces: tuple[Together, ...]


@dataclass(frozen=True, slots=True)
class ThemeFigures:
    """A theme's figures; names empty: of all themes."""

    theme: str
    names: Names
    figures: Figures


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reform is in the area, by the newest published picture."""

    round_code: str
    round_names: Names
    as_of: date
    rows: tuple[ThemeFigures, ...]
    invented: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: where and when it was made, its section in the minutes."""

    text: str
    reference: str
    body: Names
    meeting: str
    held_at: datetime
    invented: bool


class ComingKind(StrEnum):
    """What comes next."""

    MEETING = "meeting"
    AGREEMENT = "agreement"
    PLAN = "plan"
    DUTY = "duty"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Coming:
    """Something with a day: `code` is that of the thing, for an action of its meeting.

    `who` is the body of a meeting, the organisation of a duty or an action.
    """

    kind: ComingKind
    on: date
    names: Names
    code: str
    who: Names = Names("")
    is_late: bool = False
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """An agreement or a plan that holds on the day, with the last day of its time (None: open)."""

    code: str
    names: Names
    ends_on: date | None
    invented: bool


@dataclass(frozen=True, slots=True)
class AimPage:
    """A place's cooperation on one page, as its reader may see it on a day.

    `address`, `names` and `county` are the place's (county: of a municipality). `states` are
    (state, count) pairs of the interfaces. `behind` counts bodies behind their promise.
    `agreements` and `plans` are those that end first, of as many as their counts say.
    """

    address: str
    area: str
    names: Names
    county: str
    on: date
    aim: SharedAim | None
    packages: tuple[Package, ...]
    states: tuple[tuple[InterfaceState, int], ...]
    progress: Progress | None
    decided: tuple[Decided, ...]
    coming: tuple[Coming, ...]
    agreements: tuple[Held, ...]
    agreement_count: int
    plans: tuple[Held, ...]
    plan_count: int
    bodies: int
    behind: int
    may_edit: bool

    @property
    def count(self) -> int:
        """How many interfaces there are."""
        return sum(count for _, count in self.states)

    @property
    def is_invented(self) -> bool:
        """Tell whether anything shown is invented."""
        told = (
            *(each.invented for each in self.decided),
            *(each.invented for each in self.coming),
            *(each.invented for each in (*self.agreements, *self.plans)),
            *(each.invented for package in self.packages for each in package.interfaces),
        )
        aim = self.aim is not None and self.aim.invented
        return aim or any(told) or (self.progress is not None and self.progress.invented)


@dataclass(frozen=True, slots=True)
class CountyCounts:
    """How much of a county's cooperation (area empty: the nation's) its reader may see."""

    area: str
    names: Names
    interfaces: int
    bodies: int
    agreements: int
    has_aim: bool
