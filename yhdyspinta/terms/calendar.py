"""Calendar values that administration counts in: quarters of a year, days off."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

_ISO_QUARTER = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A calendar quarter, ordered in time; written `2021-Q4` everywhere outside the screen."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4 or not 1900 <= self.year <= 2999:
            message = f"not a quarter: {self.year}-Q{self.number}"
            raise ValueError(message)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the strict form `2021-Q4`; raises ValueError for anything else."""
        found = _ISO_QUARTER.fullmatch(text)
        if not found:
            message = f"not a quarter: {text!r}"
            raise ValueError(message)
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the quarter that `day` belongs to."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def last_day(self) -> date:
        """The quarter's last day, e.g. 31 December for Q4."""
        following = date(self.year + self.number // 4, self.number % 4 * 3 + 1, 1)
        return following - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


class Holiday(StrEnum):
    """Finland's days off that the law names: the feasts of the Church, and four more."""

    NEW_YEAR = "new_year"
    EPIPHANY = "epiphany"
    GOOD_FRIDAY = "good_friday"
    EASTER_SUNDAY = "easter_sunday"
    EASTER_MONDAY = "easter_monday"
    MAY_DAY = "may_day"
    ASCENSION_DAY = "ascension_day"
    WHIT_SUNDAY = "whit_sunday"
    MIDSUMMER_EVE = "midsummer_eve"
    MIDSUMMER_DAY = "midsummer_day"
    ALL_SAINTS_DAY = "all_saints_day"
    INDEPENDENCE_DAY = "independence_day"
    CHRISTMAS_EVE = "christmas_eve"
    CHRISTMAS_DAY = "christmas_day"
    BOXING_DAY = "boxing_day"
