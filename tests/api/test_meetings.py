"""Meetings, open actions and phenomena through the interface."""

import pytest

from tests.api.callers import Caller, caller
from yhdyspinta.store.models import Meeting, Outcome, Phenomenon
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")

HELD = "pirkanmaa-viranhaltijajohto-2026-03-10"
GIVEN = {
    "body": "pirkanmaa-viranhaltijajohto",
    "title": "Kokous",
    "starts_at": "2027-03-30T09:00:00+03:00",
    "ends_at": "2027-03-30T11:00:00+03:00",
    "agenda": [{"number": 1, "title": "Avaus", "minutes": 10}],
}
NOTICED = {"title": "Jonot", "owner": "hva-08", "noticed_on": "2026-10-01", "area": "08"}
NEW = "/meetings/pirkanmaa-uusi"


def test_meetings_are_listed_in_pages_for_everybody():
    first = Caller()("GET", "/meetings?area=08&limit=2").json()
    assert [each["code"][-10:] for each in first["items"]] == ["2026-01-29", "2026-02-04"]
    second = Caller()("GET", f"/meetings?area=08&limit=2&after={first['next']}").json()
    assert second["items"][0]["starts_at"] > first["items"][1]["starts_at"]


def test_a_meeting_is_read_whole():
    found = Caller()("GET", f"/meetings/{HELD}").json()
    assert found["starts_at"] == "2026-03-10T07:00:00Z"
    assert [len(found["agenda"]), len(found["outcomes"])] == [4, 5]


def test_a_meeting_is_added_changed_with_its_etag_and_removed():
    keeper = caller(Role.REPORTER)
    made = keeper("PUT", NEW, GIVEN)
    assert (made.status_code, made.json()["sequence"]) == (201, 0)
    moved = {**GIVEN, "ends_at": "2027-03-30T12:00:00+03:00"}
    assert keeper("PUT", NEW, moved).status_code == 428
    changed = keeper("PUT", NEW, moved, If_Match=made.headers["ETag"])
    assert (changed.status_code, changed.json()["sequence"]) == (200, 1)
    assert keeper("PUT", NEW, GIVEN, If_Match=made.headers["ETag"]).status_code == 412
    assert keeper("DELETE", NEW).status_code == 204
    assert not Meeting.objects.filter(code="pirkanmaa-uusi").exists()


def test_a_time_without_its_offset_is_refused():
    answer = caller(Role.REPORTER)("PUT", NEW, {**GIVEN, "starts_at": "2027-03-30T09:00:00"})
    assert answer.status_code == 422


@pytest.mark.parametrize("organisation", ["hva-06", "kunta-837"])
def test_people_of_others_write_no_meeting(organisation):
    other = caller(Role.REPORTER, organisation)
    assert other("PUT", NEW, GIVEN).status_code == 403
    assert other("DELETE", f"/meetings/{HELD}").status_code == 403


def test_open_actions_are_listed_by_organisation():
    found = Caller()("GET", "/actions?area=08&organisation=hva-08").json()["items"]
    assert {each["owner"] for each in found} == {"hva-08"}
    assert found[0]["is_overdue"]


def test_an_action_is_done_by_who_owes_it_with_its_etag():
    [action] = [
        each
        for each in Caller()("GET", "/actions?organisation=kunta-837").json()["items"]
        if each["meeting"].endswith("2026-05-12")
    ]
    address = f"/meetings/{action['meeting']}/actions/{action['number']}"
    owner = caller(Role.REPORTER, "kunta-837")
    assert owner("PATCH", address, {"state": "done"}).status_code == 428
    answer = owner("PATCH", address, {"state": "done"}, If_Match=action["etag"])
    assert (answer.status_code, answer.json()["state"]) == (200, "done")
    assert owner("PATCH", address, {"state": "open"}, If_Match=action["etag"]).status_code == 412


def test_another_organisation_changes_no_action():
    [action] = [
        each
        for each in Caller()("GET", "/actions?organisation=hva-08").json()["items"]
        if each["meeting"] == HELD
    ]
    other = caller(Role.REPORTER, "kunta-837")
    answer = other(
        "PATCH", f"/meetings/{HELD}/actions/4", {"state": "done"}, If_Match=action["etag"]
    )
    assert answer.status_code == 403
    assert Outcome.objects.get(meeting__code=HELD, number=4).state == "open"


def test_a_phenomenon_tells_how_long_each_level_took():
    found = Caller()("GET", "/phenomena/pirkanmaa-ilmio-kuljetukset").json()
    assert [each["days"] for each in found["stays"]] == [16, 34, 71, 13, 85, 20, 0]
    assert (found["stage"], found["days_in_all"]) == ("closed", 239)
    assert len(Caller()("GET", "/phenomena?area=08").json()["items"]) == 2


def test_a_phenomenon_is_added_and_raised_one_level_at_a_time():
    keeper, address = caller(Role.REPORTER), "/phenomena/pirkanmaa-jonot"
    made = keeper("PUT", address, NOTICED)
    step = {"number": 1, "direction": "up", "level": "management", "on": "2026-10-05"}
    tag = made.headers["ETag"]
    assert keeper("PUT", address, {**NOTICED, "steps": [step]}, If_Match=tag).status_code == 409
    step["level"] = "expert"
    answer = keeper("PUT", address, {**NOTICED, "steps": [step]}, If_Match=tag)
    assert answer.json()["stage"] == "rising"
    assert keeper("DELETE", address).status_code == 204
    assert not Phenomenon.objects.filter(code="pirkanmaa-jonot").exists()


def test_people_of_others_write_no_phenomenon():
    other = caller(Role.REPORTER, "hva-06")
    assert other("PUT", "/phenomena/x", NOTICED).status_code == 403
    assert other("DELETE", "/phenomena/pirkanmaa-ilmio-kuljetukset").status_code == 403
