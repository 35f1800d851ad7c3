"""Pages of plans: under each other, one plan, and the forms."""

import pytest
from django.test import Client

from tests.people import sign_in
from tests.web.conftest import Ask
from yhdyspinta.store.models import Plan
from yhdyspinta.terms.access import Role

CODE = "pirkanmaa-opiskeluhuoltosuunnitelma-2025"
EDIT = f"/en/plans/{CODE}/edit/"
NEW = {
    "name_fi": "Yhteinen ikääntyneiden suunnitelma",
    "kind": "elderly_plan",
    "owner": "hva-08",
    "organisations": ["kunta-837"],
    "state": "approved",
    "approved_on": "2026-03-02",
    "visibility": "public",
    "goals": "Liikkuminen lisääntyy",
}


@pytest.fixture
def keeper(demo: None, client: Client) -> Client:
    """Somebody who keeps the county's register."""
    sign_in(client, Role.REPORTER, "hva-08")
    return client


def test_a_countys_plans_stand_under_each_other(ask: Ask) -> None:
    page = ask("cooperation/08/plans/", language="en")
    assert page.links.index(f"/en/plans/{CODE}/") > page.links.index(
        "/en/plans/pirkanmaa-lasten-suunnitelma-2025/"
    )
    assert page.has("approved on 15 June 2026")


def test_a_duty_without_its_plan_is_told(ask: Ask) -> None:
    page = ask("cooperation/08/plans/", language="en")
    assert page.row("The municipality's wellbeing plan") == ["22 organisations"]


def test_a_plan_tells_its_goals_and_what_is_above_it(ask: Ask) -> None:
    page = ask(f"plans/{CODE}/", language="en")
    assert page.has("Kuraattori ja psykologi ovat koululla")
    assert "/en/plans/pirkanmaa-lasten-suunnitelma-2025/" in page.links


def test_a_new_plan_fulfils_the_duty_of_all_whose_plan_it_is(keeper: Client) -> None:
    answer = keeper.post("/en/cooperation/08/plans/new/", NEW)
    assert answer.status_code == 302, answer.content.decode()
    row = Plan.objects.get(name_fi=NEW["name_fi"])
    assert answer.headers["Location"] == f"/en/plans/{row.code}/"
    assert row.code in keeper.get("/en/cooperation/837/duties/").content.decode()


def test_the_form_begins_with_the_kind_that_is_missing(keeper: Client) -> None:
    answer = keeper.get("/en/cooperation/08/plans/new/?kind=elderly_plan").content.decode()
    assert '<option value="elderly_plan" selected>' in answer


def test_an_approved_plan_needs_its_day(keeper: Client) -> None:
    answer = keeper.post("/en/cooperation/08/plans/new/", {**NEW, "approved_on": ""})
    assert answer.status_code == 409
    assert not Plan.objects.filter(name_fi=NEW["name_fi"]).exists()


def test_two_at_once_do_not_write_over_each_other(keeper: Client) -> None:
    seen = keeper.get(EDIT).context["form"].initial["seen"]
    given = {**NEW, "kind": "student_welfare_plan", "seen": seen}
    assert keeper.post(EDIT, given).status_code == 302
    assert keeper.post(EDIT, {**given, "name_fi": "Toinen"}).status_code == 409
    assert Plan.objects.get(code=CODE).name_fi == NEW["name_fi"]


def test_another_countys_people_do_not_change_a_plan(demo: None, client: Client) -> None:
    sign_in(client, Role.REPORTER, "hva-06")
    assert client.get(EDIT).status_code == 403
    assert client.post(EDIT, {**NEW, "owner": "hva-06"}).status_code == 403
    assert client.post(f"/en/plans/{CODE}/remove/").status_code == 403


def test_a_plan_on_which_nothing_hangs_is_removed(keeper: Client) -> None:
    answer = keeper.post(f"/en/plans/{CODE}/remove/")
    assert answer.headers["Location"] == "/en/cooperation/08/plans/"
    assert not Plan.objects.filter(code=CODE).exists()


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_the_plans_leave_as_a_file(demo: None, client: Client, ending: str) -> None:
    answer = client.get(f"/fi/cooperation/08/plans/file.{ending}")
    assert answer.status_code == 200
    assert len(answer.content) > 1000


def test_a_county_without_plans_says_what_to_do(ask: Ask) -> None:
    assert ask("cooperation/06/plans/", language="en").has("No plans are known here yet.")
