"""Who may do what: roles, actions, and the person or token that acts."""

from dataclasses import dataclass
from enum import StrEnum

from yhdyspinta.terms.organisations import OrganisationKind


class Role(StrEnum):
    """What a person is to an organisation, from the least rights to the most."""

    READER = "reader"
    REPORTER = "reporter"
    APPROVER = "approver"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"


class Action(StrEnum):
    """What can be done, and so what a right is asked for. docs/security.md has the table."""

    SEE_PUBLISHED = "see_published"  # published pictures: everybody
    SIGNED_IN = "signed_in"  # one's own account
    SEE_UNPUBLISHED = "see_unpublished"  # an area's reports before publication
    SEE_INTERNAL = "see_internal"  # an area's internal notes, and who reported
    REPORT = "report"  # an area's reports
    APPROVE = "approve"  # an area's reports on its behalf
    RUN_ROUND = "run_round"  # a roadmap's rounds: open, remind, accept, close
    PUBLISH = "publish"  # freeze a roadmap's picture
    IMPORT = "import"  # a sheet for all areas of a roadmap
    KEEP_REGISTER = "keep_register"  # an organisation's part of the cooperation register
    MANAGE_PEOPLE = "manage_people"  # an organisation's people and roles
    MANAGE_TOKENS = "manage_tokens"  # an organisation's tokens
    READ_TRAIL = "read_trail"  # an organisation's part of the trail
    OPERATE = "operate"  # the installation


class Door(StrEnum):
    """Through which door something was done."""

    WEB = "web"
    API = "api"
    COMMAND = "command"
    WORKER = "worker"


class Visibility(StrEnum):
    """Who may read a note: everybody, everybody with a role, or the area and its coordinators."""

    PUBLIC = "public"
    PARTNERS = "partners"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from; kept in the trail."""

    door: Door = Door.COMMAND
    address: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one organisation.

    `areas` are the codes of those that the organisation acts for, `wholes` of those that they
    are parts of (a municipality's county). `roadmap` is set for a coordinator, whose role is
    about that roadmap; an operator has neither organisation nor roadmap.
    """

    role: Role
    organisation: str = ""
    kind: OrganisationKind | None = None
    areas: frozenset[str] = frozenset()
    wholes: frozenset[str] = frozenset()
    roadmap: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a person, a token, a command on the machine, or a visitor (no key).

    `key` is what log and trail keep: `person:17`, `token:4`, or the system user's name. It stays
    when a person's name is erased. `scopes` limits a token (None: not limited).
    """

    key: str = ""
    name: str = ""
    grants: tuple[Grant, ...] = ()
    person: int | None = None
    origin: Origin = Origin()
    scopes: frozenset[str] | None = None

    @property
    def is_visitor(self) -> bool:
        """Tell whether nobody has signed in."""
        return not self.key


VISITOR = Actor()


def operator(name: str, *, origin: Origin = Origin()) -> Actor:
    """Return the actor of a command that somebody runs on the machine itself."""
    return Actor(key=name, name=name, grants=(Grant(Role.OPERATOR),), origin=origin)
