"""Agreements: who owes what to whom until when, and how one gets out in time."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.languages import Names


class AgreementKind(StrEnum):
    """What sort of agreement it is."""

    COOPERATION = "cooperation"
    PARTNERSHIP = "partnership"
    PURCHASE = "purchase"
    GRANT = "grant"
    LEASE = "lease"
    DATA_SHARING = "data_sharing"


class AgreementState(StrEnum):
    """The life of an agreement; `terminated`: notice has been given, it still holds."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    TERMINATED = "terminated"
    ENDED = "ended"


class Renewal(StrEnum):
    """What happens at the end.

    Fixed: it ends. Evergreen: it goes on by a period unless notice is given (without an end day:
    until further notice). Option: it ends unless the option is used in time.
    """

    FIXED = "fixed"
    EVERGREEN = "evergreen"
    OPTION = "option"


class PeriodUnit(StrEnum):
    """What a period counts."""

    DAYS = "days"
    BUSINESS_DAYS = "business_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class NoticeEnd(StrEnum):
    """On which days an agreement until further notice may end."""

    ANY_DAY = "any_day"
    MONTH_END = "month_end"
    YEAR_END = "year_end"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time, such as six months."""

    number: int
    unit: PeriodUnit


@dataclass(frozen=True, slots=True)
class AgreementParty:
    """A party: an organisation of the register or words for it, and what it has promised."""

    organisation: str = ""
    text: str = ""
    obligations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement with its parties. Money is in euros, yearly or in all; days are inclusive.

    `ends_on` is the last day of the present period (None: until further notice). `renewed_for`
    is by what an evergreen one goes on, or what the option gives. `remind_before` are days
    before the last day to act on which those who keep the agreement are reminded.
    """

    code: str
    names: Names
    kind: AgreementKind
    area: str = ""
    owner: str = ""
    interface: str = ""
    parties: tuple[AgreementParty, ...] = ()
    value: Decimal | None = None
    value_is_yearly: bool = False
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    renewal: Renewal = Renewal.FIXED
    notice: Period | None = None
    notice_end: NoticeEnd = NoticeEnd.ANY_DAY
    renewed_for: Period | None = None
    terminated_on: date | None = None
    state: AgreementState = AgreementState.DRAFT
    document_link: str = ""
    remind_before: tuple[int, ...] = (90, 30)
    note: str = ""
    visibility: Visibility = Visibility.PARTNERS
    source: str = ""
    invented: bool = False


@dataclass(frozen=True, slots=True)
class AgreementTerm:
    """A period of an agreement, counted from 0; both days inclusive, None where they are open."""

    number: int
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class AgreementsAsked:
    """Which agreements of a list are asked for; what is empty asks for all.

    `ends_within`: those whose present period ends within so many months.
    """

    kind: AgreementKind | None = None
    party: str = ""
    interface: str = ""
    state: AgreementState | None = None
    ends_within: int | None = None


@dataclass(frozen=True, slots=True)
class DatedAgreement:
    """An agreement as it is on a day.

    `act_by` is the last day to do something about the present period, `safe_day` the last
    business day not after it, `earliest_end` when it ends if notice is given on the day.
    """

    agreement: Agreement
    state: AgreementState
    term: AgreementTerm
    following: AgreementTerm | None
    act_by: date | None
    safe_day: date | None
    earliest_end: date | None
    on: date

    @property
    def is_overdue(self) -> bool:
        """Tell whether the last day to act has passed although the period goes on."""
        return self.act_by is not None and self.act_by < self.on

    @property
    def days_left(self) -> int | None:
        """The days until the last day to act; negative after it, None if there is none."""
        return (self.act_by - self.on).days if self.act_by else None


@dataclass(frozen=True, slots=True)
class AgreementCounts:
    """How many of a place's agreements hold, are drafts, are to be acted on within 90 days, late.

    `ending`: those whose period ends within 12 months.
    """

    all: int
    in_force: int
    drafts: int
    ending: int
    to_act: int
    overdue: int


@dataclass(frozen=True, slots=True)
class AgreementNotice:
    """What a reminder tells a person of an agreement; `address` is that of its page."""

    dated: DatedAgreement
    parties: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class AgreementMessage:
    """A reminder as those who keep the agreement see it; `key` is its number.

    `name` is the person's. Neither `is_sent` nor `has_failed`: it leaves now, or with `is_unsure`
    the worker died or the connection broke meanwhile, so that nobody knows whether it left.
    """

    key: int
    name: str
    days_before: int
    act_by: date
    at: datetime
    is_sent: bool
    has_failed: bool
    is_unsure: bool
