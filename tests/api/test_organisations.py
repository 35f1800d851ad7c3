from tests.api.conftest import Get, Walk


def test_an_organisation_names_the_areas_that_it_acts_for(read_all: Walk):
    (county,) = read_all("/organisations?area=08&kind=county")
    assert county["acts_for"] == ["08"]
    assert county["names"]["sv"] == "Birkalands välfärdsområde"


def test_organisations_are_found_by_a_part_of_a_name(read_all: Walk):
    assert "hus" in {each["code"] for each in read_all("/organisations?q=sammanslutning")}


def test_a_kind_that_is_no_kind_is_refused(ask: Get):
    assert ask("/organisations?kind=guild").status_code == 422
