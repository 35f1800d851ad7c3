"""A program reads a place's year, and keeps the clock's own events."""

import pytest

from tests.api.callers import Caller, caller
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")

ADDRESS = "/clock/events/uusi-asia"
NEW = {
    "names": {"fi": "Strategiapäivä"},
    "kind": "strategy",
    "area": "08",
    "owner": "hva-08",
    "starts_on": "2026-01-01",
    "subject": {"fi": "Talous ja strategia"},
    "rule": {"frequency": "yearly", "months": [3], "weekday": 1, "nth": 2},
}


@pytest.fixture
def keeper():
    return caller(Role.REPORTER)


@pytest.fixture
def added(keeper):
    answer = keeper("PUT", ADDRESS, NEW)
    assert answer.status_code == 201, answer.content
    return answer


def test_a_year_holds_the_days_of_a_rule(added):
    told = Caller()("GET", "/clock/places/08?year=2028&kind=strategy").json()
    days = [each["starts_on"] for each in told["items"] if "uusi-asia" in each["key"]]
    assert days == ["2028-03-14"]


def test_an_added_event_is_read_as_it_was_answered(added):
    assert Caller()("GET", ADDRESS).json() == added.json()


def test_nothing_is_replaced_without_an_etag_or_with_an_old_one(keeper, added):
    old = added.headers["ETag"]
    assert keeper("PUT", ADDRESS, NEW).status_code == 428
    keeper("PUT", ADDRESS, NEW | {"note": "1"}, if_match=old)
    assert keeper("PUT", ADDRESS, NEW, if_match=old).status_code == 412


def test_another_organisation_does_not_change_or_remove_it(added):
    other = caller(Role.REPORTER, "kunta-837")
    assert other("PUT", ADDRESS, NEW, if_match=added.headers["ETag"]).status_code == 403
    assert other("DELETE", ADDRESS).status_code == 403


def test_its_owner_removes_it(keeper, added):
    assert keeper("DELETE", ADDRESS).status_code == 204
    assert Caller()("GET", ADDRESS).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "cake"},
        {"rule": {"frequency": "weekly", "day": 3}},
        {"address": "ftp://x"},
        {"x": 1},
    ],
)
def test_what_cannot_be_is_refused(keeper, wrong):
    assert keeper("PUT", ADDRESS, NEW | wrong).status_code in {409, 422}


@pytest.mark.parametrize("address", ["08", "08?year=1", "99999?year=2026"])
def test_a_year_or_place_that_is_not_there_is_refused(address):
    assert Caller()("GET", f"/clock/places/{address}").status_code in {404, 422}
