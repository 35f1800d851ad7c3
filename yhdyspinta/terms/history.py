"""The history of one thing of the register: what was changed in it, when, by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from yhdyspinta.terms.audit import Event
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register import RegisterKind


class Reference(StrEnum):
    """What a code in a field refers to."""

    ORGANISATION = "organisation"
    AREA = "area"
    INTERFACE = "interface"
    BODY = "body"
    PLAN = "plan"
    WORK_PACKAGE = "work_package"
    MEETING = "meeting"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class History:
    """What happened to a thing, the newest first, as one reader may see it.

    `people` are names by key, of those only whose organisation is the reader's. `names` are those
    of what codes refer to. `is_cut`: there are older events than those at hand.
    """

    kind: RegisterKind
    code: str
    names_of: Names
    area: str
    events: tuple[Event, ...]
    people: Mapping[str, str]
    names: Mapping[tuple[Reference, str], Names]
    is_cut: bool = False
