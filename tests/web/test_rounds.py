"""The list of rounds and a round's page: who sees what, and what its buttons do."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import AINO, EERO, sign_in
from tests.web.reading import Page, read
from tests.web.signed_in import client_of, person
from yhdyspinta.services import rounds, submissions
from yhdyspinta.store.models import ReportingRound, Submission
from yhdyspinta.terms.access import Actor, Role, Visibility, operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import SubmissionState
from yhdyspinta.terms.situation import Note, NoteKind

pytestmark = pytest.mark.usefixtures("demo")
PLACE = "/fi/rounds/2021-11/"


@pytest.fixture
def coordinator(demo: None) -> Client:
    """The roadmap's coordinator, signed in."""
    return client_of(person(Role.COORDINATOR))


def page(client: Client, place: str = PLACE, *, status: int = 200) -> Page:
    response = client.get(place)
    assert response.status_code == status
    return read(response.content.decode())


def hand_in(*areas: str) -> None:
    """Let areas approve their reports."""
    now = ReportingRound.objects.get(code="2021-11").opened_at
    assert now
    for area in areas:
        reporter, approver = (_of(who, area) for who in (AINO, EERO))
        submissions.step("2021-11", area, SubmissionState.READY, actor=reporter, now=now)
        submissions.step("2021-11", area, SubmissionState.APPROVED, actor=approver, now=now)


def _of(who: Actor, area: str) -> Actor:
    return replace(who, grants=(replace(who.grants[0], areas=frozenset({area})),))


def states(*areas: str) -> list[str]:
    rows = Submission.objects.filter(round__code="2021-11", area__code__in=areas)
    return list(rows.order_by("area__code").values_list("state", flat=True))


class TestList:
    def test_rounds_stand_with_their_state_and_figures(self, coordinator: Client) -> None:
        shown = page(coordinator, "/fi/rounds/")
        assert [row[1] for row in shown.rows[1:]] == ["avoinna", "julkaistu", "julkaistu"]
        assert shown.rows[1][4:6] == ["23", "0/7 955 (0 %)"]

    def test_only_a_coordinator_is_led_to_a_new_one(self, coordinator: Client) -> None:
        assert "/fi/rounds/new/" in page(coordinator, "/fi/rounds/").links
        reader = client_of(person(Role.READER, name="Liisa Laine"))
        assert "/fi/rounds/new/" not in page(reader, "/fi/rounds/").links

    def test_an_areas_people_see_their_own_area_counted(self) -> None:
        shown = page(client_of(person(Role.REPORTER)), "/fi/rounds/")
        assert [row[4] for row in shown.rows[1:]] == ["1", "1", "1"]

    def test_older_rounds_are_a_page_further(self, coordinator: Client) -> None:
        shown = page(coordinator, "/fi/rounds/?after=2021-10")
        assert len(shown.rows) == 2


class TestPage:
    def test_every_area_stands_under_its_state(self, coordinator: Client) -> None:
        hand_in("06")
        shown = page(coordinator)
        assert len(shown.rows) == 1 + 2 + 23
        assert shown.rows[2][1] == "Satakunta"

    def test_with_nothing_to_decide_on_no_decision_is_offered(self, coordinator: Client) -> None:
        assert 'name="do"' not in page(coordinator).html
        hand_in("06")
        assert 'value="accept_all"' in page(coordinator).html

    def test_it_costs_few_queries(self, coordinator: Client) -> None:
        hand_in("06", "07")
        with CaptureQueriesContext(connection) as captured:
            page(coordinator)
        assert len(captured) <= 20, [each["sql"][:90] for each in captured]

    def test_the_ministrys_reader_sees_all_areas_and_no_button(self, client: Client) -> None:
        sign_in(client, Role.READER, "vm")
        shown = page(client)
        assert len(shown.rows) == 1 + 1 + 23
        # The frame's own two: looking for words, and signing out.
        assert shown.html.count("<button") == 2
        assert "<button" not in shown.html[shown.html.index("<main") :]

    def test_an_areas_people_see_their_own_area_only(self) -> None:
        shown = page(client_of(person(Role.READER)))
        assert [row[0] for row in shown.rows[2:]] == ["Satakunta"]

    def test_who_has_no_role_is_refused(self) -> None:
        assert client_of(person(None)).get(PLACE).status_code == 403

    def test_a_visitor_is_asked_to_sign_in(self, client: Client) -> None:
        assert client.get(PLACE).status_code == 302

    @pytest.mark.parametrize("sort", ["reported", "on_time", "changed", "nonsense"])
    def test_areas_are_put_in_order_within_their_state(
        self, coordinator: Client, sort: str
    ) -> None:
        hand_in("06", "07")
        shown = page(coordinator, f"{PLACE}?sort={sort}")
        assert {row[1] for row in shown.rows[2:4]} == {"Satakunta", "Kanta-Häme"}
        assert sum(name == "aria-sort" for _, name, _ in shown.attributes) == 1

    def test_a_round_that_there_is_not_says_so(self, coordinator: Client) -> None:
        assert page(coordinator, "/fi/rounds/none/", status=404).has("none")


def note(visibility: Visibility, text: str) -> Note:
    return Note(NoteKind.NOTE, Names(text), ("06",), visibility=visibility)


@pytest.fixture
def written(demo: None) -> None:
    """Notes of every visibility on the open round."""
    now = ReportingRound.objects.get(code="2021-11").opened_at
    assert now
    notes = [note(each, f"Teksti {each}") for each in Visibility]
    rounds.write_notes("2021-11", notes, actor=operator("root"), now=now)


@pytest.mark.usefixtures("written")
class TestNotes:
    @pytest.mark.parametrize(
        ("area", "read_"),
        [("06", {"public", "partners", "internal"}), ("07", {"public", "partners"})],
    )
    def test_a_note_is_read_by_those_whom_it_is_for(self, area: str, read_: set[str]) -> None:
        shown = page(client_of(person(Role.READER, area)))
        assert {each for each in Visibility if shown.has(f"Teksti {each}")} == read_

    def test_only_the_public_one_is_published(self, client: Client) -> None:
        row = ReportingRound.objects.get(code="2021-11")
        assert row.opened_at
        rounds.close_round(row.code, actor=operator("root"), now=row.opened_at)
        rounds.publish(row.code, actor=operator("root"), now=row.opened_at)
        for door in ("?round=2021-11", "areas/06/?round=2021-11"):
            text = client.get(f"/fi/{door}").content.decode()
            assert [each for each in Visibility if f"Teksti {each}" in text] == ["public"]

    def test_machines_and_files_get_the_public_one_only(self, client: Client) -> None:
        row = ReportingRound.objects.get(code="2021-11")
        assert row.opened_at
        rounds.close_round(row.code, actor=operator("root"), now=row.opened_at)
        rounds.publish(row.code, actor=operator("root"), now=row.opened_at)
        for door in ("/api/v1/pictures/2021-11", "/fi/downloads/2021-11/v1.svg"):
            text = client.get(door).content.decode()
            assert "Teksti partners" not in text
            assert "Teksti internal" not in text


class TestSteps:
    def test_a_round_is_closed_and_opened_again(self, coordinator: Client) -> None:
        for to, state in (("close", RoundState.CLOSED), ("open", RoundState.OPEN)):
            assert coordinator.post(f"{PLACE}steps/{to}/").status_code == 302
            assert ReportingRound.objects.get(code="2021-11").state == state

    def test_a_step_that_is_not_possible_is_told_on_the_page(self, coordinator: Client) -> None:
        response = coordinator.post(f"{PLACE}steps/open/")
        assert response.status_code == 409
        assert "2021-11" in read(response.content.decode()).text

    @pytest.mark.parametrize("role", [Role.REPORTER, Role.APPROVER, Role.READER])
    def test_only_the_coordinator_takes_them(self, role: Role) -> None:
        client = client_of(person(role))
        assert client.post(f"{PLACE}steps/close/").status_code == 403
        assert client.post(f"{PLACE}submissions/", {"area": "06"}).status_code == 403
        assert ReportingRound.objects.get(code="2021-11").state == RoundState.OPEN

    def test_a_get_takes_no_step(self, coordinator: Client) -> None:
        assert coordinator.get(f"{PLACE}steps/close/").status_code == 405

    def test_those_chosen_are_accepted(self, coordinator: Client) -> None:
        hand_in("06", "07", "08")
        sent = {"do": "accept", "area": ["06", "07"]}
        assert coordinator.post(f"{PLACE}submissions/", sent).status_code == 302
        assert states("06", "07", "08") == ["accepted", "accepted", "approved"]

    def test_all_that_were_shown_as_approved_are_accepted_at_once(
        self, coordinator: Client
    ) -> None:
        hand_in("06", "07")
        coordinator.post(f"{PLACE}submissions/", {"do": "accept_all", "approved": ["06", "07"]})
        assert states("06", "07") == ["accepted", "accepted"]

    def test_if_one_cannot_be_accepted_none_is(self, coordinator: Client) -> None:
        hand_in("06")
        response = coordinator.post(f"{PLACE}submissions/", {"do": "accept", "area": ["06", "07"]})
        assert response.status_code == 409
        assert "Kanta-Häme" in response.content.decode()
        assert states("06", "07") == ["approved", "waiting"]

    def test_sending_back_needs_a_comment_and_keeps_the_choice(self, coordinator: Client) -> None:
        hand_in("06")
        sent = {"do": "return", "area": ["06"], "comment": " "}
        response = coordinator.post(f"{PLACE}submissions/", sent)
        assert response.status_code == 409
        assert 'value="06" checked' in response.content.decode()
        coordinator.post(f"{PLACE}submissions/", sent | {"comment": "Täydennä"})
        assert states("06") == ["returned"]

    def test_a_forged_request_is_refused(self) -> None:
        client = Client(enforce_csrf_checks=True)
        user = person(Role.COORDINATOR)
        client.force_login(user, backend="yhdyspinta.web.signin.Backend")
        assert client.post(f"{PLACE}steps/close/").status_code == 403
        assert ReportingRound.objects.get(code="2021-11").state == RoundState.OPEN
