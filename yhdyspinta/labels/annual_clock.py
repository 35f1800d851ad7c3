"""The annual clock in words: kinds of dated things, how exactly a time is known, times."""

from collections.abc import Mapping

from django.utils import dateformat, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yhdyspinta import labels
from yhdyspinta.labels.recurrence import MONTHS, WEEKDAYS
from yhdyspinta.terms.annual_clock import ClockEntry, ClockKind, Precision
from yhdyspinta.terms.calendar import Holiday

KINDS: Mapping[ClockKind, Promise] = {
    ClockKind.MEETING: pgettext_lazy("dated thing", "Meeting"),
    ClockKind.DUTY: pgettext_lazy("dated thing", "Duty"),
    ClockKind.PLAN: pgettext_lazy("dated thing", "Plan"),
    ClockKind.NOTICE: _("Last day to give notice"),
    ClockKind.AGREEMENT_END: _("Agreement ends"),
    ClockKind.ACTION: pgettext_lazy("dated thing", "Action"),
    ClockKind.ROUND: _("Reporting round"),
    ClockKind.BUDGET: pgettext_lazy("dated thing", "Budget"),
    ClockKind.STRATEGY: pgettext_lazy("dated thing", "Strategy"),
    ClockKind.MONEY: pgettext_lazy("dated thing", "Money"),
    ClockKind.OTHER: pgettext_lazy("dated thing", "Other"),
}
PRECISIONS: Mapping[Precision, Promise] = {
    Precision.DAY: pgettext_lazy("precision", "day"),
    Precision.MONTH: pgettext_lazy("precision", "month"),
    Precision.PERIOD: pgettext_lazy("precision", "period of two months"),
}

HOLIDAYS: Mapping[Holiday, Promise] = {
    Holiday.NEW_YEAR: _("New Year’s Day"),
    Holiday.EPIPHANY: _("Epiphany"),
    Holiday.GOOD_FRIDAY: _("Good Friday"),
    Holiday.EASTER_SUNDAY: _("Easter Sunday"),
    Holiday.EASTER_MONDAY: _("Easter Monday"),
    Holiday.MAY_DAY: _("May Day"),
    Holiday.ASCENSION_DAY: _("Ascension Day"),
    Holiday.WHIT_SUNDAY: _("Whit Sunday"),
    Holiday.MIDSUMMER_EVE: _("Midsummer Eve"),
    Holiday.MIDSUMMER_DAY: _("Midsummer Day"),
    Holiday.ALL_SAINTS_DAY: _("All Saints’ Day"),
    Holiday.INDEPENDENCE_DAY: _("Independence Day"),
    Holiday.CHRISTMAS_EVE: _("Christmas Eve"),
    Holiday.CHRISTMAS_DAY: _("Christmas Day"),
    Holiday.BOXING_DAY: _("Boxing Day"),
}


def kind(code: ClockKind) -> str:
    """Name a sort of dated thing."""
    return str(KINDS[code])


def precision(code: Precision) -> str:
    """Name how exactly a time is known."""
    return str(PRECISIONS[code])


def month(number: int) -> str:
    """Name a month (1 to 12)."""
    return str(MONTHS[number])


def weekday(number: int) -> str:
    """Name a weekday (0 is Monday)."""
    return str(WEEKDAYS[number])


def day_off(code: Holiday) -> str:
    """Name a day off."""
    return str(HOLIDAYS[code])


def name(entry: ClockEntry) -> str:
    """Name a dated thing; what it is comes first where its name does not say so."""
    words = labels.name(entry.names)
    if entry.is_cancelled:
        words = gettext("Cancelled: %(name)s") % {"name": words}
    return words


def when(entry: ClockEntry) -> str:
    """Say when a dated thing is, as exactly as it is known."""
    if entry.precision is not Precision.DAY:
        months = (entry.starts_on.month, entry.ends_on.month)
        first, last = (month(each) for each in months)
        span = first if months[0] == months[1] else f"{first}–{last}"
        return f"{span} {entry.ends_on.year}"
    if entry.starts_at and entry.ends_at:
        first, last = (
            dateformat.format(timezone.localtime(each), "G.i")
            for each in (entry.starts_at, entry.ends_at)
        )
        return f"{labels.day(entry.starts_on)} {first}–{last}"
    if entry.ends_on != entry.starts_on:
        return f"{labels.day(entry.starts_on)}–{labels.day(entry.ends_on)}"
    return labels.day(entry.starts_on)
