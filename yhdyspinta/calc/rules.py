"""Which dated rule is in force on a day, and which band a percentage falls into."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from yhdyspinta.terms.rules import Bands, Validity


class _Dated(Protocol):
    @property
    def validity(self) -> Validity: ...


Rule = TypeVar("Rule", bound=_Dated)


class NoRuleInForceError(LookupError):
    """No rule, or more than one, holds on the day asked for."""

    def __init__(self, on: date, found: int) -> None:
        super().__init__(f"{found} rules in force on {on.isoformat()}, expected one")
        self.on = on


def in_force(rules: Iterable[Rule], *, on: date) -> Rule:
    """Return the one rule that holds on the day `on`; raises NoRuleInForceError otherwise."""
    holding = [rule for rule in rules if rule.validity.holds(on)]
    if len(holding) != 1:
        raise NoRuleInForceError(on, len(holding))
    return holding[0]


def band_of(percent: int, bands: Bands) -> str:
    """Return the code of the band that a whole percentage (0 to 100) falls into."""
    return max((b for b in bands.bands if b.lowest <= percent), key=lambda b: b.lowest).code
