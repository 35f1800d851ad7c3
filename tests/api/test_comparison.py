import pytest

from tests.api.conftest import Get, Walk, publish_another_roadmap
from yhdyspinta.calc.comparison import delta
from yhdyspinta.calc.situation import cell
from yhdyspinta.services import situation
from yhdyspinta.terms.situation import Lens

ADDRESS = "/compare?new=2021-10&old=2021-09"


def test_changes_are_those_of_the_rounded_percentages(read_all: Walk):
    for change in (each["progress"] for each in read_all(ADDRESS)):
        if change["before"] and change["after"]:
            points = change["after"]["percent"] - change["before"]["percent"]
            assert change["points"] == points
            assert change["direction"] == ("up" if points > 0 else "down" if points else "same")


@pytest.mark.parametrize("lens", Lens)
def test_a_change_is_the_one_that_the_page_shows(ask: Get, lens: Lens):
    first = ask(f"{ADDRESS}&limit=1").json()["items"][0]
    at = {"area": first["area"], "theme": first["theme"]}
    now, before = (cell(situation.of_round(code).picture, **at) for code in ("2021-10", "2021-09"))
    assert first[lens]["points"] == delta(now, before, lens).points


def test_an_area_that_reported_in_neither_round_has_no_change(read_all: Walk):
    silent = [each for each in read_all(ADDRESS) if each["area"] == "HUS"]
    assert {each["progress"]["direction"] for each in silent} == {"none"}


def test_a_comparison_names_both_publications(ask: Get):
    answer = ask(ADDRESS).json()
    assert (answer["new"]["round"], answer["old"]["round"]) == ("2021-10", "2021-09")


def test_subareas_can_be_compared(read_all: Walk):
    assert all(each["subarea"] for each in read_all(f"{ADDRESS}&by=subarea"))


def test_rounds_of_different_roadmaps_are_not_compared(ask: Get):
    publish_another_roadmap("other")
    answer = ask("/compare?new=2021-10&old=other")
    assert answer.status_code == 409
    assert answer.json()["type"] == "/api/v1/docs#problem-not-comparable"
