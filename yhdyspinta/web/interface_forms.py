"""The forms of interfaces and work packages: shared parts, parties, structures, contributions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta import labels
from yhdyspinta.labels import interfaces as interface_labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.interfaces import (
    Ground,
    Interface,
    InterfaceParty,
    InterfaceState,
    PartyRole,
    Structure,
    WorkPackage,
)
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register import Level
from yhdyspinta.web import fields, register_forms
from yhdyspinta.web.register_forms import Lines, RegisterForm

_EACH = _("Each on a line of its own.")
_ORDER = (
    "name_fi",
    "name_sv",
    "name_en",
    "owner",
    "work_package",
    "position",
    "state",
    "ground",
    "basis",
    "aims",
    "population",
    "partners",
    "agreement_needed",
    "organised_from",
    "organised_to",
    "tasks",
    "indicators",
    "visibility",
    "source",
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a form lets one choose, by code.

    `owners` are the organisations that one may act for, `organisations` those that may be
    parties.
    """

    owners: Mapping[str, Names]
    organisations: Mapping[str, Names]
    packages: Mapping[str, Names]
    bodies: Mapping[str, Names]


class InterfaceForm(RegisterForm):
    """The shared parts of an interface; `shown` is it as it is, None for a new one.

    `parties` and `structures` are its tables. Contributions are not here: each party writes its
    own, and what is stored stays.
    """

    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=999, required=False
    )
    basis = fields.line(_("Law and section"), most=1000, required=False)
    aims = Lines(label=_("Aims"), help_text=_EACH)
    population = fields.line(_("Population concerned"), most=1000, required=False)
    partners = Lines(label=_("Partners in the proposal's words"), help_text=_EACH, rows=3)
    organised_from = fields.QuarterField(label=_("Organised from the quarter"), required=False)
    organised_to = fields.QuarterField(label=_("Organised by the quarter"), required=False)
    tasks = Lines(
        label=_("Tasks of the roadmap"), rows=2, help_text=_("Their codes, one on each line.")
    )
    indicators = Lines(label=_("Indicators"), help_text=_EACH, rows=2)
    source = fields.text(_("Source"), most=10_000, rows=2, required=False)

    def __init__(
        self, choices: Choices, *, shown: Interface | None, mark: str = "", data: Any = None
    ) -> None:
        super().__init__(data, initial={**_initial(shown, choices), "seen": mark})
        self.shown = shown
        states = [(each.value, interface_labels.state(each)) for each in InterfaceState]
        grounds = [(each.value, interface_labels.ground(each)) for each in Ground]
        needed = [
            (key, interface_labels.agreement_word(needed=value)) for key, value in _NEEDED.items()
        ]
        self.fields["owner"] = fields.choice(
            _("Leading organisation"), fields.named(choices.owners)
        )
        self.fields["work_package"] = register_forms.organisation(
            _("Work package"), choices.packages
        )
        self.fields["state"] = fields.choice(_("State of the cooperation"), states)
        self.fields["ground"] = fields.choice(_("Why"), grounds, radio=True)
        self.fields["agreement_needed"] = fields.choice(
            _("Agreement needed"), needed, required=False
        )
        self.fields["visibility"] = register_forms.visibility()
        self.order_fields(_ORDER)
        self.parties = _table(
            _party_form(choices), "parties", _("Parties"), shown=_party_rows(shown), data=data
        )
        self.structures = _table(
            _structure_form(choices),
            "structures",
            _("Structures needed"),
            shown=_structure_rows(shown),
            data=data,
        )

    def interface(self, code: str, *, area: str) -> Interface:
        """Return the interface that was given; what no field shows stays as it was."""
        given = self.cleaned_data
        stored = {each.organisation: each for each in self.shown.parties} if self.shown else {}
        base = self.shown or Interface(code, Names(""), area)
        parties = [
            replace(
                stored.get(row["organisation"], InterfaceParty(row["organisation"], _LEADS)),
                role=PartyRole(row["role"]),
            )
            for row in register_forms.filled(self.parties)
        ]
        return replace(
            base,
            names=self.names(),
            owner=given["owner"],
            work_package=given["work_package"],
            position=given["position"] or 0,
            ground=Ground(given["ground"]),
            basis=given["basis"],
            aims=given["aims"],
            population=given["population"],
            partners=given["partners"],
            parties=tuple(parties),
            structures=tuple(
                Structure(row["text"], row["body"], Level(row["level"]) if row["level"] else None)
                for row in register_forms.filled(self.structures)
            ),
            agreement_needed=_NEEDED[given["agreement_needed"]],
            organised_from=given["organised_from"],
            organised_to=given["organised_to"],
            state=InterfaceState(given["state"]),
            tasks=given["tasks"],
            indicators=given["indicators"],
            visibility=Visibility(given["visibility"]),
            source=given["source"],
        )


class ContributionForm(forms.Form):
    """A party's own words on its part."""

    text = fields.text(_("What our organisation does in this"), most=10_000, rows=6, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class WorkPackageForm(RegisterForm):
    """A work package; `shown` is it as it is, None for a new one."""

    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=999, required=False
    )
    description = fields.text(_("Description"), most=10_000, required=False)
    source = fields.text(_("Source"), most=10_000, rows=2, required=False)

    def __init__(
        self,
        owners: Mapping[str, Names],
        *,
        shown: WorkPackage | None,
        mark: str = "",
        data: Any = None,
    ) -> None:
        first = shown or WorkPackage("", Names(""), owner=next(iter(owners), ""))
        initial = {
            **register_forms.initial_names(first.names),
            "owner": first.owner,
            "position": first.position,
            "description": first.description,
            "visibility": first.visibility.value,
            "source": first.source,
            "seen": mark,
        }
        super().__init__(data, initial=initial)
        self.shown = shown
        self.fields["owner"] = fields.choice(_("Owning organisation"), fields.named(owners))
        self.fields["visibility"] = register_forms.visibility()
        names = ("name_fi", "name_sv", "name_en", "owner", "position", "description")
        self.order_fields((*names, "visibility", "source"))

    def package(self, code: str, *, area: str) -> WorkPackage:
        """Return the work package that was given."""
        given = self.cleaned_data
        return replace(
            self.shown or WorkPackage(code, Names(""), area),
            names=self.names(),
            owner=given["owner"],
            position=given["position"] or 0,
            description=given["description"],
            visibility=Visibility(given["visibility"]),
            source=given["source"],
        )


_LEADS = PartyRole.LEADS
_NEEDED: Mapping[str, bool | None] = {"": None, "yes": True, "no": False}


def _initial(shown: Interface | None, choices: Choices) -> dict[str, Any]:
    first = shown or Interface("", Names(""), owner=next(iter(choices.owners), ""))
    needed = next(key for key, value in _NEEDED.items() if value is first.agreement_needed)
    start, end = first.organised_from, first.organised_to
    return {
        **register_forms.initial_names(first.names),
        "owner": first.owner,
        "work_package": first.work_package,
        "position": first.position,
        "state": first.state.value,
        "ground": first.ground.value,
        "basis": first.basis,
        "aims": first.aims,
        "population": first.population,
        "partners": first.partners,
        "agreement_needed": needed,
        "organised_from": labels.quarter(start) if start else "",
        "organised_to": labels.quarter(end) if end else "",
        "tasks": first.tasks,
        "indicators": first.indicators,
        "visibility": first.visibility.value,
        "source": first.source,
    }


def _party_form(choices: Choices) -> type[forms.Form]:
    roles = [(each.value, interface_labels.role(each)) for each in PartyRole]

    class PartyForm(forms.Form):
        """An organisation and its role; a row that stands keeps its organisation."""

        organisation = register_forms.organisation(_("Organisation"), choices.organisations)
        role = fields.choice(_("Role"), roles, initial=PartyRole.TAKES_PART.value)

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            code, field = self.initial.get("organisation"), self.fields["organisation"]
            if code and isinstance(field, forms.ChoiceField):
                # To offer all of them in each of fifty rows would take a second to draw.
                names = choices.organisations.get(code, Names(code))
                field.choices = fields.named({code: names})

        def clean(self) -> dict[str, Any]:
            given: dict[str, Any] = super().clean() or {}
            if self.has_changed() and not given.get("organisation") and not given.get("DELETE"):
                raise forms.ValidationError(gettext("Choose the organisation, or remove the row."))
            return given

    return PartyForm


def _structure_form(choices: Choices) -> type[forms.Form]:
    levels = [("", "–"), *((each.value, register_labels.level(each)) for each in Level)]

    class StructureForm(forms.Form):
        """A structure that is needed, and the body that it became."""

        text = fields.line(
            _("Structure needed"), most=1000, required=False, widget=register_forms.wide()
        )
        level = fields.choice(_("Level"), levels, required=False)
        body = register_forms.organisation(_("Body that it is now"), choices.bodies)

        def clean(self) -> dict[str, Any]:
            given: dict[str, Any] = super().clean() or {}
            says = given.get("text") or given.get("body") or given.get("DELETE")
            if self.has_changed() and not says:
                raise forms.ValidationError(
                    gettext("Say which structure is needed, or choose the body.")
                )
            return given

    return StructureForm


def _table(
    form: type[forms.Form], prefix: str, caption: Any, *, shown: list[dict[str, Any]], data: Any
) -> BaseFormSet[forms.Form]:
    table: BaseFormSet[forms.Form] = register_forms.rows_of(form)(
        data, initial=shown, prefix=prefix
    )
    table.caption = caption  # type: ignore[attr-defined] # read by register/edit.html
    return table


def _party_rows(shown: Interface | None) -> list[dict[str, Any]]:
    parties = shown.parties if shown else ()
    return [{"organisation": each.organisation, "role": each.role.value} for each in parties]


def _structure_rows(shown: Interface | None) -> list[dict[str, Any]]:
    structures = shown.structures if shown else ()
    return [
        {"text": each.text, "body": each.body, "level": each.level.value if each.level else ""}
        for each in structures
    ]
