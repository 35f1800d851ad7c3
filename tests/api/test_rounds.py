"""A coordinator's program runs a round from opening to publication."""

import pytest

from tests.api.callers import ROADMAP, Caller, caller
from yhdyspinta.store.models import Event, ReportingRound
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")

NEW = {
    "code": "2021-12",
    "roadmap": ROADMAP,
    "names": {"fi": "Joulukuu 2021", "sv": "December 2021"},
    "as_of": "2021-12-31",
    "horizon": "2021-Q4",
    "areas": ["06", "08"],
    "schedule": {"opens_on": "2021-12-01", "due_on": "2021-12-20"},
    "instructions": {"fi": "Tarkista\nkaikki."},
}
SETTINGS = {key: value for key, value in NEW.items() if key not in {"code", "roadmap"}}


@pytest.fixture
def running():
    return caller(Role.COORDINATOR)


@pytest.fixture
def opened(running):
    """The round of December, as it was answered when it was opened."""
    answer = running("POST", "/rounds", NEW)
    assert answer.status_code == 201, answer.content
    return answer


def test_an_opened_round_is_answered_whole_with_its_address(opened):
    told = opened.json()
    assert opened.headers["Location"] == "/api/v1/rounds/2021-12"
    assert (told["state"], told["areas"], told["scope"]) == ("open", ["06", "08"], "all")
    assert told["schedule"]["due_on"] == "2021-12-20"
    assert told["instructions"] == {"fi": "Tarkista\nkaikki.", "sv": None, "en": None}


def test_everybody_reads_a_round_and_nobody_its_summary(opened):
    ReportingRound.objects.filter(code="2021-12").update(summary_fi="Kesken")
    answer = Caller()("GET", "/rounds/2021-12")
    assert answer.status_code == 200
    assert "Kesken" not in answer.content.decode()


def test_a_round_that_opens_later_is_planned(running):
    later = NEW | {"schedule": {"opens_on": "2199-01-01"}}
    assert running("POST", "/rounds", later).json()["state"] == "planned"


def test_a_round_is_changed_with_the_etag_of_what_was_read(running, opened):
    etag = Caller()("GET", "/rounds/2021-12").headers["ETag"]
    changed = SETTINGS | {"horizon": "2022-Q1", "areas": ["08"]}
    answer = running("PUT", "/rounds/2021-12", changed, if_match=etag)
    assert (answer.status_code, answer.json()["horizon"]) == (200, "2022-Q1")
    assert answer.json()["areas"] == ["08"]
    assert answer.headers["ETag"] == Caller()("GET", "/rounds/2021-12").headers["ETag"] != etag


def test_a_change_without_an_etag_is_refused(running, opened):
    answer = running("PUT", "/rounds/2021-12", SETTINGS)
    assert (answer.status_code, answer.json()["type"][-17:]) == (428, "condition-missing")


@pytest.mark.parametrize("stale", ['"0123456789abcdef"', "*", '""', "W/x"])
def test_a_change_of_what_was_changed_meanwhile_is_refused(running, opened, stale):
    answer = running("PUT", "/rounds/2021-12", SETTINGS | {"horizon": "2022-Q2"}, if_match=stale)
    assert answer.status_code == 412
    assert ReportingRound.objects.get(code="2021-12").horizon == "2021-Q4"


def test_of_two_changes_that_saw_the_same_the_second_is_stale(running, opened):
    etag = opened.headers["ETag"]
    first, second = SETTINGS | {"horizon": "2022-Q1"}, SETTINGS | {"horizon": "2022-Q2"}
    assert running("PUT", "/rounds/2021-12", first, if_match=etag).status_code == 200
    assert running("PUT", "/rounds/2021-12", second, if_match=etag).status_code == 412


def test_a_round_is_closed_opened_again_and_published(running, opened):
    assert running("POST", "/rounds/2021-12/close").json()["state"] == "closed"
    assert running("POST", "/rounds/2021-12/reopen").json()["state"] == "open"
    running("POST", "/rounds/2021-12/close")
    answer = running("POST", "/rounds/2021-12/publish", {})
    assert answer.status_code == 201
    assert answer.headers["Location"] == "/api/v1/pictures/2021-12/versions/1"
    assert Caller()("GET", "/pictures/2021-12").json()["publication"]["version"] == 1


def test_an_erratum_without_a_reason_or_a_difference_is_refused(running):
    for body in ({}, {"reason": "Korjaus"}):
        answer = running("POST", "/rounds/2021-10/publish", body)
        assert (answer.status_code, answer.json()["type"][-7:]) == (409, "refused")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "a b"}, "code"),
        ({"names": {"fi": ""}}, "fi"),
        ({"names": {"fi": "x", "de": "y"}}, "de"),
        ({"as_of": "31.12.2021"}, "as_of"),
        ({"as_of": 0}, "as_of"),
        ({"as_of": "9999-12-31"}, "as_of"),
        ({"horizon": "2021-Q5"}, "horizon"),
        ({"horizon": "0000-Q1"}, "horizon"),
        ({"schedule": {"reminder_days": ["7"]}}, "0"),
        ({"state": "published"}, "state"),
        ({"instructions": {"fi": "a\x00b"}}, "fi"),
    ],
)
def test_a_field_that_is_wrong_or_unknown_is_named(running, wrong, field):
    answer = running("POST", "/rounds", NEW | wrong)
    assert answer.status_code == 422
    assert [each["parameter"] for each in answer.json()["errors"]] == [field]
    assert not ReportingRound.objects.filter(code="2021-12").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "2021-10"},
        {"areas": ["99"]},
        {"schedule": {"closes_on": "2021-12-01"}},
        {"schedule": {"opens_on": "2021-12-20", "due_on": "2021-12-01"}},
    ],
)
def test_what_cannot_be_is_refused_in_words(running, wrong):
    answer = running("POST", "/rounds", NEW | wrong)
    assert (answer.status_code, answer.json()["title"]) == (409, "Not done")
    assert answer.json()["detail"]


def test_another_roadmaps_rounds_stay_closed(running):
    assert running("POST", "/rounds", NEW | {"roadmap": "none"}).status_code == 403


@pytest.mark.parametrize("role", [Role.READER, Role.REPORTER, Role.APPROVER, Role.ADMINISTRATOR])
def test_nobody_else_opens_rounds(role):
    assert caller(role)("POST", "/rounds", NEW).status_code == 403


@pytest.mark.parametrize("what", ["close", "reopen"])
def test_a_round_that_does_not_exist_is_not_found(running, what):
    assert running("POST", f"/rounds/none/{what}").status_code == 404
    assert running("PUT", "/rounds/none", SETTINGS, if_match='"x"').status_code == 404
    assert running("GET", "/rounds/none").status_code == 404


def test_a_body_that_is_no_json_is_refused(running):
    for body, status in ((b"{", 400), (b"[]", 422), (b"", 422), (b"\xff", 400)):
        answer = running.client.generic(
            "POST",
            "/api/v1/rounds",
            body,
            "application/json",
            headers={"authorization": f"Bearer {running.secret}"},
        )
        assert answer.status_code == status, body


def test_a_form_is_refused(running):
    answer = running.client.post(
        "/api/v1/rounds", {"code": "x"}, headers={"authorization": f"Bearer {running.secret}"}
    )
    assert answer.status_code == 415


def test_a_body_that_is_too_large_is_not_read(running):
    answer = running("POST", "/rounds", NEW | {"instructions": {"fi": "x" * 2_000_000}})
    assert (answer.status_code, answer.json()["type"][-9:]) == (413, "too-large")


def test_each_step_is_in_the_trail(running, opened):
    running("POST", "/rounds/2021-12/close")
    events = Event.objects.filter(subject="2021-12").order_by("id")
    assert list(events.values_list("action", "door")) == [
        ("round.open", "api"),
        ("round.close", "api"),
    ]
