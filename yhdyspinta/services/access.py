"""Refuse what an actor may not do, in a sentence that says who may."""

from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.calc.access import ROLES, may
from yhdyspinta.labels import access as access_labels
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.access import Action, Actor, Role


class ForbiddenError(RefusedError):
    """The actor has no right to this; nothing was changed."""


def require(
    actor: Actor, action: Action, *, area: str = "", roadmap: str = "", organisation: str = ""
) -> None:
    """Raise ForbiddenError unless the actor may do something to what is named."""
    if may(actor, action, area=area, roadmap=roadmap, organisation=organisation):
        return
    if ROLES.get(action) == frozenset(Role):
        raise ForbiddenError(
            gettext(
                "This is for people who have a role in the matter. Ask your organisation's"
                " administrator for one."
            )
        )
    roles = [role for role in Role if role in ROLES.get(action, ())]
    names = labels.listing(access_labels.role(role) for role in roles)
    raise ForbiddenError(
        gettext("You have no right to do this. Needed role: %(roles)s.") % {"roles": names}
    )
