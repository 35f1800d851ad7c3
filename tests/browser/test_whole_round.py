"""A whole round as four people see it: opened, filled in, approved, accepted, published, read.

In Finnish and in Swedish, with axe on every page that is passed, and the grid under the keyboard
alone. One test for each language on one server: what it does, stays.
"""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import demo_in, serving

SAVED = {"fi": re.compile("^Tallennettu"), "sv": re.compile("^Sparat")}
# A word of the published page that nobody has typed: it comes from the summary's suggestion.
SUMMARY = {"fi": "Koordinaattorin yhteenveto", "sv": "Samordnarens sammandrag"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a demo of its own."""
    with serving(demo_in(tmp_path_factory.mktemp("round"))) as address:
        yield address


class Person:
    """Somebody with a browser of their own; every page that they pass is looked at by axe."""

    def __init__(self, browser: Browser, address: str, language: str) -> None:
        # axe is put into the page, which our own policy forbids to anybody else.
        self.context: BrowserContext = browser.new_context(
            base_url=f"{address}/{language}/",
            viewport={"width": 1280, "height": 900},
            bypass_csp=True,
        )
        self.page: Page = self.context.new_page()

    def sign_in(self, who: str) -> "Person":
        """Sign in as one of the demo's people, on the page that offers them."""
        self.go("account/login/")
        self.page.locator(f'form:has(input[value="{who}@demo.invalid"]) button').click()
        self.page.wait_for_url("**/work/")
        return self.look()

    def go(self, address: str) -> "Person":
        """Open a page and look at it."""
        answer = self.page.goto(address)
        assert answer
        assert answer.status == 200, f"{address}: {answer.status}"
        return self.look()

    def press(self, selector: str) -> "Person":
        """Press a button that leads to a page, and look at it."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        return self.look()

    def look(self) -> "Person":
        """Let axe find nothing."""
        self.page.wait_for_load_state()
        found = Axe().run(self.page).response["violations"]
        told = [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
        assert told == [], self.page.url
        return self


def _open_round(coordinator: Person, code: str) -> None:
    """Ask Pirkanmaa alone about all tasks, with all days given."""
    page = coordinator.go("rounds/new/").page
    for name, value in {
        "code": code,
        "name_fi": f"Kierros {code}",
        "name_sv": f"Omgång {code}",
        "as_of": "2021-12-31",
        "horizon": "2021-Q4",
        "opens_on": "2021-12-01",
        "due_on": "2099-01-10",
        "on_time_until": "2099-01-12",
        "closes_on": "2099-01-31",
    }.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("input[name=which_areas][value=chosen]").check()
    for box in page.locator("input[name=areas]").all():
        box.set_checked(box.get_attribute("value") == "08")
    coordinator.press("form.round-form button[type=submit]")
    assert page.url.endswith(f"/rounds/{code}/")


def _fill_in(reporter: Person, code: str, language: str) -> None:
    """Fill the grid in with keys only: a status by its letter, the rest as they were."""
    page = reporter.go(f"report/{code}/08/").page
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#grid select')"):
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("m" if language == "fi" else "f")  # myöhässä, försenad
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("Toimittaja vaihtui")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text(SAVED[language])
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+s")
    expect(page.locator("#progress")).to_contain_text(re.compile("346.*346"))
    expect(page.locator("#state")).to_have_text(SAVED[language])


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_round_from_its_opening_to_the_published_picture(
    browser: Browser, served: str, language: str
) -> None:
    code = f"2021-12-{language}"
    people = [Person(browser, served, language) for _ in range(4)]
    coordinator, reporter, approver, visitor = people
    coordinator.sign_in("koordinaattori")
    _open_round(coordinator, code)

    reporter.sign_in("raportoija")
    _fill_in(reporter, code, language)
    reporter.go(f"report/{code}/08/").press("#step-ready")

    approver.sign_in("hyvaksyja").go(f"report/{code}/08/").press("#step-approved")
    expect(reporter.go(f"report/{code}/08/").page.locator("#grid select").first).to_be_disabled()

    coordinator.go(f"rounds/{code}/").press("button[value=accept_all]")
    _publish(coordinator, code)

    page = visitor.go(f"?round={code}").page
    expect(page.locator("main")).to_contain_text(SUMMARY[language])
    row = page.locator("table.heat tr", has_text="Pirkanmaa" if language == "fi" else "Birkaland")
    expect(row.locator(".answer").first).to_contain_text("100")
    visitor.go(f"changes/?from=2021-10&to={code}")
    for person in people:
        person.context.close()


def _publish(coordinator: Person, code: str) -> None:
    """Take the summary that is suggested, close, look at the preview, publish."""
    coordinator.go(f"rounds/{code}/publish/")
    coordinator.press("button[name=suggest]").press("form[action$='/summary/'] button:not([name])")
    coordinator.press("form[action$='/closing/'] button")
    coordinator.go(f"rounds/{code}/preview/").go(f"rounds/{code}/publish/")
    coordinator.page.locator("[name=sure]").check()
    coordinator.press("form:has([name=sure]) button[type=submit]")
    expect(coordinator.page.locator("main")).to_contain_text(re.compile("[0-9a-f]{64}"))
