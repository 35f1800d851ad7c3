"""Rules that change in time: colour bands, and where a late task counts."""

from datetime import date
from typing import Self

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from yhdyspinta.api.calendar import Day
from yhdyspinta.api.paging import Page, PageAsked, cut, cut_rows, link
from yhdyspinta.store import models as store
from yhdyspinta.store import rules as tables
from yhdyspinta.terms import rules as terms
from yhdyspinta.terms.rules import Confidence

router = Router(tags=["rules"])


class Band(Schema):
    """A colour band of whole percentages, both ends included."""

    code: str = Field(examples=["from_25"])
    lowest: int = Field(examples=[25])
    highest: int = Field(examples=[49])


class Validity(Schema):
    """When a rule holds and who says so."""

    valid_from: date = Field(description="First day", examples=["2021-07-01"])
    valid_to: date | None = Field(description="Last day; null: in force until replaced")
    source: str = Field(description="Where the rule was found")
    confidence: Confidence = Field(description="How well the rule is known", examples=["source"])

    @classmethod
    def of(cls, validity: terms.Validity) -> Self:
        """Return a record's validity."""
        return cls(
            valid_from=validity.valid_from,
            valid_to=validity.valid_to,
            source=validity.source,
            confidence=validity.confidence,
        )


class Bands(Schema):
    """A scale of colour bands, from low to high."""

    bands: list[Band]
    validity: Validity


class StatusRule(Schema):
    """Where a late task counts."""

    late_is_under_way: bool = Field(description="Late tasks count as under way in readiness")
    late_is_progressing: bool = Field(description="Late tasks count as progressing in progress")
    validity: Validity


class RoadmapStatusRule(StatusRule):
    """Where a late task of a roadmap counts."""

    roadmap: str | None = Field(description="Code of the roadmap; null: all without their own")


class BandsPage(Page[Bands]):
    """A page of the list of colour scales."""


class StatusRulePage(Page[RoadmapStatusRule]):
    """A page of the list of status rules."""


class RulesAsked(Schema):
    """Which rules are asked for."""

    on: Day | None = Field(
        None, description="Only rules in force on this day", examples=["2021-10-31"]
    )


@router.get("/bands", response=BandsPage, operation_id="listBands", summary="List colour bands")
def list_bands(
    request: HttpRequest, response: HttpResponse, asked: Query[RulesAsked], page: Query[PageAsked]
) -> BandsPage:
    """Scales of colour bands, oldest first. The source of a percentage's colour and its word."""
    scales = [each for each in tables.scales() if asked.on is None or each.validity.holds(asked.on)]
    found = cut(scales, page, key=lambda each: each.validity.valid_from.isoformat())
    link(request, response, found.next)
    return BandsPage(items=[bands_shape(each) for each in found.items], next=found.next)


@router.get(
    "/status-rules",
    response=StatusRulePage,
    operation_id="listStatusRules",
    summary="List rules for late tasks",
)
def list_status_rules(
    request: HttpRequest, response: HttpResponse, asked: Query[RulesAsked], page: Query[PageAsked]
) -> StatusRulePage:
    """Where a late task counts, oldest rule first; a roadmap's own rule goes before the general."""
    rows = store.StatusRule.objects.select_related("roadmap")
    if asked.on:
        keys = [each.id for each in rows if each.as_terms().validity.holds(asked.on)]
        rows = rows.filter(id__in=keys)
    found = cut_rows(rows, page, order=["valid_from", "id"])
    link(request, response, found.next)
    return StatusRulePage(items=[_of_roadmap(each) for each in found.items], next=found.next)


def bands_shape(bands: terms.Bands) -> Bands:
    """Show a scale of bands."""
    return Bands(
        bands=[
            Band(code=band.code, lowest=band.lowest, highest=band.highest) for band in bands.bands
        ],
        validity=Validity.of(bands.validity),
    )


def status_rule_shape(rule: terms.StatusRule) -> StatusRule:
    """Show a rule for late tasks."""
    return StatusRule(
        late_is_under_way=rule.late_is_under_way,
        late_is_progressing=rule.late_is_progressing,
        validity=Validity.of(rule.validity),
    )


def _of_roadmap(row: store.StatusRule) -> RoadmapStatusRule:
    rule = row.as_terms()
    return RoadmapStatusRule(
        roadmap=row.roadmap.code if row.roadmap else None,
        late_is_under_way=rule.late_is_under_way,
        late_is_progressing=rule.late_is_progressing,
        validity=Validity.of(rule.validity),
    )
