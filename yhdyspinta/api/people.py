"""An organisation's people and their roles, for its administrator: to read."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.services import people
from yhdyspinta.terms import people as terms
from yhdyspinta.terms.access import Role

router = Router(tags=["people"])


class HeldRole(Schema):
    """A role that a person holds in the organisation."""

    role: Role = Field(examples=["reporter"])
    roadmap: str | None = Field(description="A coordinator's roadmap", examples=["sote-2021"])
    granted_at: datetime
    from_claim: bool = Field(description="Given by the organisation's identity provider")


class Person(Schema):
    """A person with a role in the organisation."""

    number: int = Field(description="As in the trail: person:<number>")
    name: str
    email: str
    roles: list[HeldRole]


class PersonPage(Page[Person]):
    """A page of an organisation's people."""


class OrganisationAddress(Schema):
    """Which organisation."""

    code: str = Field(pattern=CODE, description="The organisation's code", examples=["hva-08"])


@router.get(
    "/{code}/people",
    response=PersonPage,
    operation_id="listPeople",
    summary="List an organisation's people",
)
def list_people(
    request: HttpRequest,
    response: HttpResponse,
    at: Path[OrganisationAddress],
    page: Query[PageAsked],
) -> PersonPage:
    """Who holds which role, by name; for comparing with your own register of staff."""
    items = [_shape(each) for each in people.of_organisation(at.code, actor=caller_of(request))]
    found = cut(items, page, key=lambda each: str(each.number))
    link(request, response, found.next)
    return PersonPage(items=found.items, next=found.next)


def _shape(person: terms.Person) -> Person:
    return Person(
        number=person.id,
        name=person.name,
        email=person.email,
        roles=[
            HeldRole(
                role=each.place.role,
                roadmap=each.place.roadmap or None,
                granted_at=each.since,
                from_claim=each.from_claim,
            )
            for each in person.roles
        ],
    )
