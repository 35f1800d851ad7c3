"""What a person may do changes while they fill in: the next save finds out, and stores nothing."""

import json
from collections.abc import Callable
from errno import ENOSPC
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import OperationalError
from django.test import Client

from tests.people import coordinator
from tests.web.signed_in import client_of, person
from yhdyspinta.services import rounds
from yhdyspinta.store.models import Event, Grant, ReportingRound, StatusReport, Submission, User
from yhdyspinta.terms.access import Role
from yhdyspinta.web import reporting as web_reporting

pytestmark = pytest.mark.usefixtures("demo")
PLACE = "/en/report/2021-11/06/"


@pytest.fixture
def aino(demo: None) -> User:
    return person(Role.REPORTER)


@pytest.fixture
def client(aino: User) -> Client:
    """Aino, who has the grid open."""
    client = client_of(aino)
    assert client.get(PLACE).status_code == 200
    return client


def save(client: Client, number: int = 0, *, status: str = "done") -> Any:
    """Save a task of the area's, whatever report holds."""
    held = StatusReport.objects.filter(area__code="06", round=None).order_by("id")[number]
    change = {"task": held.task.code, "status": status, "note": "", "risk": "", "expected": ""}
    changes = [{**change, "visibility": "internal", "seen": held.pk}]
    return client.post(
        f"{PLACE}save/", json.dumps({"changes": changes}), content_type="application/json"
    )


def stored() -> tuple[int, int]:
    reports = StatusReport.objects.filter(round__code="2021-11").count()
    return reports, Event.objects.filter(action="report.save").count()


def test_a_role_that_ended_after_the_grid_was_opened_saves_nothing(
    client: Client, aino: User
) -> None:
    Grant.objects.filter(user=aino).update(ended_at=aino.joined_at, ended_by="operator")
    assert save(client).status_code == 403
    assert stored() == (0, 0)


def test_a_role_that_ended_between_two_saves_of_one_session_stops_the_second(
    client: Client, aino: User
) -> None:
    assert save(client).status_code == 200
    Grant.objects.filter(user=aino).update(ended_at=aino.joined_at, ended_by="operator")
    assert save(client, 1).status_code == 403
    assert stored() == (1, 1)


def test_another_role_than_a_reporters_stops_the_second_save_too(
    client: Client, aino: User
) -> None:
    assert save(client).status_code == 200
    Grant.objects.filter(user=aino).update(role=Role.APPROVER)
    assert save(client, 1).status_code == 403


def test_a_person_who_was_shut_out_is_asked_to_sign_in(client: Client, aino: User) -> None:
    User.objects.filter(pk=aino.pk).update(is_active=False)
    assert save(client).status_code == 302
    assert stored() == (0, 0)


def test_a_round_that_closed_meanwhile_says_so(client: Client) -> None:
    opened = ReportingRound.objects.get(code="2021-11").opened_at
    assert opened
    rounds.close_round("2021-11", actor=coordinator("sote-2021"), now=opened)
    answer = save(client)
    assert (answer.status_code, stored()) == (409, (0, 0))
    assert "The round is closed." in answer.json()["locked"]


@pytest.mark.parametrize("state", ["approved", "accepted"])
def test_an_area_that_was_approved_meanwhile_says_so(client: Client, state: str) -> None:
    Submission.objects.filter(round__code="2021-11", area__code="06").update(state=state)
    answer = save(client)
    assert (answer.status_code, stored()) == (409, (0, 0))


def test_the_same_save_twice_stores_it_once(client: Client) -> None:
    assert save(client).json()["unchanged"] == []
    assert len(save(client).json()["unchanged"]) == 1
    assert stored() == (1, 1)


BUSY, FULL = "The database is busy. Nothing was changed", "disk is full. Nothing was saved"


@pytest.fixture
def failing(aino: User, monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], Any]:
    """Let a save meet an error; return what is answered."""

    def answered(error: Exception) -> Any:
        monkeypatch.setattr(web_reporting, "save", Mock(side_effect=error))
        client = Client(raise_request_exception=False)
        client.force_login(aino, backend="yhdyspinta.web.signin.Backend")
        return save(client)

    return answered


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("database is locked"), BUSY),
        (OperationalError("database or disk is full"), FULL),
        (OSError(ENOSPC, "No space left on device"), FULL),
    ],
)
def test_what_hinders_the_service_is_told_with_a_time_to_try_again(
    failing: Callable[[Exception], Any], error: Exception, words: str
) -> None:
    answer = failing(error)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert words in answer.content.decode()


def test_another_error_is_ours_and_not_a_hindrance(
    failing: Callable[[Exception], Any],
) -> None:
    assert failing(ZeroDivisionError()).status_code == 500
