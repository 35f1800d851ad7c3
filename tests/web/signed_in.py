"""People with a role, signed in for a test; made in the test's own transaction."""

from datetime import UTC, datetime

from django.test import Client

from yhdyspinta.store.models import Grant, Organisation, Roadmap, User
from yhdyspinta.terms.access import Role

_NOW = datetime(2021, 11, 2, tzinfo=UTC)


def person(role: Role | None, area: str = "06", *, name: str = "Aino Aalto") -> User:
    """Add a person with a role in the organisation that acts for an area, or with none."""
    email = f"{name.lower().replace(' ', '.')}@example.org"
    user = User.objects.create_user(email, name=name, joined_at=_NOW)
    if role is None:
        return user
    roadmap = Roadmap.objects.get(code="sote-2021") if role is Role.COORDINATOR else None
    organisation = Organisation.objects.filter(areas__code=area).order_by("code").first()
    Grant.objects.create(
        user=user,
        role=role,
        organisation=organisation,
        roadmap=roadmap,
        granted_at=_NOW,
        granted_by="test",
    )
    return user


def client_of(user: User) -> Client:
    """Sign a person in."""
    client = Client()
    client.force_login(user, backend="yhdyspinta.web.signin.Backend")
    return client
