"""The wheel's geometry: nothing lies on anything else, and everything is on it."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.calc.annual_wheel import HUB, RIM, angle, numbered, wheel
from yhdyspinta.terms.annual_clock import ClockEntry, ClockKind, Lane
from yhdyspinta.terms.languages import Names

DAYS = st.tuples(st.integers(0, 364), st.integers(0, 90), st.integers(0, 3))


def entry(number: int, day: int, length: int) -> ClockEntry:
    starts = date(2026, 1, 1) + timedelta(days=day)
    ends = starts + timedelta(days=length)
    return ClockEntry(f"e{number}", Names("Asia"), ClockKind.OTHER, starts, ends)


def laid(drawn):
    lanes: dict[int, list[ClockEntry]] = defaultdict(list)
    for number, (day, length, lane) in enumerate(drawn):
        lanes[lane].append(entry(number, day, length))
    made = [Lane(str(code), Names("Kaista"), tuple(each)) for code, each in lanes.items()]
    return wheel(made, year=2026, numbers=numbered(e for each in made for e in each.entries))


@given(st.lists(DAYS, min_size=1, max_size=80))
def test_every_thing_is_on_the_wheel_once_alone_or_counted_with_others(drawn) -> None:
    shown = [number for mark in laid(drawn).marks for number in mark.numbers]
    assert sorted(shown) == list(range(1, len(drawn) + 1))


@given(st.lists(DAYS, min_size=1, max_size=80))
def test_no_two_things_of_a_track_touch(drawn) -> None:
    tracks: dict[tuple[int, float], list[tuple[float, float]]] = defaultdict(list)
    for mark in laid(drawn).marks:
        tracks[mark.lane, mark.inner].append((mark.start, mark.end))
    for spans in tracks.values():
        spans.sort()
        assert all(a[1] <= b[0] + 0.03 for a, b in pairwise(spans))


@given(st.lists(DAYS, min_size=1, max_size=80))
def test_rings_lie_between_the_hub_and_the_rim_one_inside_the_other(drawn) -> None:
    rings = laid(drawn).rings
    edges = [edge for ring in rings for edge in (ring.outer, ring.inner)]
    assert edges == sorted(edges, reverse=True)
    assert edges[0] <= RIM + 1e-9
    assert edges[-1] >= HUB - 1e-9


def test_the_year_begins_at_the_top_and_a_leap_year_has_a_day_more() -> None:
    assert angle(date(2026, 1, 1)) == 0
    assert angle(date(2026, 12, 31), is_end=True) == 360
    assert angle(date(2028, 3, 1)) == 360 * 60 / 366
