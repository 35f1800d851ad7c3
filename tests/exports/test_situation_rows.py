"""The flat rows of a picture: every cell once, with the figures of the calculation."""

from tests.exports.sample_picture import sample_picture
from yhdyspinta.calc.situation import all_figures, cell
from yhdyspinta.exports import situation_rows

COLUMNS = (
    "area_code,area,theme,subarea,applicable,due,not_reported,not_started,in_progress,"
    "on_schedule,late,done,progress_percent,in_progress_percent,done_percent"
)


def records(*, by_subarea: bool = False) -> list[dict[str, str | int | None]]:
    return situation_rows.as_records(sample_picture(), by_subarea=by_subarea, language="sv")


def test_the_columns_are_those_agreed_on() -> None:
    assert ",".join(situation_rows.COLUMNS) == COLUMNS


def test_there_is_a_row_per_area_and_theme_or_subarea_in_the_pictures_order() -> None:
    assert [(r["area_code"], r["theme"]) for r in records()][:3] == [
        ("08", "ict"),
        ("08", "a*"),
        ("90", "ict"),
    ]
    assert [r["subarea"] for r in records(by_subarea=True)][:4] == ["1.1", "1.10", "a", "A"]


def test_the_percentages_are_those_of_the_calculation() -> None:
    figures = cell(sample_picture(), area="08", theme="ict")
    row = records()[0]
    assert figures.progress
    assert figures.under_way
    assert figures.done
    assert row["progress_percent"] == figures.progress.percent
    assert row["in_progress_percent"] == figures.under_way.percent
    assert row["done_percent"] == figures.done.percent


def test_every_count_is_that_of_the_calculation() -> None:
    for row, figures in zip(
        records(by_subarea=True), all_figures(sample_picture(), by_subarea=True), strict=True
    ):
        for name in COLUMNS.split(",")[4:12]:
            assert row[name] == getattr(figures.counts, name)


def test_an_area_without_reports_has_counts_but_no_percentages() -> None:
    silent = [row for row in records() if row["area_code"] == "HUS"]
    assert [row["not_reported"] for row in silent] == [row["applicable"] for row in silent]
    assert {row["progress_percent"] for row in silent} == {None}


def test_the_area_is_named_in_the_language_asked_for() -> None:
    assert [row["area"] for row in records()][2] == "Helsingfors"
