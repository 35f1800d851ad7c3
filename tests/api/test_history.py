"""The history of a thing of the register, for whoever may read the thing."""

import pytest

from tests.api.callers import Caller, caller
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")

PLAN = "/plans/uusi-suunnitelma"
HISTORY = "/register/plan/uusi-suunnitelma/history"
NEW = {
    "names": {"fi": "Ikääntyneiden suunnitelma"},
    "kind": "elderly_plan",
    "owner": "hva-08",
    "area": "08",
}


@pytest.fixture
def keeper():
    return caller(Role.REPORTER)


@pytest.fixture
def changed(keeper):
    first = keeper("PUT", PLAN, NEW)
    second = keeper("PUT", PLAN, NEW | {"goals": ["Yksi"]}, if_match=first.headers["ETag"])
    assert second.status_code == 200, second.content
    return second


def test_changes_come_newest_first_with_the_fields_that_differ(changed):
    newest, oldest = Caller()("GET", HISTORY).json()["items"]
    assert (newest["action"], newest["organisation"]) == ("register.change", "hva-08")
    # Who may read it stands beside each change, for what was internal is kept so.
    assert newest["before"] == {"goals": [], "visibility": "public"}
    assert newest["after"] == {"goals": ["Yksi"], "visibility": "public"}
    assert (oldest["action"], oldest["before"]) == ("register.add", None)


def test_a_page_leads_to_the_next(changed):
    first = Caller()("GET", f"{HISTORY}?limit=1")
    second = Caller()("GET", f"{HISTORY}?limit=1&after={first.json()['next']}").json()
    assert 'rel="next"' in first.headers["Link"]
    assert (second["items"][0]["action"], second["next"]) == ("register.add", None)


def test_words_of_a_time_when_it_was_internal_stay_hidden(keeper, changed):
    tag = changed.headers["ETag"]
    hidden = keeper("PUT", PLAN, NEW | {"visibility": "internal"}, if_match=tag)
    assert Caller()("GET", HISTORY).status_code == 404
    tag = hidden.headers["ETag"]
    assert keeper("PUT", PLAN, NEW | {"names": {"fi": "Uusi"}}, if_match=tag).status_code == 200
    [_, while_internal, *_] = Caller()("GET", HISTORY).json()["items"]
    assert while_internal["after"]["hidden"] is True


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/register/plan/none/history", 404),
        ("/register/nothing/x/history", 422),
        (f"{HISTORY}?after=none", 404),
        (f"{HISTORY}?limit=0", 422),
    ],
)
def test_what_is_not_there_has_no_history(changed, address, status):
    assert Caller()("GET", address).status_code == status
