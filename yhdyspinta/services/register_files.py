"""The register put into a workbook: a county's, the nation's, or all that one may read."""

from datetime import datetime
from importlib import import_module
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, override

from yhdyspinta import labels
from yhdyspinta.calc.bodies import told_to
from yhdyspinta.services import places
from yhdyspinta.services.places import Place
from yhdyspinta.services.register_nouns import NOUNS, organisations
from yhdyspinta.sources.area_names import AreaNames
from yhdyspinta.sources.organisation_names import OrganisationNames
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.areas import AreaKind
from yhdyspinta.terms.register_columns import RegisterSheet
from yhdyspinta.terms.register_sheets import RegisterBook

EVERYTHING = "all"


def make(place: str, *, actor: Actor, now: datetime, language: str, address: str = "") -> bytes:
    """Make the workbook of a place (its address, `national`, `all`) in a language.

    It holds what the actor may read; private names of persons only where those may be read.
    `address` is the page to which it is brought back. Raises RefusedError for an unknown place.
    """
    found = None if place == EVERYTHING else places.place(place, on=now.date())
    with override(language):
        title = " – ".join((gettext("Cooperation register"), _title(found)))
    records = {
        sheet: _records(sheet, found, actor=actor) for sheet in RegisterSheet if sheet in NOUNS
    }
    return _rendered(title, records, now=now, language=language, address=address)


def template(*, now: datetime, language: str, address: str = "") -> bytes:
    """Make an empty workbook to fill in."""
    with override(language):
        title = gettext("Cooperation register")
    return _rendered(title, {}, now=now, language=language, address=address)


def _rendered(
    title: str,
    records: dict[RegisterSheet, tuple[Any, ...]],
    *,
    now: datetime,
    language: str,
    address: str,
) -> bytes:
    areas, organisations_said = said(language)
    book = RegisterBook(title, records, areas, organisations_said, address=address)
    # XlsxWriter takes a while to load, which a page without a workbook should not wait for.
    drawing = import_module("yhdyspinta.exports.xlsx_register")
    made: bytes = drawing.render(book, language=language, made_at=now)
    return made


def _title(place: Place | None) -> str:
    return labels.name(place.names) if place else gettext("All")


def _records(sheet: RegisterSheet, place: Place | None, *, actor: Actor) -> tuple[Any, ...]:
    rows: Any = NOUNS[sheet].rows()
    rows = rows.readable(actor)
    if place is not None:
        rows = _of_place(sheet, rows, place.cooperation)
    found = (row.as_terms() for row in rows.order_by("code"))
    if sheet is RegisterSheet.BODIES:
        return tuple(told_to(body, actor) for body in found)
    return tuple(found)


def _of_place(sheet: RegisterSheet, rows: Any, area: str) -> "QuerySet[Any]":
    if sheet is not RegisterSheet.FULFILMENTS:
        found: QuerySet[Any] = rows.of_area(area)
        return found
    # A duty is fulfilled by an organisation, not by a county's cooperation.
    if not area:
        return rows.filter(owner__areas=None)  # type: ignore[no-any-return]
    inside = store.Membership.objects.filter(whole__code=area).values("part__code")
    acting = store.Organisation.objects.filter(
        Q(areas__code=area) | Q(areas__code__in=inside)
    ).values("pk")
    return rows.filter(owner__in=acting)  # type: ignore[no-any-return]


def said(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what a cell says of each area and of each organisation, by code; two queries."""
    return _areas(language), _organisations(language)


def _areas(language: str) -> dict[str, str]:
    """Return what a cell says of each county: its name, if that finds the county back."""
    rows = store.Area.objects.select_related("successor").order_by("short_fi", "code")
    records = [row.as_terms() for row in rows]
    names = AreaNames(records)
    said: dict[str, str] = {}
    for area in records:
        if area.kind is AreaKind.MUNICIPALITY:
            continue
        found = names.find(area.short[language])
        said[area.code] = area.short[language] if found and found.code == area.code else area.code
    return said


def _organisations(language: str) -> dict[str, str]:
    """Return what a cell says of each organisation: its name, if no other has it."""
    records = organisations()
    names = OrganisationNames(records)
    return {
        each.code: each.names[language]
        if names.find(each.names[language]) == each.code
        else each.code
        for each in records
    }
