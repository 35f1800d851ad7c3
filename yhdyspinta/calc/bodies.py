"""How often a body meets against what it promised, who reads its members' names, its place.

Worked examples: docs/calculations/bodies.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from yhdyspinta.calc.register import may_read
from yhdyspinta.terms.access import Actor, Visibility
from yhdyspinta.terms.bodies import Body, BodyMember, Pace


def pace(body: Body, held: Sequence[date], planned: Sequence[date], *, on: date) -> Pace:
    """Compare the meetings of the year of `on` with the promise.

    `held` and `planned` are days of meetings, of any year and in any order; only those within
    the year and the body's term count, held ones up to the day and planned ones from it.
    """
    first, last = _part_of_year(body, on.year)
    promised = _promised(body, first, last)
    kept = sum(first <= day <= min(on, last) for day in held)
    coming = sorted(day for day in planned if max(first, on) <= day <= last)
    expected = _expected(promised or 0, first, last, on=on)
    return Pace(
        year=on.year,
        promised=promised,
        held=kept,
        planned=len(coming),
        expected=expected,
        is_behind=kept < expected and works(body, on=on),
        next_by=_next_by(body, kept, on=on),
        next_planned=min((day for day in planned if day >= on), default=None),
    )


def works(body: Body, *, on: date) -> bool:
    """Tell whether a day is within a body's term; both ends are inclusive."""
    return (body.valid_from or on) <= on <= (body.valid_to or on)


def organisations_of(body: Body) -> frozenset[str]:
    """Return the organisations whose people read what is internal of a body."""
    return frozenset((body.owner, *(each.organisation for each in body.members))) - {""}


def told_to(body: Body, actor: Actor) -> Body:
    """Return a body as an actor reads it: without the names of persons that are not theirs."""
    if may_read(actor, Visibility.INTERNAL, organisations=organisations_of(body)):
        return body
    members = (_unnamed(each) for each in body.members)
    return replace(body, members=tuple(members))


def _unnamed(member: BodyMember) -> BodyMember:
    return member if member.person_is_public else replace(member, person="")


def for_trail(body: Body, *, known: Iterable[str] = ()) -> Body:
    """Return a body without persons' names: the trail is kept for good, a name may be erased.

    A name among the `known` ones reads "named", another "renamed", so that a change shows.
    """
    names = set(known)
    members = (
        replace(each, person="named" if each.person in names else "renamed")
        if each.person
        else each
        for each in body.members
    )
    return replace(body, members=tuple(members))


def tree(bodies: Iterable[Body]) -> list[tuple[int, Body]]:
    """Return bodies so that each follows its parent, with its depth under those at hand.

    Roots and siblings keep the order in which they were given; one whose parent is not among
    them is a root, and so is the first of a circle.
    """
    given = list(bodies)
    codes = {each.code for each in given}
    below: dict[str, list[Body]] = {}
    for each in given:
        below.setdefault(each.parent if each.parent in codes else "", []).append(each)
    found: list[tuple[int, Body]] = []
    seen: set[str] = set()
    for start in (*below.get("", ()), *given):
        waiting = [(0, start)]
        while waiting:
            depth, body = waiting.pop()
            if body.code not in seen:
                seen.add(body.code)
                found.append((depth, body))
                children = reversed(below.get(body.code, ()))
                waiting.extend((depth + 1, each) for each in children)
    return found


def _part_of_year(body: Body, year: int) -> tuple[date, date]:
    """Return the first and last day of a year on which the body works; none if they cross."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return max(first, body.valid_from or first), min(last, body.valid_to or last)


def _days(first: date, last: date) -> int:
    return max((last - first).days + 1, 0)


def _promised(body: Body, first: date, last: date) -> int | None:
    """Return the least for a part of a year: in proportion to its days, half rounded up."""
    if body.least_per_year is None:
        return None
    whole = _days(date(first.year, 1, 1), date(first.year, 12, 31))
    return (2 * body.least_per_year * _days(first, last) + whole) // (2 * whole)


def _expected(promised: int, first: date, last: date, *, on: date) -> int:
    """Return how many of an even pace were due by a day."""
    days = _days(first, last)
    return promised * _days(first, min(on, last)) // days if days else 0


def _due(number: int, promised: int, part: tuple[date, date]) -> date:
    """Return the day by which the meeting of a number (from 1) is due at an even pace."""
    return part[0] + timedelta(days=-(-number * _days(*part) // promised) - 1)


def _next_by(body: Body, kept: int, *, on: date) -> date | None:
    """Return by when the next meeting is due: never a day that has passed.

    Behind the pace, what is left is spread over what is left of the year.
    """
    if body.valid_to and body.valid_to < on:
        return None
    first, last = _part_of_year(body, on.year)
    promised = _promised(body, first, last) or 0
    if kept < promised:
        due = _due(kept + 1, promised, (first, last))
        return due if due >= on else on + (last - on) // (promised - kept)
    first, last = _part_of_year(body, on.year + 1)
    promised = _promised(body, first, last) or 0
    return _due(1, promised, (first, last)) if promised else None
