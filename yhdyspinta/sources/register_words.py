"""The words of the register's workbook for its codes, read from register_words.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from yhdyspinta.sources.sheet_words import word_key
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.agreements import (
    AgreementKind,
    AgreementState,
    NoticeEnd,
    PeriodUnit,
    Renewal,
)
from yhdyspinta.terms.annual_clock import ClockKind, Precision
from yhdyspinta.terms.bodies import BodyKind, MemberRole
from yhdyspinta.terms.interfaces import Ground, InterfaceState, PartyRole
from yhdyspinta.terms.meetings import ActionState, MeetingState, OutcomeKind
from yhdyspinta.terms.phenomena import StepDirection
from yhdyspinta.terms.plans import PlanKind, PlanState
from yhdyspinta.terms.recurrence import Frequency
from yhdyspinta.terms.register import Level

LAST = -1
_CODES: Mapping[str, type[StrEnum]] = {
    "visibilities": Visibility,
    "levels": Level,
    "grounds": Ground,
    "interface_states": InterfaceState,
    "party_roles": PartyRole,
    "body_kinds": BodyKind,
    "member_roles": MemberRole,
    "frequencies": Frequency,
    "meeting_states": MeetingState,
    "outcome_kinds": OutcomeKind,
    "action_states": ActionState,
    "directions": StepDirection,
    "agreement_kinds": AgreementKind,
    "agreement_states": AgreementState,
    "renewals": Renewal,
    "notice_ends": NoticeEnd,
    "units": PeriodUnit,
    "plan_kinds": PlanKind,
    "plan_states": PlanState,
    "clock_kinds": ClockKind,
    "precisions": Precision,
}


@dataclass(frozen=True, slots=True)
class Group:
    """A group's codes by the key of every word for them, and their names, three for each."""

    codes: Mapping[str, Any]
    names: tuple[str, ...]


@cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    source = files("yhdyspinta.reference") / "register_words.toml"
    found: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
        source.read_text(encoding="utf-8")
    )["words"]
    return found


@cache
def group(name: str) -> Group:
    """Return a group of words; its codes are enums, or numbers (`last` is -1)."""
    words = _words()[name]
    return Group(
        codes={
            word_key(word): _code(name, code)
            for code, own in words.items()
            for word in (code, *own)
        },
        names=tuple(word for own in words.values() for word in own[:3]),
    )


@cache
def lasts() -> frozenset[str]:
    """Return the keys of the words for the last one."""
    return frozenset(word_key(word) for word in ("last", "-1", *_words()["nths"]["last"]))


def _code(group_name: str, code: str) -> Any:
    kind = _CODES.get(group_name)
    if kind:
        return kind(code)
    return LAST if code == "last" else int(code)
