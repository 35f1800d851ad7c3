"""What was changed in a thing of the cooperation register, when and by whom."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from yhdyspinta.api.bodies import REGISTER_CODE
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.services import history
from yhdyspinta.terms.audit import Event
from yhdyspinta.terms.history import History
from yhdyspinta.terms.register import RegisterKind

router = Router(tags=["history"])


class RegisterChange(Schema):
    """A change: only the fields that differ, in the words of the register's own records.

    Where a thing was internal at the time and is not the caller's, `hidden` stands for its words.
    """

    number: int
    at: datetime
    action: str = Field(
        description="register.add, register.change or register.remove",
        examples=["register.change"],
    )
    organisation: str | None = Field(description="On whose behalf; a code", examples=["hva-08"])
    person: str | None = Field(description="Who did it, told to people of their organisation only")
    door: str | None = Field(description="web, api, command or worker", examples=["web"])
    reason: str | None
    before: dict[str, Any] | None = Field(description="Null: nothing stood there")
    after: dict[str, Any] | None = Field(description="Null: nothing stands there any more")


class RegisterChangePage(Page[RegisterChange]):
    """A page of a thing's history."""


class HistoryAddress(Schema):
    """Of which thing the history is asked for."""

    kind: str = Field(
        pattern=f"^({'|'.join(RegisterKind)})$", description="The kind of thing", examples=["body"]
    )
    code: str = Field(
        pattern=REGISTER_CODE,
        max_length=120,
        description="The thing's code",
        examples=["pirkanmaa-foorumi"],
    )


@router.get(
    "/{kind}/{code}/history",
    response=RegisterChangePage,
    operation_id="listChanges",
    summary="List what was changed in a thing",
)
def list_changes(
    request: HttpRequest,
    response: HttpResponse,
    at: Path[HistoryAddress],
    page: Query[PageAsked],
) -> RegisterChangePage:
    """The newest first, at most the latest 200; for whoever may read the thing as it stands."""
    found = history.of(RegisterKind(at.kind), at.code, actor=caller_of(request))
    shown = cut(found.events, page, key=lambda each: str(each.number))
    link(request, response, shown.next)
    return RegisterChangePage(items=[_shape(each, found) for each in shown.items], next=shown.next)


def _shape(event: Event, found: History) -> RegisterChange:
    return RegisterChange(
        number=event.number,
        at=event.at,
        action=event.action,
        organisation=event.organisation or None,
        person=found.people.get(event.actor) or None,
        door=event.door or None,
        reason=event.reason or None,
        before=event.details.get("before") or None,
        after=event.details.get("after") or None,
    )
