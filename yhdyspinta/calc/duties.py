"""Which duties concern an organisation, and how it stands with each on a day.

Worked examples: docs/calculations/duties.md.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from yhdyspinta.calc.calendar import add_months
from yhdyspinta.terms.duties import (
    Cadence,
    CouncilTerm,
    Duty,
    DutyCounts,
    DutyException,
    DutyState,
    Fulfilment,
    Owed,
    Standing,
)
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.terms.plans import Plan, PlanState

# How many days before its day a duty is said to be soon due: a plan takes a year to prepare and
# to bring to a council, a yearly report or negotiation a quarter. The project's own judgement.
_SOON = {Cadence.YEARLY: 92, Cadence.PER_TERM: 365, Cadence.EVERY_MONTHS: 365}
_OF_AREAS = (OrganisationKind.COUNTY, OrganisationKind.MUNICIPALITY)

_Period = tuple[date, date]


def applies(duty: Duty, kind: OrganisationKind, areas: Iterable[str], *, on: date) -> bool:
    """Tell whether a duty concerns an organisation of a kind on a day.

    `areas` are the codes of the areas for which it acts and of the county that they are in. An
    exception of one of them goes before the kinds that the law names.
    """
    if not duty.validity.holds(on):
        return False
    exception = exception_of(duty, kind, areas)
    return exception.applies if exception else kind in duty.applies_to


def exception_of(duty: Duty, kind: OrganisationKind, areas: Iterable[str]) -> DutyException | None:
    """Return what is said apart of a county's or municipality's areas; None if nothing is."""
    codes = set(areas) if kind in _OF_AREAS else set()
    return next((each for each in duty.exceptions if each.area in codes), None)


def from_plans(duty: Duty, organisation: str, plans: Iterable[Plan]) -> list[Fulfilment]:
    """Return the plans that are what a duty asks for, as its fulfilments.

    That is an approved plan of the duty's kind whose day of approval is known; a joint one is
    every organisation's whose plan it is. Each has its plan's code.
    """
    return [
        Fulfilment(
            code=plan.code,
            duty=duty.code,
            organisation=organisation,
            done_on=plan.approved_on,
            covers_from=plan.valid_from,
            covers_to=plan.valid_to,
            where=plan.approver,
            body=plan.approver_body,
            plan=plan.code,
            document_link=plan.document_link,
            source=plan.source,
            invented=plan.invented,
        )
        for plan in plans
        if plan.kind is duty.plan_kind
        and plan.state is not PlanState.IN_PREPARATION
        and plan.approved_on
        and organisation in (plan.owner, *plan.organisations)
    ]


def standing(
    duty: Duty,
    *,
    organisation: str,
    kind: OrganisationKind,
    areas: Iterable[str],
    fulfilments: Iterable[Fulfilment],
    council_terms: Iterable[CouncilTerm],
    on: date,
) -> Standing | None:
    """Return how an organisation stands with a duty on a day; None if it does not concern it.

    `fulfilments` may be of any duty and organisation, `council_terms` of any kind; what was done
    after the day is not counted.
    """
    if not applies(duty, kind, areas, on=on):
        return None
    done = sorted(
        (
            each
            for each in fulfilments
            if each.duty == duty.code and each.organisation == organisation and each.done_on <= on
        ),
        key=lambda each: (each.done_on, each.code),
    )
    if duty.cadence is Cadence.CONTINUOUS:
        return _continuous(duty, organisation, done, on=on)
    if duty.cadence is Cadence.EVERY_MONTHS:
        return _every_months(duty, organisation, done, on=on)
    periods = _periods(duty, kind, council_terms, on=on)
    return _periodic(duty, organisation, done, periods=periods, on=on)


def _continuous(duty: Duty, organisation: str, done: list[Fulfilment], *, on: date) -> Standing:
    """What holds all the time never falls due; what covers the day counts."""
    holding = [each for each in done if each.covers_to is None or each.covers_to >= on]
    holds, last = _latest(holding), _latest(done)
    return Standing(duty.code, organisation, DutyState.CONTINUOUS, fulfilment=holds, last=last)


def _every_months(duty: Duty, organisation: str, done: list[Fulfilment], *, on: date) -> Standing:
    """What is to be done again some months after it was done last."""
    last = _latest(done)
    if last is None or duty.months is None:
        return Standing(duty.code, organisation, DutyState.NOT_KNOWN)
    due = add_months(last.done_on, duty.months)
    if due < on:
        state, missed = DutyState.LATE, due
        return Standing(duty.code, organisation, state, due_on=due, last=last, missed_on=missed)
    state = _unless_soon(DutyState.DONE, duty, due, on=on)
    return Standing(duty.code, organisation, state, due_on=due, fulfilment=last, last=last)


def _periodic(
    duty: Duty,
    organisation: str,
    done: list[Fulfilment],
    *,
    periods: tuple[_Period | None, _Period | None],
    on: date,
) -> Standing:
    """What is to be done once in a year or in a council's term."""
    before, now = periods
    last = _latest(done)
    valid = _latest([each for each in done if now and _counts(duty, each, now, on=on)])
    due = now[1] if now else None
    missed = None
    if valid is None and before and not any(_overlaps(each, before) for each in done):
        missed = before[1]
    if valid and now:
        # A plan that ends before the term is to be followed by another at its own end.
        due = min(now[1], valid.covers_to or now[1]) if duty.cadence is Cadence.PER_TERM else due
        is_renewed = due is not None and due < now[1]
        state = _unless_soon(DutyState.DONE, duty, due, on=on) if is_renewed else DutyState.DONE
    elif last is None:
        state = DutyState.NOT_KNOWN
    else:
        state = DutyState.LATE if missed else _unless_soon(DutyState.DUE, duty, due, on=on)
    if state is DutyState.LATE:
        due = missed
    return Standing(duty.code, organisation, state, due, now, valid, last, missed)


def _periods(
    duty: Duty, kind: OrganisationKind, terms: Iterable[CouncilTerm], *, on: date
) -> tuple[_Period | None, _Period | None]:
    """Return the period before the one of a day, if the duty held in it, and that of the day."""
    if duty.cadence is Cadence.YEARLY:
        years = [(date(year, 1, 1), date(year, 12, 31)) for year in (on.year - 1, on.year)]
    else:
        years = sorted((each.starts_on, each.ends_on) for each in terms if each.kind is kind)
    now = next((each for each in years if each[0] <= on <= each[1]), None)
    ended = [each for each in years if each[1] < on and duty.validity.valid_from <= each[1]]
    return (ended[-1] if ended else None), now


def _counts(duty: Duty, done: Fulfilment, period: _Period, *, on: date) -> bool:
    """Tell whether something done counts for the period now: a plan that has ended does not."""
    if duty.cadence is Cadence.PER_TERM and done.covers_to and done.covers_to < on:
        return False
    return _overlaps(done, period)


def _overlaps(done: Fulfilment, period: _Period) -> bool:
    """Tell whether what was done covers a part of a period; else its day decides."""
    if done.covers_from is None and done.covers_to is None:
        return period[0] <= done.done_on <= period[1]
    begins, ends = done.covers_from or done.done_on, done.covers_to or period[1]
    return begins <= period[1] and ends >= period[0]


def _unless_soon(otherwise: DutyState, duty: Duty, due: date | None, *, on: date) -> DutyState:
    is_soon = due is not None and due - on <= timedelta(days=_SOON[duty.cadence])
    return DutyState.SOON if is_soon else otherwise


def _latest(done: list[Fulfilment]) -> Fulfilment | None:
    return done[-1] if done else None


def counts(standings: Iterable[Standing]) -> DutyCounts:
    """Count how organisations stand; what is continuous counts as done if something is known."""
    every = list(standings)
    done = sum(each.fulfilment is not None for each in every)
    late = sum(each.state is DutyState.LATE for each in every)
    not_known = sum(each.last is None for each in every)
    return DutyCounts(len(every), done, late, len(every) - done - late - not_known, not_known)


def first_due(owed: Owed) -> tuple[bool, date, int]:
    """Return the key by which an organisation's duties are listed: what is due first in front.

    What has no day comes last, in the order of the register of duties.
    """
    due = owed.standing.due_on
    return due is None, due or date.max, owed.duty.position
