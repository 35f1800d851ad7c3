"""The annual clock as ready strings: the wheel with its key, the list, the grid, what clashes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.calc import annual_clock as calc
from yhdyspinta.calc.annual_wheel import numbered, wheel
from yhdyspinta.calc.calendar import holidays
from yhdyspinta.calc.register import may_keep
from yhdyspinta.exports import annual_clock as exports
from yhdyspinta.exports import annual_clock_drawing as drawing
from yhdyspinta.labels import annual_clock as clock_labels
from yhdyspinta.services.annual_clock import Year
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.annual_clock import ClockEntry, ClockKind, Lane
from yhdyspinta.web.annual_clock_forms import VIEWS, WAYS, Asked
from yhdyspinta.web.register import Here

MOST_LANES = 5


@dataclass(frozen=True, slots=True)
class Item:
    """A dated thing in the list."""

    number: int
    name: str
    address: str
    when: str
    kind: str
    subject: str
    who: str
    note: str
    lanes: list[int]
    is_invented: bool
    is_cancelled: bool
    is_past: bool
    edit: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month with what begins in it."""

    name: str
    items: list[Item]


@dataclass(frozen=True, slots=True)
class GridRow:
    """A month's row of the grid: what touches it in each lane."""

    name: str
    cells: list[list[Item]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A way of showing the clock."""

    words: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ClockPage:
    """What the clock's page shows."""

    title: str
    year: int
    asked: Asked
    count: int
    views: list[Choice]
    ways: list[Choice]
    years: list[Choice]
    kinds: list[tuple[str, str, bool]]
    organisations: list[tuple[str, str, bool]]
    is_filtered: bool
    clear: str
    clashes: list[str]
    weeks: list[str]
    days_off: list[str]
    drawing: SafeString
    lanes: list[tuple[int, str]]
    months: list[Month]
    grid: list[GridRow]
    columns: list[str]
    downloads: list[tuple[str, str]]
    new: str


def page(found: Year, here: Here, asked: Asked, *, actor: Actor, today: date) -> ClockPage:
    """Put a place's year in words."""
    numbers = numbered(found.chosen)
    lanes = lanes_of(found, asked, most=MOST_LANES)
    items = _items(found, lanes, numbers, actor=actor, today=today)
    listed = calc.by_month(found.chosen, asked.year)
    names = tuple(exports.lane_name(lane) for lane in lanes)
    return ClockPage(
        title=exports.title(here.name, asked.year),
        year=asked.year,
        asked=asked,
        count=len(found.chosen),
        views=[
            Choice(_VIEW_NAMES()[each], asked.query(view=each), each == asked.view)
            for each in VIEWS
        ],
        ways=[Choice(_WAY_NAMES()[each], asked.query(by=each), each == asked.by) for each in WAYS],
        years=[
            Choice(str(each), asked.query(year=each), each == asked.year)
            for each in range(asked.year - 1, asked.year + 2)
        ],
        kinds=_kinds(found, asked),
        organisations=[
            (code, labels.name(each), code == asked.organisation)
            for code, each in found.organisations.items()
        ],
        is_filtered=bool(asked.organisation or asked.kind),
        clear=asked.query(organisation="", kind=""),
        clashes=_clashes(found, numbers),
        weeks=_weeks(found, asked.most),
        days_off=_days_off(found.chosen),
        drawing=_drawing(found, lanes, asked, title=here.name, today=today),
        lanes=list(enumerate(names, start=1)),
        months=[
            Month(clock_labels.month(number), [items[each.key] for each in entries])
            for number, entries in listed.items()
            if entries
        ],
        grid=_grid(lanes, items, asked.year) if asked.view == "grid" else [],
        columns=list(names),
        downloads=[
            (each.upper(), reverse("clock_file", args=[here.address, each]) + asked.query())
            for each in exports.MEDIA_TYPES
        ],
        new=_new(here) if found.may_add else "",
    )


def lanes_of(found: Year, asked: Asked, *, most: int) -> list[Lane]:
    """Return the lanes that an address asks for, at most so many."""
    if asked.by == "organisation":
        wanted = asked.organisation
        lanes = calc.by_organisation(found.chosen, found.organisations)
        lanes = [lane for lane in lanes if not wanted or lane.code == wanted]
    else:
        lanes = calc.by_subject(found.chosen)
    return calc.few(lanes, most)


def _VIEW_NAMES() -> dict[str, str]:  # noqa: N802 - words by code, in the page's language
    return {"wheel": gettext("Wheel"), "list": gettext("List"), "grid": gettext("Grid of months")}


def _WAY_NAMES() -> dict[str, str]:  # noqa: N802 - the same
    return {"subject": gettext("By subject"), "organisation": gettext("By organisation")}


def _new(here: Here) -> str:
    return reverse("clock_event_new", args=[here.county or here.address])


def _kinds(found: Year, asked: Asked) -> list[tuple[str, str, bool]]:
    there = {entry.kind for entry in found.entries}
    return [
        (each.value, clock_labels.kind(each), each is asked.kind)
        for each in ClockKind
        if each in there or each is asked.kind
    ]


def _items(
    found: Year, lanes: Sequence[Lane], numbers: Mapping[str, int], *, actor: Actor, today: date
) -> dict[str, Item]:
    places: dict[str, list[int]] = {}
    for number, lane in enumerate(lanes, start=1):
        for entry in lane.entries:
            places.setdefault(entry.key, []).append(number)
    return {
        entry.key: Item(
            number=numbers[entry.key],
            name=clock_labels.name(entry),
            address=address_of(entry),
            when=clock_labels.when(entry),
            kind=clock_labels.kind(entry.kind),
            subject=labels.name(entry.lane),
            who=exports.who(entry, found.organisations),
            note=entry.note,
            lanes=places.get(entry.key, []),
            is_invented=entry.invented,
            is_cancelled=entry.is_cancelled,
            is_past=entry.ends_on < today,
            edit=_edit(entry, actor),
        )
        for entry in found.chosen
    }


def _edit(entry: ClockEntry, actor: Actor) -> str:
    is_event = entry.key.startswith("clock_event:")
    if not is_event or not all(may_keep(actor, each) for each in entry.organisations or ("",)):
        return ""
    return reverse("clock_event_edit", args=[entry.about])


def address_of(entry: ClockEntry) -> str:
    """Return the page of what an entry comes from; empty if it has none."""
    source = entry.key.partition(":")[0]
    pages = {
        "meeting": "meeting",
        "action": "meeting",
        "notice": "agreement",
        "agreement_end": "agreement",
        "plan": "plan",
    }
    if source not in pages:
        return ""
    try:
        return reverse(pages[source], args=[entry.about])
    except NoReverseMatch:
        return ""


def _clashes(found: Year, numbers: Mapping[str, int]) -> list[str]:
    told = []
    for clash in calc.clashes(found.chosen):
        shared = [
            labels.name(found.organisations[code])
            for code in clash.organisations
            if code in found.organisations
        ]
        told.append(
            gettext("%(when)s: %(first)s – %(second)s. Belong to both: %(who)s")
            % {
                "when": labels.day(clash.second.starts_on),
                "first": f"{numbers[clash.first.key]}. {clock_labels.name(clash.first)}",
                "second": f"{numbers[clash.second.key]}. {clock_labels.name(clash.second)}",
                "who": ", ".join(shared[:4]) + (" …" if len(shared) > 4 else ""),
            }
        )
    return told


def _weeks(found: Year, most: int) -> list[str]:
    weeks: dict[date, list[tuple[int, str]]] = {}
    for week in calc.full_weeks(found.chosen, most=most):
        name = found.organisations.get(week.organisation)
        named = (len(week.entries), labels.name(name) if name else week.organisation)
        weeks.setdefault(week.monday, []).append(named)
    return [
        gettext("Week %(week)d (%(first)s–%(last)s): %(who)s")
        % {
            "week": monday.isocalendar().week,
            "first": labels.day(monday),
            "last": labels.day(monday + timedelta(days=6)),
            "who": ", ".join(f"{name} {count}" for count, name in sorted(full, reverse=True)[:6])
            + (" …" if len(full) > 6 else ""),
        }
        for monday, full in weeks.items()
    ]


def _days_off(entries: Sequence[ClockEntry]) -> list[str]:
    return [
        gettext("%(name)s is on a day off: %(day)s")
        % {"name": clock_labels.name(entry), "day": _day_off(entry.starts_on)}
        for entry in calc.on_days_off(entries)
    ]


def _day_off(day: date) -> str:
    found = holidays(day.year).get(day)
    name = clock_labels.day_off(found) if found else clock_labels.weekday(day.weekday())
    return f"{name} {labels.day(day)}"


def _drawing(
    found: Year, lanes: Sequence[Lane], asked: Asked, *, title: str, today: date
) -> SafeString:
    if asked.view != "wheel" or not found.chosen:
        return SafeString("")
    numbers = numbered(found.chosen)
    made = wheel(lanes, year=asked.year, numbers=numbers, today=today)
    drawn = drawing.drawn(
        made,
        title=exports.title(title, asked.year),
        names=tuple(exports.lane_name(lane) for lane in lanes),
        standalone=False,
        addresses={number: f"#n{number}" for number in numbers.values()},
    )
    # Drawn by our own pen, which escapes every text.
    return mark_safe(drawn)  # noqa: S308


def _grid(lanes: Sequence[Lane], items: Mapping[str, Item], year: int) -> list[GridRow]:
    return [
        GridRow(
            clock_labels.month(number),
            [
                [items[e.key] for e in lane.entries if number in calc.months(e, year)]
                for lane in lanes
            ],
        )
        for number in range(1, 13)
    ]
