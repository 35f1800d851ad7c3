"""What the nouns of the cooperation register share: levels, parties, and which thing is meant."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """The four levels of cooperation, from the top: Kuntaliitto 9.12.2021, “Keskeisimmät tasot”."""

    POLITICAL = "political"
    MANAGEMENT = "management"
    EXPERT = "expert"
    FIELD = "field"


class RegisterKind(StrEnum):
    """The kinds of things in the register; with a code they name one of them: `body:vate`."""

    WORK_PACKAGE = "work_package"
    INTERFACE = "interface"
    BODY = "body"
    SERIES = "series"
    MEETING = "meeting"
    PHENOMENON = "phenomenon"
    AGREEMENT = "agreement"
    PLAN = "plan"
    FULFILMENT = "fulfilment"
    CLOCK_EVENT = "clock_event"
    SHARED_AIM = "shared_aim"


@dataclass(frozen=True, slots=True)
class Link:
    """A document elsewhere: its title and its address (http or https)."""

    title: str
    address: str
