"""Everybody can use every page: axe, a narrow screen, the keyboard, no JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.addresses import LANGUAGES, PAGES

EVERY_PAGE = [f"/{language}/{page}" for language in LANGUAGES for page in PAGES]


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_axe_finds_nothing(browser: Browser, site: str, address: str) -> None:
    context = browser.new_context(base_url=site, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    found = Axe().run(page).response["violations"]
    told = [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
    context.close()
    assert told == []


@pytest.mark.parametrize("address", ["", "?lens=readiness&compare=2021-09", "areas/08/"])
def test_axe_finds_nothing_in_the_dark(browser: Browser, site: str, address: str) -> None:
    context = browser.new_context(base_url=site, bypass_csp=True, color_scheme="dark")
    page = context.new_page()
    page.goto(f"/fi/{address}")
    found = Axe().run(page).response["violations"]
    told = [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
    context.close()
    assert told == []


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_a_page_fits_a_screen_320_pixels_wide(browser: Browser, site: str, address: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(address)
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert width <= 320


def test_the_first_tab_stop_skips_to_the_content(page: Page) -> None:
    page.goto("/fi/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_cell_is_opened_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/fi/")
    cell = page.locator("table.heat td a").first
    for _ in range(120):
        page.keyboard.press("Tab")
        if cell.evaluate("each => each === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/fi/figures/**")
    assert page.locator("h1").inner_text() == "Etelä-Karjala: Hallinto, talous ja tukipalvelut"


def test_what_has_the_focus_is_seen(page: Page) -> None:
    page.goto("/fi/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


# A passkey needs JavaScript, and the page of signing in says so without.
SAME = [page for page in PAGES if page != "account/login/"]


@pytest.mark.parametrize("address", SAME)
def test_a_page_without_javascript_says_the_same(browser: Browser, site: str, address: str) -> None:
    texts = []
    for enabled in (True, False):
        context = browser.new_context(base_url=site, java_script_enabled=enabled)
        page = context.new_page()
        page.goto(f"/fi/{address}")
        texts.append(page.inner_text("main"))
        context.close()
    assert texts[0] == texts[1]


def test_the_comparison_works_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/fi/")
    page.select_option("select[name=compare]", "2021-09")
    page.click("form.inline button >> nth=0")
    moved = page.locator("table.heat .move").count()
    context.close()
    assert moved > 100
