"""Duties come with their sources; an organisation's program says what it did."""

import pytest

from tests.api.callers import Caller, caller
from yhdyspinta.sources import reference
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")

ADDRESS = "/fulfilments/uusi-neuvottelu"
NEW = {
    "duty": "yhteistyoneuvottelu",
    "organisation": "hva-08",
    "done_on": "2026-02-03",
    "where": "Tampere-talo",
}


@pytest.fixture
def keeper():
    return caller(Role.REPORTER)


@pytest.fixture
def added(keeper):
    answer = keeper("PUT", ADDRESS, NEW)
    assert answer.status_code == 201, answer.content
    return answer


def standing(duty):
    found = Caller()("GET", "/standings?organisation=hva-08&limit=100").json()["items"]
    return next(each for each in found if each["duty"] == duty)


def test_every_duty_is_listed_with_its_source_and_exceptions(read_all):
    found = {each["code"]: each for each in read_all("/duties?limit=10")}
    assert found.keys() == {duty.code for duty in reference.duties()}
    negotiation = found["hyte-neuvottelu"]
    assert (negotiation["law"], negotiation["confidence"]) == ("612/2021", "unverified")
    assert [each["area"] for each in negotiation["exceptions"]] == ["90"]


def test_what_nobody_has_reported_is_not_known():
    stands = standing("yhteistyoneuvottelu")
    assert (stands["state"], stands["due_on"]) == ("not_known", "2029-05-31")
    assert stands["fulfilment"] is None


def test_what_was_done_counts(added):
    stands = standing("yhteistyoneuvottelu")
    assert stands["state"] == "done"
    assert stands["fulfilment"] == added.json()


def test_what_was_done_is_replaced_with_the_etag_of_what_was_read_only(keeper, added):
    old = added.headers["ETag"]
    assert keeper("PUT", ADDRESS, NEW).status_code == 428
    assert keeper("PUT", ADDRESS, NEW | {"note": "Yksi"}, if_match=old).status_code == 200
    assert keeper("PUT", ADDRESS, NEW | {"note": "Kaksi"}, if_match=old).status_code == 412


def test_nobody_reports_for_another_organisation(added):
    stranger = caller(Role.REPORTER, "hva-06")
    assert stranger("PUT", "/fulfilments/toinen", NEW).status_code == 403
    assert stranger("DELETE", ADDRESS).status_code == 403


def test_a_day_to_come_is_refused(keeper):
    assert keeper("PUT", ADDRESS, NEW | {"done_on": "2999-01-01"}).status_code in {409, 422}
    assert Caller()("GET", ADDRESS).status_code == 404


def test_a_removed_fulfilment_is_gone(keeper, added):
    assert keeper("DELETE", ADDRESS).status_code == 204
    assert standing("yhteistyoneuvottelu")["state"] == "not_known"
