"""What is missing or late in cooperation: a place's gaps, and how many each county has."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.languages import Names
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import gaps
from yhdyspinta.terms import gaps as terms
from yhdyspinta.terms.register import Level

router = Router(tags=["gaps"])


class Gap(Schema):
    """One thing that is missing or late, and who should act: docs/calculations/gaps.md."""

    kind: terms.GapKind = Field(
        description="duty_not_known: nobody has reported anything, which is not late",
        examples=["no_body"],
    )
    about: terms.GapAbout = Field(examples=["interface"])
    code: str = Field(
        description="Code of what it is about", examples=["pirkanmaa-opiskeluhuoltosuunnitelma"]
    )
    names: Names
    area: str | None = Field(description="Code of the county; null: national", examples=["08"])
    owners: list[str] = Field(description="Organisations that should act", examples=[["hva-08"]])
    concerned: list[str] = Field(description="All organisations that it concerns")
    level: Level | None = Field(description="The level that has no body")
    text: str = Field(description="A structure's or an action's own words")
    on: date | None = Field(description="When it was due, or by when to act")
    held: int | None = Field(description="How many meetings were held this year")
    expected: int | None = Field(description="How many were to be held by now")
    law: str
    invented: bool


class GapPage(Page[Gap]):
    """A page of a place's gaps."""


class GapsAsked(Schema):
    """Whose gaps are asked for."""

    area: str = Field(
        pattern=CODE,
        description="A county's or municipality's code, or national",
        examples=["08"],
    )


class CountyGaps(Schema):
    """How many gaps a county has; a kind without any is left out."""

    area: str | None = Field(description="Code of the county; null: national", examples=["08"])
    names: Names
    counts: dict[terms.GapKind, int] = Field(examples=[{"no_body": 2, "duty_not_known": 7}])
    total: int = Field(description="All but duty_not_known", examples=[2])


class CountyGapsPage(Page[CountyGaps]):
    """A page of counties with their numbers of gaps."""


@router.get("", response=GapPage, operation_id="listGaps", summary="List a place's gaps")
def list_gaps(
    request: HttpRequest, response: HttpResponse, asked: Query[GapsAsked], page: Query[PageAsked]
) -> GapPage:
    """Today's gaps in what the caller may read, kind by kind as their page shows them."""
    actor, today = caller_of(request), timezone.localdate()
    found = _keyed(gaps.of_area(asked.area, actor=actor, on=today).gaps)
    shown = cut(found, page, key=lambda each: each[0])
    link(request, response, shown.next)
    return GapPage(items=[_shape(gap) for _, gap in shown.items], next=shown.next)


@router.get(
    "/counts",
    response=CountyGapsPage,
    operation_id="listGapCounts",
    summary="List how many gaps each county has",
)
def list_counts(
    request: HttpRequest, response: HttpResponse, page: Query[PageAsked]
) -> CountyGapsPage:
    """Today's numbers of gaps by kind in Finnish order of the counties, the nation's last."""
    counties = gaps.national(actor=caller_of(request), on=timezone.localdate()).counties
    shown = cut(counties, page, key=lambda each: each.area or "national")
    link(request, response, shown.next)
    items = [
        CountyGaps(
            area=each.area or None,
            names=Names.of(each.names),
            counts=dict(each.counts),
            total=each.total,
        )
        for each in shown.items
    ]
    return CountyGapsPage(items=items, next=shown.next)


def _keyed(found: Sequence[terms.Gap]) -> list[tuple[str, terms.Gap]]:
    """Order gaps by kind and give each a key of its own; several may be alike in everything."""
    order = list(terms.GapKind)
    times: Counter[str] = Counter()
    keyed = []
    for gap in sorted(found, key=lambda each: order.index(each.kind)):
        key = mark(gap)
        times[key] += 1
        keyed.append((f"{key}-{times[key]}", gap))
    return keyed


def _shape(gap: terms.Gap) -> Gap:
    return Gap(
        kind=gap.kind,
        about=gap.about,
        code=gap.code,
        names=Names.of(gap.names),
        area=gap.area or None,
        owners=list(gap.owners),
        concerned=list(gap.concerned),
        level=gap.level,
        text=gap.text,
        on=gap.on,
        held=gap.held,
        expected=gap.expected,
        law=gap.law,
        invented=gap.invented,
    )
