"""The document of a picture holds the figures of the calculation and says what they are."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from tests.exports.sample_picture import PUBLICATION, sample_picture
from yhdyspinta.calc.situation import cell, table
from yhdyspinta.exports.document import (
    BarChart,
    BulletList,
    Document,
    Formula,
    Paragraph,
    RowKind,
    Table,
    TileMap,
)
from yhdyspinta.exports.situation import document
from yhdyspinta.exports.situation_drawings import tile_map
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.situation import Lens, Reporting


def made(**wanted: bool) -> Document:
    return document(sample_picture(), language="en", publication=PUBLICATION, **wanted)


def tables(of: Document) -> list[Table]:
    return [block for s in of.sections for block in s.blocks if isinstance(block, Table)]


def percents(of: Table, kind: RowKind) -> list[list[int | None]]:
    return [[each.percent for each in row.cells[1:]] for row in of.rows if row.kind is kind]


def share(formula: Formula, of: Document) -> int | None:
    """Compute a formula in the plainest way over the document's data sheet."""
    assert of.data
    rows = [dict(zip(of.data.keys, row, strict=True)) for row in of.data.rows]
    chosen = [r for r in rows if all(r[key] == value for key, value in formula.where)]
    below = sum(int(r[formula.denominator] or 0) for r in chosen)
    above = sum(int(r[key] or 0) for r in chosen for key in formula.numerators)
    return int(100 * above / below + 0.5) if below else None


def test_the_sections_follow_the_order_of_a_presentation() -> None:
    assert [section.title for section in made().sections] == [
        "Summary",
        "Progress along the roadmap",
        "Progress by area",
        "Readiness",
        "Readiness by theme",
        "ICT: progress by subarea",
        "Yhdyspinnat: progress by subarea",
        "Notes and risks",
    ]


def test_subareas_are_left_out_when_not_asked_for() -> None:
    assert len(tables(made(by_subarea=False))) == 2


def test_progress_is_that_of_the_calculation_with_an_empty_row_for_the_silent() -> None:
    shown = tables(made())[0]
    calculated = table(sample_picture(), Lens.PROGRESS)
    wanted = [[f.progress and f.progress.percent for f in row.figures] for row in calculated.rows]
    assert percents(shown, RowKind.BODY) == wanted
    assert wanted[-1] == [None, None]
    total = [f.progress and f.progress.percent for f in calculated.total.figures]
    assert percents(shown, RowKind.TOTAL) == [total]


def test_how_areas_answered_stands_in_two_columns_of_the_whole_and_not_of_a_theme() -> None:
    answers = {"08": Reporting(8, 6, 4), "90": Reporting(8, 8), "HUS": Reporting(8, 0, 0)}
    shown = document(replace(sample_picture(), answers=answers), language="en")
    [whole, _, *themes] = tables(shown)
    assert [each.label for each in whole.columns[-2:]] == ["Reported", "On time"]
    last = [[cell.text for cell in row.cells[-2:]] for row in whole.rows[1:]]
    assert last == [["75%", "50%"], ["100%", "–"], ["0%", "0%"], ["58%", "–"]]
    assert all("Reported" not in {c.label for c in each.columns} for each in themes)


def test_the_coordinators_word_comes_before_the_sentences() -> None:
    shown = document(replace(sample_picture(), summary=Names("Yksi\nKaksi")), language="fi")
    said = [each.text for each in shown.sections[0].blocks if isinstance(each, Paragraph)]
    assert said[:2] == ["Yksi", "Kaksi"]
    assert len(said) == 5


def test_the_row_of_counts_comes_first_and_counts_what_the_lens_looks_at() -> None:
    first = tables(made())[0].rows[0]
    assert first.kind is RowKind.COUNTS
    assert [each.number for each in first.cells[1:]] == [6, 6]


def test_readiness_has_two_columns_per_theme_coloured_by_their_sum() -> None:
    shown = tables(made())[1]
    figures = cell(sample_picture(), area="08", theme="ict")
    under_way, done = shown.rows[0].cells[1:3]
    assert figures.under_way
    assert figures.done
    assert figures.started
    assert (under_way.percent, done.percent) == (figures.under_way.percent, figures.done.percent)
    assert under_way.basis
    assert under_way.basis.percent == figures.started.percent
    assert under_way.band == done.band == figures.readiness_band


def test_a_themes_table_starts_with_its_total() -> None:
    shown = tables(made())[2]
    assert [each.label for each in shown.columns[1:]] == [
        "ICT, total",
        "1.1. Verkot",
        "1.10. Laitteet",
    ]
    assert shown.rows[1].cells[1].percent == tables(made())[0].rows[1].cells[1].percent


def test_every_formula_gives_the_percentage_that_is_shown() -> None:
    cells = [c for t in tables(made()) for row in t.rows for c in row.cells]
    checked = [c for each in cells for c in (each, each.basis) if c and c.formula]
    assert len(checked) > 40
    for each in checked:
        assert each.formula
        assert share(each.formula, made()) == each.percent


def test_the_data_sheet_has_every_subarea_of_every_area() -> None:
    data = made().data
    assert data
    assert len(data.rows) == 3 * 4
    assert len(data.keys) == len(data.labels) == len(data.rows[0])
    assert {row[data.keys.index("has_reports")] for row in data.rows[-4:]} == {None}


def test_the_summary_has_three_sentences_and_the_map_of_areas_with_a_place() -> None:
    blocks = made().sections[0].blocks
    assert [type(block) for block in blocks] == [Paragraph] * 3 + [TileMap]
    drawn = blocks[3]
    assert isinstance(drawn, TileMap)
    assert [(tile.code, tile.band) for tile in drawn.tiles] == [("08", "from_50"), ("HUS", None)]
    assert drawn.tiles[1].label == "HUS, not reported"


def test_the_map_of_a_theme_shows_that_themes_figures_and_links() -> None:
    drawn = tile_map(sample_picture(), Lens.READINESS, theme="ict", link=lambda a: f"/{a.code}")
    started = cell(sample_picture(), area="08", theme="ict").started
    assert started
    assert drawn.tiles[0].text.startswith(str(started.percent))
    assert drawn.tiles[0].link == "/08"


def test_the_parts_of_a_stacked_bar_make_a_whole() -> None:
    charts = [b for s in made().sections for b in s.blocks if isinstance(b, BarChart)]
    stacked = next(chart for chart in charts if chart.stacked)
    assert [
        sum(v or 0 for v in part) for part in zip(*(s.values for s in stacked.series), strict=True)
    ] == [
        100,
        100,
    ]


def test_notes_say_their_kind_severity_and_whom_they_are_about() -> None:
    (notes,) = made().sections[-1].blocks
    assert notes == BulletList(
        (
            ("Risk, high", "ICT: Rahoitus puuttuu"),
            ("To be watched", "Pirkanmaa and Helsinki: Paljon riskejä"),
        )
    )


def test_the_facts_name_day_horizon_round_version_and_fingerprint() -> None:
    values = [value for _, value in made().facts]
    assert values[:4] == ["31 October 2021", "due by the end of Q4/2021", "2 of 3", "October 2021"]
    assert values[4].startswith("2, published 3 November 2021")
    assert values[4].endswith("; replaces version 1: Kainuu was missing")
    assert values[5] == PUBLICATION.sha256


def test_a_version_that_was_replaced_says_so() -> None:
    old = replace(PUBLICATION, superseded_by=3)
    shown = document(sample_picture(), language="en", publication=old)
    assert dict(shown.facts)["Version"].endswith("replaced by version 3")


def test_a_picture_that_was_not_published_says_so() -> None:
    shown = document(sample_picture(), language="en")
    assert dict(shown.facts)["Version"] == "not published"
    assert shown.footer.endswith("not published")


def test_invented_figures_are_called_invented_in_title_facts_and_footer() -> None:
    shown = document(sample_picture(invented=True), language="en")
    assert shown.subtitle.startswith("INVENTED FIGURES")
    assert ("Please note", "The figures are invented.") in shown.facts
    assert "invented" in shown.footer


@pytest.mark.parametrize(
    ("language", "round_name"), [("sv", "Oktober 2021"), ("fi", "Lokakuu 2021")]
)
def test_the_document_is_in_its_own_language_whatever_the_page_is_in(
    language: str, round_name: str
) -> None:
    with override("en"):
        shown = document(sample_picture(), language=language)
    assert round_name in shown.subtitle
    assert tables(shown)[0].rows[1].cells[1].text.endswith("\u00a0%")
