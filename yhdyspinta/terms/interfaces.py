"""Interfaces: subjects on which organisations must or choose to work together."""

from dataclasses import dataclass
from enum import StrEnum

from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register import Level


class InterfaceState(StrEnum):
    """How far the cooperation is; an interface begins as a proposal."""

    PROPOSED = "proposed"
    ORGANISING = "organising"
    WORKING = "working"
    ENDED = "ended"


class Ground(StrEnum):
    """Why organisations work together on it."""

    LAW = "law"
    CHOICE = "choice"


class PartyRole(StrEnum):
    """What an organisation is to an interface."""

    LEADS = "leads"
    TAKES_PART = "takes_part"
    INFORMED = "informed"


@dataclass(frozen=True, slots=True)
class WorkPackage:
    """A group of interfaces in one county's cooperation (`area` empty: national)."""

    code: str
    names: Names
    area: str = ""
    owner: str = ""
    position: int = 0
    description: str = ""
    visibility: Visibility = Visibility.PUBLIC
    source: str = ""
    invented: bool = False


@dataclass(frozen=True, slots=True)
class InterfaceParty:
    """An organisation and its role in an interface; `contribution` is its own words on its part."""

    organisation: str
    role: PartyRole
    contribution: str = ""


@dataclass(frozen=True, slots=True)
class Structure:
    """A structure that an interface needs, in the proposal's words; `body` once there is one."""

    text: str
    body: str = ""
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Interface:
    """A subject of cooperation.

    `area` is the county whose cooperation it is (empty: national), `owner` the organisation that
    keeps its shared parts. `partners` are the proposal's own words for whom it concerns,
    `parties` the organisations with their roles. `basis` is the law with its section when
    `ground` is LAW. `agreement_needed` None: not said. `tasks` are codes of the roadmap's tasks.
    """

    code: str
    names: Names
    area: str = ""
    owner: str = ""
    work_package: str = ""
    position: int = 0
    ground: Ground = Ground.CHOICE
    basis: str = ""
    aims: tuple[str, ...] = ()
    population: str = ""
    partners: tuple[str, ...] = ()
    parties: tuple[InterfaceParty, ...] = ()
    structures: tuple[Structure, ...] = ()
    agreement_needed: bool | None = None
    organised_from: Quarter | None = None
    organised_to: Quarter | None = None
    state: InterfaceState = InterfaceState.PROPOSED
    tasks: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    visibility: Visibility = Visibility.PUBLIC
    source: str = ""
    invented: bool = False
