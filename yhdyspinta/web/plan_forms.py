"""The form of a plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yhdyspinta.labels import plans as plan_labels
from yhdyspinta.services.plans import PlanChoices
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.plans import Plan, PlanKind, PlanState
from yhdyspinta.web import fields, register_forms
from yhdyspinta.web.register_forms import Lines, RegisterForm

_ORDER = (
    "name_fi",
    "name_sv",
    "name_en",
    "kind",
    "owner",
    "organisations",
    "parent",
    "state",
    "approver",
    "approver_body",
    "approved_on",
    "valid_from",
    "valid_to",
    "goals",
    "interface",
    "document_link",
    "visibility",
    "source",
)
_PLAIN = (
    "owner",
    "parent",
    "approver",
    "approver_body",
    "approved_on",
    "valid_from",
    "valid_to",
    "goals",
    "interface",
    "document_link",
    "source",
)


class PlanForm(RegisterForm):
    """What a plan is; `shown` is the plan as it is, None for a new one of `kind`."""

    approver = fields.line(
        _("Approved by, in words"),
        required=False,
        help_text=_("Such as: county council, municipal council."),
    )
    approved_on = fields.DayField(label=_("Approved on"), required=False)
    valid_from = fields.DayField(label=_("Covers from"), required=False)
    valid_to = fields.DayField(label=_("Covers to"), required=False)
    goals = Lines(label=_("Goals that the plan states"), help_text=_("Each on a line of its own."))
    document_link = fields.line(_("Link to the document"), most=1000, required=False)
    source = fields.text(_("Source"), most=10_000, rows=2, required=False)

    def __init__(
        self,
        choices: PlanChoices,
        *,
        shown: Plan | None,
        kind: str = "",
        mark: str = "",
        data: Any = None,
    ) -> None:
        super().__init__(data, initial={**_initial(shown, choices, kind), "seen": mark})
        kinds = [(each.value, plan_labels.kind(each)) for each in PlanKind]
        states = [(each.value, str(plan_labels.STATES[each])) for each in PlanState]
        self.fields["kind"] = fields.choice(_("Kind"), kinds)
        self.fields["state"] = fields.choice(pgettext_lazy("of a plan", "State"), states)
        self.fields["owner"] = register_forms.organisation(
            _("Organisation that keeps it"), choices.own, required=True
        )
        self.fields["organisations"] = forms.MultipleChoiceField(
            label=_("Joint plan with"),
            required=False,
            choices=fields.named(choices.organisations),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": fields.CHOOSE},
        )
        for name, label, names in (
            ("parent", _("Above it"), choices.plans),
            ("approver_body", _("Approved by the body"), choices.bodies),
            ("interface", _("Interface"), choices.interfaces),
        ):
            self.fields[name] = register_forms.organisation(label, names)
        self.fields["visibility"] = register_forms.visibility()
        self.order_fields(_ORDER)
        self.shown = shown

    def plan(self, code: str, *, area: str) -> Plan:
        """Return the plan that was filled in."""
        given = self.cleaned_data
        return Plan(
            code=code,
            names=self.names(),
            kind=PlanKind(given["kind"]),
            organisations=tuple(sorted(given["organisations"])),
            area=area,
            state=PlanState(given["state"]),
            visibility=Visibility(given["visibility"]),
            invented=self.shown.invented if self.shown else False,
            **{name: given[name] for name in _PLAIN},
        )


def _initial(shown: Plan | None, choices: PlanChoices, kind: str) -> dict[str, Any]:
    if shown is None:
        # Most keep the register of one organisation: it is chosen for them.
        only = next(iter(choices.own)) if len(choices.own) == 1 else ""
        return {"owner": only, "kind": kind}
    return {
        **register_forms.initial_names(shown.names),
        **{name: getattr(shown, name) for name in _PLAIN},
        "kind": shown.kind.value,
        "state": shown.state.value,
        "organisations": list(shown.organisations),
        "visibility": shown.visibility.value,
    }
