"""A county's program keeps its shared aim and its series of meetings."""

import pytest

from tests.api.callers import Caller, caller
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")

AIM = "/shared-aims/uusi-paamaara"
NEW_AIM = {
    "names": {"fi": "Yhdessä asukkaan hyväksi"},
    "area": "08",
    "owner": "hva-08",
    "valid_from": "2027-01-01",
}
SERIES = "/series/uusi-sarja"
NEW_SERIES = {
    "body": "pirkanmaa-viranhaltijajohto",
    "title": "Kokous",
    "rule": {"frequency": "yearly", "months": [3, 9], "weekday": 1, "nth": 2},
    "at": "09:00",
    "minutes": 90,
    "valid_from": "2030-01-01",
    "visibility": "public",
}


@pytest.fixture
def keeper():
    return caller(Role.REPORTER)


@pytest.mark.parametrize(("address", "new"), [(AIM, NEW_AIM), (SERIES, NEW_SERIES)])
class TestBoth:
    def test_what_was_added_is_read_by_everybody(self, keeper, address, new):
        added = keeper("PUT", address, new)
        assert added.status_code == 201
        assert Caller()("GET", address).json() == added.json()

    def test_it_is_replaced_only_with_the_etag_of_what_was_read(self, keeper, address, new):
        old = keeper("PUT", address, new).headers["ETag"]
        assert keeper("PUT", address, new).status_code == 428
        assert keeper("PUT", address, new | {"invented": True}, if_match=old).status_code == 200
        assert keeper("PUT", address, new, if_match=old).status_code == 412

    def test_another_organisation_neither_changes_nor_removes_it(self, keeper, address, new):
        tag = keeper("PUT", address, new).headers["ETag"]
        other = caller(Role.REPORTER, "hva-06")
        assert other("PUT", address, new, if_match=tag).status_code == 403
        assert other("DELETE", address).status_code == 403

    def test_a_removed_one_is_gone(self, keeper, address, new):
        keeper("PUT", address, new)
        assert keeper("DELETE", address).status_code == 204
        assert Caller()("GET", address).status_code == 404


def test_a_countys_aims_are_listed_the_newest_first(keeper):
    keeper("PUT", AIM, NEW_AIM)
    told = Caller()("GET", "/shared-aims?area=08").json()
    assert [each["code"] for each in told["items"]] == ["uusi-paamaara", "pirkanmaa-paamaara"]


def test_a_countys_series_are_listed():
    told = Caller()("GET", "/series?area=08").json()
    assert "pirkanmaa-viranhaltijajohto-2026" in [each["code"] for each in told["items"]]


def test_a_year_is_planned_once(keeper):
    keeper("PUT", SERIES, NEW_SERIES)
    made = keeper("POST", f"{SERIES}/meetings", {"year": 2030}).json()
    assert made == {"meetings": ["uusi-sarja-2030-03-12", "uusi-sarja-2030-09-10"]}
    assert keeper("POST", f"{SERIES}/meetings", {"year": 2030}).json() == {"meetings": []}
