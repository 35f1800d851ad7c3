"""The shared aim on one page, all counties in a table, and writing the aim."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.people import sign_in
from tests.web.conftest import Ask
from yhdyspinta.store.models import SharedAim
from yhdyspinta.terms.access import Role


def test_the_page_answers_the_four_questions(ask: Ask) -> None:
    page = ask("cooperation/08/", language="en")
    assert page.has("The wellbeing of the residents of Pirkanmaa")
    for question in ("What we do together", "How far it is", "What was decided", "What comes next"):
        assert page.has(question)
    assert "/en/interfaces/pirkanmaa-opiskeluhuoltosuunnitelma/" in page.links


def test_the_page_and_the_area_s_page_lead_to_each_other(ask: Ask) -> None:
    assert "/fi/areas/08/?round=2021-10" in ask("cooperation/08/").links
    assert "/fi/cooperation/08/" in ask("areas/08/").links


def test_figures_are_those_of_the_newest_picture_with_their_counts(ask: Ask) -> None:
    page = ask("cooperation/08/")
    assert page.row("Yhdyspinnat") == ["65 % (13/20)", "6 % (3/51)"]


def test_a_municipality_s_page_leads_to_its_county_s(ask: Ask) -> None:
    assert "/fi/cooperation/08/" in ask("cooperation/837/").links


def test_every_county_and_the_nation_are_in_the_index(ask: Ask) -> None:
    page = ask("cooperation/")
    assert {"/fi/cooperation/08/", "/fi/cooperation/national/"} <= set(page.links)
    assert page.row("Pirkanmaa")[0] == "12"


@pytest.mark.parametrize("address", ["cooperation/999999/", "cooperation/08/page.exe"])
def test_there_is_nothing_at_a_wrong_address(ask: Ask, address: str) -> None:
    ask(address, status=404)


@pytest.mark.parametrize("ending", ["pdf", "pptx", "json"])
def test_the_page_leaves_as_a_file(demo: None, client: Client, ending: str) -> None:
    answer = client.get(f"/sv/cooperation/837/page.{ending}")
    assert answer.status_code == 200
    assert f'-837-sv.{ending}"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("address", ["08", "837", "national"])
def test_the_page_takes_few_queries_and_few_bytes(
    ask: Ask, django_assert_max_num_queries: Callable[[int], object], address: str
) -> None:
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        page = ask(f"cooperation/{address}/")
    assert len(page.html.encode()) < 60_000


def test_the_aim_is_written_by_the_county_s_people(demo: None, client: Client) -> None:
    sign_in(client, Role.REPORTER, "hva-06")
    given = {"name_fi": "Yhdessä", "owner": "hva-06", "valid_from": "2026-01-01"}
    assert client.post("/fi/cooperation/06/aim/", given).status_code == 302
    assert SharedAim.objects.get(area__code="06").name_fi == "Yhdessä"


def test_another_county_s_aim_is_not_written(demo: None, client: Client) -> None:
    sign_in(client, Role.REPORTER, "hva-06")
    given = {"name_fi": "Muu", "owner": "hva-06", "valid_from": "2026-01-01", "seen": "x"}
    assert client.post("/fi/cooperation/08/aim/", given).status_code == 403
    assert SharedAim.objects.get(area__code="08").name_fi != "Muu"


def test_a_municipality_writes_no_aim_of_its_own(demo: None, client: Client) -> None:
    sign_in(client, Role.REPORTER, "kunta-837")
    assert client.get("/fi/cooperation/837/aim/").status_code == 404
