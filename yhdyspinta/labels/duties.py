"""The shown names of duties' codes, and how one stands with a duty in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yhdyspinta.labels import confidence, day, number
from yhdyspinta.terms.duties import Cadence, Duty, DutyCounts, DutyState, Evidence, Standing
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.terms.rules import Confidence

STATES: Mapping[DutyState, Promise] = {
    DutyState.DONE: pgettext_lazy("duty", "done"),
    DutyState.DUE: pgettext_lazy("duty", "to be done"),
    DutyState.SOON: pgettext_lazy("duty", "soon due"),
    DutyState.LATE: pgettext_lazy("duty", "late"),
    DutyState.CONTINUOUS: pgettext_lazy("duty", "in place"),
    DutyState.NOT_KNOWN: pgettext_lazy("duty", "not reported"),
}
# A letter or sign for each state, for narrow tables; its word stands in the key beside.
SIGNS: Mapping[DutyState, str] = {
    DutyState.DONE: "●",
    DutyState.CONTINUOUS: "●",
    DutyState.SOON: "△",
    DutyState.DUE: "○",
    DutyState.LATE: "!",
    DutyState.NOT_KNOWN: "?",
}
EVIDENCE: Mapping[Evidence, Promise] = {
    Evidence.REPORT: _("a report"),
    Evidence.PLAN: _("a plan"),
    Evidence.NEGOTIATION: _("a negotiation"),
    Evidence.BODY: _("a body"),
    Evidence.PRACTICE: _("a practice"),
}
OWING: Mapping[OrganisationKind, Promise] = {
    OrganisationKind.COUNTY: _("wellbeing services county"),
    OrganisationKind.MUNICIPALITY: _("municipality"),
    OrganisationKind.JOINT_AUTHORITY: _("joint authority"),
    OrganisationKind.MINISTRY: _("ministry"),
    OrganisationKind.AGENCY: _("agency"),
    OrganisationKind.ASSOCIATION: _("association"),
    OrganisationKind.PARISH: _("parish"),
    OrganisationKind.EDUCATION_PROVIDER: _("education provider"),
    OrganisationKind.COMPANY: _("company"),
}


def told_state(standing: Standing) -> DutyState:
    """Return the state as it is told: what is continuous is either in place or not reported."""
    if standing.state is DutyState.CONTINUOUS and standing.fulfilment is None:
        return DutyState.NOT_KNOWN if standing.last is None else DutyState.DUE
    return standing.state


def state(standing: Standing) -> str:
    """Say how one stands with a duty in a word or two."""
    return str(STATES[told_state(standing)])


def sign(standing: Standing) -> str:
    """Return the sign of how one stands."""
    return SIGNS[told_state(standing)]


def key() -> list[tuple[str, str, str]]:
    """Return what the signs mean: the state's code, its sign, its words."""
    return [
        (code.value, SIGNS[code], str(STATES[code]))
        for code in DutyState
        if code is not DutyState.CONTINUOUS
    ]


def cadence(duty: Duty) -> str:
    """Say how often a duty falls due."""
    if duty.cadence is Cadence.YEARLY:
        return gettext("every year")
    if duty.cadence is Cadence.PER_TERM:
        return gettext("once in a council term")
    if duty.cadence is Cadence.EVERY_MONTHS and duty.months:
        years, rest = divmod(duty.months, 12)
        if not rest:
            words = ngettext("every %(count)d year", "at least every %(count)d years", years)
            return words % {"count": years}
        return gettext("at least every %(count)d months") % {"count": duty.months}
    return gettext("continuous")


def evidence(code: Evidence) -> str:
    """Name what shows that a duty was done."""
    return str(EVIDENCE[code])


def owing(duty: Duty) -> str:
    """Say which kinds of organisations the law names."""
    return ", ".join(str(OWING[each]) for each in duty.applies_to)


def law(duty: Duty) -> str:
    """Name the statute and its section."""
    if not duty.section:
        return duty.law
    return gettext("%(law)s, section %(section)s") % {"law": duty.law, "section": duty.section}


def uncertain(code: Confidence) -> str:
    """Return the mark of what is not known for certain; empty for what a source says."""
    return "" if code is Confidence.SOURCE else confidence(code)


def due(standing: Standing) -> str:
    """Say by when it is to be done; a dash if that has no day."""
    return day(standing.due_on) if standing.due_on else "–"


def missed(standing: Standing) -> str:
    """Say that an earlier day passed without anything reported; empty if none did."""
    if standing.missed_on is None or standing.state is DutyState.LATE:
        return ""
    return gettext("Previous deadline %(day)s: nothing reported") % {"day": day(standing.missed_on)}


def counted(counts: DutyCounts) -> str:
    """Say in a sentence how many have done it."""
    return gettext(
        "Of %(all)s organisations %(done)s have done it, %(late)s are late, %(ahead)s have it"
        " ahead, of %(missing)s nothing has been reported."
    ) % {
        "all": number(counts.all),
        "done": number(counts.done),
        "late": number(counts.late),
        "ahead": number(counts.ahead),
        "missing": number(counts.not_known),
    }


def share(counts: DutyCounts | None) -> str:
    """Say how many of how many have done it, and how many are late: “2/23, 1!”."""
    if counts is None or not counts.all:
        return "–"
    if counts.not_known == counts.all:
        # Nobody has reported anything: that is not “none of them has done it”.
        return SIGNS[DutyState.NOT_KNOWN]
    late = f", {number(counts.late)}!" if counts.late else ""
    return f"{number(counts.done)}/{number(counts.all)}{late}"
