"""The trail: what was done, by whom, for which organisation, as far as the token may read it."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.calendar import StoredDay
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.paging import Page, PageAsked, link
from yhdyspinta.api.problems import ProblemError, not_found
from yhdyspinta.services import trail
from yhdyspinta.terms import audit as terms
from yhdyspinta.terms.audit import Place, Wanted

router = Router(tags=["trail"])

_WORD = r"^[A-Za-z0-9_.:-]{1,64}$"


class Event(Schema):
    """One thing done."""

    number: int
    at: datetime
    actor: str = Field(description="Key of who did it", examples=["person:17"])
    name: str = Field(description="Who that is, as shown on the page")
    action: str = Field(examples=["report.save"])
    subject: str = Field(examples=["2021-11 08"])
    organisation: str | None = Field(description="On whose behalf or about which; a code")
    area: str | None = Field(description="Code of the area that it was about")
    roadmap: str | None = Field(description="Code of the roadmap that it was about")
    door: str | None = Field(description="web, api, command or worker", examples=["api"])
    address: str | None = Field(description="Network address, for those who may know it")
    request: str | None = Field(description="Number of the request: X-Request-ID")
    reason: str | None
    details: dict[str, Any] = Field(description="Counts, or what stood there before and after")


class EventPage(Page[Event]):
    """A page of the trail."""


class EventsAsked(Schema):
    """Which events are asked for."""

    since: StoredDay | None = Field(None, description="From this day on", examples=["2021-11-01"])
    until: StoredDay | None = Field(
        None, description="Up to and with this day", examples=["2021-11-30"]
    )
    actor: str = Field("", pattern=r"^[A-Za-z0-9_.:-]{0,64}$", description="Key of who did it")
    organisation: str = Field("", pattern=r"^[A-Za-z0-9_-]{0,60}$", description="A code")
    area: str | None = Field(None, pattern=CODE, description="A code", examples=["08"])
    action: str | None = Field(None, pattern=_WORD, description="A code", examples=["round.open"])
    request: str | None = Field(None, pattern=_WORD, description="Number of a request")


@router.get("", response=EventPage, operation_id="listEvents", summary="Read the trail")
def list_events(
    request: HttpRequest, response: HttpResponse, asked: Query[EventsAsked], page: Query[PageAsked]
) -> EventPage:
    """The newest first: what the token's owner may read, with the filters of the page. A page may
    hold fewer items than asked for, and still have a next one."""
    found = trail.read(
        _wanted(asked),
        actor=caller_of(request),
        after=_place(page.after) if page.after else None,
        most=page.limit,
    )
    following = _cursor(found.next) if found.next else None
    link(request, response, following)
    items = [_shape(each, found.names) for each in found.events]
    return EventPage(items=items, next=following)


def _wanted(asked: EventsAsked) -> Wanted:
    return Wanted(
        since=trail.midnight(asked.since),
        until=trail.midnight(asked.until, later=1),
        actors=(asked.actor,) if asked.actor else None,
        organisation=asked.organisation,
        area=asked.area or "",
        actions=(asked.action,) if asked.action else (),
        request=asked.request or "",
    )


def _cursor(place: Place) -> str:
    told = f"{place.at.isoformat()} {place.number}".encode()
    return base64.urlsafe_b64encode(told).decode().rstrip("=")


def _place(cursor: str) -> Place:
    try:
        told = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        at, number = told.split(" ")
        place = Place(datetime.fromisoformat(at), int(number))
    except (binascii.Error, ValueError):
        raise _no_cursor() from None
    is_sane = place.at.tzinfo is not None and 2000 <= place.at.year < 2200
    if not is_sane or not 0 < place.number < 2**63:
        raise _no_cursor()
    return place


def _no_cursor() -> ProblemError:
    return not_found(gettext("The value of “after” leads to no item of this list."))


def _shape(event: terms.Event, names: Mapping[str, str]) -> Event:
    return Event(
        number=event.number,
        at=event.at,
        actor=event.actor,
        name=names.get(event.actor, event.actor),
        action=event.action,
        subject=event.subject,
        organisation=event.organisation or None,
        area=event.area or None,
        roadmap=event.roadmap or None,
        door=event.door or None,
        address=event.address or None,
        request=event.request or None,
        reason=event.reason or None,
        details=dict(event.details),
    )
