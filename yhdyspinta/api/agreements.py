"""Agreements: listed with the last day to act, read, added, changed and removed."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field, StrictBool, StrictInt

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.calendar import StoredDay
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.conditions import seen_or_new, tag
from yhdyspinta.api.given import Code, Given, GivenNames, Text
from yhdyspinta.api.interfaces import RegisterCode
from yhdyspinta.api.languages import Names
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.calc import agreements as calc
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import agreements
from yhdyspinta.services.places import NATIONAL
from yhdyspinta.store import models as store
from yhdyspinta.terms import agreements as terms
from yhdyspinta.terms.access import Visibility

router = Router(tags=["agreements"])

Link = Annotated[str, Field(max_length=1_000, pattern=r"^(https?://[^\s<>\"]+)?$")]
Euros = Annotated[str, Field(pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?$", examples=["482000.00"])]


class Period(Schema):
    """A length of time."""

    number: int = Field(examples=[6])
    unit: terms.PeriodUnit = Field(examples=["months"])


class AgreementParty(Schema):
    """A party and what it has promised."""

    organisation: str | None = Field(description="Null: one in words", examples=["hva-08"])
    text: str
    obligations: list[str]


class Agreement(Schema):
    """Who owes what to whom until when, and by when something can be done about it."""

    code: str = Field(examples=["pirkanmaa-opiskeluhuolto-sopimus"])
    names: Names
    kind: terms.AgreementKind = Field(examples=["cooperation"])
    area: str | None = Field(description="Code of the county; null: national", examples=["08"])
    owner: str | None = Field(description="Organisation that keeps it", examples=["hva-08"])
    interface: str | None = Field(description="Code of the interface that it is about")
    parties: list[AgreementParty]
    value: str | None = Field(description="Euros", examples=["482000.00"])
    value_is_yearly: bool
    signed_on: date | None
    starts_on: date | None
    ends_on: date | None = Field(description="Last day of the period written down; null: open")
    renewal: terms.Renewal = Field(examples=["evergreen"])
    notice: Period | None
    notice_end: terms.NoticeEnd
    renewed_for: Period | None
    terminated_on: date | None
    state: terms.AgreementState = Field(description="As written down", examples=["in_force"])
    state_today: terms.AgreementState = Field(description="What has ended by its days too")
    period_ends_on: date | None = Field(description="Last day of the period that holds today")
    act_by: date | None = Field(description="Last day to give notice or to use the option")
    safe_day: date | None = Field(description="Last business day not after act_by")
    ends_if_notice_today: date | None
    document_link: str
    remind_before: list[int]
    note: str
    visibility: Visibility = Field(examples=["partners"])
    source: str
    invented: bool
    etag: str = Field(description="What changing it needs as If-Match")


class AgreementPage(Page[Agreement]):
    """A page of the list of agreements."""


class AgreementsAsked(Schema):
    """Whose agreements are asked for."""

    area: str = Field(pattern=CODE, description="A county's code, or national", examples=["08"])


class AgreementAddress(Schema):
    """Which agreement is asked for."""

    code: RegisterCode = Field(
        description="The agreement's code", examples=["pirkanmaa-opiskeluhuolto-sopimus"]
    )


class GivenPeriod(Given):
    """A length of time."""

    number: StrictInt = Field(ge=0, le=36_500, examples=[6])
    unit: terms.PeriodUnit = Field(examples=["months"])

    def as_terms(self) -> terms.Period:
        """Return the period as a record."""
        return terms.Period(self.number, self.unit)


class GivenAgreementParty(Given):
    """A party: an organisation, words, or both."""

    organisation: Code | None = Field(None, examples=["hva-08"])
    text: Annotated[Text, Field(max_length=300)] = ""
    obligations: list[Text] = Field([], max_length=100)


class GivenAgreement(Given):
    """All that can be said of an agreement. Days to act are computed, not given."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "names": {"fi": "Sopimus opiskeluhuollosta"},
                    "kind": "cooperation",
                    "area": "08",
                    "owner": "hva-08",
                    "parties": [{"organisation": "hva-08"}, {"organisation": "kunta-837"}],
                    "starts_on": "2025-08-01",
                    "ends_on": "2027-07-31",
                    "renewal": "evergreen",
                    "notice": {"number": 6, "unit": "months"},
                    "renewed_for": {"number": 1, "unit": "years"},
                    "state": "in_force",
                }
            ]
        }
    )

    names: GivenNames
    kind: terms.AgreementKind = Field(examples=["cooperation"])
    area: str | None = Field(None, pattern=CODE, description="Null: national", examples=["08"])
    owner: Code | None = Field(None, examples=["hva-08"])
    interface: RegisterCode | None = None
    parties: list[GivenAgreementParty] = Field([], max_length=400)
    value: Euros | None = None
    value_is_yearly: StrictBool = False
    signed_on: StoredDay | None = None
    starts_on: StoredDay | None = None
    ends_on: StoredDay | None = None
    renewal: terms.Renewal = terms.Renewal.FIXED
    notice: GivenPeriod | None = None
    notice_end: terms.NoticeEnd = terms.NoticeEnd.ANY_DAY
    renewed_for: GivenPeriod | None = None
    terminated_on: StoredDay | None = None
    state: terms.AgreementState = terms.AgreementState.DRAFT
    document_link: Link = ""
    remind_before: list[StrictInt] = Field([90, 30], max_length=10)
    note: Text = ""
    visibility: Visibility = Visibility.PARTNERS
    source: Text = ""
    invented: StrictBool = False

    def as_terms(self, code: str) -> terms.Agreement:
        """Return the agreement as a record."""
        return terms.Agreement(
            code=code,
            names=self.names.as_terms(),
            kind=self.kind,
            area=self.area or "",
            owner=self.owner or "",
            interface=self.interface or "",
            parties=tuple(
                terms.AgreementParty(each.organisation or "", each.text, tuple(each.obligations))
                for each in self.parties
            ),
            value=Decimal(self.value) if self.value is not None else None,
            value_is_yearly=self.value_is_yearly,
            signed_on=self.signed_on,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            renewal=self.renewal,
            notice=self.notice.as_terms() if self.notice else None,
            notice_end=self.notice_end,
            renewed_for=self.renewed_for.as_terms() if self.renewed_for else None,
            terminated_on=self.terminated_on,
            state=self.state,
            document_link=self.document_link,
            remind_before=tuple(self.remind_before),
            note=self.note,
            visibility=self.visibility,
            source=self.source,
            invented=self.invented,
        )


@router.get("", response=AgreementPage, operation_id="listAgreements", summary="List agreements")
def list_agreements(
    request: HttpRequest,
    response: HttpResponse,
    asked: Query[AgreementsAsked],
    page: Query[PageAsked],
) -> AgreementPage:
    """A county's agreements, or the nation's, that the caller may read, the most urgent first."""
    area = "" if asked.area == NATIONAL else asked.area
    found = cut(
        agreements.of_area(area, actor=caller_of(request)), page, key=lambda each: each.code
    )
    link(request, response, found.next)
    return AgreementPage(items=[_shape(each) for each in found.items], next=found.next)


@router.get(
    "/{code}", response=Agreement, operation_id="getAgreement", summary="Read one agreement"
)
def get_agreement(
    request: HttpRequest, response: HttpResponse, at: Path[AgreementAddress]
) -> Agreement:
    """An agreement whole. Its ETag is what changing it needs as If-Match."""
    return _read(request, response, at.code)


@router.put(
    "/{code}",
    response={200: Agreement, 201: Agreement},
    operation_id="putAgreement",
    summary="Add or change an agreement",
)
def put_agreement(
    request: HttpRequest,
    response: HttpResponse,
    at: Path[AgreementAddress],
    given: GivenAgreement,
) -> Status[Agreement]:
    """Add an agreement of a new code, or replace one; what stood there stays in the trail.

    Replacing needs the ETag of what was read as If-Match; a new one needs none.
    """
    is_there = store.Agreement.objects.filter(code=at.code).exists()
    # Somebody else may take a free code meanwhile: theirs is not to be changed.
    expected = seen_or_new(request, is_there=is_there)
    wanted = given.as_terms(at.code)
    agreements.save(wanted, actor=caller_of(request), now=timezone.now(), seen=expected)
    return Status(200 if is_there else 201, _read(request, response, at.code))


@router.delete(
    "/{code}",
    response={204: None},
    operation_id="removeAgreement",
    summary="Remove an agreement",
)
def remove_agreement(request: HttpRequest, at: Path[AgreementAddress]) -> Status[None]:
    """Take an agreement away; it stays in the trail."""
    agreements.remove(at.code, actor=caller_of(request), now=timezone.now())
    return Status(204, None)


def _read(request: HttpRequest, response: HttpResponse, code: str) -> Agreement:
    found = agreements.one(code, actor=caller_of(request))
    tag(response, mark(found))
    return _shape(found)


def _period(period: terms.Period | None) -> Period | None:
    return Period(number=period.number, unit=period.unit) if period else None


def _shape(agreement: terms.Agreement) -> Agreement:
    dated = calc.dated(agreement, on=timezone.localdate())
    return Agreement(
        code=agreement.code,
        names=Names.of(agreement.names),
        kind=agreement.kind,
        area=agreement.area or None,
        owner=agreement.owner or None,
        interface=agreement.interface or None,
        parties=[
            AgreementParty(
                organisation=each.organisation or None,
                text=each.text,
                obligations=list(each.obligations),
            )
            for each in agreement.parties
        ],
        value=str(agreement.value) if agreement.value is not None else None,
        value_is_yearly=agreement.value_is_yearly,
        signed_on=agreement.signed_on,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        renewal=agreement.renewal,
        notice=_period(agreement.notice),
        notice_end=agreement.notice_end,
        renewed_for=_period(agreement.renewed_for),
        terminated_on=agreement.terminated_on,
        state=agreement.state,
        state_today=dated.state,
        period_ends_on=dated.term.ends_on,
        act_by=dated.act_by,
        safe_day=dated.safe_day,
        ends_if_notice_today=dated.earliest_end,
        document_link=agreement.document_link,
        remind_before=list(agreement.remind_before),
        note=agreement.note,
        visibility=agreement.visibility,
        source=agreement.source,
        invented=agreement.invented,
        etag=f'"{mark(agreement)}"',
    )
