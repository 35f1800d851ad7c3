"""The page of a thing's history: what was changed, when, by which organisation."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yhdyspinta import labels
from yhdyspinta.labels import access as access_labels
from yhdyspinta.labels import history as words
from yhdyspinta.labels import register as register_labels
from yhdyspinta.labels.history import FieldChange
from yhdyspinta.services import history
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.access import Door
from yhdyspinta.terms.audit import Event
from yhdyspinta.terms.history import History, Reference
from yhdyspinta.terms.register import RegisterKind
from yhdyspinta.web import register
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, public
from yhdyspinta.web.register import Here, address_of

# On which page of its place a thing stands that has no page of its own.
_PAGES = {
    RegisterKind.WORK_PACKAGE: "interfaces",
    RegisterKind.SERIES: "meetings",
    RegisterKind.FULFILMENT: "duties",
    RegisterKind.CLOCK_EVENT: "clock",
    RegisterKind.SHARED_AIM: "cooperation",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in words."""

    moment: str
    iso: str
    what: str
    organisation: str
    person: str
    door: str
    reason: str
    changes: list[FieldChange]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What the page shows, in words that its template only places."""

    name: str
    kind: str
    address: str
    here: Here
    entries: list[Entry]
    is_cut: bool


@public
@require_safe
@answers_bad_addresses
def of_thing(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Show what was changed in a thing, the newest first."""
    if kind not in set(RegisterKind):
        raise RefusedError(gettext("There is no “%(code)s” here.") % {"code": kind[:40]})
    found = history.of(RegisterKind(kind), code, actor=actor_of(request))
    _, here = register.here(address_of(found.area))
    return render(request, "register/history.html", {"page": _page(found, here)})


def _page(found: History, here: Here) -> HistoryPage:
    return HistoryPage(
        name=labels.name(found.names_of),
        kind=register_labels.kind(found.kind),
        address=_address(found),
        here=here,
        entries=[_entry(each, found) for each in found.events],
        is_cut=found.is_cut,
    )


def _address(found: History) -> str:
    if found.kind in _PAGES:
        return reverse(_PAGES[found.kind], args=[address_of(found.area)])
    return reverse(found.kind.value, args=[found.code])


def _entry(event: Event, found: History) -> Entry:
    names = found.names.get((Reference.ORGANISATION, event.organisation))
    return Entry(
        moment=labels.moment(event.at),
        iso=event.at.isoformat(timespec="seconds"),
        what=words.action(event),
        organisation=labels.name(names) if names else event.organisation,
        person=found.people.get(event.actor, ""),
        door=access_labels.door(Door(event.door)) if event.door in set(Door) else "",
        reason=event.reason,
        changes=words.changes(event, found),
    )
