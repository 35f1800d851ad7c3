"""The forms of an agreement: what it is, a row for each party, giving notice."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta.labels import agreements as agreement_labels
from yhdyspinta.services.agreement_overview import Choices
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.agreements import (
    Agreement,
    AgreementKind,
    AgreementParty,
    AgreementState,
    NoticeEnd,
    Period,
    PeriodUnit,
    Renewal,
)
from yhdyspinta.web import fields, register_forms
from yhdyspinta.web.register_forms import Lines, RegisterForm

_ORDER = (
    "name_fi",
    "name_sv",
    "name_en",
    "kind",
    "owner",
    "interface",
    "state",
    "signed_on",
    "starts_on",
    "ends_on",
    "renewal",
    "notice_number",
    "notice_unit",
    "notice_end",
    "renewed_number",
    "renewed_unit",
    "terminated_on",
    "value",
    "value_is_yearly",
    "document_link",
    "remind_before",
    "note",
    "visibility",
    "source",
)
_SAME = ("signed_on", "starts_on", "ends_on", "terminated_on", "value", "value_is_yearly")
_WORDS = ("owner", "interface", "document_link", "note", "source")


def _number(label: Any, **options: Any) -> forms.IntegerField:
    wrong = {
        "invalid": _("Write a whole number."),
        "min_value": _("Write a whole number from 0 on."),
        "max_value": _("The number is too large."),
    }
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=36_500, error_messages=wrong, **options
    )


class _Days(forms.CharField):
    """Numbers of days, separated by commas; cleaned to a tuple."""

    def to_python(self, value: Any) -> Any:
        """Read `90, 30`; a ValidationError says how they are written."""
        parts = str(super().to_python(value) or "").replace(";", ",").split(",")
        texts = [part.strip() for part in parts if part.strip()]
        if not all(text.isdecimal() and len(text) <= len("730") for text in texts):
            raise forms.ValidationError(_("Write numbers of days, such as: 90, 30."))
        return tuple(int(text) for text in texts)

    def run_validators(self, value: Any) -> None:
        """Check the text's length no more: it has been read."""

    def prepare_value(self, value: Any) -> Any:
        """Show days with commas."""
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare days, not blanks."""
        return bool(self.prepare_value(tuple(initial or ())) != str(data or "").strip())


class _Euros(forms.DecimalField):
    """Euros as people write them: with a comma or a point, and blanks between thousands."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        """Read `482 000,50`."""
        text = "".join(str(value).split()) if value is not None else value
        return super().to_python(text.replace(",", ".") if text else text)

    def prepare_value(self, value: Any) -> Any:
        """Show the amount with the comma of Finnish and Swedish."""
        return str(value).replace(".", ",") if isinstance(value, Decimal) else value


class AgreementForm(RegisterForm):
    """What an agreement is; `shown` is it as it is, None for a new one.

    `table` holds a form for each party.
    """

    signed_on = fields.DayField(label=_("Signed on"), required=False)
    starts_on = fields.DayField(label=_("First day"), required=False)
    ends_on = fields.DayField(
        label=_("Last day of the present period"),
        required=False,
        help_text=_("Leave empty, if the agreement holds until further notice."),
    )
    notice_number = _number(
        _("Notice period"),
        help_text=_("How long before the end notice is to be given, or the option used."),
    )
    renewed_number = _number(
        _("Goes on for"), help_text=_("By how much it goes on, or what the option gives.")
    )
    terminated_on = fields.DayField(label=_("Notice was given on"), required=False)
    value = _Euros(
        label=_("Value in euros"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        error_messages={
            "invalid": _("Write the euros as a number, such as: 120000,50."),
            "min_value": _("The value must be euros, from 0 on."),
            "max_decimal_places": _("The value has cents at most: two decimals."),
            "max_digits": _("The number is too large."),
            "max_whole_digits": _("The number is too large."),
        },
    )
    value_is_yearly = forms.BooleanField(label=_("The value is for a year"), required=False)
    document_link = fields.line(
        _("Document"),
        most=1000,
        required=False,
        help_text=_("The address of the signed agreement, from https:// on."),
    )
    remind_before = _Days(
        label=_("Remind, days before"),
        required=False,
        help_text=_("Days before the last day to act, such as: 90, 30."),
    )
    note = fields.text(_("Note"), most=10_000, required=False)
    source = fields.text(_("Source"), most=10_000, rows=2, required=False)

    def __init__(
        self, choices: Choices, *, shown: Agreement | None, mark: str = "", data: Any = None
    ) -> None:
        super().__init__(data, initial={**_initial(shown, choices), "seen": mark})
        names = agreement_labels
        units = [("", "–"), *((each.value, names.unit(each)) for each in PeriodUnit)]
        kinds = [(each.value, names.kind(each)) for each in AgreementKind]
        states = [(each.value, names.state(each)) for each in AgreementState]
        renewals = [(each.value, names.renewal(each)) for each in Renewal]
        ends = [(each.value, names.notice_end(each)) for each in NoticeEnd]
        self.fields |= {
            "kind": fields.choice(_("Kind"), kinds),
            "owner": register_forms.organisation(_("Organisation that keeps it"), choices.owners),
            "interface": register_forms.organisation(_("Interface"), choices.interfaces),
            "state": fields.choice(_("State"), states),
            "renewal": fields.choice(_("At the end"), renewals),
            "notice_unit": fields.choice(_("Unit of the notice period"), units, required=False),
            "notice_end": fields.choice(_("Until further notice, it may end"), ends),
            "renewed_unit": fields.choice(_("Unit of going on"), units, required=False),
            "visibility": register_forms.visibility(),
        }
        self.order_fields(_ORDER)
        self.shown = shown
        self.table = _parties_table(choices, shown=shown, data=data)

    def clean(self) -> dict[str, Any]:
        """Tell where a period's number or unit is missing."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("notice", "renewed"):
            number, unit = given.get(f"{name}_number"), given.get(f"{name}_unit")
            if number is not None and not unit:
                self.add_error(f"{name}_unit", gettext("Choose the unit, such as months."))
            if unit and number is None:
                self.add_error(f"{name}_number", gettext("Write how many."))
        return given

    def agreement(self, code: str, *, area: str) -> Agreement:
        """Return the agreement that was filled in, with its parties."""
        given = self.cleaned_data
        return Agreement(
            code=code,
            names=self.names(),
            kind=AgreementKind(given["kind"]),
            area=area,
            parties=_parties(self.table),
            renewal=Renewal(given["renewal"]),
            notice=_period(given, "notice"),
            notice_end=NoticeEnd(given["notice_end"]),
            renewed_for=_period(given, "renewed"),
            state=AgreementState(given["state"]),
            remind_before=given["remind_before"],
            visibility=Visibility(given["visibility"]),
            invented=self.shown.invented if self.shown else False,
            **{name: given[name] for name in (*_SAME, *_WORDS)},
        )


class NoticeForm(forms.Form):
    """The day on which notice was given."""

    day = fields.DayField(label=_("Notice was given on"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *, mark: str, today: date, data: Any = None) -> None:
        super().__init__(data, initial={"day": today, "seen": mark})


class PartyForm(forms.Form):
    """A party: an organisation of the register or words for it, and what it has promised."""

    text = fields.line(_("In words, if it is no organisation here"), most=300, required=False)
    obligations = Lines(label=_("Obligations"), rows=3, help_text=_("Each on a line of its own."))

    def __init__(self, *args: Any, choices: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"] = register_forms.organisation(_("Party"), choices.organisations)
        self.order_fields(["organisation", "text", "obligations"])

    def clean(self) -> dict[str, Any]:
        """Tell in the row who is missing from it."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.has_changed() and not given.get("organisation") and not given.get("text"):
            raise forms.ValidationError(gettext("Choose the party, or write who it is."))
        return given


def _parties_table(
    choices: Choices, *, shown: Agreement | None, data: Any = None
) -> "BaseFormSet[PartyForm]":
    initial = [
        {"organisation": each.organisation, "text": each.text, "obligations": each.obligations}
        for each in (shown.parties if shown else ())
    ]
    table: BaseFormSet[PartyForm] = register_forms.rows_of(PartyForm, most=400)(
        data, initial=initial, prefix="parties", form_kwargs={"choices": choices}
    )
    table.caption = gettext("Parties")  # type: ignore[attr-defined] # for its template
    return table


def _parties(table: "BaseFormSet[PartyForm]") -> tuple[AgreementParty, ...]:
    return tuple(
        AgreementParty(given["organisation"], given["text"], given["obligations"])
        for given in register_forms.filled(table)
    )


def _period(given: dict[str, Any], name: str) -> Period | None:
    number, unit = given[f"{name}_number"], given[f"{name}_unit"]
    return Period(number, PeriodUnit(unit)) if number is not None and unit else None


def _initial(shown: Agreement | None, choices: Choices) -> dict[str, Any]:
    if shown is None:
        # Most keep the register of one organisation: it is chosen for them.
        only = next(iter(choices.owners)) if len(choices.owners) == 1 else ""
        codes = {"renewal": Renewal.FIXED.value, "visibility": Visibility.PARTNERS.value}
        return {"owner": only, "remind_before": (90, 30), **codes}
    chosen = ("kind", "state", "renewal", "notice_end", "visibility")
    periods = {"notice": shown.notice, "renewed": shown.renewed_for}
    return {
        **register_forms.initial_names(shown.names),
        **{name: getattr(shown, name) for name in (*_SAME, *_WORDS, "remind_before")},
        **{name: getattr(shown, name).value for name in chosen},
        **{f"{name}_number": each.number if each else None for name, each in periods.items()},
        **{f"{name}_unit": each.unit.value if each else "" for name, each in periods.items()},
    }
