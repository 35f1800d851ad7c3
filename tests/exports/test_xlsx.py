"""The workbook is opened again: figures, live formulas, colours and nothing that runs."""

import re
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.exports.sample_document import (
    HOSTILE,
    MADE_AT,
    figure,
    hostile_document,
    progress_table,
    sample_document,
)
from tests.exports.sample_picture import sample_picture
from yhdyspinta.exports import palette
from yhdyspinta.exports.document import Cell, Document, Section, Table, TableColumn, TableRow
from yhdyspinta.exports.situation import document
from yhdyspinta.exports.xlsx import render

PART = re.compile(r"SUMPRODUCT\((EXACT\(.*?\)),Data\[(\w+)\]\)")
EXACT = re.compile(r'EXACT\(Data\[(\w+)\],"([^"]*)"\)')


def opened(made: Document, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(BytesIO(render(made, made_at=MADE_AT)), data_only=values)


def situation() -> Document:
    return document(sample_picture(), language="en")


def computed(formula: str, data: Worksheet) -> float | None:
    """Evaluate a formula as a spreadsheet would, over the rows of the data sheet."""
    keys, *rows = [[cell.value for cell in row] for row in data.iter_rows(min_row=2)]
    records = [dict(zip(keys, row, strict=True)) for row in rows]
    sums = []
    for chosen, summed in PART.findall(formula):
        wanted = EXACT.findall(chosen)
        sums.append(sum(r[summed] for r in records if all(r[k] == v for k, v in wanted)))
    below, *above, _ = sums
    return None if below == 0 else int(100 * sum(above) / below + 0.5) / 100


def formulas(book: Workbook) -> list[tuple[str, str, str]]:
    return [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def test_there_is_an_overview_a_sheet_per_section_with_tables_and_the_data() -> None:
    assert opened(sample_document()).sheetnames == [
        "Sote-uudistuksen toimeenpanon",
        "Eteneminen alueittain",
        "Valmiusaste alueittain",
        "Tiedot",
    ]


def test_the_overview_has_title_facts_texts_sources_and_links() -> None:
    sheet = opened(sample_document()).worksheets[0]
    shown = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert shown[:4] == [sample_document().title, "Lokakuu 2021", "Tilanne", "31.10.2021"]
    assert set(sample_document().sources) < set(shown)
    assert "Suuri riski" in shown
    links = [c.hyperlink.location for row in sheet.iter_rows() for c in row if c.hyperlink]
    assert links == ["'Eteneminen alueittain'!A1", "'Valmiusaste alueittain'!A1"]


def test_percentages_are_numbers_shown_as_whole_percents() -> None:
    sheet = opened(sample_document(), values=True)["Eteneminen alueittain"]
    assert sheet["C4"].value == figure(0, 1) / 100  # type: ignore[operator]
    assert sheet["C4"].number_format == "0 %"


def test_a_missing_figure_is_an_empty_cell() -> None:
    sheet = opened(sample_document())["Eteneminen alueittain"]
    silent = [row for row in sheet.iter_rows(values_only=True) if row[0] == "HUS-yhtymä"]
    assert silent == [("HUS-yhtymä", None, None, None, None, None)]


def test_every_percentage_is_a_formula_whose_value_is_already_there() -> None:
    book, values = opened(situation()), opened(situation(), values=True)
    found = formulas(book)
    assert len(found) > 40
    for sheet, place, formula in found:
        assert computed(formula, book["Data"]) == values[sheet][place].value


def test_every_figure_of_the_document_is_in_the_workbook() -> None:
    values = opened(situation(), values=True)
    for section in situation().sections:
        for table in (block for block in section.blocks if isinstance(block, Table)):
            sheet = values[re.sub(r"[:*]+ *", " ", section.title).strip()]
            shown = [row[: len(table.columns)] for row in sheet.iter_rows(values_only=True)]
            for row in table.rows:
                numbers = [c.number if c.percent is None else c.percent / 100 for c in row.cells]
                assert (row.cells[0].text, *numbers[1:]) in shown


def test_the_data_sheet_is_a_table_named_by_keys_under_labels_for_people() -> None:
    sheet = opened(situation())["Data"]
    table = sheet.tables["Data"]
    assert table.ref == f"A2:R{sheet.max_row}"
    assert [each.name for each in table.tableColumns][:3] == ["area_code", "area", "theme"]
    assert sheet["A3"].value == "08"


def test_bands_are_rules_from_high_to_low_after_the_empty_cells() -> None:
    sheet = opened(sample_document())["Eteneminen alueittain"]
    (ranged, rules), *_ = sheet.conditional_formatting._cf_rules.items()
    assert str(ranged.sqref) == "B4:F27"
    assert [rule.type for rule in rules] == ["containsBlanks", *["cellIs"] * 4]
    limits = [[float(each) for each in rule.formula] for rule in rules[1:]]
    assert limits == [[0.755, 1.005], [0.495, 0.755], [0.245, 0.495], [-0.005, 0.245]]
    assert all(rule.stopIfTrue for rule in rules)


def test_every_whole_percentage_gets_the_colour_of_its_band() -> None:
    sheet = opened(sample_document())["Eteneminen alueittain"]
    rules = next(iter(sheet.conditional_formatting._cf_rules.values()))[1:]
    for percent in range(101):
        low_high = ([float(each) for each in rule.formula] for rule in rules)
        hits = [low <= percent / 100 <= high for low, high in low_high]
        band = next(e.band for e in progress_table().legend if percent <= e.highest)
        fill = rules[hits.index(True)].dxf.fill.bgColor.rgb
        assert f"#{fill[2:]}" == palette.swatch(band).fill


def test_a_row_of_counts_is_never_coloured_as_a_percentage() -> None:
    sheet = opened(situation())["Progress along the roadmap"]
    assert sheet["A4"].value == "Tasks in all"
    ranges = [str(each.sqref) for each in sheet.conditional_formatting]
    assert ranges == ["B5:C8"]


def test_readiness_is_coloured_by_the_sum_kept_beside_the_table() -> None:
    sheet = opened(situation())["Readiness"]
    rules = {str(r.sqref): rules for r, rules in sheet.conditional_formatting._cf_rules.items()}
    assert rules["B5:B8"][1].formula == rules["C5:C8"][1].formula == ["$G5>=0.755"]
    assert sheet.column_dimensions["G"].hidden
    assert "Data[under_way]" in sheet["G5"].value
    assert "Data[done]" in sheet["G5"].value


def test_a_colour_that_follows_from_no_figure_stays_on_its_cell() -> None:
    sheet = opened(sample_document())["Valmiusaste alueittain"]
    assert not sheet.conditional_formatting
    assert sheet["C6"].fill.fgColor.rgb[2:] == palette.swatch("from_25").fill[1:]


def test_headers_stay_in_sight_on_screen_and_on_paper() -> None:
    sheet = opened(sample_document())["Valmiusaste alueittain"]
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_grouped_columns_have_a_spanning_header() -> None:
    sheet = opened(sample_document())["Valmiusaste alueittain"]
    assert "B3:C3" in {str(each) for each in sheet.merged_cells.ranges}
    assert sheet["B3"].value == "Hallinto, talous ja tukipalvelut"


def test_the_legend_the_remarks_and_the_sources_stand_under_the_table() -> None:
    sheet = opened(sample_document())["Eteneminen alueittain"]
    below = [c.value for row in sheet.iter_rows(min_row=29) for c in row if c.value]
    assert below[:6] == ["Värien selitys", *(e.label for e in progress_table().legend), "Ei tietoa"]
    assert below[6] == progress_table().remarks[0]
    assert below[-1] == f"Lähteet: {sample_document().sources[-1]}"


def test_no_text_becomes_a_formula_or_a_link() -> None:
    book = opened(hostile_document())
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    dangerous = [cell for cell in cells if str(cell.value).startswith("=")]
    assert dangerous
    assert all(cell.quotePrefix for cell in dangerous)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://example.org"])
def test_a_cells_text_stays_what_it_was(text: str) -> None:
    table = Table("t", (TableColumn("a"), TableColumn("b")), (TableRow((Cell(text), Cell(text))),))
    sheet = opened(sample_document(Section("S", (table,)))).worksheets[1]
    assert (sheet["A4"].value, sheet["B4"].value) == (text, text)
    assert sheet["A4"].data_type == "s"


def test_any_title_gives_a_name_that_excel_allows_and_no_two_are_alike() -> None:
    titles = ["History", "a/b:c*d?[e]\\f", "'x'", "", HOSTILE[4], HOSTILE[4].upper(), HOSTILE[5]]
    sections = (Section(title, (progress_table(1),)) for title in titles)
    names = opened(sample_document(*sections)).sheetnames
    assert len({name.casefold() for name in names}) == len(titles) + 2
    for name in names:
        assert 0 < len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)
    assert "History" not in names


def test_the_same_document_gives_the_same_bytes_and_the_time_it_was_made() -> None:
    assert render(situation(), made_at=MADE_AT) == render(situation(), made_at=MADE_AT)
    properties = opened(sample_document()).properties
    assert properties.created == MADE_AT.replace(tzinfo=None)
    assert properties.title == sample_document().title
    assert str(properties.description).startswith("Language: fi")
