"""Plans under each other."""

from collections.abc import Iterable

from yhdyspinta.terms.plans import Plan


def tree(plans: Iterable[Plan]) -> list[tuple[int, Plan]]:
    """Return plans so that each follows the one above it, with its depth among those at hand.

    Siblings keep the order in which they were given; a plan whose parent is not among them
    stands at the top, and so does the first of a circle.
    """
    given = list(plans)
    codes = {each.code for each in given}
    below: dict[str, list[Plan]] = {}
    for each in given:
        below.setdefault(each.parent if each.parent in codes else "", []).append(each)
    found: list[tuple[int, Plan]] = []
    seen: set[str] = set()
    for start in (*below.get("", ()), *given):
        waiting = [(0, start)]
        while waiting:
            depth, plan = waiting.pop()
            if plan.code not in seen:
                seen.add(plan.code)
                found.append((depth, plan))
                waiting.extend((depth + 1, each) for each in reversed(below.get(plan.code, ())))
    return found
