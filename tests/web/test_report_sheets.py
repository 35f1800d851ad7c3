"""A workbook brought back in the page: looked at, chosen, saved; forged, old and foreign ones."""

import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from tests.web.signed_in import client_of, person
from yhdyspinta.services.report_sheets import LARGEST_FILE
from yhdyspinta.store.models import Event, StatusReport
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")

PLACE = "/fi/report/2021-11/06/sheet/"
GRID = "/fi/report/2021-11/06/"
STATUS, NOTE = "G5", "H5"
TASK = "hallinto-A01"


@pytest.fixture
def aino(demo: None) -> Client:
    return client_of(person(Role.REPORTER))


def workbook(client: Client, place: str = PLACE) -> bytes:
    response = client.get(f"{place}workbook/")
    assert response.status_code == 200
    return response.content


def filled(data: bytes, **cells: str) -> bytes:
    book, out = load_workbook(io.BytesIO(data)), io.BytesIO()
    for address, value in cells.items():
        book.worksheets[1][address] = value
    book.save(out)
    return out.getvalue()


def bring(client: Client, data: bytes, *, place: str = PLACE, name: str = "a.xlsx") -> Any:
    return client.post(place, {"file": SimpleUploadedFile(name, data)})


def form_of(response: Any) -> dict[str, str]:
    """Return the look's form as a browser would send it, with nothing chosen."""
    page = response.content.decode()
    return {"said": html.unescape(re.findall(r'name="said" value="(.*?)"', page)[0])}


def confirm(client: Client, form: dict[str, str], place: str = PLACE, **chosen: str) -> Any:
    return client.post(f"{place}confirm/", {**form, **chosen})


def newest() -> StatusReport:
    return StatusReport.objects.filter(area__code="06", task__code=TASK).latest("id")


class TestLook:
    def test_the_page_offers_the_workbook_and_takes_it_back(self, aino: Client) -> None:
        page = aino.get(PLACE).content.decode()
        assert 'enctype="multipart/form-data"' in page
        assert f"{PLACE}workbook/" in page

    def test_it_shows_before_and_after_and_stores_nothing(self, aino: Client) -> None:
        count = StatusReport.objects.count()
        look = bring(aino, filled(workbook(aino), **{STATUS: "Myöhässä", NOTE: "<b>Sovittu</b>"}))
        page = look.content.decode()
        assert (look.status_code, StatusReport.objects.count()) == (200, count)
        assert "<td>valmis</td><td>myöhässä</td>" in page
        assert "&lt;b&gt;Sovittu" in page

    def test_each_form_carries_the_pages_token(self, aino: Client) -> None:
        looks = [aino.get(PLACE), bring(aino, b""), bring(aino, filled(workbook(aino), G5="Klar"))]
        pages = [each.content.decode() for each in looks]
        assert [page.count("csrfmiddlewaretoken") for page in pages] == [
            page.count('<form method="post"') + page.count('<form class="inline" method="post"')
            for page in pages
        ]

    def test_every_error_is_shown_with_its_cell_and_nothing_can_be_saved(
        self, aino: Client
    ) -> None:
        look = bring(aino, filled(workbook(aino), **{STATUS: "valmmis", "J6": "kesällä"}))
        page = look.content.decode()
        assert look.status_code == 409
        assert "Raportointi · G5" in page
        assert "Raportointi · J6" in page
        assert 'name="said"' not in page

    def test_a_file_that_is_no_workbook_is_said_to_be_none(self, aino: Client) -> None:
        look = bring(aino, b"%PDF-1.7", name="raportti.xlsx")
        assert look.status_code == 409
        assert "ei voi lukea" in look.content.decode()

    def test_a_file_too_large_is_not_opened(self, aino: Client) -> None:
        look = bring(aino, b"PK" + b"0" * LARGEST_FILE)
        assert "5 MB" in look.content.decode()

    def test_a_request_far_too_large_is_passed_by_and_kept_nowhere(
        self, aino: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = "django.core.files.uploadhandler.TemporaryFileUploadHandler.new_file"
        monkeypatch.setattr(kept, lambda *_args, **_named: pytest.fail("kept on disk"))
        look = bring(aino, b"PK" + b"0" * 2 * LARGEST_FILE)
        assert (look.status_code, "5 MB" in look.content.decode()) == (409, True)

    def test_no_file_is_asked_for_again(self, aino: Client) -> None:
        assert aino.post(PLACE).status_code == 409

    def test_an_untouched_workbook_changes_nothing(self, aino: Client) -> None:
        page = bring(aino, workbook(aino)).content.decode()
        assert "<tbody>" not in page


class TestSaving:
    def test_what_was_looked_at_is_saved_and_leads_to_the_grid(self, aino: Client) -> None:
        look = bring(aino, filled(workbook(aino), **{STATUS: "Myöhässä"}))
        done = confirm(aino, form_of(look))
        assert (done.status_code, done.headers["Location"]) == (302, f"{GRID}?saved=1")
        assert newest().status == "late"
        assert Event.objects.get(action="report.sheet").details["file"] == "a.xlsx"

    def test_what_somebody_else_saved_meanwhile_is_chosen(self, aino: Client) -> None:
        look = bring(aino, filled(workbook(aino), **{STATUS: "Myöhässä"}))
        other = client_of(person(Role.REPORTER, name="Oona Ojala"))
        confirm(other, form_of(bring(other, filled(workbook(other), **{STATUS: "Käynnissä"}))))
        again = confirm(aino, form_of(look))
        page = again.content.decode()
        assert (again.status_code, newest().status) == (409, "in_progress")
        assert "Oona Ojala" in page
        choice = {f"choice.{TASK}": f"mine.{newest().pk}"}
        assert confirm(aino, form_of(again), **choice).status_code == 302
        assert newest().status == "late"

    def test_saving_twice_saves_once(self, aino: Client) -> None:
        form = form_of(bring(aino, filled(workbook(aino), **{STATUS: "Myöhässä"})))
        confirm(aino, form)
        count = StatusReport.objects.count()
        assert confirm(aino, form).status_code == 409
        assert StatusReport.objects.count() == count


class TestForged:
    @pytest.fixture
    def form(self, aino: Client) -> dict[str, str]:
        return form_of(bring(aino, filled(workbook(aino), **{STATUS: "Myöhässä"})))

    @pytest.mark.parametrize(
        "forge",
        [
            lambda said: "",
            lambda said: "x" + said[1:],
            lambda said: said[:-1],
            lambda said: "a:b:c",
        ],
    )
    def test_what_was_not_signed_here_is_not_believed(
        self, aino: Client, form: dict[str, str], forge: Callable[[str], str]
    ) -> None:
        count = StatusReport.objects.count()
        assert confirm(aino, {"said": forge(form["said"])}).status_code == 409
        assert StatusReport.objects.count() == count

    def test_it_is_good_for_the_person_who_looked_only(self, form: dict[str, str]) -> None:
        other = client_of(person(Role.REPORTER, name="Oona Ojala"))
        assert confirm(other, form).status_code == 409

    def test_it_is_good_for_its_area_only(self, form: dict[str, str]) -> None:
        other = client_of(person(Role.REPORTER, "07", name="Oona Ojala"))
        assert confirm(other, form, "/fi/report/2021-11/07/sheet/").status_code == 409

    def test_it_grows_old(
        self, aino: Client, form: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("yhdyspinta.web.report_sheets._SECONDS", -1)
        assert confirm(aino, form).status_code == 409

    def test_a_wrong_choice_is_no_choice(self, aino: Client, form: dict[str, str]) -> None:
        chosen = {f"choice.{TASK}": "all.x", "choice.": "mine.1", "rest": "both"}
        assert confirm(aino, form, **chosen).status_code == 302


class TestRights:
    @pytest.mark.parametrize("role", [Role.READER, Role.APPROVER, Role.ADMINISTRATOR])
    def test_only_a_reporter_gets_and_brings_it(self, role: Role) -> None:
        client = client_of(person(role))
        assert client.get(f"{PLACE}workbook/").status_code == 403
        assert bring(client, b"").status_code == 403
        assert confirm(client, {"said": ""}).status_code == 403

    def test_another_areas_reporter_does_not(self) -> None:
        client = client_of(person(Role.REPORTER, "07"))
        assert client.get(f"{PLACE}workbook/").status_code == 403

    def test_a_visitor_is_asked_to_sign_in(self, client: Client) -> None:
        assert client.get(PLACE).status_code == 302

    def test_nothing_is_taken_without_the_pages_own_token(self, aino: Client) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = aino.cookies
        assert confirm(strict, {"said": "x"}).status_code == 403

    def test_a_closed_round_says_why_it_is_locked(self, aino: Client) -> None:
        page = aino.get("/fi/report/2021-10/06/sheet/").content.decode()
        assert 'type="file"' not in page
