"""A roadmap, its statuses and notes from an XLSX workbook or a folder of CSV files.

Whatever the path leads to, the answer is a `SheetContent`: never an exception, and every
problem of every row with its place. The words that are understood are in
`reference/sheet_words.toml`.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from yhdyspinta.sources import (
    csv_folder,
    note_rows,
    sheet_words,
    status_rows,
    task_rows,
    workbook,
)
from yhdyspinta.sources.area_names import AreaNames
from yhdyspinta.sources.files import read_bytes
from yhdyspinta.sources.grids import Grid, Limits, RefusalError, refusal
from yhdyspinta.sources.sheet_table import Problems
from yhdyspinta.sources.sheet_words import TABLES, SheetKind
from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Task, Theme
from yhdyspinta.terms.sheets import Problem, ProblemCode, SheetContent, SheetReport
from yhdyspinta.terms.situation import Note

_LIMITS = Limits()
_NEEDED = (SheetKind.TASKS, SheetKind.STATUSES)


@dataclass(frozen=True, slots=True)
class _Source:
    """The grids that a path leads to, before anything is read from their cells."""

    file: str
    sha256: str
    grids: Mapping[SheetKind, Grid]
    problems: tuple[Problem, ...] = ()
    refused: frozenset[SheetKind] = frozenset()
    is_folder: bool = False


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
        source, problems = _opened(path, limits)
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
        source, problems = _opened(path, limits, kinds=(SheetKind.NOTES,))
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
        problems.add(_missing(source, SheetKind.NOTES))
    return SheetContent(source.file, source.sha256, notes=notes, problems=problems.all(source.file))


def _content(
    source: _Source,
    known: AreaNames,
    *,
    tasks: Sequence[Task],
    today: date | None,
    problems: Problems,
) -> SheetContent:
    for kind in (SheetKind.STATUSES,) if tasks else _NEEDED:
        if kind not in source.grids and kind not in source.refused:
            problems.add(_missing(source, kind))
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


def _opened(
    path: Path, limits: Limits, *, kinds: Collection[SheetKind] = TABLES
) -> tuple[_Source, Problems]:
    source = _source(path, limits, kinds=kinds)
    problems = Problems(limits)
    for problem in source.problems:
        problems.add(problem)
    return source, problems


def _source(path: Path, limits: Limits, *, kinds: Collection[SheetKind]) -> _Source:
    name = path.absolute().name
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except (OSError, RuntimeError, ValueError):
        # Links in a circle, a name too long for the system or with a zero byte in it.
        is_folder = exists = False
    if is_folder:
        return _folder(path, limits, kinds=kinds)
    if not exists:
        raise refusal(ProblemCode.FILE_MISSING, name)
    if csv_folder.is_table_name(name):
        return _folder(path.parent, limits, kinds=kinds)
    if path.suffix.lower() not in {".xlsx", ".xls"}:
        expected = (".xlsx", *csv_folder.file_names(kinds))
        raise refusal(ProblemCode.FILE_TYPE, name, value=path.suffix, expected=expected)
    data = read_bytes(path, limits=limits)
    book = workbook.read(data, file=name, limits=limits, kinds=kinds)
    return _Source(name, hashlib.sha256(data).hexdigest(), book.grids, book.problems)


def _folder(path: Path, limits: Limits, *, kinds: Collection[SheetKind]) -> _Source:
    folder = csv_folder.read(path, limits=limits, kinds=kinds)
    return _Source(
        path.absolute().name,
        folder.sha256,
        folder.grids,
        folder.problems,
        refused=folder.refused,
        is_folder=True,
    )


def _missing(source: _Source, kind: SheetKind) -> Problem:
    names = (f"{kind}.csv",) if source.is_folder else sheet_words.sheet_names(kind)[:3]
    return Problem(ProblemCode.SHEET_MISSING, source.file, expected=names)
