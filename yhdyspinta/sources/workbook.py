"""An XLSX workbook: its wanted sheets as grids of raw cells, after a look at what it is.

A workbook comes from anywhere. Its zip is measured before anything is unpacked, only the parts
that are needed are unpacked, their XML is scanned, and the reader is given a fresh archive of
these parts alone: it never sees anything that was not looked at.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from python_calamine import CalamineError, CalamineWorkbook

from yhdyspinta.sources import workbook_xml
from yhdyspinta.sources.grids import Grid, Limits, refusal
from yhdyspinta.sources.sheet_words import TABLES, AnyKind, sheet_kind
from yhdyspinta.sources.workbook_parts import (
    PACKAGE_RELATIONS,
    SMALL_PART,
    STYLES,
    TEXTS,
    Package,
    Parts,
)
from yhdyspinta.terms.sheets import Problem, ProblemCode

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK"
_CENTRAL_HEADER = b"PK\x01\x02"
_BOOK_NAME = re.compile(r"workbook\d*\.xml")
_SERIAL_ZERO = {False: date(1899, 12, 30), True: date(1904, 1, 1)}


@dataclass(frozen=True, slots=True)
class Workbook:
    """The grids of the wanted sheets, and sheets that say the same thing a second time."""

    grids: Mapping[AnyKind, Grid]
    problems: tuple[Problem, ...] = ()


def read(
    data: bytes, *, file: str, limits: Limits, kinds: Collection[AnyKind] = TABLES
) -> Workbook:
    """Read the sheets of the given kinds; raises RefusalError with the one reason."""
    _check_type(data, file, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = Parts(archive, file, limits)
            return _read(parts, kinds)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        CalamineError,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,  # a way of compression that Python does not know
        RuntimeError,
    ) as error:
        raise refusal(ProblemCode.FILE_BROKEN, file) from error
    except BaseException as error:
        # A panic of the reader's Rust code is no Exception, and its class has no import path.
        if type(error).__name__ == "PanicException":
            raise refusal(ProblemCode.FILE_BROKEN, file) from error
        raise


def _read(parts: Parts, kinds: Collection[AnyKind]) -> Workbook:
    place = parts.place
    book_part = _book_part(parts)
    book = parts.read(book_part, most=SMALL_PART)
    facts = workbook_xml.book_facts(book, place)
    wanted, twice = _wanted([name for name, _relation in facts.sheets], kinds, file=place.file)
    links = _links(parts, book_part)
    packed = Package(book)
    lengths = _pack_texts(parts, packed, links)
    errors: dict[str, Mapping[tuple[int, int], str]] = {}
    for name, relation in facts.sheets:
        if name in wanted.values() and name not in errors:
            data = parts.read(links.sheets.get(relation, ""))
            there = workbook_xml.Place(place.file, place.limits, name)
            errors[name] = workbook_xml.sheet_facts(data, there, lengths).errors
            packed.add_sheet(relation, data)
        else:
            packed.add_unread_sheet(relation)
    with CalamineWorkbook.from_filelike(packed.finished()) as opened:
        return Workbook(
            {
                kind: _grid(
                    opened,
                    name,
                    file=place.file,
                    errors=errors[name],
                    epoch=_SERIAL_ZERO[facts.from_1904],
                )
                for kind, name in wanted.items()
            },
            twice,
        )


@dataclass(frozen=True, slots=True)
class _Links:
    """The parts that a workbook points to: its sheets by relation, its texts, its styles."""

    sheets: Mapping[str, str]
    texts: str
    styles: str


def _book_part(parts: Parts) -> str:
    """Return the part that is the workbook; other kinds of documents have none of this kind."""
    if PACKAGE_RELATIONS not in parts:
        raise refusal(ProblemCode.FILE_TYPE, parts.place.file, expected=(".xlsx",))
    data = parts.read(PACKAGE_RELATIONS, most=SMALL_PART)
    for each in workbook_xml.relations(data, parts.place):
        name = posixpath.normpath("/" + each.target).lstrip("/")
        if each.kind == "officeDocument" and _is_book(name):
            return name
    raise refusal(ProblemCode.FILE_TYPE, parts.place.file, expected=(".xlsx",))


def _is_book(name: str) -> bool:
    # A Word document is document.xml, a binary workbook is workbook.bin.
    return bool(_BOOK_NAME.fullmatch(posixpath.basename(name).lower()))


def _links(parts: Parts, book_part: str) -> _Links:
    folder, name = posixpath.split(book_part)
    data = parts.read(f"{folder}/_rels/{name}.rels".lstrip("/"), most=SMALL_PART)
    sheets: dict[str, str] = {}
    others: dict[str, str] = {}
    for each in workbook_xml.relations(data, parts.place):
        target = each.target.replace("\\", "/")
        part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if each.kind == "worksheet":
            sheets.setdefault(each.code, part)
        else:
            others.setdefault(each.kind, part)
    return _Links(sheets, others.get("sharedStrings", ""), others.get("styles", ""))


def _pack_texts(parts: Parts, packed: Package, links: _Links) -> list[int]:
    """Check and pack the shared texts and the styles; return the texts' lengths."""
    lengths: list[int] = []
    if links.texts in parts:
        texts = parts.read(links.texts)
        lengths = workbook_xml.text_lengths(texts, parts.place)
        packed.add(TEXTS, "sharedStrings", texts)
    if links.styles in parts:
        styles = parts.read(links.styles, most=SMALL_PART)
        workbook_xml.check(styles, parts.place)
        packed.add(STYLES, "styles", styles)
    return lengths


def _grid(
    book: CalamineWorkbook,
    name: str,
    *,
    file: str,
    errors: Mapping[tuple[int, int], str],
    epoch: date,
) -> Grid:
    sheet = book.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False)
    # The reader gives a failed formula as an empty cell; the scan counted columns from 1.
    failed = {(line, column - 1): text for (line, column), text in errors.items()}
    return Grid(
        file=file,
        sheet=name,
        rows=rows,
        lines=range(1, len(rows) + 1),
        merged=tuple(sheet.merged_cell_ranges or ()),
        errors=failed,
        epoch=epoch,
    )


def _wanted(
    names: list[str], kinds: Collection[AnyKind], *, file: str
) -> tuple[dict[AnyKind, str], tuple[Problem, ...]]:
    wanted: dict[AnyKind, str] = {}
    twice: list[Problem] = []
    for name in names:
        kind = sheet_kind(name, kinds)
        if kind is None:
            continue
        if kind in wanted:
            # Which of two is meant cannot be known, and half of the reports would be lost.
            twice.append(Problem(ProblemCode.SHEET_TWICE, file, sheet=name, value=wanted[kind]))
        wanted.setdefault(kind, name)
    return wanted, tuple(twice)


def _check_type(data: bytes, file: str, limits: Limits) -> None:
    if not data:
        raise refusal(ProblemCode.FILE_EMPTY, file)
    if data.startswith(_OLE):
        # Both the old .xls and an encrypted .xlsx are such files.
        raise refusal(ProblemCode.FILE_ENCRYPTED, file, expected=(".xlsx",))
    if not data.startswith(_ZIP):
        raise refusal(ProblemCode.FILE_TYPE, file, expected=(".xlsx",))
    if data.count(_CENTRAL_HEADER) > limits.parts:
        raise refusal(ProblemCode.FILE_UNSAFE, file)
