"""Talks in the page: recorded, changed, and read by those whom they are for."""

import pytest
from django.test import Client

from tests.web.reading import read
from tests.web.signed_in import client_of, person
from yhdyspinta.services import rounds
from yhdyspinta.store.models import ReportingRound, Talk
from yhdyspinta.terms.access import Role, operator

pytestmark = pytest.mark.usefixtures("demo")
PLACE = "/fi/rounds/2021-11/talks/"
FILLED = {
    "held_on": "20.11.2021",
    "area": "06",
    "participants": "STM: koordinaattori",
    "conclusions": "ICT etenee",
    "visibility": "internal",
}


@pytest.fixture
def coordinator(demo: None) -> Client:
    return client_of(person(Role.COORDINATOR))


def mark_of(client: Client, address: str) -> str:
    html = client.get(address).content.decode()
    return html.partition('name="seen" value="')[2].partition('"')[0]


def test_a_talk_is_recorded_and_read(coordinator: Client) -> None:
    assert coordinator.post(f"{PLACE}new/", FILLED).status_code == 302
    for address in (PLACE, "/fi/rounds/2021-11/"):
        assert read(coordinator.get(address).content.decode()).has("ICT etenee")


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"held_on": ""}, 422),
        ({"participants": "  "}, 422),
        ({"visibility": "x"}, 422),
        ({"held_on": "1.1.2099"}, 409),
    ],
)
def test_what_is_not_whole_is_told_and_kept(
    coordinator: Client, wrong: dict[str, str], status: int
) -> None:
    response = coordinator.post(f"{PLACE}new/", FILLED | wrong)
    assert response.status_code == status
    assert not Talk.objects.exists()
    assert "ICT etenee" in response.content.decode()


def test_a_change_from_a_stale_form_is_refused(coordinator: Client) -> None:
    coordinator.post(f"{PLACE}new/", FILLED)
    address = f"{PLACE}{Talk.objects.get().pk}/"
    seen = mark_of(coordinator, address)
    first = FILLED | {"conclusions": "Toisin", "seen": seen}
    assert coordinator.post(address, first).status_code == 302
    response = coordinator.post(address, FILLED | {"seen": seen})
    assert response.status_code == 409
    assert "<dd>Toisin</dd>" in response.content.decode()
    assert Talk.objects.get().conclusions == "Toisin"


def test_visitors_read_public_talks_once_the_picture_is_published(
    coordinator: Client, client: Client
) -> None:
    coordinator.post(f"{PLACE}new/", FILLED)
    coordinator.post(f"{PLACE}new/", FILLED | {"conclusions": "Kaikille", "visibility": "public"})
    assert client.get(PLACE).status_code == 404
    row = ReportingRound.objects.get(code="2021-11")
    assert row.opened_at
    rounds.close_round(row.code, actor=operator("root"), now=row.opened_at)
    rounds.publish(row.code, actor=operator("root"), now=row.opened_at)
    text = client.get(PLACE).content.decode()
    assert "Kaikille" in text
    assert "ICT etenee" not in text
    assert "Aino" not in text


def test_only_the_coordinator_writes() -> None:
    reporter = client_of(person(Role.REPORTER))
    assert reporter.post(f"{PLACE}new/", FILLED).status_code == 403


def test_a_talk_that_there_is_not_is_not_found(coordinator: Client) -> None:
    assert coordinator.get(f"{PLACE}999/").status_code == 404
