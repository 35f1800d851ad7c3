"""A drawing of who meets on what: places for organisations, interfaces and the lines between.

Interfaces stand in the middle in their given order; organisations on both sides, each near the
middle of its interfaces. Organisations with the same roles in the same interfaces share a box
(`alike`): a county's municipalities would else be a tangle of lines that says one thing. Nothing
is left to chance, so that the same facts are drawn the same way, and no two boxes of a column
touch. Lengths are in pixels.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from yhdyspinta.terms.interfaces import PartyRole

ORGANISATION_WIDTH, INTERFACE_WIDTH, BETWEEN = 230.0, 330.0, 150.0
WIDTH = 2 * ORGANISATION_WIDTH + INTERFACE_WIDTH + 2 * BETWEEN
_GAP = 12.0  # the least between two boxes
_PORTS = 0.7  # how much of a box's side its lines share


class Column(StrEnum):
    """The three columns of the drawing."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"


_LEFT_EDGE = {
    Column.LEFT: 0.0,
    Column.MIDDLE: ORGANISATION_WIDTH + BETWEEN,
    Column.RIGHT: ORGANISATION_WIDTH + INTERFACE_WIDTH + 2 * BETWEEN,
}


@dataclass(frozen=True, slots=True)
class Sized:
    """Something to be drawn: its code and how high its box is."""

    code: str
    height: float


@dataclass(frozen=True, slots=True)
class Tie:
    """An organisation's role in an interface."""

    organisation: str
    interface: str
    role: PartyRole


@dataclass(frozen=True, slots=True)
class Spot:
    """A box: its column, its upper left corner and its size."""

    code: str
    column: Column
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Half-way down its side."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line from an organisation's box to an interface's."""

    tie: Tie
    start: tuple[float, float]
    end: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Network:
    """The whole drawing; `height` is that of its highest column."""

    height: float
    organisations: tuple[Spot, ...]
    interfaces: tuple[Spot, ...]
    lines: tuple[Line, ...]


def alike(organisations: Iterable[str], ties: Iterable[Tie]) -> list[tuple[str, ...]]:
    """Put organisations with exactly the same roles in the same interfaces together.

    Groups, and organisations in them, keep the order in which they were given; everybody given is
    in one group. The first of a group can stand for it in `layout`.
    """
    roles: dict[str, set[tuple[str, PartyRole]]] = {}
    for tie in ties:
        roles.setdefault(tie.organisation, set()).add((tie.interface, tie.role))
    groups: dict[frozenset[tuple[str, PartyRole]], list[str]] = {}
    for code in organisations:
        groups.setdefault(frozenset(roles.get(code, ())), []).append(code)
    return [tuple(group) for group in groups.values()]


def layout(
    organisations: Sequence[Sized], interfaces: Sequence[Sized], ties: Iterable[Tie]
) -> Network:
    """Place everything. Ties to what is not given are left out, as are second ties of a pair."""
    known = {each.code for each in organisations}, {each.code for each in interfaces}
    pairs = {
        (each.organisation, each.interface): each
        for each in ties
        if each.organisation in known[0] and each.interface in known[1]
    }
    kept = tuple(pairs[key] for key in sorted(pairs))
    ordered = _by_middle(organisations, interfaces, kept)
    left, right = _sides(ordered)
    height = max(_height(each) for each in (left, interfaces, right))
    middle = _column(interfaces, Column.MIDDLE, height)
    sides = (*_column(left, Column.LEFT, height), *_column(right, Column.RIGHT, height))
    spots = {each.code: each for each in sides}, {each.code: each for each in middle}
    return Network(height, sides, tuple(middle), _lines(kept, *spots))


def _by_middle(
    organisations: Sequence[Sized], interfaces: Sequence[Sized], ties: Sequence[Tie]
) -> list[Sized]:
    """Order organisations by the middle of their interfaces, as they were given where equal."""
    rank = {each.code: number for number, each in enumerate(interfaces)}
    met: dict[str, list[int]] = {}
    for tie in ties:
        met.setdefault(tie.organisation, []).append(rank[tie.interface])
    return sorted(
        organisations,
        key=lambda each: sum(met[each.code]) / len(met[each.code]) if each.code in met else 0.0,
    )


def _sides(ordered: Sequence[Sized]) -> tuple[list[Sized], list[Sized]]:
    """Share boxes out in their order, each to the side that is lower so far."""
    left: list[Sized] = []
    right: list[Sized] = []
    for each in ordered:
        (left if _height(left) <= _height(right) else right).append(each)
    return left, right


def _height(column: Sequence[Sized]) -> float:
    return sum(each.height for each in column) + _GAP * max(0, len(column) - 1)


def _column(column: Sequence[Sized], name: Column, height: float) -> list[Spot]:
    """Share a column's boxes out over the drawing's height."""
    width = INTERFACE_WIDTH if name is Column.MIDDLE else ORGANISATION_WIDTH
    spare = height - sum(each.height for each in column)
    gap = spare / (len(column) - 1) if len(column) > 1 else 0.0
    y = 0.0 if len(column) > 1 else spare / 2
    spots = []
    for each in column:
        spots.append(Spot(each.code, name, _LEFT_EDGE[name], y, width, each.height))
        y += each.height + gap
    return spots


def _lines(
    ties: Sequence[Tie], sides: Mapping[str, Spot], middle: Mapping[str, Spot]
) -> tuple[Line, ...]:
    """Draw ties between the sides that face each other, in the order in which they arrive."""
    leaving: dict[tuple[str, Column], list[Tie]] = {}
    arriving: dict[tuple[str, Column], list[Tie]] = {}
    for tie in ties:
        column = sides[tie.organisation].column
        leaving.setdefault((tie.organisation, column), []).append(tie)
        arriving.setdefault((tie.interface, column), []).append(tie)
    for group in leaving.values():
        group.sort(key=lambda tie: middle[tie.interface].middle)
    for group in arriving.values():
        group.sort(key=lambda tie: sides[tie.organisation].middle)
    lines = []
    for tie in ties:
        side, spot = sides[tie.organisation], middle[tie.interface]
        is_left = side.column is Column.LEFT
        start = _port(side, leaving[tie.organisation, side.column], tie)
        end = _port(spot, arriving[tie.interface, side.column], tie)
        lines.append(
            Line(
                tie,
                (side.x + side.width if is_left else side.x, start),
                (spot.x if is_left else spot.x + spot.width, end),
            )
        )
    return tuple(lines)


def _port(spot: Spot, group: Sequence[Tie], tie: Tie) -> float:
    """Return how far down a box's side one of its lines begins."""
    share = (group.index(tie) + 0.5) / len(group) - 0.5
    return spot.middle + share * spot.height * _PORTS
