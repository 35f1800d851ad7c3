"""The deck's two proposal tables of 9.12.2021 come out of the register word by word."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import openpyxl
import pytest
from django.utils.translation import override
from pptx import Presentation
from pptx.util import Inches

from yhdyspinta.calc.interfaces import Grouped, grouped
from yhdyspinta.exports import proposals as exports
from yhdyspinta.exports.proposals import Proposals
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.interfaces import (
    Ground,
    Interface,
    InterfaceState,
    Structure,
    WorkPackage,
)
from yhdyspinta.terms.languages import Names

MADE_AT = datetime(2021, 12, 9, 8, tzinfo=UTC)
Q2, Q3, Q4 = (Quarter(2022, number) for number in (2, 3, 4))
EDUCATION = WorkPackage("opetus", Names("Opetus- ja kasvatuspalvelut"), "08", position=4)
FAMILY = WorkPackage("perhe", Names("Perhekeskuspalvelut"), "08", position=8)
EMPTY = WorkPackage("hyte", Names("Hyvinvoinnin ja terveyden edistäminen"), "08", position=2)


def interface(code: str, name: str, parts: tuple[str, ...], **more: Any) -> Interface:
    """An interface that needs some structures and an agreement."""
    structures = tuple(Structure(each) for each in parts)
    facts = {"area": "08", "agreement_needed": True, "source": "Kuntaliitto 9.12.2021", **more}
    return Interface(code, Names(name), structures=structures, **facts)


PLAN = interface(
    "suunnitelma",
    "Lakisääteinen alueellinen opiskeluhuoltosuunnitelma",
    ("Hyvinvointialuetasoinen edustuksellinen opiskeluhuollon yhteistyöryhmä",),
    work_package="opetus",
    position=1,
    ground=Ground.LAW,
    basis="1287/2013 § 13 a",
    aims=(
        "Alueellisen opiskeluhuoltosuunnitelman laadinta",
        (
            "Kehittää, yhteensovittaa ja seurata opiskeluhuollon palveluiden yhteistyötä"
            " (ml. tietohallinto- ja järjestelmäyhteistyö)"
        ),
        (
            "Opiskeluhuoltosuunnitelman sitominen kunnan ja hyvinvointialueen strategia- sekä"
            " taloussuunnitteluprosesseihin"
        ),
    ),
    partners=("Edustus kuntien opiskeluhuollon ohjausryhmistä (ohjausryhmä ja projektiryhmä)",),
    organised_from=Q2,
    organised_to=Q2,
)
SERVICES = interface(
    "palvelut",
    "Opiskeluhuollon palvelujen järjestäminen käytännössä",
    ("Palvelu- ja tilasuunnittelutyöryhmä (aluemalli kokonaissuunnitelman pohjalta)",),
    work_package="opetus",
    position=2,
    ground=Ground.LAW,
    basis="1287/2013",
    aims=(
        (
            "Opiskeluhuollon psykologi- ja kuraattoripalvelujen laadukas järjestäminen lähipalveluna"
            " oppilaitoksissa"
        ),
        "Lakisääteiset henkilöstömitoitukset, henkilöstön asemointi",
    ),
    partners=(
        "Kuntien tila- ja kuntayhteyshenkilöt",
        "Hyvinvointialueen opiskeluhuollon edustus",
    ),
    organised_from=Q3,
    organised_to=Q3,
)
PRACTICES = interface(
    "kaytanteet",
    "Hyvät ja skaalattavat käytänteet, yhteistyön kehittäminen",
    ("Sivistyspalveluiden ja hyvinvointialueen alueelliset yhteistyötyöryhmät",),
    work_package="opetus",
    position=3,
    aims=(
        (
            "Lasten ja nuorten hyvinvoinnin tukeminen ja vahvistaminen, matalan kynnyksen"
            " toimintojen skaalaaminen ja edelleen kehittäminen"
        ),
    ),
    partners=(
        "Kuntien sivistysjohto",
        "Varhaiskasvatuksen edustus tai vastaava",
        "Hyvinvointialueen edustus",
    ),
    organised_from=Q3,
    organised_to=Q3,
)
CENTRE = interface(
    "perhekeskus",
    "Perhekeskustoimintamallin toteuttaminen monialaisesti ja yhteisvastuullisesti",
    (
        "Perhekeskustyön hyvinvointialuetasoinen yhteistyöryhmä (Pirkanmaan lape-ryhmä)",
        "Perhekeskustyön johtoryhmä",
        "Alueellisen tason yhteistyöryhmät",
    ),
    work_package="perhe",
    aims=(
        "Suunnitelmien toimeenpano ja ohjaus",
        "Toimijoiden sitouttaminen lasten, nuorten ja perheiden hyvinvoinnin tukemiseen",
        "Monialaisen yhteistyön varmistaminen eri kohtaamispaikoissa",
        "Näyttöön perustuvien toimintamallien käyttöön ottaminen ja skaalaaminen",
        (
            "Lasten ja nuorten hyvinvointisuunnitelman laadinta ja sitominen strategia- ja"
            " taloussuunnitteluun"
        ),
        "Yhteistyön johtamisesta sopiminen",
    ),
    partners=(
        "Pirkanmaan kunnat",
        "Pirkanmaan hyvinvointialue",
        "Järjestöt",
        "Seurakunnat",
        "Kela",
    ),
    organised_from=Q3,
    organised_to=Q4,
)
ENDED = interface("loppu", "Päättynyt", ("Ryhmä",), state=InterfaceState.ENDED)
# The deck's columns: theme, structures, aims, partners, schedule, agreement.
EXPECTED = {
    "Opetus- ja kasvatuspalvelut": [
        (
            "Lakisääteinen alueellinen opiskeluhuoltosuunnitelma\u00a0§",
            ["Hyvinvointialuetasoinen edustuksellinen opiskeluhuollon yhteistyöryhmä"],
            [
                "Alueellisen opiskeluhuoltosuunnitelman laadinta",
                (
                    "Kehittää, yhteensovittaa ja seurata opiskeluhuollon palveluiden yhteistyötä"
                    " (ml. tietohallinto- ja järjestelmäyhteistyö)"
                ),
                (
                    "Opiskeluhuoltosuunnitelman sitominen kunnan ja hyvinvointialueen strategia-"
                    " sekä taloussuunnitteluprosesseihin"
                ),
            ],
            ["Edustus kuntien opiskeluhuollon ohjausryhmistä (ohjausryhmä ja projektiryhmä)"],
            "Q2/2022",
            "k",
        ),
        (
            "Opiskeluhuollon palvelujen järjestäminen käytännössä\u00a0§",
            ["Palvelu- ja tilasuunnittelutyöryhmä (aluemalli kokonaissuunnitelman pohjalta)"],
            [
                (
                    "Opiskeluhuollon psykologi- ja kuraattoripalvelujen laadukas järjestäminen"
                    " lähipalveluna oppilaitoksissa"
                ),
                "Lakisääteiset henkilöstömitoitukset, henkilöstön asemointi",
            ],
            ["Kuntien tila- ja kuntayhteyshenkilöt", "Hyvinvointialueen opiskeluhuollon edustus"],
            "Q3/2022",
            "k",
        ),
        (
            "Hyvät ja skaalattavat käytänteet, yhteistyön kehittäminen",
            ["Sivistyspalveluiden ja hyvinvointialueen alueelliset yhteistyötyöryhmät"],
            [
                (
                    "Lasten ja nuorten hyvinvoinnin tukeminen ja vahvistaminen, matalan kynnyksen"
                    " toimintojen skaalaaminen ja edelleen kehittäminen"
                )
            ],
            [
                "Kuntien sivistysjohto",
                "Varhaiskasvatuksen edustus tai vastaava",
                "Hyvinvointialueen edustus",
            ],
            "Q3/2022",
            "k",
        ),
    ],
    "Perhekeskuspalvelut": [
        (
            "Perhekeskustoimintamallin toteuttaminen monialaisesti ja yhteisvastuullisesti",
            [
                "Perhekeskustyön hyvinvointialuetasoinen yhteistyöryhmä (Pirkanmaan lape-ryhmä)",
                "Perhekeskustyön johtoryhmä",
                "Alueellisen tason yhteistyöryhmät",
            ],
            [
                "Suunnitelmien toimeenpano ja ohjaus",
                "Toimijoiden sitouttaminen lasten, nuorten ja perheiden hyvinvoinnin tukemiseen",
                "Monialaisen yhteistyön varmistaminen eri kohtaamispaikoissa",
                "Näyttöön perustuvien toimintamallien käyttöön ottaminen ja skaalaaminen",
                (
                    "Lasten ja nuorten hyvinvointisuunnitelman laadinta ja sitominen strategia- ja"
                    " taloussuunnitteluun"
                ),
                "Yhteistyön johtamisesta sopiminen",
            ],
            [
                "Pirkanmaan kunnat",
                "Pirkanmaan hyvinvointialue",
                "Järjestöt",
                "Seurakunnat",
                "Kela",
            ],
            "Q3–Q4/2022",
            "k",
        ),
    ],
}


def proposals() -> Proposals:
    rows = [CENTRE, PRACTICES, PLAN, SERVICES, ENDED]
    return Proposals("Pirkanmaa", grouped([EMPTY, EDUCATION, FAMILY], rows))


@cache
def made(ending: str, language: str = "fi") -> bytes:
    return exports.render(proposals(), ending, language=language, made_at=MADE_AT)


def plain(text: str) -> list[str]:
    return [line.removeprefix("• ") for line in text.split("\n")]


def opened(rows: list[list[str]]) -> list[tuple[Any, ...]]:
    """A file's rows as the expectation has them."""
    return [(r[0], plain(r[1]), plain(r[2]), plain(r[3]), r[4], r[5]) for r in rows]


def test_the_slides_hold_the_decks_tables_natively() -> None:
    deck = Presentation(io.BytesIO(made("pptx")))
    found: dict[str, list[Any]] = {}
    for slide in deck.slides:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            title = slide.shapes.title.text.split(" (")[0]
            rows = [[cell.text for cell in row.cells] for row in table.rows]
            found.setdefault(title, []).extend(opened(rows[1:]))
    assert found == EXPECTED


def test_the_workbook_holds_the_decks_tables() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx")))
    for title, expected in EXPECTED.items():
        rows = [[cell.value for cell in row] for row in book[title].iter_rows(max_col=6)]
        head = next(at for at, row in enumerate(rows) if row[0] == "Teema")
        assert opened(rows[head + 1 : head + 1 + len(expected)]) == expected


def test_the_data_rows_are_the_same_facts() -> None:
    rows = list(csv.DictReader(io.StringIO(made("csv").decode("utf-8-sig"), newline="")))
    flat = [(title, row) for title, rows in EXPECTED.items() for row in rows]
    assert [
        (r["work_package"], r["theme"], plain(r["aims"]), r["schedule"], r["agreement"])
        for r in rows
    ] == [(title, row[0].removesuffix("\u00a0§"), row[2], row[4], "kyllä") for title, row in flat]
    assert [r["statutory"] for r in rows] == ["kyllä", "kyllä", "ei", "ei"]


def test_json_says_it_for_machines() -> None:
    told = json.loads(made("json"))["rows"][3]
    assert (told["organised_from"], told["organised_to"]) == ("2022-Q3", "2022-Q4")
    assert told["agreement_needed"] is True
    assert told["partners"] == list(CENTRE.partners)


def test_the_pdf_is_made_and_is_the_same_each_time() -> None:
    again = exports.render(proposals(), "pdf", language="fi", made_at=MADE_AT)
    assert made("pdf") == again
    assert again.startswith(b"%PDF-")


def test_the_columns_are_the_decks() -> None:
    with override("fi"):
        assert exports.headers() == (
            "Teema",
            "Tarvittava yhteistyörakenne",
            "Yhteistyön tavoite",
            "Yhteistyötoimijat",
            "Järjestäytymisen aikataulu",
            "Sopimus (k/e)",
        )


@pytest.mark.parametrize(("language", "letter"), [("fi", "k"), ("sv", "j"), ("en", "y")])
def test_the_agreement_is_a_letter_of_the_language(language: str, letter: str) -> None:
    with override(language):
        assert exports.groups(proposals())[0].rows[0].agreement == letter
        assert f"{letter} = " in exports.signs()


def test_an_ended_interface_is_no_proposal_and_an_empty_package_no_table() -> None:
    titles = [each.title for each in exports.groups(proposals())]
    assert titles == list(EXPECTED)


def test_without_proposals_the_document_says_so() -> None:
    with override("en"):
        said = exports.document(Proposals("Pirkanmaa", [Grouped(EMPTY, ())]), language="en")
    assert "no proposals yet" in str(said.sections[0].blocks[0])


def test_what_is_invented_is_said_on_every_page() -> None:
    invented = Interface("x", Names("X"), invented=True)
    said = exports.document(Proposals("P", [Grouped(None, (invented,))]), language="en")
    assert "invented" in said.footer


def many() -> Proposals:
    rows = [replace(CENTRE, code=f"x{n}", position=n) for n in range(12)]
    return Proposals("Pirkanmaa", grouped([FAMILY], rows))


def test_a_long_table_goes_on_on_slides_with_its_header_and_below_the_footer_nothing() -> None:
    file = exports.render(many(), "pptx", language="fi", made_at=MADE_AT)
    found = [s for slide in Presentation(io.BytesIO(file)).slides for s in slide.shapes]
    tables = [shape for shape in found if shape.has_table]
    assert len(tables) > 3
    assert len({shape.table.cell(0, 0).text for shape in tables}) == 1
    assert sum(len(shape.table.rows) - 1 for shape in tables) == 12
    assert all(shape.top + sum(r.height for r in shape.table.rows) < Inches(7) for shape in tables)


def test_a_long_table_repeats_its_header_on_each_printed_page() -> None:
    file = exports.render(many(), "xlsx", language="fi", made_at=MADE_AT)
    sheet = openpyxl.load_workbook(io.BytesIO(file))["Perhekeskuspalvelut"]
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.fitToHeight == 0
    assert min(sheet.row_dimensions[row].height for row in range(4, 16)) > 100


def test_an_unknown_form_of_file_is_refused() -> None:
    with pytest.raises(KeyError):
        exports.render(proposals(), "docx", language="fi", made_at=MADE_AT)
