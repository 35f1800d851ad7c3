"""What holds for every page."""

import csv
import re
from importlib.resources import files
from io import StringIO
from pathlib import Path

import pytest
from django.test import Client

from tests.browser.addresses import LANGUAGES, PAGES
from tests.web.conftest import Ask

WELL = [page for page in PAGES if "nonsense" not in page and "nothing-here" not in page]
_DEMO = Path(str(files("yhdyspinta.reference"))) / "demo" / "yhteistyo"
_FINNISH = ("Tilannekuva", "Eteneminen", "Tehtävä", "Kokonaisuus", "Lähteet", "tilatiet")
_ENGLISH = (" the ", "Situation", "Progress", " task", "Published", "area")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", WELL)
def test_a_page_names_its_language_and_leads_to_the_others(
    ask: Ask, address: str, language: str
) -> None:
    page = ask(address, language=language)
    assert page.language == language
    for other in LANGUAGES:
        assert any(link.startswith(f"/{other}/") for link in page.links)


@pytest.mark.parametrize("address", WELL)
def test_nothing_is_styled_or_scripted_in_the_page_itself(ask: Ask, address: str) -> None:
    page = ask(address)
    bad = {"style", "onclick", "onload", "onchange"}
    assert [each for each in page.attributes if each[1] in bad] == []
    assert "<style" not in page.html
    assert re.findall(r"<script(?![^>]* src=)[^>]*>", page.html) == []


def _written() -> str:
    """What organisations of the demo's register have written themselves, as a pattern.

    Such a text has one language, whatever the page's: the field has no others.
    """
    files = (("toimielimet", "tasks"), ("yhdyspinnat", "aims"))
    cells = [
        row[column]
        for name, column in files
        for row in csv.DictReader(StringIO((_DEMO / f"{name}.csv").read_text(encoding="utf-8")))
    ]
    said = {each.strip() for cell in cells for each in re.split(r"[\n|]", cell)} - {""}
    return "|".join(re.escape(each) for each in said)


def _main(html: str) -> str:
    inner = html[html.index("<main") : html.index("</main>")]
    # Only where it is the whole of an item or a cell: a heading of ours stays to be looked at.
    inner = re.sub(rf"<(li|td|dd|ins|del)([^>]*)>\s*(?:{_written()})\s*</\1>", " ", inner)
    text = re.sub(r"<(code|option)[^>]*>.*?</\1>|<[^>]+>", " ", inner)
    # What the sources are called is a fact, in whatever language it was said.
    text = re.sub(r"Kuntaliitto, Sote-tulevaisuuspäivä.*?(?=\)|  |$)", " ", text)
    return re.sub(r"tilannekuva-2021-10|vertailu-2021-09", " ", text)


@pytest.mark.parametrize("address", WELL)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_finnish_word_stands_on_another_languages_page(
    ask: Ask, address: str, language: str
) -> None:
    text = _main(ask(address, language=language).html)
    assert [word for word in _FINNISH if word in text] == []


@pytest.mark.parametrize("address", WELL)
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_no_english_word_stands_on_another_languages_page(
    ask: Ask, address: str, language: str
) -> None:
    text = _main(ask(address, language=language).html)
    assert [word for word in _ENGLISH if word in text] == []


def test_every_link_leads_somewhere(ask: Ask, client: Client) -> None:
    seen: set[str] = set()
    waiting = ["/fi/", "/fi/areas/08/", "/fi/pictures/", "/fi/figures/08/yhdyspinnat/"]
    kinds: dict[str, int] = {}
    while waiting and len(seen) < 150:
        address = waiting.pop(0).partition("#")[0]
        kind = re.sub(r"[A-Z0-9][A-Za-z0-9-]*|=[^&]*", "*", address)
        # Static files stream: the browser tests fetch those.
        if not address or "/static/" in address or address in seen or kinds.get(kind, 0) >= 4:
            continue
        seen.add(address)
        kinds[kind] = kinds.get(kind, 0) + 1
        response = client.get(address)
        assert response.status_code == 200, address
        if "html" in response["Content-Type"] and address.startswith("/fi/"):
            waiting += re.findall(
                r'href="(/[^"]*)"', response.content.decode().replace("&amp;", "&")
            )
    assert len(seen) > 40


@pytest.mark.parametrize("address", ["/fi/", "/fi/areas/08/", "/fi/none/"])
def test_the_answer_is_guarded(demo: None, client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_bare_address_leads_to_finnish(demo: None, client: Client) -> None:
    assert client.get("/").headers["Location"] == "/fi/"
    assert client.get("/", headers={"accept-language": "sv"}).headers["Location"] == "/sv/"
