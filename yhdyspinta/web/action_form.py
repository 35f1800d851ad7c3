"""The form by which an action becomes a task of a roadmap."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta.services.actions import Wanted
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import Outcome
from yhdyspinta.web import fields, register_forms


class TaskForm(forms.Form):
    """Which task an action is: one that there is, or a new one in a subarea by a quarter.

    `subareas` are those in whose roadmaps one may make tasks, by `roadmap/theme/subarea`.
    """

    task = fields.line(
        _("Code of a task that there is"),
        most=60,
        required=False,
        help_text=_("Like hallinto-A01. Empty: a new task is made of the action."),
    )
    due = fields.QuarterField(
        label=_("Due by the end of the quarter"), required=False, help_text=_("Like Q4/2026.")
    )
    title_fi = fields.text(_("The task in Finnish"), most=1000, required=False)
    title_sv = fields.text(_("The task in Swedish"), most=1000, required=False)
    title_en = fields.text(_("The task in English"), most=1000, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, subareas: Mapping[str, Names], *, shown: Outcome, data: Any = None) -> None:
        initial = {"title_fi": shown.text, "task": shown.task}
        super().__init__(data, initial=initial)
        self.fields["subarea"] = register_forms.organisation(_("Subarea of the roadmap"), subareas)
        self.order_fields(("task", "subarea", "due"))
        if not subareas:
            for name in ("subarea", "due", "title_fi", "title_sv", "title_en"):
                del self.fields[name]
            self.fields["task"].required = True
            self.fields["task"].help_text = gettext(
                "Like hallinto-A01. New tasks are made by the roadmap's coordinator."
            )

    def clean(self) -> dict[str, Any]:
        """Ask for all that a new task needs."""
        given = self.cleaned_data
        if not given.get("task") and "subarea" in self.fields:
            for name in ("subarea", "due", "title_fi"):
                if name not in self.errors and not given.get(name):
                    self.add_error(name, str(fields.FILL_IN))
        return given

    def wanted(self) -> Wanted:
        """Return the new task that was filled in."""
        given = self.cleaned_data
        roadmap, theme, subarea = given["subarea"].split("/", 2)
        title = Names(given["title_fi"], given["title_sv"], given["title_en"])
        return Wanted(roadmap, theme, subarea, given["due"], title)
