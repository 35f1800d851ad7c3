"""Phenomena: what the field notices, raised level by level, and the answer's way back down."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.register import Level


class StepDirection(StrEnum):
    """Whether a phenomenon goes up or its answer comes down."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class PhenomenonStep:
    """A phenomenon reached a level on a day, in a body; `number` is its order from 1.

    `meeting` and `outcome` (the outcome's number in it) say where it was treated, `text` what was
    said. The answer comes down through the levels that it went up by, in reverse.
    """

    number: int
    direction: StepDirection
    level: Level
    on: date
    body: str = ""
    meeting: str = ""
    outcome: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Phenomenon:
    """What was noticed in the field: by which organisation (`owner`), when, about what."""

    code: str
    title: str
    owner: str
    noticed_on: date
    area: str = ""
    interface: str = ""
    description: str = ""
    steps: tuple[PhenomenonStep, ...] = ()
    closed_on: date | None = None
    visibility: Visibility = Visibility.PARTNERS
    invented: bool = False
