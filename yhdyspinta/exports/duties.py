"""Duties as files: what a place's organisations owe, and the national view of who lacks what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
    Section,
    Table,
    TableColumn,
    TableRow,
)
from yhdyspinta.exports.situation import words
from yhdyspinta.labels import duties as duty_labels
from yhdyspinta.terms.duties import (
    CountyDuties,
    Duty,
    NationalDuties,
    Owed,
    OwedBy,
)
from yhdyspinta.terms.rules import Confidence

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
_KEYS = (
    "organisation",
    "organisation_code",
    "duty",
    "duty_code",
    "law",
    "cadence",
    "state",
    "due_on",
    "done_on",
    "where",
    "document",
    "missed_on",
    "source",
    "confidence",
    "invented",
)
_NATIONAL_KEYS = (
    "county",
    "county_code",
    "duty",
    "duty_code",
    "own_state",
    "own_due_on",
    "municipalities",
    "done",
    "late",
    "ahead",
    "not_known",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose duties a file holds (`place`: in words), on which day, in which language."""

    place: str
    on: date
    language: str
    made_at: datetime


def title(place: str) -> str:
    """Say what the list is, in the active language."""
    return gettext("Statutory duties of cooperation: %(place)s") % {"place": place}


def render(owed: Sequence[OwedBy], ending: str, *, wanted: Wanted) -> bytes:
    """Make the file of a place's duties; raises KeyError for an ending not in MEDIA_TYPES."""
    with override(wanted.language):
        if ending == "csv":
            return csv.write(_labels(), _rows(owed), bom=True)
        if ending == "json":
            return json.write(_records(owed, wanted))
        return _rendered(_document(owed, wanted), ending, made_at=wanted.made_at)


def render_national(found: NationalDuties, ending: str, *, wanted: Wanted) -> bytes:
    """Make the file of the national view; raises KeyError for an ending not in MEDIA_TYPES."""
    with override(wanted.language):
        if ending == "csv":
            return csv.write(_national_labels(), _national_rows(found), bom=True)
        if ending == "json":
            return json.write(
                {
                    "on": found.on.isoformat(),
                    "duties": told(found.duties),
                    "counties": told(found.counties),
                    "totals": told(dict(found.totals)),
                }
            )
        return _rendered(_national(found, wanted), ending, made_at=wanted.made_at)


def county_duties(found: NationalDuties) -> list[Duty]:
    """Return the duties that some county owes itself, in their order."""
    return [each for each in found.duties if any(each.code in one.own for one in found.counties)]


def municipal_duties(found: NationalDuties) -> list[Duty]:
    """Return the duties that municipalities owe, in their order."""
    return [
        each
        for each in found.duties
        if any(each.code in one.municipalities for one in found.counties)
    ]


def own_sign(county: CountyDuties, duty: Duty) -> str:
    """Return the sign of how a county stands with a duty of its own; a dash if it owes none."""
    stands = county.own.get(duty.code)
    return duty_labels.sign(stands) if stands else "–"


def key() -> str:
    """Say what the signs mean."""
    return ", ".join(f"{sign} {name}" for _code, sign, name in duty_labels.key())


def _rendered(document: Document, ending: str, *, made_at: datetime) -> bytes:
    if ending not in MEDIA_TYPES:
        raise KeyError(ending)
    renderer = import_module(f"yhdyspinta.exports.{ending}")
    made: bytes = renderer.render(document, made_at=made_at)
    return made


def _document(owed: Sequence[OwedBy], wanted: Wanted) -> Document:
    invented = any(_is_invented(row) for each in owed for row in each.rows)
    return Document(
        title=title(wanted.place),
        subtitle=gettext("On %(day)s") % {"day": labels.day(wanted.on)},
        language=wanted.language,
        sections=tuple(
            Section(labels.name(each.organisation.names), (_table(each),)) for each in owed
        ),
        facts=_facts(wanted, invented=invented),
        sources=_sources([row.duty for each in owed for row in each.rows]),
        footer=f"Yhdyspinta · {title(wanted.place)}",
        data=DataSheet(gettext("Duties"), _KEYS, _labels(), tuple(_rows(owed))),
        words=words(),
    )


def _table(owed: OwedBy) -> Table:
    columns = (
        TableColumn(gettext("Duty"), align=Align.START, weight=4),
        TableColumn(pgettext("of a duty", "Law"), align=Align.START, weight=1.6),
        TableColumn(gettext("How often"), align=Align.START, weight=1.6),
        TableColumn(pgettext("of a duty", "State"), align=Align.START, weight=1.4),
        TableColumn(pgettext("of a duty", "By"), weight=1.2),
        TableColumn(pgettext("of a duty", "Done"), weight=1.2),
    )
    rows = tuple(TableRow(_cells(row)) for row in owed.rows)
    return Table(labels.name(owed.organisation.names), columns, rows, prose=True)


def _cells(row: Owed) -> tuple[Cell, ...]:
    stands = row.standing
    mark = duty_labels.uncertain(row.duty.validity.confidence)
    law = f"{duty_labels.law(row.duty)} ({mark})" if mark else duty_labels.law(row.duty)
    done = labels.day(stands.last.done_on) if stands.last else "–"
    return (
        Cell(labels.name(row.duty.names)),
        Cell(law),
        Cell(duty_labels.cadence(row.duty)),
        Cell(duty_labels.state(stands)),
        Cell(duty_labels.due(stands)),
        Cell(done),
    )


def _facts(wanted: Wanted, *, invented: bool) -> tuple[tuple[str, str], ...]:
    note = ((gettext("Please note"), gettext("Some of this is invented.")),) if invented else ()
    return (*note, (gettext("Situation on"), labels.moment(wanted.made_at)))


def _sources(duties: Sequence[Duty]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.validity.source for each in duties))


def _is_invented(row: Owed) -> bool:
    return row.standing.last is not None and row.standing.last.invented


def _labels() -> tuple[str, ...]:
    return (
        gettext("Organisation"),
        gettext("Organisation's code"),
        gettext("Duty"),
        gettext("Duty's code"),
        pgettext("of a duty", "Law"),
        gettext("How often"),
        pgettext("of a duty", "State"),
        pgettext("of a duty", "By"),
        pgettext("of a duty", "Done"),
        pgettext("of a duty", "Where"),
        gettext("Document"),
        gettext("Nothing reported by"),
        gettext("Source"),
        gettext("Confidence"),
        gettext("Invented"),
    )


def _rows(owed: Sequence[OwedBy]) -> list[tuple[str | int | None, ...]]:
    return [_row(each, row) for each in owed for row in each.rows]


def _row(owed: OwedBy, row: Owed) -> tuple[str | int | None, ...]:
    stands, duty = row.standing, row.duty
    last = stands.last
    return (
        labels.name(owed.organisation.names),
        owed.organisation.code,
        labels.name(duty.names),
        duty.code,
        duty_labels.law(duty),
        duty_labels.cadence(duty),
        duty_labels.state(stands),
        stands.due_on.isoformat() if stands.due_on else None,
        last.done_on.isoformat() if last else None,
        last.where if last else None,
        last.document_link if last else None,
        stands.missed_on.isoformat() if stands.missed_on else None,
        duty.validity.source,
        labels.confidence(duty.validity.confidence),
        gettext("yes") if _is_invented(row) else gettext("no"),
    )


def _records(owed: Sequence[OwedBy], wanted: Wanted) -> dict[str, Any]:
    return {
        "place": wanted.place,
        "on": wanted.on.isoformat(),
        "organisations": [
            {
                "code": each.organisation.code,
                "names": told(each.organisation.names),
                "duties": [
                    {"duty": told(row.duty), "standing": told(row.standing)} for row in each.rows
                ],
            }
            for each in owed
        ],
    }


def _national(found: NationalDuties, wanted: Wanted) -> Document:
    first = gettext("Duties of the counties")
    second = gettext("Duties of the municipalities, by county")
    return Document(
        title=title(wanted.place),
        subtitle=gettext("On %(day)s") % {"day": labels.day(found.on)},
        language=wanted.language,
        sections=(
            Section(gettext("Who has done what"), (_totals(found),)),
            Section(first, (_matrix(found, county_duties(found), caption=first, own=True),)),
            Section(second, (_matrix(found, municipal_duties(found), caption=second, own=False),)),
        ),
        facts=_facts(wanted, invented=found.is_invented),
        sources=_sources(found.duties),
        footer=f"Yhdyspinta · {title(wanted.place)}",
        data=DataSheet(
            gettext("Duties"), _NATIONAL_KEYS, _national_labels(), tuple(_national_rows(found))
        ),
        words=words(),
    )


def _totals(found: NationalDuties) -> Table:
    heads = (
        pgettext("of a duty", "Concerns"),
        pgettext("of a duty", "Done"),
        pgettext("of a duty", "Late"),
        pgettext("duties", "Ahead"),
        pgettext("of a duty", "Nothing reported"),
    )
    rows = [
        TableRow(
            (
                Cell(_named(duty)),
                *(
                    Cell(labels.number(value))
                    for value in (at.all, at.done, at.late, at.ahead, at.not_known)
                ),
            )
        )
        for duty in found.duties
        for at in (found.totals[duty.code],)
    ]
    columns = (
        TableColumn(gettext("Duty"), align=Align.START, weight=4.5),
        *(TableColumn(each) for each in heads),
    )
    return Table(gettext("Who has done what"), columns, tuple(rows), remarks=_remarks(found))


def _matrix(found: NationalDuties, duties: list[Duty], *, caption: str, own: bool) -> Table:
    """Return a table of counties, with a numbered column for each duty: names would not fit."""
    columns = (
        TableColumn(gettext("County"), align=Align.START, weight=2.4),
        *(TableColumn(str(number)) for number, _ in enumerate(duties, 1)),
    )
    rows = [
        TableRow(
            (
                Cell(labels.name(county.names)),
                *(
                    Cell(
                        own_sign(county, d)
                        if own
                        else duty_labels.share(county.municipalities.get(d.code))
                    )
                    for d in duties
                ),
            )
        )
        for county in found.counties
    ]
    numbered = (f"{n} {_named(duty)}" for n, duty in enumerate(duties, 1))
    told_key = key() if own else gettext("Done of how many municipalities; “!” how many are late")
    return Table(caption, columns, tuple(rows), remarks=(told_key, *numbered))


def _named(duty: Duty) -> str:
    mark = duty_labels.uncertain(duty.validity.confidence)
    name = labels.name(duty.names)
    return f"{name} ({mark})" if mark else name


def _remarks(found: NationalDuties) -> tuple[str, ...]:
    if all(each.validity.confidence is Confidence.SOURCE for each in found.duties):
        return ()
    return (
        gettext("In brackets: how well the duty is known, where no source has been looked up."),
    )


def _national_labels() -> tuple[str, ...]:
    return (
        gettext("County"),
        gettext("County's code"),
        gettext("Duty"),
        gettext("Duty's code"),
        gettext("The county itself"),
        pgettext("of a duty", "By"),
        gettext("Municipalities"),
        pgettext("of a duty", "Done"),
        pgettext("of a duty", "Late"),
        pgettext("duties", "Ahead"),
        pgettext("of a duty", "Nothing reported"),
    )


def _national_rows(found: NationalDuties) -> list[tuple[str | int | None, ...]]:
    return [
        _national_row(county, duty)
        for county in found.counties
        for duty in found.duties
        if duty.code in county.own or duty.code in county.municipalities
    ]


def _national_row(county: CountyDuties, duty: Duty) -> tuple[str | int | None, ...]:
    own, counts = county.own.get(duty.code), county.municipalities.get(duty.code)
    return (
        labels.name(county.names),
        county.code,
        labels.name(duty.names),
        duty.code,
        duty_labels.state(own) if own else None,
        own.due_on.isoformat() if own and own.due_on else None,
        counts.all if counts else None,
        counts.done if counts else None,
        counts.late if counts else None,
        counts.ahead if counts else None,
        counts.not_known if counts else None,
    )
