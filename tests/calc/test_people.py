"""Who may give which role, who may erase whom, and which claims hold what."""

import pytest

from tests.people import AINO, STRANGER, coordinator, person
from yhdyspinta.calc.people import claimed, may_erase, may_grant
from yhdyspinta.terms.access import Actor, Role, operator

PAULA = person(Role.ADMINISTRATOR, number=6)
ROOT = operator("root")


@pytest.mark.parametrize("role", list(Role))
def test_an_operator_gives_every_role(role):
    assert may_grant(ROOT, role, "" if role is Role.OPERATOR else "hva-06")


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.READER, True),
        (Role.REPORTER, True),
        (Role.APPROVER, True),
        (Role.ADMINISTRATOR, True),
        (Role.COORDINATOR, False),
        (Role.OPERATOR, False),
    ],
)
def test_an_administrator_gives_the_roles_of_the_own_organisation(role, allowed):
    assert may_grant(PAULA, role, "hva-06") is allowed


@pytest.mark.parametrize("organisation", ["hva-07", ""])
def test_an_administrator_gives_nothing_elsewhere(organisation):
    assert not may_grant(PAULA, Role.READER, organisation)


@pytest.mark.parametrize("actor", [AINO, STRANGER, coordinator("sote"), Actor()])
def test_others_give_nothing(actor):
    assert not may_grant(actor, Role.READER, "hva-06")


def test_a_token_gives_nothing():
    token = Actor("token:1", "T", PAULA.grants, person=6, scopes=frozenset({"read", "report"}))
    assert not may_grant(token, Role.READER, "hva-06")


@pytest.mark.parametrize(
    ("actor", "held", "allowed"),
    [
        (AINO, ["hva-06"], True),  # herself
        (ROOT, [], True),
        (PAULA, ["hva-06"], True),
        (PAULA, ["hva-06", "hva-07"], False),
        (PAULA, [""], False),  # an operator
        (PAULA, [], False),
        (STRANGER, ["hva-06"], False),
    ],
)
def test_a_person_is_erased_by_oneself_or_by_who_looks_after_all_the_roles(actor, held, allowed):
    assert may_erase(actor, 1, held) is allowed


@pytest.mark.parametrize(
    ("claims", "claim", "found"),
    [
        ({"groups": ["a", "b"]}, "groups", True),
        ({"groups": ["b"]}, "groups", False),
        ({"groups": "a"}, "groups", True),
        ({"groups": "ab"}, "groups", False),
        ({"realm_access": {"roles": ["a"]}}, "realm_access.roles", True),
        ({"https://x.example/roles": ["a"]}, "https://x.example/roles", True),
        ({"realm_access": "a"}, "realm_access.roles", False),
        ({"a": {"a": 1}}, "a", False),
        ({}, "groups", False),
    ],
)
def test_a_claim_holds_a_value_whole_or_in_a_list(claims, claim, found):
    assert claimed(claims, claim, "a") is found
