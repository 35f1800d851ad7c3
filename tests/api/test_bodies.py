"""Bodies through the interface: listed, read, added, changed and removed."""

import pytest

from tests.api.callers import Caller, caller
from yhdyspinta.store.models import Body
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")
CODE = "pirkanmaa-viranhaltijajohto"
NEW = {
    "names": {"fi": "Uusi ryhmä"},
    "level": "expert",
    "kind": "network",
    "area": "08",
    "owner": "hva-08",
    "least_per_year": 4,
    "members": [{"organisation": "kunta-837", "person": "Esi Merkki"}],
}


@pytest.fixture
def aino():
    return caller(Role.REPORTER, "hva-08")


def test_a_county_s_bodies_come_with_promised_and_held_meetings():
    items = Caller()("GET", "/bodies?area=08").json()["items"]
    found = {each["code"]: each for each in items}
    assert found[CODE]["pace"]["promised"] == 6
    assert {each["area"] for each in items} == {"08"}


def test_the_list_comes_in_pages():
    first = Caller()("GET", "/bodies?limit=2").json()
    second = Caller()("GET", f"/bodies?limit=2&after={first['next']}").json()
    assert not {each["code"] for each in first["items"]} & {
        each["code"] for each in second["items"]
    }


def test_a_body_is_added_changed_and_removed(aino):
    assert aino("PUT", "/bodies/uusi", NEW).status_code == 201
    etag = aino("GET", "/bodies/uusi").headers["ETag"]
    changed = NEW | {"mandate": "Valmistelee."}
    assert aino("PUT", "/bodies/uusi", changed, if_match=etag).json()["mandate"] == "Valmistelee."
    assert aino("PUT", "/bodies/uusi", NEW, if_match=etag).status_code == 412
    assert aino("DELETE", "/bodies/uusi").status_code == 204
    assert not Body.objects.filter(code="uusi").exists()


def test_what_is_there_is_changed_only_with_what_was_read(aino):
    assert aino("PUT", f"/bodies/{CODE}", NEW).status_code == 428


def test_a_person_s_name_is_not_told_to_a_visitor(aino):
    aino("PUT", "/bodies/uusi", NEW)
    assert Caller()("GET", "/bodies/uusi").json()["members"][0]["person"] == ""
    assert aino("GET", "/bodies/uusi").json()["members"][0]["person"] == "Esi Merkki"


def test_another_organisation_s_body_is_refused():
    other = caller(Role.REPORTER, "hva-06")
    assert other("PUT", "/bodies/uusi", NEW).status_code == 403
    assert other("DELETE", f"/bodies/{CODE}").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"level": "none"}, 422),
        ({"least_per_year": 1000}, 422),
        ({"mistyped": 1}, 422),
        ({"parent": "ei-ole"}, 409),
        ({"members": [{}]}, 409),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_added(aino, wrong, status):
    assert aino("PUT", "/bodies/uusi", NEW | wrong).status_code == status
    assert not Body.objects.filter(code="uusi").exists()


def test_a_body_with_meetings_is_not_removed(aino):
    assert aino("DELETE", f"/bodies/{CODE}").status_code == 409
