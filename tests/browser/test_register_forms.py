"""A long form of the register: its rows under the keyboard, its errors within reach, no script."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

BODY = "/en/bodies/pirkanmaa-viranhaltijajohto/edit/"


@pytest.fixture(scope="module")
def state(browser: Browser, site: str) -> object:
    """The session of somebody who keeps the county's register."""
    with browser.new_context(base_url=site) as context:
        page = context.new_page()
        page.goto("/fi/account/login/")
        page.locator('form:has(input[value="raportoija@demo.invalid"]) button').click()
        page.wait_for_url("**/work/")
        return context.storage_state()


def opened(browser: Browser, site: str, state: object, **more: object) -> Iterator[Page]:
    """The form of a body with 26 members."""
    with browser.new_context(base_url=site, storage_state=state, **more) as context:  # type: ignore[arg-type] # the options' own types
        page = context.new_page()
        page.goto(BODY)
        yield page


@pytest.fixture
def form(browser: Browser, site: str, state: object) -> Iterator[Page]:
    """The form as it is."""
    yield from opened(browser, site, state)


@pytest.fixture
def unscripted(browser: Browser, site: str, state: object) -> Iterator[Page]:
    """The form in a browser without JavaScript."""
    yield from opened(browser, site, state, java_script_enabled=False)


@pytest.fixture
def measured(browser: Browser, site: str, state: object) -> Iterator[Page]:
    """The form where axe may run."""
    yield from opened(browser, site, state, bypass_csp=True)


def send_wrong(form: Page) -> None:
    form.locator("[name=name_fi]").fill("")
    form.locator("#members-3 > summary").click()
    form.locator("[name=members-3-organisation]").select_option("")
    with form.expect_navigation():
        form.locator(".round-form > .actions button").click()


def test_a_row_is_opened_and_reached_with_the_keyboard(form: Page) -> None:
    form.locator("#members-3 > summary").focus()
    form.keyboard.press("Enter")
    form.keyboard.press("Tab")
    assert form.evaluate("document.activeElement.id") == "id_members-3-organisation"


def test_tab_passes_by_the_fields_of_a_closed_row(form: Page) -> None:
    form.locator("#members-3 > summary").focus()
    form.keyboard.press("Tab")
    assert form.evaluate("document.activeElement.parentElement.id") == "members-4"


def test_a_link_above_leads_to_the_row_that_is_wrong(unscripted: Page) -> None:
    send_wrong(unscripted)
    unscripted.get_by_role("link", name="Members 4").click()
    assert unscripted.url.endswith("#members-3")
    assert unscripted.locator("[name=members-3-organisation]").is_visible()


def test_axe_finds_nothing_in_a_form_with_errors(measured: Page) -> None:
    send_wrong(measured)
    found = Axe().run(measured).response["violations"]
    assert [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found] == []
