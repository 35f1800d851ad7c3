"""A name in the three languages, as the interface shows it."""

from typing import Self

from ninja import Schema
from pydantic import Field

from yhdyspinta.terms import languages as terms


class Names(Schema):
    """A name in Finnish, Swedish and English; null where none was given in that language."""

    fi: str = Field(examples=["Pirkanmaan hyvinvointialue"])
    sv: str | None = Field(examples=["Birkalands välfärdsområde"])
    en: str | None = Field(examples=["Pirkanmaa wellbeing services county"])

    @classmethod
    def of(cls, names: terms.Names) -> Self:
        """Return a record's names."""
        return cls(fi=names.fi, sv=names.sv or None, en=names.en or None)
