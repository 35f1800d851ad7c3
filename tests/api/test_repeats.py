"""A write that is sent again under the same Idempotency-Key."""

import pytest

from tests.api.callers import ROADMAP, Caller, caller, person, secret_of
from yhdyspinta.store.models import Event, OnceKey, ReportingRound, StatusReport
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")

NEW = {
    "code": "2021-12",
    "roadmap": ROADMAP,
    "names": {"fi": "Joulukuu"},
    "as_of": "2021-12-31",
    "horizon": "2021-Q4",
}


@pytest.fixture
def running():
    return caller(Role.COORDINATOR)


def opened(asking, body=NEW, *, key="k-1"):
    return asking("POST", "/rounds", body, idempotency_key=key)


def test_the_second_gets_the_first_answer_with_its_headers(running):
    first, second = opened(running), opened(running)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    for name in ("Location", "ETag", "Content-Type", "Cache-Control"):
        assert second.headers[name] == first.headers[name]
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert Event.objects.filter(action="round.open", subject="2021-12").count() == 1


def test_without_a_key_the_second_is_refused(running):
    assert running("POST", "/rounds", NEW).status_code == 201
    assert running("POST", "/rounds", NEW).status_code == 409


@pytest.mark.parametrize("change", ["body", "address", "method", "condition"])
def test_another_request_under_the_key_is_refused(running, change):
    opened(running)
    method, address, body, headers = "POST", "/rounds", NEW, {}
    if change == "body":
        body = NEW | {"code": "2021-12b"}
    elif change == "address":
        address = "/rounds/2021-12/close"
    elif change == "method":
        method, address = "PUT", "/rounds/2021-12"
    else:
        headers = {"if_match": '"x"'}
    answer = running(method, address, body, idempotency_key="k-1", **headers)
    assert (answer.status_code, answer.json()["type"][-10:]) == (422, "key-reused")
    assert ReportingRound.objects.filter(code__startswith="2021-12").count() == 1


def test_a_refusal_is_not_kept(running):
    assert opened(running, NEW | {"code": "2021-10"}).status_code == 409
    assert not OnceKey.objects.exists()
    assert opened(running).status_code == 201


def test_another_tokens_keys_are_its_own():
    user = person(Role.COORDINATOR)
    assert opened(Caller(secret_of(user))).status_code == 201
    assert opened(Caller(secret_of(user))).status_code == 409


def test_a_lost_right_is_not_replayed(running):
    opened(running)
    opened_again = caller(Role.READER)
    assert opened(opened_again).status_code == 403


def test_an_answer_without_a_body_is_repeated_too(running):
    given = {"until": "2199-01-01", "reason": "Katko"}
    running("PUT", "/rounds/2021-11/extensions/08", given)
    for replayed in (None, "true"):
        answer = running("DELETE", "/rounds/2021-11/extensions/08", idempotency_key="d")
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers.get("Idempotent-Replayed") == replayed


def test_conflicts_are_repeated_as_they_were():
    aino = caller(Role.REPORTER)
    body = {"changes": [{"task": "hallinto-A01", "status": "late", "seen": 0}]}
    count = StatusReport.objects.count()
    answers = [
        aino("PATCH", "/rounds/2021-11/areas/08/cells", body, idempotency_key="c").json()
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert len(answers[0]["conflicts"]) == 1
    assert StatusReport.objects.count() == count


@pytest.mark.parametrize("key", ["", "a b", "ä", "x" * 201, "a\tb"])
def test_a_key_of_no_form_is_refused(running, key):
    assert opened(running, key=key).status_code == 422
    assert not ReportingRound.objects.filter(code="2021-12").exists()
