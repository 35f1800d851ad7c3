import hashlib
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import Get, Walk, correct_one_status, open_a_round
from yhdyspinta.calc.canonical import from_json
from yhdyspinta.exports.situation_rows import as_records
from yhdyspinta.services import situation

ONE = "/pictures/2021-10/versions/1"
COUNTS = (
    "applicable",
    "due",
    "not_reported",
    "not_started",
    "in_progress",
    "on_schedule",
    "late",
    "done",
)


def _flat(item: dict[str, Any]) -> dict[str, Any]:
    def percent(share: str) -> Any:
        return item[share] and item[share]["percent"]

    return {
        "area_code": item["area"],
        "theme": item["theme"],
        "subarea": item["subarea"] or "",
        **{name: item["counts"][name] for name in COUNTS},
        "progress_percent": percent("progress"),
        "in_progress_percent": percent("under_way"),
        "done_percent": percent("done"),
    }


@pytest.mark.parametrize("by", ["theme", "subarea"])
def test_figures_equal_the_rows_of_every_other_form(read_all: Walk, by: str):
    picture = situation.of_round("2021-10").picture
    rows = as_records(picture, by_subarea=by == "subarea", language="fi")
    for row in rows:
        del row["area"]
    assert [_flat(item) for item in read_all(f"{ONE}/figures?by={by}")] == rows


def test_the_canonical_bytes_hash_to_the_fingerprint(ask: Get):
    canonical = ask(f"{ONE}/canonical")
    fingerprint = ask(ONE).json()["publication"]["sha256"]
    assert hashlib.sha256(canonical.content).hexdigest() == fingerprint
    assert canonical.headers["ETag"] == f'"{fingerprint}"'
    assert canonical.headers["Content-Type"] == "application/json"


def test_the_canonical_bytes_are_the_picture(ask: Get):
    frozen = from_json(ask(f"{ONE}/canonical").content.decode())
    assert frozen == situation.of_round("2021-10").picture


def test_each_share_has_both_its_numbers(read_all: Walk):
    shares = [item["progress"] for item in read_all(f"{ONE}/figures") if item["progress"]]
    assert shares
    assert all((200 * s["count"] + s["of"]) // (2 * s["of"]) == s["percent"] for s in shares)


def test_an_area_that_reported_nothing_has_no_figures(read_all: Walk):
    for item in read_all(f"{ONE}/figures?area=HUS"):
        assert item["has_reports"] is False
        assert item["progress"] is item["done"] is item["progress_band"] is None


def test_figures_of_one_area_and_theme_can_be_asked_for(read_all: Walk):
    (item,) = read_all(f"{ONE}/figures?area=08&theme=hallinto")
    assert (item["area"], item["theme"], item["subarea"]) == ("08", "hallinto", None)


def test_statuses_are_one_per_area_and_task(read_all: Walk):
    statuses = read_all(f"{ONE}/statuses")
    assert len(statuses) == 23 * 346
    assert sum(each["status"] is not None for each in statuses) == 22 * 346


def test_statuses_of_a_silent_area_are_missing(read_all: Walk):
    assert {each["status"] for each in read_all(f"{ONE}/statuses?area=HUS")} == {None}


def test_a_picture_says_what_it_says_in_three_languages(ask: Get):
    progress, readiness = ask("/pictures/2021-10").json()["findings"]
    assert (progress["lens"], readiness["lens"]) == ("progress", "readiness")
    assert (progress["reporting"], progress["areas"], progress["silent"]) == (22, 23, ["HUS"])
    assert [len(progress["sentences"][language]) for language in ("fi", "sv", "en")] == [3, 3, 3]


def test_totals_sum_tasks_over_the_areas_that_reported(ask: Get, read_all: Walk):
    total = ask(ONE).json()["totals"][0]
    parts = read_all(f"{ONE}/figures?theme={total['theme']}")
    assert total["area"] is None
    assert total["counts"]["due"] == sum(
        each["counts"]["due"] for each in parts if each["has_reports"]
    )


def test_notes_rule_bands_and_sources_come_with_the_picture(ask: Get):
    picture = ask(ONE).json()
    assert picture["notes"]
    assert picture["sources"]
    assert picture["rule"]["late_is_under_way"] is True
    assert len(picture["bands"]["bands"]) == 4


def test_the_links_of_a_publication_lead_to_its_parts(ask: Get):
    links = ask("/pictures").json()["items"][0]["links"]
    assert [ask(each.removeprefix("/api/v1")).status_code for each in links.values()] == [200] * 4


def test_pictures_are_listed_newest_first(read_all: Walk):
    assert [each["round"] for each in read_all("/pictures")] == ["2021-10", "2021-09"]


def test_pictures_of_another_roadmap_are_left_out(read_all: Walk):
    assert read_all("/pictures?roadmap=another") == []


@pytest.fixture
def erratum(demo: None) -> None:
    """Publish the round again, with one task corrected."""
    correct_one_status()


def test_an_erratum_stands_and_the_first_version_is_as_it_was(ask: Get, erratum: None):
    standing, first = ask("/pictures/2021-10").json(), ask(ONE).json()
    assert standing["publication"]["version"] == 2
    assert standing["publication"]["replaces"] == 1
    assert standing["publication"]["reason"] == "Pirkanmaa reported late."
    assert first["publication"]["superseded_by"] == 2


def test_the_first_versions_bytes_survive_an_erratum(ask: Get, erratum: None):
    content = ask(f"{ONE}/canonical").content
    assert hashlib.sha256(content).hexdigest() == ask(ONE).json()["publication"]["sha256"]
    assert json.loads(content) != json.loads(ask("/pictures/2021-10/versions/2/canonical").content)


def test_a_round_that_is_not_published_shows_no_figures(ask: Get):
    open_a_round("2021-12")
    assert ask("/pictures/2021-12").status_code == 404


BUDGETS = [
    ("/areas?limit=500", 3),
    ("/areas?q=a&on=2021-10-31&limit=500", 4),
    ("/organisations?limit=500", 3),
    ("/roadmaps/sote-2021", 5),
    ("/roadmaps/sote-2021/tasks?limit=500", 3),
    ("/rounds", 2),
    ("/pictures", 2),
    ("/pictures/2021-10", 2),
    (f"{ONE}/figures?by=subarea&limit=500", 2),
    (f"{ONE}/statuses?limit=500", 2),
    (f"{ONE}/canonical", 1),
    ("/compare?new=2021-10&old=2021-09", 4),
    ("/bands", 1),
    ("/status-rules", 1),
]


@pytest.mark.parametrize(("address", "most"), BUDGETS)
def test_queries_are_few_whatever_the_number_of_items(ask: Get, address: str, most: int):
    with CaptureQueriesContext(connection) as queries:
        assert ask(address).status_code == 200
    assert len(queries) <= most
