"""A place's interfaces as a list: state, leader, parties, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from django.utils.translation import gettext, override, pgettext

from yhdyspinta import labels
from yhdyspinta.calc.interfaces import Grouped, Lack, leaders
from yhdyspinta.exports import csv, json
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
from yhdyspinta.exports.proposals import package_name
from yhdyspinta.exports.situation import words
from yhdyspinta.labels import interfaces as interface_labels
from yhdyspinta.terms.interfaces import Interface
from yhdyspinta.terms.languages import Names

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
COLUMNS = (
    "work_package",
    "code",
    "name",
    "state",
    "ground",
    "basis",
    "leaders",
    "parties",
    "missing",
    "invented",
)


@dataclass(frozen=True, slots=True)
class InterfaceList:
    """A place's interfaces: its name in words, groups, and by code what each lacks."""

    place: str
    groups: Sequence[Grouped]
    lacks: Mapping[str, Lack]
    names: Mapping[str, Names]


def render(listed: InterfaceList, ending: str, *, language: str, made_at: datetime) -> bytes:
    """Make the file with the given ending (a key of MEDIA_TYPES); raises KeyError for another."""
    with override(language):
        if ending == "csv":
            return csv.write(COLUMNS, _flat(listed), bom=True)
        if ending == "json":
            rows = [dict(zip(COLUMNS, row, strict=True)) for row in _flat(listed)]
            return json.write({"place": listed.place, "rows": rows})
        if ending not in MEDIA_TYPES:
            raise KeyError(ending)
        renderer = import_module(f"yhdyspinta.exports.{ending}")
        made: bytes = renderer.render(document(listed, language=language), made_at=made_at)
        return made


def document(listed: InterfaceList, *, language: str) -> Document:
    """Return the list as a document in a language."""
    with override(language):
        rows = _flat(listed)
        chosen = (0, 2, 3, 5, 6, 7, 8)
        names = column_names()
        table = Table(
            caption=listed.place,
            columns=tuple(TableColumn(names[at], align=Align.START) for at in chosen),
            rows=tuple(TableRow(tuple(Cell(row[at] or "–") for at in chosen)) for row in rows),
            prose=True,
        )
        return Document(
            title=gettext("Interfaces"),
            subtitle=listed.place,
            language=language,
            sections=(Section(gettext("Interfaces"), (table,)),),
            footer=f"Yhdyspinta · {listed.place}",
            data=DataSheet(gettext("Data"), COLUMNS, names, tuple(rows)),
            words=words(),
        )


def column_names() -> tuple[str, ...]:
    """Return the names of COLUMNS in the active language."""
    return (
        gettext("Work package"),
        pgettext("of a thing", "Code"),
        gettext("Interface"),
        gettext("State of the cooperation"),
        gettext("Why"),
        gettext("Law and section"),
        gettext("Leads"),
        gettext("Parties"),
        gettext("Missing"),
        gettext("Invented"),
    )


def missing(lack: Lack) -> tuple[str, ...]:
    """Say what an interface needs and has not, a thing on each line."""
    said = [gettext("Body: %(structure)s") % {"structure": each.text} for each in lack.structures]
    if lack.agreement:
        said.append(gettext("Agreement"))
    if lack.leader:
        said.append(gettext("Leader"))
    return tuple(said)


def _flat(listed: InterfaceList) -> list[tuple[str, ...]]:
    return [
        (package_name(group), *_row(listed, each))
        for group in listed.groups
        for each in group.interfaces
    ]


def _row(listed: InterfaceList, interface: Interface) -> tuple[str, ...]:
    def named(code: str) -> str:
        return labels.name(listed.names[code]) if code in listed.names else code

    return (
        interface.code,
        labels.name(interface.names),
        interface_labels.state(interface.state),
        interface_labels.ground(interface.ground),
        interface.basis,
        ", ".join(named(code) for code in leaders(interface)),
        ", ".join(named(each.organisation) for each in interface.parties),
        "; ".join(missing(listed.lacks[interface.code])),
        gettext("yes") if interface.invented else gettext("no"),
    )
