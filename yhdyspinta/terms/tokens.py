"""Tokens: what lets a program act for a person, or for an organisation with one role."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from yhdyspinta.terms.access import Role


class TokenScope(StrEnum):
    """What a token may be used for; `calc.access.SCOPES` has each one's actions."""

    READ = "read"
    REPORT = "report"
    APPROVE = "approve"
    REGISTER = "register"
    ROUNDS = "rounds"
    TRAIL = "trail"
    PEOPLE = "people"


# The roles that an organisation's own token can have, and the scopes that are of use with each.
ORGANISATION_SCOPES: Mapping[Role, frozenset[TokenScope]] = {
    Role.READER: frozenset({TokenScope.READ, TokenScope.TRAIL}),
    Role.REPORTER: frozenset(
        {TokenScope.READ, TokenScope.REPORT, TokenScope.REGISTER, TokenScope.TRAIL}
    ),
}
MOST_DAYS = 365
"""How long a token can live."""


@dataclass(frozen=True, slots=True)
class NewToken:
    """What a new token is to be: the person's own, or an organisation's with a role."""

    name: str
    scopes: frozenset[TokenScope]
    days: int = 90
    organisation: str = ""
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is shown: everything but the secret, of which only `hint` is left.

    `owner` is the key of a person (`person:17`), else empty and `organisation` is the code.
    """

    number: int
    name: str
    hint: str
    scopes: tuple[TokenScope, ...]
    created_at: datetime
    created_by: str
    expires_at: datetime
    owner: str = ""
    organisation: str = ""
    role: Role | None = None
    revoked_at: datetime | None = None
    used_on: date | None = None

    def is_alive(self, *, now: datetime) -> bool:
        """Tell whether it is neither revoked nor expired."""
        return self.revoked_at is None and now < self.expires_at
