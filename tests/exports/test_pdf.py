"""The PDF is opened again: its figures, its tags and its words are those that were given."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.exports.sample_document import (
    MADE_AT,
    THEMES,
    hostile_document,
    progress_table,
    readiness_table,
    sample_document,
)
from yhdyspinta.exports.document import Cell, Document, Section, Table, TableColumn, TableRow
from yhdyspinta.exports.pdf import render


def opened(document: Document) -> PdfReader:
    return PdfReader(BytesIO(render(document, made_at=MADE_AT)))


@cache
def sample() -> PdfReader:
    return opened(sample_document())


def text(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages).replace("\u00a0", " ")


def catalogue(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def elements(node: Any) -> Iterator[Any]:
    """Every structure element under `node`, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            yield from elements(each)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def tags(reader: PdfReader) -> Counter[str]:
    return Counter(each["/S"] for each in elements(catalogue(reader)["/StructTreeRoot"]["/K"]))


def rows_of(tables: list[Table]) -> int:
    return sum(len(table.rows) for table in tables)


def test_the_file_declares_that_it_is_accessible() -> None:
    assert "<pdfuaid:part>1</pdfuaid:part>" in catalogue(sample())["/Metadata"].get_data().decode()
    assert catalogue(sample())["/MarkInfo"]["/Marked"]


def test_the_file_says_its_title_author_and_day() -> None:
    about = sample().metadata
    assert about is not None
    assert about.title == "Sote-uudistuksen toimeenpanon tilannekuva"
    assert about.author == "Yhdyspinta"
    assert about.creation_date == MADE_AT
    assert catalogue(sample())["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.parametrize(("language", "tag"), [("fi", "fi-FI"), ("sv", "sv-FI"), ("en", "en-GB")])
def test_the_file_says_its_language(language: str, tag: str) -> None:
    document = sample_document()
    changed = Document(document.title, "", language, document.sections)
    assert catalogue(opened(changed))["/Lang"] == tag


def test_every_row_of_the_tables_is_a_tagged_row() -> None:
    given = [progress_table(), readiness_table()]
    assert tags(sample())["/TR"] == rows_of(given) + 1 + 2
    assert tags(sample())["/Table"] == 2


def test_every_header_is_tagged_as_one() -> None:
    labels = len(progress_table().columns) + len(readiness_table().columns)
    assert tags(sample())["/TH"] == labels + len(THEMES)


def test_the_map_and_the_chart_say_their_figures_in_words() -> None:
    found = elements(catalogue(sample())["/StructTreeRoot"]["/K"])
    said = [each.get("/Alt", "") for each in found if each["/S"] == "/Figure"]
    assert "Lappi: 33 %" in said[0]
    assert "Johtaminen ja osaaminen: Aloitettu 61 %, Valmis 4 %" in said[1]


def test_every_section_is_a_heading_and_a_bookmark() -> None:
    titles = [section.title for section in sample_document().sections]
    assert [each.title for each in sample().outline] == [*titles, "Lähteet"]  # type: ignore[union-attr]
    assert tags(sample())["/H1"] == len(titles) + 1


@pytest.mark.parametrize("table", [progress_table(), readiness_table()])
def test_every_figure_is_on_paper_in_its_row(table: Table) -> None:
    said = " ".join(text(sample()).split())
    for row in table.rows:
        assert " ".join(cell.text for cell in row.cells) in said


def test_facts_sources_and_remarks_are_on_paper() -> None:
    said = " ".join(text(sample()).split())
    document = sample_document()
    assert all(f"{label} {value}" in said for label, value in document.facts)
    assert all(source in said for source in document.sources)
    assert all(remark in said for remark in progress_table().remarks)


def test_every_page_has_its_number_and_the_footer() -> None:
    count = len(sample().pages)
    for number, page in enumerate(sample().pages, start=1):
        assert f"Sivu {number} / {count}" in page.extract_text()
        assert "Yhdyspinta · tilannekuva 31.10.2021" in page.extract_text()


def test_a_long_table_repeats_its_header_on_every_page() -> None:
    reader = opened(sample_document(Section("Kunnat", (progress_table(308),))))
    assert len(reader.pages) > 5
    for page in reader.pages[:-1]:
        assert "Yhdyspinnat" in page.extract_text()


def test_a_table_that_fits_on_a_page_is_not_broken() -> None:
    pages = [page.extract_text() for page in sample().pages]
    with_table = next(each for each in pages if "Myöhässä luetaan" in each)
    assert "Keski-Uusimaa" in with_table
    assert "Koko maa" in with_table


@pytest.mark.parametrize(("columns", "landscape"), [(12, False), (13, True)])
def test_a_wide_table_turns_the_page(columns: int, landscape: bool) -> None:
    row = TableRow(tuple(Cell(str(at)) for at in range(columns)))
    table = Table("", tuple(TableColumn(str(at)) for at in range(columns)), (row,))
    box = opened(sample_document(Section("Leveä", (table,)))).pages[0].mediabox
    assert (box.width > box.height) is landscape


def test_only_our_own_font_is_used_and_it_is_embedded() -> None:
    for page in sample().pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            assert "SourceSans3" in font.get_object()["/BaseFont"]


def test_the_same_document_gives_the_same_bytes() -> None:
    document = sample_document()
    assert render(document, made_at=MADE_AT) == render(document, made_at=MADE_AT)


def test_hostile_text_stays_text() -> None:
    said = " ".join(text(opened(hostile_document())).split())
    assert '#eval("1+1") #panic("x") $x$ @here' in said
    assert "\\u{41} \\n C:\\temp \"lainaus\" 'heitto' </a:t> <a" in said
    assert '=HYPERLINK("http://x","y") +1 -1 @SUM(A1)' in said
    assert "ohjausmerkki[31m loppu" in said


def test_a_character_that_the_font_lacks_shows_as_a_box() -> None:
    said = text(opened(hostile_document()))
    assert "Hymy □ perhe □□□ lippu □□" in said
    assert "ääkköset ÄÖÅ šž € — − ½ ≥ □□" in said


def test_an_empty_document_is_a_page() -> None:
    assert len(opened(Document("", "", "fi", ())).pages) == 1


def test_a_caption_that_is_its_section_s_title_is_said_once() -> None:
    table = Table("Akaa", (TableColumn("A"), TableColumn("B")), (TableRow((Cell("x"), Cell("1"))),))
    assert text(opened(Document("T", "", "fi", (Section("Akaa", (table,)),)))).count("Akaa") == 1
