"""Places with an official code, dated because areas are founded, merged and dissolved."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yhdyspinta.terms.languages import Names


class AreaKind(StrEnum):
    """What sort of place an area is. `city` is Helsinki, which organises what counties do."""

    COUNTY = "county"
    CITY = "city"
    HUS = "hus"
    AUTONOMOUS_REGION = "autonomous_region"
    MUNICIPALITY = "municipality"


# The kinds whose areas answer for organising health and social services on the mainland:
# the rows of a national picture.
NATIONAL_KINDS = frozenset({AreaKind.COUNTY, AreaKind.CITY, AreaKind.HUS})


@dataclass(frozen=True, slots=True)
class Area:
    """A place with its code, names and validity.

    `code` is Statistics Finland's (two digits for a county, three for a municipality); HUS has
    none and uses `HUS`. `valid_from` and `valid_to` are inclusive days, None where not known or
    not ended; `successor` is the code of the area that took over. `tile` is (row, column) on the
    tile map, counted from 1. `other_names` are spellings met in people's sheets.
    """

    code: str
    kind: AreaKind
    names: Names
    short: Names
    abbreviation: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""
    tile: tuple[int, int] | None = None
    geographic: bool = True
    other_names: tuple[str, ...] = ()

    def is_valid(self, on: date) -> bool:
        """Tell whether the area exists on the day `on`."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Membership:
    """A part belongs to a whole from `valid_from` to `valid_to` (inclusive, None = open)."""

    part: str
    whole: str
    valid_from: date | None = None
    valid_to: date | None = None
