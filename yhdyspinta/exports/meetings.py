"""A county's meetings, open actions and phenomena as files: rows that a spreadsheet opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from django.utils import timezone
from django.utils.translation import gettext, override

from yhdyspinta import labels
from yhdyspinta.calc.phenomena import days_in_all, level_of, stage
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
from yhdyspinta.labels import meetings as meeting_labels
from yhdyspinta.labels import phenomena as phenomenon_labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import ListedMeeting, Promised
from yhdyspinta.terms.phenomena import Phenomenon

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
_Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose list it is (`place`: in words), in which language, made when."""

    place: str
    language: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class _Form:
    """A list as a file: its title, its columns by key with their words, its rows in words."""

    title: str
    columns: Mapping[str, str]
    rows: _Rows


def render(listed: Sequence[ListedMeeting], ending: str, *, wanted: Wanted) -> bytes:
    """Make the file of meetings with an ending (a key of MEDIA_TYPES); KeyError for another."""
    with override(wanted.language):
        return _made(_meetings(listed, wanted), ending, wanted)


def render_actions(
    listed: Sequence[Promised], ending: str, *, owners: Mapping[str, Names], wanted: Wanted
) -> bytes:
    """Make the file of open actions with an ending (a key of MEDIA_TYPES)."""
    with override(wanted.language):
        return _made(_actions(listed, owners, wanted), ending, wanted)


def render_phenomena(
    listed: Sequence[Phenomenon], ending: str, *, owners: Mapping[str, Names], wanted: Wanted
) -> bytes:
    """Make the file of phenomena with an ending (a key of MEDIA_TYPES)."""
    with override(wanted.language):
        return _made(_phenomena(listed, owners, wanted), ending, wanted)


def _made(form: _Form, ending: str, wanted: Wanted) -> bytes:
    if ending == "csv":
        return csv.write(tuple(form.columns), form.rows, bom=True)
    if ending == "json":
        return json.write([dict(zip(form.columns, row, strict=True)) for row in form.rows])
    if ending not in MEDIA_TYPES:
        raise KeyError(ending)
    # Renderers are heavy: loaded when one is asked for.
    renderer = import_module(f"yhdyspinta.exports.{ending}")
    made: bytes = renderer.render(_document(form, wanted), made_at=wanted.made_at)
    return made


def _document(form: _Form, wanted: Wanted) -> Document:
    columns = tuple(TableColumn(each, align=Align.START) for each in form.columns.values())
    rows = tuple(TableRow(tuple(Cell(text) for text in row)) for row in form.rows)
    return Document(
        title=form.title,
        subtitle=wanted.place,
        language=wanted.language,
        sections=(Section(form.title, (Table(form.title, columns, rows),)),),
        facts=(),
        sources=(),
        footer=f"Yhdyspinta · {wanted.place}",
        data=DataSheet(
            gettext("Data"), tuple(form.columns), tuple(form.columns.values()), form.rows
        ),
        words=words(),
    )


def _meetings(listed: Sequence[ListedMeeting], wanted: Wanted) -> _Form:
    columns = {
        "code": gettext("Code"),
        "body": gettext("Body"),
        "title": gettext("Title"),
        "starts_at": gettext("Begins"),
        "ends_at": gettext("Ends"),
        "place": gettext("Place"),
        "state": gettext("State"),
        "items": gettext("Items of the agenda"),
        "outcomes": gettext("Outcomes"),
        "invented": gettext("Invented"),
    }
    rows = [
        (
            each.code,
            labels.name(each.body_names),
            each.title,
            _moment(each.starts_at),
            _moment(each.ends_at),
            each.place,
            meeting_labels.state(each.state),
            str(each.items),
            str(each.outcomes),
            _yes(each.invented),
        )
        for each in listed
    ]
    return _Form(gettext("Meetings: %(place)s") % {"place": wanted.place}, columns, tuple(rows))


def _actions(listed: Sequence[Promised], owners: Mapping[str, Names], wanted: Wanted) -> _Form:
    columns = {
        "owner": gettext("Organisation"),
        "action": gettext("What is to be done"),
        "due_on": gettext("Due day"),
        "overdue": gettext("Late"),
        "body": gettext("Body"),
        "meeting": gettext("Meeting"),
        "number": gettext("Number"),
        "task": gettext("Task"),
        "invented": gettext("Invented"),
    }
    rows = [
        (
            _name(owners, each.action.owner) or each.action.owner_text,
            each.action.text,
            each.action.due_on.isoformat() if each.action.due_on else "",
            _yes(each.is_overdue),
            labels.name(each.body_names),
            each.meeting,
            str(each.action.number),
            each.action.task,
            _yes(each.invented),
        )
        for each in listed
    ]
    return _Form(gettext("Open actions: %(place)s") % {"place": wanted.place}, columns, tuple(rows))


def _phenomena(listed: Sequence[Phenomenon], owners: Mapping[str, Names], wanted: Wanted) -> _Form:
    columns = {
        "code": gettext("Code"),
        "title": gettext("Phenomenon"),
        "owner": gettext("Noticed by"),
        "noticed_on": gettext("Noticed on"),
        "stage": gettext("State"),
        "level": gettext("Level"),
        "days": gettext("Days in all"),
        "invented": gettext("Invented"),
    }
    today = timezone.localtime(wanted.made_at).date()
    rows = [
        (
            each.code,
            each.title,
            _name(owners, each.owner),
            each.noticed_on.isoformat(),
            phenomenon_labels.stage(stage(each)),
            register_labels.level(level_of(each)),
            str(days_in_all(each, on=today)),
            _yes(each.invented),
        )
        for each in listed
    ]
    return _Form(gettext("Phenomena: %(place)s") % {"place": wanted.place}, columns, tuple(rows))


def _moment(value: datetime) -> str:
    return timezone.localtime(value).isoformat(timespec="minutes")


def _name(owners: Mapping[str, Names], code: str) -> str:
    return labels.name(owners[code]) if code in owners else ""


def _yes(value: object) -> str:
    return gettext("yes") if value else gettext("no")
