"""When an agreement ends, and the last day on which something can be done about it.

Worked examples: docs/calculations/notice.md. A notice period is counted from the day on which
notice is given, as law 150/1930 counts: `ends = day + period`. The last day to act is therefore
the *latest* day from which the period still fits, which is often not what one gets by counting
backwards: six months from 31 August end on 28 February.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from yhdyspinta.calc.calendar import (
    add_business_days,
    add_months,
    month_end,
    previous_business_day,
)
from yhdyspinta.terms.agreements import (
    Agreement,
    AgreementState,
    AgreementTerm,
    DatedAgreement,
    NoticeEnd,
    Period,
    PeriodUnit,
    Renewal,
)

_DAY = timedelta(days=1)
_NONE = Period(0, PeriodUnit.DAYS)
_MONTHS = {PeriodUnit.MONTHS: 1, PeriodUnit.YEARS: 12}
_LONGEST_MONTH = 31
_HOLDING = (AgreementState.IN_FORCE, AgreementState.TERMINATED)


def after(day: date, period: Period) -> date:
    """Return the day on which a period that begins from a day ends; the day is not counted."""
    if period.unit in _MONTHS:
        return add_months(day, period.number * _MONTHS[period.unit])
    if period.unit is PeriodUnit.BUSINESS_DAYS:
        return add_business_days(day, period.number)
    return day + period.number * (7 if period.unit is PeriodUnit.WEEKS else 1) * _DAY


def latest_start(end: date, period: Period) -> date:
    """Return the latest day from which a period ends on a day at the latest."""
    if period.unit in _MONTHS:
        months = period.number * _MONTHS[period.unit]
        day = add_months(end, -months)
        # A month's last day stands for all later ones: 31 August and 28 February fit as well.
        return month_end(day) if end == month_end(end) else day
    if period.unit is PeriodUnit.BUSINESS_DAYS and period.number:
        # The day before the n-th business day back, be it a business day itself or not.
        return add_business_days(end + _DAY, -period.number) - _DAY
    return end - (after(end, period) - end)


def term(agreement: Agreement, *, on: date) -> AgreementTerm:
    """Return the period that an agreement is in on a day.

    Only an evergreen one in force goes on after its end: by `renewed_for` as often as it takes,
    or until further notice if nothing tells for how long. A period whose end is a month's last
    day keeps to the months' last days.
    """
    end = agreement.ends_on
    if end is None or on <= end or not _rolls(agreement):
        return AgreementTerm(0, agreement.starts_on, end)
    period = agreement.renewed_for
    if period is None or period.number < 1:
        return AgreementTerm(1, end + _DAY, None)
    number = _first_guess(end, period, on)
    while (ends_on := _extended(end, period, number)) < on:
        number += 1
    return AgreementTerm(number, _extended(end, period, number - 1) + _DAY, ends_on)


def next_term(agreement: Agreement, *, on: date) -> AgreementTerm | None:
    """Return the period that follows the present one unless notice is given; None: none does.

    For an option: the one that using it would give.
    """
    now = term(agreement, on=on)
    if now.ends_on is None or agreement.ends_on is None or not _may_follow(agreement):
        return None
    period = agreement.renewed_for
    ends_on = None
    if period is not None and period.number > 0:
        ends_on = _extended(agreement.ends_on, period, now.number + 1)
    return AgreementTerm(now.number + 1, now.ends_on + _DAY, ends_on)


def act_by(agreement: Agreement, *, on: date) -> date | None:
    """Return the last day to give notice so that the present period is the last one.

    For an option: the last day to use it. For a fixed time: the last day on which notice still
    ends it no later than its time does; None without a notice clause, for it ends by itself.
    None as well until further notice, and when the agreement does not hold or is ending.
    """
    if agreement.state is not AgreementState.IN_FORCE:
        return None
    end = term(agreement, on=on).ends_on
    if end is None or end < on or (agreement.renewal is Renewal.FIXED and not agreement.notice):
        return None
    return latest_start(end, agreement.notice or _NONE)


def safe_day(day: date) -> date:
    """Return the last business day not after a day: on it the post and registries work."""
    return previous_business_day(day)


def earliest_end(agreement: Agreement, *, on: date) -> date | None:
    """Return the last day of an agreement if notice is given on a day; None if it has ended.

    One until further notice may only end on the days that `notice_end` tells; an evergreen one
    at the end of a period; one for a fixed time at its end, or before by its notice clause.
    """
    if not is_in_force(agreement, on=on) and not _is_to_come(agreement, on=on):
        return None
    if agreement.state is AgreementState.TERMINATED or agreement.renewal is Renewal.OPTION:
        return agreement.ends_on
    if agreement.renewal is Renewal.FIXED and not agreement.notice:
        return agreement.ends_on
    # Nothing ends before it begins.
    given = max(after(on, agreement.notice or _NONE), agreement.starts_on or on)
    if agreement.renewal is Renewal.EVERGREEN:
        # Whichever period the notice runs out in is the last one.
        return term(agreement, on=max(on, given)).ends_on or _allowed(given, agreement.notice_end)
    return min(given, agreement.ends_on) if agreement.ends_on else given


def is_in_force(agreement: Agreement, *, on: date) -> bool:
    """Tell whether an agreement holds on a day, by its state and its days (both inclusive)."""
    if agreement.state not in _HOLDING or _is_to_come(agreement, on=on):
        return False
    end = term(agreement, on=on).ends_on
    return end is None or on <= end


def state_on(agreement: Agreement, *, on: date) -> AgreementState:
    """Return an agreement's state on a day: one whose last day has passed has ended."""
    if agreement.state not in _HOLDING:
        return agreement.state
    end = term(agreement, on=on).ends_on
    return AgreementState.ENDED if end is not None and end < on else agreement.state


def dated(agreement: Agreement, *, on: date) -> DatedAgreement:
    """Return an agreement with all that its days tell on a day."""
    last = act_by(agreement, on=on)
    return DatedAgreement(
        agreement=agreement,
        state=state_on(agreement, on=on),
        term=term(agreement, on=on),
        following=next_term(agreement, on=on),
        act_by=last,
        safe_day=safe_day(last) if last else None,
        earliest_end=earliest_end(agreement, on=on),
        on=on,
    )


def ends_within(agreement: Agreement, months: int, *, on: date) -> bool:
    """Tell whether the present period of an agreement that holds ends within some months."""
    end = term(agreement, on=on).ends_on
    holds = state_on(agreement, on=on) in _HOLDING
    return holds and end is not None and end <= add_months(on, months)


def due_reminder(days: Iterable[int], act_by: date, *, on: date) -> int | None:
    """Return which reminder's day has come last, as days before the last day to act; else None.

    An older one that was missed is not caught up; after the last day none is due.
    """
    left = (act_by - on).days
    return min((each for each in days if each >= left), default=None) if left >= 0 else None


def concerned(agreement: Agreement) -> frozenset[str]:
    """Return the organisations whose people an agreement concerns: its owner and its parties."""
    return frozenset((agreement.owner, *(each.organisation for each in agreement.parties))) - {""}


def _is_to_come(agreement: Agreement, *, on: date) -> bool:
    starts = agreement.starts_on
    return agreement.state in _HOLDING and starts is not None and on < starts


def _rolls(agreement: Agreement) -> bool:
    is_evergreen = agreement.renewal is Renewal.EVERGREEN
    return is_evergreen and agreement.state is AgreementState.IN_FORCE


def _may_follow(agreement: Agreement) -> bool:
    is_option = agreement.renewal is Renewal.OPTION
    return _rolls(agreement) or (is_option and agreement.state is AgreementState.IN_FORCE)


def _extended(end: date, period: Period, times: int) -> date:
    """Return the end of the period that comes `times` after the one with a given end."""
    day = after(end, Period(period.number * times, period.unit))
    if period.unit in _MONTHS and end == month_end(end):
        return month_end(day)
    return day


def _first_guess(end: date, period: Period, on: date) -> int:
    """Return a number of periods that is surely not too many, so that few are to be tried.

    Each unit is taken for longer than it ever is: business days are never a week apart.
    """
    days = (on - end).days
    longest = {
        PeriodUnit.DAYS: 1,
        PeriodUnit.BUSINESS_DAYS: 7,
        PeriodUnit.WEEKS: 7,
        PeriodUnit.MONTHS: _LONGEST_MONTH,
        PeriodUnit.YEARS: 366,
    }[period.unit]
    return max(days // (longest * period.number), 1)


def _allowed(day: date, end: NoticeEnd) -> date:
    """Return the first day from a day on on which an agreement may end."""
    if end is NoticeEnd.MONTH_END:
        return month_end(day)
    return date(day.year, 12, 31) if end is NoticeEnd.YEAR_END else day
