"""Interfaces: written by who leads them, each party's contribution by its own people."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from yhdyspinta.calc.access import reaches_all
from yhdyspinta.calc.interfaces import leaders, led
from yhdyspinta.calc.register import may_keep
from yhdyspinta.services import register
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.interfaces import Ground, Interface, InterfaceParty, Structure
from yhdyspinta.terms.register import RegisterKind

_KIND = RegisterKind.INTERFACE
_LONGEST_NAME = 300


def of_area(area: str, *, actor: Actor) -> tuple[Interface, ...]:
    """Return a county's interfaces (no code: the nation's) that an actor may read; 4 queries."""
    rows = store.Interface.objects.readable(actor).of_area(area).whole()
    return tuple(row.as_terms() for row in rows.order_by("position", "name_fi", "code"))


def one(code: str, *, actor: Actor) -> Interface:
    """Return an interface. Raises RefusedError if there is none that the actor may read."""
    return register.found(store.Interface.objects.readable(actor).whole(), code).as_terms()


def may_edit(interface: Interface, *, actor: Actor) -> bool:
    """Tell whether an actor may change the shared parts: its owner's people, else an operator."""
    return may_keep(actor, interface.owner) and (bool(interface.owner) or reaches_all(actor))


@transaction.atomic
def save(interface: Interface, *, actor: Actor, now: datetime, seen: str = "") -> bool:
    """Add an interface, or change the one of its code; return whether anything differs.

    Its owner leads it, named as a party or not. Raises ForbiddenError for another organisation's
    interface or words, StaleError if it is not what was `seen`, RefusedError for what is not
    whole. Structures are kept by their place, parties by their organisation.
    """
    wanted = led(interface)
    _check(wanted)
    row, before = register.to_save(store.Interface, wanted, _whole, actor=actor, seen=seen)
    _check_contributions(before, wanted, actor=actor)
    _fill(row, wanted)
    row.changed_at = now
    row.save()
    _set_parties(row, wanted.parties)
    _set_structures(row, wanted.structures)
    _set_tasks(row, wanted.tasks)
    return register.recorded(_KIND, before, _whole(row), actor=actor, now=now)


@transaction.atomic
def contribute(
    code: str, organisation: str, text: str, *, actor: Actor, now: datetime, seen: str = ""
) -> bool:
    """Write a party's own words on its part; return whether anything differs.

    `seen` is the mark of the party as it was shown. Raises ForbiddenError for another
    organisation's words, RefusedError if it is no party, StaleError.
    """
    register.keep(actor, organisation)
    register.check_texts(text)
    row = register.held(store.Interface, code)
    before = _whole(row)
    party = next((each for each in before.parties if each.organisation == organisation), None)
    if party is None:
        raise RefusedError(gettext("This organisation is no party to the interface."))
    register.check_seen(party, seen)
    row.parties.filter(organisation__code=organisation).update(contribution=text.strip())
    row.changed_at = now
    row.save(update_fields=["changed_at"])
    return register.recorded(_KIND, before, _whole(row), actor=actor, now=now)


@transaction.atomic
def remove(code: str, *, actor: Actor, now: datetime) -> None:
    """Take an interface away, if nothing points to it; what stood there stays in the trail."""
    row, before = register.owned(store.Interface, code, _whole, actor=actor)
    _check_free(row, actor=actor)
    row.delete()
    register.recorded(_KIND, before, None, actor=actor, now=now)


def _whole(row: store.Interface) -> Interface:
    return store.Interface.objects.whole().get(pk=row.pk).as_terms()


def _check_free(row: store.Interface, *, actor: Actor) -> None:
    """Raise RefusedError while anything points to the interface; name what the actor may read."""
    kinds = (row.agreements, row.plans, row.phenomena, row.bodies)
    if not any(kind.exists() for kind in kinds):
        return
    readable = (kind.readable(actor).values_list("code", flat=True)[:3] for kind in kinds)
    codes = sorted(code for kind in readable for code in kind)[:5]
    raise RefusedError(
        gettext("These point to the interface: %(codes)s. Change them first, or end it.")
        % {"codes": ", ".join(codes) or "–"}
    )


def _fill(row: store.Interface, wanted: Interface) -> None:
    row.area, row.owner = register.area(wanted.area), register.organisation(wanted.owner)
    row.work_package = _package(wanted)
    row.name_fi, row.name_sv, row.name_en = wanted.names.fi, wanted.names.sv, wanted.names.en
    row.position, row.ground, row.basis = wanted.position, wanted.ground, wanted.basis
    row.aims, row.population = list(wanted.aims), wanted.population
    row.partners, row.indicators = list(wanted.partners), list(wanted.indicators)
    row.agreement_needed, row.state = wanted.agreement_needed, wanted.state
    row.organised_from = str(wanted.organised_from or "")
    row.organised_to = str(wanted.organised_to or "")
    row.visibility, row.source, row.invented = wanted.visibility, wanted.source, wanted.invented


def _package(wanted: Interface) -> store.WorkPackage | None:
    found = register.referred(store.WorkPackage, wanted.work_package)
    if found and (found.area.code if found.area else "") != wanted.area:
        raise RefusedError(
            gettext("The work package “%(code)s” is another area's.") % {"code": found.code}
        )
    return found


def _set_parties(row: store.Interface, parties: tuple[InterfaceParty, ...]) -> None:
    rows = {each.organisation.code: each for each in row.parties.select_related("organisation")}
    wanted = {each.organisation: each for each in parties}
    row.parties.exclude(organisation__code__in=wanted).delete()
    organisations = register.organisations(wanted)
    for code, party in wanted.items():
        kept = rows.get(code) or store.InterfaceParty(
            interface=row, organisation=organisations[code]
        )
        kept.role, kept.contribution = party.role, party.contribution
        kept.save()


def _set_structures(row: store.Interface, structures: tuple[Structure, ...]) -> None:
    rows = {each.position: each for each in row.structures.all()}
    row.structures.filter(position__gte=len(structures)).delete()
    for position, wanted in enumerate(structures):
        kept = rows.get(position) or store.Structure(interface=row, position=position)
        kept.text, kept.level = wanted.text, wanted.level or ""
        kept.body = register.referred(store.Body, wanted.body)
        kept.save()


def _set_tasks(row: store.Interface, codes: Iterable[str]) -> None:
    """Tie tasks to the interface by code; of two roadmaps' the one tied already, or the newer."""
    wanted = set(codes)
    tied = set(row.tasks.values_list("pk", flat=True))
    found: dict[str, store.Task] = {}
    for task in store.Task.objects.filter(code__in=wanted).order_by("pk"):
        if task.code not in found or found[task.code].pk not in tied:
            found[task.code] = task
    for code in sorted(wanted - set(found)):
        raise RefusedError(gettext("There is no task “%(code)s”.") % {"code": code[:60]})
    row.tasks.set(found.values())


def _check(wanted: Interface) -> None:
    register.check_code(wanted.code)
    names = (wanted.names.fi, wanted.names.sv, wanted.names.en)
    register.check_texts(*names, wanted.basis, wanted.population, wanted.source)
    register.check_texts(*wanted.aims, *wanted.partners, *wanted.indicators)
    register.check_texts(*(each.text for each in wanted.structures))
    register.check_texts(*(each.contribution for each in wanted.parties))
    if not wanted.names.fi.strip():
        raise RefusedError(gettext("Write the name in Finnish; Swedish and English may follow."))
    if max(map(len, names)) > _LONGEST_NAME:
        raise RefusedError(
            gettext("The name is too long: at most %(most)d characters.") % {"most": _LONGEST_NAME}
        )
    if wanted.ground is Ground.LAW and not wanted.basis.strip():
        raise RefusedError(gettext("Say which law, with its section, makes this a duty."))
    start, end = wanted.organised_from, wanted.organised_to
    if start and end and start > end:
        raise RefusedError(gettext("The quarter by which it is organised comes before the first."))
    _check_parts(wanted)


def _check_parts(wanted: Interface) -> None:
    organisations = [each.organisation for each in wanted.parties]
    if len(set(organisations)) < len(organisations):
        raise RefusedError(gettext("An organisation is a party only once: it has one role."))
    if not leaders(wanted):
        raise RefusedError(gettext("Say which organisation leads the interface."))
    if not all(each.text.strip() or each.body for each in wanted.structures):
        raise RefusedError(gettext("Say which structure is needed, or choose the body."))


def _check_contributions(before: Interface | None, wanted: Interface, *, actor: Actor) -> None:
    """Raise ForbiddenError for other words than a party's own people have written."""
    old = {each.organisation: each.contribution for each in before.parties} if before else {}
    for party in wanted.parties:
        if party.contribution == old.get(party.organisation, ""):
            continue
        if not may_keep(actor, party.organisation):
            raise ForbiddenError(
                gettext("Only its own people write what an organisation contributes: %(code)s.")
                % {"code": party.organisation}
            )
