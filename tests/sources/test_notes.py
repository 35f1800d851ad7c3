"""The sheet of notes and risks, beside the others or alone."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.sources.books import STATUS, STATUS_HEADER, book, folder, only_problem, places, read
from yhdyspinta.sources import reference, sheets
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Theme
from yhdyspinta.terms.sheets import ProblemCode, SheetContent
from yhdyspinta.terms.situation import Note, NoteKind, Severity

HEADER = ("kind", "areas", "theme", "severity", "text")
THEMES = (Theme("ict", Names("Tietojärjestelmät", "Informationssystem", "ICT systems"), ()),)


def noted(path: Path, *rows: Any, name: str = "Huomiot", header: Any = HEADER) -> Path:
    """Write a workbook with nothing but notes."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = name
    for row in (header, *rows):
        sheet.append(list(row))
    workbook.save(path / "notes.xlsx")
    return path / "notes.xlsx"


def alone(path: Path, **options: Any) -> SheetContent:
    options = {"themes": THEMES, **options}
    return sheets.read_notes(path, areas=reference.areas(), **options)


def only_note(content: SheetContent) -> Note:
    assert content.problems == ()
    (note,) = content.notes
    return note


@pytest.mark.parametrize(
    ("name", "header", "row"),
    [
        (
            "Huomiot",
            ("Laji", "Alueet", "Kokonaisuus", "Vakavuus", "Teksti", "Lähde"),
            ("Riski", "Pirkanmaa; Kainuu", "Tietojärjestelmät", "korkein", "Viive", "Raportti"),
        ),
        (
            "Anmärkningar",
            ("Slag", "Områden", "Helhet", "Allvarlighetsgrad", "Text", "Källa"),
            ("risk", "Birkaland | Kajanaland", "informationssystem", "HÖGST", "Viive", "Raportti"),
        ),
        (
            "Notes and risks",
            ("Kind", "Areas", "Theme", "Severity", "Text", "Source"),
            ("Risk", "08,19", "ICT", "Highest", "Viive", "Raportti"),
        ),
    ],
)
def test_notes_are_read_in_three_languages(
    tmp_path: Path, *, name: str, header: tuple[str, ...], row: tuple[str, ...]
) -> None:
    codes = {area.short.fi: area.code for area in reference.areas()}
    row = tuple(cell.replace("08,19", f"8,{codes['Kainuu']}") for cell in row)
    note = only_note(alone(noted(tmp_path, row, name=name, header=header)))
    assert note == Note(
        NoteKind.RISK,
        Names("Viive"),
        areas=(codes["Pirkanmaa"], codes["Kainuu"]),
        theme="ict",
        severity=Severity.HIGHEST,
        source="Raportti",
    )


def test_empty_cells_are_the_whole_and_no_stated_severity(tmp_path: Path) -> None:
    note = only_note(alone(noted(tmp_path, ("note", None, None, None, "Going well"))))
    assert note == Note(NoteKind.NOTE, Names("Going well"))


def test_kind_and_text_are_columns_enough(tmp_path: Path) -> None:
    file = noted(tmp_path, ("att följa", "Allt"), header=("Slag", "Text"))
    assert only_note(alone(file)).kind is NoteKind.WATCH


def test_translations_have_columns_of_their_own(tmp_path: Path) -> None:
    header = ("kind", "text_fi", "text_sv", "text_en")
    note = only_note(alone(noted(tmp_path, ("risk", "suo", "sv", "en"), header=header)))
    assert note.text == Names("suo", "sv", "en")


def test_an_area_named_twice_counts_once(tmp_path: Path) -> None:
    row = ("watch", "Pirkanmaa, 08;\nBirkaland,", "", "", "x")
    assert only_note(alone(noted(tmp_path, row))).areas == ("08",)


def test_every_problem_of_a_row_is_told_with_its_place(tmp_path: Path) -> None:
    row = ("rizk", "Pirkanmaa, Pirkanma, Mordor", "itc", "korkee", None)
    content = alone(noted(tmp_path, ("note", "", "", "", "x"), row))
    assert places(content) == [
        (ProblemCode.NOTE_KIND_UNKNOWN, "Huomiot", "A3"),
        (ProblemCode.AREA_UNKNOWN, "Huomiot", "B3"),
        (ProblemCode.AREA_UNKNOWN, "Huomiot", "B3"),
        (ProblemCode.THEME_UNKNOWN, "Huomiot", "C3"),
        (ProblemCode.SEVERITY_UNKNOWN, "Huomiot", "D3"),
        (ProblemCode.VALUE_MISSING, "Huomiot", "E3"),
    ]


def test_a_problem_names_the_value_and_the_nearest_valid_one(tmp_path: Path) -> None:
    row = ("note", "Pirkanma", "", "korkee", "x")
    area, severity = alone(noted(tmp_path, row)).problems
    assert (area.value, area.nearest) == ("Pirkanma", "Pirkanmaa")
    assert (severity.value, severity.nearest) == ("korkee", "Korkea")
    assert severity.expected == ("matala", "kohtalainen", "korkea", "korkein")


def test_a_theme_is_checked_against_the_task_sheet(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("kind,theme,text\nnote,Hallinto,a\nnote,halinto,b\n")
    content = read(folder(tmp_path))
    problem = only_problem(content)
    assert (problem.code, problem.file, problem.cell) == (
        ProblemCode.THEME_UNKNOWN,
        "notes.csv",
        "B3",
    )
    assert [note.theme for note in content.notes] == ["hallinto"]


def test_a_theme_may_be_known_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "huomiot.csv").write_text("kind,theme,text\nnote,ICT systems,a\n")
    content = read(folder(tmp_path), themes=THEMES)
    assert only_note(content).theme == "ict"


def test_without_any_known_theme_none_is_called_unknown(tmp_path: Path) -> None:
    file = noted(tmp_path, ("note", "", "anything", "", "x"))
    assert only_note(alone(file, themes=())).theme == "anything"


def test_a_sheet_of_somebodys_own_notes_is_left_alone(tmp_path: Path) -> None:
    def scribble(workbook: Any) -> None:
        workbook.create_sheet("Notes").append(["Remember to ask", "Wednesday"])

    content = read(book(tmp_path, statuses=(STATUS_HEADER, STATUS), change=scribble))
    assert content.reports
    assert content.errors == ()
    assert {each.code for each in content.problems} == {ProblemCode.COLUMN_MISSING}


def test_asked_for_notes_a_sheet_without_their_columns_is_an_error(tmp_path: Path) -> None:
    content = alone(noted(tmp_path, ("x", "y"), header=("Remember", "Wednesday")))
    assert [each.code for each in content.errors] == [ProblemCode.COLUMN_MISSING] * 2


def test_asked_for_notes_other_files_are_not_opened(tmp_path: Path) -> None:
    folder(tmp_path, tasks=b"\x00", statuses="no header at all")
    (tmp_path / "anmärkningar.csv").write_text("slag;text\nrisk;IKT\n")
    assert only_note(alone(tmp_path)).text == Names("IKT")


@pytest.mark.parametrize("name", ["notes.csv", "Huomiot.csv"])
def test_the_file_of_notes_stands_for_its_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("kind,text\nnote,a\n")
    assert alone(tmp_path / name) == alone(tmp_path)


def test_missing_notes_are_said_to_be_missing(tmp_path: Path) -> None:
    of_folder, of_book = alone(folder(tmp_path)), alone(book(tmp_path))
    assert only_problem(of_folder).expected == ("notes.csv",)
    assert only_problem(of_book).code is ProblemCode.SHEET_MISSING


def test_a_refused_file_of_notes_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_bytes(b"")
    assert only_problem(alone(tmp_path)).code is ProblemCode.FILE_EMPTY
    assert only_problem(alone(tmp_path / "none.csv")).code is ProblemCode.FILE_MISSING


def test_the_demos_notes_are_read_without_a_problem() -> None:
    content = read(reference.demo_folder())
    assert content.problems == ()
    assert {code for note in content.notes for code in note.areas} == {"01", "03", "05"}
    assert all(note.text.sv and note.text.en and note.source for note in content.notes)


def test_the_greatest_risk_of_october_2021_was_ict() -> None:
    notes = read(reference.demo_folder()).notes
    [worst] = [note for note in notes if note.severity is Severity.HIGHEST]
    assert (worst.kind, worst.theme) == (NoteKind.RISK, "ict")
