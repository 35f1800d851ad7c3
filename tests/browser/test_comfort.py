"""With JavaScript the picture changes in place, and the address with it."""

from playwright.sync_api import Page


def test_another_lens_is_shown_in_place(page: Page) -> None:
    page.goto("/fi/")
    page.evaluate("window.stayed = true")
    page.click("a[href='/fi/?lens=readiness']")
    page.wait_for_url("**/fi/?lens=readiness")
    page.wait_for_selector("table.heat .pair")
    assert page.evaluate("window.stayed") is True


def test_the_language_links_follow_the_lens(page: Page) -> None:
    page.goto("/fi/")
    page.click("a[href='/fi/?lens=readiness']")
    page.wait_for_selector("#languages a[href='/sv/?lens=readiness']")


def test_the_focus_stays_on_the_lens_that_was_chosen(page: Page) -> None:
    page.goto("/fi/")
    page.focus("a[href='/fi/?lens=readiness']")
    page.keyboard.press("Enter")
    page.wait_for_selector("table.heat .pair")
    assert page.evaluate("document.activeElement.textContent") == "Valmiusaste"


def test_going_back_shows_the_former_lens(page: Page) -> None:
    page.goto("/fi/")
    page.click("a[href='/fi/?lens=readiness']")
    page.wait_for_selector("table.heat .pair")
    page.go_back()
    page.wait_for_selector("table.heat .pair", state="detached")
    assert page.url.endswith("/fi/")


def test_nothing_is_fetched_from_elsewhere(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/fi/")
    page.goto("/api/v1/docs")
    assert asked
    assert all(each.startswith(site) for each in asked)


def test_a_file_is_downloaded_under_a_telling_name(page: Page) -> None:
    page.goto("/fi/")
    with page.expect_download() as download:
        page.click("a[href$='.csv']")
    assert download.value.suggested_filename == "tilannekuva-2021-10-v1-fi.csv"
