"""Form fields as every page of people and of signing in shows them: `{% fields form %}`."""

from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.urls import reverse
from django.utils.safestring import SafeString

from yhdyspinta.services import demo_people as demo_people_service
from yhdyspinta.services.demo_people import DemoPerson
from yhdyspinta.web import signin_words

register = template.Library()


@dataclass(frozen=True, slots=True)
class Field:
    """A field ready to be placed: its words, its errors, and the drawn control."""

    name: str
    id: str
    label: str
    help: str
    errors: tuple[str, ...]
    control: SafeString
    is_tick: bool


@dataclass(frozen=True, slots=True)
class Entrance:
    """An organisation's identity provider, and where signing in with it begins."""

    name: str
    address: str


@register.inclusion_tag("people/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """Draw a form's fields, with its errors first."""
    return {
        "errors": [str(error) for error in form.non_field_errors()],
        "fields": [_field(form, bound) for bound in form.visible_fields()],
        "hidden": [bound.as_widget(attrs={"id": bound.auto_id}) for bound in form.hidden_fields()],
        "hidden_errors": [str(e) for bound in form.hidden_fields() for e in bound.errors],
    }


def _field(form: forms.BaseForm, bound: BoundField) -> Field:
    widget = bound.field.widget
    # A placeholder that repeats the label is read out twice, and gone when one writes.
    widget.attrs.pop("placeholder", None)
    # A form of ours has its own words; those of allauth get ours.
    is_own = type(form).__module__.startswith("yhdyspinta.")
    label = bound.label if is_own else signin_words.LABELS.get(bound.name, bound.label)
    told = bound.help_text if is_own else signin_words.HELPS.get(bound.name, "")
    described = [f"{bound.auto_id}-help"] if told else []
    described += [f"{bound.auto_id}-error"] if bound.errors else []
    attrs: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return Field(
        name=bound.name,
        id=str(bound.auto_id),
        label=str(label),
        help=str(told),
        errors=tuple(str(error) for error in bound.errors),
        control=bound.as_widget(attrs=attrs),
        is_tick=isinstance(widget, forms.CheckboxInput),
    )


@register.simple_tag
def demo_people() -> list[DemoPerson]:
    """Return the demo's people, to be chosen on the sign-in page; none where it is in use."""
    return demo_people_service.shown() if demo_people_service.are_welcome() else []


@register.simple_tag
def providers() -> list[Entrance]:
    """Return the organisations' identity providers."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return [
        Entrance(app["name"], reverse("organisation_login", args=[app["provider_id"]]))
        for app in apps
    ]
