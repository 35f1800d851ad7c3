"""Statutory duties with their sources, how organisations stand with them, and what they did."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field, StrictBool

from yhdyspinta.api.bodies import REGISTER_CODE, Words
from yhdyspinta.api.calendar import StoredDay
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.conditions import seen_or_new, tag
from yhdyspinta.api.given import Code, Given, Text
from yhdyspinta.api.languages import Names
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.api.plans import Address, RegisterCode
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import duties, duty_overview
from yhdyspinta.store import models as store
from yhdyspinta.terms import duties as terms
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.terms.plans import PlanKind
from yhdyspinta.terms.rules import Confidence

router = Router(tags=["duties"])


class DutyException(Schema):
    """An area whose organisation a duty concerns, or does not, unlike its kind."""

    area: str = Field(examples=["90"])
    applies: bool
    note: Names
    source: str
    confidence: Confidence = Field(examples=["source"])


class Duty(Schema):
    """A statutory duty of cooperation. Unless its confidence is source, show it with its mark."""

    code: str = Field(examples=["opiskeluhuoltosuunnitelma-alue"])
    names: Names
    note: Names | None
    law: str = Field(examples=["1287/2013"])
    section: str = Field(examples=["13 a"])
    applies_to: list[OrganisationKind] = Field(examples=[["county"]])
    cadence: terms.Cadence = Field(examples=["per_term"])
    months: int | None = Field(description="For the cadence every_months")
    evidence: terms.Evidence = Field(examples=["plan"])
    plan_kind: PlanKind | None = Field(description="An approved plan of the kind fulfils it")
    valid_from: date
    valid_to: date | None
    source: str
    confidence: Confidence = Field(examples=["unverified"])
    exceptions: list[DutyException]


class DutyPage(Page[Duty]):
    """A page of the register of duties."""


class Fulfilment(Schema):
    """What an organisation did; one without an ETag is an approved plan that counts as it."""

    code: str
    duty: str = Field(examples=["hyte-neuvottelu"])
    organisation: str = Field(examples=["hva-08"])
    done_on: date
    covers_from: date | None
    covers_to: date | None
    where: str
    body: str | None
    plan: str | None
    meeting: str | None
    document_link: str
    note: str
    source: str
    invented: bool
    etag: str | None = Field(description="What changing it needs as If-Match; null for a plan")


class StandingWithDuty(Schema):
    """How an organisation stands with a duty today: docs/calculations/duties.md."""

    duty: str = Field(examples=["hyte-neuvottelu"])
    state: terms.DutyState = Field(
        description="not_known: nobody has ever reported anything, which is not late",
        examples=["done"],
    )
    due_on: date | None
    period_from: date | None = Field(description="The year or council term that is asked for")
    period_to: date | None
    missed_on: date | None = Field(description="The latest day that passed with nothing reported")
    fulfilment: Fulfilment | None = Field(description="What counts now")
    last: Fulfilment | None = Field(description="The latest known of any time")


class StandingPage(Page[StandingWithDuty]):
    """A page of an organisation's duties."""


class StandingsAsked(Schema):
    """Whose duties are asked for."""

    organisation: Code = Field(description="Code of the organisation", examples=["hva-08"])


class FulfilmentAddress(Schema):
    """Which fulfilment is asked for."""

    code: str = Field(
        pattern=REGISTER_CODE,
        max_length=120,
        description="The fulfilment's code",
        examples=["kunta-837-hyvinvointisuunnitelma-kunta-2021"],
    )


class GivenFulfilment(Given):
    """What an organisation did to fulfil a duty."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "duty": "hyte-neuvottelu",
                    "organisation": "hva-08",
                    "done_on": "2026-10-13",
                    "covers_from": "2026-01-01",
                    "covers_to": "2026-12-31",
                    "where": "Viranhaltijajohdon kokous",
                }
            ]
        }
    )

    duty: RegisterCode = Field(examples=["hyte-neuvottelu"])
    organisation: Annotated[Code, Field(examples=["hva-08"])]
    done_on: StoredDay = Field(examples=["2026-10-13"])
    covers_from: StoredDay | None = None
    covers_to: StoredDay | None = None
    where: Words = ""
    body: RegisterCode | None = None
    plan: RegisterCode | None = None
    meeting: RegisterCode | None = None
    document_link: Address = ""
    note: Text = ""
    source: Text = ""
    invented: StrictBool = False

    def as_terms(self, code: str) -> terms.Fulfilment:
        """Return what was done as a record."""
        return terms.Fulfilment(
            code=code,
            duty=self.duty,
            organisation=self.organisation,
            done_on=self.done_on,
            covers_from=self.covers_from,
            covers_to=self.covers_to,
            where=self.where,
            body=self.body or "",
            plan=self.plan or "",
            meeting=self.meeting or "",
            document_link=self.document_link,
            note=self.note,
            source=self.source,
            invented=self.invented,
        )


@router.get("/duties", response=DutyPage, operation_id="listDuties", summary="List duties")
def list_duties(request: HttpRequest, response: HttpResponse, page: Query[PageAsked]) -> DutyPage:
    """The register of statutory duties: law, section, who, how often, source, confidence."""
    found = cut(duties.listed(), page, key=lambda each: each.code)
    link(request, response, found.next)
    return DutyPage(items=[_duty(each) for each in found.items], next=found.next)


@router.get(
    "/standings",
    response=StandingPage,
    operation_id="listStandings",
    summary="List how an organisation stands with its duties",
)
def list_standings(
    request: HttpRequest,
    response: HttpResponse,
    asked: Query[StandingsAsked],
    page: Query[PageAsked],
) -> StandingPage:
    """Every duty that the organisation owes today, what is due first in front."""
    actor, today = caller_of(request), timezone.localdate()
    owed = duty_overview.owed_by(asked.organisation, actor=actor, on=today)
    found = cut(list(owed.rows), page, key=lambda each: each.duty.code)
    link(request, response, found.next)
    return StandingPage(items=[_standing(each.standing) for each in found.items], next=found.next)


@router.get(
    "/fulfilments/{code}",
    response=Fulfilment,
    operation_id="getFulfilment",
    summary="Read what an organisation did",
)
def get_fulfilment(
    request: HttpRequest, response: HttpResponse, at: Path[FulfilmentAddress]
) -> Fulfilment:
    """One fulfilment. Its ETag is what changing it needs as If-Match."""
    return _read(request, response, at.code)


@router.put(
    "/fulfilments/{code}",
    response={200: Fulfilment, 201: Fulfilment},
    operation_id="putFulfilment",
    summary="Say that an organisation did what a duty asks",
)
def put_fulfilment(
    request: HttpRequest,
    response: HttpResponse,
    at: Path[FulfilmentAddress],
    given: GivenFulfilment,
) -> Status[Fulfilment]:
    """Add a fulfilment of a new code, or replace one; what stood there stays in the trail.

    Replacing needs the ETag of what was read as If-Match; a new one needs none.
    """
    is_there = store.Fulfilment.objects.filter(code=at.code).exists()
    # Somebody else may take a free code meanwhile: theirs is not to be changed.
    expected = seen_or_new(request, is_there=is_there)
    done = given.as_terms(at.code)
    duties.save(done, actor=caller_of(request), now=timezone.now(), seen=expected)
    return Status(200 if is_there else 201, _read(request, response, at.code))


@router.delete(
    "/fulfilments/{code}",
    response={204: None},
    operation_id="removeFulfilment",
    summary="Remove what was said to have been done",
)
def remove_fulfilment(request: HttpRequest, at: Path[FulfilmentAddress]) -> Status[None]:
    """Take away a fulfilment; it stays in the trail."""
    duties.remove(at.code, actor=caller_of(request), now=timezone.now())
    return Status(204, None)


def _read(request: HttpRequest, response: HttpResponse, code: str) -> Fulfilment:
    done = duties.one(code, actor=caller_of(request)).fulfilment
    tag(response, mark(done))
    return _fulfilment(done)


def _duty(duty: terms.Duty) -> Duty:
    return Duty(
        code=duty.code,
        names=Names.of(duty.names),
        note=Names.of(duty.note) if duty.note.fi else None,
        law=duty.law,
        section=duty.section,
        applies_to=list(duty.applies_to),
        cadence=duty.cadence,
        months=duty.months,
        evidence=duty.evidence,
        plan_kind=duty.plan_kind,
        valid_from=duty.validity.valid_from,
        valid_to=duty.validity.valid_to,
        source=duty.validity.source,
        confidence=duty.validity.confidence,
        exceptions=[
            DutyException(
                area=each.area,
                applies=each.applies,
                note=Names.of(each.note),
                source=each.source,
                confidence=each.confidence,
            )
            for each in duty.exceptions
        ],
    )


def _standing(stands: terms.Standing) -> StandingWithDuty:
    first, last = stands.period or (None, None)
    return StandingWithDuty(
        duty=stands.duty,
        state=stands.state,
        due_on=stands.due_on,
        period_from=first,
        period_to=last,
        missed_on=stands.missed_on,
        fulfilment=_fulfilment(stands.fulfilment) if stands.fulfilment else None,
        last=_fulfilment(stands.last) if stands.last else None,
    )


def _fulfilment(done: terms.Fulfilment) -> Fulfilment:
    # What a plan counts as has the plan's code, and is changed by changing the plan.
    is_plan = bool(done.plan) and done.plan == done.code
    return Fulfilment(
        code=done.code,
        duty=done.duty,
        organisation=done.organisation,
        done_on=done.done_on,
        covers_from=done.covers_from,
        covers_to=done.covers_to,
        where=done.where,
        body=done.body or None,
        plan=done.plan or None,
        meeting=done.meeting or None,
        document_link=done.document_link,
        note=done.note,
        source=done.source,
        invented=done.invented,
        etag=None if is_plan else f'"{mark(done)}"',
    )
