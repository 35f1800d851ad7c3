"""Meetings of bodies, with their agendas and outcomes: listed, read, added, changed, removed."""

from datetime import UTC, date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict, Field, StrictBool, StrictInt

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.bodies import REGISTER_CODE, Words
from yhdyspinta.api.calendar import StoredDay
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.conditions import seen_or_new, tag
from yhdyspinta.api.given import Code, Given, Text
from yhdyspinta.api.paging import Page, PageAsked, cut_rows, link
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import meetings
from yhdyspinta.services.places import NATIONAL
from yhdyspinta.store import models as store
from yhdyspinta.terms import meetings as terms
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.register import Link

router = Router(tags=["meetings"])

# A time with its offset, in years that a calendar can hold.
_YEARS = Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2199, 12, 31, tzinfo=UTC))
Moment = Annotated[AwareDatetime, _YEARS]
Number = Annotated[StrictInt, Field(ge=1, le=32_767)]
RegisterCode = Annotated[str, Field(max_length=120, pattern=REGISTER_CODE)]
ItemCode = Annotated[str, Field(max_length=130, pattern=r"^[a-z0-9.-]+/[0-9]{1,5}$")]
Line = Annotated[str, Field(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
Address = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00-\x20\x7f]*$")]


class Material(Schema):
    """A document elsewhere."""

    title: str
    address: str


class Item(Schema):
    """An item of the agenda."""

    number: int = Field(description="Its key in the meeting, and its order", examples=[1])
    title: str
    minutes: int | None = Field(description="How long it takes; null: not said")
    owner: str | None = Field(description="Organisation that presents it", examples=["hva-08"])
    owner_text: str
    materials: list[Material]
    carried_from: str | None = Field(
        description="The item from which it was carried over, as meeting/number"
    )
    phenomenon: str | None
    notes: str


class Outcome(Schema):
    """What came out of the meeting."""

    number: int = Field(examples=[1])
    kind: terms.OutcomeKind = Field(examples=["decision"])
    text: str
    item: int | None = Field(description="Number of the item; null: of none")
    reference: str = Field(description="Section in the minutes")
    owner: str | None = Field(description="Organisation that owes an action")
    owner_text: str
    due_on: date | None
    state: terms.ActionState | None = Field(description="Of an action; null: not an action")
    done_on: date | None
    task: str | None = Field(description="The roadmap's task that it became")
    phenomenon: str | None
    etag: str = Field(description="What changing an action's state needs as If-Match")


class Meeting(Schema):
    """A meeting of a body. Times are in UTC."""

    code: str = Field(examples=["pirkanmaa-viranhaltijajohto-2026-03-10"])
    body: str = Field(examples=["pirkanmaa-viranhaltijajohto"])
    title: str
    starts_at: datetime
    ends_at: datetime
    series: str | None
    place: str
    address: str = Field(description="Of a remote meeting")
    state: terms.MeetingState = Field(examples=["held"])
    minutes: str
    minutes_link: str
    agenda: list[Item]
    outcomes: list[Outcome]
    visibility: Visibility
    invented: bool
    sequence: int = Field(description="Grows with each change of time, place or cancelling")
    etag: str = Field(description="What changing it needs as If-Match")


class MeetingPage(Page[Meeting]):
    """A page of the list of meetings."""


class MeetingsAsked(Schema):
    """Which meetings are asked for."""

    area: str | None = Field(
        None, pattern=CODE, description="A county's code, or national", examples=["08"]
    )
    body: RegisterCode | None = Field(None, description="Only of this body")


class MeetingAddress(Schema):
    """Which meeting is asked for."""

    code: RegisterCode = Field(
        description="The meeting's code", examples=["pirkanmaa-viranhaltijajohto-2026-03-10"]
    )


class GivenMaterial(Given):
    """A document elsewhere: its title and its address on the web."""

    title: Words = ""
    address: Address


class GivenItem(Given):
    """An item of the agenda; with the same number it is the same item as before."""

    number: Number = Field(examples=[1])
    title: Line = Field(min_length=1, examples=["Opiskeluhuoltosuunnitelma: luonnos"])
    minutes: StrictInt | None = Field(None, ge=0, le=1440, examples=[45])
    owner: Code | None = Field(None, examples=["hva-08"])
    owner_text: Words = ""
    materials: list[GivenMaterial] = Field([], max_length=50)
    carried_from: ItemCode | None = None
    phenomenon: RegisterCode | None = None
    notes: Text = ""

    def as_terms(self) -> terms.AgendaItem:
        """Return the item as a record."""
        return terms.AgendaItem(
            number=self.number,
            title=self.title,
            minutes=self.minutes,
            owner=self.owner or "",
            owner_text=self.owner_text,
            materials=tuple(Link(each.title, each.address) for each in self.materials),
            carried_from=self.carried_from or "",
            phenomenon=self.phenomenon or "",
            notes=self.notes,
        )


class GivenOutcome(Given):
    """What came out; with the same number it is the same outcome as before."""

    number: Number = Field(examples=[1])
    kind: terms.OutcomeKind = Field(examples=["action"])
    text: Text = Field(min_length=1, examples=["Kootaan lausunnot."])
    item: Number | None = Field(None, examples=[1])
    reference: Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    owner: Code | None = Field(None, examples=["hva-08"])
    owner_text: Words = ""
    due_on: StoredDay | None = Field(None, examples=["2026-04-30"])
    state: terms.ActionState | None = Field(None, description="Null: open, if it is an action")
    done_on: StoredDay | None = None
    task: Code | None = None
    phenomenon: RegisterCode | None = None

    def as_terms(self) -> terms.Outcome:
        """Return the outcome as a record."""
        return terms.Outcome(
            number=self.number,
            kind=self.kind,
            text=self.text,
            item=self.item,
            reference=self.reference,
            owner=self.owner or "",
            owner_text=self.owner_text,
            due_on=self.due_on,
            state=self.state,
            done_on=self.done_on,
            task=self.task or "",
            phenomenon=self.phenomenon or "",
        )


class GivenMeeting(Given):
    """All that can be said of a meeting; its sequence is counted here."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "body": "pirkanmaa-viranhaltijajohto",
                    "title": "Viranhaltijajohdon kokous",
                    "starts_at": "2027-02-09T09:00:00+02:00",
                    "ends_at": "2027-02-09T11:30:00+02:00",
                    "agenda": [{"number": 1, "title": "Työohjelma", "minutes": 45}],
                }
            ]
        }
    )

    body: RegisterCode = Field(examples=["pirkanmaa-viranhaltijajohto"])
    title: Words = Field(min_length=1, examples=["Viranhaltijajohdon kokous"])
    starts_at: Moment = Field(examples=["2027-02-09T09:00:00+02:00"])
    ends_at: Moment = Field(examples=["2027-02-09T11:30:00+02:00"])
    series: RegisterCode | None = None
    place: Words = ""
    address: Address = ""
    state: terms.MeetingState = terms.MeetingState.PLANNED
    minutes: Text = ""
    minutes_link: Address = ""
    agenda: list[GivenItem] = Field([], max_length=200)
    outcomes: list[GivenOutcome] = Field([], max_length=200)
    visibility: Visibility = Visibility.PARTNERS
    invented: StrictBool = False

    def as_terms(self, code: str) -> terms.Meeting:
        """Return the meeting as a record."""
        return terms.Meeting(
            code=code,
            body=self.body,
            title=self.title,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            series=self.series or "",
            place=self.place,
            address=self.address,
            state=self.state,
            minutes=self.minutes,
            minutes_link=self.minutes_link,
            agenda=tuple(each.as_terms() for each in self.agenda),
            outcomes=tuple(each.as_terms() for each in self.outcomes),
            visibility=self.visibility,
            invented=self.invented,
        )


@router.get("", response=MeetingPage, operation_id="listMeetings", summary="List meetings")
def list_meetings(
    request: HttpRequest,
    response: HttpResponse,
    asked: Query[MeetingsAsked],
    page: Query[PageAsked],
) -> MeetingPage:
    """Meetings that the caller may read, the earliest first."""
    area = "" if asked.area == NATIONAL else asked.area
    rows = meetings.readable(area, actor=caller_of(request), body=asked.body or "")
    found = cut_rows(rows, page, order=("starts_at", "id"))
    link(request, response, found.next)
    return MeetingPage(items=[shape(each.as_terms()) for each in found.items], next=found.next)


@router.get("/{code}", response=Meeting, operation_id="getMeeting", summary="Read one meeting")
def get_meeting(request: HttpRequest, response: HttpResponse, at: Path[MeetingAddress]) -> Meeting:
    """A meeting whole. Its ETag is what changing it needs as If-Match."""
    return _read(request, response, at.code)


@router.put(
    "/{code}",
    response={200: Meeting, 201: Meeting},
    operation_id="putMeeting",
    summary="Add or change a meeting",
)
def put_meeting(
    request: HttpRequest, response: HttpResponse, at: Path[MeetingAddress], given: GivenMeeting
) -> Status[Meeting]:
    """Add a meeting of a new code, or replace one; what stood there stays in the trail.

    Replacing needs the ETag of what was read as If-Match; a new one needs none.
    """
    is_there = store.Meeting.objects.filter(code=at.code).exists()
    # Somebody else may take a free code meanwhile: theirs is not to be changed.
    expected = seen_or_new(request, is_there=is_there)
    meetings.save(
        given.as_terms(at.code), actor=caller_of(request), now=timezone.now(), seen=expected
    )
    return Status(200 if is_there else 201, _read(request, response, at.code))


@router.delete(
    "/{code}", response={204: None}, operation_id="removeMeeting", summary="Remove a meeting"
)
def remove_meeting(request: HttpRequest, at: Path[MeetingAddress]) -> Status[None]:
    """Take away a meeting with its agenda and outcomes; they stay in the trail."""
    meetings.remove(at.code, actor=caller_of(request), now=timezone.now())
    return Status(204, None)


def outcome_shape(outcome: terms.Outcome) -> Outcome:
    """Return an outcome as it is sent."""
    return Outcome(
        number=outcome.number,
        kind=outcome.kind,
        text=outcome.text,
        item=outcome.item,
        reference=outcome.reference,
        owner=outcome.owner or None,
        owner_text=outcome.owner_text,
        due_on=outcome.due_on,
        state=outcome.state,
        done_on=outcome.done_on,
        task=outcome.task or None,
        phenomenon=outcome.phenomenon or None,
        etag=f'"{mark(outcome)}"',
    )


def shape(meeting: terms.Meeting) -> Meeting:
    """Return a meeting as it is sent."""
    return Meeting(
        code=meeting.code,
        body=meeting.body,
        title=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        series=meeting.series or None,
        place=meeting.place,
        address=meeting.address,
        state=meeting.state,
        minutes=meeting.minutes,
        minutes_link=meeting.minutes_link,
        agenda=[_item(each) for each in meeting.agenda],
        outcomes=[outcome_shape(each) for each in meeting.outcomes],
        visibility=meeting.visibility,
        invented=meeting.invented,
        sequence=meeting.sequence,
        etag=f'"{mark(meeting)}"',
    )


def _item(item: terms.AgendaItem) -> Item:
    return Item(
        number=item.number,
        title=item.title,
        minutes=item.minutes,
        owner=item.owner or None,
        owner_text=item.owner_text,
        materials=[Material(title=each.title, address=each.address) for each in item.materials],
        carried_from=item.carried_from or None,
        phenomenon=item.phenomenon or None,
        notes=item.notes,
    )


def _read(request: HttpRequest, response: HttpResponse, code: str) -> Meeting:
    found = meetings.known(code, actor=caller_of(request))
    tag(response, mark(found))
    return shape(found)
