"""The command `people`: the first operator, roles, claims, erasing."""

import re

import pytest

from tests.services.staff import PLACE, joined, organisations
from yhdyspinta.store.models import ClaimRule, Grant, Invitation, User
from yhdyspinta.terms.access import Role
from yhdyspinta.terms.people import Place


@pytest.fixture(autouse=True)
def staffed(db):
    organisations()


def test_the_first_operators_link_is_printed(command, client):
    done = command("people", "add", "oona@example.fi", "--role", "operator", "--to-language", "en")
    [path] = re.findall(r"http://localhost:8000(/en/account/invitations/\S+)", done.out)
    given = {"name": "Oona", "password1": "kolme-sanaa-rivissa"}
    client.post(path, {**given, "password2": given["password1"]})
    assert Grant.objects.get().role == "operator"


def test_a_role_is_given_listed_by_its_number_and_ended(command):
    joined("Aino")
    given = ("--role", "reporter", "--organisation", "hva-06")
    assert command("people", "grant", "aino@example.fi", *given).status == 0
    number = Grant.objects.get().pk
    assert re.search(rf"{number}  reporter  hva-06", command("people", "list").out)
    assert command("people", "end", str(number)).status == 0
    assert Grant.objects.get().ended_by != ""


def test_the_last_administrator_is_ended_only_when_told_so(command):
    joined("Paula", Place(Role.ADMINISTRATOR, "hva-06"))
    number = str(Grant.objects.get().pk)
    assert command("people", "end", number).status == 1
    assert command("people", "end", number, "--last").status == 0


def test_rules_for_claims_are_added_listed_and_removed(command):
    given = ("pirha", "groups", "g1", "--role", "reader", "--organisation", "hva-06")
    assert command("people", "claim", *given).status == 0
    assert "pirha  groups=g1  reader  hva-06" in command("people", "claims").out
    command("people", "claims", "--remove", str(ClaimRule.objects.get().pk))
    assert not ClaimRule.objects.exists()


def test_a_person_is_erased(command):
    joined("Aino", PLACE)
    assert command("people", "erase", "aino@example.fi").status == 0
    assert User.objects.get().name == ""


def test_who_has_no_role_for_long_is_erased(command, settings):
    joined("Aino")
    settings.KEEP_PEOPLE_DAYS = 0
    assert "erased: 1" in command("people", "tidy").out


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("grant", "nobody@example.fi", "--role", "operator"), 2),
        (("add", "a@example.fi", "--role", "reader"), 1),
        (("add", "a@example.fi", "--role", "king"), 2),
        (("end", "4711"), 1),
        (("claims", "--remove", "4711"), 1),
    ],
)
def test_what_cannot_be_done_is_refused(command, arguments, status):
    assert command("people", *arguments).status == status
    assert not Invitation.objects.exists()
