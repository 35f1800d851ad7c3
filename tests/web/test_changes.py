"""The change view: what a reader finds, in three languages, and how little it costs."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import Ask
from tests.web.test_pictures import _correct_and_publish_again, _publish_another_roadmap

PAIR = "changes/?from=2021-09&to=2021-10"


def test_two_pictures_are_chosen_from_the_list_of_published_ones(ask: Ask) -> None:
    page = ask("pictures/")
    assert ("form", "action", "/fi/changes/") in page.attributes
    assert {("select", "name", "from"), ("select", "name", "to")} <= set(page.attributes)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_area_and_theme_has_a_row(ask: Ask, language: str) -> None:
    page = ask(PAIR, language=language)
    names = [row[0] for row in page.rows if len(row) > 8]
    assert len(names) >= 23 + 5
    assert page.language == language


def test_a_row_shows_the_same_percentages_as_the_two_pictures(ask: Ask) -> None:
    row = ask(PAIR, language="en").row("Pirkanmaa")
    cards = [ask(f"areas/08/?round={each}", language="en").text for each in ("2021-09", "2021-10")]
    assert f"All themes {row[0]} progress" in cards[0]
    assert f"All themes {row[1]} progress" in cards[1]


def test_invented_figures_are_told_to_be_so(ask: Ask) -> None:
    assert ask(PAIR, language="en").has("the changes shown did not happen")


def test_an_area_opens_to_its_tasks_and_their_histories(ask: Ask) -> None:
    page = ask(f"{PAIR}&area=08", language="en")
    assert any(each.startswith("/en/tasks/") for each in page.links)
    assert any(each.startswith("/en/history/08/") for each in page.links)


def test_the_later_picture_comes_last_whichever_was_named_first(demo: None, client: Client) -> None:
    response = client.get("/en/changes/?from=2021-10&to=2021-09&area=08")
    assert response.headers["Location"] == "/en/changes/?from=2021-09&to=2021-10&area=08"


def test_two_versions_of_a_round_tell_the_correction_and_its_reason(ask: Ask) -> None:
    _correct_and_publish_again()
    page = ask("changes/?from=2021-10:1&to=2021-10", language="en")
    assert page.has("version 2. Reason: Luku korjattu")
    assert page.has("October 2021, version 1 → October 2021, version 2")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?from=2021-10&to=2021-10", 404),
        ("?from=2021-10&to=2020-01", 404),
        ("?from=2021-10:9&to=2021-09", 404),
        ("?from=<script>&to=2021-09", 400),
        ("?from=2021-09&to=2021-10&area=zz", 404),
        ("?from=2021-10:0&to=2021-09", 400),
        ("", 200),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(ask: Ask, query: str, status: int) -> None:
    assert ask(f"changes/{query}", status=status).heading


def test_pictures_of_different_roadmaps_are_not_compared(ask: Ask) -> None:
    _publish_another_roadmap()
    assert ask("changes/?from=other-1&to=2021-10", status=404).heading


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("ending", ["csv", "xlsx", "pptx", "pdf"])
def test_each_form_is_downloaded_under_a_telling_name(client: Client, ending: str) -> None:
    response = client.get(f"/en/changes/file.{ending}?from=2021-09&to=2021-10")
    assert f"changes-2021-09-2021-10-en.{ending}" in response.headers["Content-Disposition"]
    assert len(response.content) > 3_000


@pytest.mark.usefixtures("demo")
def test_the_file_has_a_row_for_each_changed_task(client: Client, ask: Ask) -> None:
    response = client.get("/en/changes/file.csv?from=2021-09&to=2021-10")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    shown = len(ask(f"{PAIR}&area=08", language="en").rows) - 1
    assert sum(row["area_code"] == "08" for row in rows) == shown > 0


def test_the_page_is_small_and_costs_few_queries(demo: None, client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/fi/{PAIR}")
    assert len(queries) <= 12
    assert len(response.content) < 60_000


def test_an_areas_changed_tasks_fit_into_a_page(demo: None, client: Client) -> None:
    assert len(client.get(f"/fi/{PAIR}&area=08").content) < 250_000
