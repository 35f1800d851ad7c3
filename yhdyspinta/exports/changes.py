"""What changed between two pictures, as a document and as rows: its page shows the same words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from django.utils.translation import gettext, override

from yhdyspinta import labels
from yhdyspinta.calc.changes import movement
from yhdyspinta.exports import csv
from yhdyspinta.exports.document import (
    Align,
    BulletList,
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
from yhdyspinta.labels import changes as change_labels
from yhdyspinta.terms.changes import AreaChange, FigureMove, Movement, ThemeChange, Told
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.situation import StatusChange

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
}
COLUMNS = (
    "area_code",
    "area",
    "theme",
    "subarea",
    "task",
    "title",
    "before",
    "after",
    "movement",
    "note",
)
# What every table tells of tasks; the rest is told where it occurs.
_ALWAYS = (Movement.DONE, Movement.STARTED, Movement.LATE, Movement.BACK)


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A theme or an area in words: its figures then and now with the change, tasks by movement.

    `has_moved` tells whether a figure or a task of it is another than before.
    """

    code: str
    name: str
    figures: tuple[str, ...]
    counts: tuple[str, ...]
    has_moved: bool


def shown_movements(told: Told) -> tuple[Movement, ...]:
    """Return the movements that tables have a column for: the usual ones, and what occurred."""
    return tuple(each for each in Movement if each in _ALWAYS or told.changes.counts.get(each))


def theme_rows(told: Told) -> list[MovedRow]:
    """Return a row for each theme, in the roadmap's order."""
    ways = shown_movements(told)
    return [
        _moved_row(each.theme.code, each.theme.names, each, ways=ways)
        for each in told.changes.themes
    ]


def area_rows(told: Told) -> list[MovedRow]:
    """Return a row for each area, the biggest movement first."""
    ways = shown_movements(told)
    return [
        _moved_row(each.area.code, each.area.short, each, ways=ways) for each in told.changes.areas
    ]


def render(told: Told, ending: str, *, language: str, made_at: datetime) -> bytes:
    """Make the file with the given ending (a key of MEDIA_TYPES); raises KeyError for another."""
    with override(language):
        if ending == "csv":
            return csv.write(COLUMNS, _rows(told, in_words=False), bom=True)
        if ending not in MEDIA_TYPES:
            raise KeyError(ending)
        renderer = import_module(f"yhdyspinta.exports.{ending}")
        made: bytes = renderer.render(document(told, language=language), made_at=made_at)
        return made


def document(told: Told, *, language: str) -> Document:
    """Return what changed as a document, in a language: sentences, why, themes, areas, tasks."""
    with override(language):
        said = tuple(Paragraph(text) for text in change_labels.sentences(told))
        why = tuple(("", text) for text in change_labels.reasons(told))
        notes = tuple(_said(told))
        remarks = tuple(("", text) for text in change_labels.remarks(told))
        title = gettext("By theme"), gettext("By area, the biggest movement first")
        sections = [
            Section(gettext("What changed"), said),
            *([Section(gettext("Why"), (BulletList(why),))] if why else []),
            *([Section(gettext("New notes and risks"), (BulletList(remarks),))] if remarks else []),
            Section(
                title[0],
                (_table(told, theme_rows(told), caption=title[0], first=gettext("Theme")),),
            ),
            Section(
                title[1], (_table(told, area_rows(told), caption=title[1], first=gettext("Area")),)
            ),
            *([Section(gettext("What the areas say"), (BulletList(notes),))] if notes else []),
        ]
        return Document(
            title=gettext("What changed between two situation pictures"),
            subtitle=" · ".join((labels.name(told.now.roadmap.names), _pair(told))),
            language=language,
            sections=tuple(sections),
            facts=_facts(told),
            sources=told.now.sources,
            footer=" · ".join(("Yhdyspinta", _pair(told), *_invented(told))),
            data=_data(told),
            words=words(),
        )


def said_of(told: Told, change: StatusChange) -> str:
    """Return the public note of the report that changed a task's status, else empty."""
    return told.reports.get((change.area, change.task), "")


def movement_of(change: StatusChange) -> str:
    """Name which way a task's status changed."""
    return change_labels.movement(movement(change))


def _pair(told: Told) -> str:
    return " → ".join(change_labels.titles(told))


def _invented(told: Told) -> tuple[str, ...]:
    """Warn where a picture's figures are invented: then the changes did not happen."""
    if told.before.invented or told.now.invented:
        return (gettext("invented figures"),)
    return ()


def _facts(told: Told) -> tuple[tuple[str, str], ...]:
    earlier, later = change_labels.titles(told)
    facts = [(gettext("Earlier picture"), earlier), (gettext("Later picture"), later)]
    if _invented(told):
        facts.insert(0, (gettext("Please note"), gettext("The figures are invented.")))
    pair = (told.published_before, told.published)
    hashes = [each.sha256 for each in pair if each is not None]
    return (*facts, (gettext("Fingerprints (SHA-256)"), ", ".join(hashes)))


def _moved_row(
    code: str, names: Names, moved: ThemeChange | AreaChange, *, ways: tuple[Movement, ...]
) -> MovedRow:
    return MovedRow(
        code,
        labels.name(names),
        (*_figures(moved.progress), *_figures(moved.readiness)),
        _counts(moved.counts, ways),
        _has_moved(moved),
    )


def _figures(move: FigureMove) -> tuple[str, str, str]:
    before = move.before.percent if move.before else None
    now = move.now.percent if move.now else None
    return labels.percent(before), labels.percent(now), change_labels.points(move)


def _has_moved(change: ThemeChange | AreaChange) -> bool:
    figures = (change.progress, change.readiness)
    return any(change.counts.values()) or any(each.before != each.now for each in figures)


def _counts(counts: Mapping[Movement, int], ways: tuple[Movement, ...]) -> tuple[str, ...]:
    return tuple(labels.number(counts.get(each, 0)) for each in ways)


def _table(told: Told, rows: list[MovedRow], *, caption: str, first: str) -> Table:
    before, now = change_labels.times(told)
    change = gettext("Change")
    figures = [
        TableColumn(label, group=group)
        for group in (gettext("Progress"), gettext("Readiness"))
        for label in (before, now, change)
    ]
    counted = [
        TableColumn(change_labels.movement(each), group=gettext("Tasks"))
        for each in shown_movements(told)
    ]
    return Table(
        caption=caption,
        columns=(TableColumn(first, align=Align.START, weight=2.0), *figures, *counted),
        rows=tuple(
            TableRow(tuple(Cell(text) for text in (row.name, *row.figures, *row.counts)))
            for row in rows
        ),
        remarks=(
            gettext(
                "The change is in percentage points of the percentages as shown. Progress looks at"
                " tasks due by the horizon, readiness at all tasks."
            ),
        ),
    )


def _moved(told: Told) -> list[StatusChange]:
    return [each for area in told.changes.areas for each in area.tasks]


def _said(told: Told) -> list[tuple[str, str]]:
    names = {area.code: labels.name(area.short) for area in told.now.areas}
    return [
        (f"{names[each.area]}, {each.task}", said_of(told, each))
        for each in _moved(told)
        if said_of(told, each)
    ]


def _rows(told: Told, *, in_words: bool) -> list[tuple[str, ...]]:
    """Return each changed task as a row of COLUMNS; statuses by code, or in words for people."""
    areas = {each.code: labels.name(each.short) for each in told.now.areas}
    tasks = {each.code: each for each in told.now.roadmap.tasks}
    found: list[tuple[str, ...]] = []
    for each in _moved(told):
        task, way = tasks[each.task], movement(each)
        said = (str(each.before or ""), str(each.after or ""), way.value)
        if in_words:
            before, after = labels.status(each.before), labels.status(each.after)
            said = (before, after, change_labels.movement(way))
        place = (each.area, areas[each.area], task.theme, task.subarea)
        found.append((*place, task.code, labels.name(task.title), *said, said_of(told, each)))
    return found


def _data(told: Told) -> DataSheet:
    """Return each changed task as a row, in words."""
    return DataSheet(
        title=gettext("Data"),
        keys=COLUMNS,
        labels=(
            gettext("Area code"),
            gettext("Area"),
            gettext("Theme code"),
            gettext("Subarea code"),
            gettext("Task"),
            gettext("Task's name"),
            gettext("Before"),
            gettext("Now"),
            gettext("Movement"),
            gettext("Note"),
        ),
        rows=tuple(_rows(told, in_words=True)),
    )
