"""The trail: an event, who may read it, what is asked of the trail, and the seals upon it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yhdyspinta.terms.languages import Names


@dataclass(frozen=True, slots=True)
class Event:
    """One thing done; the fields are those of store.audit.Event, `number` its key."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    organisation: str = ""
    area: str = ""
    roadmap: str = ""
    door: str = ""
    address: str = ""
    request: str = ""
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose events somebody may read: everybody's, or one's own and those about what is named."""

    everything: bool = False
    key: str = ""
    organisations: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    roadmaps: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the trail; an empty field asks for all.

    `since` is included and `until` is not. `actors` are keys (None: of anybody), `actions` codes,
    `text` a part of the subject.
    """

    since: datetime | None = None
    until: datetime | None = None
    actors: tuple[str, ...] | None = None
    organisation: str = ""
    area: str = ""
    actions: tuple[str, ...] = ()
    text: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the trail, newest first: what follows is older than this time and number."""

    at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the trail. `next` is where the following one begins (None: this is the last).

    `is_partial`: only a bounded number of events was looked through, down to `next`.
    """

    events: tuple[Event, ...]
    next: Place | None = None
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What an event changed in a field of a thing (a task, or empty); None: nothing there."""

    thing: str
    field: str
    before: Any
    after: Any


# A run of numbers, both ends included.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Seal:
    """A fingerprint over a part of the trail, chained to the seal before.

    It covers the events numbered from `first` to `last` but for `gaps` (numbers that held no
    event when it was made), and the `late` ones: events that an earlier seal had left as gaps,
    because their writing had not been finished then.
    """

    number: int
    sealed_at: datetime
    first: int
    last: int
    gaps: tuple[Span, ...]
    late: tuple[int, ...]
    events: int
    former: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of recomputing all seals.

    `broken` is the first seal that does not match, `strangers` numbers of events that appeared
    in a gap long after it was sealed, `unsealed` the number of events that no seal covers yet.
    """

    seals: int
    events: int
    unsealed: int
    broken: Seal | None = None
    strangers: tuple[int, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing was changed, added or taken away behind the seals."""
        return self.broken is None and not self.strangers


@dataclass(frozen=True, slots=True)
class Trail:
    """Events as one reader may see them, with the names of what their codes mean.

    `names` are of people and tokens by key; `next` and `is_partial` are those of Page.
    """

    events: tuple[Event, ...]
    names: Mapping[str, str]
    organisations: Mapping[str, Names]
    areas: Mapping[str, Names]
    next: Place | None = None
    is_partial: bool = False
