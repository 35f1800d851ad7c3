"""The forms of a phenomenon: what was noticed, and its next step up or its answer's down."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta.labels import phenomena as phenomenon_labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.services.phenomenon_overview import Choices, Moves
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.phenomena import Phenomenon, PhenomenonStep, StepDirection
from yhdyspinta.terms.register import Level
from yhdyspinta.web import fields, register_forms


class PhenomenonForm(forms.Form):
    """What was noticed, by whom, when; `shown` is the phenomenon as it is, None: new."""

    title = fields.line(_("What was noticed, in a few words"), most=300)
    description = fields.text(
        _("What was seen, where and by whom"),
        most=10_000,
        rows=5,
        required=False,
        help_text=_("No names of clients, nothing by which somebody could be recognised."),
    )
    noticed_on = fields.DayField(label=_("Noticed on"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, choices: Choices, *, shown: Phenomenon | None, mark: str = "", data: Any = None
    ) -> None:
        super().__init__(data, initial={**_initial(shown), "seen": mark})
        self.fields["owner"] = register_forms.organisation(
            _("Organisation that noticed it"), choices.owners, required=True
        )
        self.fields["interface"] = register_forms.organisation(_("Interface"), choices.interfaces)
        self.fields["visibility"] = register_forms.visibility()
        self.order_fields(("title", "description", "noticed_on", "owner"))
        self.shown = shown

    def phenomenon(self, code: str, *, area: str) -> Phenomenon:
        """Return the phenomenon that was filled in; its steps stay as they were."""
        given = self.cleaned_data
        shown = self.shown or Phenomenon(code, given["title"], given["owner"], given["noticed_on"])
        return replace(
            shown,
            title=given["title"],
            description=given["description"],
            owner=given["owner"],
            noticed_on=given["noticed_on"],
            interface=given["interface"],
            area=area,
            visibility=Visibility(given["visibility"]),
        )


class MoveForm(forms.Form):
    """The next step: up to the next level, or the answer down to the next one."""

    on = fields.DayField(label=_("Day"))
    text = fields.text(_("What was said"), most=10_000, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, moves: Moves, *, mark: str = "", initial: Mapping[str, Any], data: Any = None
    ) -> None:
        super().__init__(data, initial={**initial, "seen": mark})
        offered = [
            (f"{way.value} {level.value}", _move_words(way, level)) for way, level in moves.offered
        ]
        self.fields["move"] = fields.choice(_("Next step"), offered, radio=True)
        self.fields["body"] = register_forms.organisation(_("Body to which it comes"), moves.bodies)
        self.fields["outcome"] = register_forms.organisation(
            _("Outcome of a meeting in which it was treated"), moves.outcomes
        )
        self.order_fields(("move", "on", "body", "outcome", "text"))
        self.levels = moves.levels

    def clean(self) -> dict[str, Any]:
        """Say beside the body if it works on another level than the one chosen."""
        given = self.cleaned_data
        body = given.get("body")
        if body and given.get("move") and self.levels.get(body) is not self.move()[1]:
            self.add_error("body", gettext("The body works on another level."))
        return given

    def move(self) -> tuple[StepDirection, Level]:
        """Return which way it goes, and to which level."""
        way, _blank, level = self.cleaned_data["move"].partition(" ")
        return StepDirection(way), Level(level)

    def step(self) -> PhenomenonStep:
        """Return the step that was filled in; its number is given when it is stored."""
        given = self.cleaned_data
        way, level = self.move()
        meeting, _slash, number = given["outcome"].rpartition("/")
        return PhenomenonStep(
            number=0,
            direction=way,
            level=level,
            on=given["on"],
            body=given["body"],
            meeting=meeting,
            outcome=int(number) if number else None,
            text=given["text"],
        )


def _move_words(way: StepDirection, level: Level) -> str:
    return f"{phenomenon_labels.direction(way)}: {register_labels.level(level)}"


def _initial(shown: Phenomenon | None) -> dict[str, Any]:
    if shown is None:
        return {"visibility": Visibility.PARTNERS.value}
    return {
        "title": shown.title,
        "description": shown.description,
        "noticed_on": shown.noticed_on,
        "owner": shown.owner,
        "interface": shown.interface,
        "visibility": shown.visibility.value,
    }
