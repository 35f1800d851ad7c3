"""Rules of what recurs: “every March, second Tuesday”."""

from dataclasses import dataclass
from enum import StrEnum


class Frequency(StrEnum):
    """How often a rule begins anew."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule that gives days.

    `interval` counts weeks, months or years between. `months` (1 to 12) are those of a yearly
    rule. A day is either a weekday (0 = Monday) with its `nth` (1 to 4, -1 the last; 0 every one
    of the period, always so in a weekly rule) or a `day` of the month (1 to 31; a month without
    it gives its last day; -1 the last day). With `is_business_day` a Saturday, Sunday or holiday
    gives the next business day.
    """

    frequency: Frequency
    interval: int = 1
    months: tuple[int, ...] = ()
    weekday: int | None = None
    nth: int = 0
    day: int | None = None
    is_business_day: bool = False
