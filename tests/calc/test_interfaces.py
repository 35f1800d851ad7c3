from dataclasses import replace

import pytest

from yhdyspinta.calc import interfaces as calc
from yhdyspinta.terms.interfaces import (
    Interface,
    InterfaceParty,
    InterfaceState,
    PartyRole,
    Structure,
    WorkPackage,
)
from yhdyspinta.terms.languages import Names

LEADS, TAKES_PART, INFORMED = PartyRole.LEADS, PartyRole.TAKES_PART, PartyRole.INFORMED
BARE = Interface("i", Names("Aihe"), owner="hva-06")
NEEDED, EXISTING = Structure("Ryhmä"), Structure("Foorumi", body="foorumi")


def parties(**roles: PartyRole) -> tuple[InterfaceParty, ...]:
    return tuple(InterfaceParty(code, role) for code, role in roles.items())


def test_the_owner_leads_without_being_named() -> None:
    assert calc.leaders(BARE) == ("hva-06",)
    assert calc.led(BARE).parties == (InterfaceParty("hva-06", LEADS),)


def test_an_owner_that_takes_part_is_made_the_leader_if_nobody_is() -> None:
    own = (InterfaceParty("kunta-609", TAKES_PART), InterfaceParty("hva-06", INFORMED, "Tilat"))
    made = calc.led(replace(BARE, parties=own)).parties
    assert made == (own[0], InterfaceParty("hva-06", LEADS, "Tilat"))


def test_an_owner_keeps_its_role_where_somebody_else_leads() -> None:
    shared = replace(
        BARE, parties=(InterfaceParty("stm", LEADS), InterfaceParty("hva-06", TAKES_PART))
    )
    assert calc.led(shared) == shared
    assert calc.leaders(shared) == ("stm",)


def test_of_several_leaders_the_owner_comes_first() -> None:
    shared = replace(BARE, parties=(InterfaceParty("stm", LEADS), InterfaceParty("hva-06", LEADS)))
    assert calc.leaders(shared) == ("hva-06", "stm")


def test_what_nobody_owns_or_leads_lacks_a_leader() -> None:
    assert calc.lack(replace(BARE, owner=""), agreed=True).leader
    assert not calc.lack(BARE, agreed=True).leader


def test_a_structure_without_a_body_is_missing() -> None:
    found = calc.lack(replace(BARE, structures=(NEEDED, EXISTING)), agreed=False)
    assert found.structures == (NEEDED,)


@pytest.mark.parametrize(
    ("needed", "agreed", "missing"),
    [(True, False, True), (True, True, False), (False, False, False), (None, False, False)],
)
def test_an_agreement_is_missing_only_where_one_is_needed(
    needed: bool | None, agreed: bool, missing: bool
) -> None:
    assert calc.lack(replace(BARE, agreement_needed=needed), agreed=agreed).agreement is missing


def test_an_interface_that_has_ended_lacks_nothing() -> None:
    ended = replace(
        BARE, owner="", state=InterfaceState.ENDED, structures=(NEEDED,), agreement_needed=True
    )
    assert not calc.lack(ended, agreed=False)


def test_interfaces_stand_in_their_packages_by_position_and_loose_ones_last() -> None:
    packages = [WorkPackage("b", Names("B"), position=2), WorkPackage("a", Names("A"), position=1)]
    rows = [
        replace(BARE, code="later", work_package="b", position=2),
        replace(BARE, code="loose"),
        replace(BARE, code="first", work_package="b", position=1),
        replace(BARE, code="hidden", work_package="not-given"),
    ]
    found = calc.grouped(packages, rows)
    assert [each.package.code if each.package else "" for each in found] == ["a", "b", ""]
    assert [[i.code for i in each.interfaces] for each in found] == [
        [],
        ["first", "later"],
        ["hidden", "loose"],
    ]


def test_an_organisations_interfaces_are_those_to_which_it_is_a_party() -> None:
    own = replace(BARE, code="own", parties=parties(kunta=TAKES_PART))
    assert calc.of_organisations([BARE, own], ["kunta", "other"]) == (own,)


def test_the_matrix_holds_each_organisations_role_in_each_interface() -> None:
    one = replace(BARE, code="one", parties=parties(hva=LEADS, kunta=TAKES_PART))
    two = replace(BARE, code="two", parties=parties(kunta=LEADS))
    assert calc.roles([one, two]) == {
        "hva": {"one": LEADS},
        "kunta": {"one": TAKES_PART, "two": LEADS},
    }
