import pytest

from tests.api.conftest import Get, Walk

ONE = "/pictures/2021-10/versions/1"

LISTS = [
    ("/areas?limit=100", ["code"]),
    ("/organisations?limit=7", ["code"]),
    ("/roadmaps?limit=1", ["code"]),
    ("/roadmaps/sote-2021/tasks?limit=50", ["code"]),
    ("/rounds?limit=1", ["code"]),
    ("/pictures?limit=1", ["round", "version"]),
    (f"{ONE}/figures?limit=13", ["area", "theme", "subarea"]),
    (f"{ONE}/figures?limit=100&by=subarea", ["area", "theme", "subarea"]),
    (f"{ONE}/statuses?limit=500&area=08", ["area", "task"]),
    ("/compare?new=2021-10&old=2021-09&limit=50", ["area", "theme", "subarea"]),
    ("/bands?limit=1", ["validity"]),
    ("/status-rules?limit=1", ["validity"]),
]


@pytest.mark.parametrize("asked", LISTS, ids=lambda asked: asked[0])
def test_walking_the_pages_meets_every_item_exactly_once(
    read_all: Walk, asked: tuple[str, list[str]]
):
    address, keys = asked
    walked = [str([item[key] for key in keys]) for item in read_all(address)]
    assert len(walked) == len(set(walked))
    whole = read_all(address.replace("limit=", "was="))
    assert walked == [str([item[key] for key in keys]) for item in whole]


def test_pages_are_as_long_as_asked_for(ask: Get):
    assert len(ask("/areas?limit=3").json()["items"]) == 3


def test_a_header_leads_to_the_next_page_with_the_same_filters(ask: Get):
    first = ask("/areas?limit=2&kind=county&q=pohjan")
    address, relation = first.headers["Link"].split("; ")
    assert relation == 'rel="next"'
    second = ask(address.strip("<>").removeprefix("/api/v1"))
    assert first.json()["items"][-1]["code"] < second.json()["items"][0]["code"]
    assert {item["kind"] for item in second.json()["items"]} == {"county"}


def test_the_last_page_leads_nowhere(ask: Get):
    last = ask("/rounds")
    assert last.json()["next"] is None
    assert "Link" not in last.headers


@pytest.mark.parametrize("address", ["/areas", "/pictures"])
@pytest.mark.parametrize(
    "cursor", ["A", "AAAA", "OTk5OTk5OTk5", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"]
)
def test_a_cursor_that_leads_to_no_item_is_not_found(ask: Get, address: str, cursor: str):
    assert ask(f"{address}?after={cursor}").status_code == 404


@pytest.mark.parametrize("limit", ["0", "501", "-1", "1.0", "1_0", "many", "", "9" * 30])
def test_a_limit_outside_its_bounds_is_refused(ask: Get, limit: str):
    assert ask(f"/areas?limit={limit}").status_code == 422
