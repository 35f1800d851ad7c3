"""Statutory duties of cooperation: who owes what, how often, by which law."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.terms.plans import PlanKind
from yhdyspinta.terms.rules import Confidence, Validity


class Cadence(StrEnum):
    """How often a duty falls due.

    A continuous duty never falls due by itself; a yearly one at the year's end, one of a council
    term at the term's end, one of every few months that long after it was done last.
    """

    CONTINUOUS = "continuous"
    YEARLY = "yearly"
    PER_TERM = "per_term"
    EVERY_MONTHS = "every_months"


class Evidence(StrEnum):
    """What shows that a duty was done."""

    REPORT = "report"
    PLAN = "plan"
    NEGOTIATION = "negotiation"
    BODY = "body"
    PRACTICE = "practice"


class DutyState(StrEnum):
    """How an organisation stands with a duty on a day.

    Not known is what nobody has ever reported: it says nothing of what was done. Late is what was
    done before and not again by its day.
    """

    DONE = "done"
    DUE = "due"
    SOON = "soon"
    LATE = "late"
    CONTINUOUS = "continuous"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class CouncilTerm:
    """A term of the councils of counties or of municipalities; days are inclusive."""

    kind: OrganisationKind
    starts_on: date
    ends_on: date
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class DutyException:
    """A duty does not concern an area's organisation, or does though its kind is not named."""

    area: str
    applies: bool
    note: Names
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty as dated data: `law` is the statute's number, `section` its section.

    `applies_to` are kinds of organisations. `months` is set for EVERY_MONTHS only. `plan_kind`
    names the plan that fulfils it, if one does.
    """

    code: str
    names: Names
    law: str
    section: str
    applies_to: tuple[OrganisationKind, ...]
    cadence: Cadence
    evidence: Evidence
    validity: Validity
    months: int | None = None
    plan_kind: PlanKind | None = None
    position: int = 0
    note: Names = Names("")
    exceptions: tuple[DutyException, ...] = ()


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """An organisation did what a duty asks: when, where (words, body, plan, meeting), for when.

    `covers_from` and `covers_to` (inclusive) are the time that it covers, such as a year or a
    council term; without them the day done decides.
    """

    code: str
    duty: str
    organisation: str
    done_on: date
    covers_from: date | None = None
    covers_to: date | None = None
    where: str = ""
    body: str = ""
    plan: str = ""
    meeting: str = ""
    document_link: str = ""
    note: str = ""
    source: str = ""
    invented: bool = False

    @property
    def owner(self) -> str:
        """Whose this is, as of every row of the register: the organisation that did it."""
        return self.organisation


@dataclass(frozen=True, slots=True)
class Standing:
    """How an organisation stands with a duty on a day: worked examples in docs/calculations.

    `due_on` is the day by which it is to be done (again), None if it never falls due or nobody
    knows when. `period` is the time that the duty asks for: a year or a council term, inclusive.
    `fulfilment` is the one that counts now, `last` the latest known of any time. `missed_on` is
    the latest day that passed without anybody having said that it was done.
    """

    duty: str
    organisation: str
    state: DutyState
    due_on: date | None = None
    period: tuple[date, date] | None = None
    fulfilment: Fulfilment | None = None
    last: Fulfilment | None = None
    missed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Owing:
    """An organisation that may owe duties: the areas that it acts for and the county around.

    `county` is the code of the county whose cooperation it takes part in, empty for none.
    """

    code: str
    names: Names
    kind: OrganisationKind
    areas: frozenset[str]
    county: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty of an organisation and how it stands; what is said of its area apart, if anything."""

    duty: Duty
    standing: Standing
    exception: DutyException | None = None


@dataclass(frozen=True, slots=True)
class OwedBy:
    """All duties of an organisation, those that are due first in front."""

    organisation: Owing
    rows: tuple[Owed, ...]
    may_keep: bool = False


@dataclass(frozen=True, slots=True)
class DutyCounts:
    """Of how many organisations a duty is asked, and of how many what is known.

    The four parts sum to `all`: something that counts is known, its day has passed, it is still
    to come, nobody has ever reported anything.
    """

    all: int = 0
    done: int = 0
    late: int = 0
    ahead: int = 0
    not_known: int = 0


@dataclass(frozen=True, slots=True)
class CountyDuties:
    """A county: its own duties by code, and by duty how its municipalities stand."""

    code: str
    names: Names
    abbreviation: str
    own: Mapping[str, Standing]
    municipalities: Mapping[str, DutyCounts]


@dataclass(frozen=True, slots=True)
class NationalDuties:
    """Who lacks what on a day: duties in their order, counties in Finnish order."""

    on: date
    duties: tuple[Duty, ...]
    counties: tuple[CountyDuties, ...]
    totals: Mapping[str, DutyCounts]
    is_invented: bool = False


@dataclass(frozen=True, slots=True)
class DutyShown:
    """One duty with all organisations that owe it."""

    duty: Duty
    rows: tuple[tuple[Owing, Standing], ...]
    counts: DutyCounts
    exceptions: tuple[tuple[DutyException, Names], ...]
