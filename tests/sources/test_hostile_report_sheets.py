"""Workbooks of one area made to harm or damaged: problems, never an exception."""

import io
import zipfile
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.report_books import drawn, filled, read
from yhdyspinta.calc.report_sheets import from_rows
from yhdyspinta.terms.report_sheets import Brought
from yhdyspinta.terms.sheets import ProblemCode

EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6
)
PARTS = ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
PARTS += [f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 3)]


@cache
def original() -> bytes:
    return drawn()


def mangled(data: bytes, edits: list[tuple[float, bytes]]) -> bytes:
    for place, piece in edits:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + len(piece) :]
    return data


def repacked(change: Any, **extra: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(original())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, data in extra.items():
            new.writestr(name, data)
    return out.getvalue()


@settings(max_examples=60, deadline=None)
@given(EDITS)
def test_no_mangled_file_raises(edits: list[tuple[float, bytes]]) -> None:
    assert isinstance(read(mangled(original(), edits)), Brought)


@settings(max_examples=120, deadline=None)
@given(EDITS, st.sampled_from(PARTS))
def test_no_mangled_part_raises(edits: list[tuple[float, bytes]], part: str) -> None:
    data = repacked(lambda name, data: mangled(data, edits) if name == part else data)
    assert isinstance(read(data), Brought)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.builds("{}{}".format, st.sampled_from("ABCGHIJK"), st.integers(4, 9)),
        st.one_of(
            st.none(),
            st.booleans(),
            st.floats(),
            st.dates(),
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
        ),
        max_size=8,
    )
)
def test_no_cells_raise(cells: dict[str, Any]) -> None:
    assert isinstance(read(filled(original(), **cells)), Brought)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=8), max_size=8), max_size=6))
def test_no_hidden_sheet_raises(rows: list[list[str]]) -> None:
    form = from_rows(rows)
    assert form is None or not form.is_whole


@pytest.mark.parametrize("part", PARTS)
def test_a_document_type_is_refused_in_every_part_that_is_read(part: str) -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    data = repacked(
        lambda name, data: (
            data.replace(b"?>", b"?>" + entity, 1)
            if name == part and data.startswith(b"<?xml")
            else entity + data
            if name == part
            else data
        )
    )
    found = [each.code for each in read(data).problems]
    # The sheet of instructions is not opened at all.
    assert found == ([] if part.endswith("sheet1.xml") else [ProblemCode.FILE_UNSAFE])


def test_a_bomb_is_not_unpacked() -> None:
    data = repacked(lambda _name, data: data, **{"xl/media/bomb": b"\0" * 70_000_000})
    assert [each.code for each in read(data).problems] == [ProblemCode.FILE_UNSAFE]


def test_macros_are_refused() -> None:
    data = repacked(lambda _name, data: data, **{"xl/vbaProject.bin": b"x"})
    assert [each.code for each in read(data).problems] == [ProblemCode.FILE_TYPE]


def test_a_cell_in_the_last_corner_takes_no_room() -> None:
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = repacked(
        lambda name, data: (
            data.replace(b"</sheetData>", corner) if name.endswith("sheet2.xml") else data
        )
    )
    assert [each.code for each in read(data).problems] == [ProblemCode.TOO_MANY_ROWS]


def test_the_workbook_that_went_out_is_sound() -> None:
    assert read(drawn()).problems == ()
