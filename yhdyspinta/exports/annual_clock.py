"""The annual clock as files: the wheel with its list as slides, PDF and workbook; its rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any

from django.utils.translation import gettext, override, pgettext

from yhdyspinta import labels
from yhdyspinta.calc import annual_clock as calc
from yhdyspinta.calc.annual_wheel import numbered, wheel
from yhdyspinta.calc.register import told
from yhdyspinta.exports import annual_clock_drawing as drawing
from yhdyspinta.exports import csv, json
from yhdyspinta.exports.document import (
    Align,
    Block,
    Cell,
    DataSheet,
    Document,
    Section,
    Table,
    TableColumn,
    TableRow,
)
from yhdyspinta.exports.situation import words
from yhdyspinta.labels import annual_clock as clock_labels
from yhdyspinta.terms.annual_clock import ClockEntry, ClockKind, Lane
from yhdyspinta.terms.languages import Names

MEDIA_TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
_RENDERED = ("pptx", "xlsx", "pdf")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose year a file holds (`place`: in words), in which lanes and language, made when."""

    place: str
    year: int
    lanes: Sequence[Lane]
    organisations: Mapping[str, Names]
    language: str
    made_at: datetime
    today: date


def render(entries: Sequence[ClockEntry], ending: str, *, wanted: Wanted) -> bytes:
    """Make the file with the given ending (a key of MEDIA_TYPES); raises KeyError for another."""
    with override(wanted.language):
        if ending in _RENDERED:
            renderer = import_module(f"yhdyspinta.exports.{ending}")
            made: bytes = renderer.render(_document(entries, wanted), made_at=wanted.made_at)
            return made
        return _PLAIN[ending](entries, wanted)


def title(place: str, year: int) -> str:
    """Say what the clock is, in the active language."""
    return gettext("Annual clock %(year)d: %(place)s") % {"year": year, "place": place}


def lane_name(lane: Lane) -> str:
    """Name a lane: its subject, its organisation, its kind, or that it holds the rest."""
    if lane.names.fi:
        return labels.name(lane.names)
    if lane.code in list(ClockKind):
        return clock_labels.kind(ClockKind(lane.code))
    return gettext("Others")


def _document(entries: Sequence[ClockEntry], wanted: Wanted) -> Document:
    invented = any(each.invented for each in entries)
    note = ((gettext("Please note"), gettext("Some of this is invented.")),) if invented else ()
    name = title(wanted.place, wanted.year)
    sections = [Section(name, (_wheel(entries, wanted),)), *_months(entries, wanted)]
    return Document(
        title=name,
        subtitle=labels.listing(lane_name(each) for each in wanted.lanes),
        language=wanted.language,
        sections=tuple(sections),
        facts=(*note, (gettext("Situation on"), labels.moment(wanted.made_at))),
        footer=f"Yhdyspinta · {name}",
        data=DataSheet(gettext("Dated things"), _KEYS, _labels(), tuple(_rows(entries, wanted))),
        words=words(),
    )


def _wheel(entries: Sequence[ClockEntry], wanted: Wanted) -> Block:
    return drawing.block(
        _laid_out(entries, wanted), title=title(wanted.place, wanted.year), names=_names(wanted)
    )


def _laid_out(entries: Sequence[ClockEntry], wanted: Wanted) -> Any:
    return wheel(wanted.lanes, year=wanted.year, numbers=numbered(entries), today=wanted.today)


def _names(wanted: Wanted) -> tuple[str, ...]:
    return tuple(lane_name(each) for each in wanted.lanes)


def _months(entries: Sequence[ClockEntry], wanted: Wanted) -> list[Section]:
    """Return the list in two halves of the year, each thing under the wheel's number."""
    by_month = calc.by_month(entries, wanted.year)
    numbers = numbered(entries)
    sections = []
    for first, last in ((1, 6), (7, 12)):
        listed = [entry for number in range(first, last + 1) for entry in by_month[number]]
        span = f"{clock_labels.month(first)}–{clock_labels.month(last)} {wanted.year}"
        rows = tuple(_row(entry, numbers[entry.key], wanted) for entry in listed)
        if rows:
            table = Table(span.capitalize(), _columns(), rows, prose=True)
            sections.append(Section(span.capitalize(), (table,)))
    return sections


def _columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn(gettext("No."), weight=0.6),
        TableColumn(gettext("When"), align=Align.START, weight=2.2),
        TableColumn(gettext("What"), align=Align.START, weight=5),
        TableColumn(gettext("Kind"), align=Align.START, weight=1.8),
        TableColumn(gettext("Subject"), align=Align.START, weight=3),
        TableColumn(gettext("Organisations"), align=Align.START, weight=3),
    )


def _row(entry: ClockEntry, number: int, wanted: Wanted) -> TableRow:
    name = clock_labels.name(entry)
    if entry.invented:
        name = gettext("%(name)s (invented)") % {"name": name}
    return TableRow(
        (
            Cell(str(number)),
            Cell(clock_labels.when(entry)),
            Cell(name),
            Cell(clock_labels.kind(entry.kind)),
            Cell(labels.name(entry.lane) or "–"),
            Cell(who(entry, wanted.organisations) or "–"),
        )
    )


def who(entry: ClockEntry, names: Mapping[str, Names]) -> str:
    """Name an entry's organisations, of many the first two and how many more."""
    known = [labels.name(names[code]) for code in entry.organisations if code in names]
    if len(known) <= 3:
        return ", ".join(known)
    more = gettext("others: %(count)d") % {"count": len(known) - 2}
    return f"{', '.join(known[:2])}, {more}"


_KEYS = (
    "number",
    "key",
    "name",
    "kind",
    "starts_on",
    "ends_on",
    "when",
    "precision",
    "subject",
    "organisations",
    "place",
    "cancelled",
    "invented",
)


def _labels() -> tuple[str, ...]:
    return (
        gettext("No."),
        pgettext("of a thing", "Code"),
        gettext("Name"),
        gettext("Kind"),
        gettext("First day"),
        gettext("Last day"),
        gettext("When"),
        gettext("How exactly the time is known"),
        gettext("Subject"),
        gettext("Organisations"),
        gettext("Place"),
        pgettext("of a meeting", "Cancelled"),
        gettext("Invented"),
    )


def _rows(entries: Sequence[ClockEntry], wanted: Wanted) -> list[tuple[str | int | None, ...]]:
    names = {code: labels.name(each) for code, each in wanted.organisations.items()}
    said = {True: gettext("yes"), False: gettext("no")}
    return [
        (
            number,
            entry.key,
            clock_labels.name(entry),
            clock_labels.kind(entry.kind),
            entry.starts_on.isoformat(),
            entry.ends_on.isoformat(),
            clock_labels.when(entry),
            clock_labels.precision(entry.precision),
            labels.name(entry.lane),
            ", ".join(names.get(code, code) for code in entry.organisations),
            entry.place,
            said[entry.is_cancelled],
            said[entry.invented],
        )
        for number, entry in enumerate(entries, start=1)
    ]


def _csv(entries: Sequence[ClockEntry], wanted: Wanted) -> bytes:
    return csv.write(_labels(), _rows(entries, wanted), bom=True)


def _json(entries: Sequence[ClockEntry], wanted: Wanted) -> bytes:
    listed = [told(each) for each in entries]
    return json.write({"place": wanted.place, "year": wanted.year, "entries": listed})


def _svg(entries: Sequence[ClockEntry], wanted: Wanted) -> bytes:
    name = title(wanted.place, wanted.year)
    laid = _laid_out(entries, wanted)
    return drawing.drawn(laid, title=name, names=_names(wanted), standalone=True).encode()


_PLAIN: dict[str, Callable[[Sequence[ClockEntry], Wanted], bytes]] = {
    "csv": _csv,
    "json": _json,
    "svg": _svg,
}
