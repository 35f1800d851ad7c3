"""Filling in with a real browser: keyboard alone, saved as you go, no connection, two people."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import demo_in, serving

# A test has an area of its own, so that none sees what another saved.
AREAS = ("05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18")
ROOT = Path(__file__).resolve().parents[2]
SAVED = re.compile(r"^(Tallennettu|Saved)")
Open = Callable[..., Page]


class Served:
    """A server of its own with two reporters signed in for each area."""

    def __init__(self, address: str, keys: list[str]) -> None:
        self.address = address
        self._keys = dict(zip(((who, area) for area in AREAS for who in (0, 1)), keys, strict=True))

    def sign_in(self, context: BrowserContext, area: str, who: int = 0) -> None:
        key = self._keys[who, area]
        context.add_cookies([{"name": "sessionid", "value": key, "url": self.address}])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    environment = demo_in(tmp_path_factory.mktemp("reporting"))
    wanted = [f"reporter:{area}" for area in AREAS for _ in (0, 1)]
    made = subprocess.run(
        [sys.executable, "-m", "tests.browser.sessions", *wanted],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    with serving(environment) as address:
        yield Served(address, made.stdout.split())


@pytest.fixture
def start(browser: Browser, served: Served) -> Iterator[Open]:
    """Open an area's grid as one of its reporters, in a browser of their own."""
    contexts: list[BrowserContext] = []

    def started(
        area: str, *, who: int = 0, language: str = "fi", query: str = "", **more: object
    ) -> Page:
        options = {"viewport": {"width": 1280, "height": 900}} | more
        context = browser.new_context(base_url=served.address, **options)  # type: ignore[arg-type] # the options' own types
        contexts.append(context)
        served.sign_in(context, area, who)
        page = context.new_page()
        page.goto(f"/{language}/report/2021-11/{area}/{query}")
        return page

    yield started
    for context in contexts:
        context.close()


def state(page: Page) -> str:
    return page.locator("#state").get_attribute("data-state") or ""


def wait(page: Page, kind: str) -> None:
    expect(page.locator("#state")).to_have_attribute("data-state", kind, timeout=10_000)


def chosen(page: Page, row: int = 0, field: str = "s") -> str:
    text: str = page.locator(f"[name={field}{row}]").evaluate(
        "each => each.selectedOptions[0].text"
    )
    return text


def reach_the_grid(page: Page) -> None:
    """Press Tab until the grid has the focus, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#grid tr[id]') !== null"):
            return
    pytest.fail("the grid is not reached with Tab")


class TestTheKeyboard:
    def test_several_cells_are_filled_in_without_a_mouse(self, start: Open) -> None:
        page = start("05")
        reach_the_grid(page)
        page.keyboard.press("m")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("k")
        page.keyboard.press("ArrowRight")
        page.keyboard.type("Q2/2022")
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowRight")
        page.keyboard.type("Toimittaja vaihtui")
        page.keyboard.press("Control+s")
        wait(page, "saved")
        page.reload()
        assert (chosen(page), chosen(page, field="r")) == ("myöhässä", "kohtalainen")
        assert page.locator("[name=q0]").input_value() == "Q2/2022"
        assert page.locator("[name=n1]").input_value() == "Toimittaja vaihtui"

    def test_a_letter_that_two_statuses_share_goes_from_one_to_the_next(self, start: Open) -> None:
        page = start("06")
        page.locator("[name=s0]").focus()
        said = []
        for _ in range(3):
            page.keyboard.press("e")
            said.append(chosen(page))
        assert set(said) == {"ei aloitettu", "ei koske aluetta"}
        assert said[0] == said[2]

    def test_escape_undoes_and_nothing_is_left_to_save(self, start: Open) -> None:
        page = start("06")
        page.locator("[name=s3]").focus()
        before = chosen(page, 3)
        page.keyboard.press("m")
        page.keyboard.press("Escape")
        assert chosen(page, 3) == before
        wait(page, "idle")

    def test_selected_rows_are_confirmed_and_set_together(self, start: Open) -> None:
        page = start("07")
        page.locator("[name=s0]").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Shift+ArrowDown")
        assert page.locator("tr.picked").count() == 3
        page.keyboard.press("Control+Enter")
        wait(page, "saved")
        page.select_option("#bulk-status", "late")
        wait(page, "saved")
        page.reload()
        assert page.locator("tr.in").count() == 3
        assert [chosen(page, row) for row in (0, 1, 2)] == ["myöhässä"] * 3

    def test_all_rows_shown_are_selected(self, start: Open) -> None:
        page = start("07", query="?theme=ict")
        page.locator("#grid tr[id]:visible select").first.focus()
        page.keyboard.press("Control+a")
        shown = page.locator("#grid tr[id]:visible").count()
        assert 0 < shown < 346
        assert page.locator("tr.picked").count() == shown

    def test_the_grid_is_one_tab_stop(self, start: Open) -> None:
        page = start("06")
        assert page.locator("#grid tbody [tabindex='0']").count() == 1

    def test_the_focus_is_seen_and_not_covered(self, start: Open) -> None:
        page = start("06")
        page.locator("[name=s0]").focus()
        for _ in range(30):
            page.keyboard.press("ArrowDown")
        box, bar = page.locator("[name=s30]").bounding_box(), page.locator(".bar").bounding_box()
        assert box is not None
        assert bar is not None
        assert box["y"] + box["height"] <= bar["y"]
        assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"


class TestSaving:
    def test_a_choice_is_saved_by_itself_and_says_so(self, start: Open) -> None:
        page = start("08")
        page.select_option("[name=r0]", index=2)
        wait(page, "saved")
        expect(page.locator("#r0 td").last).to_contain_text("Reporter")
        assert page.evaluate("localStorage.length") == 0

    def test_the_progress_counts_on_and_is_the_servers(self, start: Open) -> None:
        page = start("18")
        page.select_option("[name=s0]", "ei koske aluetta")
        page.locator("[name=c1]").click()
        wait(page, "saved")
        counted = page.locator("#progress").inner_text()
        page.reload()
        assert page.locator("#progress").inner_text() == counted
        assert "345" in counted

    def test_a_lock_is_told_and_what_was_written_stays(self, start: Open) -> None:
        page = start("18")
        answer = {"locked": "Kierros on suljettu."}
        page.route("**/save/", lambda route: route.fulfill(status=409, json=answer))
        page.fill("[name=n9]", "Jäi kesken")
        page.keyboard.press("Control+s")
        wait(page, "locked")
        expect(page.locator("#state")).to_contain_text("Kierros on suljettu.")
        assert "Jäi kesken" in page.evaluate("Object.values(localStorage).join()")

    def test_a_row_that_is_refused_does_not_keep_the_others_from_being_saved(
        self, start: Open
    ) -> None:
        page = start("18")
        page.select_option("[name=r3]", index=1)
        page.route("**/save/", _refuse_the_fifth)
        page.select_option("[name=r4]", index=1)
        wait(page, "not_sent")
        expect(page.locator("#r3 td").last).to_have_attribute("data-state", "saved")
        expect(page.locator("#r4 td").last).to_contain_text("Ei käy")

    def test_a_step_is_taken_with_what_was_just_written(self, start: Open) -> None:
        page = start("18")
        page.select_option("[name=r12]", index=2)
        page.locator("#step-ready").click()
        page.wait_for_load_state()
        expect(page.locator("#step-ready")).to_have_count(0)
        assert chosen(page, 12, "r") == "kohtalainen"

    def test_a_mouse_confirms_a_row_as_unchanged(self, start: Open) -> None:
        page = start("08")
        page.locator("[name=c5]").click()
        wait(page, "saved")
        assert page.evaluate("document.activeElement.name") == "n5"
        page.reload()
        assert page.locator("[name=c5]").count() == 0

    def test_a_bad_quarter_is_told_and_kept(self, start: Open) -> None:
        page = start("08")
        page.fill("[name=q2]", "joskus")
        page.keyboard.press("Control+s")
        wait(page, "not_sent")
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        assert page.locator("[name=q2]").input_value() == "joskus"

    def test_without_javascript_one_button_saves(self, start: Open) -> None:
        page = start("09", java_script_enabled=False)
        page.select_option("[name=r0]", index=1)
        page.fill("[name=n1]", "Ilman skriptiä")
        page.locator(".bar button").click()
        expect(page.locator(".notice.done")).to_contain_text("2")
        assert page.locator("[name=n1]").input_value() == "Ilman skriptiä"


class TestTheConnection:
    def test_what_is_written_without_one_is_saved_when_it_is_back(self, start: Open) -> None:
        page = start("10")
        page.context.set_offline(True)
        page.select_option("[name=r0]", index=3)
        wait(page, "offline")
        page.context.set_offline(False)
        wait(page, "saved")
        page.reload()
        assert chosen(page, field="r") == "korkea"

    def test_it_is_kept_over_a_reload(self, start: Open) -> None:
        page = start("11")
        page.route("**/save/", lambda route: route.abort())
        page.fill("[name=n0]", "Kesken jäi")
        page.keyboard.press("Control+s")
        wait(page, "offline")
        page.unroute("**/save/")
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        wait(page, "saved")
        page.reload()
        assert page.locator("[name=n0]").input_value() == "Kesken jäi"

    def test_leaving_with_something_unsaved_warns(self, start: Open) -> None:
        page = start("11")
        page.route("**/save/", lambda route: route.abort())
        page.select_option("[name=r7]", index=1)
        wait(page, "offline")
        with page.expect_event("dialog") as asked:
            page.close(run_before_unload=True)
        assert asked.value.type == "beforeunload"
        asked.value.accept()

    def test_an_answer_that_was_lost_is_no_conflict(self, start: Open) -> None:
        page = start("12")
        page.route("**/save/", lambda route: (route.fetch(), route.abort()))
        page.select_option("[name=r0]", index=1)
        wait(page, "offline")
        page.unroute("**/save/")
        wait(page, "saved")
        page.select_option("[name=r0]", index=2)
        expect(page.locator("#r0 td").last).to_have_attribute("data-state", "saved", timeout=10_000)
        wait(page, "saved")
        assert page.locator("tr.clash").count() == 0

    def test_who_was_signed_out_is_told_and_loses_nothing(
        self, start: Open, served: Served
    ) -> None:
        page = start("13")
        page.context.clear_cookies(name="sessionid")
        page.select_option("[name=r0]", index=1)
        wait(page, "signed_out")
        assert page.locator("#state a").count() == 1
        served.sign_in(page.context, "13")
        page.keyboard.press("Control+s")
        wait(page, "saved")


class TestTwoPeople:
    @pytest.mark.parametrize(("button", "risk"), [(0, "matala"), (1, "korkea")])
    def test_the_second_is_shown_both_values_and_chooses(
        self, start: Open, button: int, risk: str
    ) -> None:
        row = 20 + button
        one, other = start("14"), start("14", who=1)
        one.select_option(f"[name=r{row}]", index=3)
        wait(one, "saved")
        other.select_option(f"[name=r{row}]", index=1)
        wait(other, "undecided")
        expect(other.locator("tr.clash")).to_contain_text("Reporter")
        other.locator("tr.clash button").nth(button).click()
        wait(other, "saved")
        other.reload()
        assert chosen(other, row, "r") == risk

    def test_other_rows_are_saved_all_the_same(self, start: Open) -> None:
        one, other = start("15"), start("15", who=1)
        one.select_option("[name=r0]", index=3)
        wait(one, "saved")
        other.select_option("[name=r1]", index=2)
        wait(other, "saved")
        one.reload()
        assert (chosen(one, 0, "r"), chosen(one, 1, "r")) == ("korkea", "kohtalainen")


class TestFilters:
    def test_they_work_at_once_and_keep_what_is_unsaved(self, start: Open) -> None:
        page = start("16")
        page.route("**/save/", lambda route: route.abort())
        page.fill("[name=n0]", "Kesken")
        page.locator("#filters [data-theme=ict]").click()
        assert page.locator("[name=n0]").is_hidden()
        assert page.url.endswith("?theme=ict")
        page.locator("#filters [data-theme='']").click()
        assert page.locator("[name=n0]").input_value() == "Kesken"

    def test_the_address_shows_the_same_without_javascript(self, start: Open) -> None:
        shown = [
            start("16", query="?show=due&theme=ict", java_script_enabled=enabled)
            .locator("#grid tr[id]:visible")
            .count()
            for enabled in (True, False)
        ]
        assert shown[0] == shown[1] > 0


class TestEverybody:
    # One theme: axe looks at what is shown, and all rows are made alike.
    @pytest.mark.parametrize("page_of", ["?theme=ict", "tasks/hallinto-A01/", "../../../work/"])
    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_axe_finds_nothing(self, start: Open, language: str, page_of: str) -> None:
        page = start("17", language=language, query=page_of, bypass_csp=True)
        assert _violations(page) == []

    def test_axe_finds_nothing_in_the_dark(self, start: Open) -> None:
        page = start("17", bypass_csp=True, color_scheme="dark", query="?theme=ict")
        page.locator("#grid tr[id]:visible select").first.focus()
        page.keyboard.press("Space")
        assert _violations(page) == []

    @pytest.mark.parametrize("enabled", [True, False])
    @pytest.mark.parametrize("page_of", ["", "tasks/hallinto-A01/", "../../../work/"])
    def test_a_page_fits_a_screen_320_pixels_wide(
        self, start: Open, page_of: str, *, enabled: bool
    ) -> None:
        narrow = {"width": 320, "height": 800}
        page = start("17", query=page_of, viewport=narrow, java_script_enabled=enabled)
        assert page.locator("html").evaluate("each => each.scrollWidth") <= 320


def _refuse_the_fifth(route: Route) -> None:
    """Answer as a server that cannot save one task, and so nothing that is sent with it."""
    if "hallinto-A05" in (route.request.post_data or ""):
        route.fulfill(status=422, json={"refused": "Ei käy"})
    else:
        route.continue_()


def _violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
