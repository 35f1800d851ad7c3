"""The shown names of what the nouns of the cooperation register share."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta.terms.register import Level, RegisterKind

LEVELS: Mapping[Level, Promise] = {
    Level.POLITICAL: _("Political decision-making"),
    Level.MANAGEMENT: _("Management"),
    Level.EXPERT: _("Experts"),
    Level.FIELD: _("Field and clients"),
}
KINDS: Mapping[RegisterKind, Promise] = {
    RegisterKind.WORK_PACKAGE: _("Work package"),
    RegisterKind.INTERFACE: _("Interface"),
    RegisterKind.BODY: _("Body"),
    RegisterKind.SERIES: _("Series of meetings"),
    RegisterKind.MEETING: _("Meeting"),
    RegisterKind.PHENOMENON: _("Phenomenon"),
    RegisterKind.AGREEMENT: _("Agreement"),
    RegisterKind.PLAN: _("Plan"),
    RegisterKind.FULFILMENT: _("Fulfilment of a duty"),
    RegisterKind.CLOCK_EVENT: _("Event of the annual clock"),
    RegisterKind.SHARED_AIM: _("Shared aim"),
}


def level(code: Level) -> str:
    """Name a level."""
    return str(LEVELS[code])


def kind(code: RegisterKind) -> str:
    """Name a kind of thing in the register."""
    return str(KINDS[code])


def place(area: str, short: str) -> str:
    """Name whose cooperation it is: a county's, or the nation's."""
    return short if area else gettext("National cooperation")
