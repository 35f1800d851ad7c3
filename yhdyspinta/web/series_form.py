"""The form of a series of meetings: its rule in plain words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yhdyspinta.labels import recurrence as recurrence_labels
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import Series
from yhdyspinta.terms.recurrence import Frequency, Recurrence
from yhdyspinta.web import fields, meeting_forms, register_forms

_LAST_DAY = "-1"
_DAYS = [("", "–"), *((str(each), str(each)) for each in range(1, 32))]


class SeriesForm(forms.Form):
    """A series: whose, how often, at what time; `shown` is the series as it is, None: new."""

    title = fields.line(_("Title of its meetings"), most=300)
    frequency = fields.choice(
        _("How often"),
        [(each.value, words) for each, words in recurrence_labels.FREQUENCIES.items()],
    )
    interval = meeting_forms.whole(
        _("Every how many weeks, months or years"), least=1, most=99, initial=1
    )
    months = forms.MultipleChoiceField(
        label=_("Months, in a yearly rule"),
        required=False,
        choices=[(str(each), words) for each, words in recurrence_labels.MONTHS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": fields.CHOOSE},
    )
    nth = fields.choice(
        _("Which one of the month"),
        [(str(each), words) for each, words in recurrence_labels.ORDINALS.items()],
        required=False,
        help_text=_("In a weekly rule every one."),
    )
    weekday = fields.choice(
        _("Weekday"),
        [("", "–"), *((str(each), words) for each, words in recurrence_labels.WEEKDAYS.items())],
        required=False,
    )
    day = fields.choice(
        _("Or the day of the month"),
        [*_DAYS, (_LAST_DAY, pgettext_lazy("day of the month", "the last"))],
        required=False,
    )
    is_business_day = forms.BooleanField(
        label=_("A day off moves to the next business day"), required=False
    )
    at = meeting_forms.clock(_("Begins at"))
    minutes = meeting_forms.whole(_("Length in minutes"), least=1, most=1440)
    valid_from = fields.DayField(label=_("From"))
    valid_to = fields.DayField(
        label=_("Until"), required=False, help_text=_("Empty: until further notice.")
    )
    place = fields.line(_("Place"), most=300, required=False)
    address = meeting_forms.address(
        _("Address of a remote meeting"), help_text=_("From https:// on.")
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, bodies: Mapping[str, Names], *, shown: Series | None, mark: str = "", data: Any = None
    ) -> None:
        super().__init__(data, initial={**_initial(shown), "seen": mark})
        self.fields["body"] = fields.choice(
            pgettext_lazy("of a meeting", "Body"), fields.named(bodies)
        )
        self.fields["visibility"] = register_forms.visibility()
        self.order_fields(("body", "title"))
        self.shown = shown

    def clean(self) -> dict[str, Any]:
        """Ask for one way of saying the day, and for its months."""
        given = self.cleaned_data
        if given.get("weekday") and given.get("day"):
            self.add_error("day", gettext("Give a weekday or a day of the month, not both."))
        if given.get("months") and given.get("frequency") != Frequency.YEARLY:
            self.add_error("months", gettext("Only a yearly rule has months."))
        if given.get("day") and given.get("frequency") == Frequency.WEEKLY:
            self.add_error("day", gettext("A weekly rule has a weekday."))
        return given

    def series(self, code: str) -> Series:
        """Return the series that was filled in."""
        given = self.cleaned_data
        return Series(
            code=code,
            body=given["body"],
            title=given["title"],
            rule=rule_of(given),
            at=given["at"],
            minutes=given["minutes"],
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
            place=given["place"],
            address=given["address"],
            visibility=Visibility(given["visibility"]),
            invented=self.shown.invented if self.shown else False,
        )


def rule_of(given: Mapping[str, Any]) -> Recurrence:
    """Return the rule of a form's cleaned values."""
    frequency = Frequency(given["frequency"])
    weekday = int(given["weekday"]) if given["weekday"] else None
    is_of_month = weekday is not None and frequency is not Frequency.WEEKLY
    return Recurrence(
        frequency=frequency,
        interval=given["interval"],
        months=tuple(sorted(int(each) for each in given["months"])),
        weekday=weekday,
        nth=int(given["nth"] or 0) if is_of_month else 0,
        day=int(given["day"]) if given["day"] else None,
        is_business_day=given["is_business_day"],
    )


def _initial(shown: Series | None) -> dict[str, Any]:
    if shown is None:
        return {
            "frequency": Frequency.MONTHLY.value,
            "interval": 1,
            "nth": "1",
            "weekday": "1",
            "minutes": 120,
            "visibility": Visibility.PARTNERS.value,
        }
    rule = shown.rule
    return {
        "body": shown.body,
        "title": shown.title,
        "frequency": rule.frequency.value,
        "interval": rule.interval,
        "months": [str(each) for each in rule.months],
        "nth": str(rule.nth),
        "weekday": "" if rule.weekday is None else str(rule.weekday),
        "day": "" if rule.day is None else str(rule.day),
        "is_business_day": rule.is_business_day,
        "at": shown.at,
        "minutes": shown.minutes,
        "valid_from": shown.valid_from,
        "valid_to": shown.valid_to,
        "place": shown.place,
        "address": shown.address,
        "visibility": shown.visibility.value,
    }
