"""Reporting rounds: listed, read, opened, changed, closed, opened again and published."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field, StrictInt

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.calendar import StoredDay
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.conditions import seen, tag
from yhdyspinta.api.given import Code, Comment, Given, GivenNames, GivenQuarter, GivenTexts
from yhdyspinta.api.languages import Names
from yhdyspinta.api.paging import Page, PageAsked, cut_rows, link
from yhdyspinta.api.pictures import Publication, publication_shape
from yhdyspinta.api.roadmap import Quarter
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import round_rows, round_settings, rounds
from yhdyspinta.store import models as store
from yhdyspinta.terms import rounds as terms
from yhdyspinta.terms.calendar import Quarter as QuarterTerm
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import Scope

router = Router(tags=["rounds"])


class RoundHead(Schema):
    """A round of reporting: as of a day, looking at tasks due up to a quarter."""

    code: str = Field(examples=["2021-10"])
    roadmap: str = Field(description="Code of the roadmap", examples=["sote-2021"])
    names: Names
    as_of: date = Field(description="The day that the figures are of", examples=["2021-10-31"])
    horizon: Quarter
    state: RoundState = Field(examples=["published"])
    opened_at: datetime | None
    closed_at: datetime | None
    invented: bool = Field(description="True for a round made up for comparison, as in the demo")


class Schedule(Schema):
    """A round's days, all inclusive; null where it has none."""

    opens_on: date | None
    due_on: date | None
    on_time_until: date | None = Field(description="Reports are on time up to it; null: to due_on")
    closes_on: date | None = Field(description="Cells are locked after it")
    reminder_days: list[int] = Field(
        description="Days before due_on on which people are reminded; negative: after it",
        examples=[[7, 1, -1]],
    )


class Round(RoundHead):
    """A reporting round whole: what is asked, of whom and when."""

    schedule: Schedule
    scope: Scope = Field(description="Which tasks are asked about", examples=["all"])
    areas: list[str] = Field(description="Codes of the areas that are asked", examples=[["08"]])
    instructions: Names


class RoundPage(Page[RoundHead]):
    """A page of the list of rounds."""


class RoundsAsked(Schema):
    """Which rounds are asked for."""

    roadmap: str | None = Field(
        None, pattern=CODE, description="Only rounds of this roadmap", examples=["sote-2021"]
    )


class RoundAddress(Schema):
    """Which round is asked for, published or not."""

    round: str = Field(pattern=CODE, description="The round's code", examples=["2021-11"])


class GivenSchedule(Given):
    """A round's days, in this order and all inclusive."""

    opens_on: StoredDay | None = Field(None, examples=["2021-11-01"])
    due_on: StoredDay | None = Field(None, examples=["2021-11-20"])
    on_time_until: StoredDay | None = Field(None, examples=["2021-11-22"])
    closes_on: StoredDay | None = Field(None, examples=["2021-11-30"])
    reminder_days: list[StrictInt] = Field(
        [7, 1, -1], max_length=10, description="From 90 days before due_on to 30 days after it"
    )

    def as_terms(self) -> terms.Schedule:
        """Return the days as a record."""
        return terms.Schedule(
            opens_on=self.opens_on,
            due_on=self.due_on,
            on_time_until=self.on_time_until,
            closes_on=self.closes_on,
            reminder_days=tuple(self.reminder_days),
        )


class RoundSettings(Given):
    """All that can be said and changed of a round."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "names": {"fi": "Joulukuu 2021"},
                    "as_of": "2021-12-31",
                    "horizon": "2021-Q4",
                    "schedule": {"opens_on": "2021-12-01", "due_on": "2021-12-20"},
                }
            ]
        }
    )

    names: GivenNames
    as_of: StoredDay = Field(description="The day that the figures are of", examples=["2021-12-31"])
    horizon: GivenQuarter
    scope: Scope = Field(Scope.ALL, description="Which tasks are asked about")
    areas: list[Code] = Field(
        [],
        max_length=500,
        description="Codes of the areas that are asked; empty: as before, all of a new round",
    )
    schedule: GivenSchedule = Field(default_factory=lambda: GivenSchedule.model_validate({}))
    instructions: GivenTexts = Field(default_factory=lambda: GivenTexts.model_validate({}))


class NewRound(RoundSettings):
    """A round to be opened."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "2021-12",
                    "roadmap": "sote-2021",
                    "names": {"fi": "Joulukuu 2021"},
                    "as_of": "2021-12-31",
                    "horizon": "2021-Q4",
                }
            ]
        }
    )

    code: str = Field(pattern=r"^[A-Za-z0-9_-]{1,40}$", examples=["2021-12"])
    roadmap: Code = Field(description="Code of the roadmap", examples=["sote-2021"])


class Publishing(Given):
    """How a round is published."""

    model_config = ConfigDict(json_schema_extra={"examples": [{}]})

    reason: Comment | None = Field(
        None, description="Why a published round is published again, as an erratum"
    )


@router.get("", response=RoundPage, operation_id="listRounds", summary="List reporting rounds")
def list_rounds(
    request: HttpRequest, response: HttpResponse, asked: Query[RoundsAsked], page: Query[PageAsked]
) -> RoundPage:
    """Rounds by the day that their figures are of, oldest first, whatever their state."""
    rows = store.ReportingRound.objects.select_related("roadmap")
    if asked.roadmap:
        rows = rows.filter(roadmap__code=asked.roadmap)
    found = cut_rows(rows, page, order=["as_of", "id"])
    link(request, response, found.next)
    return RoundPage(items=[_head(row) for row in found.items], next=found.next)


@router.post("", response={201: Round}, operation_id="openRound", summary="Open a round")
def open_round(request: HttpRequest, response: HttpResponse, given: NewRound) -> Status[Round]:
    """A new round, open at once, or planned if its opening day is yet to come."""
    new = rounds.NewRound(
        code=given.code,
        roadmap=given.roadmap,
        names=given.names.as_terms(),
        as_of=given.as_of,
        horizon=QuarterTerm.parse(given.horizon),
        schedule=given.schedule.as_terms(),
        scope=given.scope,
        areas=tuple(given.areas),
        instructions=given.instructions.as_terms(),
    )
    rounds.open_round(new, actor=caller_of(request), now=timezone.now())
    response.headers["Location"] = reverse("api:get_round", kwargs={"round": given.code})
    return Status(201, _read(response, given.code))


@router.get("/{round}", response=Round, operation_id="getRound", summary="Read one round")
def get_round(request: HttpRequest, response: HttpResponse, at: Path[RoundAddress]) -> Round:
    """A round whole. Its ETag is what changing it needs as If-Match."""
    return _read(response, at.round)


@router.put("/{round}", response=Round, operation_id="changeRound", summary="Change a round")
def change_round(
    request: HttpRequest, response: HttpResponse, at: Path[RoundAddress], given: RoundSettings
) -> Round:
    """Replace an unpublished round's settings by those sent."""
    expected = seen(request)
    before = round_settings.as_terms(round_rows.found(at.round))
    wanted = terms.Round(
        code=at.round,
        roadmap=before.roadmap,
        names=given.names.as_terms(),
        as_of=given.as_of,
        horizon=QuarterTerm.parse(given.horizon),
        state=before.state,
        schedule=given.schedule.as_terms(),
        scope=given.scope,
        instructions=given.instructions.as_terms(),
        invented=before.invented,
        areas=tuple(given.areas),
    )
    round_settings.change_round(wanted, actor=caller_of(request), now=timezone.now(), seen=expected)
    return _read(response, at.round)


@router.post("/{round}/close", response=Round, operation_id="closeRound", summary="Close a round")
def close_round(request: HttpRequest, response: HttpResponse, at: Path[RoundAddress]) -> Round:
    """Lock all cells but those of areas that have been given more time."""
    rounds.close_round(at.round, actor=caller_of(request), now=timezone.now())
    return _read(response, at.round)


@router.post(
    "/{round}/reopen", response=Round, operation_id="reopenRound", summary="Open a round again"
)
def reopen_round(request: HttpRequest, response: HttpResponse, at: Path[RoundAddress]) -> Round:
    """Open a closed round again, or a planned one before its day."""
    rounds.reopen_round(at.round, actor=caller_of(request), now=timezone.now())
    return _read(response, at.round)


@router.post(
    "/{round}/publish",
    response={201: Publication},
    operation_id="publishRound",
    summary="Publish a round's picture",
)
def publish_round(
    request: HttpRequest, response: HttpResponse, at: Path[RoundAddress], given: Publishing
) -> Status[Publication]:
    """Freeze a closed round's picture; of a published one, an erratum beside it."""
    published = rounds.publish(
        at.round, actor=caller_of(request), now=timezone.now(), reason=given.reason or ""
    )
    shape = publication_shape(published)
    response.headers["Location"] = shape.links.picture
    return Status(201, shape)


def _read(response: HttpResponse, code: str) -> Round:
    """Show a round, with its mark; its state is the calendar's, which changes by itself."""
    row = round_rows.found(code)
    record = round_settings.as_terms(row)
    head = _head(row)
    tag(response, f"{mark(record)}.{head.state}")
    return Round(
        **head.model_dump(),
        schedule=Schedule(
            opens_on=row.opens_on,
            due_on=row.due_on,
            on_time_until=row.on_time_until,
            closes_on=row.closes_on,
            reminder_days=list(row.reminder_days),
        ),
        scope=record.scope,
        areas=list(record.areas),
        instructions=Names.of(record.instructions),
    )


def _head(row: store.ReportingRound) -> RoundHead:
    record = row.as_terms()
    return RoundHead(
        code=record.code,
        roadmap=row.roadmap.code,
        names=Names.of(record.names),
        as_of=record.as_of,
        horizon=str(record.horizon),
        state=round_rows.effective(row, timezone.now()),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        invented=record.invented,
    )
