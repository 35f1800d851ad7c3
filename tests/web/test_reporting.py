"""Filling in on the page: what it shows to whom, the plain form, the script's saves, conflicts."""

import html
import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.signed_in import client_of, person
from yhdyspinta.store.models import StatusReport, User
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")

PLACE = "/fi/report/2021-11/06/"


@dataclass
class Form:
    """The grid's form as a browser without JavaScript would send it."""

    fields: dict[str, str]
    tasks: list[str]
    page: str

    def at(self, task: str) -> int:
        return self.tasks.index(task)


def form_of(response: Any) -> Form:
    page = response.content.decode()
    fields = {
        name: html.unescape(value or "")
        for name, value in re.findall(
            r"<input name=(q\d+) [^>]*?list=ql(?: value=\"(.*?)\")?>", page
        )
    }
    for name, choices in re.findall(r"<select name=(\w+) .*?>(.*?)</select>", page):
        found = re.search(r"<option selected>([^<]*)", choices)
        fields[name] = found[1] if found else re.findall(r"<option>([^<]*)", choices)[0]
    for name, text in re.findall(r"<textarea name=(n\d+)[^>]*>(.*?)</textarea>", page, re.DOTALL):
        fields[name] = html.unescape(text)
    for name in re.findall(r'type="hidden" name="(u\d+)"', page):
        fields[name] = "1"
    seen = html.unescape(re.findall(r'name="seen" value="(.*?)"', page, re.DOTALL)[0])
    fields["seen"] = seen
    return Form(fields, [part.rpartition(" ")[0] for part in seen.split("\t")], page)


def open_form(client: Client) -> Form:
    return form_of(client.get(PLACE))


def send(client: Client, form: Form, **changed: str) -> Any:
    return client.post(PLACE, {**form.fields, **changed})


def held(task: str) -> StatusReport:
    return StatusReport.objects.get(area__code="06", task__code=task, superseded_on="9999-12-31")


@pytest.fixture
def aino(demo: None) -> User:
    return person(Role.REPORTER)


@pytest.fixture
def client(aino: User) -> Client:
    return client_of(aino)


@pytest.fixture
def other(aino: User) -> Client:
    return client_of(person(Role.REPORTER, name="Olli Oja"))


class TestThePage:
    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_346_tasks_are_under_250_kilobytes(self, client: Client, language: str) -> None:
        page = client.get(PLACE.replace("fi", language, 1)).content
        assert page.count(b"<select name=s") == 346
        assert len(page) < 250_000

    def test_it_is_made_with_few_queries(self, client: Client) -> None:
        client.get(PLACE)
        with CaptureQueriesContext(connection) as captured:
            client.get(PLACE)
        assert len(captured) <= 15, [each["sql"][:100] for each in captured]

    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_it_speaks_three_languages(self, client: Client, language: str) -> None:
        page = client.get(PLACE.replace("fi", language, 1)).content.decode()
        assert f'<html lang="{language}">' in page

    def test_it_tells_the_instructions_and_the_progress(self, client: Client) -> None:
        page = client.get(PLACE).content.decode()
        assert "Keksitty kierros kokeilua varten." in page
        assert 'id="progress"' in page

    def test_a_visitor_is_asked_to_sign_in(self) -> None:
        assert Client().get(PLACE).status_code == 302

    def test_another_areas_reporter_does_not_see_it(self) -> None:
        assert client_of(person(Role.REPORTER, "07")).get(PLACE).status_code == 403

    @pytest.mark.parametrize("role", [Role.READER, Role.APPROVER])
    def test_who_does_not_report_reads(self, role: Role) -> None:
        page = client_of(person(role)).get(PLACE).content.decode()
        assert '<fieldset class="plain" disabled>' in page
        assert "reporting.js" not in page

    def test_a_round_that_is_published_is_locked_in_words(self, client: Client) -> None:
        page = client.get("/fi/report/2021-10/06/").content.decode()
        assert '<fieldset class="plain" disabled>' in page

    @pytest.mark.parametrize("query", ["?show=nonsense", "?theme=nonsense"])
    def test_a_bad_filter_is_told(self, client: Client, query: str) -> None:
        assert client.get(PLACE + query).status_code == 400

    def test_a_filter_hides_rows_and_keeps_them_in_the_form(self, client: Client) -> None:
        page = client.get(f"{PLACE}?show=due&theme=ict").content.decode()
        shown = re.findall(
            r"<tr id=r\d+(?: class=[^>]*?)?(?<!hidden)>.*?(?=<tr|</tbody)", page, re.DOTALL
        )
        assert page.count("<tr id=r") == 346
        assert 0 < len(shown) < 346
        assert all(" id=t" in row and 'href="tasks/ict-' in row and "due" in row for row in shown)


class TestThePlainForm:
    def test_one_submit_saves_all_changed_rows_and_no_others(self, client: Client) -> None:
        form, count = open_form(client), StatusReport.objects.count()
        response = send(client, form, r0="matala", n5="Toimittaja vaihtui", q5="Q1/2022")
        assert response.status_code == 302
        assert "saved=2" in response["Location"]
        assert StatusReport.objects.count() == count + 2
        assert (held(form.tasks[5]).expected_quarter, held(form.tasks[5]).visibility) == (
            "2022-Q1",
            "internal",
        )

    def test_unchanged_is_confirmed(self, client: Client) -> None:
        form = open_form(client)
        before = held(form.tasks[3])
        send(client, form, c3="on")
        now = held(form.tasks[3])
        assert (now.status, str(now.round)) == (before.status, "2021-11")
        assert str(before.round) == "None"

    def test_a_bad_quarter_is_told_and_nothing_typed_is_lost(self, client: Client) -> None:
        response = send(client, open_form(client), q0="joskus", n0="Syy", s1="valmis")
        again = form_of(response)
        assert response.status_code == 409
        assert (again.fields["q0"], again.fields["n0"]) == ("joskus", "Syy")
        assert held(again.tasks[1]).status == "done"

    def test_a_stale_row_that_nobody_touched_is_no_conflict(
        self, client: Client, other: Client
    ) -> None:
        form = open_form(client)
        send(other, form, s0="valmis", r0="korkea")
        assert send(client, form, s1="valmis").status_code == 302
        assert held(form.tasks[0]).risk == "high"

    def test_both_values_are_shown_and_nothing_is_overwritten(
        self, client: Client, other: Client
    ) -> None:
        form = open_form(client)
        send(other, form, r0="korkea")
        page = send(client, form, r0="matala", n0="Kesken").content.decode()
        assert "Olli Oja" in page
        assert 'name="x0" value="theirs"' in page
        assert held(form.tasks[0]).risk == "high"

    @pytest.mark.parametrize(("choice", "risk"), [("mine", "low"), ("theirs", "high")])
    def test_the_second_chooses(
        self, client: Client, other: Client, *, choice: str, risk: str
    ) -> None:
        form = open_form(client)
        send(other, form, r0="korkea")
        again = form_of(send(client, form, r0="matala"))
        assert send(client, again, x0=choice).status_code == 302
        assert held(form.tasks[0]).risk == risk

    def test_without_a_choice_it_is_asked_again(self, client: Client, other: Client) -> None:
        form = open_form(client)
        send(other, form, r0="korkea")
        again = form_of(send(client, form, r0="matala"))
        assert send(client, again).status_code == 409
        assert held(form.tasks[0]).risk == "high"

    def test_a_form_that_is_not_whole_is_refused(self, client: Client) -> None:
        assert client.post(PLACE, {"seen": "x"}).status_code == 404


class TestTheScriptsSaves:
    def save(self, client: Client, **changed: object) -> Any:
        task = changed.get("task", "hallinto-A01")
        change = {
            "task": task,
            "status": "done",
            "risk": "",
            "expected": "",
            "note": "",
            "visibility": "internal",
            "seen": held(str(task)).pk,
        }
        body = json.dumps({"changes": [{**change, **changed}]})
        return client.post(f"{PLACE}save/", body, content_type="application/json")

    def test_a_save_answers_with_the_reports_new_number(self, client: Client) -> None:
        answer = self.save(client).json()
        assert answer["saved"] == {"hallinto-A01": held("hallinto-A01").pk}
        assert answer["by"].endswith("Aino Aalto")

    def test_a_conflict_has_both_values(self, client: Client, other: Client) -> None:
        seen = held("hallinto-A01").pk
        self.save(other, seen=seen, status="late")
        [told] = self.save(client, seen=seen, status="done").json()["conflicts"]
        assert (told["mine"], told["theirs"]) == ("valmis", "myöhässä")
        assert told["value"]["status"] == "late"

    @pytest.mark.parametrize("body", [b"", b"[]", b'{"changes":[{}]}', b'{"changes":3}', b"\xff"])
    def test_nonsense_is_refused(self, client: Client, body: bytes) -> None:
        answer = client.post(f"{PLACE}save/", body, content_type="application/json")
        assert answer.status_code == 422

    def test_a_locked_round_is_told(self, client: Client) -> None:
        body = json.dumps({"changes": []})
        place = f"{PLACE}save/".replace("2021-11", "2021-10")
        assert client.post(place, body, content_type="application/json").status_code == 422

    def test_nobody_else_saves(self) -> None:
        assert self.save(client_of(person(Role.APPROVER))).status_code == 403
        assert self.save(client_of(person(Role.REPORTER, "07", name="Matti"))).status_code == 403

    def test_a_request_from_another_site_is_refused(self, aino: User) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(aino, backend="yhdyspinta.web.signin.Backend")
        assert self.save(strict).status_code == 403


class TestSteps:
    def test_ready_approved_and_locked(self, client: Client) -> None:
        approver = client_of(person(Role.APPROVER, name="Eero Elo"))
        assert 'value="ready"' in client.get(PLACE).content.decode()
        client.post(f"{PLACE}step/", {"to": "ready"})
        assert 'value="approved"' in approver.get(PLACE).content.decode()
        approver.post(f"{PLACE}step/", {"to": "approved"})
        assert '<fieldset class="plain" disabled>' in client.get(PLACE).content.decode()

    def test_what_is_returned_shows_its_comment(self, client: Client) -> None:
        approver = client_of(person(Role.APPROVER, name="Eero Elo"))
        client.post(f"{PLACE}step/", {"to": "ready"})
        approver.post(f"{PLACE}step/", {"to": "returned", "comment": "Riskit puuttuvat"})
        page = client.get(PLACE).content.decode()
        assert "Riskit puuttuvat" in page
        assert "Eero Elo" in page

    def test_a_return_without_a_comment_is_refused(self, client: Client) -> None:
        client.post(f"{PLACE}step/", {"to": "ready"})
        approver = client_of(person(Role.APPROVER, name="Eero Elo"))
        assert approver.post(f"{PLACE}step/", {"to": "returned"}).status_code == 409

    def test_a_steps_form_is_protected_and_taken(self, aino: User) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(aino, backend="yhdyspinta.web.signin.Backend")
        step = strict.get(PLACE).content.decode().split('action="step/"')[1]
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', step)[0]
        assert strict.post(f"{PLACE}step/", {"to": "ready"}).status_code == 403
        sent = {"to": "ready", "csrfmiddlewaretoken": token}
        assert strict.post(f"{PLACE}step/", sent).status_code == 302

    def test_a_reporter_does_not_approve(self, client: Client) -> None:
        client.post(f"{PLACE}step/", {"to": "ready"})
        assert client.post(f"{PLACE}step/", {"to": "approved"}).status_code == 403


class TestOneCell:
    PLACE = f"{PLACE}tasks/hallinto-A01/"

    def fields(self, **changed: str) -> dict[str, str]:
        seen = f"hallinto-A01 {held('hallinto-A01').pk}"
        return {
            "seen": seen,
            "s0": "late",
            "r0": "",
            "q0": "",
            "n0": "",
            "v0": "internal",
        } | changed

    def test_it_saves_who_may_read_the_note(self, client: Client) -> None:
        sent = self.fields(n0="Kaikille", v0="public")
        assert client.post(self.PLACE, sent).status_code == 302
        assert (held("hallinto-A01").note, held("hallinto-A01").visibility) == (
            "Kaikille",
            "public",
        )

    def test_its_history_tells_who_reported(self, client: Client) -> None:
        client.post(self.PLACE, self.fields(n0="Syy"))
        page = client.get(self.PLACE).content.decode()
        assert "Aino Aalto" in page
        assert "Syy" in page

    def test_a_conflict_is_shown_here_too(self, client: Client, other: Client) -> None:
        sent = self.fields()
        other.post(self.PLACE, self.fields(s0="done", n0="Ensin"))
        page = client.post(self.PLACE, sent)
        assert page.status_code == 409
        assert "Olli Oja" in page.content.decode()

    def test_a_task_that_is_not_asked_about_has_no_page(self, client: Client) -> None:
        assert client.get(f"{PLACE}tasks/nothing/").status_code == 404
