"""The small cast: one person for each role, who acts for whom, and visitors."""

from datetime import UTC, datetime

from django.test import Client

from yhdyspinta.store.models import Grant as GrantRow
from yhdyspinta.store.models import Organisation, Roadmap, User
from yhdyspinta.terms.access import Actor, Grant, Role
from yhdyspinta.terms.organisations import OrganisationKind

COUNTY = OrganisationKind.COUNTY


def person(
    role: Role,
    area: str = "06",
    *,
    number: int = 1,
    organisation: str = "",
    kind: OrganisationKind = COUNTY,
    roadmap: str = "",
    whole: str = "",
) -> Actor:
    """A person with one role in the organisation that acts for an area."""
    grant = Grant(
        role,
        organisation or f"hva-{area}",
        kind,
        frozenset({area} - {""}),
        frozenset({whole} - {""}),
        roadmap,
    )
    return Actor(f"person:{number}", f"Person {number}", (grant,), person=number)


AINO = person(Role.REPORTER)
EERO = person(Role.APPROVER, number=2)
LIISA = person(Role.READER, number=3)
MATTI = person(Role.REPORTER, "07", number=4)  # another area's
STRANGER = Actor("person:9", "Stranger", (), person=9)


def coordinator(roadmap: str) -> Actor:
    """The coordinator of a roadmap, of no area's organisation."""
    return person(
        Role.COORDINATOR,
        "",
        number=5,
        organisation="stm",
        kind=OrganisationKind.MINISTRY,
        roadmap=roadmap,
    )


def sign_in(
    client: Client, role: Role | None, organisation: str = "", *, roadmap: str = ""
) -> User:
    """Make somebody with a role in an organisation (None: with no role) and sign them in."""
    now = datetime(2021, 10, 1, tzinfo=UTC)
    count = User.objects.count()
    user = User.objects.create_user(f"someone{count}@example.fi", name="Some One", joined_at=now)
    if role:
        GrantRow.objects.create(
            user=user,
            role=role,
            organisation=Organisation.objects.get(code=organisation) if organisation else None,
            roadmap=Roadmap.objects.get(code=roadmap) if roadmap else None,
            granted_at=now,
            granted_by="test",
        )
    client.force_login(user, backend="yhdyspinta.web.signin.Backend")
    return user
