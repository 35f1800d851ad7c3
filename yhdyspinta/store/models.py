"""The list of all tables, where Django looks for it."""

from yhdyspinta.store.agreements import Agreement, AgreementParty, AgreementReminder
from yhdyspinta.store.annual_clock import CalendarFeed, ClockEvent
from yhdyspinta.store.areas import Area, Membership
from yhdyspinta.store.audit import Event, Seal
from yhdyspinta.store.bodies import Body, BodyMember
from yhdyspinta.store.duties import CouncilTerm, Duty, DutyException, Fulfilment
from yhdyspinta.store.interfaces import Interface, InterfaceParty, Structure, WorkPackage
from yhdyspinta.store.meetings import AgendaItem, Meeting, Outcome, Series
from yhdyspinta.store.organisations import Acting, Organisation
from yhdyspinta.store.people import ClaimRule, Grant, Invitation, User
from yhdyspinta.store.phenomena import Phenomenon, PhenomenonStep
from yhdyspinta.store.plans import Plan
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
from yhdyspinta.store.search import SearchEntry, SearchWord
from yhdyspinta.store.shared_aims import SharedAim
from yhdyspinta.store.situation import Note, ReportingRound, SituationPicture
from yhdyspinta.store.tokens import ApiToken, OnceKey

__all__ = [
    "Acting",
    "AgendaItem",
    "Agreement",
    "AgreementParty",
    "AgreementReminder",
    "ApiToken",
    "Area",
    "Band",
    "Body",
    "BodyMember",
    "CalendarFeed",
    "ClaimRule",
    "ClockEvent",
    "CouncilTerm",
    "Duty",
    "DutyException",
    "Event",
    "Extension",
    "Fulfilment",
    "Grant",
    "Interface",
    "InterfaceParty",
    "Invitation",
    "Meeting",
    "Membership",
    "Note",
    "OnceKey",
    "Organisation",
    "Outcome",
    "Participation",
    "Phenomenon",
    "PhenomenonStep",
    "Plan",
    "Reminder",
    "ReportingRound",
    "Roadmap",
    "Seal",
    "SearchEntry",
    "SearchWord",
    "Series",
    "SharedAim",
    "SheetImport",
    "SituationPicture",
    "StatusReport",
    "StatusRule",
    "Structure",
    "Subarea",
    "Submission",
    "SubmissionStep",
    "Talk",
    "Task",
    "Theme",
    "User",
    "WorkPackage",
]
