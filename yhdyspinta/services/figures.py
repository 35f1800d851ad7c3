"""A number opened: the tasks and reports behind it, and every report ever made for a cell."""

from dataclasses import dataclass, replace
from datetime import date

from yhdyspinta import labels
from yhdyspinta.calc.access import may, may_read_note
from yhdyspinta.calc.situation import cell, holding
from yhdyspinta.services import people
from yhdyspinta.services.situation import Shown
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Status, StatusReport, Task
from yhdyspinta.terms.situation import Figures, Picture


@dataclass(frozen=True, slots=True)
class Behind:
    """A task behind a cell's number, with the report that the number rests on (None: none)."""

    task: Task
    status: Status | None
    report: StatusReport | None
    organisation: Names | None
    is_due: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a cell's number is made of."""

    figures: Figures
    rows: tuple[Behind, ...]


def explain(
    shown: Shown,
    *,
    area: str,
    actor: Actor,
    theme: str | None = None,
    subarea: str | None = None,
) -> Explanation:
    """Show what a cell's number is made of: each task, its status, who reported it and when.

    Of a published picture these are the reports that were known when it was frozen. Who reports
    is told by organisation; notes and names are told to those who may read them.
    """
    picture = shown.picture
    tasks = [
        task
        for task in picture.roadmap.tasks
        if theme in {None, task.theme} and subarea in {None, task.subarea}
    ]
    found = _reports_behind(picture, area)
    statuses = picture.statuses.get(area, {})
    rows = []
    for task in tasks:
        report, organisation = found.get(task.code, (None, None))
        report = report and readable(report, actor=actor, roadmap=picture.roadmap.code)
        status, is_due = statuses.get(task.code), task.due <= picture.horizon
        rows.append(Behind(task, status, report, organisation, is_due))
    return Explanation(
        figures=cell(picture, area=area, theme=theme, subarea=subarea), rows=tuple(rows)
    )


def since(picture: Picture, *, task: str) -> dict[str, date]:
    """Return by area since which day a task's status holds, as known when it was frozen."""
    rows = store.StatusReport.objects.filter(
        roadmap__code=picture.roadmap.code, task__code=task, effective_from__lte=picture.as_of
    )
    if picture.known_by:
        rows = rows.filter(recorded_at__lte=picture.known_by)
    log = rows.order_by("effective_from", "recorded_at", "id")
    return dict(log.values_list("area__code", "effective_from"))


def history(roadmap: str, *, area: str, task: str, actor: Actor) -> list[StatusReport]:
    """Return every report ever made for a cell, the first one first.

    Those who may not see the area's unpublished reports get what published pictures knew. In
    place of a name stands the organisation where the actor may not know the name.
    """
    rows = store.StatusReport.objects.of_cell(area=area, task=task).filter(roadmap__code=roadmap)
    if not may(actor, Action.SEE_UNPUBLISHED, area=area, roadmap=roadmap):
        rows = rows.published()
    found = list(rows.select_related("area", "task", "sheet_import", "organisation"))
    names = people.names(row.recorded_by for row in found)
    inside = may(actor, Action.SEE_INTERNAL, area=area, roadmap=roadmap)
    return [
        replace(
            readable(row.as_terms(), actor=actor, roadmap=roadmap),
            recorded_by=names[row.recorded_by] if inside else _organisation(row),
        )
        for row in found
    ]


def readable(report: StatusReport, *, actor: Actor, roadmap: str) -> StatusReport:
    """Return a report without the note and the key of a person that the actor may not know."""
    reads = may_read_note(actor, report.visibility, areas=[report.area], roadmap=roadmap)
    inside = may(actor, Action.SEE_INTERNAL, area=report.area, roadmap=roadmap)
    return replace(
        report,
        note=report.note if reads else "",
        recorded_by=report.recorded_by if inside else "",
    )


def _organisation(row: store.StatusReport) -> str:
    return labels.name(found) if (found := _name(row.organisation)) else ""


def _reports_behind(picture: Picture, area: str) -> dict[str, tuple[StatusReport, Names | None]]:
    """Return by task the report that a picture rests on, and on whose behalf it was made.

    A report that holds today and was known then held then too: the log is read only where one
    recorded later took its place.
    """
    of_area = store.StatusReport.objects.filter(
        roadmap__code=picture.roadmap.code, area__code=area
    ).select_related("area", "task", "sheet_import", "organisation")
    rows = list(of_area.holding(on=picture.as_of))
    known_by = picture.known_by
    later = {row.task_id for row in rows if known_by and row.recorded_at > known_by}
    if later:
        log = of_area.filter(task__in=later, effective_from__lte=picture.as_of)
        rows += log.order_by("recorded_at", "id")
    behind = {row.as_terms(): _name(row.organisation) for row in rows}
    held = holding(behind, on=picture.as_of, known_by=known_by)
    return {task: (report, behind[report]) for (_, task), report in held.items()}


def _name(organisation: store.Organisation | None) -> Names | None:
    if organisation is None:
        return None
    return Names(organisation.name_fi, organisation.name_sv, organisation.name_en)
