"""Load the shipped facts (areas, organisations, rules) into the tables; safe to repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yhdyspinta.services import audit, search
from yhdyspinta.sources import reference
from yhdyspinta.store.models import (
    Acting,
    Area,
    Band,
    CouncilTerm,
    Duty,
    DutyException,
    Membership,
    Organisation,
    StatusRule,
)
from yhdyspinta.terms import areas as area_terms
from yhdyspinta.terms import organisations as organisation_terms
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.rules import Validity


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of each kind the shipped files hold."""

    areas: int
    memberships: int
    organisations: int


def load_missing(*, actor: Actor, now: datetime) -> None:
    """Load the shipped facts if the installation has none yet, or not all kinds of them."""
    if not Area.objects.exists() or not Duty.objects.exists():
        load(actor=actor, now=now)


@transaction.atomic
def load(*, actor: Actor, now: datetime) -> Loaded:
    """Insert what is missing and correct what differs; rows that only the tables have stay."""
    _load_areas(reference.areas())
    _load_memberships(reference.memberships())
    _load_organisations(reference.organisations())
    _load_rules()
    _load_duties()
    loaded = Loaded(
        len(reference.areas()), len(reference.memberships()), len(reference.organisations())
    )
    search.refresh()
    audit.record("reference.load", "areas, organisations, rules, duties", actor=actor, now=now)
    return loaded


def _load_areas(areas: Sequence[area_terms.Area]) -> None:
    rows = [
        Area(
            code=area.code,
            kind=area.kind,
            name_fi=area.names.fi,
            name_sv=area.names.sv,
            name_en=area.names.en,
            short_fi=area.short.fi,
            short_sv=area.short.sv,
            short_en=area.short.en,
            abbreviation=area.abbreviation,
            valid_from=area.valid_from,
            valid_to=area.valid_to,
            tile_row=area.tile[0] if area.tile else None,
            tile_col=area.tile[1] if area.tile else None,
            geographic=area.geographic,
            other_names=list(area.other_names),
        )
        for area in areas
    ]
    own = [f.name for f in Area._meta.concrete_fields if f.name not in {"id", "code", "successor"}]
    Area.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=own)
    for area in areas:
        if area.successor:
            successor = Area.objects.get(code=area.successor)
            Area.objects.filter(code=area.code).update(successor=successor)


def _load_memberships(memberships: Sequence[area_terms.Membership]) -> None:
    ids = dict(Area.objects.values_list("code", "id"))
    Membership.objects.bulk_create(
        [
            Membership(
                part_id=ids[each.part],
                whole_id=ids[each.whole],
                valid_from=each.valid_from,
                valid_to=each.valid_to,
            )
            for each in memberships
        ],
        update_conflicts=True,
        unique_fields=["part", "whole", "valid_from"],
        update_fields=["valid_to"],
    )


def _load_organisations(organisations: Sequence[organisation_terms.Organisation]) -> None:
    Organisation.objects.bulk_create(
        [
            Organisation(
                code=each.code,
                kind=each.kind,
                name_fi=each.names.fi,
                name_sv=each.names.sv,
                name_en=each.names.en,
                valid_from=each.valid_from,
                valid_to=each.valid_to,
            )
            for each in organisations
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["kind", "name_fi", "name_sv", "name_en", "valid_from", "valid_to"],
    )
    organisation_ids = dict(Organisation.objects.values_list("code", "id"))
    area_ids = dict(Area.objects.values_list("code", "id"))
    Acting.objects.bulk_create(
        [
            Acting(organisation_id=organisation_ids[each.code], area_id=area_ids[code])
            for each in organisations
            for code in each.acts_for
        ],
        ignore_conflicts=True,
    )


def _load_rules() -> None:
    for scale in reference.bands():
        for band in scale.bands:
            Band.objects.update_or_create(
                code=band.code,
                valid_from=scale.validity.valid_from,
                defaults={
                    "lowest": band.lowest,
                    "highest": band.highest,
                    **_rest(scale.validity),
                },
            )
    for rule in reference.status_rules():
        StatusRule.objects.update_or_create(
            roadmap=None,
            valid_from=rule.validity.valid_from,
            defaults={
                "late_is_under_way": rule.late_is_under_way,
                "late_is_progressing": rule.late_is_progressing,
                **_rest(rule.validity),
            },
        )


def _load_duties() -> None:
    for term in reference.council_terms():
        CouncilTerm.objects.update_or_create(
            kind=term.kind,
            starts_on=term.starts_on,
            defaults={
                "ends_on": term.ends_on,
                "source": term.source,
                "confidence": term.confidence,
            },
        )
    for duty in reference.duties():
        row, _ = Duty.objects.update_or_create(
            code=duty.code,
            defaults={
                "position": duty.position,
                **_said("name", duty.names),
                **_said("note", duty.note),
                "law": duty.law,
                "section": duty.section,
                "applies_to": [each.value for each in duty.applies_to],
                "cadence": duty.cadence,
                "months": duty.months,
                "evidence": duty.evidence,
                "plan_kind": duty.plan_kind or "",
                "valid_from": duty.validity.valid_from,
                **_rest(duty.validity),
            },
        )
        for each in duty.exceptions:
            DutyException.objects.update_or_create(
                duty=row,
                area=Area.objects.get(code=each.area),
                defaults={
                    "applies": each.applies,
                    **_said("note", each.note),
                    "source": each.source,
                    "confidence": each.confidence,
                },
            )


def _said(field: str, names: Names) -> dict[str, str]:
    return {f"{field}_fi": names.fi, f"{field}_sv": names.sv, f"{field}_en": names.en}


def _rest(validity: Validity) -> dict[str, object]:
    return {
        "valid_to": validity.valid_to,
        "source": validity.source,
        "confidence": validity.confidence,
    }
