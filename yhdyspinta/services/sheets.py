"""Take a sheet in: see what it would change, then store all of it or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from yhdyspinta.calc.access import organisation_for
from yhdyspinta.services import audit, search, status_reports
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import (
    Area,
    Participation,
    Roadmap,
    SheetImport,
    StatusReport,
    Subarea,
    Task,
    Theme,
)
from yhdyspinta.store.reporting import lock_lanes
from yhdyspinta.terms import roadmap as terms
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.areas import Area as AreaRecord
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.search import SearchKind
from yhdyspinta.terms.sheets import ImportPlan, Problem, SheetContent, SheetReport

_INSERT_BATCH = 2_000

Progress = status_reports.Progress


class SheetRefusedError(Exception):
    """The sheet has errors; nothing was stored. `problems` holds every one of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Target:
    """The roadmap that a sheet is read into; made if it does not exist yet."""

    code: str
    names: Names
    source: str = ""


def stored_roadmap(code: str) -> terms.Roadmap:
    """Return a stored roadmap. Raises RefusedError if there is none of that code."""
    row = Roadmap.objects.filter(code=code).first()
    if row is None:
        raise RefusedError(gettext("There is no roadmap “%(code)s”.") % {"code": code})
    return row.as_terms()


def plan(content: SheetContent, *, roadmap: str) -> ImportPlan:
    """Say what an import would change; stores nothing. Raises SheetRefusedError on errors."""
    if content.errors:
        raise SheetRefusedError(content.errors)
    row = Roadmap.objects.filter(code=roadmap).first()
    stored = row.as_terms() if row else None
    known = {task.code: task for task in stored.tasks} if stored else {}
    # Of two rows on one area, task and day the later holds; the earlier was never a report.
    reports = {(each.area, each.task, each.reported_on): each for each in content.reports}
    new_reports = [
        report
        for day, on_day in status_reports.by_day(reports.values())
        for report in _new_on(day, list(on_day), row)
    ]
    return ImportPlan(
        new_tasks=tuple(task for task in content.tasks if task.code not in known),
        changed_tasks=tuple(
            (known[task.code], task)
            for task in content.tasks
            if task.code in known and known[task.code] != task
        ),
        unchanged_tasks=sum(known.get(task.code) == task for task in content.tasks),
        new_reports=tuple(new_reports),
        unchanged_reports=len(reports) - len(new_reports),
    )


def import_sheet(
    content: SheetContent,
    *,
    into: Target,
    actor: Actor,
    now: datetime,
    progress: Progress = lambda done, of: None,
) -> ImportPlan:
    """Store a sheet in one transaction and return what it changed.

    Two imports into one roadmap queue behind each other. Raises SheetRefusedError on errors, and
    RefusedError if the shipped areas are not loaded.
    """
    require(actor, Action.IMPORT, roadmap=into.code)
    with transaction.atomic():
        roadmap, _ = Roadmap.objects.select_for_update(no_key=True).get_or_create(
            code=into.code,
            defaults={
                "name_fi": into.names.fi,
                "name_sv": into.names.sv,
                "name_en": into.names.en,
                "source": into.source,
            },
        )
        lock_lanes(roadmap.id)
        planned = plan(content, roadmap=into.code)
        _check_areas(content)
        joined = _store_participation(roadmap, content.areas)
        if planned.is_empty and not joined and not _has_new_names(roadmap, content.themes):
            return planned
        _store_tasks(roadmap, content)
        search.refresh((SearchKind.THEME, SearchKind.TASK))
        batch = SheetImport.objects.create(
            roadmap=roadmap,
            file_name=content.file,
            sha256=content.sha256,
            imported_at=status_reports.time_to_record(roadmap, now=now),
            imported_by=actor.key,
        )
        status_reports.append(batch, planned.new_reports, progress=progress)
        audit.record(
            "sheet.import",
            f"{roadmap.code} ← {content.file}",
            actor=actor,
            now=now,
            roadmap=roadmap.code,
            organisation=organisation_for(actor, Action.IMPORT, roadmap=roadmap.code),
            sha256=content.sha256,
            new_tasks=len(planned.new_tasks),
            changed_tasks=[old.code for old, _ in planned.changed_tasks],
            new_reports=len(planned.new_reports),
            new_areas=joined,
        )
    return planned


def _new_on(day: date, reports: list[SheetReport], roadmap: Roadmap | None) -> list[SheetReport]:
    """Leave out reports that the log already holds for that very day."""
    if roadmap is None:
        return reports
    held = {
        (area, task): (status, note)
        for area, task, status, note in StatusReport.objects.holding(on=day)
        .filter(roadmap=roadmap, effective_from=day)
        .values_list("area__code", "task__code", "status", "note")
    }
    return [r for r in reports if held.get((r.area, r.task)) != (r.status, r.note)]


def _check_areas(content: SheetContent) -> None:
    """Refuse areas that the installation does not have: the shipped facts are not loaded."""
    named = {area.code for area in content.areas} | {report.area for report in content.reports}
    missing = named - set(Area.objects.values_list("code", flat=True))
    if missing:
        raise RefusedError(
            gettext("These areas are not in the database: %(codes)s.")
            % {"codes": ", ".join(sorted(missing))}
        )


def _store_participation(roadmap: Roadmap, areas: Iterable[AreaRecord]) -> list[str]:
    """Let areas take part that do not yet; return their codes."""
    taking_part = set(roadmap.areas.values_list("code", flat=True))
    joining = sorted({area.code for area in areas} - taking_part)
    Participation.objects.bulk_create(
        [
            Participation(roadmap=roadmap, area=area)
            for area in Area.objects.filter(code__in=joining)
        ]
    )
    return joining


def _has_new_names(roadmap: Roadmap, themes: Iterable[terms.Theme]) -> bool:
    """Tell whether a sheet names a theme or subarea otherwise than the tables do."""
    stored: dict[tuple[str, ...], Names] = {}
    given: dict[tuple[str, ...], Names] = {}
    for found, source in ((stored, roadmap.as_terms().themes), (given, themes)):
        for theme in source:
            found[(theme.code,)] = theme.names
            found.update({(theme.code, sub.code): sub.names for sub in theme.subareas})
    return any(
        key not in stored or _named(names).items() - _named(stored[key]).items()
        for key, names in given.items()
    )


def _store_tasks(roadmap: Roadmap, content: SheetContent) -> None:
    subareas = _store_themes(roadmap, content.themes)
    Task.objects.bulk_create(
        [
            Task(
                roadmap=roadmap,
                subarea_id=subareas[task.theme, task.subarea],
                code=task.code,
                position=position,
                due_quarter=str(task.due),
                title_fi=task.title.fi,
                title_sv=task.title.sv,
                title_en=task.title.en,
                critical=task.critical,
            )
            for position, task in enumerate(content.tasks, start=1)
        ],
        batch_size=_INSERT_BATCH,
        update_conflicts=True,
        unique_fields=["roadmap", "code"],
        update_fields=[
            "subarea",
            "position",
            "due_quarter",
            "title_fi",
            "title_sv",
            "title_en",
            "critical",
        ],
    )


def _store_themes(roadmap: Roadmap, themes: Sequence[terms.Theme]) -> dict[tuple[str, str], int]:
    """Insert or correct themes and subareas; return the subareas' ids by (theme, subarea)."""
    for position, theme in enumerate(themes, start=1):
        row, _ = Theme.objects.update_or_create(
            roadmap=roadmap,
            code=theme.code,
            defaults={"position": position, **_named(theme.names)},
        )
        for place, subarea in enumerate(theme.subareas, start=1):
            Subarea.objects.update_or_create(
                theme=row,
                code=subarea.code,
                defaults={"position": place, **_named(subarea.names)},
            )
    found = Subarea.objects.filter(theme__roadmap=roadmap).values_list("theme__code", "code", "id")
    return {(theme, code): key for theme, code, key in found}


def _named(names: Names) -> dict[str, str]:
    """Names for a table; an empty one does not wipe out a translation that is stored."""
    given = {"name_fi": names.fi, "name_sv": names.sv, "name_en": names.en}
    return {field: value for field, value in given.items() if value}
