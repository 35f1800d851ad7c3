"""A county's program keeps plans; everybody reads the public ones."""

import pytest

from tests.api.callers import Caller, caller
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")

ADDRESS = "/plans/uusi-suunnitelma"
NEW = {
    "names": {"fi": "Ikääntyneiden suunnitelma"},
    "kind": "elderly_plan",
    "owner": "hva-08",
    "organisations": ["kunta-837"],
    "area": "08",
    "state": "approved",
    "approved_on": "2026-03-02",
}


@pytest.fixture
def keeper():
    return caller(Role.REPORTER)


@pytest.fixture
def added(keeper):
    answer = keeper("PUT", ADDRESS, NEW)
    assert answer.status_code == 201, answer.content
    return answer


def test_plans_of_a_county_are_listed(read_all):
    found = {each["code"]: each for each in read_all("/plans?area=08&limit=3")}
    assert len(found) == 8
    student = found["pirkanmaa-opiskeluhuoltosuunnitelma-2025"]
    assert student["parent"] == "pirkanmaa-lasten-suunnitelma-2025"


def test_an_added_plan_is_read_as_it_was_answered(added):
    assert Caller()("GET", ADDRESS).json() == added.json()


def test_a_plan_is_replaced_with_the_etag_of_what_was_read_only(keeper, added):
    old = added.headers["ETag"]
    assert keeper("PUT", ADDRESS, NEW).status_code == 428
    assert keeper("PUT", ADDRESS, NEW | {"goals": ["Yksi"]}, if_match=old).status_code == 200
    assert keeper("PUT", ADDRESS, NEW | {"goals": ["Kaksi"]}, if_match=old).status_code == 412


def test_a_new_plan_needs_no_etag_and_refuses_one(keeper):
    assert keeper("PUT", ADDRESS, NEW, if_match='"0"').status_code == 412
    assert keeper("PUT", ADDRESS, NEW, if_match="").status_code == 428
    assert keeper("PUT", ADDRESS, NEW).status_code == 201


def test_another_county_does_not_write_it(added):
    stranger = caller(Role.REPORTER, "hva-06")
    assert stranger("PUT", ADDRESS, NEW, if_match=added.headers["ETag"]).status_code == 403
    assert stranger("DELETE", ADDRESS).status_code == 403


def test_an_added_plan_fulfils_the_joint_organisations_duty(added):
    found = Caller()("GET", "/standings?organisation=kunta-837&limit=100").json()["items"]
    stands = next(each for each in found if each["duty"] == "ikaantyneiden-suunnitelma")
    assert (stands["state"], stands["fulfilment"]["plan"]) == ("done", "uusi-suunnitelma")
    assert stands["fulfilment"]["etag"] is None


def test_a_removed_plan_is_gone(keeper, added):
    assert keeper("DELETE", ADDRESS).status_code == 204
    assert Caller()("GET", ADDRESS).status_code == 404
