"""The shared aim of a county's cooperation: read, and written by its owner."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from yhdyspinta.services import register
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.register import RegisterKind
from yhdyspinta.terms.shared_aims import SharedAim

_KIND = RegisterKind.SHARED_AIM


def holding(area: str, *, actor: Actor, on: date) -> SharedAim | None:
    """Return a county's aim that holds on a day, None if it has none; one query."""
    rows = store.SharedAim.objects.readable(actor).of_area(area)
    held = rows.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    row = held.select_related("area", "owner").order_by("-valid_from", "-id").first()
    return row.as_terms() if row else None


def of_area(area: str, *, actor: Actor) -> list[SharedAim]:
    """Return a county's aims (the nation's without a code), the newest first; one query."""
    rows = store.SharedAim.objects.readable(actor).of_area(area).select_related("area", "owner")
    return [row.as_terms() for row in rows.order_by("-valid_from", "-id")]


def one(code: str, *, actor: Actor) -> SharedAim:
    """Return an aim that one may read. Raises RefusedError if there is none."""
    rows = store.SharedAim.objects.readable(actor).select_related("area", "owner")
    return register.found(rows, code).as_terms()


@transaction.atomic
def save(aim: SharedAim, *, actor: Actor, now: datetime, seen: str = "") -> bool:
    """Add an aim, or change the one of its code; return whether anything differs.

    Raises ForbiddenError for another organisation's, StaleError if it is not what was `seen`,
    RefusedError for what is not whole.
    """
    _check(aim)
    row, before = register.to_save(
        store.SharedAim, aim, store.SharedAim.as_terms, actor=actor, seen=seen
    )
    row.area, row.owner = register.area(aim.area), register.organisation(aim.owner)
    row.name_fi, row.name_sv, row.name_en = aim.names.fi, aim.names.sv, aim.names.en
    row.valid_from, row.valid_to = aim.valid_from, aim.valid_to
    row.source, row.invented, row.changed_at = aim.source, aim.invented, now
    row.save()
    return register.recorded(_KIND, before, aim, actor=actor, now=now)


@transaction.atomic
def remove(code: str, *, actor: Actor, now: datetime) -> None:
    """Take an aim away; what stood there stays in the trail."""
    row, before = register.owned(store.SharedAim, code, store.SharedAim.as_terms, actor=actor)
    row.delete()
    register.recorded(_KIND, before, None, actor=actor, now=now)


def _check(aim: SharedAim) -> None:
    register.check_code(aim.code)
    register.check_texts(aim.names.fi, aim.names.sv, aim.names.en)
    if not aim.names.fi.strip():
        raise RefusedError(gettext("Write the name in Finnish; Swedish and English may follow."))
    if aim.valid_to and aim.valid_to < aim.valid_from:
        raise RefusedError(gettext("The last day comes before the first."))
