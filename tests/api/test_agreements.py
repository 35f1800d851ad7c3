"""A county's program keeps agreements; the last day to act is told to whoever may read them."""

import pytest

from tests.api.callers import Caller, caller
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")

ADDRESS = "/agreements/uusi-sopimus"
NEW = {
    "names": {"fi": "Uusi sopimus"},
    "kind": "lease",
    "area": "08",
    "owner": "hva-08",
    "parties": [{"organisation": "kunta-837", "obligations": ["Tilat"]}, {"text": "Seurakunta"}],
    "value": "482000.50",
    "value_is_yearly": True,
    "starts_on": "2025-08-01",
    "ends_on": "2099-12-31",
    "renewal": "evergreen",
    "notice": {"number": 6, "unit": "months"},
    "renewed_for": {"number": 1, "unit": "years"},
    "state": "in_force",
    "visibility": "public",
}


@pytest.fixture
def keeper():
    return caller(Role.REPORTER)


@pytest.fixture
def added(keeper):
    """The agreement as it was answered when it was added."""
    answer = keeper("PUT", ADDRESS, NEW)
    assert answer.status_code == 201, answer.content
    return answer


def etag():
    return Caller()("GET", ADDRESS).headers["ETag"]


def test_an_added_agreement_is_read_with_its_last_day_to_act(added):
    told = Caller()("GET", ADDRESS).json()
    assert told == added.json()
    assert (told["act_by"], told["safe_day"]) == ("2099-06-30", "2099-06-30")
    assert (told["value"], told["state_today"]) == ("482000.50", "in_force")
    assert [each["text"] for each in told["parties"]] == ["", "Seurakunta"]


def test_an_agreement_is_replaced_with_the_etag_of_what_was_read(keeper, added):
    answer = keeper("PUT", ADDRESS, NEW | {"note": "Uusi"}, if_match=etag())
    assert (answer.status_code, answer.json()["note"]) == (200, "Uusi")


def test_nothing_is_replaced_without_an_etag_or_with_an_old_one(keeper, added):
    old = etag()
    assert keeper("PUT", ADDRESS, NEW).status_code == 428
    keeper("PUT", ADDRESS, NEW | {"note": "1"}, if_match=old)
    assert keeper("PUT", ADDRESS, NEW, if_match=old).status_code == 412


@pytest.mark.parametrize("organisation", ["kunta-837", "hva-06"])
def test_another_organisation_does_not_change_or_remove_it(added, organisation):
    other = caller(Role.REPORTER, organisation)
    assert other("PUT", ADDRESS, NEW, if_match=etag()).status_code == 403
    assert other("DELETE", ADDRESS).status_code == 403


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"ends_on": "2020-01-01"}, 409),
        ({"state": "terminated"}, 409),
        ({"parties": [{"organisation": "ei-ole"}]}, 409),
        ({"notice": {"number": 200, "unit": "years"}}, 409),
        ({"value": "-1"}, 422),
        ({"value": 1}, 422),
        ({"document_link": "javascript:alert(1)"}, 422),
        ({"kind": "habit"}, 422),
        ({"act_by": "2099-01-01"}, 422),
    ],
)
def test_what_is_not_whole_is_refused_with_a_problem(keeper, changed, status):
    answer = keeper("PUT", ADDRESS, NEW | changed)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert Caller()("GET", ADDRESS).status_code == 404


def test_an_internal_agreement_and_its_value_are_its_parties_only(keeper):
    keeper("PUT", ADDRESS, NEW | {"visibility": "internal"})
    assert Caller()("GET", ADDRESS).status_code == 404
    assert caller(Role.READER, "hva-06")("GET", ADDRESS).status_code == 404
    assert caller(Role.READER, "kunta-837")("GET", ADDRESS).json()["value"] == "482000.50"
    codes = [each["code"] for each in Caller()("GET", "/agreements?area=08").json()["items"]]
    assert "uusi-sopimus" not in codes


def test_a_countys_agreements_come_in_pages(keeper, added):
    keeper("PUT", "/agreements/toinen", NEW)
    first = Caller()("GET", "/agreements?area=08&limit=1").json()
    rest = Caller()("GET", f"/agreements?area=08&after={first['next']}").json()
    codes = {each["code"] for each in (*first["items"], *rest["items"])}
    assert codes >= {"toinen", "uusi-sopimus"}


def test_a_removed_agreement_is_gone(keeper, added):
    assert keeper("DELETE", ADDRESS).status_code == 204
    assert Caller()("GET", ADDRESS).status_code == 404
