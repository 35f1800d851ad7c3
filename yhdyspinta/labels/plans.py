"""The shown names of plans' kinds and states."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yhdyspinta.labels import day
from yhdyspinta.terms.plans import Plan, PlanKind, PlanState

KINDS: Mapping[PlanKind, Promise] = {
    PlanKind.STRATEGY: _("strategy"),
    PlanKind.BUDGET: _("budget"),
    PlanKind.WELLBEING_PLAN: _("wellbeing plan"),
    PlanKind.WELLBEING_REPORT: _("wellbeing report"),
    PlanKind.CHILDREN_PLAN: _("wellbeing plan for children and young people"),
    PlanKind.STUDENT_WELFARE_PLAN: _("regional student welfare plan"),
    PlanKind.PROVIDER_STUDENT_WELFARE_PLAN: _("education provider's student welfare plan"),
    PlanKind.ELDERLY_PLAN: _("plan for supporting the older population"),
    PlanKind.INTEGRATION_PROGRAMME: _("integration programme"),
    PlanKind.SERVICE_LEVEL_DECISION: _("decision on the service level of rescue services"),
    PlanKind.OTHER: _("other plan"),
}
STATES: Mapping[PlanState, Promise] = {
    PlanState.IN_PREPARATION: pgettext_lazy("plan", "in preparation"),
    PlanState.APPROVED: pgettext_lazy("plan", "approved"),
    PlanState.ENDED: pgettext_lazy("plan", "ended"),
}


def kind(code: PlanKind) -> str:
    """Name a kind of plan."""
    return str(KINDS[code])


def state_word(code: PlanState) -> str:
    """Name a state of plans."""
    return str(STATES[code])


def state(plan: Plan) -> str:
    """Say a plan's state, with the day of its approval."""
    words = state_word(plan.state)
    if plan.state is PlanState.IN_PREPARATION or plan.approved_on is None:
        return words
    if plan.state is PlanState.ENDED:
        told = {"state": words, "day": day(plan.approved_on)}
        return gettext("%(state)s, approved on %(day)s") % told
    return gettext("approved on %(day)s") % {"day": day(plan.approved_on)}


def term(plan: Plan) -> str:
    """Say the time that a plan covers; empty if that is not known."""
    if plan.valid_from is None and plan.valid_to is None:
        return ""
    first = day(plan.valid_from) if plan.valid_from else ""
    last = day(plan.valid_to) if plan.valid_to else ""
    return f"{first}–{last}"
