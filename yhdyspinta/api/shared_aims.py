"""Shared aims of counties' cooperation: listed, read, added, changed, removed."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field, StrictBool

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.calendar import StoredDay
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.conditions import seen_or_new, tag
from yhdyspinta.api.given import Code, Given, GivenNames, Text
from yhdyspinta.api.interfaces import InterfacesAsked, RegisterCode
from yhdyspinta.api.languages import Names
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import shared_aims
from yhdyspinta.services.places import NATIONAL
from yhdyspinta.store import models as store
from yhdyspinta.terms import shared_aims as terms

router = Router(tags=["shared aims"])


class SharedAim(Schema):
    """What the organisations of a county want together, in one sentence."""

    code: str = Field(examples=["pirkanmaa-paamaara"])
    names: Names
    area: str | None = Field(description="Code of the county; null: national", examples=["08"])
    owner: str | None = Field(description="Organisation that keeps it", examples=["hva-08"])
    valid_from: date
    valid_to: date | None = Field(description="Inclusive; null: it goes on")
    source: str
    invented: bool
    etag: str = Field(description="What changing it needs as If-Match")


class SharedAimPage(Page[SharedAim]):
    """A page of the list of shared aims."""


class SharedAimAddress(Schema):
    """Which shared aim is asked for."""

    code: RegisterCode = Field(description="Its code", examples=["pirkanmaa-paamaara"])


class GivenSharedAim(Given):
    """All that can be said of a shared aim."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "names": {"fi": "Asukkaan hyvinvointi ja toimijoiden syvä kumppanuus"},
                    "area": "08",
                    "owner": "hva-08",
                    "valid_from": "2026-01-01",
                }
            ]
        }
    )

    names: GivenNames
    area: str | None = Field(None, pattern=CODE, description="Null: national", examples=["08"])
    owner: Code | None = Field(None, examples=["hva-08"])
    valid_from: StoredDay
    valid_to: StoredDay | None = None
    source: Text = ""
    invented: StrictBool = False

    def as_terms(self, code: str) -> terms.SharedAim:
        """Return the aim as a record."""
        return terms.SharedAim(
            code=code,
            area=self.area or "",
            owner=self.owner or "",
            names=self.names.as_terms(),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            source=self.source,
            invented=self.invented,
        )


@router.get("", response=SharedAimPage, operation_id="listSharedAims", summary="List shared aims")
def list_shared_aims(
    request: HttpRequest,
    response: HttpResponse,
    asked: Query[InterfacesAsked],
    page: Query[PageAsked],
) -> SharedAimPage:
    """A county's shared aims, or the nation's, former ones too, the newest first."""
    area = "" if asked.area == NATIONAL else asked.area
    listed = shared_aims.of_area(area, actor=caller_of(request))
    found = cut(listed, page, key=lambda each: each.code)
    link(request, response, found.next)
    return SharedAimPage(items=[_shape(each) for each in found.items], next=found.next)


@router.get(
    "/{code}", response=SharedAim, operation_id="getSharedAim", summary="Read one shared aim"
)
def get_shared_aim(
    request: HttpRequest, response: HttpResponse, at: Path[SharedAimAddress]
) -> SharedAim:
    """A shared aim. Its ETag is what changing it needs as If-Match."""
    return _read(request, response, at.code)


@router.put(
    "/{code}",
    response={200: SharedAim, 201: SharedAim},
    operation_id="putSharedAim",
    summary="Add or change a shared aim",
)
def put_shared_aim(
    request: HttpRequest, response: HttpResponse, at: Path[SharedAimAddress], given: GivenSharedAim
) -> Status[SharedAim]:
    """Add a shared aim of a new code, or replace one; what stood there stays in the trail.

    Replacing needs the ETag of what was read as If-Match; a new one needs none.
    """
    is_there = store.SharedAim.objects.filter(code=at.code).exists()
    # Somebody else may take a free code meanwhile: theirs is not to be changed.
    expected = seen_or_new(request, is_there=is_there)
    shared_aims.save(
        given.as_terms(at.code), actor=caller_of(request), now=timezone.now(), seen=expected
    )
    return Status(200 if is_there else 201, _read(request, response, at.code))


@router.delete(
    "/{code}",
    response={204: None},
    operation_id="removeSharedAim",
    summary="Remove a shared aim",
)
def remove_shared_aim(request: HttpRequest, at: Path[SharedAimAddress]) -> Status[None]:
    """Take a shared aim away; it stays in the trail."""
    shared_aims.remove(at.code, actor=caller_of(request), now=timezone.now())
    return Status(204, None)


def _read(request: HttpRequest, response: HttpResponse, code: str) -> SharedAim:
    found = shared_aims.one(code, actor=caller_of(request))
    tag(response, mark(found))
    return _shape(found)


def _shape(aim: terms.SharedAim) -> SharedAim:
    return SharedAim(
        code=aim.code,
        names=Names.of(aim.names),
        area=aim.area or None,
        owner=aim.owner or None,
        valid_from=aim.valid_from,
        valid_to=aim.valid_to,
        source=aim.source,
        invented=aim.invented,
        etag=f'"{mark(aim)}"',
    )
