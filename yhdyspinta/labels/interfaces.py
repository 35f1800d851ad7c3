"""The shown names of interfaces' codes: state, ground, roles, when they are organised."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yhdyspinta import labels
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.interfaces import Ground, Interface, InterfaceState, PartyRole

STATES: Mapping[InterfaceState, Promise] = {
    InterfaceState.PROPOSED: pgettext_lazy("interface", "proposed"),
    InterfaceState.ORGANISING: pgettext_lazy("interface", "being organised"),
    InterfaceState.WORKING: pgettext_lazy("interface", "working"),
    InterfaceState.ENDED: pgettext_lazy("interface", "ended"),
}
GROUNDS: Mapping[Ground, Promise] = {
    Ground.LAW: _("required by law"),
    Ground.CHOICE: _("agreed by the organisations"),
}
ROLES: Mapping[PartyRole, Promise] = {
    PartyRole.LEADS: _("leads"),
    PartyRole.TAKES_PART: _("takes part"),
    PartyRole.INFORMED: _("is informed"),
}
# One letter for a cell of the matrix; the word is always beside it or in its key.
_LETTERS: Mapping[PartyRole, Promise] = {
    PartyRole.LEADS: pgettext_lazy("letter of a role", "L"),
    PartyRole.TAKES_PART: pgettext_lazy("letter of a role", "P"),
    PartyRole.INFORMED: pgettext_lazy("letter of a role", "I"),
}


def state(code: InterfaceState) -> str:
    """Name how far an interface is."""
    return str(STATES[code])


def ground(code: Ground) -> str:
    """Say why organisations work together on it."""
    return str(GROUNDS[code])


def role(code: PartyRole) -> str:
    """Name what an organisation is to an interface."""
    return str(ROLES[code])


def role_letter(code: PartyRole) -> str:
    """Return the letter of a role."""
    return str(_LETTERS[code])


def role_key() -> str:
    """Say what the letters mean: `L = leads, P = takes part, I = is informed`."""
    return ", ".join(f"{role_letter(each)} = {role(each)}" for each in PartyRole)


def agreement_letter(*, needed: bool | None) -> str:
    """Write in a letter whether an agreement is needed: Finnish k and e; a dash: nobody said."""
    if needed is None:
        return "–"
    if needed:
        return pgettext("letter for yes", "y")
    return pgettext("letter for no", "n")


def agreement_word(*, needed: bool | None) -> str:
    """Write in a word whether an agreement is needed."""
    if needed is None:
        return gettext("not said")
    return gettext("yes") if needed else gettext("no")


def schedule(start: Quarter | None, end: Quarter | None) -> str:
    """Write from which quarter to which: `Q2/2022`, `Q3–Q4/2022`, `Q4/2022–Q1/2023`."""
    if start and end:
        if start == end:
            return labels.quarter(start)
        if start.year == end.year:
            return f"Q{start.number}–{labels.quarter(end)}"
        return f"{labels.quarter(start)}–{labels.quarter(end)}"
    if start:
        return f"{labels.quarter(start)}–"
    return f"–{labels.quarter(end)}" if end else ""


def theme(interface: Interface) -> str:
    """Name an interface, with the sign of a section where the law requires it."""
    name = labels.name(interface.names)
    return f"{name}\u00a0§" if interface.ground is Ground.LAW else name


def statutory_key() -> str:
    """Say what the sign behind a theme means."""
    return "§ = " + gettext("required by law")
