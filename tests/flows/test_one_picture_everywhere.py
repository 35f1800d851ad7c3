"""A folder goes in by the command line; page, files and interface show the same numbers."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pptx
import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.exports.test_xlsx import computed, formulas
from tests.flows import picture_doors as doors
from tests.flows.picture_doors import THEMES, Tables, made
from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.calc.situation import cell
from yhdyspinta.cli.main import main
from yhdyspinta.exports.situation_files import MEDIA_TYPES
from yhdyspinta.sources.reference import demo_folder

pytestmark = pytest.mark.usefixtures("published", "db")

DOORS = (
    doors.in_page,
    doors.in_csv,
    doors.in_json,
    doors.in_api,
    doors.in_sheet,
    doors.in_slides,
    doors.in_pdf,
)
SPELLED = {"Vantaa-Kerava": "Vantaa ja Kerava"}


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A folder taken in, a round opened, closed and published, all by the command."""
    made.cache_clear()
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


def _printed(file: str, *columns: str) -> dict[str, list[int]]:
    """What the ministries printed, by area, in the order of their columns."""
    found: dict[str, list[int]] = {}
    with (demo_folder() / f"published_{file}.csv").open(encoding="utf-8") as opened:
        for row in csv.DictReader(opened):
            area = SPELLED.get(row["region"], row["region"])
            found.setdefault(area, []).extend(int(row[each]) for each in columns)
    return found


def test_the_calculation_gives_what_the_ministries_printed() -> None:
    tables = doors.calculated("fi")
    parts = {area: row[1:] for area, row in tables["yhdyspinnat"].items()}
    for shown, printed in (
        (tables["progress"], _printed("progress", "progress_percent")),
        (tables["readiness"], _printed("readiness", "in_progress_percent", "done_percent")),
        (parts, _printed("progress_yhdyspinnat", "progress_percent")),
    ):
        assert len(printed) == 22
        assert {area: shown[area] for area in printed} == printed


def test_an_area_that_reported_nothing_has_no_number_anywhere() -> None:
    assert {n for rows in doors.calculated("fi").values() for n in rows["HUS"]} == {None}


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_every_door_shows_what_was_calculated(
    client: Client, door: Callable[[Client, str], Tables], language: str
) -> None:
    assert door(client, language) == doors.calculated(language)


def test_every_formula_of_the_sheet_computes_to_what_it_shows() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", "sv")))
    values = openpyxl.load_workbook(io.BytesIO(made("xlsx", "sv")), data_only=True)
    data = book[book.sheetnames[-1]]
    found = formulas(book)
    assert len(found) > 500
    for sheet, address, formula in found[::7]:
        assert computed(formula, data) == pytest.approx(values[sheet][address].value), address


def _sums(language: str) -> dict[str, int | None]:
    picture = doors.picture()
    shares = {a.short[language]: cell(picture, area=a.code).progress for a in picture.areas}
    return {name: share.percent if share else None for name, share in shares.items()}


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_map_shows_each_areas_own_sum(language: str) -> None:
    svg = made("svg", language).decode().replace("\u00a0", " ")
    for name, percent in _sums(language).items():
        assert percent is None or f"{name}, {percent} %" in svg


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_slides_charts_hold_each_areas_own_sum(language: str) -> None:
    slides = pptx.Presentation(io.BytesIO(made("pptx", language))).slides
    chart = next(s.chart for slide in slides for s in slide.shapes if s.has_chart)
    shown = dict(zip(chart.plots[0].categories, chart.series[0].values, strict=True))
    assert {name: value and round(value) for name, value in shown.items()} == _sums(language)


@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_another_language_changes_words(ending: str) -> None:
    assert made(ending, "fi") != made(ending, "sv")


@pytest.mark.parametrize("ending", ["csv", "json", "svg"])
def test_the_command_writes_the_same_bytes_as_the_page(
    client: Client, tmp_path: Path, ending: str
) -> None:
    target = tmp_path / f"x.{ending}"
    assert main(["picture", "--round", "flow-1", "--by", "subarea", "-o", str(target)]) == 0
    assert target.read_bytes() == client.get(f"/fi/downloads/flow-1/v1.{ending}").content


def test_a_folder_alone_gives_the_same_numbers(client: Client, tmp_path: Path) -> None:
    target = tmp_path / "x.csv"
    dated = "--as-of 2021-10-31 --horizon 2021-Q4 --by subarea -o"
    assert main(["picture", str(demo_folder()), *dated.split(), str(target)]) == 0
    both = (target.read_bytes(), client.get("/fi/downloads/flow-1/v1.csv").content)
    one, other = (sorted(_without_names(each.decode())) for each in both)
    assert one == other


def _without_names(text: str) -> list[list[str]]:
    rows = csv.DictReader(io.StringIO(text))
    return [[value for key, value in row.items() if key != "area"] for row in rows]


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_documents_areas_stand_in_its_languages_alphabet(language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", language)), data_only=True)
    known = set(doors.names(language))
    names = [row[0].value for row in book.worksheets[1] if row[0].value in known]
    assert len(names) == 23
    assert names == sorted(names, key=lambda name: sort_key(str(name), language))


def test_every_theme_has_a_table_of_its_own() -> None:
    assert set(THEMES) < set(doors.in_sheet(Client(), "fi"))
