"""The cooperation register: who may read and keep what, and what a change changed."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from yhdyspinta.calc.access import may, reaches_all
from yhdyspinta.terms.access import Action, Actor, Visibility
from yhdyspinta.terms.calendar import Quarter


def reads_everything(actor: Actor) -> bool:
    """Tell whether nothing of the register is hidden from an actor."""
    return reaches_all(actor) and actor.scopes is None


def reads_partners(actor: Actor) -> bool:
    """Tell whether an actor reads what partners share: everybody with a role."""
    return bool(actor.grants) and _reads(actor)


def own_organisations(actor: Actor) -> frozenset[str]:
    """Return the organisations whose internal rows an actor reads."""
    if not _reads(actor):
        return frozenset()
    return frozenset(grant.organisation for grant in actor.grants) - {""}


def may_read(actor: Actor, visibility: Visibility, *, organisations: Iterable[str]) -> bool:
    """Tell whether an actor may read a row of the register that concerns organisations.

    Public rows everybody; shared ones everybody with a role; internal ones the people of the
    organisations concerned (the owner, the parties), and an operator.
    """
    if visibility is Visibility.PUBLIC or reads_everything(actor):
        return True
    if visibility is Visibility.PARTNERS and reads_partners(actor):
        return True
    return bool(own_organisations(actor) & set(organisations))


def may_keep(actor: Actor, organisation: str) -> bool:
    """Tell whether an actor may write an organisation's part of the register."""
    return may(actor, Action.KEEP_REGISTER, organisation=organisation)


def _reads(actor: Actor) -> bool:
    """A person is not limited; a token needs a scope that lets it read what is not public."""
    return actor.scopes is None or may(actor, Action.SEE_UNPUBLISHED)


def told(record: Any) -> Any:
    """Return a record as plain JSON values, for the trail: enums by value, days in ISO form."""
    if isinstance(record, Enum):
        return record.value
    if isinstance(record, date | datetime | time):
        return record.isoformat()
    if isinstance(record, Quarter | Decimal):
        return str(record)
    if is_dataclass(record) and not isinstance(record, type):
        return {each.name: told(getattr(record, each.name)) for each in fields(record)}
    if isinstance(record, dict):
        return {str(key): told(value) for key, value in record.items()}
    if isinstance(record, list | tuple | set | frozenset):
        return [told(each) for each in record]
    return record


def changed(before: Any, after: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields that differ between two records of a kind, as they were and are.

    A row added has nothing before (None), one removed nothing after. The visibility is always
    kept beside: it decides who may read the rest in the trail.
    """
    old = told(before) if before is not None else {}
    new = told(after) if after is not None else {}
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if names and "visibility" in {**old, **new} and "visibility" not in names:
        names.append("visibility")
    return (
        {name: old[name] for name in names if name in old},
        {name: new[name] for name in names if name in new},
    )
