"""People with tokens, and a client that uses them."""

import json
from collections.abc import Iterable
from typing import Any

from django.test import Client
from django.utils import timezone

from yhdyspinta.services import tokens
from yhdyspinta.store.models import Grant, Organisation, Roadmap, User
from yhdyspinta.terms.access import Actor, Role
from yhdyspinta.terms.tokens import NewToken, TokenScope

ROOT = "/api/v1"
ROADMAP = "sote-2021"
ALL = frozenset(TokenScope)
# The interface reads the clock itself, so its tokens must be of today.
TODAY = timezone.localdate()  # noqa: TID251 - see above
NOW = timezone.now()  # noqa: TID251 - see above


def person(role: Role, organisation: str = "hva-08") -> User:
    """A person with a role, in the database; the coordinator's is about the demo's roadmap."""
    number = User.objects.count() + 1
    user = User.objects.create(
        email=f"person{number}@example.org", name=f"Henkilö {number}", joined_at=NOW
    )
    is_coordinator = role is Role.COORDINATOR
    Grant.objects.create(
        user=user,
        role=role,
        organisation=None
        if role is Role.OPERATOR
        else Organisation.objects.get(code="stm" if is_coordinator else organisation),
        roadmap=Roadmap.objects.get(code=ROADMAP) if is_coordinator else None,
        granted_at=NOW,
        granted_by="test",
    )
    return user


def secret_of(user: User, scopes: Iterable[TokenScope] = ALL) -> str:
    """A new token of a person: its secret."""
    grants = user.grants_on(TODAY)
    actor = Actor(user.key, user.name, grants, person=user.pk)
    return tokens.add(NewToken("Testi", frozenset(scopes)), actor=actor, now=NOW)[1]


class Caller:
    """A program with a token (or none), which speaks JSON."""

    def __init__(self, secret: str = "") -> None:
        self.secret = secret
        # A name that is allowed in the tests and in a process of its own.
        self.client = Client(SERVER_NAME="localhost")

    def __call__(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        """Send a request below /api/v1; header names are written with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            sent["authorization"] = f"Bearer {self.secret}"
        sent.setdefault("accept-language", "en")
        data = b"" if body is None else json.dumps(body).encode()
        return self.client.generic(
            method, f"{ROOT}{address}", data, "application/json", headers=sent
        )


def caller(role: Role, organisation: str = "hva-08", *, scopes: Iterable[TokenScope] = ALL) -> Any:
    """A program with a new person's token."""
    return Caller(secret_of(person(role, organisation), scopes))
