"""The register's workbook read: in three languages, with every problem at its cell."""

import zipfile
from collections import Counter
from datetime import date, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.register_books import SMALL, book, folder
from yhdyspinta.sources import reference, register_sheets, register_words, sheet_words
from yhdyspinta.sources.register_rows import Known
from yhdyspinta.sources.sheet_words import word_key
from yhdyspinta.terms.agreements import Period, PeriodUnit
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.register import Level, Link
from yhdyspinta.terms.register_columns import COLUMNS, RegisterSheet
from yhdyspinta.terms.register_sheets import RegisterContent
from yhdyspinta.terms.sheets import ProblemCode

DOCUMENT = Path(__file__).parents[2] / "docs" / "register_workbook.md"
BODY = ("code", "name_fi", "level", "kind", "area", "owner", "parent", "valid_from")
GOOD = ("b1", "Ryhmä", "Johto", "Yhteistyö", "08", "hva-08", None, None)


def read(sheets: Any, **options: Any) -> RegisterContent:
    known = Known(reference.areas(), reference.organisations(), **options)
    return register_sheets.read_bytes(book(sheets), file="r.xlsx", known=known)


def body(**cells: Any) -> RegisterContent:
    return read({"Toimielimet": (BODY, [cells.get(n, v) for n, v in zip(BODY, GOOD, strict=True)])})


def values(sheet: str, **cells: Any) -> Any:
    """Read one row of a sheet and return its values."""
    content = read({sheet: (tuple(cells), tuple(cells.values()))}, codes={"body": {"b"}})
    assert content.problems == ()
    return content.rows[0].values


@pytest.mark.parametrize("sheet", RegisterSheet)
def test_no_header_word_means_two_columns(sheet: RegisterSheet) -> None:
    keys = Counter(
        key
        for column in sheet_words.columns(sheet)
        for key in {word_key(word) for word in column.words}
    )
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("group", {each.group for row in COLUMNS.values() for each in row} - {""})
def test_no_word_of_a_group_means_two_codes(group: str) -> None:
    found = register_words.group(group)
    codes = [found.codes[word_key(name)] for name in found.names]
    assert codes[::3] == codes[1::3] == codes[2::3]
    assert len(set(codes)) == len(codes) / 3


def test_no_sheet_name_means_two_sheets() -> None:
    names = [word_key(n) for sheet in RegisterSheet for n in {*sheet_words.sheet_names(sheet)}]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_the_document_names_every_sheet_column_and_word() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for sheet, columns in COLUMNS.items():
        part = text.split(f"### {sheet_words.sheet_names(sheet)[0]}\n")[1].split("\n## ")[0]
        for column in columns:
            assert f"`{column.field}`" in part.split("\n### ")[0]
            assert all(f"`{c}`" in text for c in register_words._words().get(column.group, ()))


def test_a_small_register_reads_without_a_problem_from_a_workbook() -> None:
    content = read(SMALL)
    assert content.problems == ()
    assert len(content.rows) == sum(len(rows) - 1 for rows in SMALL.values())


def test_a_folder_says_the_same_as_the_workbook(tmp_path: Path) -> None:
    known = Known(reference.areas(), reference.organisations())
    content = register_sheets.read(folder(tmp_path, SMALL), known=known)
    assert content.problems == ()
    assert [(e.key, e.values) for e in content.rows] == [
        (e.key, e.values) for e in read(SMALL).rows
    ]


@pytest.mark.parametrize("language", [0, 1, 2])
def test_headers_sheets_and_words_may_be_of_any_language(language: int) -> None:
    def header(field: str) -> str:
        return sheet_words.header_words(RegisterSheet.BODIES, field)[language]

    name = sheet_words.sheet_names(RegisterSheet.BODIES)[language]
    words = [register_words.group(group).names[language] for group in ("levels", "body_kinds")]
    fields = ("code", "name_fi", "level", "kind")
    row = read({name: (["Otsake"], [header(e) for e in fields], ["b1", "R", *words])}).rows[0]
    assert row.values["level"] is Level.POLITICAL
    assert row.place.cell == "A3"


def test_cells_say_what_people_mean() -> None:
    found = values(
        "Sopimukset",
        code="a1",
        name_fi="S",
        kind="purchase",
        value="120 000,50 €",
        notice="30 arkipäivää",
        starts_on="1.1.1998",
        remind_before="90 | 30",
    )
    assert (found["value"], found["starts_on"]) == (Decimal("120000.50"), date(1998, 1, 1))
    assert found["notice"] == Period(30, PeriodUnit.BUSINESS_DAYS)
    assert found["remind_before"] == (90, 30)


def test_times_months_and_last_days_are_read() -> None:
    found = values(
        "Kokoussarjat",
        code="s1",
        body="b",
        title="K",
        frequency="Vuosittain",
        months="mars\nsyyskuu",
        weekday="ti",
        nth="viimeinen",
        day="viimeinen",
        at="klo 9.30",
        minutes=90,
        valid_from=date(2026, 1, 1),
    )
    assert (found["months"], found["weekday"], found["nth"]) == ((3, 9), 1, -1)
    assert (found["day"], found["at"]) == (-1, time(9, 30))


def test_a_line_end_alone_separates_where_there_is_one() -> None:
    row = {"code": "i", "name_fi": "I", "organised_from": "Q2/2026"}
    assert values("Yhdyspinnat", **row, aims="a | b")["aims"] == ("a", "b")
    assert values("Yhdyspinnat", **row, aims="a | b\n")["aims"] == ("a | b",)
    assert values("Yhdyspinnat", **row)["organised_from"] == Quarter(2026, 2)


def test_material_has_a_title_and_an_address() -> None:
    sheets = {
        **SMALL,
        "Asialista": (
            ("meeting", "number", "title", "materials"),
            ("06-k1", 1, "A", "Liite 1 https://a.fi/1 \n https://a.fi/2"),
        ),
    }
    row = next(e for e in read(sheets).rows if e.sheet is RegisterSheet.AGENDA)
    assert row.values["materials"] == (
        Link("Liite 1", "https://a.fi/1"),
        Link("", "https://a.fi/2"),
    )


def test_a_column_that_is_not_there_says_nothing_and_an_empty_cell_says_empty() -> None:
    found = body(owner=None).rows[0].values
    assert found["owner"] == ""
    assert "mandate" not in found


def test_a_row_to_be_removed_needs_only_its_key() -> None:
    content = read({"Toimielimet": ((*BODY, "Poista"), ["b1", *[None] * 7, "kyllä"])})
    assert (content.problems, content.rows[0].removes) == ((), True)


@pytest.mark.parametrize(
    ("field", "cell", "code", "nearest"),
    [
        ("code", "Ryhmä 1", ProblemCode.CODE_UNUSABLE, ""),
        ("code", None, ProblemCode.VALUE_MISSING, ""),
        ("name_fi", None, ProblemCode.VALUE_MISSING, ""),
        ("level", "Johtoo", ProblemCode.WORD_UNKNOWN, "Johto"),
        ("kind", "Samarbet", ProblemCode.WORD_UNKNOWN, "Samarbete"),
        ("area", "Pirkanma", ProblemCode.AREA_UNKNOWN, "Pirkanmaa"),
        ("owner", "Tamper", ProblemCode.ORGANISATION_UNKNOWN, "Tampere"),
        ("parent", "b11", ProblemCode.REFERENCE_UNKNOWN, "b1"),
        ("valid_from", "huomenna", ProblemCode.DATE_UNREADABLE, ""),
        ("valid_from", "#REF!", ProblemCode.FORMULA_ERROR, ""),
    ],
)
def test_a_wrong_cell_is_told_with_what_would_do(
    field: str, cell: str | None, *, code: ProblemCode, nearest: str
) -> None:
    content = body(**{field: cell})
    problem = content.problems[0]
    where = "ABCDEFGH"[BODY.index(field)] + "2"
    assert (problem.code, problem.cell, problem.nearest) == (code, where, nearest)
    assert (content.rows, len(content.problems)) == ((), 1)


def test_every_problem_of_every_row_is_told_at_once() -> None:
    rows = (BODY, ("b1", None, "x", "y", "z", "w", "v", "u"), ("b1", *GOOD[1:]), ("b1", *GOOD[1:]))
    found = [(each.code, each.cell) for each in read({"Toimielimet": rows}).problems]
    assert [cell for _code, cell in found] == ["B2", "C2", "D2", "E2", "F2", "G2", "H2", "A4"]
    assert found[-1][0] is ProblemCode.ROW_TWICE


def test_a_missing_column_is_told_and_its_sheet_not_read() -> None:
    content = read({"Jäsenet": (("Toimielin", "Rooli"), ("b1", "Jäsen"))})
    assert [each.code for each in content.problems] == [ProblemCode.COLUMN_MISSING]
    assert content.problems[0].expected[0] == "Numero"


def test_a_workbook_of_something_else_is_told_what_is_missing() -> None:
    content = read({"Tilatiedot": (("Alue",), ("Pirkanmaa",))})
    assert [each.code for each in content.problems] == [ProblemCode.SHEET_MISSING]


def test_a_reference_may_be_to_the_register_but_only_what_may_be_read_is_suggested() -> None:
    stored = {"body": {"b9", "secret"}}
    sheets = {
        "Kokoukset": (
            ("code", "body", "title", "on", "starts", "ends"),
            ("m1", "secret", "K", "1.1.2026", "9", "10"),
            ("m2", "secre", "K", "1.1.2026", "9", "10"),
        )
    }
    content = read(sheets, codes=stored, shown={"body": {"b9"}})
    assert [row.key for row in content.rows] == [("m1",)]
    assert (content.problems[0].nearest, content.problems[0].expected) == ("", ("b9",))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"])
def test_a_hostile_or_broken_file_is_one_problem(data: bytes) -> None:
    known = Known(reference.areas(), reference.organisations())
    content = register_sheets.read_bytes(data, file="r.xlsx", known=known)
    assert (len(content.errors), content.rows) == (1, ())


def test_a_workbook_with_macros_is_refused() -> None:
    out = BytesIO(book(SMALL))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    known = Known(reference.areas(), reference.organisations())
    content = register_sheets.read_bytes(out.getvalue(), file="r.xlsx", known=known)
    assert [each.code for each in content.problems] == [ProblemCode.FILE_TYPE]


def test_a_file_too_large_is_not_opened() -> None:
    known = Known(reference.areas(), reference.organisations())
    limits = register_sheets.LIMITS.__class__(file=10)
    data = book(SMALL)
    content = register_sheets.read_bytes(data, file="r.xlsx", known=known, limits=limits)
    assert [each.code for each in content.problems] == [ProblemCode.FILE_TOO_LARGE]
