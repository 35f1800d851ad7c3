from itertools import pairwise

import pytest

from yhdyspinta.calc.network import WIDTH, Column, Network, Sized, Spot, Tie, alike, layout
from yhdyspinta.terms.interfaces import PartyRole

TAKES_PART = PartyRole.TAKES_PART


def drawn(organisations: int, interfaces: int, *, turned: bool = False) -> Network:
    """Each organisation meets every third interface, and the first one all of them."""
    left = [Sized(f"o{n:02}", 40 + n % 3 * 18) for n in range(organisations)]
    middle = [Sized(f"i{n:02}", 40 + n % 2 * 18) for n in range(interfaces)]
    ties = [
        Tie(one.code, other.code, TAKES_PART)
        for at, one in enumerate(left)
        for number, other in enumerate(middle)
        if at == 0 or (at + number) % 3 == 0
    ]
    return layout(left, middle, ties[::-1] if turned else ties)


def spots(network: Network) -> tuple[Spot, ...]:
    return (*network.organisations, *network.interfaces)


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (0, 3), (5, 1), (25, 15), (40, 60)])
def test_no_two_boxes_touch_and_none_leaves_the_drawing(size: tuple[int, int]) -> None:
    network = drawn(*size)
    assert len(spots(network)) == sum(size)
    for column in Column:
        placed = sorted((s for s in spots(network) if s.column is column), key=lambda s: s.y)
        assert all(a.y + a.height + 11.9 < b.y for a, b in pairwise(placed))
        assert all(s.y >= 0 and s.y + s.height <= network.height + 0.01 for s in placed)


def test_columns_do_not_touch() -> None:
    network = drawn(25, 15)
    edges = sorted({(s.x, s.x + s.width) for s in spots(network)})
    assert all(a[1] + 100 < b[0] for a, b in pairwise(edges))
    assert edges[-1][1] == WIDTH


def test_the_same_facts_are_drawn_the_same_way_in_whatever_order_they_come() -> None:
    assert drawn(25, 15) == drawn(25, 15, turned=True)


def test_interfaces_keep_their_order() -> None:
    assert [s.code for s in drawn(9, 7).interfaces] == [f"i{n:02}" for n in range(7)]


def test_an_organisation_stands_near_its_interfaces() -> None:
    organisations = [Sized("low", 40), Sized("high", 40), Sized("mid", 40), Sized("top", 40)]
    interfaces = [Sized(f"i{n}", 40) for n in range(8)]
    meets = {"top": 0, "high": 2, "mid": 5, "low": 7}
    ties = [Tie(code, f"i{n}", TAKES_PART) for code, n in meets.items()]
    placed = layout(organisations, interfaces, ties).organisations
    by_column = {c: [s.code for s in placed if s.column is c] for c in Column}
    assert (by_column[Column.LEFT], by_column[Column.RIGHT]) == (["top", "mid"], ["high", "low"])


def test_a_line_joins_the_sides_that_face_each_other() -> None:
    network = drawn(4, 3)
    sides = {s.code: s for s in network.organisations}
    middle = {s.code: s for s in network.interfaces}
    for line in network.lines:
        side, spot = sides[line.tie.organisation], middle[line.tie.interface]
        assert side.y < line.start[1] < side.y + side.height
        assert spot.y < line.end[1] < spot.y + spot.height
        is_left = side.column is Column.LEFT
        assert line.end[0] == (spot.x if is_left else spot.x + spot.width)


def test_lines_of_a_box_begin_at_places_of_their_own() -> None:
    lines = [line for line in drawn(9, 8).lines if line.tie.organisation == "o00"]
    assert len({line.start for line in lines}) == 8


def test_ties_to_what_is_not_drawn_are_left_out_and_a_pair_has_one_line() -> None:
    ties = [Tie("o", "i", TAKES_PART), Tie("o", "i", TAKES_PART), Tie("o", "gone", TAKES_PART)]
    assert len(layout([Sized("o", 40)], [Sized("i", 40)], ties).lines) == 1


def test_organisations_with_the_same_roles_in_the_same_interfaces_are_one_group() -> None:
    roles = {"a": "PL", "b": "PP", "c": "PL", "d": "P", "e": "PP"}
    said = {"P": TAKES_PART, "L": PartyRole.LEADS}
    ties = [Tie(o, f"i{n}", said[role]) for o, each in roles.items() for n, role in enumerate(each)]
    assert alike("abcde", ties) == [("a", "c"), ("b", "e"), ("d",)]
    assert alike("abcde", ties[::-1]) == alike("abcde", ties)


def test_nobody_is_lost_among_groups_not_even_one_without_a_role() -> None:
    groups = alike("dcba", [Tie("a", "i", TAKES_PART), Tie("gone", "i", TAKES_PART)])
    assert groups == [("d", "c", "b"), ("a",)]


def test_a_high_box_leaves_its_side_to_itself() -> None:
    organisations = [Sized("all", 400), Sized("a", 40), Sized("b", 40), Sized("c", 40)]
    placed = layout(organisations, [Sized("i", 40)], []).organisations
    assert [s.code for s in placed if s.column is Column.RIGHT] == ["a", "b", "c"]
