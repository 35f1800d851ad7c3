"""A folder goes in by the command line; page, files and interface show the same numbers."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache

import openpyxl
import pptx
import pytest
from django.db import transaction
from django.test import Client
from pypdf import PdfReader
from pytest_django.plugin import DjangoDbBlocker

from tests.exports.test_xlsx import computed, formulas
from tests.web.reading import read
from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.cli.main import main
from yhdyspinta.exports import situation_files
from yhdyspinta.services import situation
from yhdyspinta.sources.reference import demo_folder

Figures = dict[tuple[str, str], int | None]
THEMES = ("hallinto", "johtaminen", "palvelut", "yhdyspinnat", "ict")
MADE_AT = datetime(2021, 11, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A folder taken in, a round opened, closed and published, all by the command."""
    with django_db_blocker.unblock(), transaction.atomic():
        for line in (
            f"import {demo_folder()} --roadmap flow",
            "round open flow-1 --roadmap flow --as-of 2021-10-31 --horizon 2021-Q4",
            f"round notes flow-1 {demo_folder()}",
            "round close flow-1",
            "publish flow-1",
        ):
            assert main(line.split()) == 0, line
        yield
        transaction.set_rollback(True)


@pytest.fixture
def truth(published: None, db: None) -> Figures:
    """What the ministries printed, and nothing for HUS."""
    found: Figures = {("HUS", theme): None for theme in THEMES}
    with (demo_folder() / "published_progress.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            area = row["region"].replace("Vantaa-Kerava", "Vantaa ja Kerava")
            found[area, row["theme"]] = int(row["progress_percent"])
    return found


@cache
def made(ending: str, language: str) -> bytes:
    """The published picture as a file; frozen, so one file serves all tests."""
    shown = situation.of_round("flow-1")
    wanted = situation_files.Wanted(language, MADE_AT, by_subarea=ending in {"pptx", "xlsx", "pdf"})
    return situation_files.render(
        shown.picture, ending, wanted=wanted, publication=shown.publication
    )


def number(text: str | None) -> int | None:
    """A percentage as any form writes it; nothing for an empty cell or a dash."""
    digits = re.match(r"\s*(\d+)", text or "")
    return int(digits[1]) if digits else None


def in_page(client: Client) -> Figures:
    page = read(client.get("/fi/?round=flow-1").content.decode())
    rows = {row[0]: row[1:] for row in page.rows if len(row) > 1}
    names = [area.short.fi for area in situation.of_round("flow-1").picture.areas]
    return {
        (name, theme): number(rows[name][place]) if len(rows[name]) == len(THEMES) else None
        for name in names
        for place, theme in enumerate(THEMES)
    }


def in_csv(client: Client) -> Figures:
    rows = csv.DictReader(io.StringIO(made("csv", "fi").decode()))
    return {(row["area"], row["theme"]): number(row["progress_percent"]) for row in rows}


def in_json(client: Client) -> Figures:
    rows = json.loads(made("json", "fi"))["rows"]
    return {(row["area"], row["theme"]): row["progress_percent"] for row in rows}


def in_api(client: Client) -> Figures:
    names = {a.code: a.short.fi for a in situation.of_round("flow-1").picture.areas}
    address = "/api/v1/pictures/flow-1/versions/1/figures?by=theme&limit=500"
    items = client.get(address).json()["items"]
    return {
        (names[each["area"]], each["theme"]): each["progress"] and each["progress"]["percent"]
        for each in items
        if each["area"] and each["theme"]
    }


def in_sheet(client: Client) -> Figures:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", "fi")), data_only=True)
    sheet = book["Tiekartan mukainen eteneminen"]
    names = {area.short.fi for area in situation.of_round("flow-1").picture.areas}
    return {
        (row[0], theme): None if row[place] in {None, ""} else round(100 * row[place])
        for row in sheet.iter_rows(values_only=True)
        if row[0] in names
        for place, theme in enumerate(THEMES, start=1)
    }


def in_slides(client: Client) -> Figures:
    slides = pptx.Presentation(io.BytesIO(made("pptx", "fi"))).slides
    found: Figures = {}
    for slide in slides:
        if not (slide.shapes.title and slide.shapes.title.text.startswith("Tiekartan mukainen")):
            continue
        for shape in slide.shapes:
            for row in shape.table.rows if shape.has_table else ():
                name, *cells = (cell.text for cell in row.cells)
                found |= {
                    (name, theme): number(cell) for theme, cell in zip(THEMES, cells, strict=True)
                }
    return found


def in_pdf(client: Client) -> Figures:
    pages = PdfReader(io.BytesIO(made("pdf", "fi"))).pages
    page = next(
        p
        for p in (" ".join(p.extract_text().split()) for p in pages)
        if "Tiekartan mukainen eteneminen" in p
    )
    found: Figures = {}
    for area in situation.of_round("flow-1").picture.areas:
        name = area.short.fi
        cells = re.search(rf"(?<![\w-]){name} ((?:(?:\d+ ?%|–) ?){{5}})", page)
        assert cells, name
        percents = re.findall(r"\d+ ?%|–", cells[1])
        found |= {(name, theme): number(each) for theme, each in zip(THEMES, percents, strict=True)}
    return found


@pytest.mark.parametrize(
    "door",
    [in_page, in_csv, in_json, in_api, in_sheet, in_slides, in_pdf],
    ids=lambda d: d.__name__,
)
def test_every_door_shows_the_published_progress(
    truth: Figures, client: Client, door: Callable[[Client], Figures]
) -> None:
    shown = door(client)
    assert {key: shown.get(key, -1) for key in truth} == truth


def test_every_formula_of_the_sheet_computes_to_what_it_shows(truth: Figures) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", "fi")))
    values = openpyxl.load_workbook(io.BytesIO(made("xlsx", "fi")), data_only=True)
    data = book[book.sheetnames[-1]]
    found = formulas(book)
    assert len(found) > 500
    for sheet, address, formula in found[::7]:
        assert computed(formula, data) == pytest.approx(values[sheet][address].value), address


def test_the_map_shows_each_areas_own_sum(truth: Figures) -> None:
    svg = made("svg", "fi").decode()
    assert "Pirkanmaa, 87" in svg
    assert "HUS" in svg


@pytest.mark.parametrize("ending", ["csv", "pptx", "pdf"])
def test_another_language_changes_words_and_no_number(truth: Figures, ending: str) -> None:
    if ending == "csv":
        one, other = (made("csv", each).decode().splitlines() for each in ("fi", "sv"))
        assert [row.split(",", 2)[2] for row in one] == [row.split(",", 2)[2] for row in other]
        return
    assert made(ending, "fi") != made(ending, "sv")


def test_the_command_writes_the_same_bytes_as_the_page(
    truth: Figures, client: Client, tmp_path: pytest.TempPathFactory
) -> None:
    target = tmp_path / "x.csv"  # type: ignore[operator]
    assert main(["picture", "--round", "flow-1", "--by", "subarea", "-o", str(target)]) == 0
    assert target.read_bytes() == client.get("/fi/downloads/flow-1/v1.csv").content


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_documents_areas_stand_in_its_languages_alphabet(truth: Figures, language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", language)), data_only=True)
    known = {area.short[language] for area in situation.of_round("flow-1").picture.areas}
    names = [row[0].value for row in book[book.sheetnames[1]] if row[0].value in known]
    assert len(names) == 23
    assert names == sorted(names, key=lambda name: sort_key(name, language))
