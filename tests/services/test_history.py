from dataclasses import replace
from datetime import date

import pytest

from tests.people import AINO, LIISA, MATTI, sign_in
from tests.services.run_round import on
from yhdyspinta.services import history, shared_aims
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import VISITOR, Actor, Role, Visibility
from yhdyspinta.terms.history import Reference
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register import RegisterKind
from yhdyspinta.terms.shared_aims import SharedAim

pytestmark = pytest.mark.django_db
AIM = SharedAim("06-aim", "06", "hva-06", Names("Asukkaan hyväksi"), date(2022, 1, 1))
KIND = RegisterKind.SHARED_AIM


@pytest.fixture(autouse=True)
def _changed(county: None) -> None:
    shared_aims.save(AIM, actor=AINO, now=on(1))
    shared_aims.save(replace(AIM, names=Names("Lasten hyväksi")), actor=AINO, now=on(2))


def _readers(visibility: Visibility) -> list[Actor]:
    store.SharedAim.objects.update(visibility=visibility)
    found = []
    for actor in (VISITOR, MATTI, LIISA):
        try:
            history.of(KIND, AIM.code, actor=actor)
        except RefusedError:
            continue
        found.append(actor)
    return found


def test_changes_come_newest_first_with_what_stood_before() -> None:
    newest, oldest = history.of(KIND, AIM.code, actor=VISITOR).events
    assert newest.details["before"]["names"]["fi"] == "Asukkaan hyväksi"
    assert oldest.action == "register.add"


def test_another_things_changes_are_not_among_them() -> None:
    shared_aims.save(replace(AIM, code="06-aim-2"), actor=AINO, now=on(3))
    assert len(history.of(KIND, AIM.code, actor=VISITOR).events) == 2


def test_whoever_may_read_the_thing_reads_its_history() -> None:
    assert _readers(Visibility.PUBLIC) == [VISITOR, MATTI, LIISA]
    assert _readers(Visibility.PARTNERS) == [MATTI, LIISA]
    assert _readers(Visibility.INTERNAL) == [LIISA]


def test_a_persons_name_is_told_to_people_of_their_organisation_only(client: object) -> None:
    user = sign_in(client, Role.REPORTER, "hva-06")  # type: ignore[arg-type]
    aino = replace(AINO, key=f"person:{user.pk}", person=user.pk)
    shared_aims.save(replace(AIM, names=Names("Perheiden hyväksi")), actor=aino, now=on(3))
    people = {who: history.of(KIND, AIM.code, actor=who).people for who in (VISITOR, MATTI, LIISA)}
    assert [bool(each) for each in people.values()] == [False, False, True]


def test_codes_come_with_their_names() -> None:
    names = history.of(KIND, AIM.code, actor=VISITOR).names
    assert names[Reference.ORGANISATION, "hva-06"].fi == _named("hva-06")
    assert names[Reference.AREA, "06"].fi == "Satakunta"


def _named(code: str) -> str:
    return store.Organisation.objects.get(code=code).name_fi


def test_network_addresses_are_never_told() -> None:
    events = history.of(KIND, AIM.code, actor=LIISA).events
    assert {(each.address, each.request) for each in events} == {("", "")}


def test_what_is_not_there_has_no_history() -> None:
    with pytest.raises(RefusedError):
        history.of(KIND, "none", actor=AINO)


def test_a_history_costs_few_queries(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        history.of(KIND, AIM.code, actor=LIISA)
