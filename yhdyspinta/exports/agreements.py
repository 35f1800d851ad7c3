"""Agreements of a place as files: the list, and what ends soon as slides and PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from django.utils.translation import gettext, override, pgettext

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
from yhdyspinta.labels import access as access_labels
from yhdyspinta.labels import agreements as agreement_labels
from yhdyspinta.terms.agreements import Agreement, AgreementParty, DatedAgreement
from yhdyspinta.terms.languages import Names

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
}
LISTS = ("csv", "xlsx", "json")
COLUMNS = (
    "code",
    "name",
    "kind",
    "parties",
    "interface",
    "owner",
    "state",
    "starts_on",
    "period_ends_on",
    "renewal",
    "notice",
    "act_by",
    "safe_day",
    "ends_if_notice_today",
    "renewed_for",
    "value_eur",
    "value_is_yearly",
    "document_link",
    "note",
    "visibility",
    "source",
    "invented",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file holds: whose agreements (`place`, in words), which (`what`), in which language.

    `organisations` and `interfaces` name what the agreements point to.
    """

    place: str
    what: str
    organisations: Mapping[str, Names]
    interfaces: Mapping[str, Names]
    language: str
    made_at: datetime


def render(rows: Sequence[DatedAgreement], ending: str, *, wanted: Wanted) -> bytes:
    """Make the file with the given ending (a key of MEDIA_TYPES); raises KeyError for another."""
    with override(wanted.language):
        if ending == "csv":
            return csv.write(COLUMNS, _flat(rows, wanted), bom=True)
        if ending == "json":
            return json.write({"place": wanted.place, "agreements": [_record(r) for r in rows]})
        if ending not in MEDIA_TYPES:
            raise KeyError(ending)
        renderer = import_module(f"yhdyspinta.exports.{ending}")
        made: bytes = renderer.render(document(rows, wanted), made_at=wanted.made_at)
        return made


def document(rows: Sequence[DatedAgreement], wanted: Wanted) -> Document:
    """Return agreements as a document in the active language: a table, each thing in words."""
    note = gettext("Some of this is invented.")
    is_invented = any(each.agreement.invented for each in rows)
    blocks = (_table(rows, wanted),) if rows else (Paragraph(gettext("There are none.")),)
    sources = dict.fromkeys(each.agreement.source for each in rows if each.agreement.source)
    return Document(
        title=wanted.what,
        subtitle=wanted.place,
        language=wanted.language,
        sections=(Section(wanted.what, blocks),),
        facts=(
            *(((gettext("Please note"), note),) if is_invented else ()),
            (gettext("Situation on"), labels.moment(wanted.made_at)),
        ),
        sources=tuple(sources),
        footer=" · ".join(("Yhdyspinta", wanted.place, *([note] if is_invented else []))),
        data=_data(rows, wanted),
        words=words(),
    )


def party(found: AgreementParty, names: Mapping[str, Names]) -> str:
    """Name a party: its organisation, the words for it, or both."""
    organisation = names.get(found.organisation)
    who = labels.name(organisation) if organisation else found.organisation
    return " – ".join(each for each in (who, found.text) if each)


def parties(found: Agreement, names: Mapping[str, Names]) -> tuple[str, ...]:
    """Name all parties, in their order."""
    return tuple(party(each, names) for each in found.parties)


def _table(rows: Sequence[DatedAgreement], wanted: Wanted) -> Table:
    columns = (
        TableColumn(gettext("Agreement"), align=Align.START, weight=2.6),
        TableColumn(gettext("Parties"), align=Align.START, weight=2.4),
        TableColumn(gettext("Last day to act"), weight=1.3),
        TableColumn(gettext("Period ends"), weight=1.3),
        TableColumn(gettext("What happens"), align=Align.START, weight=3),
        TableColumn(gettext("Value"), align=Align.END, weight=1.3),
    )
    return Table(wanted.what, columns, tuple(_row(each, wanted) for each in rows), prose=True)


def _row(dated: DatedAgreement, wanted: Wanted) -> TableRow:
    found = dated.agreement
    named = parties(found, wanted.organisations)
    name = labels.name(found.names)
    if found.invented:
        name = gettext("%(name)s (invented)") % {"name": name}
    said = agreement_labels.advice(dated)
    return TableRow(
        (
            Cell(name),
            Cell("; ".join(named) or "–", lines=named),
            Cell(labels.day(dated.act_by) if dated.act_by else "–"),
            Cell(agreement_labels.ending(dated)),
            Cell(" ".join(said)),
            Cell(agreement_labels.money(found.value, is_yearly=found.value_is_yearly) or "–"),
        )
    )


def _flat(rows: Sequence[DatedAgreement], wanted: Wanted) -> list[tuple[str, ...]]:
    return [tuple(_line(each, wanted).values()) for each in rows]


def _line(dated: DatedAgreement, wanted: Wanted) -> dict[str, str]:
    found = dated.agreement
    interface = wanted.interfaces.get(found.interface)
    owner = wanted.organisations.get(found.owner)
    yes, no = gettext("yes"), gettext("no")
    values = (
        found.code,
        labels.name(found.names),
        agreement_labels.kind(found.kind),
        "\n".join(parties(found, wanted.organisations)),
        labels.name(interface) if interface else "",
        labels.name(owner) if owner else found.owner,
        agreement_labels.state(dated.state),
        _day(found.starts_on),
        _day(dated.term.ends_on),
        agreement_labels.renewal(found.renewal),
        agreement_labels.period(found.notice) if found.notice else "",
        _day(dated.act_by),
        _day(dated.safe_day),
        _day(dated.earliest_end),
        agreement_labels.period(found.renewed_for) if found.renewed_for else "",
        str(found.value) if found.value is not None else "",
        (yes if found.value_is_yearly else no) if found.value is not None else "",
        found.document_link,
        found.note,
        access_labels.visibility(found.visibility),
        found.source,
        yes if found.invented else no,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _record(dated: DatedAgreement) -> dict[str, Any]:
    """Return an agreement as plain values, with what its days tell on the day of the file."""
    return {
        **told(dated.agreement),
        "state": dated.state.value,
        "period": told(dated.term),
        "act_by": told(dated.act_by),
        "safe_day": told(dated.safe_day),
        "ends_if_notice_today": told(dated.earliest_end),
    }


def _data(rows: Sequence[DatedAgreement], wanted: Wanted) -> DataSheet:
    flat = _flat(rows, wanted)
    return DataSheet(
        title=gettext("Data"),
        keys=COLUMNS,
        labels=_labels(),
        rows=tuple(tuple(" · ".join(value.splitlines()) for value in row) for row in flat),
    )


def _labels() -> tuple[str, ...]:
    return (
        pgettext("of a thing", "Code"),
        gettext("Name"),
        gettext("Kind"),
        gettext("Parties"),
        gettext("Interface"),
        gettext("Organisation that keeps it"),
        gettext("State"),
        gettext("Begins"),
        gettext("Period ends"),
        gettext("At the end"),
        gettext("Notice period"),
        gettext("Last day to act"),
        gettext("Last business day to act"),
        gettext("Ends if notice is given today"),
        gettext("Goes on for"),
        gettext("Value in euros"),
        gettext("Value is yearly"),
        gettext("Document"),
        gettext("Note"),
        gettext("Who may read this"),
        gettext("Source"),
        gettext("Invented"),
    )
