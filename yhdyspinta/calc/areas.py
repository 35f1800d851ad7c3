"""Which areas exist on a day, which belongs to which, and who came after one that ended."""

from collections.abc import Iterable
from datetime import date

from yhdyspinta.terms.areas import Area, Membership

_COUNTY_DIGITS = 2  # Statistics Finland: 01 to 21, Helsinki 90, Åland 91; HUS is no county


def valid_on(areas: Iterable[Area], on: date) -> list[Area]:
    """Return the areas that exist on the day `on`, in the order given."""
    return [area for area in areas if area.is_valid(on)]


def county_of(code: str, memberships: Iterable[Membership], on: date) -> str | None:
    """Return the code of a municipality's county on the day `on` (Helsinki's is 90, Åland's 91).

    None if the municipality has none on that day: it had ended, or counties did not exist.
    """
    wholes = (each.whole for each in memberships if each.part == code and _holds(each, on))
    return next((whole for whole in wholes if _is_county(whole)), None)


def members(whole: str, memberships: Iterable[Membership], on: date) -> list[str]:
    """Return the codes of the areas that belong to `whole` on the day `on`, as listed."""
    return [each.part for each in memberships if each.whole == whole and _holds(each, on)]


def successor(code: str, areas: Iterable[Area], on: date) -> str | None:
    """Return the code that stands for `code` on the day `on`: its own, or who took it over.

    Follows mergers one after another; None where the area is unknown or the chain leads to no
    area that exists on that day.
    """
    by_code = {area.code: area for area in areas}
    seen: set[str] = set()
    while code in by_code and code not in seen:
        if by_code[code].is_valid(on):
            return code
        seen.add(code)
        code = by_code[code].successor
    return None


def _holds(membership: Membership, on: date) -> bool:
    begun = membership.valid_from is None or membership.valid_from <= on
    return begun and (membership.valid_to is None or on <= membership.valid_to)


def _is_county(code: str) -> bool:
    return code.isdigit() and len(code) == _COUNTY_DIGITS
