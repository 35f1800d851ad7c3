import pytest

from tests.api.conftest import Get

NOTHING = [
    "/nothing",
    "/areas/",
    "/areas/none",
    "/roadmaps/none",
    "/roadmaps/none/tasks",
    "/pictures/none",
    "/pictures/2021-10/versions/9",
    "/pictures/2021-10/versions/9/figures",
    "/pictures/2021-10/versions/9/canonical",
    "/pictures/2021-10/versions/1/figures?area=99",
    "/pictures/2021-10/versions/1/figures?theme=none",
    "/pictures/2021-10/versions/1/statuses?area=99",
    "/compare?new=none&old=2021-09",
]


@pytest.mark.parametrize("address", NOTHING)
def test_what_does_not_exist_is_told_as_a_problem(ask: Get, address: str):
    answer = ask(address)
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (404, 404)
    assert problem["type"] == "/api/v1/docs#problem-not-found"
    assert problem["detail"]


def test_every_invalid_value_is_named_at_once(ask: Get):
    problem = ask("/areas?limit=501&kind=castle&on=31.10.2021").json()
    assert problem["type"] == "/api/v1/docs#problem-invalid-value"
    assert {each["parameter"]: each["code"] for each in problem["errors"]} == {
        "limit": "less_than_equal",
        "kind": "enum",
        "on": "day_parsing",
    }


@pytest.mark.parametrize("day", ["20211031", "2021-W43-7", "2021-02-29", "0", "2021-10-31T00:00"])
def test_a_day_has_one_form(ask: Get, day: str):
    assert ask(f"/areas?on={day}").status_code == 422


def test_a_missing_parameter_is_named(ask: Get):
    problem = ask("/compare?new=2021-10").json()
    assert [each["parameter"] for each in problem["errors"]] == ["old"]


def test_the_type_of_a_problem_leads_to_its_explanation(ask: Get):
    page, anchor = ask("/nothing").json()["type"].split("#")
    text = ask(page.removeprefix("/api/v1")).content.decode()
    assert f'id="{anchor}"' in text


@pytest.mark.parametrize("language", ["fi", "sv", "en", "sv-FI,sv;q=0.9,en;q=0.5"])
def test_a_problem_is_told_in_the_language_asked_for(ask: Get, language: str):
    answer = ask("/nothing", language=language)
    assert answer.headers["Content-Language"] == language[:2]
    assert "Accept-Language" in answer.headers["Vary"]


def test_a_control_character_in_a_search_is_refused(ask: Get):
    assert ask("/areas?q=%00").status_code == 422


def test_an_unknown_parameter_is_left_unread(ask: Get):
    assert ask("/bands?colour=red").content == ask("/bands").content
