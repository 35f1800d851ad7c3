"""A rule of what recurs, as one JSON column: written here, and read back."""

from typing import Any

from yhdyspinta.terms.recurrence import Frequency, Recurrence


def written(rule: Recurrence | None) -> dict[str, Any] | None:
    """Return the rule as JSON; what is left at its default is left out."""
    if rule is None:
        return None
    values = {
        "frequency": rule.frequency.value,
        "interval": rule.interval,
        "months": list(rule.months),
        "weekday": rule.weekday,
        "nth": rule.nth,
        "day": rule.day,
        "is_business_day": rule.is_business_day,
    }
    # A weekday of 0 is a Monday, so only what is None, empty or "no" is left out by name.
    left_out = {"months": [], "nth": 0, "is_business_day": False}
    return {
        name: value
        for name, value in values.items()
        if value is not None and left_out.get(name, ...) != value
    }


def read(stored: dict[str, Any] | None) -> Recurrence | None:
    """Return a stored rule as a record."""
    if not stored:
        return None
    return Recurrence(
        frequency=Frequency(stored["frequency"]),
        interval=stored.get("interval", 1),
        months=tuple(stored.get("months", ())),
        weekday=stored.get("weekday"),
        nth=stored.get("nth", 0),
        day=stored.get("day"),
        is_business_day=stored.get("is_business_day", False),
    )
