"""A roadmap, its statuses and notes from an XLSX workbook or a folder of CSV files.

Whatever the path leads to, the answer is a `SheetContent`: never an exception, and every
problem of every row with its place. The words that are understood are in
`reference/sheet_words.toml`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from yhdyspinta.sources import (
    note_rows,
    sheet_source,
    sheet_words,
    status_rows,
    task_rows,
)
from yhdyspinta.sources.area_names import AreaNames
from yhdyspinta.sources.grids import Limits, RefusalError
from yhdyspinta.sources.sheet_source import Source
from yhdyspinta.sources.sheet_table import Problems
from yhdyspinta.sources.sheet_words import SheetKind
from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Task, Theme
from yhdyspinta.terms.sheets import SheetContent, SheetReport
from yhdyspinta.terms.situation import Note

_LIMITS = Limits()
_NEEDED = (SheetKind.TASKS, SheetKind.STATUSES)


def read(
    path: Path,
    *,
    areas: Sequence[Area],
    tasks: Sequence[Task] = (),
    themes: Sequence[Theme] = (),
    today: date | None = None,
    limits: Limits = _LIMITS,
) -> SheetContent:
    """Read a workbook (`.xlsx`), or a folder with `tasks.csv` and `statuses.csv`.

    The path of one of these CSV files stands for its folder. `areas` are all that may be named;
    with `tasks` (known from elsewhere) the statuses may come alone; notes may name `themes`
    besides the file's own. A day after `today` (if given) is an error.
    """
    try:
        source, problems = sheet_source.opened(path, limits)
    except RefusalError as error:
        return SheetContent(path.absolute().name, "", problems=(error.problem,))
    known = AreaNames(areas)
    content = _content(source, known, tasks=tasks, today=today, problems=problems)
    notes: tuple[Note, ...] = ()
    if SheetKind.NOTES in source.grids:
        notes = note_rows.read(
            source.grids[SheetKind.NOTES],
            known=known,
            themes=(*content.themes, *(themes or _unnamed_themes(tasks))),
            problems=problems,
            must_be_notes=False,
        )
    return replace(content, notes=notes, problems=problems.all(source.file))


def read_notes(
    path: Path,
    *,
    areas: Sequence[Area],
    themes: Sequence[Theme],
    limits: Limits = _LIMITS,
) -> SheetContent:
    """Read the notes only: a workbook's sheet of them, or `notes.csv`, or its folder.

    Other sheets and files, right or wrong, are not opened. Notes may name `themes`.
    """
    try:
        source, problems = sheet_source.opened(path, limits, kinds=(SheetKind.NOTES,))
    except RefusalError as error:
        return SheetContent(path.absolute().name, "", problems=(error.problem,))
    notes: tuple[Note, ...] = ()
    if SheetKind.NOTES in source.grids:
        notes = note_rows.read(
            source.grids[SheetKind.NOTES],
            known=AreaNames(areas),
            themes=themes,
            problems=problems,
            must_be_notes=True,
        )
    elif SheetKind.NOTES not in source.refused:
        problems.add(sheet_source.missing(source, SheetKind.NOTES))
    return SheetContent(source.file, source.sha256, notes=notes, problems=problems.all(source.file))


def _content(
    source: Source,
    known: AreaNames,
    *,
    tasks: Sequence[Task],
    today: date | None,
    problems: Problems,
) -> SheetContent:
    for kind in (SheetKind.STATUSES,) if tasks else _NEEDED:
        if kind not in source.grids and kind not in source.refused:
            problems.add(sheet_source.missing(source, kind))
    met = status_rows.MetAreas()
    if SheetKind.AREAS in source.grids:
        status_rows.read_areas(
            source.grids[SheetKind.AREAS], known=known, met=met, problems=problems
        )
    sheet = None
    if SheetKind.TASKS in source.grids:
        sheet = task_rows.read(source.grids[SheetKind.TASKS], problems=problems)
    reports: tuple[SheetReport, ...] = ()
    if SheetKind.STATUSES in source.grids:
        reports = status_rows.read_reports(
            source.grids[SheetKind.STATUSES],
            known=known,
            met=met,
            tasks=(sheet.known if sheet else _keyed(tasks)) or None,
            today=today,
            problems=problems,
        )
    return SheetContent(
        file=source.file,
        sha256=source.sha256,
        themes=sheet.themes if sheet else (),
        tasks=sheet.tasks if sheet else (),
        reports=reports,
        areas=tuple(met.areas.values()),
        areas_listed=met.listed,
        area_names=met.names,
    )


def _keyed(tasks: Sequence[Task]) -> dict[str, str]:
    return {sheet_words.code_key(task.code): task.code for task in tasks}


def _unnamed_themes(tasks: Sequence[Task]) -> tuple[Theme, ...]:
    return tuple(Theme(code, Names(code), ()) for code in dict.fromkeys(t.theme for t in tasks))
