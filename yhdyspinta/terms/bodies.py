"""Bodies: where people of several organisations meet, on four levels."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register import Level


class BodyKind(StrEnum):
    """What a body is for."""

    DECISION = "decision"
    PREPARATION = "preparation"
    COOPERATION = "cooperation"
    STAFF = "staff"
    PARTNER = "partner"
    NETWORK = "network"


class MemberRole(StrEnum):
    """What a member is in a body."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"
    EXPERT = "expert"
    SECRETARY = "secretary"


@dataclass(frozen=True, slots=True)
class BodyMember:
    """A seat in a body: an organisation of the register, or words for whom it is (`text`).

    `substitute` is in words. A person's name is optional and shown only to those who may read
    what is internal, unless `person_is_public`. The term's days are inclusive.
    """

    role: MemberRole = MemberRole.MEMBER
    organisation: str = ""
    text: str = ""
    expertise: str = ""
    substitute: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    person: str = ""
    person_is_public: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A body with its members.

    `area` is the county whose cooperation it belongs to (empty: national). It promises to meet
    `least_per_year` to `most_per_year` times (None: nothing promised). `composition` is the rule
    in words. `valid_from` and `valid_to` are its term, both inclusive.
    """

    code: str
    names: Names
    level: Level
    kind: BodyKind
    area: str = ""
    owner: str = ""
    mandate: str = ""
    legal_basis: str = ""
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    composition: str = ""
    least_per_year: int | None = None
    most_per_year: int | None = None
    tasks: tuple[str, ...] = ()
    interfaces: tuple[str, ...] = ()
    members: tuple[BodyMember, ...] = ()
    visibility: Visibility = Visibility.PUBLIC
    source: str = ""
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a body meets against what it promised, in the year of a day.

    `promised` is the least that it promised for the part of the year in which it works (None:
    nothing promised), `held` what it held by the day, `expected` how many an even pace would
    have held, `planned` what stands in its calendar from the day to the year's end. `next_by` is
    the day by which the next one is due (None: none is), `next_planned` the next in its calendar.
    """

    year: int
    promised: int | None
    held: int
    planned: int
    expected: int
    is_behind: bool
    next_by: date | None = None
    next_planned: date | None = None

    @property
    def missing(self) -> int:
        """How many more should be put into the calendar for this year's promise to be kept."""
        return max((self.promised or 0) - self.held - self.planned, 0)


@dataclass(frozen=True, slots=True)
class ListedBody:
    """A body as its reader sees it, with its meetings against its promise."""

    body: Body
    pace: Pace
