from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.utils.translation import override

from tests.people import AINO, LIISA, MATTI, person
from tests.services.run_round import on
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import interfaces, work_packages
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import VISITOR, Actor, Role, Visibility, operator
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.interfaces import (
    Ground,
    Interface,
    InterfaceParty,
    InterfaceState,
    PartyRole,
    Structure,
    WorkPackage,
)
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.terms.register import Level

pytestmark = pytest.mark.django_db

CODE = "06-opiskeluhuolto"
PORI = person(
    Role.REPORTER, "609", number=6, organisation="kunta-609", kind=OrganisationKind.MUNICIPALITY
)
INTERFACE = Interface(
    CODE,
    Names("Opiskeluhuolto", "Elevhälsa"),
    "06",
    "hva-06",
    "06-opetus",
    position=3,
    ground=Ground.LAW,
    basis="1287/2013 § 13 a",
    aims=("Suunnitelma", "Seuranta"),
    population="Oppijat",
    partners=("Kuntien ohjausryhmät",),
    parties=(
        InterfaceParty("hva-06", PartyRole.LEADS),
        InterfaceParty("kunta-609", PartyRole.TAKES_PART),
    ),
    structures=(Structure("Yhteistyöryhmä", level=Level.EXPERT), Structure("Johtoryhmä")),
    agreement_needed=True,
    organised_from=Quarter(2022, 3),
    organised_to=Quarter(2022, 4),
    state=InterfaceState.ORGANISING,
    indicators=("Psykologit / 1 000 oppilasta",),
    source="Kuntaliitto 9.12.2021",
)


@pytest.fixture(autouse=True)
def interface(county: None) -> Iterator[None]:
    package = WorkPackage("06-opetus", Names("Opetus"), "06", "hva-06")
    work_packages.save(package, actor=AINO, now=on(1))
    interfaces.save(INTERFACE, actor=AINO, now=on(1))
    with override("en"):
        yield


def stored(actor: Actor = VISITOR) -> Interface:
    return interfaces.one(CODE, actor=actor)


def refused(wanted: Interface, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        interfaces.save(wanted, actor=AINO, now=on(2))
    assert stored() == INTERFACE


def test_an_interface_is_read_as_it_was_written() -> None:
    assert stored() == INTERFACE
    assert interfaces.of_area("06", actor=VISITOR) == (INTERFACE,)
    assert interfaces.of_area("", actor=VISITOR) == ()


def test_the_owner_leads_without_being_named() -> None:
    interfaces.save(replace(INTERFACE, parties=()), actor=AINO, now=on(2))
    assert stored().parties == (InterfaceParty("hva-06", PartyRole.LEADS),)


def test_saving_what_stands_there_already_leaves_no_trace() -> None:
    turned = replace(INTERFACE, parties=INTERFACE.parties[::-1])
    assert not interfaces.save(turned, actor=AINO, now=on(2))
    assert not store.Event.objects.filter(action="register.change").exists()


@pytest.mark.parametrize("actor", [VISITOR, LIISA, MATTI, PORI])
def test_only_its_owners_people_change_or_remove_the_shared_parts(actor: Actor) -> None:
    with pytest.raises(ForbiddenError):
        interfaces.save(replace(INTERFACE, population="Muut"), actor=actor, now=on(2))
    with pytest.raises(ForbiddenError):
        interfaces.remove(CODE, actor=actor, now=on(2))
    assert stored() == INTERFACE


def test_nobody_takes_an_interface_over_by_naming_themselves_its_owner() -> None:
    with pytest.raises(ForbiddenError):
        interfaces.save(replace(INTERFACE, owner="kunta-609"), actor=PORI, now=on(2))


def test_an_operator_keeps_what_no_organisation_owns_but_somebody_has_to_lead_it() -> None:
    own = replace(INTERFACE, code="kansallinen", area="", owner="", work_package="", parties=())
    with pytest.raises(RefusedError, match="which organisation leads"):
        interfaces.save(own, actor=operator("ylläpito"), now=on(2))
    led = replace(own, parties=(InterfaceParty("stm", PartyRole.LEADS),))
    assert interfaces.save(led, actor=operator("ylläpito"), now=on(2))


def test_nobody_changes_what_they_have_not_seen() -> None:
    seen = mark(stored())
    interfaces.save(replace(INTERFACE, population="Muut"), actor=AINO, now=on(2), seen=seen)
    with pytest.raises(StaleError):
        interfaces.save(INTERFACE, actor=AINO, now=on(3), seen=seen)


def test_structures_and_parties_are_replaced_in_place() -> None:
    structures = dict(store.Structure.objects.values_list("position", "pk"))
    parties = dict(store.InterfaceParty.objects.values_list("organisation__code", "pk"))
    changed = replace(
        INTERFACE,
        structures=(Structure("Muu ryhmä"),),
        parties=(*INTERFACE.parties, InterfaceParty("stm", PartyRole.INFORMED)),
    )
    interfaces.save(changed, actor=AINO, now=on(2))
    assert stored() == changed
    assert store.Structure.objects.get().pk == structures[0]
    kept = store.InterfaceParty.objects.get(organisation__code="kunta-609")
    assert kept.pk == parties["kunta-609"]


def test_tasks_are_tied_by_their_code() -> None:
    roadmap = store.Roadmap.objects.create(code="tiekartta", name_fi="Tiekartta")
    theme = store.Theme.objects.create(roadmap=roadmap, code="t", position=1, name_fi="T")
    subarea = store.Subarea.objects.create(theme=theme, code="A", position=1, name_fi="A")
    facts = {"roadmap": roadmap, "subarea": subarea, "position": 1, "due_quarter": "2022-Q1"}
    store.Task.objects.create(code="t-A01", **facts)
    interfaces.save(replace(INTERFACE, tasks=("t-A01",)), actor=AINO, now=on(2))
    assert stored().tasks == ("t-A01",)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"code": CODE, "names": Names(" ")}, "in Finnish"),
        ({"names": Names("x" * 301)}, "too long"),
        ({"basis": ""}, "which law"),
        ({"organised_from": Quarter(2023, 1)}, "comes before"),
        ({"tasks": ("ei-ole",)}, "no task “ei-ole”"),
        ({"work_package": "ei-ole"}, "ei-ole"),
        ({"area": "07"}, "another area"),
        ({"parties": (InterfaceParty("ei-ole", PartyRole.LEADS),)}, "no organisation “ei-ole”"),
        ({"parties": INTERFACE.parties * 2}, "only once"),
        ({"structures": (Structure(" "),)}, "which structure"),
        ({"structures": (Structure("Ryhmä", body="ei-ole"),)}, "ei-ole"),
        ({"aims": ("x" * 10_001,)}, "too long"),
    ],
)
def test_what_is_not_whole_is_refused_and_nothing_changes(
    changed: dict[str, object], words: str
) -> None:
    refused(replace(INTERFACE, **changed), words)  # type: ignore[arg-type]


def test_a_code_that_could_not_stand_in_an_address_is_refused() -> None:
    with pytest.raises(RefusedError, match="cannot be a code"):
        interfaces.save(replace(INTERFACE, code="Äiti/1"), actor=AINO, now=on(2))


def test_a_party_writes_its_own_contribution_and_the_trail_keeps_it() -> None:
    assert interfaces.contribute(CODE, "kunta-609", " Tilat ", actor=PORI, now=on(2))
    assert stored().parties[1].contribution == "Tilat"
    event = store.Event.objects.get(action="register.change")
    assert (event.subject, set(event.details["after"])) == (
        f"interface:{CODE}",
        {"parties", "visibility"},
    )


@pytest.mark.parametrize("actor", [VISITOR, AINO, MATTI])
def test_nobody_else_writes_a_partys_contribution(actor: Actor) -> None:
    with pytest.raises(ForbiddenError):
        interfaces.contribute(CODE, "kunta-609", "Sanoja", actor=actor, now=on(2))


def test_the_leader_keeps_the_contributions_and_cannot_write_others() -> None:
    interfaces.contribute(CODE, "kunta-609", "Tilat", actor=PORI, now=on(2))
    with pytest.raises(ForbiddenError, match="Only its own people"):
        interfaces.save(INTERFACE, actor=AINO, now=on(3))
    interfaces.save(replace(stored(), population="Muut"), actor=AINO, now=on(3))
    assert stored().parties[1].contribution == "Tilat"


def test_a_contribution_that_somebody_has_changed_meanwhile_is_not_overwritten() -> None:
    seen = mark(stored().parties[1])
    interfaces.contribute(CODE, "kunta-609", "Tilat", actor=PORI, now=on(2), seen=seen)
    with pytest.raises(StaleError):
        interfaces.contribute(CODE, "kunta-609", "Muuta", actor=PORI, now=on(3), seen=seen)


def test_another_partys_words_do_not_make_ones_own_stale() -> None:
    seen = mark(stored().parties[1])
    interfaces.contribute(CODE, "hva-06", "Psykologit", actor=AINO, now=on(2))
    assert interfaces.contribute(CODE, "kunta-609", "Tilat", actor=PORI, now=on(3), seen=seen)


def test_who_is_no_party_contributes_nothing() -> None:
    with pytest.raises(RefusedError, match="no party"):
        interfaces.contribute(CODE, "hva-07", "Sanoja", actor=MATTI, now=on(2))


def test_what_is_internal_is_read_by_its_parties_only() -> None:
    interfaces.save(replace(INTERFACE, visibility=Visibility.INTERNAL), actor=AINO, now=on(2))
    assert stored(PORI).code == CODE
    assert interfaces.of_area("06", actor=MATTI) == ()
    with pytest.raises(RefusedError, match="There is no"):
        stored(MATTI)


def test_an_interface_taken_away_stays_in_the_trail() -> None:
    interfaces.remove(CODE, actor=AINO, now=on(2))
    assert interfaces.of_area("06", actor=VISITOR) == ()
    assert store.Event.objects.get(action="register.remove").details["before"]["code"] == CODE


def test_an_interface_to_which_something_points_is_not_removed() -> None:
    row = store.Interface.objects.get(code=CODE)
    store.Plan.objects.create(
        code="suunnitelma", name_fi="Suunnitelma", kind="other", state="approved", interface=row
    )
    with pytest.raises(RefusedError, match="suunnitelma"):
        interfaces.remove(CODE, actor=AINO, now=on(2))


def test_a_countys_interfaces_take_four_queries_however_many_they_are(
    django_assert_num_queries: object,
) -> None:
    for number in range(30):
        interfaces.save(replace(INTERFACE, code=f"06-{number}"), actor=AINO, now=on(1))
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert len(interfaces.of_area("06", actor=VISITOR)) == 31
