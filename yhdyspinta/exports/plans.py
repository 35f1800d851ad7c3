"""Plans of a county or of the nation as files: each under the one above it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from django.utils.translation import gettext, override, pgettext

from yhdyspinta import labels
from yhdyspinta.calc.plans import tree
from yhdyspinta.calc.register import told
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
from yhdyspinta.exports.situation import words
from yhdyspinta.labels import plans as plan_labels
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.plans import Plan

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
_KEYS = (
    "code",
    "name",
    "kind",
    "owner",
    "organisations",
    "parent",
    "approver",
    "valid_from",
    "valid_to",
    "state",
    "approved_on",
    "document_link",
    "goals",
    "source",
    "invented",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose plans a file holds (`place`: in words), in which language, made when."""

    place: str
    organisations: Mapping[str, Names]
    language: str
    made_at: datetime


def title(place: str) -> str:
    """Say what the list is, in the active language."""
    return gettext("Plans of cooperation: %(place)s") % {"place": place}


def render(plans: Sequence[Plan], ending: str, *, wanted: Wanted) -> bytes:
    """Make the file with the given ending (a key of MEDIA_TYPES); raises KeyError for another."""
    with override(wanted.language):
        if ending == "csv":
            return csv.write(_labels(), _rows(plans, wanted), bom=True)
        if ending == "json":
            return json.write({"place": wanted.place, "plans": [told(each) for each in plans]})
        if ending not in MEDIA_TYPES:
            raise KeyError(ending)
        # Loaded when it is asked for: serving pages needs no renderer.
        renderer = import_module(f"yhdyspinta.exports.{ending}")
        made: bytes = renderer.render(_document(plans, wanted), made_at=wanted.made_at)
        return made


def _document(plans: Sequence[Plan], wanted: Wanted) -> Document:
    invented = any(each.invented for each in plans)
    note = ((gettext("Please note"), gettext("Some of this is invented.")),) if invented else ()
    return Document(
        title=title(wanted.place),
        subtitle=wanted.place,
        language=wanted.language,
        sections=(Section(pgettext("heading", "Plans"), (_table(plans, wanted),)),),
        facts=(*note, (gettext("Situation on"), labels.moment(wanted.made_at))),
        sources=tuple(sorted({each.source for each in plans} - {""})),
        footer=f"Yhdyspinta · {title(wanted.place)}",
        data=DataSheet(pgettext("heading", "Plans"), _KEYS, _labels(), tuple(_rows(plans, wanted))),
        words=words(),
    )


def _table(plans: Sequence[Plan], wanted: Wanted) -> Table:
    columns = (
        TableColumn(gettext("Plan"), align=Align.START, weight=4),
        TableColumn(gettext("Kind"), align=Align.START, weight=3),
        TableColumn(gettext("Organisation that keeps it"), align=Align.START, weight=3),
        TableColumn(pgettext("of a plan", "State"), align=Align.START, weight=2),
        TableColumn(gettext("Covers"), align=Align.START, weight=2),
    )
    rows = [
        TableRow(
            (
                Cell("\u2013\u00a0" * depth + labels.name(plan.names)),
                Cell(plan_labels.kind(plan.kind)),
                Cell(_owner(plan.owner, wanted)),
                Cell(plan_labels.state(plan)),
                Cell(plan_labels.term(plan) or "–"),
            )
        )
        for depth, plan in tree(plans)
    ]
    return Table(title(wanted.place), columns, tuple(rows), prose=True)


def _owner(code: str, wanted: Wanted) -> str:
    names = wanted.organisations.get(code)
    return labels.name(names) if names else code


def _labels() -> tuple[str, ...]:
    return (
        pgettext("of a thing", "Code"),
        gettext("Name"),
        gettext("Kind"),
        gettext("Organisation that keeps it"),
        gettext("Joint plan with"),
        gettext("Above it"),
        gettext("Approved by"),
        gettext("Covers from"),
        gettext("Covers to"),
        pgettext("of a plan", "State"),
        gettext("Approved on"),
        gettext("Document"),
        gettext("Goals"),
        gettext("Source"),
        gettext("Invented"),
    )


def _rows(plans: Sequence[Plan], wanted: Wanted) -> list[tuple[str | int | None, ...]]:
    return [
        (
            each.code,
            labels.name(each.names),
            plan_labels.kind(each.kind),
            _owner(each.owner, wanted),
            "; ".join(_owner(code, wanted) for code in each.organisations),
            each.parent,
            each.approver,
            each.valid_from.isoformat() if each.valid_from else None,
            each.valid_to.isoformat() if each.valid_to else None,
            str(plan_labels.STATES[each.state]),
            each.approved_on.isoformat() if each.approved_on else None,
            each.document_link,
            "; ".join(each.goals),
            each.source,
            gettext("yes") if each.invented else gettext("no"),
        )
        for each in plans
    ]
