"""Gaps: what is missing or late in cooperation, what it is about and whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register import Level


class GapKind(StrEnum):
    """What is missing or late."""

    NO_BODY = "no_body"
    NO_AGREEMENT = "no_agreement"
    NOT_MEETING = "not_meeting"
    DUTY_LATE = "duty_late"
    DUTY_SOON = "duty_soon"
    ACTION_LATE = "action_late"
    ACT_BY_PASSED = "act_by_passed"
    ACT_BY_NEAR = "act_by_near"
    DUTY_NOT_KNOWN = "duty_not_known"


class GapAbout(StrEnum):
    """What kind of thing a gap is in."""

    INTERFACE = "interface"
    BODY = "body"
    MEETING = "meeting"
    AGREEMENT = "agreement"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap: in which thing (`about`, `code`, `names`), whose it is to close, since or by when.

    `area` is the county whose cooperation it is (empty: national), for a duty the county's of the
    organisation. `owners` are organisations that should act, `concerned` all whom it concerns.
    `level` is a level without a body, `text` a structure's or an action's own words. `held` and
    `expected` are numbers of meetings. `on` is the day on which it was due, or by which to act.
    """

    kind: GapKind
    about: GapAbout
    code: str
    names: Names
    area: str = ""
    owners: tuple[str, ...] = ()
    concerned: tuple[str, ...] = ()
    level: Level | None = None
    text: str = ""
    on: date | None = None
    held: int | None = None
    expected: int | None = None
    law: str = ""
    invented: bool = False


@dataclass(frozen=True, slots=True)
class GapsOfArea:
    """All gaps of a place that a reader may see, with the names of the organisations."""

    gaps: tuple[Gap, ...]
    organisations: Mapping[str, Names]


@dataclass(frozen=True, slots=True)
class GapsOfCounty:
    """A county's number of gaps of each kind (a kind without any is left out)."""

    area: str
    names: Names
    counts: Mapping[GapKind, int]

    @property
    def total(self) -> int:
        """How many gaps are known; what nobody has reported of a duty is not counted."""
        known = (kind for kind in self.counts if kind is not GapKind.DUTY_NOT_KNOWN)
        return sum(self.counts[kind] for kind in known)


@dataclass(frozen=True, slots=True)
class NationalGaps:
    """Gaps of all counties and of the nation's cooperation (the row without an area)."""

    counties: tuple[GapsOfCounty, ...]
    gaps: tuple[Gap, ...]
    organisations: Mapping[str, Names]
