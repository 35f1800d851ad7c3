"""The ground that use cases stand on, and databases that other processes see too."""

import shutil

import pytest
from django.db import connection
from django.utils.translation import override

from tests import register_ground
from tests.services.processes import Database, server_url
from tests.small_roadmap import BANDS, RULE, VALIDITY
from yhdyspinta.store.models import Acting, Area, Band, Organisation, StatusRule
from yhdyspinta.terms.areas import AreaKind
from yhdyspinta.terms.organisations import OrganisationKind

AREAS = {"06": "Satakunta", "07": "Kanta-Häme", "90": "Helsinki", "HUS": "HUS"}
DATED = {"valid_from": VALIDITY.valid_from, "source": "Test", "confidence": "source"}


@pytest.fixture
def ground(db):
    """Four areas, who acts for one of them, and the rules."""
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


@pytest.fixture
def county(db):
    """Two counties, a municipality of the first, and the ministry, with their organisations."""
    register_ground.make()


@pytest.fixture
def english():
    """Say what is refused in English, so that a test can look for its words."""
    with override("en"):
        yield


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    """A SQLite file with tables and nothing in them, to be copied."""
    folder = tmp_path_factory.mktemp("sqlite")
    file = folder / "empty.sqlite3"
    Database(f"sqlite:///{file}", folder).run("migrate")
    return file


@pytest.fixture
def bare(transactional_db, request, tmp_path):
    """A database with tables and nothing in them."""
    if connection.vendor == "postgresql":
        found = Database(server_url(), tmp_path)
    else:
        file = tmp_path / "test.sqlite3"
        shutil.copy(request.getfixturevalue("empty_file"), file)
        found = Database(f"sqlite:///{file}", tmp_path)
    found.run("look")
    return found


@pytest.fixture
def database(bare):
    """A database with the shipped facts."""
    bare.run("load_reference")
    return bare
