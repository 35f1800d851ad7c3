"""Files made to harm, damaged or mistaken: one clear problem each, never an exception."""

import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.books import (
    STATUS,
    STATUS_HEADER,
    STATUSES_CSV,
    TASKS_CSV,
    book,
    folder,
    only_problem,
    read,
    rezipped,
    shared_text_book,
)
from yhdyspinta.sources.grids import Limits
from yhdyspinta.terms.sheets import ProblemCode, SheetContent

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SHEET = "xl/worksheets/sheet2.xml"


def with_bytes(path: Path, data: bytes, name: str = "book.xlsx") -> SheetContent:
    """Read a file of these bytes."""
    (path / name).write_bytes(data)
    return read(path / name)


def with_sheet(path: Path, change: Callable[[bytes], bytes], **options: Any) -> SheetContent:
    """Read a workbook whose status sheet's XML was changed."""
    file = rezipped(book(path), lambda name, data: change(data) if name == SHEET else data)
    return read(file, **options)


def packed(parts: dict[str, bytes]) -> bytes:
    """Return a zip of the parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return data.getvalue()


DOCX = packed(
    {
        "_rels/.rels": b'<Relationships><Relationship Id="r1" Type="x/officeDocument"'
        b' Target="word/document.xml"/></Relationships>',
        "word/document.xml": b"<document/>",
    }
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ProblemCode.FILE_EMPTY),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, ProblemCode.FILE_TYPE),
        (b"%PDF-1.7\n", ProblemCode.FILE_TYPE),
        (b"a,b\n1,2\n", ProblemCode.FILE_TYPE),
        (DOCX, ProblemCode.FILE_TYPE),
        (packed({"mimetype": b"application/vnd.oasis"}), ProblemCode.FILE_TYPE),
        (packed({}), ProblemCode.FILE_TYPE),
        (OLE + b"\0" * 600, ProblemCode.FILE_ENCRYPTED),
        (b"PK\x03\x04" + b"\0" * 600, ProblemCode.FILE_BROKEN),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes, code: ProblemCode) -> None:
    problem = only_problem(with_bytes(tmp_path, data))
    assert (problem.code, problem.file) == (code, "book.xlsx")


@pytest.mark.parametrize("name", ["book.xlsm", "book.ods", "book.csv", "book.pdf", "book"])
def test_other_endings_are_refused_with_those_that_are_read(tmp_path: Path, name: str) -> None:
    problem = only_problem(with_bytes(tmp_path, b"anything", name))
    assert problem.code is ProblemCode.FILE_TYPE
    assert problem.expected == (".xlsx", "tasks.csv", "statuses.csv")


def test_an_old_excel_file_is_named_as_such(tmp_path: Path) -> None:
    problem = only_problem(with_bytes(tmp_path, OLE + b"\0" * 600, "book.xls"))
    assert (problem.code, problem.expected) == (ProblemCode.FILE_ENCRYPTED, (".xlsx",))


def test_macros_are_refused(tmp_path: Path) -> None:
    file = rezipped(book(tmp_path), lambda _name, data: data, **{"xl/vbaProject.bin": b"x"})
    assert only_problem(read(file)).code is ProblemCode.FILE_TYPE


@pytest.mark.parametrize("name", ["missing.xlsx", "missing", "zero\0.xlsx", "x" * 5000])
def test_a_missing_file_is_said(tmp_path: Path, name: str) -> None:
    assert only_problem(read(tmp_path / name)).code is ProblemCode.FILE_MISSING


def test_links_in_a_circle_are_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").symlink_to(tmp_path / "b.xlsx")
    (tmp_path / "b.xlsx").symlink_to(tmp_path / "a.xlsx")
    assert only_problem(read(tmp_path / "a.xlsx")).code is ProblemCode.FILE_MISSING


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    problem = only_problem(read(tmp_path))
    assert problem.code is ProblemCode.FILE_MISSING
    assert problem.expected == ("tasks.csv", "statuses.csv")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "book.xlsx")
    assert only_problem(read(tmp_path / "book.xlsx")).code is ProblemCode.FILE_TYPE


@pytest.mark.parametrize("name", ["book.xlsx", "tasks.csv"])
def test_a_huge_file_is_not_read(tmp_path: Path, name: str) -> None:
    folder(tmp_path)
    with (tmp_path / name).open("wb") as sparse:
        sparse.truncate(1_000_000_000)
    problem = only_problem(read(tmp_path / name))
    assert (problem.code, problem.file) == (ProblemCode.FILE_TOO_LARGE, name)
    assert problem.expected == ("≤ 50 MB",)


@pytest.mark.parametrize("kept", [10, 200, 1000, -30])
def test_a_truncated_workbook_is_broken(tmp_path: Path, kept: int) -> None:
    data = book(tmp_path).read_bytes()
    assert only_problem(with_bytes(tmp_path, data[:kept])).code is ProblemCode.FILE_BROKEN


def test_a_bomb_is_known_by_its_ratio_before_it_is_unpacked(tmp_path: Path) -> None:
    file = rezipped(book(tmp_path), lambda _name, data: data, bomb=b"\0" * 30_000_000)
    assert only_problem(read(file)).code is ProblemCode.FILE_UNSAFE


def test_a_bomb_is_known_by_what_it_would_unpack_to(tmp_path: Path) -> None:
    content = read(book(tmp_path), limits=Limits(unpacked=5_000))
    assert only_problem(content).code is ProblemCode.FILE_UNSAFE


def test_a_part_that_lies_about_its_size_is_broken(tmp_path: Path) -> None:
    file = book(tmp_path)
    with zipfile.ZipFile(file) as archive:
        size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    lying = file.read_bytes().replace(size, (60).to_bytes(4, "little"))
    assert only_problem(with_bytes(tmp_path, lying)).code is ProblemCode.FILE_BROKEN


def test_too_many_parts_are_refused_before_they_are_listed(tmp_path: Path) -> None:
    content = with_bytes(tmp_path, packed({str(number): b"" for number in range(10_001)}))
    assert only_problem(content).code is ProblemCode.FILE_UNSAFE


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    file = rezipped(book(tmp_path), lambda _name, data: data, **{"XL/Workbook.xml": b"<x/>"})
    assert only_problem(read(file)).code is ProblemCode.FILE_UNSAFE


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", SHEET, "_rels/.rels"])
def test_a_document_type_is_refused_in_every_part(tmp_path: Path, part: str) -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    file = rezipped(
        book(tmp_path),
        lambda name, data: entity + re.sub(rb"^<\?xml.*?\?>", b"", data) if name == part else data,
    )
    assert only_problem(read(file)).code is ProblemCode.FILE_UNSAFE


def test_a_cell_in_the_last_corner_takes_no_room(tmp_path: Path) -> None:
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = with_sheet(tmp_path, lambda data: data.replace(b"</sheetData>", corner))
    problem = only_problem(content)
    assert (problem.code, problem.sheet, problem.cell) == (
        ProblemCode.TOO_MANY_ROWS,
        "Tilatiedot",
        "XFD1048576",
    )


def test_a_styled_but_empty_cell_in_the_corner_is_nothing(tmp_path: Path) -> None:
    corner = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    content = with_sheet(tmp_path, lambda data: data.replace(b"</sheetData>", corner))
    assert content.problems == ()


def test_rows_without_numbers_are_counted_too(tmp_path: Path) -> None:
    rows = b'<row><c t="n"><v>1</v></c></row>' * 300 + b"</sheetData>"
    content = with_sheet(
        tmp_path, lambda data: data.replace(b"</sheetData>", rows), limits=Limits(rows=200)
    )
    assert only_problem(content).code is ProblemCode.TOO_MANY_ROWS


def test_five_million_rows_are_refused_at_the_limit(tmp_path: Path) -> None:
    rows = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
    many = b"".join(rows % (number, number) for number in range(3, 250_003)) + b"</sheetData>"
    content = with_sheet(tmp_path, lambda data: data.replace(b"</sheetData>", many))
    assert only_problem(content).code is ProblemCode.TOO_MANY_ROWS


def test_one_long_text_in_every_cell_is_refused(tmp_path: Path) -> None:
    rows = [(*STATUS, "x" * 30_000)] * 50
    file = shared_text_book(tmp_path, statuses=((*STATUS_HEADER, "note"), *rows))
    assert file.stat().st_size < 100_000
    assert only_problem(read(file, limits=Limits(text=1_000_000))).code is ProblemCode.FILE_UNSAFE


def test_endless_nesting_is_refused(tmp_path: Path) -> None:
    deep = b"<a>" * 100_000 + b"</a>" * 100_000 + b"</worksheet>"
    content = with_sheet(tmp_path, lambda data: data.replace(b"</worksheet>", deep))
    assert only_problem(content).code is ProblemCode.FILE_UNSAFE


def test_more_merged_cells_than_rows_are_refused(tmp_path: Path) -> None:
    merged = b'<mergeCells><mergeCell ref="A1:A2"/></mergeCells>' * 11 + b"</worksheet>"
    content = with_sheet(
        tmp_path, lambda data: data.replace(b"</worksheet>", merged), limits=Limits(rows=10)
    )
    assert only_problem(content).code is ProblemCode.FILE_UNSAFE


@pytest.mark.parametrize(
    "broken", [b"<c", b"<c r='A99999999999'><v>1</v></c>", b"<c r='\xff'/>", b"</row>"]
)
def test_xml_that_is_not_well_formed_is_broken(tmp_path: Path, broken: bytes) -> None:
    content = with_sheet(tmp_path, lambda data: data.replace(b"<row", broken + b"<row", 1))
    assert only_problem(content).code is ProblemCode.FILE_BROKEN


def test_a_formula_is_never_taken_for_its_text(tmp_path: Path) -> None:
    content = read(book(tmp_path, statuses=(STATUS_HEADER, ("08", "A1", '="done"', STATUS[3]))))
    assert only_problem(content).code is ProblemCode.VALUE_MISSING


def _mangled(data: bytes, edits: list[tuple[float, bytes]]) -> bytes:
    for place, piece in edits:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + len(piece) :]
    return data


EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6
)


@settings(max_examples=60, deadline=None)
@given(EDITS)
def test_no_mangled_workbook_raises(edits: list[tuple[float, bytes]]) -> None:
    with TemporaryDirectory() as path:
        data = book(Path(path)).read_bytes()
        assert isinstance(with_bytes(Path(path), _mangled(data, edits)), SheetContent)


@settings(max_examples=60, deadline=None)
@given(EDITS, st.sampled_from([SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]))
def test_no_mangled_part_raises(edits: list[tuple[float, bytes]], part: str) -> None:
    with TemporaryDirectory() as path:
        file = rezipped(
            book(Path(path)),
            lambda name, data: _mangled(data, edits) if name == part else data,
        )
        assert isinstance(read(file), SheetContent)


@settings(max_examples=100, deadline=None)
@given(EDITS, EDITS)
def test_no_mangled_folder_raises(
    tasks: list[tuple[float, bytes]], statuses: list[tuple[float, bytes]]
) -> None:
    with TemporaryDirectory() as path:
        folder(
            Path(path),
            tasks=_mangled(TASKS_CSV.encode(), tasks),
            statuses=_mangled(STATUSES_CSV.encode(), statuses),
        )
        assert isinstance(read(Path(path)), SheetContent)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.booleans(),
                st.floats(),
                st.dates(),
                st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
            ),
            max_size=6,
        ),
        max_size=6,
    )
)
def test_no_cells_raise(rows: list[list[Any]]) -> None:
    with TemporaryDirectory() as path:
        content = read(book(Path(path), statuses=(STATUS_HEADER, *rows)))
        assert isinstance(content, SheetContent)
