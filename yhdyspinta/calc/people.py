"""Who may give which role, and which claims of an identity provider give one."""

from collections.abc import Iterable, Mapping
from typing import Any

from yhdyspinta.calc.access import may, reaches_all
from yhdyspinta.terms.access import Action, Actor, Role

# What an administrator gives in the own organisation; the rest is an operator's to give.
BY_ADMINISTRATOR = frozenset({Role.READER, Role.REPORTER, Role.APPROVER, Role.ADMINISTRATOR})


def may_grant(actor: Actor, role: Role, organisation: str) -> bool:
    """Tell whether an actor may give or end a role in an organisation: nobody beyond own reach."""
    if reaches_all(actor):
        return may(actor, Action.MANAGE_PEOPLE)
    return (
        role in BY_ADMINISTRATOR
        and bool(organisation)
        and may(actor, Action.MANAGE_PEOPLE, organisation=organisation)
    )


def may_erase(actor: Actor, person: int, organisations: Iterable[str]) -> bool:
    """Tell whether an actor may erase a person who has roles in organisations (open ones).

    One may erase oneself; an operator anybody; an administrator a person all of whose roles are
    in organisations that the administrator looks after.
    """
    if actor.person == person or reaches_all(actor):
        return True
    held = tuple(organisations)
    return bool(held) and all(
        bool(code) and may(actor, Action.MANAGE_PEOPLE, organisation=code) for code in held
    )


def claimed(claims: Mapping[str, Any], claim: str, value: str) -> bool:
    """Tell whether claims hold a value under a name; dots lead inwards (`realm_access.roles`)."""
    found: Any = claims.get(claim)
    if found is None:
        found = claims
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, list | tuple):
        return value in [str(each) for each in found]
    return found is not None and not isinstance(found, Mapping) and str(found) == value
