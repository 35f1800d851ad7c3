"""The nouns of the register side by side: how each is fetched, saved and removed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from yhdyspinta.services import (
    agreements,
    annual_clock,
    bodies,
    duties,
    interfaces,
    meetings,
    phenomena,
    plans,
    series,
    shared_aims,
    work_packages,
)
from yhdyspinta.sources.register_rows import Known
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.organisations import Organisation, OrganisationKind
from yhdyspinta.terms.register_columns import DUTY, KIND_OF, TASK, RegisterSheet


@dataclass(frozen=True, slots=True)
class Noun:
    """How things of a sheet are kept: their rows as `as_terms` needs them, saving, removing."""

    rows: Callable[[], "models.QuerySet[Any]"]
    save: Callable[..., bool]
    remove: Callable[..., None]


NOUNS: Mapping[RegisterSheet, Noun] = {
    RegisterSheet.WORK_PACKAGES: Noun(
        lambda: store.WorkPackage.objects.select_related("area", "owner"),
        work_packages.save,
        work_packages.remove,
    ),
    RegisterSheet.INTERFACES: Noun(
        store.Interface.objects.whole, interfaces.save, interfaces.remove
    ),
    RegisterSheet.BODIES: Noun(store.Body.objects.whole, bodies.save, bodies.remove),
    RegisterSheet.SERIES: Noun(
        lambda: store.Series.objects.select_related("body"), series.save, series.remove
    ),
    RegisterSheet.MEETINGS: Noun(store.Meeting.objects.whole, meetings.save, meetings.remove),
    RegisterSheet.PHENOMENA: Noun(store.Phenomenon.objects.whole, phenomena.save, phenomena.remove),
    RegisterSheet.AGREEMENTS: Noun(
        store.Agreement.objects.whole, agreements.save, agreements.remove
    ),
    RegisterSheet.PLANS: Noun(store.Plan.objects.whole, plans.save, plans.remove),
    RegisterSheet.FULFILMENTS: Noun(store.Fulfilment.objects.whole, duties.save, duties.remove),
    RegisterSheet.CLOCK_EVENTS: Noun(
        lambda: store.ClockEvent.objects.select_related("area", "owner"),
        annual_clock.save,
        annual_clock.remove,
    ),
    RegisterSheet.SHARED_AIMS: Noun(
        lambda: store.SharedAim.objects.select_related("area", "owner"),
        shared_aims.save,
        shared_aims.remove,
    ),
}


def stored(sheet: RegisterSheet, codes: Iterable[str]) -> dict[str, Any]:
    """Return the things of these codes as records, by code."""
    wanted = list(codes)
    if not wanted:
        return {}
    return {row.code: row.as_terms() for row in NOUNS[sheet].rows().filter(code__in=wanted)}


def parents(sheet: RegisterSheet) -> dict[str, str]:
    """Return what each body or plan stands under, by code; empty for nothing."""
    rows = NOUNS[sheet].rows().values_list("code", "parent__code")
    return {code: parent or "" for code, parent in rows}


def known(actor: Actor) -> Known:
    """Return what a workbook may name; only what an actor may read is suggested to that actor."""
    codes: dict[str, set[str]] = {}
    shown: dict[str, set[str]] = {}
    for sheet, noun in NOUNS.items():
        kind, rows = KIND_OF[sheet].value, noun.rows()
        codes[kind] = _codes(rows)
        shown[kind] = _codes(rows.readable(actor))  # type: ignore[attr-defined]
    for kind, model in ((DUTY, store.Duty), (TASK, store.Task)):
        codes[kind] = shown[kind] = _codes(model._default_manager.all())
    return Known(
        areas=tuple(row.as_terms() for row in store.Area.objects.select_related("successor")),
        organisations=organisations(),
        codes=codes,
        shown=shown,
    )


def organisations() -> tuple[Organisation, ...]:
    """Return all organisations as records, by name; one query."""
    return tuple(
        Organisation(
            row.code, OrganisationKind(row.kind), Names(row.name_fi, row.name_sv, row.name_en)
        )
        for row in store.Organisation.objects.order_by("name_fi", "code")
    )


def _codes(rows: "models.QuerySet[Any]") -> set[str]:
    return set(rows.order_by().values_list("code", flat=True))
