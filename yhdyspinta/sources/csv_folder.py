"""A folder of CSV files: which files it holds for us, their encoding, their separator."""

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from yhdyspinta.sources import sheet_headers
from yhdyspinta.sources.files import read_bytes
from yhdyspinta.sources.grids import CellValue, Grid, Limits, RefusalError, refusal
from yhdyspinta.sources.sheet_words import TABLES, AnyKind, SheetKind, sheet_kind
from yhdyspinta.terms.sheets import Problem, ProblemCode

_MOST_ENTRIES = 10_000
_SEPARATORS = ",;\t"
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=([,;\t|])\"?\r?\n?", re.IGNORECASE)
_SAMPLE = 100_000
_MARKS = ((b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"))
_SHORT_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_OTHER_TYPES = (b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xd0\xcf\x11\xe0", b"\xff\xd8\xff", b"GIF8")
# Letters as UTF-8 writes them (ä, ö, å, Ä, Ö, Å, é): in cp1252 an unheard-of pair.
_UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]")


@dataclass(frozen=True, slots=True)
class Folder:
    """The grids of a folder, the fingerprint of the files read, and what stood in the way."""

    grids: Mapping[AnyKind, Grid]
    sha256: str
    problems: tuple[Problem, ...] = ()
    refused: frozenset[AnyKind] = frozenset()


def file_names(kinds: Collection[AnyKind]) -> tuple[str, ...]:
    """Name the files to look for: of a whole folder those that it cannot do without."""
    needed = (SheetKind.TASKS, SheetKind.STATUSES)
    return tuple(f"{kind}.csv" for kind in kinds if kind in needed or len(kinds) == 1)


def is_table_name(name: str, kinds: Collection[AnyKind] = TABLES) -> bool:
    """Tell whether a file of this name would be read from a folder."""
    return _kind(name, kinds) is not None


def read(path: Path, *, limits: Limits, kinds: Collection[AnyKind] = TABLES) -> Folder:
    """Read the CSV files of the given kinds; raises RefusalError if there are none.

    A file that is refused becomes a problem; the others are read all the same.
    """
    digest = hashlib.sha256()
    grids: dict[AnyKind, Grid] = {}
    problems: list[Problem] = []
    refused: set[AnyKind] = set()
    wanted, twice = _wanted(path, kinds)
    for kind, file in wanted.items():
        try:
            data = read_bytes(file, limits=limits)
            digest.update(_framed(file.name.encode(errors="surrogateescape")) + _framed(data))
            grids[kind] = parse(data, file=file.name, kind=kind, limits=limits)
        except RefusalError as error:
            problems.append(error.problem)
            refused.add(kind)
    if not wanted:
        raise refusal(ProblemCode.FILE_MISSING, path.absolute().name, expected=file_names(kinds))
    return Folder(grids, digest.hexdigest(), (*twice, *problems), frozenset(refused))


def parse(data: bytes, *, file: str, kind: AnyKind, limits: Limits) -> Grid:
    """Read a CSV file's bytes into a grid; raises RefusalError."""
    if not data:
        raise refusal(ProblemCode.FILE_EMPTY, file)
    if data.startswith(_OTHER_TYPES):
        raise refusal(ProblemCode.FILE_TYPE, file, expected=(".csv",))
    text = decode(data, file=file)
    named = _SEPARATOR_LINE.match(text)
    separator = named[1] if named else _separator(text, kind)
    skipped = 1 if named else 0
    body = text[named.end() :] if named else text
    if body.count(separator) + body.count("\n") + body.count("\r") > limits.cells:
        raise refusal(ProblemCode.TOO_MANY_ROWS, file)
    rows: list[list[CellValue]] = []
    lines: list[int] = []
    for line, values in _rows(body, separator, file=file, skipped=skipped):
        if len(rows) >= limits.rows:
            raise refusal(ProblemCode.TOO_MANY_ROWS, file, cell=f"A{line}")
        rows.append(values)
        lines.append(line)
    return Grid(file=file, sheet="", rows=rows, lines=lines)


def decode(data: bytes, *, file: str) -> str:
    """Decode text by its byte-order mark, else as UTF-8, UTF-16 or cp1252."""
    for mark, encoding in (*_MARKS, *_SHORT_MARKS):
        if data.startswith(mark):
            return _decoded(data, encoding, file)
    if b"\0" in data:
        return _decoded(data, _unmarked_utf16(data), file)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _UTF8_LETTER.search(data):
            # Some of it is UTF-8: as cp1252 it would be read, wrongly.
            raise _encoding_refusal(data, error.start, file) from error
    return _decoded(data, "cp1252", file)


def _decoded(data: bytes, encoding: str, file: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _encoding_refusal(data, error.start, file) from error
    if "\0" in text:
        before = text[: text.index("\0")]
        raise refusal(ProblemCode.ENCODING, file, cell=f"A{_line_number(before)}")
    return text


def _unmarked_utf16(data: bytes) -> str:
    """Return which UTF-16 it is: Latin text has a zero in every second byte."""
    half = len(data) // 2
    most = 3 * half // 4
    if data[1::2].count(0) > most:
        return "utf-16-le"
    return "utf-16-be" if data[0::2].count(0) > most else "utf-8"


def _encoding_refusal(data: bytes, position: int, file: str) -> RefusalError:
    before = data[:position].replace(b"\0", b"").decode("latin-1")
    return refusal(ProblemCode.ENCODING, file, cell=f"A{_line_number(before)}", expected=("UTF-8",))


def _line_number(before: str) -> int:
    return before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def _separator(text: str, kind: AnyKind) -> str:
    """Return the separator under which the header names most columns."""
    sample = text[:_SAMPLE]
    return max(_SEPARATORS, key=lambda each: sheet_headers.recognised(_sample(sample, each), kind))


def _sample(text: str, separator: str) -> list[list[CellValue]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return [list(row) for row in islice(rows, sheet_headers.SEARCHED_ROWS)]
    except csv.Error:
        return []


def _rows(
    text: str, separator: str, *, file: str, skipped: int
) -> Iterator[tuple[int, list[CellValue]]]:
    """Go through the rows with the number of the line that each begins on."""
    # Strict: a forgotten quotation mark must not swallow the rows after it unseen.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1 + skipped
    try:
        for values in reader:
            yield line, list(values)
            line = reader.line_num + 1 + skipped
    except csv.Error as error:
        raise refusal(ProblemCode.FILE_BROKEN, file, cell=f"A{line}") from error


def _wanted(
    path: Path, kinds: Collection[AnyKind]
) -> tuple[dict[AnyKind, Path], tuple[Problem, ...]]:
    wanted: dict[AnyKind, Path] = {}
    twice: list[Problem] = []
    for file in _files(path):
        kind = _kind(file.name, kinds)
        if kind is None:
            continue
        if kind in wanted:
            value = wanted[kind].name
            twice.append(Problem(ProblemCode.SHEET_TWICE, file.name, value=value))
        wanted.setdefault(kind, file)
    return {kind: wanted[kind] for kind in kinds if kind in wanted}, tuple(twice)


def _files(path: Path) -> list[Path]:
    try:
        return sorted(each for each in islice(path.iterdir(), _MOST_ENTRIES) if each.is_file())
    except OSError as error:
        raise refusal(ProblemCode.FILE_BROKEN, path.absolute().name) from error


def _kind(name: str, kinds: Collection[AnyKind]) -> AnyKind | None:
    # A Mac decomposes the letters of file names.
    stem, dot, ending = unicodedata.normalize("NFC", name).rpartition(".")
    return sheet_kind(stem, kinds) if dot and ending.casefold() == "csv" else None


def _framed(data: bytes) -> bytes:
    """Return the bytes with their length before them, so that no two folders run together."""
    return len(data).to_bytes(8, "big") + data
