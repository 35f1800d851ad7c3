"""Every operation has a rule, and no right is given without it."""

import pytest

from tests.api.callers import Caller, caller
from tests.rights import allowed
from yhdyspinta.api import rights, schema
from yhdyspinta.terms.access import Action, Role
from yhdyspinta.terms.tokens import TokenScope


def operations():
    for path, methods in schema.document()["paths"].items():
        for method, operation in methods.items():
            yield operation["operationId"], method.upper(), path.removeprefix("/api/v1")


CLOSED = [each for each in operations() if rights.RULES[each[0]] is not Action.SEE_PUBLISHED]
# A token of any scope may look at itself.
SCOPED = [each for each in CLOSED if rights.RULES[each[0]] is not Action.SIGNED_IN]
FILLED = {
    "{round}": "2021-11",
    "{area}": "08",
    "{number}": "1",
    "{code}": "hva-08",
}


def address(path):
    for name, value in FILLED.items():
        path = path.replace(name, value)
    return path


def test_the_table_of_rules_names_exactly_the_operations_that_there_are():
    assert {name for name, _, _ in operations()} == set(rights.RULES)


def test_only_reading_is_public():
    for name, method, _ in operations():
        assert method == "GET" or rights.RULES[name] is not Action.SEE_PUBLISHED


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("name", "method", "path"), CLOSED, ids=[each[0] for each in CLOSED])
def test_what_is_not_public_asks_a_visitor_for_a_token(name, method, path):
    assert Caller()(method, address(path)).status_code == 401


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("name", "method", "path"), SCOPED, ids=[each[0] for each in SCOPED])
def test_a_token_without_the_scope_is_refused_before_its_body_is_read(name, method, path):
    scope = rights.scope_for(rights.RULES[name])
    others = set(TokenScope) - {scope}
    for role in (Role.REPORTER, Role.COORDINATOR, Role.OPERATOR):
        answer = caller(role, scopes=others)(method, address(path))
        assert (answer.status_code, answer.json()["status"]) == (403, 403)
        assert f'scope="{scope}"' in answer.headers["WWW-Authenticate"]


# The matrix's people as tokens of every scope: role and organisation.
AS = {
    "reader": (Role.READER, "hva-08"),
    "reporter": (Role.REPORTER, "hva-08"),
    "approver": (Role.APPROVER, "hva-08"),
    "administrator": (Role.ADMINISTRATOR, "hva-08"),
    "municipality": (Role.READER, "kunta-837"),
    "ministry": (Role.READER, "vm"),
    "coordinator": (Role.COORDINATOR, "stm"),
    "operator": (Role.OPERATOR, ""),
}
# What an operation's body needs, so that it comes as far as the use case.
BODIES = {
    "changeCells": {
        "changes": [
            {"task": "ict-A01", "status": "done", "note": "", "visibility": "public", "seen": 0}
        ]
    },
    "grantExtension": {"until": "2099-12-31", "reason": "Loma"},
    "takeBackSubmission": {"comment": "Puuttuu"},
    "returnSubmission": {"comment": "Puuttuu"},
}
# Of another area of the same roadmap: what the use case refuses, whatever the guard let through.
ELSEWHERE = [each for each in SCOPED if "{area}" in each[2]]


def let_in(method, path, body=None):
    return {
        name
        for name, (role, organisation) in AS.items()
        if caller(role, organisation)(method, path, body).status_code != 403
    }


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("name", "method", "path"), SCOPED, ids=[each[0] for each in SCOPED])
def test_an_operation_is_for_those_in_the_matrix(name, method, path):
    action = rights.RULES[name]
    expected = allowed(action, own=True) & set(AS)
    if action is Action.KEEP_REGISTER:
        # A coordinator keeps the part of the organisation that it coordinates for.
        expected |= {"coordinator"}
    if action is Action.READ_TRAIL:
        # Everybody with a role reads the part that is about their own organisation.
        expected = set(AS)
    assert let_in(method, address(path)) == expected


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("name", "method", "path"), ELSEWHERE, ids=[each[0] for each in ELSEWHERE])
def test_another_areas_operation_is_for_those_in_the_matrix(name, method, path):
    action = rights.RULES[name]
    # Both areas are in the coordinator's roadmap.
    expected = allowed(action, own=action is Action.RUN_ROUND) & set(AS)
    assert let_in(method, address(path.replace("{area}", "06")), BODIES.get(name)) == expected
