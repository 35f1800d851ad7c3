"""Gaps: of a place, and counted by county, as the caller may see them."""

import pytest

from tests.api.callers import Caller

pytestmark = pytest.mark.usefixtures("demo")


def test_a_countys_gaps_come_whole_page_by_page(ask, read_all):
    whole = ask("/gaps?area=08&limit=500").json()
    assert whole["next"] is None
    assert len(whole["items"]) > 3
    assert read_all("/gaps?area=08&limit=3") == whole["items"]


def test_a_municipality_has_only_the_gaps_that_concern_it(read_all):
    own = read_all("/gaps?area=837&limit=500")
    assert own
    assert len(own) < len(read_all("/gaps?area=08&limit=500"))
    assert all("kunta-837" in each["concerned"] for each in own)


def test_counts_are_those_of_the_countys_own_list(read_all):
    counted = {each["area"]: each for each in read_all("/gaps/counts?limit=7")}
    listed = [each["kind"] for each in read_all("/gaps?area=08&limit=500")]
    assert counted["08"]["counts"] == {kind: listed.count(kind) for kind in set(listed)}
    assert counted["08"]["total"] == len(listed) - listed.count("duty_not_known")


def test_the_nations_own_cooperation_comes_last(ask):
    found = [each["area"] for each in ask("/gaps/counts?limit=500").json()["items"]]
    assert found.index(None) == len(found) - 1
    assert {"08", "HUS"} < set(found)


def test_gaps_of_no_place_are_not_found():
    assert Caller()("GET", "/gaps?area=0000").status_code == 404
    assert Caller()("GET", "/gaps").status_code == 422


def test_counting_all_counties_costs_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        assert Caller()("GET", "/gaps/counts").status_code == 200
