"""Organisations and the areas that they act for."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from yhdyspinta.api.areas import CODE, WORDS, holds_word
from yhdyspinta.api.languages import Names
from yhdyspinta.api.paging import Page, PageAsked, cut_rows, link
from yhdyspinta.store import models as store
from yhdyspinta.terms.organisations import OrganisationKind

router = Router(tags=["organisations"])


class Organisation(Schema):
    """A county, municipality, ministry or other body that acts."""

    code: str = Field(description="The project's own code", examples=["hva-08"])
    kind: OrganisationKind = Field(examples=["county"])
    names: Names
    valid_from: date | None = Field(description="First day; null: not known")
    valid_to: date | None = Field(description="Last day; null: exists still")
    acts_for: list[str] = Field(
        description="Codes of the areas that it acts for", examples=[["08"]]
    )


class OrganisationPage(Page[Organisation]):
    """A page of the list of organisations."""


class OrganisationsAsked(Schema):
    """Which organisations are asked for."""

    kind: OrganisationKind | None = Field(None, description="Only this kind", examples=["ministry"])
    area: str | None = Field(
        None, pattern=CODE, description="Only those that act for this area", examples=["08"]
    )
    q: str = Field(
        "",
        max_length=80,
        pattern=WORDS,
        description="Part of a name in any language",
        examples=["hyvinvointialue"],
    )


@router.get(
    "",
    response=OrganisationPage,
    operation_id="listOrganisations",
    summary="List organisations",
)
def list_organisations(
    request: HttpRequest,
    response: HttpResponse,
    asked: Query[OrganisationsAsked],
    page: Query[PageAsked],
) -> OrganisationPage:
    """Organisations by code, with the areas that they act for."""
    rows = store.Organisation.objects.prefetch_related("areas")
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.area:
        rows = rows.filter(acting__area__code=asked.area)
    if asked.q:
        texts = rows.values_list("id", "name_fi", "name_sv", "name_en")
        rows = rows.filter(id__in=[key for key, *names in texts if holds_word(asked.q, names)])
    found = cut_rows(rows, page, order=["code"])
    link(request, response, found.next)
    return OrganisationPage(items=[_shape(row) for row in found.items], next=found.next)


def _shape(row: store.Organisation) -> Organisation:
    return Organisation(
        code=row.code,
        kind=OrganisationKind(row.kind),
        names=Names(fi=row.name_fi, sv=row.name_sv or None, en=row.name_en or None),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        acts_for=sorted(area.code for area in row.areas.all()),
    )
