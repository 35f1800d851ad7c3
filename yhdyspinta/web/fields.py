"""Fields of forms whose errors say in the reader's language what to write instead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta import labels
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names

FILL_IN = _("Fill this in.")
CHOOSE = _("Choose one of these.")


class DayField(forms.DateField):
    """A day, picked or written."""

    def __init__(self, **options: Any) -> None:
        wrong = {"required": FILL_IN, "invalid": _("Write the day like this: 31.10.2026.")}
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        forms_of_days = ["%Y-%m-%d", "%d.%m.%Y"]
        super().__init__(
            widget=widget, input_formats=forms_of_days, error_messages=wrong, **options
        )


class QuarterField(forms.Field):
    """A quarter, written as administration does or as machines do."""

    def __init__(self, **options: Any) -> None:
        super().__init__(error_messages={"required": FILL_IN}, **options)

    def to_python(self, value: Any) -> Quarter | None:
        """Read Q4/2026 or 2026-Q4; a ValidationError says how a quarter is written."""
        text = str(value or "").strip().upper()
        if not text:
            return None
        front, slash, back = text.partition("/")
        try:
            return Quarter.parse(f"{back}-{front}" if slash else text)
        except ValueError:
            message = gettext("Write the quarter like this: Q4/2026.")
            raise forms.ValidationError(message) from None


def line(label: Any, *, most: int = 200, **options: Any) -> forms.CharField:
    """Return a field for a line of at most so many characters."""
    return forms.CharField(
        label=label,
        max_length=most,
        error_messages={
            "required": FILL_IN,
            "max_length": _("Too long: at most %(limit_value)d characters."),
        },
        **options,
    )


def text(label: Any, *, most: int = 4000, rows: int = 3, **options: Any) -> forms.CharField:
    """Return a field for a text of several lines."""
    return line(label, most=most, widget=forms.Textarea(attrs={"rows": rows}), **options)


def choice(label: Any, choices: Any, *, radio: bool = False, **options: Any) -> forms.ChoiceField:
    """Return a field for one of a few choices, as a list or all in sight."""
    wrong = {"required": CHOOSE, "invalid_choice": CHOOSE}
    widget = forms.RadioSelect if radio else forms.Select
    return forms.ChoiceField(
        label=label, choices=choices, widget=widget, error_messages=wrong, **options
    )


def areas(label: Any, names: Mapping[str, Names], **options: Any) -> forms.MultipleChoiceField:
    """Return a field for any of some areas, by code."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=named(names),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("An area that does not take part was chosen.")},
        **options,
    )


def named(names: Mapping[str, Names]) -> list[tuple[str, str]]:
    """Return names by code as choices, in the page's language."""
    return [(code, labels.name(found)) for code, found in names.items()]


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored now in a field for which something else was typed."""

    label: str
    value: str


def stale(form: forms.Form) -> list[Stored]:
    """Tell what is stored now where something else was typed; the form may then be sent again.

    The form was made from what is stored now, but sent with the mark of what was shown before.
    """
    typed = form.data
    if isinstance(typed, QueryDict):
        typed = typed.copy()
        typed["seen"] = form.initial["seen"]
        form.data = typed
    found = [name for name in form.changed_data if name != "seen"]
    return [Stored(str(form[name].label), _shown(form, name)) for name in found]


def _shown(form: forms.Form, name: str) -> str:
    field = form.fields[name]
    return said(field, form.get_initial_for_field(field, name)) or "–"


def said(field: forms.Field, value: Any) -> str:
    """Return a field's value in the words in which it is shown: a choice by its label."""
    if isinstance(value, date):
        return labels.day(value)
    if isinstance(field, forms.ChoiceField):
        chosen = value if isinstance(value, list) else [value]
        named = {str(code): str(words) for code, words in _choices(field)}
        return ", ".join(named.get(str(each), str(each)) for each in chosen)
    return str(value or "")


def _choices(field: forms.ChoiceField) -> Iterable[Any]:
    return field.choices if isinstance(field.choices, Iterable) else ()
