from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.calc.bodies import pace, tree, works
from yhdyspinta.terms.bodies import Body, BodyKind
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register import Level

PARENTS = {"a": "", "b": "elsewhere", "c": "a", "d": "c", "e": "a"}
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def body(least: int | None, first: date | None = None, last: date | None = None) -> Body:
    return Body(
        "b",
        Names("B"),
        Level.EXPERT,
        BodyKind.NETWORK,
        least_per_year=least,
        valid_from=first,
        valid_to=last,
    )


@given(st.integers(1, 24), DAYS, st.lists(DAYS, max_size=30))
def test_the_next_is_never_due_on_a_day_that_has_passed(
    least: int, on: date, held: list[date]
) -> None:
    due = pace(body(least), held, [], on=on).next_by
    assert due is not None
    assert due >= on


@given(st.integers(1, 365), st.integers(2024, 2028))
def test_whoever_holds_each_meeting_on_its_last_day_is_never_behind(least: int, year: int) -> None:
    day = date(year, 1, 1)
    held: list[date] = []
    while len(held) < least:
        day = pace(body(least), held, [], on=day).next_by or day
        held.append(day)
        assert not pace(body(least), held, [], on=day).is_behind
    assert day == date(year, 12, 31)


@given(st.integers(0, 60), st.integers(2024, 2028))
def test_at_the_end_of_the_year_all_that_was_promised_is_expected(least: int, year: int) -> None:
    found = pace(body(least), [], [], on=date(year, 12, 31))
    assert found.expected == found.promised == least


@given(DAYS, DAYS, DAYS)
def test_a_body_outside_its_term_is_not_behind(first: date, last: date, on: date) -> None:
    some = body(12, first, last)
    if not works(some, on=on):
        assert not pace(some, [], [], on=on).is_behind


def test_a_term_that_ends_before_the_year_promises_nothing_of_it() -> None:
    found = pace(body(6, last=date(2025, 6, 1)), [], [], on=date(2026, 6, 1))
    assert (found.promised, found.expected, found.next_by) == (0, 0, None)


def test_a_body_that_has_not_begun_owes_its_first_meeting_after_it_begins() -> None:
    begun = date(2027, 3, 1)
    found = pace(body(6, begun), [], [], on=date(2026, 11, 24))
    assert found.next_by is not None
    assert begun <= found.next_by < begun + timedelta(days=62)


def test_bodies_follow_their_parents_with_their_depth() -> None:
    made = [replace(body(1), code=code, parent=parent) for code, parent in PARENTS.items()]
    found = [(depth, each.code) for depth, each in tree(made)]
    assert found == [(0, "a"), (1, "c"), (2, "d"), (1, "e"), (0, "b")]


def test_bodies_in_a_circle_are_all_listed_once() -> None:
    made = [replace(body(1), code=one, parent=other) for one, other in ("ab", "bc", "ca")]
    assert sorted(each.code for _, each in tree(made)) == ["a", "b", "c"]
