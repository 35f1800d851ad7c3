"""People as lists show them: who holds which role, who has been invited."""

from dataclasses import dataclass
from datetime import datetime

from yhdyspinta.terms.access import Role
from yhdyspinta.terms.languages import Language, Names


@dataclass(frozen=True, slots=True)
class Place:
    """What a role is about: an organisation, and for a coordinator a roadmap; codes."""

    role: Role
    organisation: str = ""
    roadmap: str = ""


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One role of a person, in force."""

    grant: int
    place: Place
    since: datetime
    by: str
    from_claim: bool


@dataclass(frozen=True, slots=True)
class Person:
    """A person with the roles in force that were asked for."""

    id: int
    name: str
    email: str
    language: Language
    is_active: bool
    is_demo: bool
    roles: tuple[HeldRole, ...]
    last_signed_in: datetime | None


@dataclass(frozen=True, slots=True)
class Staff:
    """An organisation with how many people and administrators it has."""

    code: str
    names: Names
    people: int
    administrators: int


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that can still be taken."""

    id: int
    email: str
    place: Place
    language: Language
    invited_at: datetime
    invited_by: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """A claim of an identity provider that gives a role; `id` is 0 until it is stored."""

    provider: str
    claim: str
    value: str
    place: Place
    id: int = 0
