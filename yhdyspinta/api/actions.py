"""Open actions of meetings, and saying that one is done."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import ConfigDict, Field

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.calendar import Whole
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.conditions import seen, tag
from yhdyspinta.api.given import Code, Given
from yhdyspinta.api.meetings import MeetingAddress, Outcome, outcome_shape
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import actions, meetings
from yhdyspinta.services.places import NATIONAL
from yhdyspinta.services.register import no_such
from yhdyspinta.terms import meetings as terms

router = Router(tags=["actions"])


class OpenAction(Schema):
    """An open action: who owes what by when, and where it was promised."""

    meeting: str = Field(examples=["pirkanmaa-viranhaltijajohto-2026-03-10"])
    number: int = Field(description="The outcome's number in the meeting", examples=[4])
    body: str
    text: str
    owner: str | None = Field(examples=["hva-08"])
    owner_text: str
    due_on: date | None
    is_overdue: bool = Field(description="The due day has gone")
    task: str | None = Field(description="The roadmap's task that it became")
    invented: bool
    etag: str = Field(description="What changing its state needs as If-Match")


class ActionPage(Page[OpenAction]):
    """A page of the list of open actions."""


class ActionsAsked(Schema):
    """Whose open actions are asked for."""

    area: str | None = Field(
        None, pattern=CODE, description="A county's code, or national", examples=["08"]
    )
    organisation: Code | None = Field(None, description="Only what this organisation owes")


class ActionAddress(MeetingAddress):
    """Which action of which meeting."""

    number: Whole = Field(ge=1, le=32_767, description="The outcome's number", examples=[4])


class GivenState(Given):
    """The state that an action comes to have."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"state": "done"}]})

    state: terms.ActionState = Field(examples=["done"])


@router.get(
    "/actions", response=ActionPage, operation_id="listActions", summary="List open actions"
)
def list_actions(
    request: HttpRequest, response: HttpResponse, asked: Query[ActionsAsked], page: Query[PageAsked]
) -> ActionPage:
    """Open actions that the caller may read, by their owner's Finnish name and due day."""
    listed = actions.open_of(
        "" if asked.area == NATIONAL else asked.area,
        actor=caller_of(request),
        on=timezone.localdate(),
        organisation=asked.organisation or "",
    )
    found = cut(listed, page, key=lambda each: f"{each.meeting}/{each.action.number}")
    link(request, response, found.next)
    return ActionPage(items=[_shape(each) for each in found.items], next=found.next)


@router.patch(
    "/meetings/{code}/actions/{number}",
    response=Outcome,
    operation_id="changeAction",
    summary="Change an action's state",
)
def change_action(
    request: HttpRequest, response: HttpResponse, at: Path[ActionAddress], given: GivenState
) -> Outcome:
    """For people of the organisation that owes it, and of the body's owner."""
    actor = caller_of(request)
    actions.change_state(
        at.code, at.number, given.state, actor=actor, now=timezone.now(), seen=seen(request)
    )
    found = meetings.known(at.code, actor=actor)
    changed = next((each for each in found.outcomes if each.number == at.number), None)
    if changed is None:
        raise no_such(at.code)
    tag(response, mark(changed))
    return outcome_shape(changed)


def _shape(each: terms.Promised) -> OpenAction:
    action = each.action
    return OpenAction(
        meeting=each.meeting,
        number=action.number,
        body=each.body,
        text=action.text,
        owner=action.owner or None,
        owner_text=action.owner_text,
        due_on=action.due_on,
        is_overdue=each.is_overdue,
        task=action.task or None,
        invented=each.invented,
        etag=f'"{mark(action)}"',
    )
