from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.utils.translation import override

from tests.people import AINO, LIISA, MATTI
from tests.services.run_round import on
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import interfaces, work_packages
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store.models import Event
from yhdyspinta.terms.access import VISITOR, Visibility
from yhdyspinta.terms.interfaces import Interface, WorkPackage
from yhdyspinta.terms.languages import Names

pytestmark = pytest.mark.django_db

PACKAGE = WorkPackage("06-hyte", Names("Hyte"), "06", "hva-06", 2, "Kuvaus", source="Kuntaliitto")
INSIDE = Interface("06-aihe", Names("Aihe"), "06", "hva-06", "06-hyte")


@pytest.fixture(autouse=True)
def package(county: None) -> Iterator[None]:
    work_packages.save(PACKAGE, actor=AINO, now=on(1))
    with override("en"):
        yield


def test_a_work_package_is_read_as_it_was_written() -> None:
    assert work_packages.of_area("06", actor=VISITOR) == (PACKAGE,)
    assert work_packages.one("06-hyte", actor=VISITOR) == PACKAGE


def test_packages_stand_in_their_order() -> None:
    work_packages.save(replace(PACKAGE, code="06-a", position=1), actor=AINO, now=on(1))
    assert [each.code for each in work_packages.of_area("06", actor=VISITOR)] == ["06-a", "06-hyte"]


@pytest.mark.parametrize("actor", [VISITOR, LIISA, MATTI])
def test_only_its_owners_people_change_or_remove_a_package(actor: object) -> None:
    with pytest.raises(ForbiddenError):
        work_packages.save(replace(PACKAGE, position=5), actor=actor, now=on(2))  # type: ignore[arg-type]
    with pytest.raises(ForbiddenError):
        work_packages.remove("06-hyte", actor=actor, now=on(2))  # type: ignore[arg-type]


def test_nobody_takes_a_package_over_by_naming_themselves_its_owner() -> None:
    with pytest.raises(ForbiddenError):
        work_packages.save(replace(PACKAGE, owner="hva-07"), actor=MATTI, now=on(2))


def test_nobody_changes_what_they_have_not_seen() -> None:
    work_packages.save(replace(PACKAGE, position=5), actor=AINO, now=on(2))
    with pytest.raises(StaleError):
        work_packages.save(replace(PACKAGE, position=6), actor=AINO, now=on(3), seen=mark(PACKAGE))


def test_what_is_internal_is_not_told_to_others() -> None:
    work_packages.save(replace(PACKAGE, visibility=Visibility.INTERNAL), actor=AINO, now=on(2))
    assert work_packages.of_area("06", actor=MATTI) == ()
    with pytest.raises(RefusedError, match="There is no"):
        work_packages.one("06-hyte", actor=MATTI)


def test_a_package_with_interfaces_is_not_removed_and_does_not_move() -> None:
    interfaces.save(INSIDE, actor=AINO, now=on(2))
    with pytest.raises(RefusedError, match="Interfaces are in this"):
        work_packages.remove("06-hyte", actor=AINO, now=on(3))
    with pytest.raises(RefusedError, match="cannot move"):
        work_packages.save(replace(PACKAGE, area=""), actor=AINO, now=on(3))


def test_a_package_taken_away_stays_in_the_trail() -> None:
    work_packages.remove("06-hyte", actor=AINO, now=on(2))
    assert Event.objects.filter(action="register.remove", subject="work_package:06-hyte").exists()


def test_saving_what_stands_there_already_leaves_no_trace() -> None:
    assert not work_packages.save(PACKAGE, actor=AINO, now=on(2))
    assert not Event.objects.filter(action="register.change").exists()


def test_a_package_without_a_finnish_name_is_refused() -> None:
    with pytest.raises(RefusedError, match="in Finnish"):
        work_packages.save(replace(PACKAGE, names=Names(" ")), actor=AINO, now=on(2))
