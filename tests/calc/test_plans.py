from yhdyspinta.calc.plans import tree
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.plans import Plan, PlanKind


def plan(code: str, parent: str = "") -> Plan:
    return Plan(code, Names(code), PlanKind.OTHER, "hva-06", parent=parent)


def shape(*plans: Plan) -> list[tuple[int, str]]:
    return [(depth, each.code) for depth, each in tree(plans)]


def test_each_plan_follows_the_one_above_it() -> None:
    found = shape(plan("a", "c"), plan("b", "c"), plan("c"), plan("d", "a"))
    assert found == [(0, "c"), (1, "a"), (2, "d"), (1, "b")]


def test_a_plan_whose_parent_is_not_at_hand_stands_at_the_top() -> None:
    assert shape(plan("a", "hidden")) == [(0, "a")]


def test_a_circle_is_shown_once() -> None:
    assert sorted(code for _depth, code in shape(plan("a", "b"), plan("b", "a"))) == ["a", "b"]
