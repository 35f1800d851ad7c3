"""Series of meetings: listed, read, added, changed, removed, and planned for a year."""

from datetime import date, time
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field, StrictBool, StrictInt

from yhdyspinta.api.annual_clock import GivenRule, Link, Rule, rule_of
from yhdyspinta.api.calendar import StoredDay
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.conditions import seen_or_new, tag
from yhdyspinta.api.given import Given, Line, NamedLine
from yhdyspinta.api.interfaces import InterfacesAsked, RegisterCode
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import series
from yhdyspinta.services.places import NATIONAL
from yhdyspinta.store import models as store
from yhdyspinta.terms import meetings as terms
from yhdyspinta.terms.access import Visibility

router = Router(tags=["meetings"])
_SERIES = "pirkanmaa-viranhaltijajohto-2026"
_BODY = "pirkanmaa-viranhaltijajohto"

# A clock's time in Finland. JSON Schema's "time" would need an offset, which summer changes.
_ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["09:00"])]


class Series(Schema):
    """Meetings of a body that recur by a rule; times are Finland's."""

    code: str = Field(examples=[_SERIES])
    body: str = Field(examples=[_BODY])
    title: str
    rule: Rule
    at: _ClockTime
    minutes: int = Field(description="Length in minutes", examples=[150])
    valid_from: date
    valid_to: date | None = Field(description="Inclusive; null: without end")
    place: str
    address: str
    visibility: Visibility = Field(examples=["public"])
    invented: bool
    etag: str = Field(description="What changing it needs as If-Match")


class SeriesPage(Page[Series]):
    """A page of the list of series."""


class SeriesAddress(Schema):
    """Which series is asked for."""

    code: RegisterCode = Field(description="Its code", examples=[_SERIES])


class GivenSeries(Given):
    """All that can be said of a series."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "body": _BODY,
                    "title": "Viranhaltijajohdon kokous",
                    "rule": {"frequency": "yearly", "months": [3, 9], "weekday": 1, "nth": 2},
                    "at": "09:00",
                    "minutes": 150,
                    "valid_from": "2026-01-01",
                }
            ]
        }
    )

    body: RegisterCode = Field(examples=[_BODY])
    title: NamedLine
    rule: GivenRule
    at: _ClockTime
    minutes: StrictInt = Field(ge=1, le=1440)
    valid_from: StoredDay
    valid_to: StoredDay | None = None
    place: Line = ""
    address: Link = ""
    visibility: Visibility = Visibility.PARTNERS
    invented: StrictBool = False

    def as_terms(self, code: str) -> terms.Series:
        """Return the series as a record."""
        return terms.Series(
            code=code,
            body=self.body,
            title=self.title,
            rule=self.rule.as_terms(),
            at=time.fromisoformat(self.at),
            minutes=self.minutes,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            place=self.place,
            address=self.address,
            visibility=self.visibility,
            invented=self.invented,
        )


class GivenYear(Given):
    """Which year is planned."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"year": 2027}]})

    year: StrictInt = Field(ge=2020, le=2099, examples=[2027])


class Planned(Schema):
    """The meetings that were made."""

    meetings: list[str] = Field(description="Their codes", examples=[[f"{_SERIES}-2026-03-10"]])


@router.get("", response=SeriesPage, operation_id="listSeries", summary="List series of meetings")
def list_series(
    request: HttpRequest,
    response: HttpResponse,
    asked: Query[InterfacesAsked],
    page: Query[PageAsked],
) -> SeriesPage:
    """A county's series, or the nation's, that the caller may read, by title."""
    area = "" if asked.area == NATIONAL else asked.area
    listed = series.overview(area, actor=caller_of(request)).series
    found = cut(list(listed), page, key=lambda each: each.code)
    link(request, response, found.next)
    return SeriesPage(items=[_shape(each) for each in found.items], next=found.next)


@router.get(
    "/{code}", response=Series, operation_id="getSeries", summary="Read one series of meetings"
)
def get_series(request: HttpRequest, response: HttpResponse, at: Path[SeriesAddress]) -> Series:
    """A series. Its ETag is what changing it needs as If-Match."""
    return _read(request, response, at.code)


@router.put(
    "/{code}",
    response={200: Series, 201: Series},
    operation_id="putSeries",
    summary="Add or change a series of meetings",
)
def put_series(
    request: HttpRequest, response: HttpResponse, at: Path[SeriesAddress], given: GivenSeries
) -> Status[Series]:
    """Add a series of a new code, or replace one; meetings planned by it stay as they are.

    Replacing needs the ETag of what was read as If-Match; a new one needs none.
    """
    is_there = store.Series.objects.filter(code=at.code).exists()
    # Somebody else may take a free code meanwhile: theirs is not to be changed.
    expected = seen_or_new(request, is_there=is_there)
    series.save(
        given.as_terms(at.code), actor=caller_of(request), now=timezone.now(), seen=expected
    )
    return Status(200 if is_there else 201, _read(request, response, at.code))


@router.post(
    "/{code}/meetings",
    response=Planned,
    operation_id="planSeries",
    summary="Make the meetings of a series in a year",
)
def plan_series(request: HttpRequest, at: Path[SeriesAddress], given: GivenYear) -> Planned:
    """Make what the rule gives from today on; what is there already is left alone."""
    made = series.plan(at.code, year=given.year, actor=caller_of(request), now=timezone.now())
    return Planned(meetings=[each.code for each in made])


@router.delete(
    "/{code}",
    response={204: None},
    operation_id="removeSeries",
    summary="Remove a series of meetings",
)
def remove_series(request: HttpRequest, at: Path[SeriesAddress]) -> Status[None]:
    """Take a series away; its meetings stay."""
    series.remove(at.code, actor=caller_of(request), now=timezone.now())
    return Status(204, None)


def _read(request: HttpRequest, response: HttpResponse, code: str) -> Series:
    found = series.known(code, actor=caller_of(request))
    tag(response, mark(found))
    return _shape(found)


def _shape(found: terms.Series) -> Series:
    return Series(
        code=found.code,
        body=found.body,
        title=found.title,
        rule=rule_of(found.rule),
        at=f"{found.at:%H:%M}",
        minutes=found.minutes,
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        place=found.place,
        address=found.address,
        visibility=found.visibility,
        invented=found.invented,
        etag=f'"{mark(found)}"',
    )
