"""Pages and files of gaps."""

import pytest
from django.test import Client

from tests.web.conftest import Ask
from yhdyspinta.exports.gaps import MEDIA_TYPES
from yhdyspinta.terms.gaps import GapKind

_BYTES = 150_000


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("address", ["gaps/", *(f"cooperation/{a}/gaps/" for a in ("08", "837"))])
def test_the_pages_open_in_each_language(ask: Ask, address: str, language: str) -> None:
    assert ask(address, language=language).text


def test_the_national_table_leads_to_each_countys_kind(ask: Ask) -> None:
    assert "/fi/cooperation/08/gaps/#no_body" in ask("gaps/").html


def test_a_gap_leads_to_its_thing(demo: None, client: Client) -> None:
    page = client.get("/fi/cooperation/08/gaps/").context["page"]
    addresses = {row.address for group in page.groups for row in group.rows}
    for address in sorted(addresses)[:12]:
        assert client.get(address, follow=True).status_code == 200, address


def test_one_organisations_gaps_are_a_part_of_all(demo: None, client: Client) -> None:
    whole = client.get("/fi/cooperation/08/gaps/").context["page"]
    own = client.get("/fi/cooperation/08/gaps/?organisation=hva-08").context["page"]
    assert 0 < int(own.count) < int(whole.count)


def test_an_organisation_without_gaps_here_is_told(ask: Ask) -> None:
    ask("cooperation/08/gaps/?organisation=none", status=404)


@pytest.mark.parametrize("ending", MEDIA_TYPES)
@pytest.mark.parametrize("address", ["gaps/", "cooperation/08/gaps/"])
@pytest.mark.usefixtures("demo")
def test_every_form_of_file_is_sent(client: Client, address: str, ending: str) -> None:
    answer = client.get(f"/fi/{address}file.{ending}")
    assert (answer.status_code, answer["Content-Type"]) == (200, MEDIA_TYPES[ending])
    assert len(answer.content) > 500


def test_a_form_that_is_none_is_told(ask: Ask) -> None:
    ask("gaps/file.doc", status=404)


def test_the_page_and_the_file_have_the_same_gaps(demo: None, client: Client) -> None:
    page = client.get("/fi/cooperation/08/gaps/").context["page"]
    lines = client.get("/fi/cooperation/08/gaps/file.csv").content.decode().splitlines()
    assert len(lines) - 1 == int(page.count)


def test_the_situation_pictures_page_of_an_area_tells_how_many(ask: Ask) -> None:
    assert "/fi/cooperation/08/gaps/#no_body" in ask("areas/08/").html


def test_the_pages_are_small(demo: None, client: Client) -> None:
    for address in ("gaps/", "cooperation/08/gaps/"):
        assert len(client.get(f"/fi/{address}").content) < _BYTES


def test_kinds_of_gaps_are_places_of_the_page(ask: Ask) -> None:
    html = ask("cooperation/08/gaps/").html
    assert [kind for kind in GapKind if f'id="{kind.value}"' in html]


def test_a_things_history_is_shown(ask: Ask) -> None:
    page = ask("register/body/pirkanmaa-foorumi/history/")
    assert "Pirkanmaan hyvinvointialueen foorumi" in page.text


@pytest.mark.parametrize("address", ["none/pirkanmaa-foorumi", "body/none"])
def test_what_is_not_there_has_no_history(ask: Ask, address: str) -> None:
    ask(f"register/{address}/history/", status=404)
