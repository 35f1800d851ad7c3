"""Areas on a day: who exists, who belongs to whom, who came after."""

from datetime import date

import pytest

from yhdyspinta.calc.areas import county_of, members, successor, valid_on
from yhdyspinta.sources.reference import areas, memberships
from yhdyspinta.terms.areas import Area, AreaKind, Membership
from yhdyspinta.terms.languages import Names

PERTUNMAA, MANTYHARJU = "588", "507"
BEFORE, AFTER = date(2024, 12, 31), date(2025, 1, 1)


def place(code: str, *, ended: date | None = None, successor: str = "") -> Area:
    name = Names(code)
    return Area(code, AreaKind.MUNICIPALITY, name, name, valid_to=ended, successor=successor)


@pytest.mark.parametrize("on", [date(2021, 7, 1), date(2023, 1, 1), BEFORE, AFTER])
def test_every_municipality_has_exactly_one_county(on: date) -> None:
    for area in valid_on(areas(), on):
        if area.kind is AreaKind.MUNICIPALITY:
            wholes = [each for each in memberships() if each.part == area.code]
            assert len(wholes) == 1, area.code
            assert county_of(area.code, memberships(), on) == wholes[0].whole


def test_a_municipality_has_no_county_before_counties_were_founded() -> None:
    assert county_of("609", memberships(), date(2021, 6, 30)) is None


def test_pori_is_in_satakunta_helsinki_in_its_own_and_mariehamn_in_aland() -> None:
    found = [county_of(code, memberships(), AFTER) for code in ("609", "091", "478")]
    assert found == ["06", "90", "91"]


def test_a_county_has_no_county_though_it_belongs_to_hus() -> None:
    assert county_of("01", memberships(), AFTER) is None


def test_pertunmaa_belongs_to_etela_savo_to_its_last_day() -> None:
    assert county_of(PERTUNMAA, memberships(), BEFORE) == "12"
    assert county_of(PERTUNMAA, memberships(), AFTER) is None


@pytest.mark.parametrize(
    ("whole", "on", "number"),
    [
        ("12", BEFORE, 12),
        ("12", AFTER, 11),
        ("06", AFTER, 16),
        ("91", AFTER, 16),
        ("90", AFTER, 1),
    ],
)
def test_the_members_of_a_county_are_those_of_the_day(whole: str, on: date, number: int) -> None:
    assert len(members(whole, memberships(), on)) == number


def test_the_members_of_hus_are_the_four_counties_of_uusimaa_and_helsinki() -> None:
    assert members("HUS", memberships(), date(2023, 1, 1)) == [
        "01",
        "02",
        "03",
        "04",
        "90",
    ]
    assert members("HUS", memberships(), date(2022, 12, 31)) == []


def test_mantyharju_stands_for_pertunmaa_from_2025() -> None:
    assert successor(PERTUNMAA, areas(), BEFORE) == PERTUNMAA
    assert successor(PERTUNMAA, areas(), AFTER) == MANTYHARJU


def test_a_successor_of_a_successor_is_found() -> None:
    chain = [
        place("1", ended=date(2020, 1, 1), successor="2"),
        place("2", ended=date(2022, 1, 1), successor="3"),
        place("3"),
    ]
    assert successor("1", chain, date(2021, 1, 1)) == "2"
    assert successor("1", chain, date(2023, 1, 1)) == "3"


def test_an_unknown_or_ended_area_without_a_successor_has_none() -> None:
    ended = [place("1", ended=date(2020, 1, 1))]
    assert successor("1", ended, AFTER) is None
    assert successor("9", ended, AFTER) is None


def test_a_circle_of_successors_ends() -> None:
    circle = [
        place("1", ended=date(2020, 1, 1), successor="2"),
        place("2", ended=date(2020, 1, 1), successor="1"),
    ]
    assert successor("1", circle, AFTER) is None


def test_an_open_membership_holds_always() -> None:
    assert county_of("1", [Membership("1", "01")], date(1900, 1, 1)) == "01"
