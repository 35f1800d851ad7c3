import pytest

from tests.api.callers import Caller
from yhdyspinta.services import search
from yhdyspinta.store.models import Area

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _areas() -> None:
    for code, name in (("06", "Satakunta"), ("99", "Uusi Satakunta")):
        Area.objects.create(code=code, kind="county", name_fi=name, short_fi=name)
    search.refresh()


def ask(query: str):
    return Caller()("GET", f"/search?{query}")


def test_a_word_in_any_form_finds():
    hit = ask("q=satakunnassa").json()["items"][0]
    assert (hit["kind"], hit["rank"], hit["title"]["fi"]) == ("area", 2, "Uusi Satakunta")


def test_pages_follow_each_other():
    first = ask("q=satakunta&limit=1").json()
    second = ask(f"q=satakunta&limit=1&after={first['next']}").json()
    assert [first["items"][0]["code"], second["items"][0]["code"]] == ["99", "06"]
    assert second["next"] is None


@pytest.mark.parametrize("query", ["", "q=", "q=x&kind=none", "q=x&after=9-1", "q=x&limit=0"])
def test_a_question_that_is_none_is_refused(query):
    assert ask(query).status_code == 422


def test_a_kind_narrows():
    assert ask("q=satakunta&kind=body").json() == {"items": [], "next": None}
