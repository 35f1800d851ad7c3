"""A rule of what recurs, in words: “Every year in March, the second Tuesday”."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yhdyspinta import labels
from yhdyspinta.terms.recurrence import Frequency, Recurrence

FREQUENCIES: Mapping[Frequency, Promise] = {
    Frequency.WEEKLY: pgettext_lazy("frequency", "weekly"),
    Frequency.MONTHLY: pgettext_lazy("frequency", "monthly"),
    Frequency.YEARLY: pgettext_lazy("frequency", "yearly"),
}
# Nominative, as in a calendar: 0 is Monday.
WEEKDAYS: Mapping[int, Promise] = {
    0: pgettext_lazy("weekday", "Monday"),
    1: pgettext_lazy("weekday", "Tuesday"),
    2: pgettext_lazy("weekday", "Wednesday"),
    3: pgettext_lazy("weekday", "Thursday"),
    4: pgettext_lazy("weekday", "Friday"),
    5: pgettext_lazy("weekday", "Saturday"),
    6: pgettext_lazy("weekday", "Sunday"),
}
MONTHS: Mapping[int, Promise] = {
    1: pgettext_lazy("month", "January"),
    2: pgettext_lazy("month", "February"),
    3: pgettext_lazy("month", "March"),
    4: pgettext_lazy("month", "April"),
    5: pgettext_lazy("month", "May"),
    6: pgettext_lazy("month", "June"),
    7: pgettext_lazy("month", "July"),
    8: pgettext_lazy("month", "August"),
    9: pgettext_lazy("month", "September"),
    10: pgettext_lazy("month", "October"),
    11: pgettext_lazy("month", "November"),
    12: pgettext_lazy("month", "December"),
}
ORDINALS: Mapping[int, Promise] = {
    0: pgettext_lazy("weekday of the month", "every"),
    1: pgettext_lazy("weekday of the month", "first"),
    2: pgettext_lazy("weekday of the month", "second"),
    3: pgettext_lazy("weekday of the month", "third"),
    4: pgettext_lazy("weekday of the month", "fourth"),
    -1: pgettext_lazy("weekday of the month", "last"),
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
