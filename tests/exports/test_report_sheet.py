"""The workbook that goes out: what can be changed in it, what can be chosen, what it holds."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from yhdyspinta.exports.report_sheet import render
from yhdyspinta.terms.access import Role, Visibility
from yhdyspinta.terms.areas import Area, AreaKind
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.report_sheets import Blank
from yhdyspinta.terms.reporting import Cell, Value
from yhdyspinta.terms.roadmap import Status, Subarea, Task, Theme
from yhdyspinta.terms.rounds import Lock, LockReason, Schedule
from yhdyspinta.terms.situation import Severity

NOW = datetime(2021, 11, 1, 9, tzinfo=UTC)
LANGUAGES = ("fi", "sv", "en")
Q4, Q2 = Quarter(2021, 4), Quarter(2022, 2)
THEMES = (
    Theme("1", Names("Hallinto", "Förvaltning"), (Subarea("A", Names("Tuki", "Stöd", "Support")),)),
    Theme("2", Names("ICT"), (Subarea("A", Names("Verkot")),)),
)
FULL = Value(Status.LATE, "=1+1\n- toinen rivi", Severity.HIGH, Q2, Visibility.PARTNERS)
CELLS = (
    Cell(Task("1.10", "1", "A", Q4, Names("=Otsikko")), FULL, replace(FULL, note="Ennen"), 7),
    Cell(Task("1.2", "1", "A", Q4), Value(), Value()),
    Cell(Task("2.1", "2", "A", Quarter(2023, 1)), Value(Status.DONE), Value(Status.DONE), 9),
)
BLANK = Blank(
    "2021-11",
    Names("Marraskuu", "November", "November"),
    Names("Kertokaa syyt.", "Berätta varför.", "Tell why."),
    date(2021, 11, 30),
    Schedule(date(2021, 11, 1), date(2021, 11, 10)),
    Area("06", AreaKind.COUNTY, Names("Satakunta"), Names("Satakunta")),
    THEMES,
    CELLS,
)
FIRST = 5
ANSWERS, ASKED = "GHIJK", "ABCDEF"


def made(language: str = "fi", blank: Blank = BLANK) -> Any:
    data = render(blank, language=language, made_at=NOW, address="https://x.fi/fi/report/")
    return load_workbook(io.BytesIO(data))


def texts(sheet: Any) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)


def rules(sheet: Any) -> dict[str, Any]:
    return {str(rule.sqref)[0]: rule for rule in sheet.data_validations.dataValidation}


def test_three_sheets_of_which_the_last_is_hidden_for_good() -> None:
    book = made()
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible", "veryHidden"]
    assert book.active.title == "Raportointi"


def test_the_structure_and_every_sheet_are_protected_without_a_password() -> None:
    book = made()
    assert book.security.lockStructure
    assert not book.security.workbookPassword
    assert [(s.protection.sheet, s.protection.password) for s in book] == [(True, None)] * 3


def test_only_the_answers_are_open() -> None:
    sheet = made().worksheets[1]
    for row in range(1, FIRST + len(CELLS)):
        is_open = {c: not sheet[f"{c}{row}"].protection.locked for c in ASKED + ANSWERS}
        assert is_open == {c: row >= FIRST and c in ANSWERS for c in ASKED + ANSWERS}


def test_the_filter_works_under_protection_and_headers_stay_in_sight() -> None:
    sheet = made().worksheets[1]
    assert sheet.protection.autoFilter is False  # not forbidden
    assert sheet.auto_filter.ref == "A4:K7"
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", ("Ei aloitettu", "Matala", "Julkinen")),
        ("sv", ("Inte påbörjad", "Låg", "Offentlig")),
        ("en", ("Not started", "Low", "Public")),
    ],
)
def test_choices_are_in_the_language_of_the_file(language: str, words: tuple[str, ...]) -> None:
    found = rules(made(language).worksheets[1])
    first = {c: found[c].formula1.strip('"').split(",")[0] for c in "GIJK"}
    assert first == {"G": words[0], "I": words[1], "J": "Q4/2021", "K": words[2]}
    assert all(str(found[c].sqref).endswith("5:" + f"{c}7") for c in "GHIJK")


def test_a_quarter_outside_the_list_is_asked_about_but_taken() -> None:
    found = rules(made().worksheets[1])["J"]
    assert found.errorStyle == "warning"
    assert len(found.formula1) <= 255
    assert "Q1/2023" in found.formula1


def test_a_note_is_no_longer_than_can_be_stored() -> None:
    found = rules(made().worksheets[1])["H"]
    assert (found.type, found.operator, found.formula1) == ("textLength", "lessThanOrEqual", "4000")


def test_the_cells_hold_what_was_reported_and_what_held_before() -> None:
    row = [cell.value for cell in made().worksheets[1][FIRST]]
    assert row[:5] == ["1.10", "=Otsikko", "Hallinto", "A. Tuki", "Q4/2021"]
    assert row[5].startswith("myöhässä\n")
    assert row[5].endswith("\nEnnen")
    assert row[6:] == ["Myöhässä", "=1+1\n- toinen rivi", "Korkea", "Q2/2022", "Kumppaneille"]


def test_what_looks_like_a_formula_is_text_and_stays_so() -> None:
    sheet = made().worksheets[1]
    cells = [sheet["B5"], sheet["H5"]]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {(cell.quotePrefix, cell.number_format) for cell in cells} == {(True, "@")}


def test_a_note_that_is_not_there_is_internal() -> None:
    public = replace(
        BLANK, cells=(replace(CELLS[2], value=Value(Status.DONE, visibility=Visibility.PUBLIC)),)
    )
    assert made(blank=public).worksheets[1]["K5"].value == "Sisäinen"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_instructions_name_round_area_and_where_to_bring_it(language: str) -> None:
    book = made(language)
    text = texts(book.worksheets[0])
    shown = [BLANK.round, "Satakunta", BLANK.instructions[language], "https://x.fi/fi/report/"]
    assert [each for each in shown if each not in text] == []


def test_the_notes_are_not_kept_twice() -> None:
    assert "toinen rivi" not in texts(made().worksheets[2])


@pytest.mark.parametrize("reason", LockReason)
def test_a_locked_round_can_be_read_only_and_says_why(reason: LockReason) -> None:
    book = made(blank=replace(BLANK, lock=Lock(reason, Role.COORDINATOR)))
    is_open = reason is LockReason.NOT_YET_OPEN
    assert book.worksheets[1]["G5"].protection.locked is not is_open
    assert bool(rules(book.worksheets[1])) is is_open


def test_a_row_grows_with_what_is_typed_into_it() -> None:
    data = render(BLANK, language="fi", made_at=NOW)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rows = archive.read("xl/worksheets/sheet2.xml")
    assert b"customHeight" not in rows
    assert b' ht="' in rows


def test_an_area_without_tasks_gets_a_workbook_all_the_same() -> None:
    assert made(blank=replace(BLANK, cells=())).worksheets[1]["A4"].value == "Tehtävän tunnus"
