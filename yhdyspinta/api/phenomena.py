"""Phenomena: what the field noticed, raised level by level; listed, read, added, changed."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field, StrictBool

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.bodies import Words
from yhdyspinta.api.calendar import StoredDay
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.conditions import seen_or_new, tag
from yhdyspinta.api.given import Code, Given, Text
from yhdyspinta.api.meetings import Number, RegisterCode
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.calc.phenomena import Stage, days_in_all, stage, stays
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import phenomena
from yhdyspinta.services.places import NATIONAL
from yhdyspinta.store import models as store
from yhdyspinta.terms import phenomena as terms
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.register import Level

router = Router(tags=["phenomena"])


class Step(Schema):
    """The phenomenon, or its answer, reached a level."""

    number: int = Field(examples=[1])
    direction: terms.StepDirection = Field(examples=["up"])
    level: Level = Field(examples=["expert"])
    on: date
    body: str | None
    meeting: str | None
    outcome: int | None = Field(description="The outcome's number in the meeting")
    text: str


class Stay(Schema):
    """How long it was on a level; the first one is the field's, where it was noticed."""

    level: Level
    direction: terms.StepDirection
    since: date
    until: date | None = Field(description="Null: it is there now")
    days: int = Field(description="Until today, if it is there now")


class Phenomenon(Schema):
    """What was noticed in the field, with its way up and its answer's way down."""

    code: str = Field(examples=["pirkanmaa-ilmio-kuljetukset"])
    title: str
    owner: str = Field(description="Organisation that noticed it", examples=["kunta-211"])
    noticed_on: date
    area: str | None
    interface: str | None
    description: str
    steps: list[Step]
    closed_on: date | None
    visibility: Visibility
    invented: bool
    stage: Stage = Field(examples=["rising"])
    stays: list[Stay]
    days_in_all: int
    etag: str = Field(description="What changing it needs as If-Match")


class PhenomenonPage(Page[Phenomenon]):
    """A page of the list of phenomena."""


class PhenomenaAsked(Schema):
    """Which phenomena are asked for."""

    area: str | None = Field(
        None, pattern=CODE, description="A county's code, or national", examples=["08"]
    )


class PhenomenonAddress(Schema):
    """Which phenomenon is asked for."""

    code: RegisterCode = Field(
        description="The phenomenon's code", examples=["pirkanmaa-ilmio-kuljetukset"]
    )


class GivenStep(Given):
    """A step to the next level up, or of the answer to the next level down."""

    number: Number = Field(examples=[1])
    direction: terms.StepDirection = Field(examples=["up"])
    level: Level = Field(examples=["expert"])
    on: StoredDay = Field(examples=["2026-02-04"])
    body: RegisterCode | None = None
    meeting: RegisterCode | None = None
    outcome: Number | None = None
    text: Text = ""

    def as_terms(self) -> terms.PhenomenonStep:
        """Return the step as a record."""
        return terms.PhenomenonStep(
            number=self.number,
            direction=self.direction,
            level=self.level,
            on=self.on,
            body=self.body or "",
            meeting=self.meeting or "",
            outcome=self.outcome,
            text=self.text,
        )


class GivenPhenomenon(Given):
    """All that can be said of a phenomenon."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "title": "Koulukuljetukset pitenevät",
                    "owner": "hva-08",
                    "noticed_on": "2026-01-19",
                    "area": "08",
                    "steps": [
                        {"number": 1, "direction": "up", "level": "expert", "on": "2026-02-04"}
                    ],
                }
            ]
        }
    )

    title: Words = Field(min_length=1, examples=["Koulukuljetukset pitenevät"])
    owner: Code = Field(examples=["hva-08"])
    noticed_on: StoredDay = Field(examples=["2026-01-19"])
    area: str | None = Field(None, pattern=CODE, description="Null: national", examples=["08"])
    interface: RegisterCode | None = None
    description: Text = ""
    steps: list[GivenStep] = Field([], max_length=20)
    closed_on: StoredDay | None = None
    visibility: Visibility = Visibility.PARTNERS
    invented: StrictBool = False

    def as_terms(self, code: str) -> terms.Phenomenon:
        """Return the phenomenon as a record."""
        return terms.Phenomenon(
            code=code,
            title=self.title,
            owner=self.owner,
            noticed_on=self.noticed_on,
            area=self.area or "",
            interface=self.interface or "",
            description=self.description,
            steps=tuple(each.as_terms() for each in self.steps),
            closed_on=self.closed_on,
            visibility=self.visibility,
            invented=self.invented,
        )


@router.get("", response=PhenomenonPage, operation_id="listPhenomena", summary="List phenomena")
def list_phenomena(
    request: HttpRequest,
    response: HttpResponse,
    asked: Query[PhenomenaAsked],
    page: Query[PageAsked],
) -> PhenomenonPage:
    """Phenomena that the caller may read, the newest first."""
    area = "" if asked.area == NATIONAL else asked.area
    listed = phenomena.of_area(area, actor=caller_of(request))
    found = cut(listed, page, key=lambda each: each.code)
    link(request, response, found.next)
    today = timezone.localdate()
    return PhenomenonPage(items=[_shape(each, today) for each in found.items], next=found.next)


@router.get(
    "/{code}", response=Phenomenon, operation_id="getPhenomenon", summary="Read one phenomenon"
)
def get_phenomenon(
    request: HttpRequest, response: HttpResponse, at: Path[PhenomenonAddress]
) -> Phenomenon:
    """A phenomenon whole. Its ETag is what changing it needs as If-Match."""
    return _read(request, response, at.code)


@router.put(
    "/{code}",
    response={200: Phenomenon, 201: Phenomenon},
    operation_id="putPhenomenon",
    summary="Add or change a phenomenon",
)
def put_phenomenon(
    request: HttpRequest,
    response: HttpResponse,
    at: Path[PhenomenonAddress],
    given: GivenPhenomenon,
) -> Status[Phenomenon]:
    """Add a phenomenon of a new code, or replace one with its steps.

    Replacing needs the ETag of what was read as If-Match; a new one needs none.
    """
    is_there = store.Phenomenon.objects.filter(code=at.code).exists()
    expected = seen_or_new(request, is_there=is_there)
    phenomena.save(
        given.as_terms(at.code), actor=caller_of(request), now=timezone.now(), seen=expected
    )
    return Status(200 if is_there else 201, _read(request, response, at.code))


@router.delete(
    "/{code}",
    response={204: None},
    operation_id="removePhenomenon",
    summary="Remove a phenomenon",
)
def remove_phenomenon(request: HttpRequest, at: Path[PhenomenonAddress]) -> Status[None]:
    """Take away a phenomenon; it stays in the trail."""
    phenomena.remove(at.code, actor=caller_of(request), now=timezone.now())
    return Status(204, None)


def _read(request: HttpRequest, response: HttpResponse, code: str) -> Phenomenon:
    found = phenomena.known(code, actor=caller_of(request))
    tag(response, mark(found))
    return _shape(found, timezone.localdate())


def _shape(found: terms.Phenomenon, today: date) -> Phenomenon:
    return Phenomenon(
        code=found.code,
        title=found.title,
        owner=found.owner,
        noticed_on=found.noticed_on,
        area=found.area or None,
        interface=found.interface or None,
        description=found.description,
        steps=[_step(each) for each in found.steps],
        closed_on=found.closed_on,
        visibility=found.visibility,
        invented=found.invented,
        stage=stage(found),
        stays=[
            Stay(
                level=each.level,
                direction=each.direction,
                since=each.since,
                until=each.until,
                days=each.days,
            )
            for each in stays(found, on=today)
        ],
        days_in_all=days_in_all(found, on=today),
        etag=f'"{mark(found)}"',
    )


def _step(step: terms.PhenomenonStep) -> Step:
    return Step(
        number=step.number,
        direction=step.direction,
        level=step.level,
        on=step.on,
        body=step.body or None,
        meeting=step.meeting or None,
        outcome=step.outcome,
        text=step.text,
    )
