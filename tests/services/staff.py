"""Organisations with people in the database, and the invitations' link of the tests."""

from datetime import UTC, datetime

from tests.people import person
from yhdyspinta.services import people
from yhdyspinta.store.models import Organisation, Roadmap
from yhdyspinta.terms.access import Actor, Role, operator
from yhdyspinta.terms.languages import Language
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.terms.people import Place

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ROOT = operator("root")
PLACE = Place(Role.REPORTER, "hva-06")


def organisations() -> None:
    """Two counties, a ministry and a roadmap."""
    for code, kind in (("hva-06", "county"), ("hva-07", "county"), ("stm", "ministry")):
        Organisation.objects.create(code=code, kind=OrganisationKind(kind), name_fi=f"Nimi {code}")
    Roadmap.objects.create(code="sote", name_fi="Sote")


def joined(name: str, *places: Place) -> Actor:
    """Somebody with an account and roles."""
    email = f"{name.lower()}@example.fi"
    user = people.add(email, name, Language.FI, now=NOW, password="kolme-sanaa-rivissa")
    for place in places:
        people.add_grant(user.pk, place, actor=ROOT, now=NOW)
    grants = user.grants_on(NOW.date())
    return Actor(user.key, user.name, grants, person=user.pk)


def administrator(code: str = "hva-06") -> Actor:
    """An administrator who is not in the database."""
    return person(Role.ADMINISTRATOR, "", number=900, organisation=code)


def link(token: str, language: Language) -> str:
    """Where an invitation leads in these tests."""
    return f"https://example.fi/{language}/{token}"
