"""How templates write names, days and quarters: as labels.py does everywhere else."""

from datetime import date

from django import template

from yhdyspinta import labels
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names

register = template.Library()


@register.filter
def in_language(names: Names) -> str:
    """Write a name in the page's language."""
    return labels.name(names)


@register.filter
def day(value: date) -> str:
    """Write a day as the language does."""
    return labels.day(value)


@register.filter
def quarter(value: Quarter) -> str:
    """Write a quarter as administration does."""
    return labels.quarter(value)
