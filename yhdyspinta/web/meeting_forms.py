"""The forms of a meeting: the meeting with its agenda, what came out of it, its carrying over."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yhdyspinta.calc.meetings import HELSINKI
from yhdyspinta.labels import meetings as meeting_labels
from yhdyspinta.services.meeting_overview import Choices
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.meetings import (
    ActionState,
    AgendaItem,
    Meeting,
    MeetingState,
    Outcome,
    OutcomeKind,
)
from yhdyspinta.terms.register import Link
from yhdyspinta.web import fields, register_forms
from yhdyspinta.web.register_forms import Lines


def address(label: Any, **options: Any) -> forms.CharField:
    """Return a field for an address of the web; the use case looks at it."""
    return fields.line(label, most=1000, required=False, **options)


def whole(label: Any, *, least: int, most: int, **options: Any) -> forms.IntegerField:
    """Return a field for a whole number within bounds."""
    wrong = {
        "required": fields.FILL_IN,
        "invalid": _("Write a whole number."),
        "min_value": _("Write a number of at least %(limit_value)d."),
        "max_value": _("Write a number of at most %(limit_value)d."),
    }
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, error_messages=wrong, **options
    )


def clock(label: Any) -> forms.TimeField:
    """Return a field for a time of day."""
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": fields.FILL_IN,
            "invalid": _("Write the time like this: 9.30."),
        },
    )


class ItemForm(forms.Form):
    """A row of an agenda; `was` is the number that it had."""

    was = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = whole(
        _("Number"), least=1, most=9999, required=False, help_text=_("Empty: at the end.")
    )
    title = fields.line(_("Subject of the item"), most=500, widget=register_forms.wide())
    minutes = whole(_("Minutes"), least=0, most=1440, required=False)
    owner_text = fields.line(_("Who presents it, in words"), required=False)
    materials = Lines(
        label=_("Material"), rows=2, help_text=_("Each on a line of its own: Title | https://…")
    )
    notes = fields.text(_("Notes"), most=10_000, rows=2, required=False)

    def __init__(self, *args: Any, choices: Choices, is_fixed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"] = register_forms.organisation(
            _("Organisation that presents it"), choices.organisations
        )
        self.fields["phenomenon"] = register_forms.organisation(_("Phenomenon"), choices.phenomena)
        # What came out of an item, or where it was carried to, follows its number.
        self.fields["number"].disabled = is_fixed and bool(self.initial.get("was"))
        order = ("title", "number", "minutes", "owner", "owner_text", "phenomenon", "materials")
        self.order_fields(order)


class MeetingForm(forms.Form):
    """When, where and who meets about what; `table` is the agenda."""

    title = fields.line(_("Title"), most=300)
    day = fields.DayField(label=_("Day"))
    starts = clock(_("Begins at"))
    ends = clock(_("Ends at"))
    place = fields.line(_("Place"), most=300, required=False)
    address = address(_("Address of a remote meeting"), help_text=_("From https:// on."))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, choices: Choices, *, shown: Meeting | None, mark: str = "", data: Any = None
    ) -> None:
        super().__init__(data, initial={**_initial(shown, choices), "seen": mark})
        self.fields["body"] = fields.choice(
            pgettext_lazy("of a meeting", "Body"), fields.named(choices.bodies)
        )
        self.fields["visibility"] = register_forms.visibility()
        self.order_fields(("body", "title"))
        self.shown = shown
        is_fixed = shown is not None and (
            shown.state is not MeetingState.PLANNED or bool(shown.outcomes)
        )
        rows = register_forms.rows_of(ItemForm)
        self.table = rows(
            data,
            prefix="agenda",
            initial=[_item_initial(each) for each in shown.agenda] if shown else [],
            form_kwargs={"choices": choices, "is_fixed": is_fixed},
        )
        self.table.caption = gettext("Agenda")

    def clean(self) -> dict[str, Any]:
        """Say beside the end if it comes before the beginning."""
        given = self.cleaned_data
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", gettext("The meeting ends before it begins."))
        return given

    def meeting(self, code: str) -> Meeting:
        """Return the meeting that was filled in; what the form does not show stays as it was."""
        given = self.cleaned_data
        start, end = _at(given["day"], given["starts"]), _at(given["day"], given["ends"])
        shown = self.shown or Meeting(code, given["body"], given["title"], start, end)
        agenda, moved = _agenda(self.table, shown)
        return replace(
            shown,
            code=code,
            body=given["body"],
            title=given["title"],
            starts_at=start,
            ends_at=end,
            place=given["place"],
            address=given["address"],
            visibility=Visibility(given["visibility"]),
            agenda=agenda,
            outcomes=tuple(
                replace(each, item=moved.get(each.item or 0)) for each in shown.outcomes
            ),
        )


class OutcomeForm(forms.Form):
    """A row of what came out."""

    was = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = fields.choice(
        _("Kind of outcome"),
        [(each.value, words) for each, words in meeting_labels.OUTCOMES.items()],
    )
    text = fields.text(_("What was decided or agreed"), most=10_000)
    reference = fields.line(_("Section in the minutes"), most=120, required=False)
    owner_text = fields.line(_("Whose action, in words"), required=False)
    due_on = fields.DayField(label=_("Due day of the action"), required=False)
    state = fields.choice(
        _("State of the action"),
        [(each.value, words) for each, words in meeting_labels.ACTIONS.items()],
        required=False,
    )

    def __init__(
        self, *args: Any, choices: Choices, items: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["item"] = fields.choice(
            _("Item of the agenda"), [("", "–"), *items], required=False
        )
        self.fields["owner"] = register_forms.organisation(_("Whose action"), choices.organisations)
        self.fields["phenomenon"] = register_forms.organisation(_("Phenomenon"), choices.phenomena)
        order = ("kind", "item", "text", "reference", "owner", "owner_text", "due_on", "state")
        self.order_fields(order)

    def clean(self) -> dict[str, Any]:
        """Say beside the day that only an action has one."""
        given = self.cleaned_data
        if given.get("due_on") and given.get("kind") != OutcomeKind.ACTION:
            self.add_error("due_on", gettext("Only an action has a due day."))
        return given


class OutcomesForm(forms.Form):
    """The minutes, and a row for each outcome (`table`)."""

    minutes = fields.text(_("Minutes in short"), most=10_000, rows=6, required=False)
    minutes_link = address(_("Address of the minutes"), help_text=_("From https:// on."))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, choices: Choices, *, shown: Meeting, mark: str = "", data: Any = None
    ) -> None:
        initial = {"minutes": shown.minutes, "minutes_link": shown.minutes_link, "seen": mark}
        super().__init__(data, initial=initial)
        self.shown = shown
        items = [(str(each.number), f"{each.number}. {each.title}") for each in shown.agenda]
        rows = register_forms.rows_of(OutcomeForm)
        self.table = rows(
            data,
            prefix="outcomes",
            initial=[_outcome_initial(each) for each in shown.outcomes],
            form_kwargs={"choices": choices, "items": items},
        )
        self.table.caption = gettext("Outcomes")

    def outcomes(self, *, on: date) -> tuple[Outcome, ...]:
        """Return what was filled in; an action said to be done is done on the day `on`."""
        old = {each.number: each for each in self.shown.outcomes}
        following = max(old, default=0) + 1
        found = []
        for row in register_forms.filled(self.table):
            before = old.get(row["was"] or 0)
            found.append(
                _outcome(row, before, number=before.number if before else following, on=on)
            )
            following += 0 if before else 1
        return tuple(found)


class CarryForm(forms.Form):
    """Which unfinished items and open actions go to which later meeting."""

    to = forms.ChoiceField(label=_("To the meeting"), error_messages={"required": fields.CHOOSE})
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *,
        items: list[tuple[str, str]],
        actions: list[tuple[str, str]],
        later: list[tuple[str, str]],
        mark: str = "",
        data: Any = None,
    ) -> None:
        chosen = {"items": [code for code, _words in items], "seen": mark}
        super().__init__(data, initial={**chosen, "actions": [code for code, _words in actions]})
        self.fields["items"] = _ticks(_("Unfinished items"), items)
        self.fields["actions"] = _ticks(_("Open actions outside the agenda"), actions)
        if not items:
            del self.fields["items"]
        if not actions:
            del self.fields["actions"]
        self.fields["to"].choices = later  # type: ignore[attr-defined] # a ChoiceField has them
        self.order_fields(("items", "actions", "to"))

    def numbers(self, name: str) -> tuple[int, ...]:
        """Return what was ticked."""
        return tuple(int(each) for each in self.cleaned_data.get(name, ()))

    def clean(self) -> dict[str, Any]:
        """Ask for at least one."""
        if not self.errors and not self.numbers("items") and not self.numbers("actions"):
            raise forms.ValidationError(gettext("Choose at least one item."))
        return self.cleaned_data


def _ticks(label: Any, choices: list[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": fields.CHOOSE},
    )


def _initial(shown: Meeting | None, choices: Choices) -> dict[str, Any]:
    if shown is None:
        return {"visibility": Visibility.PARTNERS.value, "body": next(iter(choices.bodies), "")}
    starts, ends = timezone.localtime(shown.starts_at), timezone.localtime(shown.ends_at)
    return {
        "body": shown.body,
        "title": shown.title,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "place": shown.place,
        "address": shown.address,
        "visibility": shown.visibility.value,
    }


def _item_initial(item: AgendaItem) -> dict[str, Any]:
    return {
        "was": item.number,
        "number": item.number,
        "title": item.title,
        "minutes": item.minutes,
        "owner": item.owner,
        "owner_text": item.owner_text,
        "materials": [f"{each.title} | {each.address}" for each in item.materials],
        "phenomenon": item.phenomenon,
        "notes": item.notes,
    }


def _outcome_initial(outcome: Outcome) -> dict[str, Any]:
    return {
        "was": outcome.number,
        "kind": outcome.kind.value,
        "item": str(outcome.item or ""),
        "text": outcome.text,
        "reference": outcome.reference,
        "owner": outcome.owner,
        "owner_text": outcome.owner_text,
        "due_on": outcome.due_on,
        "state": (outcome.state or ActionState.OPEN).value,
        "phenomenon": outcome.phenomenon,
    }


def _at(day: date, at: Any) -> datetime:
    return datetime.combine(day, at, HELSINKI).astimezone(UTC)


def _agenda(table: Any, shown: Meeting) -> tuple[tuple[AgendaItem, ...], dict[int, int]]:
    """Return the agenda that was filled in, and the new number of each item that stayed."""
    old = {each.number: each for each in shown.agenda}
    rows = register_forms.filled(table)
    following = max([*old, *(row["number"] or 0 for row in rows)], default=0) + 1
    items, moved = [], {}
    for row in rows:
        was = row["was"] or 0
        number = row["number"] or following
        following += 0 if row["number"] else 1
        before = old.get(was)
        if before:
            moved[was] = number
        items.append(
            AgendaItem(
                number=number,
                title=row["title"],
                minutes=row["minutes"],
                owner=row["owner"],
                owner_text=row["owner_text"],
                materials=tuple(map(_link, row["materials"])),
                carried_from=before.carried_from if before else "",
                phenomenon=row["phenomenon"],
                notes=row["notes"],
            )
        )
    return tuple(items), moved


def _link(line: str) -> Link:
    title, bar, found = line.rpartition("|")
    return Link(title.strip() if bar else found.strip(), found.strip())


def _outcome(row: dict[str, Any], before: Outcome | None, *, number: int, on: date) -> Outcome:
    kind = OutcomeKind(row["kind"])
    is_action = kind is OutcomeKind.ACTION
    state = ActionState(row["state"] or ActionState.OPEN) if is_action else None
    done_on = before.done_on if before else None
    return Outcome(
        number=number,
        kind=kind,
        text=row["text"],
        item=int(row["item"]) if row["item"] else None,
        reference=row["reference"],
        owner=row["owner"],
        owner_text=row["owner_text"],
        due_on=row["due_on"],
        state=state,
        done_on=(done_on or on) if state is ActionState.DONE else None,
        task=before.task if before and is_action else "",
        phenomenon=row["phenomenon"],
    )
