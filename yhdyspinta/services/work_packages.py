"""Work packages, which group a county's interfaces: read, and written by their owner."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from yhdyspinta.calc.access import reaches_all
from yhdyspinta.calc.register import may_keep
from yhdyspinta.services import register
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.interfaces import WorkPackage
from yhdyspinta.terms.register import RegisterKind

_KIND = RegisterKind.WORK_PACKAGE


def of_area(area: str, *, actor: Actor) -> tuple[WorkPackage, ...]:
    """Return a county's work packages (no code: the nation's) in their order; one query."""
    rows = store.WorkPackage.objects.readable(actor).of_area(area)
    found = rows.select_related("area", "owner").order_by("position", "name_fi", "code")
    return tuple(row.as_terms() for row in found)


def one(code: str, *, actor: Actor) -> WorkPackage:
    """Return a work package. Raises RefusedError if there is none that the actor may read."""
    rows = store.WorkPackage.objects.readable(actor).select_related("area", "owner")
    return register.found(rows, code).as_terms()


def may_edit(package: WorkPackage, *, actor: Actor) -> bool:
    """Tell whether an actor may change a work package: its owner's people, else an operator."""
    return may_keep(actor, package.owner) and (bool(package.owner) or reaches_all(actor))


@transaction.atomic
def save(package: WorkPackage, *, actor: Actor, now: datetime, seen: str = "") -> bool:
    """Add a work package, or change the one of its code; return whether anything differs.

    Raises ForbiddenError for another organisation's, StaleError if it is not what was `seen`,
    RefusedError for what is not whole, or for another area while interfaces are in it.
    """
    _check(package)
    row, before = register.to_save(
        store.WorkPackage, package, store.WorkPackage.as_terms, actor=actor, seen=seen
    )
    if before and before.area != package.area and row.interfaces.exists():
        raise RefusedError(
            gettext("Interfaces are in this work package: it cannot move to another area.")
        )
    row.area, row.owner = register.area(package.area), register.organisation(package.owner)
    row.name_fi, row.name_sv, row.name_en = package.names.fi, package.names.sv, package.names.en
    row.position, row.description = package.position, package.description
    row.visibility, row.source = package.visibility, package.source
    row.invented, row.changed_at = package.invented, now
    row.save()
    return register.recorded(_KIND, before, package, actor=actor, now=now)


@transaction.atomic
def remove(code: str, *, actor: Actor, now: datetime) -> None:
    """Take a work package away, if no interface is in it; what stood there stays in the trail."""
    row, before = register.owned(store.WorkPackage, code, store.WorkPackage.as_terms, actor=actor)
    if row.interfaces.exists():
        raise RefusedError(
            gettext("Interfaces are in this work package. Move them to another one first.")
        )
    row.delete()
    register.recorded(_KIND, before, None, actor=actor, now=now)


def _check(package: WorkPackage) -> None:
    register.check_code(package.code)
    register.check_texts(
        package.names.fi, package.names.sv, package.names.en, package.description, package.source
    )
    if not package.names.fi.strip():
        raise RefusedError(gettext("Write the name in Finnish; Swedish and English may follow."))
