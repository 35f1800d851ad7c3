"""How often a caller may ask."""

from datetime import timedelta

import pytest

from tests.api.callers import NOW, ROOT, Caller, caller, person, secret_of
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture(autouse=True)
def few(settings):
    """Three reads and two writes in a minute."""
    settings.API_READS, settings.API_WRITES = 3, 2


def test_each_answer_tells_what_is_left(client):
    headers = [client.get(f"{ROOT}/areas").headers for _ in range(3)]
    assert [each["RateLimit-Remaining"] for each in headers] == ["2", "1", "0"]
    assert headers[0]["RateLimit-Limit"] == "3"
    assert 0 < int(headers[0]["RateLimit-Reset"]) <= 60


def test_one_too_many_is_told_when_to_come_again(client):
    for _ in range(3):
        client.get(f"{ROOT}/areas")
    answer = client.get(f"{ROOT}/areas")
    assert (answer.status_code, answer.json()["type"][-8:]) == (429, "too-many")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_addresses_are_counted_apart_and_a_visitor_cannot_choose_one(client):
    for number in range(3):
        client.get(f"{ROOT}/areas", headers={"x-forwarded-for": f"1.2.3.{number}"})
    assert client.get(f"{ROOT}/areas").status_code == 429
    assert client.get(f"{ROOT}/areas", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_a_token_is_counted_for_itself_from_wherever_it_asks(client):
    user = person(Role.REPORTER)
    one, other = Caller(secret_of(user)), Caller(secret_of(user))
    for _ in range(3):
        assert one("GET", "/areas").status_code == 200
    assert one("GET", "/areas").status_code == 429
    assert other("GET", "/areas").status_code == 200
    assert client.get(f"{ROOT}/areas").status_code == 200


def test_writes_are_counted_apart_from_reads():
    running = caller(Role.COORDINATOR)
    statuses = [running("POST", "/rounds/none/close").status_code for _ in range(3)]
    assert statuses == [404, 404, 429]
    assert running("GET", "/areas").status_code == 200


def test_guessing_tokens_costs_an_address_its_reads():
    guessing = Caller("yp_guess")
    statuses = [guessing("GET", "/areas").status_code for _ in range(4)]
    assert statuses == [401, 401, 401, 429]


def test_the_next_minute_begins_anew(client, monkeypatch):
    for _ in range(4):
        client.get(f"{ROOT}/areas")
    later = NOW + timedelta(hours=1)
    monkeypatch.setattr("yhdyspinta.api.rates.timezone.now", lambda: later)
    assert client.get(f"{ROOT}/areas").status_code == 200
