"""Talks of the coordinator with the areas during a round."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.calendar import StoredDay, Whole
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.conditions import seen
from yhdyspinta.api.given import Given, Text
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.api.rounds import RoundAddress
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import talks
from yhdyspinta.terms import rounds as terms
from yhdyspinta.terms.access import Visibility

router = Router(tags=["talks"])


class Talk(Schema):
    """A talk: when, with whom, and what was concluded."""

    number: int
    held_on: date
    area: str | None = Field(description="Code of the area; null: all areas", examples=["08"])
    participants: str
    conclusions: str
    visibility: Visibility = Field(examples=["internal"])
    etag: str = Field(description="What changing it needs as If-Match")


class TalkPage(Page[Talk]):
    """A page of a round's talks."""


class TalkAddress(RoundAddress):
    """Which talk of which round."""

    number: Whole = Field(ge=1, le=999_999_999, description="The talk's number", examples=[1])


class GivenTalk(Given):
    """A talk that has been held."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "held_on": "2021-11-15",
                    "area": "08",
                    "participants": "STM, Pirkanmaan valmistelijat",
                    "conclusions": "ICT:n aikataulu tarkistetaan.",
                }
            ]
        }
    )

    held_on: StoredDay = Field(examples=["2021-11-15"])
    area: str | None = Field(None, pattern=CODE, description="Null: all areas", examples=["08"])
    participants: Text = Field(min_length=1, examples=["STM, Pirkanmaan valmistelijat"])
    conclusions: Text = Field(min_length=1, examples=["ICT:n aikataulu tarkistetaan."])
    visibility: Visibility = Visibility.INTERNAL

    def as_terms(self, key: int = 0) -> terms.Talk:
        """Return the talk as a record."""
        return terms.Talk(
            held_on=self.held_on,
            area=self.area or "",
            participants=self.participants,
            conclusions=self.conclusions,
            visibility=self.visibility,
            key=key,
        )


@router.get(
    "/{round}/talks", response=TalkPage, operation_id="listTalks", summary="List a round's talks"
)
def list_talks(
    request: HttpRequest, response: HttpResponse, at: Path[RoundAddress], page: Query[PageAsked]
) -> TalkPage:
    """Those that the token's owner may read, the newest first."""
    items = [_shape(each) for each in talks.of_round(at.round, actor=caller_of(request))]
    found = cut(items, page, key=lambda each: str(each.number))
    link(request, response, found.next)
    return TalkPage(items=found.items, next=found.next)


@router.post(
    "/{round}/talks",
    response={201: Talk},
    operation_id="recordTalk",
    summary="Record a talk",
)
def record_talk(request: HttpRequest, at: Path[RoundAddress], given: GivenTalk) -> Status[Talk]:
    """A talk that has been held with an area, or with all."""
    actor = caller_of(request)
    number = talks.record(at.round, given.as_terms(), actor=actor, now=timezone.now())
    return Status(201, _shape(talks.of_key(at.round, number, actor=actor)))


@router.put(
    "/{round}/talks/{number}",
    response=Talk,
    operation_id="changeTalk",
    summary="Change what was recorded of a talk",
)
def change_talk(request: HttpRequest, at: Path[TalkAddress], given: GivenTalk) -> Talk:
    """Replace a talk; what stood there stays in the trail."""
    actor = caller_of(request)
    talks.change(
        at.round,
        given.as_terms(at.number),
        actor=actor,
        now=timezone.now(),
        seen=seen(request),
    )
    return _shape(talks.of_key(at.round, at.number, actor=actor))


def _shape(talk: terms.Talk) -> Talk:
    return Talk(
        number=talk.key,
        held_on=talk.held_on,
        area=talk.area or None,
        participants=talk.participants,
        conclusions=talk.conclusions,
        visibility=talk.visibility,
        etag=f'"{mark(talk)}"',
    )
