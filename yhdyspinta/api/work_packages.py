"""Work packages, which group a county's interfaces: listed, read, added, changed, removed."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field, StrictBool, StrictInt

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.conditions import seen_or_new, tag
from yhdyspinta.api.given import Code, Given, GivenNames, Text
from yhdyspinta.api.interfaces import InterfacesAsked, RegisterCode
from yhdyspinta.api.languages import Names
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import work_packages
from yhdyspinta.services.places import NATIONAL
from yhdyspinta.store import models as store
from yhdyspinta.terms import interfaces as terms
from yhdyspinta.terms.access import Visibility

router = Router(tags=["interfaces"])


class WorkPackage(Schema):
    """A group of interfaces."""

    code: str = Field(examples=["pirkanmaa-hyte"])
    names: Names
    area: str | None = Field(description="Code of the county; null: national", examples=["08"])
    owner: str | None = Field(description="Organisation that keeps it", examples=["hva-08"])
    position: int
    description: str
    visibility: Visibility = Field(examples=["public"])
    source: str
    invented: bool
    etag: str = Field(description="What changing it needs as If-Match")


class WorkPackagePage(Page[WorkPackage]):
    """A page of the list of work packages."""


class WorkPackageAddress(Schema):
    """Which work package is asked for."""

    code: RegisterCode = Field(description="Its code", examples=["pirkanmaa-hyte"])


class GivenWorkPackage(Given):
    """All that can be said of a work package."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "names": {"fi": "Hyvinvoinnin ja terveyden edistäminen"},
                    "area": "08",
                    "owner": "hva-08",
                    "position": 2,
                }
            ]
        }
    )

    names: GivenNames
    area: str | None = Field(None, pattern=CODE, description="Null: national", examples=["08"])
    owner: Code | None = Field(None, examples=["hva-08"])
    position: StrictInt = Field(0, ge=0, le=999)
    description: Text = ""
    visibility: Visibility = Visibility.PUBLIC
    source: Text = ""
    invented: StrictBool = False

    def as_terms(self, code: str) -> terms.WorkPackage:
        """Return the work package as a record."""
        return terms.WorkPackage(
            code=code,
            names=self.names.as_terms(),
            area=self.area or "",
            owner=self.owner or "",
            position=self.position,
            description=self.description,
            visibility=self.visibility,
            source=self.source,
            invented=self.invented,
        )


@router.get(
    "", response=WorkPackagePage, operation_id="listWorkPackages", summary="List work packages"
)
def list_work_packages(
    request: HttpRequest,
    response: HttpResponse,
    asked: Query[InterfacesAsked],
    page: Query[PageAsked],
) -> WorkPackagePage:
    """A county's work packages, or the nation's, that the caller may read, in their order."""
    area = "" if asked.area == NATIONAL else asked.area
    listed = work_packages.of_area(area, actor=caller_of(request))
    found = cut(listed, page, key=lambda each: each.code)
    link(request, response, found.next)
    return WorkPackagePage(items=[_shape(each) for each in found.items], next=found.next)


@router.get(
    "/{code}", response=WorkPackage, operation_id="getWorkPackage", summary="Read one work package"
)
def get_work_package(
    request: HttpRequest, response: HttpResponse, at: Path[WorkPackageAddress]
) -> WorkPackage:
    """A work package. Its ETag is what changing it needs as If-Match."""
    return _read(request, response, at.code)


@router.put(
    "/{code}",
    response={200: WorkPackage, 201: WorkPackage},
    operation_id="putWorkPackage",
    summary="Add or change a work package",
)
def put_work_package(
    request: HttpRequest,
    response: HttpResponse,
    at: Path[WorkPackageAddress],
    given: GivenWorkPackage,
) -> Status[WorkPackage]:
    """Add a work package of a new code, or replace one; what stood there stays in the trail.

    Replacing needs the ETag of what was read as If-Match; a new one needs none.
    """
    is_there = store.WorkPackage.objects.filter(code=at.code).exists()
    # Somebody else may take a free code meanwhile: theirs is not to be changed.
    expected = seen_or_new(request, is_there=is_there)
    work_packages.save(
        given.as_terms(at.code), actor=caller_of(request), now=timezone.now(), seen=expected
    )
    return Status(200 if is_there else 201, _read(request, response, at.code))


@router.delete(
    "/{code}",
    response={204: None},
    operation_id="removeWorkPackage",
    summary="Remove a work package",
)
def remove_work_package(request: HttpRequest, at: Path[WorkPackageAddress]) -> Status[None]:
    """Take away a work package in which no interface is; it stays in the trail."""
    work_packages.remove(at.code, actor=caller_of(request), now=timezone.now())
    return Status(204, None)


def _read(request: HttpRequest, response: HttpResponse, code: str) -> WorkPackage:
    found = work_packages.one(code, actor=caller_of(request))
    tag(response, mark(found))
    return _shape(found)


def _shape(package: terms.WorkPackage) -> WorkPackage:
    return WorkPackage(
        code=package.code,
        names=Names.of(package.names),
        area=package.area or None,
        owner=package.owner or None,
        position=package.position,
        description=package.description,
        visibility=package.visibility,
        source=package.source,
        invented=package.invented,
        etag=f'"{mark(package)}"',
    )
