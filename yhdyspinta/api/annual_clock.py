"""The annual clock: everything dated of a place in a year, and the clock's own events."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field, StrictBool, StrictInt

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.bodies import REGISTER_CODE, Words
from yhdyspinta.api.calendar import StoredDay
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.conditions import seen_or_new, tag
from yhdyspinta.api.given import Code, Given, GivenNames, Text
from yhdyspinta.api.languages import Names
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import annual_clock
from yhdyspinta.services.places import place
from yhdyspinta.store import models as store
from yhdyspinta.terms import annual_clock as terms
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.languages import Names as NoNames
from yhdyspinta.terms.recurrence import Frequency, Recurrence

router = Router(tags=["annual clock"])
Link = Annotated[str, Field(max_length=1000, pattern=r"^(https?://[^\s<>\"]+)?$")]


class Entry(Schema):
    """One dated thing, wherever it comes from."""

    key: str = Field(
        description="Names it for good", examples=["meeting:pirkanmaa-viranhaltijajohto-2026-03-10"]
    )
    names: Names
    kind: terms.ClockKind = Field(examples=["meeting"])
    starts_on: date
    ends_on: date = Field(description="Inclusive")
    precision: terms.Precision = Field(examples=["day"])
    starts_at: datetime | None = Field(description="Null: it takes whole days")
    ends_at: datetime | None
    organisations: list[str] = Field(examples=[["hva-08"]])
    subject: Names
    place: str
    note: str
    cancelled: bool
    invented: bool


class Clock(Schema):
    """A place's year, in order of time."""

    place: str = Field(examples=["08"])
    year: int = Field(examples=[2026])
    items: list[Entry]


class Rule(Schema):
    """A rule of what recurs."""

    frequency: Frequency = Field(examples=["yearly"])
    interval: int
    months: list[int]
    weekday: int | None = Field(description="0 is Monday")
    nth: int = Field(description="1 to 4, -1 the last, 0 every one")
    day: int | None = Field(description="1 to 31, -1 the last day of the month")
    is_business_day: bool


class ClockEvent(Schema):
    """A dated thing that has no other place in the register."""

    code: str = Field(examples=["pirkanmaa-talousarvio-2027"])
    names: Names
    kind: terms.ClockKind = Field(examples=["budget"])
    starts_on: date
    ends_on: date | None = Field(description="Null: the same day; of what recurs, without end")
    precision: terms.Precision
    area: str | None = Field(description="Null: national", examples=["08"])
    owner: str | None = Field(examples=["hva-08"])
    subject: Names
    rule: Rule | None
    note: str
    address: str
    visibility: Visibility
    source: str
    invented: bool
    etag: str = Field(description="What changing it needs as If-Match")


class ClockAddress(Schema):
    """Whose clock is asked for."""

    place: str = Field(
        pattern=CODE,
        description="Code of a county or a municipality, or national",
        examples=["08"],
    )


class ClockAsked(Schema):
    """Which year, and what of it."""

    year: int = Field(ge=1950, le=2099, description="The calendar year", examples=[2026])
    organisation: str | None = Field(
        None, pattern=CODE, description="What concerns an organisation", examples=["hva-08"]
    )
    kind: terms.ClockKind | None = Field(None, description="One kind", examples=["meeting"])


class EventAddress(Schema):
    """Which event is asked for."""

    code: str = Field(
        pattern=REGISTER_CODE,
        max_length=120,
        description="The event's code",
        examples=["pirkanmaa-talousarvio-2027"],
    )


class GivenRule(Given):
    """A rule of what recurs: a weekday or a day of the month."""

    frequency: Frequency = Field(examples=["yearly"])
    interval: StrictInt = Field(1, ge=1, le=120)
    months: list[StrictInt] = Field([], max_length=12)
    weekday: StrictInt | None = Field(None, ge=0, le=6)
    nth: StrictInt = Field(0, ge=-1, le=4)
    day: StrictInt | None = Field(None, ge=-1, le=31)
    is_business_day: StrictBool = False

    def as_terms(self) -> Recurrence:
        """Return the rule as a record."""
        return Recurrence(
            frequency=self.frequency,
            interval=self.interval,
            months=tuple(sorted(set(self.months))),
            weekday=self.weekday,
            nth=self.nth,
            day=self.day,
            is_business_day=self.is_business_day,
        )


class GivenEvent(Given):
    """All that can be said of an event."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "names": {"fi": "Talousarvio 2027 aluevaltuustossa"},
                    "kind": "budget",
                    "starts_on": "2026-12-14",
                    "area": "08",
                    "owner": "hva-08",
                    "subject": {"fi": "Talous ja strategia"},
                }
            ]
        }
    )

    names: GivenNames
    kind: terms.ClockKind = Field(examples=["budget"])
    starts_on: StoredDay
    ends_on: StoredDay | None = None
    precision: terms.Precision = terms.Precision.DAY
    area: str | None = Field(None, pattern=CODE, description="Null: national", examples=["08"])
    owner: Code | None = Field(None, examples=["hva-08"])
    subject: GivenNames | None = None
    rule: GivenRule | None = None
    note: Text = ""
    address: Link = ""
    visibility: Visibility = Visibility.PUBLIC
    source: Words = ""
    invented: StrictBool = False

    def as_terms(self, code: str) -> terms.ClockEvent:
        """Return the event as a record."""
        return terms.ClockEvent(
            code=code,
            names=self.names.as_terms(),
            kind=self.kind,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            precision=self.precision,
            area=self.area or "",
            owner=self.owner or "",
            lane=self.subject.as_terms() if self.subject else NoNames(""),
            rule=self.rule.as_terms() if self.rule else None,
            note=self.note,
            address=self.address,
            visibility=self.visibility,
            source=self.source,
            invented=self.invented,
        )


@router.get("/places/{place}", response=Clock, operation_id="getClock", summary="Read a year")
def get_clock(request: HttpRequest, at: Path[ClockAddress], asked: Query[ClockAsked]) -> Clock:
    """Everything dated of a place in a year that the caller may read, in order of time.

    A county's clock has its municipalities' things too, a municipality's what concerns it; both
    have the nation's events.
    """
    today = timezone.localdate()
    found = annual_clock.year_of(
        place(at.place, on=today),
        actor=caller_of(request),
        year=asked.year,
        on=today,
        organisations=[asked.organisation] if asked.organisation else None,
        kinds=[asked.kind] if asked.kind else None,
    )
    return Clock(place=at.place, year=asked.year, items=[_entry(each) for each in found])


@router.get(
    "/events/{code}", response=ClockEvent, operation_id="getClockEvent", summary="Read one event"
)
def get_clock_event(
    request: HttpRequest, response: HttpResponse, at: Path[EventAddress]
) -> ClockEvent:
    """An event of the clock whole. Its ETag is what changing it needs as If-Match."""
    return _read(request, response, at.code)


@router.put(
    "/events/{code}",
    response={200: ClockEvent, 201: ClockEvent},
    operation_id="putClockEvent",
    summary="Add or change an event",
)
def put_clock_event(
    request: HttpRequest, response: HttpResponse, at: Path[EventAddress], given: GivenEvent
) -> Status[ClockEvent]:
    """Add an event of a new code, or replace one; what stood there stays in the trail.

    Replacing needs the ETag of what was read as If-Match; a new one needs none.
    """
    is_there = store.ClockEvent.objects.filter(code=at.code).exists()
    # Somebody else may take a free code meanwhile: theirs is not to be changed.
    expected = seen_or_new(request, is_there=is_there)
    annual_clock.save(
        given.as_terms(at.code), actor=caller_of(request), now=timezone.now(), seen=expected
    )
    return Status(200 if is_there else 201, _read(request, response, at.code))


@router.delete(
    "/events/{code}",
    response={204: None},
    operation_id="removeClockEvent",
    summary="Remove an event",
)
def remove_clock_event(request: HttpRequest, at: Path[EventAddress]) -> Status[None]:
    """Take an event off the clock; it stays in the trail."""
    annual_clock.remove(at.code, actor=caller_of(request), now=timezone.now())
    return Status(204, None)


def _read(request: HttpRequest, response: HttpResponse, code: str) -> ClockEvent:
    event = annual_clock.known(code, actor=caller_of(request))
    tag(response, mark(event))
    return ClockEvent(
        code=event.code,
        names=Names.of(event.names),
        kind=event.kind,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        precision=event.precision,
        area=event.area or None,
        owner=event.owner or None,
        subject=Names.of(event.lane),
        rule=rule_of(event.rule) if event.rule else None,
        note=event.note,
        address=event.address,
        visibility=event.visibility,
        source=event.source,
        invented=event.invented,
        etag=f'"{mark(event)}"',
    )


def rule_of(rule: Recurrence) -> Rule:
    """Return a rule as it is told."""
    return Rule(
        frequency=rule.frequency,
        interval=rule.interval,
        months=list(rule.months),
        weekday=rule.weekday,
        nth=rule.nth,
        day=rule.day,
        is_business_day=rule.is_business_day,
    )


def _entry(entry: terms.ClockEntry) -> Entry:
    return Entry(
        key=entry.key,
        names=Names.of(entry.names),
        kind=entry.kind,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        precision=entry.precision,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        organisations=list(entry.organisations),
        subject=Names.of(entry.lane),
        place=entry.place,
        note=entry.note,
        cancelled=entry.is_cancelled,
        invented=entry.invented,
    )
