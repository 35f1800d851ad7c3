"""Who reads which row: the database and the calculation say the same for everybody."""

from datetime import date

import pytest

from tests import register_ground
from tests.rights import CAST
from yhdyspinta.calc.register import may_read
from yhdyspinta.store.models import Agreement, AgreementParty, Organisation, SharedAim
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.agreements import AgreementKind, AgreementState, Renewal

pytestmark = pytest.mark.django_db

_OWNERS = ("hva-06", "hva-07", "stm")


@pytest.fixture(autouse=True)
def rows(db):
    register_ground.make()
    organisations = {row.code: row for row in Organisation.objects.all()}
    for owner in _OWNERS:
        for visibility in Visibility:
            SharedAim.objects.create(
                code=f"{owner}-{visibility}",
                owner=organisations[owner],
                visibility=visibility,
                name_fi="Aim",
                valid_from=date(2022, 1, 1),
            )


@pytest.mark.parametrize("who", CAST)
def test_the_database_shows_what_the_calculation_allows(who: str) -> None:
    shown = set(SharedAim.objects.readable(CAST[who]).values_list("code", flat=True))
    allowed = {
        f"{owner}-{visibility}"
        for owner in _OWNERS
        for visibility in Visibility
        if may_read(CAST[who], visibility, organisations=[owner])
    }
    assert shown == allowed


def test_a_party_reads_an_agreement_that_is_internal_to_its_parties() -> None:
    by_code = {row.code: row for row in Organisation.objects.all()}
    row = Agreement.objects.create(
        code="a",
        owner=by_code["hva-07"],
        visibility=Visibility.INTERNAL,
        name_fi="A",
        kind=AgreementKind.LEASE,
        state=AgreementState.DRAFT,
        renewal=Renewal.FIXED,
    )
    readers = [name for name in CAST if Agreement.objects.readable(CAST[name]).exists()]
    assert readers == ["operator"]
    AgreementParty.objects.create(agreement=row, position=1, organisation=by_code["stm"])
    readers = [name for name in CAST if Agreement.objects.readable(CAST[name]).exists()]
    assert readers == ["coordinator", "operator"]
