"""A rule of what recurs, in words: “Every year in March, the second Tuesday”."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _p

from yhdyspinta import labels
from yhdyspinta.terms.recurrence import Frequency, Recurrence

FREQUENCIES: Mapping[Frequency, Promise] = {
    Frequency.WEEKLY: _p("frequency", "weekly"),
    Frequency.MONTHLY: _p("frequency", "monthly"),
    Frequency.YEARLY: _p("frequency", "yearly"),
}
# Nominative, as in a calendar: 0 is Monday.
WEEKDAYS: Mapping[int, Promise] = {
    0: _p("weekday", "Monday"),
    1: _p("weekday", "Tuesday"),
    2: _p("weekday", "Wednesday"),
    3: _p("weekday", "Thursday"),
    4: _p("weekday", "Friday"),
    5: _p("weekday", "Saturday"),
    6: _p("weekday", "Sunday"),
}
MONTHS: Mapping[int, Promise] = {
    1: _p("month", "January"),
    2: _p("month", "February"),
    3: _p("month", "March"),
    4: _p("month", "April"),
    5: _p("month", "May"),
    6: _p("month", "June"),
    7: _p("month", "July"),
    8: _p("month", "August"),
    9: _p("month", "September"),
    10: _p("month", "October"),
    11: _p("month", "November"),
    12: _p("month", "December"),
}
ORDINALS: Mapping[int, Promise] = {
    0: _p("weekday of the month", "every"),
    1: _p("weekday of the month", "first"),
    2: _p("weekday of the month", "second"),
    3: _p("weekday of the month", "third"),
    4: _p("weekday of the month", "fourth"),
    -1: _p("weekday of the month", "last"),
}
# Each week, or every few weeks; two or more are one form in our three languages.
_OFTEN: Mapping[Frequency, tuple[Promise, Promise]] = {
    Frequency.WEEKLY: (_("Every week"), _("Every %(count)d weeks")),
    Frequency.MONTHLY: (_("Every month"), _("Every %(count)d months")),
    Frequency.YEARLY: (_("Every year"), _("Every %(count)d years")),
}
_LAST = -1


def frequency(code: Frequency) -> str:
    """Name how often a rule begins anew."""
    return str(FREQUENCIES[code])


def say(rule: Recurrence) -> str:
    """Say a rule as a sentence without a full stop: how often, which months, which day."""
    parts = [_often(rule)]
    if rule.months:
        parts.append(labels.listing(str(MONTHS[each]) for each in rule.months))
    day = _day(rule)
    if day:
        parts.append(day)
    if rule.is_business_day:
        parts.append(gettext("a holiday moves to the next business day"))
    return ", ".join(parts)


def _often(rule: Recurrence) -> str:
    one, several = _OFTEN[rule.frequency]
    return str(one) if rule.interval == 1 else str(several) % {"count": rule.interval}


def _day(rule: Recurrence) -> str:
    if rule.weekday is not None:
        weekday = str(WEEKDAYS[rule.weekday])
        if rule.frequency is Frequency.WEEKLY:
            return weekday
        return gettext("the %(which)s %(weekday)s") % {
            "which": ORDINALS[rule.nth],
            "weekday": weekday,
        }
    if rule.day is None:
        return ""
    if rule.day == _LAST:
        return gettext("the last day of the month")
    return gettext("day %(day)d of the month") % {"day": rule.day}
