"""What an agreement must be before it is kept: said in words, before the database would refuse."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from yhdyspinta.services import register
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.agreements import Agreement, AgreementState, Period, PeriodUnit, Renewal

_LONGEST_NAME = 300
_LONGEST_LINK = 1000
_MOST_PARTIES = 400
_MOST_VALUE = Decimal(10) ** 12
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)
# A hundred years in each unit: longer ones are slips of the pen, and days beyond 9999 are none.
_LONGEST = {
    PeriodUnit.DAYS: 36_500,
    PeriodUnit.BUSINESS_DAYS: 25_000,
    PeriodUnit.WEEKS: 5_200,
    PeriodUnit.MONTHS: 1_200,
    PeriodUnit.YEARS: 100,
}
_MOST_REMINDERS, _LONGEST_REMINDER = 10, 730


def check(wanted: Agreement) -> None:
    """Raise RefusedError for an agreement that is not whole or contradicts itself."""
    register.check_code(wanted.code)
    _check_texts(wanted)
    _check_value(wanted.value)
    _check_days(wanted)
    _check_state(wanted)
    for period in (wanted.notice, wanted.renewed_for):
        _check_period(period)
    if wanted.renewed_for and wanted.renewed_for.number < 1:
        raise RefusedError(gettext("An agreement goes on by one at least, such as one year."))
    if wanted.renewal is Renewal.OPTION and wanted.ends_on is None:
        raise RefusedError(gettext("An option needs the day on which the present period ends."))
    _check_reminders(wanted.remind_before)
    _check_parties(wanted)


def _check_texts(wanted: Agreement) -> None:
    names = (wanted.names.fi, wanted.names.sv, wanted.names.en)
    register.check_texts(*names, wanted.note, wanted.source)
    for party in wanted.parties:
        register.check_texts(*party.obligations)
    if not wanted.names.fi.strip():
        raise RefusedError(gettext("Write the name in Finnish; Swedish and English may follow."))
    if max(map(len, names)) > _LONGEST_NAME:
        raise RefusedError(
            gettext("The name is too long: at most %(most)d characters.") % {"most": _LONGEST_NAME}
        )
    register.check_link(wanted.document_link)
    if len(wanted.document_link) > _LONGEST_LINK:
        raise RefusedError(
            gettext("The address is too long: at most %(most)d characters.")
            % {"most": _LONGEST_LINK}
        )


def _check_value(value: Decimal | None) -> None:
    if value is None:
        return
    if not value.is_finite() or not 0 <= value < _MOST_VALUE:
        raise RefusedError(gettext("The value must be euros, from 0 on."))
    if value != round(value, 2):
        raise RefusedError(gettext("The value has cents at most: two decimals."))


def _check_days(wanted: Agreement) -> None:
    days = (wanted.signed_on, wanted.starts_on, wanted.ends_on, wanted.terminated_on)
    check_days(*(day for day in days if day))
    if wanted.starts_on and wanted.ends_on and wanted.ends_on < wanted.starts_on:
        raise RefusedError(gettext("The last day comes before the first."))
    if wanted.terminated_on and wanted.ends_on and wanted.ends_on < wanted.terminated_on:
        raise RefusedError(gettext("Notice cannot be given after the agreement's last day."))


def check_days(*days: date) -> None:
    """Raise RefusedError for a day so far away that nothing can be computed from it."""
    if not all(_FIRST <= day <= _LAST for day in days):
        raise RefusedError(gettext("The days of an agreement lie between 1900 and 2199."))


def _check_state(wanted: Agreement) -> None:
    if wanted.state is AgreementState.TERMINATED and not wanted.terminated_on:
        raise RefusedError(gettext("Say on which day notice was given."))
    if wanted.state in {AgreementState.DRAFT, AgreementState.IN_FORCE} and wanted.terminated_on:
        raise RefusedError(
            gettext("Notice has been given: then the state is “notice given” or “ended”.")
        )


def _check_period(period: Period | None) -> None:
    if period and not 0 <= period.number <= _LONGEST[period.unit]:
        raise RefusedError(gettext("A period is from nothing to a hundred years."))


def _check_reminders(days: Iterable[int]) -> None:
    given = list(days)
    if len(given) > _MOST_REMINDERS or not all(0 <= day <= _LONGEST_REMINDER for day in given):
        raise RefusedError(
            gettext("Remind at most %(most)d times, at most %(days)d days before.")
            % {"most": _MOST_REMINDERS, "days": _LONGEST_REMINDER}
        )


def _check_parties(wanted: Agreement) -> None:
    if not all(each.organisation or each.text.strip() for each in wanted.parties):
        raise RefusedError(gettext("Choose the party, or write who it is."))
    if max((len(each.text) for each in wanted.parties), default=0) > _LONGEST_NAME:
        raise RefusedError(
            gettext("A party's name is too long: at most %(most)d characters.")
            % {"most": _LONGEST_NAME}
        )
    organisations = [each.organisation for each in wanted.parties if each.organisation]
    if len(set(organisations)) < len(organisations):
        raise RefusedError(gettext("An organisation is a party only once."))
    if len(wanted.parties) > _MOST_PARTIES:
        raise RefusedError(
            gettext("An agreement has at most %(most)d parties.") % {"most": _MOST_PARTIES}
        )
