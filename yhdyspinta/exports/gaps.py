"""Gaps of a place, or of all counties, as files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from django.utils.translation import gettext, override

from yhdyspinta import labels
from yhdyspinta.calc.register import told
from yhdyspinta.exports import csv, json
from yhdyspinta.exports.document import (
    Align,
    Cell,
    DataSheet,
    Document,
    Paragraph,
    Section,
    Table,
    TableColumn,
    TableRow,
)
from yhdyspinta.exports.situation import words
from yhdyspinta.labels import gaps as gap_labels
from yhdyspinta.terms.gaps import Gap, GapKind, GapsOfCounty
from yhdyspinta.terms.languages import Names

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
# What is known to be missing is summed up; what nobody has reported stands beside it.
_NOT_KNOWN = GapKind.DUTY_NOT_KNOWN
KNOWN = tuple(kind for kind in GapKind if kind is not _NOT_KNOWN)
_RENDERED = ("pptx", "xlsx", "pdf")
_KEYS = ("area", "kind", "about", "code", "name", "what", "todo", "owners", "law", "on", "invented")
# So many rows of a kind stand in a document; all of them in its data, CSV and JSON.
_MOST_IN_TABLE = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose gaps a file holds (`place`: in words), in which language, made when.

    `counties` are the rows of the national table (none: a single place).
    """

    place: str
    organisations: Mapping[str, Names]
    language: str
    made_at: datetime
    counties: Sequence[GapsOfCounty] = ()


def render(gaps: Sequence[Gap], ending: str, *, wanted: Wanted) -> bytes:
    """Make the file with the given ending (a key of MEDIA_TYPES); raises KeyError for another."""
    with override(wanted.language):
        if ending in _RENDERED:
            renderer = import_module(f"yhdyspinta.exports.{ending}")
            made: bytes = renderer.render(_document(gaps, wanted), made_at=wanted.made_at)
            return made
        return _PLAIN[ending](gaps, wanted)


def title(place: str) -> str:
    """Say what the list is, in the active language."""
    return gettext("Gaps in cooperation: %(place)s") % {"place": place}


def owners(gap: Gap, names: Mapping[str, Names]) -> str:
    """Name the organisations whose a gap is to close."""
    return ", ".join(labels.name(names[code]) if code in names else code for code in gap.owners)


def of_kind(gaps: Iterable[Gap], kind: GapKind) -> list[Gap]:
    """Return the gaps of a kind, in their order."""
    return [gap for gap in gaps if gap.kind is kind]


def _document(gaps: Sequence[Gap], wanted: Wanted) -> Document:
    sections = [_overview(wanted)] if wanted.counties else []
    if not wanted.counties:
        sections += [
            Section(gap_labels.kind(kind), _blocks(of_kind(gaps, kind), kind, wanted))
            for kind in GapKind
            if of_kind(gaps, kind)
        ]
    if not gaps:
        sections.append(Section(title(wanted.place), (Paragraph(gettext("No gaps are known.")),)))
    invented = any(gap.invented for gap in gaps)
    note = ((gettext("Please note"), gettext("Some of this is invented.")),) if invented else ()
    return Document(
        title=title(wanted.place),
        subtitle=gettext("What is missing or late, and whose it is"),
        language=wanted.language,
        sections=tuple(sections),
        facts=(*note, (gettext("Situation on"), labels.moment(wanted.made_at))),
        footer=f"Yhdyspinta · {title(wanted.place)}",
        data=_data(gaps, wanted),
        words=words(),
    )


def _overview(wanted: Wanted) -> Section:
    columns = [TableColumn(gettext("County"), align=Align.START, weight=2.5)]
    columns += [TableColumn(gap_labels.kind(kind)) for kind in KNOWN]
    columns += [TableColumn(gettext("In all")), TableColumn(gap_labels.kind(_NOT_KNOWN))]
    rows = [
        TableRow(
            (
                Cell(labels.name(each.names)),
                *(Cell(labels.number(each.counts.get(kind, 0))) for kind in KNOWN),
                Cell(labels.number(each.total)),
                Cell(labels.number(each.counts.get(_NOT_KNOWN, 0))),
            )
        )
        for each in wanted.counties
    ]
    heading = gettext("Gaps by county and kind")
    return Section(heading, (Table(heading, tuple(columns), tuple(rows)),))


def _blocks(gaps: Sequence[Gap], kind: GapKind, wanted: Wanted) -> tuple[Paragraph | Table, ...]:
    columns = (
        TableColumn(gettext("What"), align=Align.START, weight=3),
        TableColumn(gettext("What is missing"), align=Align.START, weight=3),
        TableColumn(gettext("Day")),
        TableColumn(gettext("Whose"), align=Align.START, weight=2),
    )
    rows = [
        TableRow(
            (
                Cell(labels.name(gap.names)),
                Cell(gap_labels.what(gap) or "–"),
                Cell(labels.day(gap.on) if gap.on else "–"),
                Cell(owners(gap, wanted.organisations) or "–"),
            )
        )
        for gap in gaps[:_MOST_IN_TABLE]
    ]
    rest = len(gaps) - len(rows)
    more = gettext("And %(count)s more: the data of this file and the CSV hold all.")
    remarks = (more % {"count": labels.number(rest)},) if rest > 0 else ()
    table = Table(gap_labels.kind(kind), columns, tuple(rows), remarks=remarks, prose=True)
    return Paragraph(gap_labels.todo(kind)), table


def _data(gaps: Sequence[Gap], wanted: Wanted) -> DataSheet:
    return DataSheet(gettext("Data"), _KEYS, _labels(), tuple(_rows(gaps, wanted)))


def _labels() -> tuple[str, ...]:
    return (
        gettext("Area"),
        gettext("Kind"),
        gettext("About"),
        gettext("Code"),
        gettext("Name"),
        gettext("What is missing"),
        gettext("What to do"),
        gettext("Whose"),
        gettext("Law"),
        gettext("Day"),
        gettext("Invented"),
    )


def _rows(gaps: Iterable[Gap], wanted: Wanted) -> Iterable[tuple[str, ...]]:
    for gap in gaps:
        yield (
            gap.area,
            gap_labels.kind(gap.kind),
            gap.about.value,
            gap.code,
            labels.name(gap.names),
            gap_labels.what(gap),
            gap_labels.todo(gap.kind),
            owners(gap, wanted.organisations),
            gap.law,
            gap.on.isoformat() if gap.on else "",
            gettext("yes") if gap.invented else "",
        )


def _csv(gaps: Sequence[Gap], wanted: Wanted) -> bytes:
    return csv.write(_KEYS, _rows(gaps, wanted), bom=True)


def _json(gaps: Sequence[Gap], wanted: Wanted) -> bytes:
    made = {
        "place": wanted.place,
        "made_at": wanted.made_at.isoformat(),
        "gaps": [told(gap) for gap in gaps],
        "organisations": {code: told(names) for code, names in wanted.organisations.items()},
    }
    if wanted.counties:
        made["counties"] = [
            {"area": each.area, "names": told(each.names), "counts": dict(each.counts)}
            for each in wanted.counties
        ]
    return json.write(made)


_PLAIN: Mapping[str, Callable[[Sequence[Gap], Wanted], bytes]] = {"csv": _csv, "json": _json}
