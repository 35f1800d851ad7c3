"""The pages of people with a role: axe in three languages, and a screen 320 pixels wide."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.addresses import LANGUAGES, PAGES_OF

EACH = [
    pytest.param(who, f"/{language}/{page}", id=f"{who}-{language}-{page}")
    for who, pages in PAGES_OF.items()
    for language in LANGUAGES
    for page in pages
]
# The words of a page do not change how it fits but by their length: the longest language is enough.
NARROW = [
    pytest.param(who, f"/fi/{page}", id=f"{who}-{page}")
    for who, p in PAGES_OF.items()
    for page in p
]
SignedIn = Callable[..., Page]


@pytest.fixture(scope="session")
def states(browser: Browser, site: str) -> dict[str, object]:
    """Where each of the demo's people keeps the session, once signed in."""
    return {}


@pytest.fixture
def signed_in(browser: Browser, site: str, states: dict[str, object]) -> Iterator[SignedIn]:
    """Open a page as one of the demo's people."""
    contexts: list[BrowserContext] = []

    def opened(who: str, address: str, **more: object) -> Page:
        if who not in states:
            states[who] = _sign_in(browser, site, who)
        context = browser.new_context(base_url=site, storage_state=states[who], **more)  # type: ignore[arg-type] # the options' own types
        contexts.append(context)
        page = context.new_page()
        answer = page.goto(address)
        assert answer
        assert answer.status == 200
        return page

    yield opened
    for context in contexts:
        context.close()


def _sign_in(browser: Browser, site: str, who: str) -> object:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("/fi/account/login/")
    page.locator(f'form:has(input[value="{who}@demo.invalid"]) button').click()
    page.wait_for_url("**/work/")
    state = context.storage_state()
    context.close()
    return state


@pytest.mark.parametrize(("who", "address"), EACH)
def test_axe_finds_nothing(signed_in: SignedIn, who: str, address: str) -> None:
    page = signed_in(who, address, bypass_csp=True)
    found = Axe().run(page).response["violations"]
    told = [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
    assert told == []


@pytest.mark.parametrize(("who", "address"), NARROW)
def test_a_page_fits_a_screen_320_pixels_wide(signed_in: SignedIn, who: str, address: str) -> None:
    page = signed_in(who, address, viewport={"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
