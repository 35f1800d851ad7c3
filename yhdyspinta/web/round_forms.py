"""The forms of a round: its settings, more time for an area, talks."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yhdyspinta import labels
from yhdyspinta.labels import rounds as round_labels
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.rounds import Offered, Round, Schedule, Scope, Talk
from yhdyspinta.web import fields

_LISTED_DAYS = re.compile(r"\s*-?\d{1,3}\s*(,\s*-?\d{1,3}\s*)*")
# In the order in which they must follow each other.
_DAYS = ("opens_on", "due_on", "on_time_until", "closes_on")


class RoundForm(forms.Form):
    """What a round asks, of whom and when; `shown` is the round as it is, or as proposed."""

    code = forms.RegexField(
        r"^[a-z0-9][a-z0-9-]{0,39}$",
        label=pgettext_lazy("of a thing", "Code"),
        help_text=_("Short, stays in addresses: small letters, digits and hyphens, like 2026-11."),
        error_messages={
            "required": fields.FILL_IN,
            "invalid": _("Use small letters a–z, digits and hyphens only, like 2026-11."),
        },
    )
    name_fi = fields.line(_("Name in Finnish"))
    name_sv = fields.line(_("Name in Swedish"), required=False)
    name_en = fields.line(_("Name in English"), required=False)
    as_of = fields.DayField(
        label=_("Situation on"), help_text=_("The day that the statuses of this round are of.")
    )
    horizon = fields.QuarterField(
        label=_("Looks at tasks due by"),
        help_text=_("A quarter, like Q4/2026: progress is counted of tasks due by its end."),
    )
    opens_on = fields.DayField(
        label=_("Opens"), required=False, help_text=_("Empty: the round is open at once.")
    )
    due_on = fields.DayField(label=_("Due"), required=False)
    on_time_until = fields.DayField(
        label=_("On time until"),
        required=False,
        help_text=_("Reports saved by this day count as on time. Empty: by the due day."),
    )
    closes_on = fields.DayField(
        label=_("Closes"),
        required=False,
        help_text=_("The last day for saving reports. Empty: open until somebody closes it."),
    )
    instructions_fi = fields.text(_("Instructions in Finnish"), required=False)
    instructions_sv = fields.text(_("Instructions in Swedish"), required=False)
    instructions_en = fields.text(_("Instructions in English"), required=False)
    reminder_days = fields.line(
        _("Reminders, days before the due day"),
        most=60,
        required=False,
        help_text=_(
            "7, 1, -1 means: a week before, the day before, and a day after to those who are"
            " late. Empty: no reminders."
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, shown: Round, offered: Offered, *, mark: str = "", data: Any = None, is_new: bool
    ) -> None:
        super().__init__(data, initial={**_initial(shown, offered), "seen": mark})
        self.shown, self.offered = shown, tuple(offered.areas)
        self.fields["which_areas"] = fields.choice(
            pgettext("heading", "Areas"), _area_choices(offered), radio=True
        )
        self.fields["areas"] = fields.areas(_("Chosen areas"), offered.areas)
        self.fields["scope"] = fields.choice(_("Tasks"), _scopes(offered), radio=True)
        self.fields["code"].disabled = not is_new
        if offered.has_reports:
            self.fields["as_of"].disabled = True
            self.fields["as_of"].help_text = gettext(
                "Reports have been given in this round: its day cannot be changed any more."
            )

    def clean_reminder_days(self) -> tuple[int, ...]:
        """Read the days before the due day, or say how they are written."""
        text: str = self.cleaned_data["reminder_days"].replace("−", "-")
        if not text.strip():
            return ()
        if not _LISTED_DAYS.fullmatch(text):
            raise forms.ValidationError(gettext("Write whole numbers with commas: 7, 1, -1."))
        return tuple(int(each) for each in text.split(","))

    def clean(self) -> dict[str, Any]:
        """Tell beside each day if it comes before the one that it must follow."""
        given = self.cleaned_data
        if given.get("which_areas") == "chosen" and not given.get("areas"):
            self.add_error("areas", gettext("Choose at least one area, or all."))
        last: date | None = None
        for name in _DAYS:
            day = given.get(name)
            if day and last and day < last:
                self.add_error(
                    name, gettext("This day must be %(day)s or later.") % {"day": labels.day(last)}
                )
            last = max(filter(None, (last, day)), default=None)
        ends = given.get("on_time_until") or given.get("closes_on")
        if ends and "due_on" in given and not given["due_on"]:
            self.add_error("due_on", gettext("Give the due day too."))
        return given

    def wanted(self) -> Round:
        """Return the round as it is to be; areas empty: all that take part."""
        given = self.cleaned_data
        return replace(
            self.shown,
            code=given["code"],
            names=_names(given, "name"),
            as_of=given["as_of"],
            horizon=given["horizon"],
            schedule=Schedule(
                opens_on=given["opens_on"],
                due_on=given["due_on"],
                on_time_until=given["on_time_until"],
                closes_on=given["closes_on"],
                reminder_days=given["reminder_days"],
            ),
            scope=Scope(given["scope"]),
            instructions=_names(given, "instructions"),
            areas=self.offered if given["which_areas"] == "all" else tuple(given["areas"]),
        )


def _names(given: Mapping[str, Any], field: str) -> Names:
    return Names(given[f"{field}_fi"], given[f"{field}_sv"], given[f"{field}_en"])


def _initial(shown: Round, offered: Offered) -> dict[str, Any]:
    asks_all = set(shown.areas) >= set(offered.areas)
    return {
        "code": shown.code,
        **{f"name_{code}": getattr(shown.names, code) for code in ("fi", "sv", "en")},
        **{
            f"instructions_{code}": getattr(shown.instructions, code) for code in ("fi", "sv", "en")
        },
        **{name: getattr(shown.schedule, name) for name in _DAYS},
        "as_of": shown.as_of,
        "horizon": labels.quarter(shown.horizon),
        "which_areas": "all" if asks_all else "chosen",
        "areas": list(shown.areas),
        "scope": shown.scope.value,
        "reminder_days": ", ".join(str(each) for each in shown.schedule.reminder_days),
    }


def _area_choices(offered: Offered) -> list[tuple[str, str]]:
    all_of = gettext("all areas that take part (%(count)d)") % {"count": len(offered.areas)}
    return [("all", all_of), ("chosen", gettext("only the areas chosen below"))]


def _scopes(offered: Offered) -> list[tuple[str, str]]:
    counts = {Scope.ALL: offered.tasks, Scope.CRITICAL: offered.critical}
    return [
        (each.value, f"{round_labels.scope(each)} ({labels.number(counts[each])})")
        for each in Scope
    ]


class ExtensionForm(forms.Form):
    """More time for an area: until when and why."""

    until = fields.DayField(label=_("Last day of the extra time"))
    reason = fields.text(
        _("Reason"),
        most=500,
        help_text=_(
            "Published with the picture if the extra time changed a number. Write no persons'"
            " names and nothing about anybody's health."
        ),
    )


class TalkForm(forms.Form):
    """A talk with an area: day, area, who took part, conclusions, who may read it."""

    held_on = fields.DayField(label=_("Day of the talk"))
    participants = fields.text(
        _("Who took part"),
        most=2000,
        help_text=_(
            "Organisations and roles, like: ministry, coordinator; county, director of change."
            " Persons' names are not needed."
        ),
    )
    conclusions = fields.text(_("Conclusions"), most=10_000, rows=8)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, areas: Mapping[str, Names], *, shown: Talk | None = None, mark: str = "", data: Any
    ) -> None:
        super().__init__(data, initial={"visibility": Visibility.INTERNAL.value, "seen": mark})
        self.fields["area"] = fields.choice(
            _("Area"), [("", gettext("all areas")), *fields.named(areas)], required=False
        )
        self.fields["visibility"] = _visibility()
        self.shown = shown
        if shown is not None:
            self.initial = {
                **self.initial,
                "held_on": shown.held_on,
                "area": shown.area,
                "participants": shown.participants,
                "conclusions": shown.conclusions,
                "visibility": shown.visibility.value,
            }

    def talk(self) -> Talk:
        """Return the talk that was filled in."""
        given = self.cleaned_data
        return Talk(
            held_on=given["held_on"],
            area=given["area"],
            participants=given["participants"],
            conclusions=given["conclusions"],
            visibility=Visibility(given["visibility"]),
            key=self.shown.key if self.shown else 0,
        )


def _visibility() -> forms.ChoiceField:
    choices = [
        (Visibility.INTERNAL.value, _("internal: the area's own people and the coordinator")),
        (Visibility.PARTNERS.value, _("for partners: everybody who has a role here")),
        (Visibility.PUBLIC.value, _("public: everybody, once the picture has been published")),
    ]
    return fields.choice(_("Who may read it"), choices)
