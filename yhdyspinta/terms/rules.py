"""Rules that change in time. A calculation is handed the rule of its date, never a constant."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Confidence(StrEnum):
    """How well a fact is known; shown next to every rule that is not certain."""

    SOURCE = "source"
    INFERRED = "inferred"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Validity:
    """From which day to which (both inclusive, None = open) a rule holds, and who says so."""

    valid_from: date
    valid_to: date | None
    source: str
    confidence: Confidence

    def holds(self, on: date) -> bool:
        """Tell whether the rule is in force on the day `on`."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Band:
    """A colour band: from `lowest` (whole percent) up to the next band's lowest."""

    code: str
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Bands:
    """A full scale of colour bands, from low to high, with its validity."""

    bands: tuple[Band, ...]
    validity: Validity


@dataclass(frozen=True, slots=True)
class StatusRule:
    """Where a late task counts: under way (readiness), progressing (progress)."""

    late_is_under_way: bool
    late_is_progressing: bool
    validity: Validity
