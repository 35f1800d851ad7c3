"""The annual clock as a round wheel: where each thing stands, before anybody draws it.

Angles are degrees clockwise from the top, where the year begins. Rings lie between an inner and
an outer radius, as shares of the wheel's radius. A thing known by the day is a dot, one that
lasts is an arc; dots that do not fit are counted together by month.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from yhdyspinta.calc.annual_clock import months, year_bounds
from yhdyspinta.terms.annual_clock import ClockEntry, Lane

HUB, RIM = 0.235, 0.905
_GAP = 0.014  # between rings
_TALLEST = 0.1  # of a track
_MOST_TRACKS = 13
_DOT = 0.0265  # a dot's radius at most
_SPACE = 0.5  # degrees between two things of a track
_LONG = 12  # days from which a thing is an arc


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on the wheel, or several counted together (`numbers`, then no `entry`).

    It takes the track from `inner` to `outer`, from `start` to `end`; a dot stands at `at`.
    `room` is the angle (degrees) up to which words beside a dot may go, its own end if none.
    """

    lane: int
    numbers: tuple[int, ...]
    entry: ClockEntry | None
    start: float
    end: float
    inner: float
    outer: float
    room: float
    at: float | None = None

    @property
    def middle(self) -> float:
        """The radius on which it stands."""
        return (self.inner + self.outer) / 2

    @property
    def radius(self) -> float:
        """A dot's radius."""
        return min((self.outer - self.inner) / 2 - 0.002, _DOT)


@dataclass(frozen=True, slots=True)
class Ring:
    """A lane's ring."""

    inner: float
    outer: float


@dataclass(frozen=True, slots=True)
class Wheel:
    """A year's wheel: its rings from the outermost, its marks, and today's angle if in the year."""

    year: int
    lanes: tuple[Lane, ...]
    rings: tuple[Ring, ...]
    marks: tuple[Mark, ...]
    today: float | None


@dataclass(frozen=True, slots=True)
class _Thing:
    lane: int
    numbers: tuple[int, ...]
    entry: ClockEntry | None
    start: float
    end: float
    at: float | None


def angle(day: date, *, is_end: bool = False) -> float:
    """Return the angle at which a day begins (`is_end`: ends) on its year's wheel."""
    first, last = year_bounds(day.year)
    passed = (day - first).days + is_end
    return 360 * passed / ((last - first).days + 1)


def numbered(entries: Iterable[ClockEntry]) -> dict[str, int]:
    """Return the number of each entry, by key: those of the wheel and of its list."""
    keys = dict.fromkeys(entry.key for entry in entries)
    return {key: number for number, key in enumerate(keys, start=1)}


def wheel(
    lanes: Sequence[Lane], *, year: int, numbers: dict[str, int], today: date | None = None
) -> Wheel:
    """Lay lanes out as rings; dots are counted together by month where there are too many."""
    things = [_things(lane, at, year=year, numbers=numbers) for at, lane in enumerate(lanes)]
    tracks = [_tracks(each) for each in things]
    if sum(max(len(each), 1) for each in tracks) > _MOST_TRACKS:
        things = [_together(each, year) for each in things]
        tracks = [_tracks(each) for each in things]
    counts = [max(len(each), 1) for each in tracks]
    space = RIM - HUB - _GAP * len(lanes)
    tall = min(_TALLEST, space / max(sum(counts), 1))
    rings: list[Ring] = []
    marks: list[Mark] = []
    outer = RIM
    for ring, count in zip(tracks, counts, strict=True):
        inner = outer - tall * count
        for number, track in enumerate(ring):
            top = outer - number * tall
            marks += _marks(track, top - tall, top)
        rings.append(Ring(inner, outer))
        outer = inner - _GAP
    hand = angle(today) if today and today.year == year else None
    return Wheel(year, tuple(lanes), tuple(rings), tuple(marks), hand)


def _things(lane: Lane, at: int, *, year: int, numbers: dict[str, int]) -> list[_Thing]:
    first, last = year_bounds(year)
    found = []
    for entry in lane.entries:
        if not months(entry, year):
            continue
        begins, ends = max(entry.starts_on, first), min(entry.ends_on, last)
        start, end = angle(begins), angle(ends, is_end=True)
        number = (numbers[entry.key],)
        if (ends - begins).days + 1 >= _LONG:
            found.append(_Thing(at, number, entry, start, end, None))
        else:
            middle = (start + end) / 2
            found.append(_Thing(at, number, entry, middle, middle, middle))
    return found


def _together(things: Sequence[_Thing], year: int) -> list[_Thing]:
    """Count the dots of a month together if there is more than one of them; arcs stay."""
    found = [each for each in things if each.at is None]
    for month in range(1, 13):
        first = angle(date(year, month, 1))
        last = angle(date(year, month + 1, 1)) if month < 12 else 360.0
        dots = [each for each in things if each.at is not None and first <= each.at < last]
        if len(dots) == 1:
            found += dots
        elif dots:
            numbers = tuple(number for each in dots for number in each.numbers)
            middle = (first + last) / 2
            found.append(_Thing(dots[0].lane, numbers, None, middle, middle, middle))
    return sorted(found, key=lambda each: (each.start, each.end))


def _tracks(things: Sequence[_Thing]) -> list[list[_Thing]]:
    """Share things out to tracks on which they do not touch, the first free one for each."""
    tracks: list[list[_Thing]] = []
    for thing in sorted(things, key=lambda each: (each.at is not None, each.start, -each.end)):
        low, high = _width(thing)
        for track in tracks:
            if all(high <= _width(other)[0] or low >= _width(other)[1] for other in track):
                track.append(thing)
                break
        else:
            tracks.append([thing])
    return [sorted(track, key=lambda each: each.start) for track in tracks]


def _width(thing: _Thing) -> tuple[float, float]:
    """Return the angles that a thing takes: a dot as much as on the innermost ring."""
    if thing.at is None:
        return thing.start + 0.01, thing.end - 0.01
    half = 57.3 * _DOT / 0.45 + _SPACE
    return thing.at - half, thing.at + half


def _marks(track: Sequence[_Thing], inner: float, outer: float) -> list[Mark]:
    found = []
    for number, thing in enumerate(track):
        following = track[number + 1] if number + 1 < len(track) else None
        room = _width(following)[0] if following else 360.0
        found.append(
            Mark(
                thing.lane,
                thing.numbers,
                thing.entry,
                thing.start,
                thing.end,
                inner,
                outer,
                thing.end if thing.at is None else max(room, thing.end),
                thing.at,
            )
        )
    return found
