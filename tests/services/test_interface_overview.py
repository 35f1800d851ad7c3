from dataclasses import replace
from datetime import date

import pytest

from tests.people import AINO, LIISA, MATTI
from tests.services.run_round import on
from tests.services.test_interfaces import INTERFACE, PORI
from yhdyspinta.services import interface_overview as overview
from yhdyspinta.services import interfaces, places, work_packages
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import VISITOR, Actor, Visibility
from yhdyspinta.terms.interfaces import InterfaceParty, PartyRole, Structure, WorkPackage
from yhdyspinta.terms.languages import Names

pytestmark = pytest.mark.django_db

DAY = date(2022, 6, 1)
OTHER = replace(INTERFACE, code="06-muu", parties=(), agreement_needed=False)


@pytest.fixture(autouse=True)
def interface(county: None) -> None:
    package = WorkPackage("06-opetus", Names("Opetus"), "06", "hva-06")
    work_packages.save(package, actor=AINO, now=on(1))
    interfaces.save(INTERFACE, actor=AINO, now=on(1))
    interfaces.save(OTHER, actor=AINO, now=on(1))


def listed(address: str = "06", actor: Actor = VISITOR) -> overview.Listed:
    return overview.of_place(places.place(address, on=DAY), actor=actor, on=DAY)


def opened(actor: Actor = VISITOR) -> overview.Opened:
    return overview.one(INTERFACE.code, actor=actor, on=DAY)


def agreement(**more: object) -> None:
    """An agreement on the interface, which only its owner's people may read."""
    store.Agreement.objects.create(
        code="sopimus",
        name_fi="Sopimus",
        area=store.Area.objects.get(code="06"),
        owner=store.Organisation.objects.get(code="hva-06"),
        interface=store.Interface.objects.get(code=INTERFACE.code),
        **{"kind": "cooperation", "renewal": "fixed", "visibility": "internal", **more},
    )


def body(code: str, visibility: str) -> None:
    store.Body.objects.create(
        code=code, name_fi="Ryhmä", level="expert", kind="cooperation", visibility=visibility
    )


def test_a_county_lists_its_interfaces_with_what_is_missing() -> None:
    found = listed()
    assert [each.code for each in found.interfaces] == ["06-muu", INTERFACE.code]
    assert found.lacks[INTERFACE.code].agreement
    assert len(found.lacks[INTERFACE.code].structures) == 2
    assert not found.lacks["06-muu"].agreement


def test_a_municipality_lists_those_to_which_it_is_a_party() -> None:
    assert [each.code for each in listed("609").interfaces] == [INTERFACE.code]


def test_an_agreement_in_force_counts_though_it_is_hidden_from_the_reader() -> None:
    agreement(state="in_force")
    assert not listed().lacks[INTERFACE.code].agreement
    assert (opened().agreements, opened().lack.agreement) == ((), False)
    assert [each.code for each in opened(AINO).agreements] == ["sopimus"]


@pytest.mark.parametrize("state", ["draft", "ended"])
def test_an_agreement_that_does_not_hold_is_missing(state: str) -> None:
    agreement(state=state)
    assert listed().lacks[INTERFACE.code].agreement


def test_an_agreement_that_has_run_out_is_missing() -> None:
    agreement(state="in_force", ends_on=date(2022, 5, 31))
    assert opened().lack.agreement


def test_organisations_are_named_with_the_area_that_they_act_for() -> None:
    assert listed().organisations["kunta-609"] == overview.Acting(Names("Pori"), "609")


@pytest.mark.parametrize(("actor", "may"), [(AINO, True), (PORI, True), (LIISA, False)])
def test_who_keeps_a_part_of_the_register_may_add(actor: Actor, may: bool) -> None:
    assert listed(actor=actor).may_add is may


def test_nobody_adds_to_another_countys_cooperation() -> None:
    assert not listed(actor=MATTI).may_add
    assert not listed().may_add


def test_a_body_that_is_hidden_is_not_named_though_the_structure_exists() -> None:
    body("avoin", "public")
    body("salainen", "internal")
    structures = (Structure("Ryhmä", "avoin"), Structure("Toinen", "salainen"))
    interfaces.save(replace(INTERFACE, structures=structures), actor=AINO, now=on(2))
    assert set(opened().bodies) == {"avoin"}
    assert opened().lack.structures == ()


def test_a_body_that_says_it_works_on_the_interface_is_there_too() -> None:
    body("avoin", "public")
    row = store.Body.objects.get(code="avoin")
    row.interfaces.add(store.Interface.objects.get(code=INTERFACE.code))
    assert set(opened().bodies) == {"avoin"}


def test_plans_and_phenomena_are_those_that_the_reader_may_read() -> None:
    shared = {"interface": store.Interface.objects.get(code=INTERFACE.code)}
    owner = store.Organisation.objects.get(code="hva-06")
    store.Plan.objects.create(
        code="p", name_fi="P", kind="other", state="approved", owner=owner, **shared
    )
    store.Phenomenon.objects.create(
        code="i", title="I", noticed_on=DAY, owner=owner, visibility="internal", **shared
    )
    assert ([each.code for each in opened().plans], opened().phenomena) == (["p"], ())
    assert [each.code for each in opened(AINO).phenomena] == ["i"]


@pytest.mark.parametrize(
    ("actor", "edits", "own"),
    [
        (VISITOR, False, set()),
        (AINO, True, {"hva-06"}),
        (PORI, False, {"kunta-609"}),
        (MATTI, False, set()),
    ],
)
def test_each_writes_their_own_part(actor: Actor, edits: bool, own: set[str]) -> None:
    assert opened(actor).may_edit is edits
    assert set(opened(actor).own) == own


def test_what_is_hidden_is_not_there() -> None:
    hidden = replace(INTERFACE, visibility=Visibility.INTERNAL)
    interfaces.save(hidden, actor=AINO, now=on(2))
    with pytest.raises(RefusedError):
        opened(MATTI)


def test_bodies_to_choose_are_the_countys_and_the_nations() -> None:
    body("kansallinen", "public")
    body("toisen", "public")
    store.Body.objects.filter(code="toisen").update(area=store.Area.objects.get(code="07"))
    assert set(overview.choices_of_bodies("06", actor=AINO)) == {"kansallinen"}


def test_the_queries_do_not_grow_with_the_interfaces(
    django_assert_max_num_queries: object,
) -> None:
    parties = (*INTERFACE.parties, InterfaceParty("stm", PartyRole.INFORMED))
    for number in range(30):
        more = replace(INTERFACE, code=f"06-{number}", parties=parties)
        interfaces.save(more, actor=AINO, now=on(1))
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        assert len(listed(actor=AINO).interfaces) == 32
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        assert opened(AINO).interface == INTERFACE
