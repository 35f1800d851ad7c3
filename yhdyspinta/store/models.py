"""The list of all tables, where Django looks for it."""

from yhdyspinta.store.areas import Area, Membership
from yhdyspinta.store.audit import Event, Seal
from yhdyspinta.store.organisations import Acting, Organisation
from yhdyspinta.store.people import ClaimRule, Grant, Invitation, User
from yhdyspinta.store.roadmap import (
    Participation,
    Roadmap,
    SheetImport,
    StatusReport,
    Subarea,
    Task,
    Theme,
)
from yhdyspinta.store.rounds import Extension, Reminder, Submission, SubmissionStep, Talk
from yhdyspinta.store.rules import Band, StatusRule
from yhdyspinta.store.situation import Note, ReportingRound, SituationPicture
from yhdyspinta.store.tokens import ApiToken, OnceKey

__all__ = [
    "Acting",
    "ApiToken",
    "Area",
    "Band",
    "ClaimRule",
    "Event",
    "Extension",
    "Grant",
    "Invitation",
    "Membership",
    "Note",
    "OnceKey",
    "Organisation",
    "Participation",
    "Reminder",
    "ReportingRound",
    "Roadmap",
    "Seal",
    "SheetImport",
    "SituationPicture",
    "StatusReport",
    "StatusRule",
    "Subarea",
    "Submission",
    "SubmissionStep",
    "Talk",
    "Task",
    "Theme",
    "User",
]
