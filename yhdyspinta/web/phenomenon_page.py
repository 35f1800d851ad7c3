"""A phenomenon's page as ready strings: its stair, each level's days, the way back."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.calc.phenomena import Stay, days_in_all, level_of, stage, stays
from yhdyspinta.calc.rounds import mark
from yhdyspinta.labels import access as access_labels
from yhdyspinta.labels import phenomena as phenomenon_labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.services.phenomenon_overview import Listing, Opened
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.phenomena import Phenomenon, PhenomenonStep
from yhdyspinta.terms.register import Level
from yhdyspinta.web.register import Here


@dataclass(frozen=True, slots=True)
class Row:
    """A phenomenon in a list."""

    title: str
    address: str
    owner: str
    noticed: str
    stage: str
    level: str
    days: str
    is_invented: bool


@dataclass(frozen=True, slots=True)
class Stair:
    """A stay on a level: its column and row in the drawing, and what it says."""

    column: int
    level: str
    level_name: str
    way: str
    since: str
    days: str
    is_open: bool
    body: str
    body_address: str
    meeting: str
    meeting_address: str
    outcome: str
    text: str


@dataclass(frozen=True, slots=True)
class PhenomenonPage:
    """What a phenomenon's page shows."""

    title: str
    here: Here
    stage: str
    summary: str
    is_restricted: str
    is_invented: bool
    description: str
    facts: list[tuple[str, str, str]]
    stairs: list[Stair]
    edit: str
    move: str
    close: str
    is_closed: bool
    seen: str


def rows(found: Listing, *, on: date) -> list[Row]:
    """Return a county's phenomena in words."""
    return [_row(each, found, on) for each in found.phenomena]


def page(found: Opened, here: Here, *, on: date) -> PhenomenonPage:
    """Return a phenomenon's page on a day."""
    phenomenon = found.phenomenon
    code = phenomenon.code
    in_all = phenomenon_labels.days(days_in_all(phenomenon, on=on))
    may_move = found.may_move and not phenomenon.closed_on
    return PhenomenonPage(
        title=phenomenon.title,
        here=here,
        stage=phenomenon_labels.stage(stage(phenomenon)),
        summary=gettext("Now on the level: %(level)s. In all: %(days)s.")
        % {"level": register_labels.level(level_of(phenomenon)), "days": in_all},
        is_restricted=""
        if phenomenon.visibility is Visibility.PUBLIC
        else access_labels.visibility(phenomenon.visibility),
        is_invented=phenomenon.invented,
        description=phenomenon.description,
        facts=_facts(found),
        stairs=_stairs(found, on),
        edit=reverse("phenomenon_edit", args=[code]) if found.may_keep else "",
        move=reverse("phenomenon_move", args=[code]) if may_move else "",
        close=reverse("phenomenon_close", args=[code]) if found.may_keep else "",
        is_closed=phenomenon.closed_on is not None,
        seen=mark(phenomenon),
    )


def form_of(
    here: Here, *, heading: str, back: str = "", name: str = "", remove: str = ""
) -> dict[str, object]:
    """Return what the page of a form shows beside the form."""
    listing = reverse("phenomena", args=[here.address])
    trail = [
        (reverse("cooperation_all"), gettext("Cooperation")),
        (reverse("cooperation", args=[here.address]), here.name),
        (listing, gettext("Phenomena")),
        *([(back, name)] if back else []),
    ]
    return {
        "heading": heading,
        "trail": trail,
        "back": back or listing,
        "remove": remove,
        "here": here,
    }


def _row(each: Phenomenon, found: Listing, on: date) -> Row:
    names = found.owners.get(each.owner)
    return Row(
        title=each.title,
        address=reverse("phenomenon", args=[each.code]),
        owner=labels.name(names) if names else "",
        noticed=labels.day(each.noticed_on),
        stage=phenomenon_labels.stage(stage(each)),
        level=register_labels.level(level_of(each)),
        days=phenomenon_labels.days(days_in_all(each, on=on)),
        is_invented=each.invented,
    )


def _facts(found: Opened) -> list[tuple[str, str, str]]:
    """Return names, values and, where the value has a page, its address."""
    phenomenon = found.phenomenon
    facts = [
        (gettext("Noticed by"), labels.name(found.owner) if found.owner else "", ""),
        (gettext("Noticed on"), labels.day(phenomenon.noticed_on), ""),
        (gettext("Interface"), *_interface(found)),
        (
            gettext("Closed on"),
            labels.day(phenomenon.closed_on) if phenomenon.closed_on else "",
            "",
        ),
    ]
    return [each for each in facts if each[1]]


def _interface(found: Opened) -> tuple[str, str]:
    if not found.interface:
        return "", ""
    return labels.name(found.interface), reverse("interface", args=[found.phenomenon.interface])


def _stairs(found: Opened, on: date) -> list[Stair]:
    steps = {each.number: each for each in found.phenomenon.steps}
    first = steps.get(1)
    # A first step in the field says where in the field it was treated: it is the first stair's.
    at_home = first if first and first.level is Level.FIELD else None
    return [
        _stair(
            found, each, steps.get(each.step) or (at_home if not each.step else None), column=column
        )
        for column, each in enumerate(stays(found.phenomenon, on=on), start=1)
    ]


def _stair(found: Opened, stay: Stay, step: PhenomenonStep | None, *, column: int) -> Stair:
    body = found.bodies.get(step.body) if step else None
    treated = found.meetings.get(step.number) if step else None
    address = ""
    if treated and step:
        anchor = f"#outcome-{step.outcome}" if step.outcome else ""
        address = reverse("meeting", args=[treated.code]) + anchor
    # The day on which the answer came home, or it was closed, is no stay.
    is_end = stay.until == stay.since and stay.step
    days = "" if is_end else phenomenon_labels.days(stay.days)
    return Stair(
        column=column,
        level=stay.level.value,
        level_name=register_labels.level(stay.level),
        way=phenomenon_labels.direction(stay.direction) if stay.step else gettext("Noticed"),
        since=labels.day(stay.since),
        days=days if stay.until else gettext("%(days)s so far") % {"days": days},
        is_open=stay.until is None,
        body=labels.name(body) if body else "",
        body_address=reverse("body", args=[step.body]) if step and body else "",
        meeting=f"{treated.title}, {labels.day(timezone.localtime(treated.starts_at).date())}"
        if treated
        else "",
        meeting_address=address,
        outcome=treated.text if treated else "",
        text=step.text if step else "",
    )
