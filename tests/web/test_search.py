"""The page of search: what visitors and people see, and what is said when nothing is found."""

import pytest
from django.test import Client

from tests.people import sign_in
from tests.web.conftest import Ask
from yhdyspinta.services import search
from yhdyspinta.store.models import SearchEntry
from yhdyspinta.terms.access import Role, Visibility
from yhdyspinta.terms.register import RegisterKind
from yhdyspinta.terms.search import SearchKind
from yhdyspinta.web.search import _ADDRESSES

_BYTES = 60_000


def test_an_inflected_word_finds_the_demos_interface(ask: Ask) -> None:
    page = ask("search/?q=opiskeluhuoltosuunnitelmien&kind=interface")
    assert "Lakisääteinen alueellinen opiskeluhuoltosuunnitelma" in page.text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_hit_leads_to_a_page(demo: None, client: Client, language: str) -> None:
    found = {row.kind: row for row in SearchEntry.objects.filter(visibility="public")}
    for row in found.values():
        page = client.get(f"/{language}/search/", {"q": row.title_fi, "kind": row.kind})
        assert page.status_code == 200, row
        address = page.context["page"].rows[0].address
        assert client.get(address, follow=True).status_code == 200, address


def test_every_kind_has_an_address() -> None:
    assert set(_ADDRESSES) == set(SearchKind)


def test_a_misspelt_word_is_answered_with_the_nearest(ask: Ask) -> None:
    page = ask("search/?q=opiskeluhoulto")
    assert "opiskeluhuol" in page.text


def test_a_visitor_does_not_find_what_partners_share(demo: None, client: Client) -> None:
    row = SearchEntry.objects.filter(visibility=Visibility.PARTNERS).first()
    assert row is not None
    question = {"q": row.title_fi, "kind": row.kind}
    hidden = client.get("/fi/search/", question).content.decode()
    sign_in(client, Role.READER, "hva-06")
    assert row.code in client.get("/fi/search/", question).content.decode()
    assert row.code not in hidden


@pytest.mark.parametrize("query", ["kind=none", "q=huolto&after=x"])
def test_a_bad_address_is_told(ask: Ask, query: str) -> None:
    status = 400 if "kind" in query else 404
    ask(f"search/?{query}", status=status)


@pytest.mark.parametrize("words", ["%00", "%22", "'", "*", "%C3%84", "x" * 500])
def test_any_words_are_answered(ask: Ask, words: str) -> None:
    ask(f"search/?q={words}")


def test_the_page_is_small(demo: None, client: Client) -> None:
    assert len(client.get("/fi/search/?q=kokous").content) < _BYTES


def test_a_page_of_hits_costs_few_queries(
    demo: None, client: Client, django_assert_max_num_queries: object
) -> None:
    search.put(RegisterKind.BODY, "pirkanmaa-foorumi")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        client.get("/fi/search/?q=kokous")


def test_every_page_has_the_field(ask: Ask) -> None:
    assert 'name="q"' in ask("about/").html
