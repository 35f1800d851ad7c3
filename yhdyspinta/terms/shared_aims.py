"""The shared aim of a county's cooperation, in one sentence."""

from dataclasses import dataclass
from datetime import date

from yhdyspinta.terms.languages import Names


@dataclass(frozen=True, slots=True)
class SharedAim:
    """What the organisations of a county want together; days are inclusive."""

    code: str
    area: str
    owner: str
    names: Names
    valid_from: date
    valid_to: date | None = None
    source: str = ""
    invented: bool = False
