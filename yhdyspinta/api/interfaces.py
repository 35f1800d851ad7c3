"""Interfaces: listed, read, added, changed and removed; a party's own words on its part."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field, StrictBool, StrictInt

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.bodies import REGISTER_CODE
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.conditions import seen, seen_or_new, tag
from yhdyspinta.api.given import Code, Given, GivenNames, GivenQuarter, Text
from yhdyspinta.api.languages import Names
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.api.roadmap import Quarter
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import interfaces
from yhdyspinta.services.places import NATIONAL
from yhdyspinta.store import models as store
from yhdyspinta.terms import interfaces as terms
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.calendar import Quarter as QuarterTerm
from yhdyspinta.terms.register import Level

router = Router(tags=["interfaces"])

Words = Annotated[Text, Field(max_length=1_000)]
RegisterCode = Annotated[str, Field(pattern=REGISTER_CODE, max_length=120)]


class Party(Schema):
    """An organisation's role in an interface."""

    organisation: str = Field(description="Code of the organisation", examples=["hva-08"])
    role: terms.PartyRole = Field(examples=["leads"])
    contribution: str = Field(description="Its own words on its part")
    etag: str = Field(description="What changing the contribution needs as If-Match")


class Structure(Schema):
    """A structure that an interface needs."""

    text: str = Field(examples=["Opiskeluhuollon yhteistyöryhmä"])
    body: str | None = Field(description="Code of the body that it is; null: none yet")
    level: Level | None = Field(examples=["expert"])


class Interface(Schema):
    """A subject on which organisations must or choose to work together."""

    code: str = Field(examples=["pirkanmaa-opiskeluhuoltosuunnitelma"])
    names: Names
    area: str | None = Field(description="Code of the county; null: national", examples=["08"])
    owner: str | None = Field(description="Organisation that keeps it", examples=["hva-08"])
    work_package: str | None = Field(description="Code of its work package")
    position: int
    state: terms.InterfaceState = Field(examples=["working"])
    ground: terms.Ground = Field(description="Why: by law or by choice", examples=["law"])
    basis: str = Field(description="Law and section", examples=["1287/2013 13 a §"])
    aims: list[str]
    population: str
    partners: list[str] = Field(description="Whom it concerns, in the proposal's words")
    parties: list[Party]
    structures: list[Structure]
    agreement_needed: bool | None = Field(description="Null: nobody has said")
    organised_from: Quarter | None
    organised_to: Quarter | None
    tasks: list[str] = Field(description="Codes of the roadmap's tasks")
    indicators: list[str]
    visibility: Visibility = Field(examples=["public"])
    source: str
    invented: bool
    etag: str = Field(description="What changing it needs as If-Match")


class InterfacePage(Page[Interface]):
    """A page of the list of interfaces."""


class InterfacesAsked(Schema):
    """Whose interfaces are asked for."""

    area: str = Field(pattern=CODE, description="A county's code, or national", examples=["08"])


class InterfaceAddress(Schema):
    """Which interface is asked for."""

    code: RegisterCode = Field(
        description="The interface's code", examples=["pirkanmaa-opiskeluhuoltosuunnitelma"]
    )


class ContributionAddress(InterfaceAddress):
    """Which party of which interface."""

    organisation: Code = Field(description="The party's code", examples=["hva-08"])


class GivenParty(Given):
    """A party. A contribution that its own people have written cannot be changed here."""

    organisation: Code = Field(examples=["hva-08"])
    role: terms.PartyRole = Field(examples=["leads"])
    contribution: Text | None = Field(None, description="Null or left out: as it is")


class GivenStructure(Given):
    """A structure that is needed: words, a body, or both."""

    text: Words = Field("", examples=["Opiskeluhuollon yhteistyöryhmä"])
    body: RegisterCode | None = None
    level: Level | None = None


class GivenInterface(Given):
    """All that can be said of an interface. Its owner leads it, named as a party or not."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "names": {"fi": "Opiskeluhuolto"},
                    "area": "08",
                    "owner": "hva-08",
                    "ground": "law",
                    "basis": "1287/2013 13 a §",
                    "aims": ["Alueellisen opiskeluhuoltosuunnitelman laadinta"],
                    "structures": [{"text": "Opiskeluhuollon yhteistyöryhmä"}],
                    "agreement_needed": True,
                    "organised_from": "2022-Q2",
                    "organised_to": "2022-Q2",
                }
            ]
        }
    )

    names: GivenNames
    area: str | None = Field(None, pattern=CODE, description="Null: national", examples=["08"])
    owner: Code | None = Field(None, examples=["hva-08"])
    work_package: RegisterCode | None = None
    position: StrictInt = Field(0, ge=0, le=999)
    state: terms.InterfaceState = terms.InterfaceState.PROPOSED
    ground: terms.Ground = terms.Ground.CHOICE
    basis: Words = ""
    aims: list[Text] = Field([], max_length=100)
    population: Words = ""
    partners: list[Text] = Field([], max_length=100)
    parties: list[GivenParty] = Field([], max_length=500)
    structures: list[GivenStructure] = Field([], max_length=100)
    agreement_needed: StrictBool | None = None
    organised_from: GivenQuarter | None = None
    organised_to: GivenQuarter | None = None
    tasks: list[Code] = Field([], max_length=200)
    indicators: list[Text] = Field([], max_length=100)
    visibility: Visibility = Visibility.PUBLIC
    source: Text = ""
    invented: StrictBool = False

    def as_terms(self, code: str, *, stored: dict[str, str]) -> terms.Interface:
        """Return the interface as a record; `stored` are contributions by organisation."""
        return terms.Interface(
            code=code,
            names=self.names.as_terms(),
            area=self.area or "",
            owner=self.owner or "",
            work_package=self.work_package or "",
            position=self.position,
            ground=self.ground,
            basis=self.basis,
            aims=tuple(self.aims),
            population=self.population,
            partners=tuple(self.partners),
            parties=tuple(_given_party(each, stored) for each in self.parties),
            structures=tuple(
                terms.Structure(each.text, each.body or "", each.level) for each in self.structures
            ),
            agreement_needed=self.agreement_needed,
            organised_from=_given_quarter(self.organised_from),
            organised_to=_given_quarter(self.organised_to),
            state=self.state,
            tasks=tuple(self.tasks),
            indicators=tuple(self.indicators),
            visibility=self.visibility,
            source=self.source,
            invented=self.invented,
        )


class GivenContribution(Given):
    """A party's own words on its part."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"contribution": "Järjestämme tilat kouluissa."}]}
    )

    contribution: Text = Field(examples=["Järjestämme tilat kouluissa."])


@router.get("", response=InterfacePage, operation_id="listInterfaces", summary="List interfaces")
def list_interfaces(
    request: HttpRequest,
    response: HttpResponse,
    asked: Query[InterfacesAsked],
    page: Query[PageAsked],
) -> InterfacePage:
    """A county's interfaces, or the nation's, that the caller may read, in their order."""
    area = "" if asked.area == NATIONAL else asked.area
    found = cut(
        interfaces.of_area(area, actor=caller_of(request)), page, key=lambda each: each.code
    )
    link(request, response, found.next)
    return InterfacePage(items=[_shape(each) for each in found.items], next=found.next)


@router.get(
    "/{code}", response=Interface, operation_id="getInterface", summary="Read one interface"
)
def get_interface(
    request: HttpRequest, response: HttpResponse, at: Path[InterfaceAddress]
) -> Interface:
    """An interface whole. Its ETag is what changing it needs as If-Match."""
    return _read(request, response, at.code)


@router.put(
    "/{code}",
    response={200: Interface, 201: Interface},
    operation_id="putInterface",
    summary="Add or change an interface",
)
def put_interface(
    request: HttpRequest,
    response: HttpResponse,
    at: Path[InterfaceAddress],
    given: GivenInterface,
) -> Status[Interface]:
    """Add an interface of a new code, or replace one; what stood there stays in the trail.

    Replacing needs the ETag of what was read as If-Match; a new one needs none.
    """
    actor = caller_of(request)
    is_there = store.Interface.objects.filter(code=at.code).exists()
    expected = seen_or_new(request, is_there=is_there)
    stored: dict[str, str] = {}
    if is_there:
        read = interfaces.one(at.code, actor=actor)
        stored = {each.organisation: each.contribution for each in read.parties}
    wanted = given.as_terms(at.code, stored=stored)
    # Somebody else may take a free code meanwhile: theirs is not to be changed.
    interfaces.save(wanted, actor=actor, now=timezone.now(), seen=expected)
    return Status(200 if is_there else 201, _read(request, response, at.code))


@router.delete(
    "/{code}",
    response={204: None},
    operation_id="removeInterface",
    summary="Remove an interface",
)
def remove_interface(request: HttpRequest, at: Path[InterfaceAddress]) -> Status[None]:
    """Take away an interface to which nothing points; it stays in the trail."""
    interfaces.remove(at.code, actor=caller_of(request), now=timezone.now())
    return Status(204, None)


@router.put(
    "/{code}/contributions/{organisation}",
    response=Interface,
    operation_id="putContribution",
    summary="Write a party's part",
)
def put_contribution(
    request: HttpRequest,
    response: HttpResponse,
    at: Path[ContributionAddress],
    given: GivenContribution,
) -> Interface:
    """Write what an organisation does in an interface; needs the party's ETag as If-Match."""
    interfaces.contribute(
        at.code,
        at.organisation,
        given.contribution,
        actor=caller_of(request),
        now=timezone.now(),
        seen=seen(request),
    )
    return _read(request, response, at.code)


def _given_party(given: GivenParty, stored: dict[str, str]) -> terms.InterfaceParty:
    words = given.contribution
    if words is None:
        words = stored.get(given.organisation, "")
    return terms.InterfaceParty(given.organisation, given.role, words)


def _given_quarter(value: str | None) -> QuarterTerm | None:
    return QuarterTerm.parse(value) if value else None


def _read(request: HttpRequest, response: HttpResponse, code: str) -> Interface:
    found = interfaces.one(code, actor=caller_of(request))
    tag(response, mark(found))
    return _shape(found)


def _shape(interface: terms.Interface) -> Interface:
    start, end = interface.organised_from, interface.organised_to
    return Interface(
        code=interface.code,
        names=Names.of(interface.names),
        area=interface.area or None,
        owner=interface.owner or None,
        work_package=interface.work_package or None,
        position=interface.position,
        state=interface.state,
        ground=interface.ground,
        basis=interface.basis,
        aims=list(interface.aims),
        population=interface.population,
        partners=list(interface.partners),
        parties=[_party(each) for each in interface.parties],
        structures=[
            Structure(text=each.text, body=each.body or None, level=each.level)
            for each in interface.structures
        ],
        agreement_needed=interface.agreement_needed,
        organised_from=str(start) if start else None,
        organised_to=str(end) if end else None,
        tasks=list(interface.tasks),
        indicators=list(interface.indicators),
        visibility=interface.visibility,
        source=interface.source,
        invented=interface.invented,
        etag=f'"{mark(interface)}"',
    )


def _party(party: terms.InterfaceParty) -> Party:
    return Party(
        organisation=party.organisation,
        role=party.role,
        contribution=party.contribution,
        etag=f'"{mark(party)}"',
    )
