import pytest

from tests.api.conftest import Get, Walk


def test_an_area_has_its_names_in_three_languages(ask: Get):
    assert ask("/areas/08").json()["names"] == {
        "fi": "Pirkanmaan hyvinvointialue",
        "sv": "Birkalands välfärdsområde",
        "en": "Pirkanmaa wellbeing services county",
    }


def test_there_are_309_municipalities_on_a_day_in_2021(read_all: Walk):
    assert len(read_all("/areas?kind=municipality&on=2021-10-31&limit=500")) == 309


def test_there_are_308_municipalities_on_a_day_in_2025(read_all: Walk):
    assert len(read_all("/areas?kind=municipality&on=2025-01-01&limit=500")) == 308


def test_an_area_that_ended_names_its_successor(read_all: Walk):
    ended = [area for area in read_all("/areas") if area["successor"]]
    assert ended
    assert all(area["valid_to"] for area in ended)


def test_a_municipality_belongs_to_a_county_on_a_day(ask: Get):
    wholes = ask("/areas/837?on=2021-10-31").json()["belongs_to"]
    assert [whole["code"] for whole in wholes] == ["08"]


def test_a_municipality_belonged_to_no_county_before_there_were_any(ask: Get):
    assert ask("/areas/837?on=2021-06-30").json()["belongs_to"] == []


@pytest.mark.parametrize("word", ["Åbo", "åbo", "ÅBO", "853"])
def test_areas_are_found_in_any_language_whatever_the_case(read_all: Walk, word: str):
    assert "853" in {area["code"] for area in read_all(f"/areas?q={word}")}


def test_the_area_that_no_register_has_is_not_geographic(ask: Get):
    assert ask("/areas/HUS").json()["geographic"] is False
