"""Pages of duties: whose they are, how one stands, and saying what was done."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.people import sign_in
from tests.web.conftest import Ask
from yhdyspinta.services import duties as service
from yhdyspinta.store.models import Fulfilment
from yhdyspinta.terms import duties
from yhdyspinta.terms.access import Role, operator

FORM = "/en/duties/yhteistyoneuvottelu/done/hva-08/"
DONE = {"done_on": "2026-02-03", "where": "Tampere-talo", "covers_from": "", "covers_to": ""}
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
THERE = "hva-08-hyte-neuvottelu-2026"


@pytest.fixture
def reported(demo: None) -> None:
    """The negotiation of 2026 of Pirkanmaa."""
    done = duties.Fulfilment(
        THERE,
        "hyte-neuvottelu",
        "hva-08",
        date(2026, 10, 13),
        date(2026, 1, 1),
        date(2026, 12, 31),
        where="Viranhaltijajohto",
    )
    service.save(done, actor=operator("test"), now=NOW)


@pytest.fixture
def keeper(demo: None, client: Client) -> Client:
    """Somebody who keeps the county's register."""
    sign_in(client, Role.REPORTER, "hva-08")
    return client


def test_a_county_sees_its_own_duties_and_its_municipalities(ask: Ask) -> None:
    page = ask("cooperation/08/duties/", language="en")
    assert page.has("Negotiation with the municipalities on promoting health and wellbeing")
    assert page.has("not verified")
    assert "/en/cooperation/837/duties/" in page.links


def test_a_municipality_sees_its_own_only(ask: Ask) -> None:
    links = ask("cooperation/837/duties/").links
    assert "/fi/duties/hyvinvointisuunnitelma-kunta/" in links
    assert "/fi/duties/hyvinvointisuunnitelma-hva/" not in links


def test_a_plan_that_was_approved_is_where_the_duty_was_done(ask: Ask) -> None:
    page = ask("cooperation/08/duties/")
    assert "/fi/plans/pirkanmaa-opiskeluhuoltosuunnitelma-2025/" in page.links


def test_helsinkis_exception_is_told_with_its_source(ask: Ask) -> None:
    page = ask("duties/hyte-neuvottelu/", language="en")
    assert page.has("Section 7 of act 612/2021 does not apply to Helsinki.")
    assert page.has("HE 19/2022")


def test_the_nations_own_place_is_the_national_view(demo: None, client: Client) -> None:
    answer = client.get("/fi/cooperation/national/duties/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fi/duties/")


def test_the_national_view_counts_what_nobody_has_reported(
    ask: Ask, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(30):
        page = ask("duties/", language="en")
    assert page.row("The municipality's wellbeing report") == ["292", "0", "0", "0", "292"]


def test_the_national_page_is_light(demo: None, client: Client) -> None:
    assert len(client.get("/fi/duties/").content) < 150_000


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("ending", ["csv", "json", "xlsx", "pdf", "pptx"])
@pytest.mark.parametrize("address", ["cooperation/837/duties", "duties"])
def test_each_list_leaves_as_a_file(client: Client, address: str, ending: str) -> None:
    answer = client.get(f"/fi/{address}/file.{ending}")
    assert answer.status_code == 200
    assert len(answer.content) > 1000
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "address",
    ["duties/ei-ole/", "cooperation/999/duties/", "fulfilments/ei-ole/", "duties/file.exe"],
)
def test_what_is_not_there_is_said(ask: Ask, address: str) -> None:
    ask(address, status=404)


def test_the_form_proposes_the_term_that_is_asked_for(keeper: Client) -> None:
    answer = keeper.get(FORM).content.decode()
    assert 'value="2025-06-01"' in answer
    assert 'value="2029-05-31"' in answer


def test_what_was_done_is_told_on_the_list_from_which_it_was_reported(keeper: Client) -> None:
    answer = keeper.post(FORM, DONE)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/cooperation/08/duties/")
    assert Fulfilment.objects.get(where="Tampere-talo").code == "hva-08-yhteistyoneuvottelu"
    assert "Tampere-talo" in keeper.get(answer.headers["Location"]).content.decode()


def test_a_day_to_come_is_refused_with_nothing_lost(keeper: Client) -> None:
    answer = keeper.post(FORM, {**DONE, "done_on": "2999-01-01"})
    assert answer.status_code == 409
    assert "Tampere-talo" in answer.content.decode()


def test_without_a_day_the_form_says_so(keeper: Client) -> None:
    assert keeper.post(FORM, {**DONE, "done_on": ""}).status_code == 422


@pytest.mark.usefixtures("reported")
@pytest.mark.parametrize(
    "address",
    ["duties/yhteistyoneuvottelu/done/hva-06/", f"fulfilments/{THERE}/edit/"],
)
def test_nobody_reports_for_another_organisation(client: Client, address: str) -> None:
    sign_in(client, Role.REPORTER, "hva-08" if "hva-06" in address else "hva-06")
    assert client.get(f"/en/{address}").status_code == 403
    assert client.post(f"/en/{address}", DONE).status_code == 403


def test_a_duty_that_does_not_concern_the_organisation_has_no_form(keeper: Client) -> None:
    assert keeper.get("/en/duties/hyte-raportti-kunta/done/hva-08/").status_code == 404


@pytest.mark.usefixtures("reported")
def test_two_at_once_do_not_write_over_each_other(keeper: Client) -> None:
    address = f"/en/fulfilments/{THERE}/edit/"
    seen = keeper.get(address).context["form"].initial["seen"]
    assert keeper.post(address, {**DONE, "seen": seen}).status_code == 302
    answer = keeper.post(address, {**DONE, "where": "Muualla", "seen": seen})
    assert answer.status_code == 409
    assert Fulfilment.objects.get(code=THERE).where == "Tampere-talo"


@pytest.mark.usefixtures("reported")
def test_what_was_reported_is_taken_back(keeper: Client) -> None:
    answer = keeper.post(f"/en/fulfilments/{THERE}/remove/")
    assert answer.headers["Location"] == "/en/cooperation/08/duties/"
    assert not Fulfilment.objects.filter(code=THERE).exists()
