"""Search over everything that the caller may read."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.calendar import Whole
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.languages import Names
from yhdyspinta.api.paging import Page, link
from yhdyspinta.services import places, search
from yhdyspinta.terms import search as terms
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.search import SearchKind

router = Router(tags=["search"])


class Hit(Schema):
    """A thing found; `rank` 1: all words as written in its title, 2: in any form, 3: in its text
    as well, 4: as parts of compounds."""

    kind: SearchKind = Field(examples=["interface"])
    code: str = Field(examples=["pirkanmaa-opiskeluhuoltosuunnitelma"])
    title: Names
    rank: int = Field(examples=[2])
    snippet: str = Field(description="The text around the first word found")
    area: str | None = Field(
        description="Code of the area whose cooperation it is; null: national", examples=["08"]
    )
    on: date | None = Field(description="The day by which it is known, if it has one")
    visibility: Visibility = Field(examples=["public"])
    invented: bool = Field(description="Whether it was made up for the demo")


class HitPage(Page[Hit]):
    """A page of hits, the best first."""


class SearchAsked(Schema):
    """What is looked for."""

    q: str = Field(
        ...,
        min_length=1,
        max_length=200,
        description="Words in any inflection, in Finnish, Swedish or English; all must be there",
        examples=["opiskeluhuollon"],
    )
    kind: SearchKind | None = Field(None, description="Only this kind", examples=["interface"])
    area: str | None = Field(
        None,
        pattern=CODE,
        description="Only this county's cooperation; `national`: the nation's",
        examples=["08"],
    )
    limit: Whole = Field(20, ge=1, le=100, description="How many items at most", examples=[20])
    after: str = Field(
        "",
        max_length=40,
        pattern=r"^([1-4]-[0-9]{1,18})?$",
        description="The “next” of the page before; leave out for the first page",
    )


@router.get("", response=HitPage, operation_id="searchEverything", summary="Search everything")
def find(request: HttpRequest, response: HttpResponse, asked: Query[SearchAsked]) -> HitPage:
    """What matches all words and the caller may read: without a token what is public."""
    found = search.find(
        terms.Asked(
            words=asked.q.replace("\0", " "),
            kinds=(asked.kind,) if asked.kind else (),
            area="" if asked.area == places.NATIONAL else asked.area,
        ),
        actor=caller_of(request),
        after=asked.after,
        most=asked.limit,
    )
    following = found.next or None
    link(request, response, following)
    return HitPage(items=[_shape(each) for each in found.hits], next=following)


def _shape(hit: terms.Hit) -> Hit:
    return Hit(
        kind=hit.kind,
        code=hit.code,
        title=Names.of(hit.title),
        rank=hit.tier,
        snippet="".join(piece.text for piece in hit.snippet),
        area=hit.area or None,
        on=hit.on,
        visibility=hit.visibility,
        invented=hit.invented,
    )
