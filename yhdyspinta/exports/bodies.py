"""Bodies of a county or of the nation as files: their list, and their structure as a drawing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from django.utils.translation import gettext, override, pgettext

from yhdyspinta import labels
from yhdyspinta.calc.bodies import tree
from yhdyspinta.calc.register import told
from yhdyspinta.exports import bodies_drawing, csv, json
from yhdyspinta.exports.document import (
    Align,
    Cell,
    DataSheet,
    Document,
    Section,
    Table,
    TableColumn,
    TableRow,
)
from yhdyspinta.exports.situation import words
from yhdyspinta.labels import bodies as body_labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.terms.bodies import ListedBody
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register import Level

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
_RENDERED = ("pptx", "xlsx", "pdf")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose bodies a file holds (`place`: in words), in which language, made when."""

    place: str
    organisations: Mapping[str, Names]
    language: str
    made_at: datetime


def render(listed: Sequence[ListedBody], ending: str, *, wanted: Wanted) -> bytes:
    """Make the file with the given ending (a key of MEDIA_TYPES); raises KeyError for another."""
    with override(wanted.language):
        if ending in _RENDERED:
            renderer = import_module(f"yhdyspinta.exports.{ending}")
            made: bytes = renderer.render(_document(listed, wanted), made_at=wanted.made_at)
            return made
        return _PLAIN[ending](listed, wanted)


def title(place: str) -> str:
    """Say what the list is, in the active language."""
    return gettext("Bodies of cooperation: %(place)s") % {"place": place}


def _document(listed: Sequence[ListedBody], wanted: Wanted) -> Document:
    sections = [
        Section(register_labels.level(level), (_table(listed, level),))
        for level in Level
        if any(each.body.level is level for each in listed)
    ]
    invented = any(each.body.invented for each in listed)
    note = ((gettext("Please note"), gettext("Some of this is invented.")),) if invented else ()
    return Document(
        title=title(wanted.place),
        subtitle=gettext("Promised meetings against those held"),
        language=wanted.language,
        sections=tuple(sections),
        facts=(*note, (gettext("Situation on"), labels.moment(wanted.made_at))),
        sources=tuple(sorted({each.body.source for each in listed} - {""})),
        footer=f"Yhdyspinta · {title(wanted.place)}",
        data=_data(listed, wanted),
        words=words(),
    )


def _table(listed: Sequence[ListedBody], level: Level) -> Table:
    names = {each.body.code: labels.name(each.body.names) for each in listed}
    by_code = {each.body.code: each for each in listed if each.body.level is level}
    rows = [
        _row(by_code[body.code], names, depth=depth)
        for depth, body in tree(each.body for each in by_code.values())
    ]
    columns = (
        TableColumn(gettext("Body"), align=Align.START, weight=3),
        TableColumn(gettext("Above it"), align=Align.START, weight=2),
        TableColumn(gettext("Promised")),
        TableColumn(gettext("Held")),
        TableColumn(gettext("Next by"), weight=1.3),
        TableColumn(pgettext("of a promise", "Standing"), align=Align.START, weight=1.5),
    )
    return Table(register_labels.level(level), columns, tuple(rows))


def _row(each: ListedBody, names: Mapping[str, str], *, depth: int) -> TableRow:
    pace, body = each.pace, each.body
    name = ("\u2013\u00a0" if depth else "") + names[body.code]
    if body.invented:
        name = gettext("%(name)s (invented)") % {"name": name}
    next_by = labels.day(pace.next_by) if pace.next_by else "–"
    return TableRow(
        (
            Cell(name),
            Cell(names.get(body.parent, "") or "–"),
            Cell("–" if pace.promised is None else labels.number(pace.promised)),
            Cell(labels.number(pace.held)),
            Cell(next_by),
            Cell(body_labels.standing(pace) or "–"),
        )
    )


def _labels() -> tuple[str, ...]:
    return (
        pgettext("of a thing", "Code"),
        gettext("Name"),
        gettext("Level"),
        gettext("Kind"),
        gettext("Above it"),
        gettext("Organisation that keeps it"),
        gettext("Term begins"),
        gettext("Term ends"),
        gettext("Meetings a year, at least"),
        gettext("Meetings a year, at most"),
        gettext("Promised"),
        gettext("Held"),
        gettext("Planned"),
        gettext("Next by"),
        gettext("Members"),
        gettext("Invented"),
    )


_KEYS = (
    "code",
    "name",
    "level",
    "kind",
    "parent",
    "owner",
    "valid_from",
    "valid_to",
    "least_per_year",
    "most_per_year",
    "promised",
    "held",
    "planned",
    "next_by",
    "members",
    "invented",
)


def _data(listed: Sequence[ListedBody], wanted: Wanted) -> DataSheet:
    return DataSheet(gettext("Bodies"), _KEYS, _labels(), tuple(_rows(listed, wanted)))


def _rows(listed: Sequence[ListedBody], wanted: Wanted) -> list[tuple[str | int | None, ...]]:
    owners = {code: labels.name(names) for code, names in wanted.organisations.items()}
    return [
        (
            each.body.code,
            labels.name(each.body.names),
            register_labels.level(each.body.level),
            body_labels.kind(each.body.kind),
            each.body.parent,
            owners.get(each.body.owner, each.body.owner),
            each.body.valid_from.isoformat() if each.body.valid_from else None,
            each.body.valid_to.isoformat() if each.body.valid_to else None,
            each.body.least_per_year,
            each.body.most_per_year,
            each.pace.promised,
            each.pace.held,
            each.pace.planned,
            each.pace.next_by.isoformat() if each.pace.next_by else None,
            len(each.body.members),
            gettext("yes") if each.body.invented else gettext("no"),
        )
        for each in listed
    ]


def _csv(listed: Sequence[ListedBody], wanted: Wanted) -> bytes:
    return csv.write(_labels(), _rows(listed, wanted), bom=True)


def _json(listed: Sequence[ListedBody], wanted: Wanted) -> bytes:
    bodies: list[dict[str, Any]] = [
        {**told(each.body), "pace": {**told(each.pace), "missing": each.pace.missing}}
        for each in listed
    ]
    return json.write({"place": wanted.place, "bodies": bodies})


def _svg(listed: Sequence[ListedBody], wanted: Wanted) -> bytes:
    drawn = bodies_drawing.structure(listed, title=title(wanted.place), standalone=True)
    return drawn.encode()


_PLAIN: dict[str, Callable[[Sequence[ListedBody], Wanted], bytes]] = {
    "csv": _csv,
    "json": _json,
    "svg": _svg,
}
