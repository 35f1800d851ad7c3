"""The tabs of a place's pages in the cooperation register, and tables of forms."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yhdyspinta.web.register import Here

register = template.Library()

# Each page of a place: its address's name and its words, in the order of the tabs.
TABS: tuple[tuple[str, Promise], ...] = (
    ("cooperation", _("Overview")),
    ("interfaces", _("Interfaces")),
    ("bodies", _("Bodies")),
    ("meetings", _("Meetings")),
    ("agreements", _("Agreements")),
    ("plans", pgettext_lazy("heading", "Plans")),
    ("duties", _("Duties")),
    ("clock", _("Annual clock")),
    ("gaps", _("Gaps")),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: its words, its address, whether it is the page shown."""

    words: str
    address: str
    is_current: bool


@register.inclusion_tag("register/tabs.html")
def register_tabs(here: Here, current: str) -> dict[str, Any]:
    """Draw the tabs of a place; `current` is the name of the page's address."""
    return {
        "name": here.name,
        "tabs": [
            Tab(str(words), reverse(name, args=[here.address]), name == current)
            for name, words in TABS
        ],
    }


@register.inclusion_tag("register/rows.html")
def form_rows(formset: Any, caption: str) -> dict[str, Any]:
    """Draw a table of forms: a row for each, with its errors under it."""
    forms = list(formset)
    hidden = [field for form in forms for field in form.hidden_fields()]
    return {
        "management": formset.management_form,
        "hidden": hidden,
        "caption": caption,
        "labels": [field.label for field in formset.empty_form.visible_fields()],
        "rows": forms,
        "wrong": formset.non_form_errors(),
    }
