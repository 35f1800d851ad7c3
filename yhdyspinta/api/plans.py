"""Plans of organisations: listed, read, added, changed and removed."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field, StrictBool

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.bodies import REGISTER_CODE
from yhdyspinta.api.calendar import StoredDay
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.conditions import seen_or_new, tag
from yhdyspinta.api.given import Code, Given, GivenNames, Line, Text
from yhdyspinta.api.languages import Names
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import plans
from yhdyspinta.services.places import NATIONAL
from yhdyspinta.store import models as store
from yhdyspinta.terms import plans as terms
from yhdyspinta.terms.access import Visibility

router = Router(tags=["plans"])

RegisterCode = Annotated[str, Field(pattern=REGISTER_CODE, max_length=120)]
Address = Annotated[str, Field(max_length=1000, pattern=r"^(https?://[^\s<>\"]+)?$")]


class Plan(Schema):
    """A plan of an organisation, or a joint one of several."""

    code: str = Field(examples=["pirkanmaa-opiskeluhuoltosuunnitelma-2025"])
    names: Names
    kind: terms.PlanKind = Field(examples=["student_welfare_plan"])
    owner: str | None = Field(description="Organisation that keeps it", examples=["hva-08"])
    organisations: list[str] = Field(description="Whose joint plan it is beside the owner")
    area: str | None = Field(description="Code of the county; null: national", examples=["08"])
    interface: str | None
    parent: str | None = Field(description="Code of the plan above it")
    approver: str
    approver_body: str | None
    valid_from: date | None
    valid_to: date | None
    state: terms.PlanState = Field(examples=["approved"])
    approved_on: date | None
    document_link: str
    goals: list[str]
    visibility: Visibility = Field(examples=["public"])
    source: str
    invented: bool
    etag: str = Field(description="What changing it needs as If-Match")


class PlanPage(Page[Plan]):
    """A page of the list of plans."""


class PlansAsked(Schema):
    """Whose plans are asked for."""

    area: str = Field(pattern=CODE, description="A county's code, or national", examples=["08"])


class PlanAddress(Schema):
    """Which plan is asked for."""

    code: str = Field(
        pattern=REGISTER_CODE,
        max_length=120,
        description="The plan's code",
        examples=["pirkanmaa-opiskeluhuoltosuunnitelma-2025"],
    )


class GivenPlan(Given):
    """All that can be said of a plan."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "names": {"fi": "Alueellinen opiskeluhuoltosuunnitelma"},
                    "kind": "student_welfare_plan",
                    "owner": "hva-08",
                    "area": "08",
                    "state": "approved",
                    "approved_on": "2026-06-15",
                }
            ]
        }
    )

    names: GivenNames
    kind: terms.PlanKind = Field(examples=["student_welfare_plan"])
    owner: Code | None = Field(None, examples=["hva-08"])
    organisations: list[Code] = Field([], max_length=400)
    area: str | None = Field(None, pattern=CODE, description="Null: national", examples=["08"])
    interface: RegisterCode | None = None
    parent: RegisterCode | None = None
    approver: Line = ""
    approver_body: RegisterCode | None = None
    valid_from: StoredDay | None = None
    valid_to: StoredDay | None = None
    state: terms.PlanState = terms.PlanState.IN_PREPARATION
    approved_on: StoredDay | None = None
    document_link: Address = ""
    goals: list[Text] = Field([], max_length=200)
    visibility: Visibility = Visibility.PUBLIC
    source: Text = ""
    invented: StrictBool = False

    def as_terms(self, code: str) -> terms.Plan:
        """Return the plan as a record."""
        return terms.Plan(
            code=code,
            names=self.names.as_terms(),
            kind=self.kind,
            owner=self.owner or "",
            organisations=tuple(sorted(set(self.organisations))),
            area=self.area or "",
            interface=self.interface or "",
            parent=self.parent or "",
            approver=self.approver,
            approver_body=self.approver_body or "",
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            state=self.state,
            approved_on=self.approved_on,
            document_link=self.document_link,
            goals=tuple(self.goals),
            visibility=self.visibility,
            source=self.source,
            invented=self.invented,
        )


@router.get("", response=PlanPage, operation_id="listPlans", summary="List plans")
def list_plans(
    request: HttpRequest, response: HttpResponse, asked: Query[PlansAsked], page: Query[PageAsked]
) -> PlanPage:
    """A county's or the nation's plans that the caller may read, by their Finnish names."""
    area = "" if asked.area == NATIONAL else asked.area
    listed = plans.of_area(area, actor=caller_of(request))
    found = cut(listed, page, key=lambda each: each.code)
    link(request, response, found.next)
    return PlanPage(items=[_shape(each) for each in found.items], next=found.next)


@router.get("/{code}", response=Plan, operation_id="getPlan", summary="Read one plan")
def get_plan(request: HttpRequest, response: HttpResponse, at: Path[PlanAddress]) -> Plan:
    """A plan whole. Its ETag is what changing it needs as If-Match."""
    return _read(request, response, at.code)


@router.put(
    "/{code}",
    response={200: Plan, 201: Plan},
    operation_id="putPlan",
    summary="Add or change a plan",
)
def put_plan(
    request: HttpRequest, response: HttpResponse, at: Path[PlanAddress], given: GivenPlan
) -> Status[Plan]:
    """Add a plan of a new code, or replace one; what stood there stays in the trail.

    Replacing needs the ETag of what was read as If-Match; a new one needs none.
    """
    is_there = store.Plan.objects.filter(code=at.code).exists()
    # Somebody else may take a free code meanwhile: theirs is not to be changed.
    expected = seen_or_new(request, is_there=is_there)
    plans.save(given.as_terms(at.code), actor=caller_of(request), now=timezone.now(), seen=expected)
    return Status(200 if is_there else 201, _read(request, response, at.code))


@router.delete("/{code}", response={204: None}, operation_id="removePlan", summary="Remove a plan")
def remove_plan(request: HttpRequest, at: Path[PlanAddress]) -> Status[None]:
    """Take away a plan on which nothing hangs; it stays in the trail."""
    plans.remove(at.code, actor=caller_of(request), now=timezone.now())
    return Status(204, None)


def _read(request: HttpRequest, response: HttpResponse, code: str) -> Plan:
    plan = plans.one(code, actor=caller_of(request)).plan
    tag(response, mark(plan))
    return _shape(plan)


def _shape(plan: terms.Plan) -> Plan:
    return Plan(
        code=plan.code,
        names=Names.of(plan.names),
        kind=plan.kind,
        owner=plan.owner or None,
        organisations=list(plan.organisations),
        area=plan.area or None,
        interface=plan.interface or None,
        parent=plan.parent or None,
        approver=plan.approver,
        approver_body=plan.approver_body or None,
        valid_from=plan.valid_from,
        valid_to=plan.valid_to,
        state=plan.state,
        approved_on=plan.approved_on,
        document_link=plan.document_link,
        goals=list(plan.goals),
        visibility=plan.visibility,
        source=plan.source,
        invented=plan.invented,
        etag=f'"{mark(plan)}"',
    )
