"""What a path leads to: the wanted sheets of a workbook, or of a folder of CSV files, as grids."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from yhdyspinta.sources import csv_folder, sheet_words, workbook
from yhdyspinta.sources.files import read_bytes
from yhdyspinta.sources.grids import Grid, Limits, refusal
from yhdyspinta.sources.sheet_table import Problems
from yhdyspinta.sources.sheet_words import TABLES, AnyKind
from yhdyspinta.terms.sheets import Problem, ProblemCode


@dataclass(frozen=True, slots=True)
class Source:
    """The grids that a path leads to, before anything is read from their cells."""

    file: str
    sha256: str
    grids: Mapping[AnyKind, Grid]
    problems: tuple[Problem, ...] = ()
    refused: frozenset[AnyKind] = frozenset()
    is_folder: bool = False


def opened(
    path: Path, limits: Limits, *, kinds: Collection[AnyKind] = TABLES
) -> tuple[Source, Problems]:
    """Open the workbook or folder that a path leads to; raises RefusalError.

    The path of one of a folder's CSV files stands for its folder.
    """
    source = _source(path, limits, kinds=kinds)
    problems = Problems(limits)
    for problem in source.problems:
        problems.add(problem)
    return source, problems


def opened_bytes(
    data: bytes, file: str, limits: Limits, *, kinds: Collection[AnyKind]
) -> tuple[Source, Problems]:
    """Open a workbook's bytes; raises RefusalError."""
    if len(data) > limits.file:
        megabytes = (f"≤ {limits.file // 1_000_000} MB",)
        raise refusal(ProblemCode.FILE_TOO_LARGE, file, expected=megabytes)
    source = _of_workbook(data, file, limits, kinds=kinds)
    problems = Problems(limits)
    for problem in source.problems:
        problems.add(problem)
    return source, problems


def _source(path: Path, limits: Limits, *, kinds: Collection[AnyKind]) -> Source:
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
    if csv_folder.is_table_name(name, kinds):
        return _folder(path.parent, limits, kinds=kinds)
    if path.suffix.lower() not in {".xlsx", ".xls"}:
        expected = (".xlsx", *csv_folder.file_names(kinds))
        raise refusal(ProblemCode.FILE_TYPE, name, value=path.suffix, expected=expected)
    return _of_workbook(read_bytes(path, limits=limits), name, limits, kinds=kinds)


def _of_workbook(data: bytes, file: str, limits: Limits, *, kinds: Collection[AnyKind]) -> Source:
    book = workbook.read(data, file=file, limits=limits, kinds=kinds)
    return Source(file, hashlib.sha256(data).hexdigest(), book.grids, book.problems)


def _folder(path: Path, limits: Limits, *, kinds: Collection[AnyKind]) -> Source:
    folder = csv_folder.read(path, limits=limits, kinds=kinds)
    return Source(
        path.absolute().name,
        folder.sha256,
        folder.grids,
        folder.problems,
        refused=folder.refused,
        is_folder=True,
    )


def missing(source: Source, kind: AnyKind) -> Problem:
    """Say that a sheet or file is missing, and what it may be called."""
    names = (f"{kind}.csv",) if source.is_folder else sheet_words.sheet_names(kind)[:3]
    return Problem(ProblemCode.SHEET_MISSING, source.file, expected=names)
