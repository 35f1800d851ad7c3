"""What every use case of the cooperation register does: whose it is, its codes, its traces."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext

from yhdyspinta.calc.access import reaches_all
from yhdyspinta.calc.register import changed
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import audit, search
from yhdyspinta.services.access import ForbiddenError, require
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store.models import Area, Organisation
from yhdyspinta.terms.access import Action, Actor, Visibility
from yhdyspinta.terms.register import RegisterKind

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Row = TypeVar("_Row", bound=models.Model)
_Record = TypeVar("_Record", bound="Owned")
_CODE = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*", re.ASCII)
_LINK = re.compile(r"https?://[^\s<>\"]+")
LONGEST = 10_000
_LONGEST_CODE = 120


class Owned(Protocol):
    """A record of the register: its code, and the organisation whose it is."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def code(self) -> str:
        """Its code, which stands in its address."""

    @property
    def owner(self) -> str:
        """The organisation that writes it; empty: the operator."""


def keep(actor: Actor, owner: str) -> None:
    """Raise ForbiddenError unless an actor may write an organisation's part of the register.

    What no organisation owns (`owner` empty) is the operator's.
    """
    if not owner and not reaches_all(actor):
        raise ForbiddenError(
            gettext("Say which organisation this belongs to: you can keep your own organisation's.")
        )
    require(actor, Action.KEEP_REGISTER, organisation=owner)


def found(rows: "models.QuerySet[_Row]", code: str) -> _Row:
    """Fetch a row by its code from those that may be read. Raises RefusedError if there is none."""
    row = rows.filter(code=code).first()
    if row is None:
        raise no_such(code)
    return row


def no_such(code: str) -> RefusedError:
    """Say that there is nothing of that code, or nothing that one may read."""
    return RefusedError(gettext("There is no “%(code)s” here.") % {"code": code[:_LONGEST_CODE]})


def locked(model: type[_Row], code: str) -> _Row | None:
    """Fetch a row for writing, None if there is none: its writers queue behind each other."""
    rows = model._default_manager.select_for_update(no_key=True, of=("self",))
    return rows.filter(code=code).first()


def held(model: type[_Row], code: str) -> _Row:
    """Fetch a row for writing. Raises RefusedError if there is none."""
    row = locked(model, code)
    if row is None:
        raise no_such(code)
    return row


def owned(
    model: type[_Row], code: str, read: Callable[[_Row], _Record], *, actor: Actor
) -> tuple[_Row, _Record]:
    """Fetch a row for writing and what stands there, as `read` tells it from the row.

    Raises RefusedError if there is none, ForbiddenError if it is another organisation's.
    """
    row = held(model, code)
    before = read(row)
    keep(actor, before.owner)
    return row, before


def to_save(
    model: type[_Row], wanted: _Record, read: Callable[[_Row], _Record], *, actor: Actor, seen: str
) -> tuple[_Row, _Record | None]:
    """Fetch the row of what is `wanted` for writing, a new one if there is none, and what stood
    there as `read` tells it from the row.

    Raises ForbiddenError if it is another organisation's, or would come from or to one;
    StaleError if it is not what was `seen`.
    """
    row = locked(model, wanted.code)
    before = read(row) if row else None
    for owner in {wanted.owner, before.owner if before else wanted.owner}:
        keep(actor, owner)
    if before:
        check_seen(before, seen)
    return row or model(code=wanted.code), before


def check_seen(before: "DataclassInstance", seen: str) -> None:
    """Raise StaleError if what one changes is not what one saw (`seen`: its mark; empty: any)."""
    if seen and seen != mark(before):
        raise StaleError


def check_code(code: str) -> None:
    """Raise RefusedError for a code that could not stand in an address."""
    if len(code) > _LONGEST_CODE or not _CODE.fullmatch(code):
        raise RefusedError(
            gettext(
                "“%(code)s” cannot be a code: use small letters a–z, digits and hyphens, such as"
                " “pirkanmaa-hyte”."
            )
            % {"code": code[:_LONGEST_CODE]}
        )


def free_code(model: type[models.Model], *parts: str) -> str:
    """Make a code of words (a county's code, a name) that no row of the table has yet."""
    words = "-".join(slugify(part) for part in parts if part)[: _LONGEST_CODE - 6].strip("-")
    stem, number = words or "x", 1
    taken = set(model._default_manager.filter(code__startswith=stem).values_list("code", flat=True))
    code = stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def check_link(address: str) -> None:
    """Raise RefusedError for an address that is not of the web: a page would make a link of it."""
    if address and not _LINK.fullmatch(address):
        raise RefusedError(
            gettext("“%(address)s” is not an address: write it from https:// on.")
            % {"address": address[:80]}
        )


def check_texts(*texts: str) -> None:
    """Raise RefusedError for a text longer than anybody reads."""
    if max(map(len, texts), default=0) > LONGEST:
        raise RefusedError(
            gettext("The text is too long: at most %(most)d characters.") % {"most": LONGEST}
        )


def area(code: str) -> Area | None:
    """Fetch an area by its code; None for no code. Raises RefusedError for an unknown one."""
    return _by_code(Area, code, gettext("There is no area “%(code)s”."))


def organisation(code: str) -> Organisation | None:
    """Fetch an organisation by its code; None for no code. Raises RefusedError if unknown."""
    return _by_code(Organisation, code, gettext("There is no organisation “%(code)s”."))


def organisations(codes: Iterable[str]) -> dict[str, Organisation]:
    """Fetch organisations by their codes. Raises RefusedError that names an unknown one."""
    wanted = set(codes) - {""}
    rows = {row.code: row for row in Organisation.objects.filter(code__in=wanted)}
    for code in sorted(wanted - set(rows)):
        raise RefusedError(gettext("There is no organisation “%(code)s”.") % {"code": code})
    return rows


def referred(model: type[_Row], code: str) -> _Row | None:
    """Fetch what a code refers to; None for no code. Raises RefusedError for an unknown one."""
    return _by_code(model, code, gettext("There is no “%(code)s” here."))


def _by_code(model: type[_Row], code: str, words: str) -> _Row | None:
    if not code:
        return None
    row = model._default_manager.filter(code=code).first()
    if row is None:
        raise RefusedError(words % {"code": code})
    return row


def recorded(
    kind: RegisterKind,
    before: Any,
    after: Any,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    owner: str = "",
    area_code: str = "",
) -> bool:
    """Append what was added, changed or removed (None: nothing there) to the trail.

    Call it inside the transaction that writes, after the last writing: what stands there then is
    what search finds. Returns whether anything differs; nothing is
    recorded if not. `owner` and `area_code` are for records that do not name their own.
    """
    old, new = changed(before, after)
    if not old and not new:
        return False
    record = after if after is not None else before
    what = "add" if before is None else "remove" if after is None else "change"
    is_internal = getattr(record, "visibility", Visibility.PUBLIC) is Visibility.INTERNAL
    audit.record(
        f"register.{what}",
        subject(kind, record.code),
        actor=actor,
        now=now,
        organisation=owner or getattr(record, "owner", ""),
        # What is internal to an organisation is not its county's to read.
        area="" if is_internal else area_code or getattr(record, "area", ""),
        reason=reason,
        before=old,
        after=new,
    )
    if after is None:
        search.forget(kind, record.code)
    else:
        search.put(kind, record.code)
    return True


def subject(kind: RegisterKind, code: str) -> str:
    """Return how the trail names a row: `body:vate`."""
    return f"{kind.value}:{code}"


def ordered(records: Iterable[Any], parent: Callable[[Any], str]) -> list[Any]:
    """Return records so that each comes after its parent, if that is among them; else as given.

    Raises RefusedError for a circle.
    """
    waiting = {each.code: each for each in records}
    done: list[Any] = []
    while waiting:
        ready = [each for each in waiting.values() if parent(each) not in waiting]
        if not ready:
            raise RefusedError(
                gettext("These are each other's parents: %(codes)s.")
                % {"codes": ", ".join(sorted(waiting)[:5])}
            )
        done.extend(waiting.pop(each.code) for each in ready)
    return done
