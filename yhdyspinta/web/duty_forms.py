"""The form of what an organisation did to fulfil a duty."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yhdyspinta.services.duties import DoneIn
from yhdyspinta.terms.duties import Fulfilment
from yhdyspinta.web import fields, register_forms

_PLAIN = (
    "done_on",
    "covers_from",
    "covers_to",
    "where",
    "body",
    "meeting",
    "plan",
    "document_link",
    "note",
    "source",
)


class FulfilmentForm(forms.Form):
    """When and where it was done; `shown` is what stands there, or what is proposed."""

    done_on = fields.DayField(label=_("Done on"))
    where = fields.line(
        pgettext_lazy("of a duty", "Where"),
        most=300,
        required=False,
        help_text=_("Such as: municipal council, negotiation in Pori."),
    )
    covers_from = fields.DayField(
        label=_("Covers from"),
        required=False,
        help_text=_("The year or council term for which it counts."),
    )
    covers_to = fields.DayField(label=_("Covers to"), required=False)
    document_link = fields.line(_("Link to the document"), most=1000, required=False)
    note = fields.text(_("Note"), most=10_000, required=False)
    source = fields.text(_("Source"), most=10_000, rows=2, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, chosen: DoneIn, *, shown: Fulfilment, mark: str = "", data: Any = None
    ) -> None:
        initial = {name: getattr(shown, name) for name in _PLAIN}
        super().__init__(data, initial={**initial, "seen": mark})
        for name, label, names in (
            ("body", _("Body"), chosen.bodies),
            ("meeting", _("Meeting"), chosen.meetings),
            ("plan", _("Plan"), chosen.plans),
        ):
            self.fields[name] = register_forms.organisation(label, names)
        self.order_fields(_PLAIN)
        self.shown = shown

    def fulfilment(self, code: str) -> Fulfilment:
        """Return what was filled in, of the organisation and duty that it was asked of."""
        given = {name: self.cleaned_data[name] for name in _PLAIN}
        return Fulfilment(
            code=code,
            duty=self.shown.duty,
            organisation=self.shown.organisation,
            invented=self.shown.invented,
            **given,
        )
