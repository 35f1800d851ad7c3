"""What a change of a list did, and which codes of a field refer to what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from yhdyspinta.terms.history import Reference
from yhdyspinta.terms.register import RegisterKind

_REFERENCES: Mapping[str, Reference] = {
    "owner": Reference.ORGANISATION,
    "organisation": Reference.ORGANISATION,
    "organisations": Reference.ORGANISATION,
    "area": Reference.AREA,
    "interface": Reference.INTERFACE,
    "interfaces": Reference.INTERFACE,
    "body": Reference.BODY,
    "approver_body": Reference.BODY,
    "plan": Reference.PLAN,
    "meeting": Reference.MEETING,
    "duty": Reference.DUTY,
    "work_package": Reference.WORK_PACKAGE,
}
_PARENTS = {RegisterKind.BODY: Reference.BODY, RegisterKind.PLAN: Reference.PLAN}


def reference(kind: RegisterKind, field: str) -> Reference | None:
    """Return what the codes of a field refer to; None if it holds no codes.

    >>> reference(RegisterKind.BODY, "parent").value
    'body'
    """
    return _PARENTS.get(kind) if field == "parent" else _REFERENCES.get(field)


def references(kind: RegisterKind, value: Any, field: str = "") -> Iterator[tuple[Reference, str]]:
    """Return all that a part of an event refers to, however deep it stands."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from references(kind, each, str(name))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from references(kind, each, field)
    elif isinstance(value, str) and value and (found := reference(kind, field)):
        yield found, value


def moved(before: Iterable[str], after: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return what was taken from a list and what was added, each in its list's order.

    A line that stands in both as often is left out; that the order alone changed is no move.

    >>> moved(["a", "b", "b"], ["b", "c"])
    (['a', 'b'], ['c'])
    """
    old, new = list(before), list(after)
    return _without(old, new), _without(new, old)


def _without(lines: Sequence[str], others: Sequence[str]) -> list[str]:
    left, found = list(others), []
    for line in lines:
        if line in left:
            left.remove(line)
        else:
            found.append(line)
    return found
