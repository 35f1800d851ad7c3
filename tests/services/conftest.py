"""The ground that use cases stand on: four areas, who acts for one of them, and the rules."""

import pytest

from tests.small_roadmap import BANDS, RULE, VALIDITY
from yhdyspinta.store.models import Acting, Area, Band, Organisation, StatusRule
from yhdyspinta.terms.areas import AreaKind
from yhdyspinta.terms.organisations import OrganisationKind

AREAS = {"06": "Satakunta", "07": "Kanta-Häme", "90": "Helsinki", "HUS": "HUS"}
DATED = {"valid_from": VALIDITY.valid_from, "source": "Test", "confidence": "source"}


@pytest.fixture
def ground(db):
    for code, name in AREAS.items():
        Area.objects.create(code=code, kind=AreaKind.COUNTY, name_fi=name, short_fi=name)
    city = Organisation.objects.create(
        code="091", kind=OrganisationKind.MUNICIPALITY, name_fi="Helsingin kaupunki"
    )
    Acting.objects.create(organisation=city, area=Area.objects.get(code="90"))
    for band in BANDS.bands:
        Band.objects.create(code=band.code, lowest=band.lowest, highest=band.highest, **DATED)
    StatusRule.objects.create(
        late_is_under_way=RULE.late_is_under_way,
        late_is_progressing=RULE.late_is_progressing,
        **DATED,
    )
