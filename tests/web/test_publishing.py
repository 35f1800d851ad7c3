"""A coordinator publishes in the page: check list, summary, preview, publication, erratum."""

import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.demo_data import NOW
from tests.web.reading import Page, read
from tests.web.signed_in import client_of, person
from yhdyspinta.exports.situation_files import MEDIA_TYPES
from yhdyspinta.services import rounds
from yhdyspinta.store.models import Event, ReportingRound, SituationPicture
from yhdyspinta.terms.access import Role, operator
from yhdyspinta.terms.roadmap import RoundState

CODE = "2021-11"
SURE = {"sure": "1", "seen": "0"}
Visit = Callable[..., Page]


@pytest.fixture
def saara(demo: None) -> Client:
    """The coordinator of the demo's roadmap."""
    return client_of(person(Role.COORDINATOR, name="Saara Salo"))


@pytest.fixture
def visit(saara: Client) -> Visit:
    """Ask for a page of the round as the coordinator, or send a form to it."""

    def visited(
        path: str = "publish/", *, data: dict[str, str] | None = None, status: int = 200
    ) -> Page:
        address = f"/en/rounds/{CODE}/{path}"
        sent = saara.get(address) if data is None else saara.post(address, data, follow=True)
        assert sent.status_code == status
        return read(sent.content.decode())

    return visited


def _state() -> str:
    return ReportingRound.objects.get(code=CODE).state


def _close() -> None:
    ReportingRound.objects.filter(code=CODE).update(state=RoundState.CLOSED)


def _versions() -> int:
    return SituationPicture.objects.filter(round__code=CODE).count()


def test_the_check_list_names_each_area_that_said_nothing(visit: Visit) -> None:
    page = visit("checks/")
    assert page.has("Pirkanmaa: none of 346 tasks has been reported in this round.")
    assert page.has("Nothing reported (23)")


def test_a_finding_opens_to_its_tasks_and_their_reports(visit: Visit) -> None:
    page = visit("checks/?kind=nothing_reported&area=08")
    assert sum("/en/history/08/" in each for each in page.links) == len(page.rows) - 1 > 300


def test_a_finding_that_there_is_not_is_refused_in_words(visit: Visit) -> None:
    assert visit("checks/?kind=went_back&area=zz", status=404).has("not on the check list")


def test_an_open_round_is_closed_before_it_is_published(visit: Visit) -> None:
    assert not visit().has("I have gone through")
    page = visit("publish/closing/", data={})
    assert _state() == RoundState.CLOSED
    assert page.has("I have gone through the open points")


def test_publishing_shows_version_fingerprint_and_links(visit: Visit) -> None:
    _close()
    page = visit(data=SURE)
    made = SituationPicture.objects.get(round__code=CODE)
    assert page.text.count(made.sha256) >= 2
    assert f"/en/?round={CODE}&version=1" in page.links
    assert f"/en/downloads/{CODE}/v1.pdf" in page.links


def test_publishing_in_the_page_takes_under_two_seconds(visit: Visit) -> None:
    _close()
    begun = time.process_time()
    visit(data=SURE)
    assert time.process_time() - begun < 2


def test_publishing_needs_a_confirmation(visit: Visit) -> None:
    _close()
    assert visit(data={"seen": "0"}, status=422).has("Confirm this first.")
    assert _versions() == 0


def test_the_second_of_two_coordinators_is_shown_what_the_first_published(visit: Visit) -> None:
    _close()
    visit(data=SURE)
    page = visit(data=SURE, status=409)
    assert page.has("Nothing was done.")
    assert page.has(SituationPicture.objects.get(round__code=CODE).sha256)
    assert _versions() == 1


def test_right_after_publication_there_is_nothing_to_correct(visit: Visit) -> None:
    _close()
    assert visit(data=SURE).has("Nothing differs from the published version")
    again = visit(data={"seen": "1", "sure": "1", "reason": "x"}, status=409)
    assert again.has("Nothing has changed since the published version.")
    assert _versions() == 1


def test_an_erratum_shows_what_differs_asks_why_and_stands_beside_the_first(visit: Visit) -> None:
    _close()
    visit(data=SURE)
    visit("publish/summary/", data={"fi": "Uusi yhteenveto", "seen": _seen(visit())})
    page = visit()
    assert page.has("What an erratum would change now")
    assert page.has("The coordinator’s summary is another.")
    visit(data={"seen": "1", "sure": "1", "reason": ""}, status=422)
    assert visit(data={"seen": "1", "sure": "1", "reason": "Täydennetty"}).has("version 2")
    assert _versions() == 2


def test_a_summary_is_saved_and_shown_again(visit: Visit) -> None:
    said = {"fi": "Etenee", "sv": "Framåt", "en": "Going on", "seen": _seen(visit())}
    page = visit("publish/summary/", data=said)
    assert page.has("The summary has been saved.")
    assert page.has("Framåt")


def test_a_suggested_summary_is_put_into_the_form_but_not_saved(visit: Visit) -> None:
    page = visit("publish/summary/", data={"suggest": "1"})
    assert page.has("has not been saved")
    assert page.has("of the tasks due by Q4/2021 are progressing")
    assert page.html.count("Q4/2021") >= 3
    assert ReportingRound.objects.get(code=CODE).summary_fi == ""


def test_a_form_that_does_not_say_what_it_had_shown_saves_nothing(visit: Visit) -> None:
    assert visit("publish/summary/", data={"fi": "Teksti"}, status=409).has("Stored now")


def test_a_stale_summary_is_refused_with_both_texts_in_sight(visit: Visit) -> None:
    seen = _seen(visit())
    visit("publish/summary/", data={"fi": "Ensimmäisen teksti", "seen": seen})
    page = visit("publish/summary/", data={"fi": "Toisen teksti", "seen": seen}, status=409)
    assert page.has("Ensimmäisen teksti")
    assert page.has("Toisen teksti")
    again = {"fi": "Molempien teksti", "seen": _seen(page)}
    assert visit("publish/summary/", data=again).has("Molempien teksti")


def _seen(page: Page) -> str:
    return page.html.split('name="seen" value="')[1].split('"')[0]


def test_the_preview_is_the_picture_with_a_mark_and_keeps_to_itself(visit: Visit) -> None:
    page = visit("preview/")
    assert page.has("PREVIEW, NOT PUBLISHED")
    assert f"/en/rounds/{CODE}/preview/file.pptx" in page.links
    assert any(f"/rounds/{CODE}/preview/?" in each and "lens=" in each for each in page.links)


def test_the_preview_shows_the_figures_that_are_then_published(visit: Visit, saara: Client) -> None:
    before = visit("preview/").row("Pirkanmaa")
    _close()
    visit(data=SURE)
    published = read(saara.get(f"/en/?round={CODE}").content.decode())
    assert published.row("Pirkanmaa") == before


@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_each_document_is_previewed_under_a_name_that_says_so(saara: Client, ending: str) -> None:
    response = saara.get(f"/en/rounds/{CODE}/preview/file.{ending}")
    assert f"preview-{CODE}-en.{ending}" in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]
    assert Event.objects.filter(action="export.preview").count() == 1


def test_a_document_that_there_is_not_leaves_no_trail(visit: Visit) -> None:
    visit("preview/file.docx", status=404)
    assert not Event.objects.filter(action="export.preview").exists()


@pytest.mark.parametrize("role", [Role.REPORTER, Role.APPROVER, Role.READER])
@pytest.mark.parametrize("path", ["checks/", "publish/", "preview/", "preview/file.csv"])
def test_an_areas_people_do_not_publish(demo: None, role: Role, path: str) -> None:
    response = client_of(person(role, "06")).get(f"/en/rounds/{CODE}/{path}")
    assert response.status_code == 403


@pytest.mark.parametrize("path", ["publish/", "publish/closing/", "publish/summary/"])
def test_a_forged_form_from_another_site_does_nothing(demo: None, path: str) -> None:
    _close()
    user = person(Role.COORDINATOR, name="Saara Salo")
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, backend="yhdyspinta.web.signin.Backend")
    assert client.post(f"/en/rounds/{CODE}/{path}", SURE).status_code == 403
    assert _versions() == 0


@pytest.mark.parametrize(("path", "most"), [("checks/", 20), ("publish/", 45), ("preview/", 30)])
def test_the_pages_cost_few_queries_and_little_time(saara: Client, path: str, most: int) -> None:
    begun = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        page = saara.get(f"/en/rounds/{CODE}/{path}")
    assert len(queries) <= most
    assert time.process_time() - begun < 3
    assert len(page.content) < 250_000


def test_a_round_published_by_command_is_corrected_in_the_page(visit: Visit) -> None:
    _close()
    rounds.publish(CODE, actor=operator("root"), now=NOW)
    assert visit().has("Correct what has been published")
