"""More time for one area in a round: until when and why, granted and withdrawn."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.calendar import StoredDay
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.given import Given
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.api.rounds import RoundAddress
from yhdyspinta.calc.access import may
from yhdyspinta.services import extensions, round_rows
from yhdyspinta.store import models as store
from yhdyspinta.terms import rounds as terms
from yhdyspinta.terms.access import Action

router = Router(tags=["submissions"])


class Extension(Schema):
    """More time for an area: until which day, inclusive, and why."""

    area: str = Field(description="Code of the area", examples=["08"])
    until: date = Field(description="The last day", examples=["2021-12-05"])
    reason: str
    granted_at: datetime | None


class ExtensionPage(Page[Extension]):
    """A page of a round's extensions."""


class ExtendedArea(RoundAddress):
    """Which area of which round."""

    area: str = Field(pattern=CODE, description="The area's code", examples=["08"])


class Granting(Given):
    """More time: until when, and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"until": "2199-12-05", "reason": "Järjestelmä oli poissa käytöstä."}]
        }
    )

    until: StoredDay = Field(description="The last day", examples=["2021-12-05"])
    reason: str = Field(
        min_length=1,
        max_length=500,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        examples=["Tietojärjestelmä oli poissa käytöstä."],
    )


class Withdrawing(Schema):
    """Why the time is taken back."""

    reason: str = Field("", max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$", description="Why")


@router.get(
    "/{round}/extensions",
    response=ExtensionPage,
    operation_id="listExtensions",
    summary="List which areas have more time",
)
def list_extensions(
    request: HttpRequest, response: HttpResponse, at: Path[RoundAddress], page: Query[PageAsked]
) -> ExtensionPage:
    """Extensions in force of the areas that the token's owner may see, by area."""
    row, actor = round_rows.found(at.round), caller_of(request)
    rows = store.Extension.objects.in_force().filter(round=row).select_related("area")
    items = [
        extension_shape(each.as_terms())
        for each in rows.order_by("area__code")
        if may(actor, Action.SEE_UNPUBLISHED, area=each.area.code, roadmap=row.roadmap.code)
    ]
    found = cut(items, page, key=lambda each: each.area)
    link(request, response, found.next)
    return ExtensionPage(items=found.items, next=found.next)


@router.put(
    "/{round}/extensions/{area}",
    response=Extension,
    operation_id="grantExtension",
    summary="Give an area more time",
)
def grant(request: HttpRequest, at: Path[ExtendedArea], given: Granting) -> Extension:
    """Until a day that is later than the round's own; replaces an earlier extension."""
    extensions.grant(
        at.round,
        at.area,
        until=given.until,
        reason=given.reason,
        actor=caller_of(request),
        now=timezone.now(),
    )
    rows = store.Extension.objects.in_force().select_related("area")
    return extension_shape(rows.get(round__code=at.round, area__code=at.area).as_terms())


@router.api_operation(
    ["DELETE"],
    "/{round}/extensions/{area}",
    response={204: None},
    operation_id="withdrawExtension",
    summary="Take an area's extra time back",
)
def withdraw(
    request: HttpRequest, at: Path[ExtendedArea], given: Query[Withdrawing]
) -> Status[None]:
    """What was reported in it stays."""
    extensions.withdraw(
        at.round, at.area, actor=caller_of(request), now=timezone.now(), reason=given.reason
    )
    return Status(204, None)


def extension_shape(extension: terms.Extension) -> Extension:
    """Show an extension."""
    return Extension(
        area=extension.area,
        until=extension.until,
        reason=extension.reason,
        granted_at=extension.granted_at,
    )
