"""Log lines and events of one request are found by its number, and say nothing more of a person."""

import io
import json
import logging
import logging.config

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.web.test_trail import NOON
from yhdyspinta.config import logs
from yhdyspinta.store.models import Event, Grant, User


@pytest.fixture
def lines():
    """Collect what the server would write as JSON lines."""
    told = io.StringIO()
    configuration = logs.configuration("json", level="")
    configuration["handlers"]["console"]["stream"] = told
    logging.config.dictConfig(configuration)
    yield lambda: [json.loads(line) for line in told.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


@pytest.fixture
def signed_in(client: Client, db: None) -> User:
    """An operator in a session."""
    user = User.objects.create_user("op@example.org", name="Olli Operaattori", joined_at=NOON)
    Grant.objects.create(user=user, role="operator", granted_at=NOON, granted_by="test")
    client.force_login(user, "yhdyspinta.web.signin.Backend")
    return user


def test_a_line_and_an_event_of_one_request_have_its_number(client, signed_in, lines) -> None:
    number = client.get("/fi/trail/events.csv").headers["X-Request-ID"]
    [line] = lines()
    assert line["request"] == number == Event.objects.get(action="export.trail").request
    assert (line["status"], line["path"]) == (200, "/fi/trail/events.csv")
    assert (line["actor"], line["method"]) == (signed_in.key, "GET")
    assert line["ms"] >= 0


def test_nothing_of_a_person_but_the_key_is_in_a_line(client, signed_in, lines) -> None:
    client.get("/fi/trail/?who=Olli", headers={"user-agent": "Selain 1.0"})
    text = json.dumps(lines())
    assert [each for each in ("Olli", "example.org", "127.0.0.1", "Selain") if each in text] == []


def test_a_visitors_line_names_nobody(client, db, lines) -> None:
    client.get("/fi/trail/")
    assert [(each["actor"], each["status"]) for each in lines()] == [("", 302)]


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("before", ["/fi/invitations/", "/invitations/", "/no-such-address/"])
def test_an_invitations_secret_is_not_in_the_log(client, lines, before) -> None:
    client.get(f"{before}Xy0secretXy0secretXy0secret/")
    assert len(lines()) == 1
    assert "secret" not in json.dumps(lines())


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(("proxies", "kept"), [(0, False), (1, True)])
def test_a_number_is_taken_from_our_own_proxy_only(client, proxies, kept) -> None:
    with override_settings(PROXIES=proxies):
        response = client.get("/fi/trail/", headers={"x-request-id": "proxy-0001"})
    assert (response.headers["X-Request-ID"] == "proxy-0001") is kept


def test_lines_of_libraries_are_of_the_same_form(lines) -> None:
    logging.getLogger("other").warning("näin: %s", "kävi")
    [line] = lines()
    assert (line["event"], line["level"], line["logger"]) == ("näin: kävi", "warning", "other")


def test_what_is_broken_is_told_with_its_place_and_without_its_address(lines) -> None:
    try:
        divmod(1, 0)
    except ZeroDivisionError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/x/secret/")
    [line] = lines()
    assert "ZeroDivisionError" in line["exception"]
    assert line["event"] == "Internal Server Error"


def test_text_lines_have_the_same_facts(capsys: pytest.CaptureFixture[str]) -> None:
    told = io.StringIO()
    configuration = logs.configuration("text", level="")
    configuration["handlers"]["console"]["stream"] = told
    logging.config.dictConfig(configuration)
    logging.getLogger("other").warning("kävi")
    logging.config.dictConfig(settings.LOGGING)
    assert "kävi" in told.getvalue()
    assert "[warning" in told.getvalue()
