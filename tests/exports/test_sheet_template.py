"""The template: what a person gets is what reading takes back."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from yhdyspinta.exports.sheet_template import template
from yhdyspinta.sources import reference, sheets
from yhdyspinta.terms.areas import NATIONAL_KINDS
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Roadmap, Status, Subarea, Task, Theme
from yhdyspinta.terms.sheets import ProblemCode, SheetContent
from yhdyspinta.terms.situation import Note, NoteKind, Severity

LANGUAGES = ("fi", "sv", "en")
THEMES = (
    Theme("1", Names("Hallinto", "Förvaltning"), (Subarea("A", Names("Tuki", "Stöd", "Support")),)),
)
TASKS = (
    Task("1.10", "1", "A", Quarter(2021, 4), title=Names("=1+1", "-rubrik"), critical=True),
    Task("1.2", "1", "A", Quarter(2022, 1)),
)
ROADMAP = Roadmap("r", Names("R"), THEMES, TASKS)
SHEETS = {"fi": "Tilatiedot", "sv": "Statusuppgifter", "en": "Statuses"}


def opened(language: str, roadmap: Roadmap | None = ROADMAP) -> Any:
    """Return the template as a workbook to write into."""
    return load_workbook(io.BytesIO(template(language, areas=reference.areas(), roadmap=roadmap)))


def read(workbook: Any, path: Path) -> SheetContent:
    """Save the workbook and read it."""
    workbook.save(path / "filled.xlsx")
    return sheets.read(path / "filled.xlsx", areas=reference.areas())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_is_read_without_a_problem(tmp_path: Path, language: str) -> None:
    workbook = opened(language)
    sheet = workbook[SHEETS[language]]
    area, status = choices(workbook, language)
    for column, value in enumerate((area, "1.10", status, date(2021, 10, 31)), start=1):
        sheet.cell(2, column, value)
    content = read(workbook, tmp_path)
    assert content.problems == ()
    assert [(each.task, each.status) for each in content.reports] == [("1.10", Status.ON_SCHEDULE)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_of_a_filled_template_are_read(tmp_path: Path, language: str) -> None:
    workbook = opened(language)
    sheet = workbook.worksheets[-1]
    kind, severity, theme = (choice(sheet, column) for column in "ADC")
    for column, value in zip("ABCDE", (kind[1], "8; 01", theme[0], severity[3], "x"), strict=True):
        sheet[f"{column}2"] = value
    content = read(workbook, tmp_path)
    assert content.problems == ()
    assert content.notes == (
        Note(NoteKind.RISK, Names("x"), ("01", "08"), theme="1", severity=Severity.HIGHEST),
    )


def choice(sheet: Any, column: str) -> list[str]:
    """Return what a column offers to choose from."""
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    return str(rules[f"{column}2:{column}20001"].formula1).strip('"').split(",")


def choices(workbook: Any, language: str) -> tuple[str, str]:
    """Return the first area and the third status that the template offers."""
    rules = workbook[SHEETS[language]].data_validations.dataValidation
    by_cell = {str(rule.sqref): rule for rule in rules}
    areas = by_cell["A2:A20001"].formula1.split("!")[0].strip("'")
    status = by_cell["C2:C20001"].formula1.strip('"').split(",")[2]
    return workbook[areas]["A2"].value, status


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_roadmap_comes_back_as_it_was(tmp_path: Path, language: str) -> None:
    content = read(opened(language), tmp_path)
    assert content.problems == ()
    assert (content.themes, content.tasks) == (THEMES, TASKS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_areas_of_a_national_picture_take_part(tmp_path: Path, language: str) -> None:
    content = read(opened(language), tmp_path)
    national = {area for area in reference.areas() if area.kind in NATIONAL_KINDS}
    assert content.areas_listed
    assert set(content.areas) == national


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_template_lacks_its_tasks_and_nothing_else(tmp_path: Path, language: str) -> None:
    content = read(opened(language, None), tmp_path)
    assert [each.code for each in content.problems] == [ProblemCode.FILE_EMPTY]


def test_what_looks_like_a_formula_stays_text() -> None:
    cells = [cell for row in opened("fi")["Tehtävät"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert "=1+1" in {cell.value for cell in cells}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_instructions_come_first_and_name_the_sheets(language: str) -> None:
    workbook = opened(language)
    text = " ".join(
        str(cell.value) for row in workbook.worksheets[0].iter_rows() for cell in row if cell.value
    )
    assert all(sheet.title in text for sheet in workbook.worksheets[1:])


def test_two_templates_are_the_same_file() -> None:
    areas = reference.areas()
    assert template("sv", areas=areas, roadmap=ROADMAP) == template(
        "sv", areas=areas, roadmap=ROADMAP
    )
