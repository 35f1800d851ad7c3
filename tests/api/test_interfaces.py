"""A county's program keeps interfaces and work packages; a municipality's writes its own part."""

import pytest

from tests.api.callers import Caller, caller
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")

CODE = "uusi-yhdyspinta"
ADDRESS = f"/interfaces/{CODE}"
NEW = {
    "names": {"fi": "Uusi yhdyspinta", "sv": "Ny kontaktyta"},
    "area": "08",
    "owner": "hva-08",
    "ground": "law",
    "basis": "1287/2013 13 a §",
    "aims": ["Suunnitelma"],
    "parties": [{"organisation": "kunta-837", "role": "takes_part"}],
    "structures": [{"text": "Yhteistyöryhmä", "level": "expert"}],
    "agreement_needed": True,
    "organised_from": "2022-Q3",
    "organised_to": "2022-Q4",
}
PACKAGE = {"names": {"fi": "Uusi paketti"}, "area": "08", "owner": "hva-08", "position": 99}


@pytest.fixture
def keeper():
    return caller(Role.REPORTER)


@pytest.fixture
def tampere():
    return caller(Role.REPORTER, "kunta-837")


@pytest.fixture
def added(keeper):
    """The interface as it was answered when it was added."""
    answer = keeper("PUT", ADDRESS, NEW)
    assert answer.status_code == 201, answer.content
    return answer


def etag():
    return Caller()("GET", ADDRESS).headers["ETag"]


def test_an_added_interface_is_read_whole_by_everybody(added):
    told = Caller()("GET", ADDRESS).json()
    assert told == added.json()
    assert (told["state"], told["organised_to"], told["agreement_needed"]) == (
        "proposed",
        "2022-Q4",
        True,
    )
    assert [(p["organisation"], p["role"]) for p in told["parties"]] == [
        ("hva-08", "leads"),
        ("kunta-837", "takes_part"),
    ]
    assert told["structures"] == [{"text": "Yhteistyöryhmä", "body": None, "level": "expert"}]


def test_an_interface_is_replaced_with_the_etag_of_what_was_read(keeper, added):
    changed = NEW | {"state": "working"}
    answer = keeper("PUT", ADDRESS, changed, if_match=etag())
    assert (answer.status_code, answer.json()["state"]) == (200, "working")


def test_nothing_is_replaced_without_an_etag_or_with_an_old_one(keeper, added):
    old = etag()
    assert keeper("PUT", ADDRESS, NEW).status_code == 428
    keeper("PUT", ADDRESS, NEW | {"population": "Muut"}, if_match=old)
    assert keeper("PUT", ADDRESS, NEW, if_match=old).status_code == 412


@pytest.mark.parametrize("organisation", ["kunta-837", "hva-06"])
def test_another_organisation_does_not_change_or_remove_it(added, organisation):
    other = caller(Role.REPORTER, organisation)
    assert other("PUT", ADDRESS, NEW, if_match=etag()).status_code == 403
    assert other("DELETE", ADDRESS).status_code == 403


def test_a_party_writes_its_own_part_and_the_leader_keeps_it(keeper, tampere, added):
    own = added.json()["parties"][1]["etag"]
    place = f"{ADDRESS}/contributions/kunta-837"
    answer = tampere("PUT", place, {"contribution": "Tilat"}, if_match=own)
    assert answer.json()["parties"][1]["contribution"] == "Tilat"
    assert keeper("PUT", ADDRESS, NEW, if_match=etag()).status_code == 200
    assert Caller()("GET", ADDRESS).json()["parties"][1]["contribution"] == "Tilat"


def test_nobody_writes_anothers_part(keeper, added):
    own = added.json()["parties"][1]["etag"]
    place = f"{ADDRESS}/contributions/kunta-837"
    assert keeper("PUT", place, {"contribution": "X"}, if_match=own).status_code == 403


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"organised_to": "2022-Q1"}, 409),
        ({"basis": ""}, 409),
        ({"tasks": ["ei-ole"]}, 409),
        ({"organised_to": "Q4/2022"}, 422),
        ({"ground": "habit"}, 422),
        ({"unknown": 1}, 422),
    ],
)
def test_what_is_not_whole_is_refused_with_a_problem(keeper, changed, status):
    answer = keeper("PUT", ADDRESS, NEW | changed)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert Caller()("GET", ADDRESS).status_code == 404


def test_an_internal_interface_is_not_there_for_others(keeper, tampere):
    keeper("PUT", ADDRESS, NEW | {"visibility": "internal"})
    assert Caller()("GET", ADDRESS).status_code == 404
    assert caller(Role.REPORTER, "hva-06")("GET", ADDRESS).status_code == 404
    assert tampere("GET", ADDRESS).status_code == 200


def test_a_removed_interface_is_gone(keeper, added):
    assert keeper("DELETE", ADDRESS).status_code == 204
    assert Caller()("GET", ADDRESS).status_code == 404


def test_a_countys_interfaces_come_in_pages():
    first = Caller()("GET", "/interfaces?area=08&limit=3").json()
    rest = Caller()("GET", f"/interfaces?area=08&after={first['next']}").json()
    codes = [each["code"] for each in (*first["items"], *rest["items"])]
    assert len(first["items"]) == 3
    assert "pirkanmaa-opiskeluhuoltosuunnitelma" in codes
    assert len(set(codes)) == len(codes)


def test_the_nations_interfaces_are_asked_for_by_name():
    told = Caller()("GET", "/interfaces?area=national").json()
    assert all(each["area"] is None for each in told["items"])


def test_a_work_package_is_added_changed_and_removed(keeper):
    address = "/work-packages/uusi-paketti"
    assert keeper("PUT", address, PACKAGE).status_code == 201
    read = Caller()("GET", address)
    assert read.json()["names"]["fi"] == "Uusi paketti"
    changed = keeper("PUT", address, PACKAGE | {"position": 3}, if_match=read.headers["ETag"])
    assert changed.json()["position"] == 3
    assert keeper("PUT", address, PACKAGE).status_code == 428
    assert keeper("DELETE", address).status_code == 204
    assert Caller()("GET", address).status_code == 404


def test_a_countys_work_packages_are_listed_in_their_order():
    told = Caller()("GET", "/work-packages?area=08").json()["items"]
    assert [each["position"] for each in told] == sorted(each["position"] for each in told)
    assert len(told) == 9


def test_a_work_package_with_interfaces_stays(keeper):
    answer = keeper("DELETE", "/work-packages/pirkanmaa-opetus-kasvatus")
    assert answer.status_code == 409
