"""Plans of organisations: who prepares, approves and follows them, and under which plan."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.languages import Names


class PlanKind(StrEnum):
    """What sort of plan it is; the law of each stands in reference/duties.csv."""

    STRATEGY = "strategy"
    BUDGET = "budget"
    WELLBEING_PLAN = "wellbeing_plan"
    WELLBEING_REPORT = "wellbeing_report"
    CHILDREN_PLAN = "children_plan"
    STUDENT_WELFARE_PLAN = "student_welfare_plan"
    PROVIDER_STUDENT_WELFARE_PLAN = "provider_student_welfare_plan"
    ELDERLY_PLAN = "elderly_plan"
    INTEGRATION_PROGRAMME = "integration_programme"
    SERVICE_LEVEL_DECISION = "service_level_decision"
    OTHER = "other"


class PlanState(StrEnum):
    """The life of a plan."""

    IN_PREPARATION = "in_preparation"
    APPROVED = "approved"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of an organisation (`owner`), or a joint one of several (`organisations` beside it).

    `valid_from` and `valid_to` are the time that it covers, inclusive. `approver` is in words,
    `approver_body` a body's code. `goals` are what it states, in its own words.
    """

    code: str
    names: Names
    kind: PlanKind
    owner: str
    organisations: tuple[str, ...] = ()
    area: str = ""
    interface: str = ""
    parent: str = ""
    approver: str = ""
    approver_body: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    state: PlanState = PlanState.IN_PREPARATION
    approved_on: date | None = None
    document_link: str = ""
    goals: tuple[str, ...] = ()
    visibility: Visibility = Visibility.PUBLIC
    source: str = ""
    invented: bool = False
