"""The deck's three tables of October 2021: every printed number, read and calculated anew."""

import csv
from collections import Counter
from datetime import date
from functools import cache

import pytest

from yhdyspinta.calc.situation import cell, table
from yhdyspinta.services.situation import of_sheet
from yhdyspinta.sources import reference
from yhdyspinta.sources.sheets import read
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.situation import Lens

YHDYSPINNAT = "yhdyspinnat"


@cache
def content():
    return read(reference.demo_folder(), areas=reference.areas())


@cache
def october():
    return of_sheet(content(), as_of=date(2021, 10, 31), horizon=Quarter(2021, 4))


def printed(name):
    path = reference.demo_folder() / name
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def code_of(region):
    [code] = [code for code, name in content().area_names.items() if name == region]
    return code


def calculated(row, *, theme, subarea=None):
    return cell(october(), area=code_of(row["region"]), theme=theme, subarea=subarea)


def test_the_demo_is_read_without_a_problem():
    assert content().problems == ()


def test_all_110_numbers_of_progress_by_theme_are_the_decks():
    rows = printed("published_progress.csv")
    found = [calculated(row, theme=row["theme"]).progress for row in rows]
    assert [each and each.percent for each in found] == [int(r["progress_percent"]) for r in rows]
    assert len(found) == 110


def test_all_110_numbers_of_progress_at_the_interfaces_are_the_decks():
    rows = printed("published_progress_yhdyspinnat.csv")
    found = [calculated(r, theme=YHDYSPINNAT, subarea=r["subarea"]).progress for r in rows]
    assert [each and each.percent for each in found] == [int(r["progress_percent"]) for r in rows]
    assert len(found) == 110


def test_all_220_numbers_of_readiness_by_theme_are_the_decks():
    rows = printed("published_readiness.csv")
    figures = [calculated(row, theme=row["theme"]) for row in rows]
    found = [(f.under_way and f.under_way.percent, f.done and f.done.percent) for f in figures]
    assert found == [(int(r["in_progress_percent"]), int(r["done_percent"])) for r in rows]
    assert len(found) == 110


def test_no_area_but_hus_is_missing_from_the_decks_tables():
    tables = ("published_progress.csv", "published_readiness.csv")
    names = {row["region"] for name in tables for row in printed(name)}
    everybody = {area.short.fi for area in october().areas}
    assert everybody - names == {"HUS"}
    assert not names - everybody


def test_hus_reported_nothing_and_its_row_is_empty():
    [hus] = [
        row for row in table(october(), Lens.PROGRESS).rows if row.area and row.area.code == "HUS"
    ]
    assert not hus.has_reports
    assert {figures.progress for figures in hus.figures} == {None}


def test_the_tasks_due_by_the_end_of_2021_are_the_decks_row_of_numbers():
    columns = table(october(), Lens.PROGRESS).columns
    assert [column.tasks for column in columns] == [69, 30, 17, 20, 55]


def test_the_tasks_due_at_the_interfaces_are_the_decks_row_of_numbers():
    whole, *parts = table(october(), Lens.PROGRESS, theme=YHDYSPINNAT).columns
    assert [column.tasks for column in parts] == [5, 1, 7, 2, 5]
    assert whole.tasks == 20


def test_three_tasks_do_not_concern_helsinki():
    helsinki = cell(october(), area="90")
    assert helsinki.counts.not_applicable == 3
    assert helsinki.counts.applicable == len(content().tasks) - 3


@pytest.mark.parametrize("lens", Lens)
def test_every_coloured_cell_has_a_band_of_the_decks_scale(lens):
    bands = Counter(
        figures.band(lens) for row in table(october(), lens).rows for figures in row.figures
    )
    assert set(bands) == {"under_25", "from_25", "from_50", "over_75", None}
    assert bands[None] == 5
