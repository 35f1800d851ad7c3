"""Forms of the cooperation register: names, lines of text, organisations, rows of a table."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yhdyspinta.labels import access as access_labels
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.languages import Names
from yhdyspinta.web import fields


class Lines(forms.CharField):
    """A text in which each line is one thing, such as an aim; cleaned to a tuple of lines."""

    def __init__(self, *, label: Any, rows: int = 4, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, required=False, widget=widget, max_length=10_000, **options)

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        """Read lines; empty ones are left out."""
        text = super().to_python(value) or ""
        return tuple(line.strip() for line in text.splitlines() if line.strip())

    def run_validators(self, value: Any) -> None:
        """Check the text, not its lines."""
        super().run_validators("\n".join(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare lines, not the blanks between them."""
        return bool(tuple(initial or ()) != self.to_python(data))


class RegisterForm(forms.Form):
    """What forms of the register begin with: `shown` is the record as it is, or as proposed."""

    name_fi = fields.line(_("Name in Finnish"), most=300)
    name_sv = fields.line(_("Name in Swedish"), most=300, required=False)
    name_en = fields.line(_("Name in English"), most=300, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def names(self) -> Names:
        """Return the name that was given."""
        given = self.cleaned_data
        return Names(given["name_fi"], given["name_sv"], given["name_en"])


def initial_names(names: Names) -> dict[str, str]:
    """Return a name as a form's initial values."""
    return {"name_fi": names.fi, "name_sv": names.sv, "name_en": names.en}


def visibility(**options: Any) -> forms.ChoiceField:
    """Return the field for who may read it."""
    choices = [(each.value, access_labels.visibility(each)) for each in Visibility]
    return fields.choice(_("Who may read this"), choices, **options)


def organisation(label: Any, names: Mapping[str, Names], **options: Any) -> forms.ChoiceField:
    """Return a field for one of some organisations, by code; the empty choice means none."""
    choices = [("", "–"), *fields.named(names)]
    return fields.choice(label, choices, **{"required": False, **options})


def wide() -> forms.TextInput:
    """Return the widget of a line that needs the whole width of its row."""
    return forms.TextInput(attrs={"class": "wide"})


def rows_of(form: type[forms.Form], *, most: int = 200, spare: int = 3) -> Any:
    """Return a class of tables of forms: rows as they are, spare empty ones, a tick to remove."""
    return forms.formset_factory(form, extra=spare, max_num=most, can_delete=True)


def filled(formset: Any) -> list[dict[str, Any]]:
    """Return the cleaned values of a valid table's rows that hold something and stay."""
    return [
        form.cleaned_data
        for form in formset
        if form.cleaned_data and not form.cleaned_data.get("DELETE") and holds(formset, form)
    ]


def holds(formset: Any, form: forms.BaseForm) -> bool:
    """Tell whether a row of a table stands, or something was written in it."""
    return form in formset.initial_forms or (form.is_bound and form.has_changed())
