"""The history of one thing of the register, out of the trail."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from yhdyspinta.calc.audit import shown_details
from yhdyspinta.calc.history import references
from yhdyspinta.calc.register import own_organisations, reads_everything
from yhdyspinta.services import people, register
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.audit import Event
from yhdyspinta.terms.history import History, Reference
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register import RegisterKind

MOST = 200
_TABLES: Mapping[RegisterKind, type[Any]] = {
    RegisterKind.WORK_PACKAGE: store.WorkPackage,
    RegisterKind.INTERFACE: store.Interface,
    RegisterKind.BODY: store.Body,
    RegisterKind.SERIES: store.Series,
    RegisterKind.MEETING: store.Meeting,
    RegisterKind.PHENOMENON: store.Phenomenon,
    RegisterKind.AGREEMENT: store.Agreement,
    RegisterKind.PLAN: store.Plan,
    RegisterKind.FULFILMENT: store.Fulfilment,
    RegisterKind.CLOCK_EVENT: store.ClockEvent,
    RegisterKind.SHARED_AIM: store.SharedAim,
}
_NAMED: Mapping[Reference, type[Any]] = {
    Reference.INTERFACE: store.Interface,
    Reference.BODY: store.Body,
    Reference.PLAN: store.Plan,
    Reference.WORK_PACKAGE: store.WorkPackage,
    Reference.MEETING: store.Meeting,
}


def of(kind: RegisterKind, code: str, *, actor: Actor) -> History:
    """Return what was done to a thing, the newest first; for whoever may read the thing.

    The words of a time when it was internal to others stay hidden. Persons are named to people
    of their organisation only. Raises RefusedError for what is not there or may not be read. At
    most a query for each table that the events refer to, and five.
    """
    row = register.found(_TABLES[kind].objects.readable(actor).select_related("area"), code)
    found = store.Event.objects.filter(
        subject=register.subject(kind, code), action__startswith="register."
    ).newest_first()[: MOST + 1]
    events = [_shown(each.as_terms(), actor) for each in found]
    shown = tuple(events[:MOST])
    return History(
        kind=kind,
        code=code,
        names_of=_title(row),
        area=row.area.code if row.area else "",
        events=shown,
        people=_people(shown, actor),
        names=_names(kind, shown, actor),
        is_cut=len(events) > MOST,
    )


def _shown(event: Event, actor: Actor) -> Event:
    return replace(event, address="", request="", details=shown_details(event, actor))


def _title(row: Any) -> Names:
    if hasattr(row, "names"):
        names: Names = row.names
        return names
    if hasattr(row, "duty"):
        return Names(row.duty.name_fi, row.duty.name_sv, row.duty.name_en)
    return Names(row.title)


def _people(events: Iterable[Event], actor: Actor) -> dict[str, str]:
    own = own_organisations(actor)
    everything = reads_everything(actor)
    return people.names({each.actor for each in events if everything or (each.organisation in own)})


def _names(
    kind: RegisterKind, events: Iterable[Event], actor: Actor
) -> dict[tuple[Reference, str], Names]:
    """Name what the events refer to, as far as the reader may read it."""
    wanted: dict[Reference, set[str]] = {}
    for event in events:
        wanted.setdefault(Reference.ORGANISATION, set()).add(event.organisation)
        for each in ("before", "after"):
            for found, code in references(kind, event.details.get(each)):
                wanted.setdefault(found, set()).add(code)
    named: dict[tuple[Reference, str], Names] = {}
    for reference, codes in wanted.items():
        rows = _rows(reference, codes, actor)
        named |= {(reference, code): names for code, names in rows.items()}
    return named


def _rows(reference: Reference, codes: set[str], actor: Actor) -> dict[str, Names]:
    if reference in _NAMED:
        rows = _NAMED[reference].objects.readable(actor).filter(code__in=codes)
        return {row.code: _title(row) for row in rows}
    if reference is Reference.AREA:
        areas = store.Area.objects.filter(code__in=codes)
        return {row.code: Names(row.short_fi, row.short_sv, row.short_en) for row in areas}
    table: Any = store.Duty if reference is Reference.DUTY else store.Organisation
    return {
        row.code: Names(row.name_fi, row.name_sv, row.name_en)
        for row in table.objects.filter(code__in=codes)
    }
