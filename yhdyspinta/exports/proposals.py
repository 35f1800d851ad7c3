"""The proposal table: who is to organise what with whom by when, and under which agreement.

Kuntaliitto, Sote-tulevaisuuspäivä 9.12.2021, "Ehdotus … yhteistyörakenteesta ja tarvittavista
sopimuksista": one table for each work package, six columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from django.utils.translation import gettext, override, pgettext

from yhdyspinta import labels
from yhdyspinta.calc.interfaces import Grouped
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
from yhdyspinta.labels import interfaces as interface_labels
from yhdyspinta.terms.interfaces import Ground, Interface, InterfaceState

MEDIA_TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
COLUMNS = (
    "work_package",
    "code",
    "theme",
    "statutory",
    "basis",
    "structures",
    "aims",
    "partners",
    "schedule",
    "agreement",
)
_WEIGHTS = (2.5, 2.5, 3.6, 2.3, 1.5, 1.3)


@dataclass(frozen=True, slots=True)
class Proposals:
    """The proposals of one place: its name in words, its interfaces by work package."""

    place: str
    groups: Sequence[Grouped]


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A row of the table in words; `agreement` is the letter, `agreement_word` its word."""

    code: str
    theme: str
    is_statutory: bool
    basis: str
    structures: tuple[str, ...]
    aims: tuple[str, ...]
    partners: tuple[str, ...]
    schedule: str
    agreement: str
    agreement_word: str
    is_invented: bool


@dataclass(frozen=True, slots=True)
class ProposalGroup:
    """The rows of a work package, under its name."""

    title: str
    rows: tuple[ProposalRow, ...]


def groups(proposals: Proposals) -> list[ProposalGroup]:
    """Return the proposals by work package in words; packages without any are left out."""
    return [
        ProposalGroup(package_name(group), rows)
        for group in proposals.groups
        if (rows := tuple(_row(each) for each in group.interfaces if _is_proposal(each)))
    ]


def package_name(group: Grouped) -> str:
    """Name a group of interfaces by its work package."""
    if group.package is None:
        return gettext("No work package")
    return labels.name(group.package.names)


def headers() -> tuple[str, ...]:
    """Return the names of the six columns."""
    letters = "/".join(interface_labels.agreement_letter(needed=each) for each in (True, False))
    return (
        pgettext("proposal", "Theme"),
        gettext("Structure needed"),
        gettext("Aim of the cooperation"),
        gettext("Partners in cooperation"),
        gettext("To be organised"),
        gettext("Agreement (%(letters)s)") % {"letters": letters},
    )


def signs() -> str:
    """Say what the signs in the table mean."""
    letters = ", ".join(
        f"{interface_labels.agreement_letter(needed=each)} = {interface_labels.agreement_word(needed=each)}"
        for each in (True, False)
    )
    agreement = gettext("Agreement: %(letters)s.") % {"letters": letters}
    return f"{interface_labels.statutory_key()}. {agreement}"


def render(proposals: Proposals, ending: str, *, language: str, made_at: datetime) -> bytes:
    """Make the file with the given ending (a key of MEDIA_TYPES); raises KeyError for another."""
    with override(language):
        if ending == "csv":
            return csv.write(COLUMNS, _flat(proposals), bom=True)
        if ending == "json":
            return json.write({"place": proposals.place, "rows": _records(proposals)})
        if ending not in MEDIA_TYPES:
            raise KeyError(ending)
        renderer = import_module(f"yhdyspinta.exports.{ending}")
        made: bytes = renderer.render(document(proposals, language=language), made_at=made_at)
        return made


def document(proposals: Proposals, *, language: str) -> Document:
    """Return the proposals as a document in a language: a table for each work package."""
    with override(language):
        found = groups(proposals)
        sections = [Section(each.title, (_table(each),)) for each in found]
        empty = Section(title(), (Paragraph(gettext("There are no proposals yet.")),))
        is_invented = any(row.is_invented for group in found for row in group.rows)
        note = gettext("Some of this is invented.")
        return Document(
            title=title(),
            subtitle=proposals.place,
            language=language,
            sections=tuple(sections or [empty]),
            facts=((gettext("Please note"), note),) if is_invented else (),
            sources=_sources(proposals),
            footer=" · ".join(("Yhdyspinta", proposals.place, *([note] if is_invented else []))),
            data=_data(proposals),
            words=words(),
        )


def title() -> str:
    """Name the table."""
    return gettext("Proposed structures of cooperation and agreements needed")


def _is_proposal(interface: Interface) -> bool:
    return interface.state is not InterfaceState.ENDED


def _row(interface: Interface) -> ProposalRow:
    return ProposalRow(
        code=interface.code,
        theme=labels.name(interface.names),
        is_statutory=interface.ground is Ground.LAW,
        basis=interface.basis,
        structures=tuple(each.text or each.body for each in interface.structures),
        aims=interface.aims,
        partners=interface.partners,
        schedule=interface_labels.schedule(interface.organised_from, interface.organised_to),
        agreement=interface_labels.agreement_letter(needed=interface.agreement_needed),
        agreement_word=interface_labels.agreement_word(needed=interface.agreement_needed),
        is_invented=interface.invented,
    )


def _table(group: ProposalGroup) -> Table:
    aligned = [Align.START] * 4 + [Align.CENTER] * 2
    return Table(
        caption=title(),
        columns=tuple(
            TableColumn(label, align=align, weight=weight)
            for label, align, weight in zip(headers(), aligned, _WEIGHTS, strict=True)
        ),
        rows=tuple(TableRow(_cells(row)) for row in group.rows),
        remarks=(signs(),),
        prose=True,
    )


def _cells(row: ProposalRow) -> tuple[Cell, ...]:
    theme = f"{row.theme}\u00a0§" if row.is_statutory else row.theme
    return (
        Cell(theme),
        *(_listed(each) for each in (row.structures, row.aims, row.partners)),
        Cell(row.schedule or "–"),
        Cell(row.agreement),
    )


def _listed(lines: tuple[str, ...]) -> Cell:
    return Cell("; ".join(lines) or "–", lines=lines)


def _sources(proposals: Proposals) -> tuple[str, ...]:
    inside = (each for group in proposals.groups for each in group.interfaces)
    return tuple(dict.fromkeys(each.source for each in inside if each.source))


def _flat(proposals: Proposals) -> list[tuple[str, ...]]:
    """Return the rows of COLUMNS; several things in a cell stand on lines of their own."""
    return [
        (
            group.title,
            row.code,
            row.theme,
            gettext("yes") if row.is_statutory else gettext("no"),
            row.basis,
            *("\n".join(each) for each in (row.structures, row.aims, row.partners)),
            row.schedule,
            row.agreement_word,
        )
        for group in groups(proposals)
        for row in group.rows
    ]


def _records(proposals: Proposals) -> list[dict[str, Any]]:
    inside = {each.code: each for group in proposals.groups for each in group.interfaces}
    return [
        {
            "work_package": group.title,
            "code": row.code,
            "theme": row.theme,
            "statutory": row.is_statutory,
            "basis": row.basis,
            "structures": list(row.structures),
            "aims": list(row.aims),
            "partners": list(row.partners),
            "organised_from": _quarter(inside[row.code].organised_from),
            "organised_to": _quarter(inside[row.code].organised_to),
            "agreement_needed": inside[row.code].agreement_needed,
            "source": inside[row.code].source,
            "invented": row.is_invented,
        }
        for group in groups(proposals)
        for row in group.rows
    ]


def _quarter(value: Any) -> str | None:
    return str(value) if value else None


def _data(proposals: Proposals) -> DataSheet:
    theme, structure, aim, partners, schedule, _letter = headers()
    return DataSheet(
        title=gettext("Data"),
        keys=COLUMNS,
        labels=(
            gettext("Work package"),
            pgettext("of a thing", "Code"),
            theme,
            gettext("Statutory"),
            gettext("Law and section"),
            structure,
            aim,
            partners,
            schedule,
            gettext("Agreement needed"),
        ),
        rows=tuple(tuple(" · ".join(v.splitlines()) for v in row) for row in _flat(proposals)),
    )
