"""A phenomenon's way up the levels and its answer's way down: what may follow, and how long."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yhdyspinta.terms.phenomena import Phenomenon, PhenomenonStep, StepDirection
from yhdyspinta.terms.register import Level

# From the field up: Kuntaliitto 9.12.2021, the levels of cooperation.
LADDER = (Level.FIELD, Level.EXPERT, Level.MANAGEMENT, Level.POLITICAL)


class Fault(StrEnum):
    """What is wrong with a phenomenon's steps."""

    NUMBERS = "numbers"  # they do not go 1, 2, 3
    NOT_NEXT = "not_next"  # raised past a level, or to one where it has been
    UP_AFTER_DOWN = "up_after_down"  # raised while its answer comes down
    NO_WAY_DOWN = "no_way_down"  # an answer before anybody above was asked
    OTHER_WAY = "other_way"  # the answer passes a level by
    DAYS = "days"  # a day before the one before it
    CLOSED_EARLY = "closed_early"  # closed before its last step


class Stage(StrEnum):
    """How far a phenomenon is."""

    NOTICED = "noticed"
    RISING = "rising"
    COMING_DOWN = "coming_down"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Stay:
    """How long a phenomenon, or its answer, was on a level.

    `step` is the number of the step that brought it there (0: noticed there). `until` is the day
    that it went on, None while it is there; then `days` run to the day that was asked about.
    """

    step: int
    direction: StepDirection
    level: Level
    since: date
    until: date | None
    days: int


def level_of(phenomenon: Phenomenon) -> Level:
    """Return the level on which it, or its answer, is."""
    return phenomenon.steps[-1].level if phenomenon.steps else Level.FIELD


def next_up(phenomenon: Phenomenon) -> Level | None:
    """Return the level to which it may be raised; None: none, or it is on its way down."""
    if phenomenon.closed_on or _is_coming_down(phenomenon):
        return None
    place = LADDER.index(level_of(phenomenon)) + 1
    return LADDER[place] if place < len(LADDER) else None


def next_down(phenomenon: Phenomenon) -> Level | None:
    """Return the level to which the answer comes next; None: nobody was asked, or it has come."""
    if phenomenon.closed_on:
        return None
    place = LADDER.index(level_of(phenomenon)) - 1
    return LADDER[place] if place >= 0 else None


def stage(phenomenon: Phenomenon) -> Stage:
    """Say how far it is."""
    if phenomenon.closed_on:
        return Stage.CLOSED
    if _is_coming_down(phenomenon):
        is_home = level_of(phenomenon) is Level.FIELD
        return Stage.ANSWERED if is_home else Stage.COMING_DOWN
    return Stage.NOTICED if level_of(phenomenon) is Level.FIELD else Stage.RISING


def fault(phenomenon: Phenomenon) -> Fault | None:
    """Return the first thing that is wrong with the steps, None if nothing is.

    A first step may name the field itself: where in the field it was treated.
    """
    level, last, is_down = Level.FIELD, phenomenon.noticed_on, False
    for place, step in enumerate(phenomenon.steps, start=1):
        wrong = _fault_of(step, place=place, level=level, is_down=is_down)
        if wrong:
            return wrong
        if step.on < last:
            return Fault.DAYS
        level, last, is_down = step.level, step.on, step.direction is StepDirection.DOWN
    if phenomenon.closed_on and phenomenon.closed_on < last:
        return Fault.CLOSED_EARLY
    return None


def stays(phenomenon: Phenomenon, *, on: date) -> tuple[Stay, ...]:
    """Return how long it was on each level, from the first observation on.

    The last stay runs to the day `on`, or to the day it was closed; none runs on once the answer
    has come back to the field.
    """
    ways = [(0, StepDirection.UP, Level.FIELD, phenomenon.noticed_on)]
    for step in phenomenon.steps:
        if step.number == 1 and step.level is Level.FIELD:
            continue  # still where it was noticed
        ways.append((step.number, step.direction, step.level, step.on))
    ends: list[date | None] = [each[3] for each in ways[1:]]
    is_home = stage(phenomenon) is Stage.ANSWERED
    ends.append(phenomenon.closed_on or (ways[-1][3] if is_home else None))
    return tuple(
        Stay(number, direction, level, since, until, max(((until or on) - since).days, 0))
        for (number, direction, level, since), until in zip(ways, ends, strict=True)
    )


def way_back(phenomenon: Phenomenon, *, step: int, on: date) -> tuple[Stay, ...]:
    """Return the stays from a step back to the first observation: the newest first."""
    return tuple(reversed([each for each in stays(phenomenon, on=on) if each.step <= step]))


def days_in_all(phenomenon: Phenomenon, *, on: date) -> int:
    """Return the days from the first observation to the answer in the field, the end, or today."""
    ends = stays(phenomenon, on=on)[-1]
    return max(((ends.until or on) - phenomenon.noticed_on).days, 0)


def _is_coming_down(phenomenon: Phenomenon) -> bool:
    return bool(phenomenon.steps) and phenomenon.steps[-1].direction is StepDirection.DOWN


def _fault_of(step: PhenomenonStep, *, place: int, level: Level, is_down: bool) -> Fault | None:
    if step.number != place:
        return Fault.NUMBERS
    here, there = LADDER.index(level), LADDER.index(step.level)
    if step.direction is StepDirection.UP:
        if is_down:
            return Fault.UP_AFTER_DOWN
        is_first_in_field = place == 1 and step.level is Level.FIELD
        return None if there == here + 1 or is_first_in_field else Fault.NOT_NEXT
    if here == 0 and not is_down:
        return Fault.NO_WAY_DOWN
    return None if there == here - 1 else Fault.OTHER_WAY
