"""The list of all tables, where Django looks for it."""

from yhdyspinta.store.areas import Area, Membership
from yhdyspinta.store.audit import Event
from yhdyspinta.store.organisations import Acting, Organisation
from yhdyspinta.store.roadmap import (
    Participation,
    Roadmap,
    SheetImport,
    StatusReport,
    Subarea,
    Task,
    Theme,
)
from yhdyspinta.store.rules import Band, StatusRule
from yhdyspinta.store.situation import Note, ReportingRound, SituationPicture

__all__ = [
    "Acting",
    "Area",
    "Band",
    "Event",
    "Membership",
    "Note",
    "Organisation",
    "Participation",
    "ReportingRound",
    "Roadmap",
    "SheetImport",
    "SituationPicture",
    "StatusReport",
    "StatusRule",
    "Subarea",
    "Task",
    "Theme",
]
