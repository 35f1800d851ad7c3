"""The form of a dated thing with its rule, and what the clock's address asks for."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta.labels import annual_clock as clock_labels
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.annual_clock import ClockEvent, ClockKind, Precision
from yhdyspinta.terms.languages import Names
from yhdyspinta.web import fields, meeting_forms, register_forms
from yhdyspinta.web.asked import BadAddressError
from yhdyspinta.web.register_forms import RegisterForm
from yhdyspinta.web.series_form import SeriesForm, rule_of

VIEWS = ("wheel", "list", "grid")
WAYS = ("subject", "organisation")
FULL_WEEK = 5
# What has a place of its own in the register is not written as an event of the clock too.
_KINDS = (
    ClockKind.BUDGET,
    ClockKind.STRATEGY,
    ClockKind.MONEY,
    ClockKind.MEETING,
    ClockKind.PLAN,
    ClockKind.AGREEMENT_END,
    ClockKind.OTHER,
)
_RULE = ("frequency", "interval", "months", "nth", "weekday", "day", "is_business_day")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the clock's address asks for."""

    year: int
    by: str
    view: str
    organisation: str
    kind: ClockKind | None
    most: int

    def query(self, **changes: Any) -> str:
        """Return the address's query with some of it changed; what is usual is left out."""
        values = {
            "year": self.year,
            "by": self.by,
            "view": self.view,
            "organisation": self.organisation,
            "kind": self.kind.value if self.kind else "",
            "most": self.most,
            **changes,
        }
        usual = {"by": WAYS[0], "view": VIEWS[0], "organisation": "", "kind": "", "most": FULL_WEEK}
        return "?" + urlencode({k: v for k, v in values.items() if usual.get(k, ...) != v})


def asked(query: QueryDict, *, year: int) -> Asked:
    """Read the clock's address. Raises BadAddressError for what it cannot mean."""
    kind = query.get("kind", "")
    if kind and kind not in list(ClockKind):
        raise BadAddressError(gettext("There is no kind “%(kind)s”.") % {"kind": kind[:40]})
    return Asked(
        year=_number(query, "year", year),
        by=_one_of(query, "by", WAYS),
        view=_one_of(query, "view", VIEWS),
        organisation=query.get("organisation", "")[:80],
        kind=ClockKind(kind) if kind else None,
        most=_number(query, "most", FULL_WEEK),
    )


def _number(query: QueryDict, name: str, otherwise: int) -> int:
    given = query.get(name, "") or str(otherwise)
    if not (given.isascii() and given.isdigit() and len(given) <= 4):
        raise BadAddressError(gettext("“%(value)s” is not a number.") % {"value": given[:40]})
    return int(given)


def _one_of(query: QueryDict, name: str, choices: tuple[str, ...]) -> str:
    given = query.get(name, "") or choices[0]
    if given not in choices:
        raise BadAddressError(
            gettext("“%(value)s” is none of these: %(choices)s.")
            % {"value": given[:40], "choices": ", ".join(choices)}
        )
    return given


class ClockEventForm(RegisterForm):
    """A dated thing: when, how exactly, how often; `shown` is the event as it is, None: new."""

    kind = fields.choice(_("Kind"), [(e.value, clock_labels.KINDS[e]) for e in _KINDS])
    precision = fields.choice(
        _("How exactly the time is known"),
        [(each.value, words) for each, words in clock_labels.PRECISIONS.items()],
        help_text=_("Of a month or a period of two months, any day in it will do."),
    )
    starts_on = fields.DayField(label=_("First day"))
    ends_on = fields.DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty: the same day; of what recurs, until further notice."),
    )
    lane_fi = fields.line(_("Subject in Finnish"), most=160, required=False)
    lane_sv = fields.line(_("Subject in Swedish"), most=160, required=False)
    lane_en = fields.line(_("Subject in English"), most=160, required=False)
    recurs = forms.BooleanField(label=_("It recurs by the rule below"), required=False)
    note = fields.text(_("Note"), most=4000, required=False)
    address = meeting_forms.address(_("Address of more about it"), help_text=_("From https:// on."))
    source = fields.line(_("Source"), most=1000, required=False)

    def __init__(
        self,
        owners: Mapping[str, Names],
        *,
        shown: ClockEvent | None,
        mark: str = "",
        data: Any = None,
    ) -> None:
        super().__init__(data, initial={**_initial(shown), "seen": mark})
        self.fields["owner"] = register_forms.organisation(
            _("Organisation that keeps it"), owners, required=True
        )
        for name in _RULE:
            self.fields[name] = deepcopy(SeriesForm.base_fields[name])
        self.fields["frequency"].required = self.fields["interval"].required = False
        self.fields["visibility"] = register_forms.visibility()
        head = ("name_fi", "name_sv", "name_en", "owner", "kind", "precision")
        self.order_fields((*head, "starts_on", "ends_on", "recurs", *_RULE))
        self.shown = shown

    def clean(self) -> dict[str, Any]:
        """Ask for one way of saying the day of a rule."""
        given = self.cleaned_data
        if given.get("recurs") and given.get("weekday") and given.get("day"):
            self.add_error("day", gettext("Give a weekday or a day of the month, not both."))
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day comes before the first."))
        return given

    def event(self, code: str, *, area: str) -> ClockEvent:
        """Return the event that was filled in."""
        given = self.cleaned_data
        rule = None
        if given["recurs"]:
            interval = given["interval"] or 1
            frequency = given["frequency"] or "yearly"
            rule = rule_of({**given, "interval": interval, "frequency": frequency})
        return ClockEvent(
            code=code,
            names=self.names(),
            kind=ClockKind(given["kind"]),
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            precision=Precision(given["precision"]),
            area=area,
            owner=given["owner"],
            lane=Names(given["lane_fi"], given["lane_sv"], given["lane_en"]),
            rule=rule,
            note=given["note"],
            address=given["address"],
            visibility=Visibility(given["visibility"]),
            source=given["source"],
            invented=self.shown.invented if self.shown else False,
        )


def _initial(shown: ClockEvent | None) -> dict[str, Any]:
    if shown is None:
        return {"frequency": "yearly", "nth": "0", "visibility": Visibility.PUBLIC.value}
    rule = shown.rule
    of_rule = (
        {
            "frequency": rule.frequency.value,
            "interval": rule.interval,
            "months": [str(each) for each in rule.months],
            "nth": str(rule.nth),
            "weekday": "" if rule.weekday is None else str(rule.weekday),
            "day": "" if rule.day is None else str(rule.day),
            "is_business_day": rule.is_business_day,
        }
        if rule
        else {"frequency": "yearly", "nth": "0"}
    )
    return {
        **register_forms.initial_names(shown.names),
        **of_rule,
        "kind": shown.kind.value,
        "precision": shown.precision.value,
        "starts_on": shown.starts_on,
        "ends_on": shown.ends_on,
        "lane_fi": shown.lane.fi,
        "lane_sv": shown.lane.sv,
        "lane_en": shown.lane.en,
        "recurs": rule is not None,
        "owner": shown.owner,
        "note": shown.note,
        "address": shown.address,
        "visibility": shown.visibility.value,
        "source": shown.source,
    }
