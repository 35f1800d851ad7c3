"""The tabs of a place's pages in the cooperation register, tables of forms and their errors."""

from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yhdyspinta.web import fields, register_forms
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


# What a row is called by, the first that is filled in; what is said beside that.
NAMING = ("organisation", "title", "text", "person", "body")
BESIDE = ("kind", "text", "role", "level")
# So many rows stand open: more of them are a list, of which one opens what one changes.
FEW = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of forms: what it is in words, and whether it stands open."""

    form: forms.BaseForm
    name: str
    beside: str
    stands: bool
    is_wrong: bool
    is_removed: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Wrong:
    """An error of a form: where it is in words and as an element's name, what is said of it."""

    where: str
    at: str
    said: str


@register.inclusion_tag("register/rows.html")
def form_rows(formset: Any, caption: str) -> dict[str, Any]:
    """Draw a table of forms: a row for each, named by what it holds, with its errors in it."""
    standing = [form for form in formset if register_forms.holds(formset, form)]
    spare = next((form for form in formset if form not in standing), None)
    few = len(standing) <= FEW
    return {
        "management": formset.management_form,
        "hidden": [field for form in formset for field in form.hidden_fields()],
        "prefix": formset.prefix,
        "caption": caption,
        "count": len(standing),
        "rows": [
            _row(form, is_open=few if form in standing else form is spare, stands=form in standing)
            for form in formset
        ],
        "wrong": formset.non_form_errors(),
    }


@register.inclusion_tag("register/wrong.html")
def form_wrong(form: forms.BaseForm, tables: Any, stored: Any) -> dict[str, Any]:
    """Say above a form what is wrong in it and in its tables, with a link to each place."""
    found = _wrong_fields(form, "")
    for table in tables or ():
        found += [Wrong(str(table.caption), table.prefix, e) for e in table.non_form_errors()]
        for number, row in enumerate(table, start=1):
            if not _is_removed(row):
                found += _wrong_row(row, f"{table.caption} {number}")
    return {"refused": form.non_field_errors(), "found": found, "stored": stored}


def _row(form: forms.BaseForm, *, is_open: bool, stands: bool) -> Row:
    naming, name = _named(form) if stands else ("", "")
    beside = [_said(form, each) for each in BESIDE if each != naming] if stands else []
    is_removed = _is_removed(form)
    is_wrong = bool(form.errors) and not is_removed
    return Row(
        form=form,
        name=name,
        beside=", ".join(each for each in beside if each),
        stands=stands,
        is_wrong=is_wrong,
        is_removed=is_removed,
        is_open=is_open or is_wrong,
    )


def _named(form: forms.BaseForm) -> tuple[str, str]:
    """Return the field that a row is called by, and its words; those it had, if it was emptied."""
    for was in (False, True):
        for name in NAMING:
            if words := _said(form, name, was=was):
                return name, words
    return "", ""


def _said(form: forms.BaseForm, name: str, *, was: bool = False) -> str:
    if name not in form.fields:
        return ""
    value = form[name].initial if was else form[name].value()
    return Truncator(fields.said(form.fields[name], value)).chars(120) if value else ""


def _is_removed(form: forms.BaseForm) -> bool:
    return form.is_bound and "DELETE" in form.fields and bool(form["DELETE"].value())


def _wrong_row(form: forms.BaseForm, where: str) -> list[Wrong]:
    own = [Wrong(where, str(form.prefix), str(each)) for each in form.non_field_errors()]
    return own + _wrong_fields(form, f"{where}: ")


def _wrong_fields(form: forms.BaseForm, before: str) -> list[Wrong]:
    return [
        Wrong(f"{before}{field.label}", _place(field), " ".join(map(str, field.errors)))
        for field in form.visible_fields()
        if field.errors
    ]


def _place(field: BoundField) -> str:
    """Return the name of the element to go to; of choices in sight, the first one's."""
    return str(field.id_for_label or f"{field.auto_id}_0")
