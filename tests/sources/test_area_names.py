"""Which area a cell means."""

import pytest

from yhdyspinta.sources import reference
from yhdyspinta.sources.area_names import AreaNames
from yhdyspinta.sources.grids import CellValue
from yhdyspinta.terms.areas import NATIONAL_KINDS, Area, AreaKind

KNOWN = AreaNames(reference.areas())
LARGE = [area for area in reference.areas() if area.kind is not AreaKind.MUNICIPALITY]


def code(value: CellValue) -> str:
    """Return the code of the area found, empty if none is."""
    area = KNOWN.find(value)
    return area.code if area else ""


@pytest.mark.parametrize("area", LARGE, ids=lambda area: area.code)
def test_every_name_of_a_large_area_finds_it(area: Area) -> None:
    names = [
        getattr(each, lang) for each in (area.names, area.short) for lang in ("fi", "sv", "en")
    ]
    assert {code(name) for name in (*names, *area.other_names, area.code)} == {area.code}


@pytest.mark.parametrize(
    "written",
    [
        "etelä-karjala",
        "ETELÄ – KARJALA ",
        "Etelä\u00a0Karjala",
        "Etelä\u2011Karjala",
        "Etela\u0308-Karjala",
        "Etelä-Karjalan hyvinvointialue",
        "Etelä-Karjala hyvinvointialue",
        "Etelä-Karjalan HVA",
        "Etelä-Karjala hva",
        "Södra Karelens välfärdsområde",
        "Södra Karelen",
        "South Karelia county",
        "EtK",
        "11",
        11,
        11.0,
    ],
)
def test_spellings_of_one_county(written: CellValue) -> None:
    assert code(written) == "11"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("08", "08"),
        ("8", "08"),
        (8, "08"),
        (8.0, "08"),
        ("Helsinki", "90"),
        ("Helsingfors", "90"),
        ("90", "90"),
        ("091", "091"),
        ("91", "91"),
        ("hus", "HUS"),
        ("837", "837"),
        ("Tampere", "837"),
        ("", ""),
        (None, ""),
        ("-", ""),
        (True, ""),
        ("Ruotsi", ""),
        ("hyvinvointialue", ""),
    ],
)
def test_codes_and_names_that_are_two_things(value: CellValue, expected: str) -> None:
    assert code(value) == expected


def test_a_municipality_is_no_county() -> None:
    assert code("Tampere HVA") == ""


def test_the_expected_areas_are_those_of_a_national_picture() -> None:
    shorts = {area.short.fi for area in LARGE if area.kind in NATIONAL_KINDS}
    assert set(KNOWN.expected) <= shorts
