"""Search over everything: what can be found, where it stands, and what was asked and found."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.languages import Names


class SearchKind(StrEnum):
    """What can be found: the register's kinds by their own codes, and nouns beside them."""

    INTERFACE = "interface"
    BODY = "body"
    MEETING = "meeting"
    AGREEMENT = "agreement"
    PLAN = "plan"
    PHENOMENON = "phenomenon"
    DUTY = "duty"
    FULFILMENT = "fulfilment"
    CLOCK_EVENT = "clock_event"
    SHARED_AIM = "shared_aim"
    WORK_PACKAGE = "work_package"
    AREA = "area"
    ORGANISATION = "organisation"
    THEME = "theme"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found, before its words are taken apart.

    `area` is the county whose cooperation it is (empty: national), `organisations` are those who
    read it when it is internal. `on` is the day by which people know it, if it has one.
    """

    kind: SearchKind
    code: str
    title: Names
    text: str = ""
    area: str = ""
    owner: str = ""
    visibility: Visibility = Visibility.PUBLIC
    organisations: tuple[str, ...] = ()
    on: date | None = None
    invented: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """An entry's words as the index holds them, each field joined by spaces.

    `title` are the words of the title as written, `title_forms` their base forms, `text` words
    and base forms of the rest, `parts` parts of compounds, `facets` who may read it and what it is.
    """

    title: str
    title_forms: str
    text: str
    parts: str
    facets: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word that is looked for: as written, its base forms, whether it may go on (a prefix)."""

    written: str
    forms: tuple[str, ...]
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: words, and if not everything is wanted, kinds and a county (`area`)."""

    words: str
    kinds: tuple[SearchKind, ...] = ()
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a snippet; marked if it is what was looked for."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found: how well (`tier`, 1 is best), its key in the index, a snippet of its text."""

    tier: int
    key: int
    kind: SearchKind
    code: str
    title: Names
    snippet: tuple[Piece, ...]
    area: str = ""
    area_names: Names | None = None
    owner_names: Names | None = None
    on: date | None = None
    visibility: Visibility = Visibility.PUBLIC
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, the best first. `next` begins the following page (empty: this is the last).

    `nearest` is a word to try instead when nothing was found, if one is near.
    """

    hits: tuple[Hit, ...]
    wanted: tuple[Wanted, ...] = ()
    next: str = ""
    nearest: str = ""
