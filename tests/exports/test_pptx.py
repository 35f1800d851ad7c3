"""Slides are opened again: the figures, the structure and the words that were put in are there."""

import zipfile
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from tests.exports.sample_document import (
    AREAS,
    MADE_AT,
    THEMES,
    bar_chart,
    hostile_document,
    progress_table,
    readiness_table,
    sample_document,
    tile_map,
)
from yhdyspinta.exports.document import (
    BulletList,
    Cell,
    Document,
    Paragraph,
    Section,
    Table,
    TableColumn,
    TableRow,
)
from yhdyspinta.exports.palette import swatch
from yhdyspinta.exports.pptx import render


def opened(document: Document) -> Any:
    return Presentation(BytesIO(render(document, made_at=MADE_AT)))


@cache
def sample() -> Any:
    return opened(sample_document())


def tables(deck: Any) -> list[Any]:
    return [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]


def texts(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def words(deck: Any) -> str:
    found = (node.text or "" for slide in deck.slides for node in slide._element.iter(qn("a:t")))
    return "\n".join(found)


def test_the_slides_are_sixteen_to_nine() -> None:
    deck = sample()
    assert round(deck.slide_width / deck.slide_height, 2) == 1.78


def test_the_first_slide_says_what_it_is_and_of_when() -> None:
    first = sample().slides[0]
    assert first.shapes.title.text == "Sote-uudistuksen toimeenpanon tilannekuva"
    said = "\n".join(shape.text_frame.text for shape in first.placeholders)
    assert "Lokakuu 2021" in said
    assert "Tilanne: 31.10.2021" in said


def test_the_last_slide_lists_the_sources() -> None:
    last = sample().slides[len(sample().slides) - 1]
    assert last.shapes.title.text == "Lähteet"
    assert "Kuntaliiton Sote-tulevaisuuspäivä 9.12.2021." in last.placeholders[1].text


def test_every_slide_has_its_own_title() -> None:
    titles = [slide.shapes.title.text for slide in sample().slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_every_figure_of_a_table_is_in_a_native_cell() -> None:
    given = [[cell.text for cell in row.cells] for row in progress_table().rows]
    assert [row for table in tables(sample())[:2] for row in texts(table)[1:]] == given


def test_every_figure_of_a_grouped_table_is_in_a_native_cell() -> None:
    given = [[cell.text for cell in row.cells] for row in readiness_table().rows]
    assert [row for table in tables(sample())[2:] for row in texts(table)[2:]] == given


def test_a_cell_has_its_band_s_colour() -> None:
    cell = tables(sample())[0].cell(1, 1)
    assert (cell.text, cell.fill.fore_color.rgb) == ("0 %", _rgb(swatch("under_25").fill))


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def test_a_table_has_a_header_row_and_a_header_column() -> None:
    for table in tables(sample()):
        assert table.first_row
        assert table.first_col


def test_each_part_of_a_long_table_repeats_the_header() -> None:
    for table in tables(sample())[:2]:
        assert texts(table)[0] == ["Alue", *THEMES]


def test_columns_of_a_group_share_a_merged_header() -> None:
    table = tables(sample())[2]
    assert [table.cell(0, 1 + 2 * at).text for at in range(5)] == list(THEMES)
    assert table.cell(0, 1).span_width == 2
    assert table.cell(0, 0).span_height == 2


def test_the_parts_of_a_long_table_are_even_and_say_so() -> None:
    sizes = [len(table.rows) for table in tables(sample())[:2]]
    assert max(sizes) - min(sizes) <= 1
    assert "Eteneminen alueittain (jatkuu 2/2)" in words(sample())


@pytest.mark.parametrize(("areas", "slides"), [(5, 1), (12, 1), (23, 2), (308, 14)])
def test_a_table_takes_the_slides_that_it_needs(areas: int, slides: int) -> None:
    deck = opened(sample_document(Section("Kunnat", (progress_table(areas),))))
    assert len(tables(deck)) == slides


def test_a_table_ends_above_the_footer() -> None:
    for slide in sample().slides:
        for shape in slide.shapes:
            if shape.has_table:
                assert shape.top + sum(row.height for row in shape.table.rows) < 6.5 * 914400


def test_text_in_a_table_is_at_least_ten_points() -> None:
    for table in tables(sample()):
        sizes = [int(run.get("sz")) for run in table._tbl.tr_lst[-1].iter(qn("a:rPr"))]
        assert min(sizes) >= 1000


def test_a_row_of_long_text_makes_room_for_itself() -> None:
    rows = tuple(TableRow((Cell("Alue"), Cell("pitkä selitys " * 40))) for _each in range(20))
    table = Table("", (TableColumn("A"), TableColumn("B")), rows)
    assert len(tables(opened(sample_document(Section("X", (table,)))))) > 2


def test_the_legend_says_each_colour_in_words() -> None:
    slide = sample().slides[2]
    said = {shape.text_frame.text for shape in slide.shapes if shape.has_text_frame}
    assert {"alle 25 %", "25–49 %", "50–75 %", "yli 75 %"} <= said


def test_a_chart_is_native_and_holds_the_given_figures() -> None:
    chart = next(s.chart for slide in sample().slides for s in slide.shapes if s.has_chart)
    assert list(chart.plots[0].categories) == list(THEMES)
    found = [(each.name, tuple(each.values)) for each in chart.plots[0].series]
    assert found == [(each.name, each.values) for each in bar_chart().series]


def test_a_tile_map_is_a_group_of_native_shapes() -> None:
    groups = [s for slide in sample().slides for s in slide.shapes if s.shape_type == 6]
    assert len(groups) == 1
    said = {shape.text_frame.text for shape in groups[0].shapes}
    assert said == {f"{tile.abbreviation}\n{tile.text}" for tile in tile_map().tiles}


def test_every_graphic_has_an_alternative_text() -> None:
    for slide in sample().slides:
        for shape in slide._element.xpath("//p:graphicFrame | //p:grpSp[p:sp] | //p:grpSp/p:sp"):
            assert shape.xpath(".//p:cNvPr")[0].get("descr")


def test_the_map_and_the_chart_are_described_with_their_figures() -> None:
    described = " ".join(
        shape.get("descr", "") for slide in sample().slides for shape in slide._element.iter(
            qn("p:cNvPr")
        )
    )  # fmt: skip
    assert "Lappi: 33 %" in described
    assert "Johtaminen ja osaaminen: Aloitettu 61 %, Valmis 4 %" in described


def test_no_two_shapes_of_a_slide_share_an_id() -> None:
    for slide in sample().slides:
        ids = [each.get("id") for each in slide._element.iter(qn("p:cNvPr"))]
        assert len(set(ids)) == len(ids)


def test_no_placeholder_is_left_empty() -> None:
    for slide in sample().slides:
        for placeholder in slide.placeholders:
            assert placeholder.text_frame.text.strip()


def test_a_reader_hears_the_title_first_and_the_footer_last() -> None:
    for slide in sample().slides:
        kinds = slide._element.xpath(".//p:ph/@type")
        assert kinds[0] in {"title", "ctrTitle"}
        assert kinds[-2:] == ["ftr", "sldNum"]


@pytest.mark.parametrize(("language", "tag"), [("fi", "fi-FI"), ("sv", "sv-FI"), ("en", "en-GB")])
def test_every_run_is_in_the_document_s_language(language: str, tag: str) -> None:
    document = sample_document()
    changed = Document(document.title, "", language, document.sections, document.facts)
    deck = opened(changed)
    runs = [run for slide in deck.slides for run in slide._element.iter(qn("a:rPr"))]
    assert {run.get("lang") for run in runs} == {tag}
    assert deck.core_properties.language == tag


def test_the_notes_name_the_sources_and_the_remarks() -> None:
    said = sample().slides[2].notes_slide.notes_text_frame.text
    assert "Alueiden raportit tehtävistä 31.10.2021, 22 aluetta." in said
    assert "Eteneminen = (aloitettu" in said


def test_the_properties_say_who_made_it_and_when() -> None:
    properties = sample().core_properties
    assert properties.title == "Sote-uudistuksen toimeenpanon tilannekuva"
    assert properties.author == "Yhdyspinta"
    assert properties.created.replace(tzinfo=UTC) == MADE_AT


def test_the_same_document_gives_the_same_bytes() -> None:
    document = sample_document()
    assert render(document, made_at=MADE_AT) == render(document, made_at=MADE_AT)


def test_a_later_time_is_written_in_the_archive() -> None:
    later = datetime(2022, 2, 1, 12, 0, tzinfo=UTC)
    with zipfile.ZipFile(BytesIO(render(sample_document(), made_at=later))) as archive:
        assert {each.date_time for each in archive.infolist()} == {(2022, 2, 1, 12, 0, 0)}


def test_hostile_text_stays_text() -> None:
    said = words(opened(hostile_document()))
    assert '#eval("1+1") #panic("x")' in said
    assert '=HYPERLINK("http://x","y") +1 -1 @SUM(A1)' in said
    assert '\\u{41} \\n C:\\temp "lainaus" \'heitto\' </a:t> <a href="x">&amp;&nbsp;' in said
    assert "ääkköset ÄÖÅ šž € — − ½ ≥ 日本 עברית" in said


def test_control_characters_are_left_out() -> None:
    assert "ohjausmerkki[31m  loppu".replace("  ", " ") in words(
        opened(hostile_document())
    ).replace("  ", " ")


def test_long_text_goes_on_over_slides() -> None:
    items = tuple(("Riski", f"Kohta {at} " + "pitkä selitys " * 12) for at in range(40))
    deck = opened(sample_document(Section("Riskit", (Paragraph("Alku"), BulletList(items)))))
    assert len(deck.slides) > 5
    assert all(f"Kohta {at} " in words(deck) for at in range(40))


def test_text_before_a_map_stands_beside_it() -> None:
    deck = opened(sample_document(Section("Kartta", (Paragraph("Alueet etenevät."), tile_map()))))
    assert len(deck.slides) == 3
    assert "Alueet etenevät." in words(deck)


def test_an_empty_section_still_has_its_title() -> None:
    deck = opened(sample_document(Section("Tulossa", ())))
    assert deck.slides[1].shapes.title.text == "Tulossa"


def test_every_area_is_named_on_some_slide() -> None:
    said = words(sample())
    assert all(name in said for _code, name, *_rest in AREAS)


def test_a_caption_that_is_its_slide_s_title_is_said_once() -> None:
    rows = tuple(TableRow((Cell("Akaa"), Cell("1"))) for _each in range(40))
    table = Table("Velvoitteet", (TableColumn("A"), TableColumn("B")), rows)
    deck = opened(sample_document(Section("Velvoitteet", (table,))))
    titles = [slide.shapes.title.text for slide in deck.slides]
    named = [title for title in titles if title.startswith("Velvoitteet")]
    assert len(named) > 1
    assert words(deck).count("Velvoitteet") == len(named)
