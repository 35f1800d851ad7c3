"""The page of an area in a round: its steps, and more time for it."""

from datetime import date

import pytest
from django.test import Client

from tests.demo_data import NOW
from tests.people import AINO
from tests.web.reading import Page, read
from tests.web.signed_in import client_of, person
from yhdyspinta.services import rounds, submissions
from yhdyspinta.store.models import Extension, ReportingRound, Submission
from yhdyspinta.terms.access import Role, operator
from yhdyspinta.terms.rounds import SubmissionState

pytestmark = pytest.mark.usefixtures("demo")
PLACE = "/fi/rounds/2021-11/areas/06/"


@pytest.fixture
def coordinator(demo: None) -> Client:
    return client_of(person(Role.COORDINATOR))


def page(client: Client) -> Page:
    return read(client.get(PLACE).content.decode())


def give(client: Client, *, until: str = "2098-01-31", reason: str = "Järjestelmä vaihtui") -> int:
    return client.post(f"{PLACE}more-time/", {"until": until, "reason": reason}).status_code


def hand_in() -> None:
    now = ReportingRound.objects.get(code="2021-11").opened_at
    assert now
    submissions.step("2021-11", "06", SubmissionState.READY, actor=AINO, now=now)


def test_more_time_is_given_shown_and_withdrawn(coordinator: Client) -> None:
    assert give(coordinator) == 302
    assert page(coordinator).has("Järjestelmä vaihtui")
    assert coordinator.post(f"{PLACE}withdraw/", {"why": "x"}).status_code == 302
    assert not Extension.objects.in_force().exists()


def test_the_rounds_page_shows_it(coordinator: Client) -> None:
    give(coordinator, until="2099-01-31")
    assert "31.1.2099" in coordinator.get("/fi/rounds/2021-11/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"reason": " "}, 422),
        ({"reason": "x" * 501}, 422),
        ({"until": "soon"}, 422),
        ({"until": "2021-11-01"}, 409),
    ],
)
def test_what_gives_no_more_time_is_told(
    coordinator: Client, wrong: dict[str, str], status: int
) -> None:
    assert give(coordinator, **wrong) == status
    assert not Extension.objects.exists()


def test_there_must_be_one_to_withdraw(coordinator: Client) -> None:
    assert coordinator.post(f"{PLACE}withdraw/").status_code == 409


@pytest.mark.parametrize("role", [Role.REPORTER, Role.APPROVER, Role.READER])
def test_an_areas_people_read_the_reason_and_give_themselves_nothing(role: Role) -> None:
    client = client_of(person(role))
    day = date(2099, 1, 31)
    Extension.objects.create(
        round=ReportingRound.objects.get(code="2021-11"),
        area=Submission.objects.filter(area__code="06")[0].area,
        until=day,
        reason="Syy näkyy",
        granted_by="root",
        granted_at=NOW,
    )
    assert page(client).has("Syy näkyy")
    assert give(client) == 403
    assert "more-time/" not in page(client).html


def test_another_areas_people_do_not_see_it() -> None:
    assert client_of(person(Role.READER, "07")).get(PLACE).status_code == 403


def test_what_is_ready_is_sent_back_with_a_comment_that_the_area_reads(
    coordinator: Client,
) -> None:
    hand_in()
    assert coordinator.post(f"{PLACE}step/", {"do": "return"}).status_code == 409
    sent = {"do": "return", "comment": "Täydennä ICT"}
    assert coordinator.post(f"{PLACE}step/", sent).status_code == 302
    assert page(client_of(person(Role.READER, name="Liisa Laine"))).has("Täydennä ICT")


def test_what_its_area_has_not_approved_is_not_accepted(coordinator: Client) -> None:
    hand_in()
    assert 'value="accept"' not in page(coordinator).html
    assert coordinator.post(f"{PLACE}step/", {"do": "accept"}).status_code == 409


def test_an_area_that_is_not_asked_is_not_found(coordinator: Client) -> None:
    assert coordinator.get("/fi/rounds/2021-11/areas/999/").status_code == 404


def test_a_published_round_is_opened_for_one_area_to_make_an_erratum(coordinator: Client) -> None:
    row = ReportingRound.objects.get(code="2021-11")
    assert row.opened_at
    rounds.close_round(row.code, actor=operator("root"), now=row.opened_at)
    rounds.publish(row.code, actor=operator("root"), now=row.opened_at)
    assert 'value="return"' not in page(coordinator).html
    assert give(coordinator) == 302
    assert Extension.objects.in_force().get().area.code == "06"
