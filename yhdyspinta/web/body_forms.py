"""The forms of a body: what it is, and a row for each member."""

from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta.labels import bodies as body_labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.services.body_overview import Choices
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.bodies import Body, BodyKind, BodyMember, MemberRole
from yhdyspinta.terms.register import Level
from yhdyspinta.web import fields, register_forms
from yhdyspinta.web.register_forms import Lines, RegisterForm

_ORDER = (
    "name_fi",
    "name_sv",
    "name_en",
    "level",
    "kind",
    "owner",
    "parent",
    "mandate",
    "legal_basis",
    "tasks",
    "composition",
    "least_per_year",
    "most_per_year",
    "valid_from",
    "valid_to",
    "interfaces",
    "visibility",
    "source",
)


def _count(label: Any) -> forms.IntegerField:
    wrong = {
        "invalid": _("Write a whole number."),
        "min_value": _("Write a whole number from 0 to 366."),
        "max_value": _("Write a whole number from 0 to 366."),
    }
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=366, error_messages=wrong
    )


class BodyForm(RegisterForm):
    """What a body is; `shown` is the body as it is, None for a new one.

    `table` holds a form for each member.
    """

    mandate = fields.text(_("Mandate"), most=10_000, required=False)
    legal_basis = fields.text(_("Legal basis"), most=10_000, rows=2, required=False)
    tasks = Lines(label=_("Tasks"), help_text=_("Each on a line of its own."))
    composition = fields.text(
        _("Rule of composition"),
        most=10_000,
        rows=2,
        required=False,
        help_text=_("How its members are chosen, such as: staff 2+2+2 and employer 3."),
    )
    least_per_year = _count(_("Meetings a year, at least"))
    most_per_year = _count(_("Meetings a year, at most"))
    valid_from = fields.DayField(label=_("Term begins"), required=False)
    valid_to = fields.DayField(label=_("Term ends"), required=False)
    source = fields.text(_("Source"), most=10_000, rows=2, required=False)

    def __init__(
        self, choices: Choices, *, shown: Body | None, mark: str = "", data: Any = None
    ) -> None:
        super().__init__(data, initial={**_initial(shown, choices), "seen": mark})
        levels = [(each.value, register_labels.level(each)) for each in Level]
        kinds = [(each.value, body_labels.kind(each)) for each in BodyKind]
        self.fields["level"] = fields.choice(_("Level"), levels)
        self.fields["kind"] = fields.choice(_("Kind"), kinds)
        self.fields["owner"] = register_forms.organisation(
            _("Organisation that keeps it"), choices.owners
        )
        self.fields["parent"] = register_forms.organisation(_("Above it"), choices.bodies)
        self.fields["interfaces"] = forms.MultipleChoiceField(
            label=_("Interfaces"),
            required=False,
            choices=fields.named(choices.interfaces),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": fields.CHOOSE},
        )
        self.fields["visibility"] = register_forms.visibility()
        self.order_fields(_ORDER)
        self.shown = shown
        self.table = _members_table(choices, shown=shown, data=data)

    def body(self, code: str, *, area: str) -> Body:
        """Return the body that was filled in, with its members."""
        given = self.cleaned_data
        return Body(
            code=code,
            names=self.names(),
            level=Level(given["level"]),
            kind=BodyKind(given["kind"]),
            area=area,
            owner=given["owner"],
            mandate=given["mandate"],
            legal_basis=given["legal_basis"],
            parent=given["parent"],
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
            composition=given["composition"],
            least_per_year=given["least_per_year"],
            most_per_year=given["most_per_year"],
            tasks=given["tasks"],
            interfaces=tuple(sorted(given["interfaces"])),
            members=_members(self.table),
            visibility=Visibility(given["visibility"]),
            source=given["source"],
            invented=self.shown.invented if self.shown else False,
        )


class MemberForm(forms.Form):
    """A seat: an organisation of the register or words, with role, expertise, substitute, term."""

    text = fields.line(_("In words, if it is no organisation here"), most=300, required=False)
    expertise = fields.line(_("Field of expertise"), most=300, required=False)
    substitute = fields.line(_("Substitute"), most=300, required=False)
    valid_from = fields.DayField(label=_("Term begins"), required=False)
    valid_to = fields.DayField(label=_("Term ends"), required=False)
    person = fields.line(
        _("Person's name"),
        most=120,
        required=False,
        help_text=_("Not needed. Shown to the people of this body's organisations only."),
    )
    person_is_public = forms.BooleanField(
        label=_("The name may be shown to everybody"), required=False
    )

    def __init__(self, *args: Any, choices: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        roles = [(each.value, body_labels.role(each)) for each in MemberRole]
        self.fields["role"] = fields.choice(
            pgettext("of a member", "Role"), roles, initial=MemberRole.MEMBER.value, required=False
        )
        self.fields["organisation"] = register_forms.organisation(
            pgettext("of a member", "Organisation"), choices.organisations
        )
        self.order_fields(["organisation", "text", "role"])

    def clean(self) -> dict[str, Any]:
        """Tell in the row what is missing from it."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        stands_for = ("organisation", "text", "person")
        if self.has_changed() and not any(given.get(name) for name in stands_for):
            raise forms.ValidationError(
                gettext("Say of each member which organisation or whom it stands for.")
            )
        return given


def _members_table(
    choices: Choices, *, shown: Body | None, data: Any = None
) -> "BaseFormSet[MemberForm]":
    """Return the table of members' forms."""
    initial = [_member_initial(each) for each in shown.members] if shown else []
    table: BaseFormSet[MemberForm] = register_forms.rows_of(MemberForm, most=500)(
        data, initial=initial, prefix="members", form_kwargs={"choices": choices}
    )
    table.caption = gettext("Members")  # type: ignore[attr-defined] # for its template
    return table


def _members(table: "BaseFormSet[MemberForm]") -> tuple[BodyMember, ...]:
    """Return the members that were filled in."""
    return tuple(
        BodyMember(
            role=MemberRole(given["role"] or MemberRole.MEMBER),
            organisation=given["organisation"],
            text=given["text"],
            expertise=given["expertise"],
            substitute=given["substitute"],
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
            person=given["person"],
            person_is_public=given["person_is_public"],
        )
        for given in register_forms.filled(table)
    )


def _initial(shown: Body | None, choices: Choices) -> dict[str, Any]:
    if shown is None:
        # Most keep the register of one organisation: it is chosen for them.
        only = next(iter(choices.owners)) if len(choices.owners) == 1 else ""
        return {"level": Level.MANAGEMENT.value, "kind": BodyKind.COOPERATION.value, "owner": only}
    same = ("owner", "mandate", "legal_basis", "parent", "valid_from", "valid_to", "composition")
    more = ("least_per_year", "most_per_year", "tasks", "source")
    return {
        **register_forms.initial_names(shown.names),
        **{name: getattr(shown, name) for name in (*same, *more)},
        "level": shown.level.value,
        "kind": shown.kind.value,
        "interfaces": list(shown.interfaces),
        "visibility": shown.visibility.value,
    }


def _member_initial(member: BodyMember) -> dict[str, Any]:
    names = ("organisation", "text", "expertise", "substitute", "valid_from", "valid_to")
    return {
        **{name: getattr(member, name) for name in (*names, "person", "person_is_public")},
        "role": member.role.value,
    }
