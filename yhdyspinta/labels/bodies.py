"""The shown names of what bodies are, and their promise against what they held, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yhdyspinta.labels import day
from yhdyspinta.terms.bodies import Body, BodyKind, MemberRole, Pace

KINDS: Mapping[BodyKind, Promise] = {
    BodyKind.DECISION: _("decision-making body"),
    BodyKind.PREPARATION: _("preparatory body"),
    BodyKind.COOPERATION: _("cooperation group"),
    BodyKind.STAFF: _("staff cooperation"),
    BodyKind.PARTNER: _("cooperation with partners"),
    BodyKind.NETWORK: _("network"),
}
ROLES: Mapping[MemberRole, Promise] = {
    MemberRole.CHAIR: pgettext_lazy("of a body", "chair"),
    MemberRole.VICE_CHAIR: pgettext_lazy("of a body", "vice chair"),
    MemberRole.MEMBER: pgettext_lazy("of a body", "member"),
    MemberRole.EXPERT: pgettext_lazy("of a body", "expert"),
    MemberRole.SECRETARY: pgettext_lazy("of a body", "secretary"),
}


def kind(code: BodyKind) -> str:
    """Name what a body is for."""
    return str(KINDS[code])


def role(code: MemberRole) -> str:
    """Name what a member is in a body."""
    return str(ROLES[code])


def cadence(body: Body) -> str:
    """Say how often a body has promised to meet; empty for no promise."""
    least, most = body.least_per_year, body.most_per_year
    if least is None and most is None:
        return ""
    if least is None:
        return gettext("at most %(most)d a year") % {"most": most}
    if most is None:
        return gettext("at least %(least)d a year") % {"least": least}
    if least == most:
        return gettext("%(number)d a year") % {"number": least}
    return gettext("%(least)d–%(most)d a year") % {"least": least, "most": most}


def kept(pace: Pace) -> str:
    """Say in a line what was promised, what was held, and by when the next one is due."""
    facts = {"promised": pace.promised, "held": pace.held, "year": pace.year}
    if pace.promised is None:
        return gettext("nothing promised, %(held)d held in %(year)d") % facts
    if pace.next_by is None:
        return gettext("%(promised)d promised for %(year)d, %(held)d held") % facts
    return gettext(
        "%(promised)d promised for %(year)d, %(held)d held, the next one by %(day)s at the latest"
    ) % {**facts, "day": day(pace.next_by)}


def standing(pace: Pace) -> str:
    """Say in a word or two how a body keeps its promise; empty if it promised nothing."""
    if pace.promised is None:
        return ""
    if pace.is_behind:
        return gettext("behind its promise")
    if pace.promised and pace.held >= pace.promised:
        return gettext("promise kept")
    return gettext("keeps pace")
