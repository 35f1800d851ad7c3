"""Bodies of cooperation: listed, read, added, changed and removed."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field, StrictBool, StrictInt

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.calendar import StoredDay
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.conditions import seen_or_new, tag
from yhdyspinta.api.given import Code, Given, GivenNames, Text
from yhdyspinta.api.languages import Names
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import bodies
from yhdyspinta.services.places import NATIONAL
from yhdyspinta.store import models as store
from yhdyspinta.terms import bodies as terms
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.register import Level

router = Router(tags=["bodies"])

# Codes of the register may hold dots.
REGISTER_CODE = r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$"
Words = Annotated[str, Field(max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Member(Schema):
    """A seat in a body."""

    role: terms.MemberRole = Field(examples=["chair"])
    organisation: str | None = Field(
        description="Code of the organisation; null: only in words", examples=["hva-08"]
    )
    text: str
    expertise: str
    substitute: str
    valid_from: date | None
    valid_to: date | None
    person: str = Field(description="Empty too where you may not read it")
    person_is_public: bool


class Pace(Schema):
    """How often a body meets against what it promised, in the year of today."""

    year: int = Field(examples=[2026])
    promised: int | None = Field(description="For this year; null: nothing promised")
    held: int
    planned: int = Field(description="In the calendar from today to the year's end")
    expected: int = Field(description="What an even pace would have held by today")
    is_behind: bool
    missing: int = Field(description="To be put into the calendar for the promise to be kept")
    next_by: date | None = Field(description="The day by which the next one is due")
    next_planned: date | None = Field(description="The next that you may read")


class Body(Schema):
    """Where people of several organisations meet."""

    code: str = Field(examples=["pirkanmaa-foorumi"])
    names: Names
    level: Level = Field(examples=["political"])
    kind: terms.BodyKind = Field(examples=["cooperation"])
    area: str | None = Field(description="Code of the county; null: national", examples=["08"])
    owner: str | None = Field(description="Organisation that keeps it", examples=["hva-08"])
    mandate: str
    legal_basis: str
    parent: str | None = Field(description="Code of the body above it")
    valid_from: date | None
    valid_to: date | None
    composition: str
    least_per_year: int | None
    most_per_year: int | None
    tasks: list[str]
    interfaces: list[str]
    members: list[Member]
    visibility: Visibility = Field(examples=["public"])
    source: str
    invented: bool
    pace: Pace
    etag: str = Field(description="What changing it needs as If-Match")


class BodyPage(Page[Body]):
    """A page of the list of bodies."""


class BodiesAsked(Schema):
    """Which bodies are asked for."""

    area: str | None = Field(
        None, pattern=CODE, description="A county's code, or national", examples=["08"]
    )


class BodyAddress(Schema):
    """Which body is asked for."""

    code: str = Field(
        pattern=REGISTER_CODE,
        max_length=120,
        description="The body's code",
        examples=["pirkanmaa-foorumi"],
    )


class GivenMember(Given):
    """A seat: an organisation, or words for whom it is."""

    role: terms.MemberRole = terms.MemberRole.MEMBER
    organisation: Code | None = Field(None, examples=["hva-08"])
    text: Words = ""
    expertise: Words = ""
    substitute: Words = ""
    valid_from: StoredDay | None = None
    valid_to: StoredDay | None = None
    person: Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    person_is_public: StrictBool = False

    def as_terms(self) -> terms.BodyMember:
        """Return the seat as a record."""
        return terms.BodyMember(
            role=self.role,
            organisation=self.organisation or "",
            text=self.text,
            expertise=self.expertise,
            substitute=self.substitute,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            person=self.person,
            person_is_public=self.person_is_public,
        )


class GivenBody(Given):
    """All that can be said of a body."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "names": {"fi": "Viranhaltijajohdon kokoukset"},
                    "level": "management",
                    "kind": "cooperation",
                    "area": "08",
                    "owner": "hva-08",
                    "least_per_year": 6,
                    "most_per_year": 6,
                    "members": [{"role": "chair", "organisation": "hva-08"}],
                }
            ]
        }
    )

    names: GivenNames
    level: Level = Field(examples=["management"])
    kind: terms.BodyKind = Field(examples=["cooperation"])
    area: str | None = Field(None, pattern=CODE, description="Null: national", examples=["08"])
    owner: Code | None = Field(None, examples=["hva-08"])
    mandate: Text = ""
    legal_basis: Text = ""
    parent: str | None = Field(None, pattern=REGISTER_CODE, max_length=120)
    valid_from: StoredDay | None = None
    valid_to: StoredDay | None = None
    composition: Text = ""
    least_per_year: StrictInt | None = Field(None, ge=0, le=366, examples=[6])
    most_per_year: StrictInt | None = Field(None, ge=0, le=366, examples=[6])
    tasks: list[Text] = Field([], max_length=100)
    interfaces: list[str] = Field([], max_length=200)
    members: list[GivenMember] = Field([], max_length=500)
    visibility: Visibility = Visibility.PUBLIC
    source: Text = ""
    invented: StrictBool = False

    def as_terms(self, code: str) -> terms.Body:
        """Return the body as a record."""
        return terms.Body(
            code=code,
            names=self.names.as_terms(),
            level=self.level,
            kind=self.kind,
            area=self.area or "",
            owner=self.owner or "",
            mandate=self.mandate,
            legal_basis=self.legal_basis,
            parent=self.parent or "",
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            composition=self.composition,
            least_per_year=self.least_per_year,
            most_per_year=self.most_per_year,
            tasks=tuple(self.tasks),
            interfaces=tuple(sorted(set(self.interfaces))),
            members=tuple(each.as_terms() for each in self.members),
            visibility=self.visibility,
            source=self.source,
            invented=self.invented,
        )


@router.get("", response=BodyPage, operation_id="listBodies", summary="List bodies")
def list_bodies(
    request: HttpRequest, response: HttpResponse, asked: Query[BodiesAsked], page: Query[PageAsked]
) -> BodyPage:
    """Bodies that the caller may read, by their Finnish names, with promised and held meetings."""
    actor, today = caller_of(request), timezone.localdate()
    if asked.area is None:
        listed = bodies.every(actor=actor, on=today)
    else:
        area = "" if asked.area == NATIONAL else asked.area
        listed = bodies.of_area(area, actor=actor, on=today)
    found = cut(listed, page, key=lambda each: each.body.code)
    link(request, response, found.next)
    return BodyPage(items=[_shape(each.body, each.pace) for each in found.items], next=found.next)


@router.get("/{code}", response=Body, operation_id="getBody", summary="Read one body")
def get_body(request: HttpRequest, response: HttpResponse, at: Path[BodyAddress]) -> Body:
    """A body whole. Its ETag is what changing it needs as If-Match."""
    return _read(request, response, at.code)


@router.put(
    "/{code}",
    response={200: Body, 201: Body},
    operation_id="putBody",
    summary="Add or change a body",
)
def put_body(
    request: HttpRequest, response: HttpResponse, at: Path[BodyAddress], given: GivenBody
) -> Status[Body]:
    """Add a body of a new code, or replace one; what stood there stays in the trail.

    Replacing needs the ETag of what was read as If-Match; a new one needs none.
    """
    is_there = store.Body.objects.filter(code=at.code).exists()
    # Somebody else may take a free code meanwhile: theirs is not to be changed.
    expected = seen_or_new(request, is_there=is_there)
    bodies.save(
        given.as_terms(at.code), actor=caller_of(request), now=timezone.now(), seen=expected
    )
    return Status(200 if is_there else 201, _read(request, response, at.code))


@router.delete("/{code}", response={204: None}, operation_id="removeBody", summary="Remove a body")
def remove_body(request: HttpRequest, at: Path[BodyAddress]) -> Status[None]:
    """Take away a body on which nothing hangs; it stays in the trail."""
    bodies.remove(at.code, actor=caller_of(request), now=timezone.now())
    return Status(204, None)


def _read(request: HttpRequest, response: HttpResponse, code: str) -> Body:
    shown = bodies.one(code, actor=caller_of(request), on=timezone.localdate())
    tag(response, mark(shown.body))
    return _shape(shown.body, shown.pace)


def _shape(body: terms.Body, pace: terms.Pace) -> Body:
    return Body(
        code=body.code,
        names=Names.of(body.names),
        level=body.level,
        kind=body.kind,
        area=body.area or None,
        owner=body.owner or None,
        mandate=body.mandate,
        legal_basis=body.legal_basis,
        parent=body.parent or None,
        valid_from=body.valid_from,
        valid_to=body.valid_to,
        composition=body.composition,
        least_per_year=body.least_per_year,
        most_per_year=body.most_per_year,
        tasks=list(body.tasks),
        interfaces=list(body.interfaces),
        members=[_member(each) for each in body.members],
        visibility=body.visibility,
        source=body.source,
        invented=body.invented,
        pace=_pace(pace),
        etag=f'"{mark(body)}"',
    )


def _member(member: terms.BodyMember) -> Member:
    return Member(
        role=member.role,
        organisation=member.organisation or None,
        text=member.text,
        expertise=member.expertise,
        substitute=member.substitute,
        valid_from=member.valid_from,
        valid_to=member.valid_to,
        person=member.person,
        person_is_public=member.person_is_public,
    )


def _pace(pace: terms.Pace) -> Pace:
    return Pace(
        year=pace.year,
        promised=pace.promised,
        held=pace.held,
        planned=pace.planned,
        expected=pace.expected,
        is_behind=pace.is_behind,
        missing=pace.missing,
        next_by=pace.next_by,
        next_planned=pace.next_planned,
    )
