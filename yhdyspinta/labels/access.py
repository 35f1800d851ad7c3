"""The shown names of roles and of who may read a note."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yhdyspinta.terms.access import Door, Role, Visibility

ROLES: Mapping[Role, Promise] = {
    Role.READER: _("reader"),
    Role.REPORTER: _("reporter"),
    Role.APPROVER: _("approver"),
    Role.COORDINATOR: _("coordinator"),
    Role.ADMINISTRATOR: _("administrator"),
    Role.OPERATOR: _("operator"),
}
VISIBILITIES: Mapping[Visibility, Promise] = {
    Visibility.PUBLIC: _("public"),
    Visibility.PARTNERS: _("for partners"),
    Visibility.INTERNAL: _("internal"),
}
DOORS: Mapping[Door, Promise] = {
    Door.WEB: _("page"),
    Door.API: _("interface for machines"),
    Door.COMMAND: _("command line"),
    Door.WORKER: _("background work"),
}


def role(code: Role) -> str:
    """Name a role."""
    return str(ROLES[code])


def visibility(code: Visibility) -> str:
    """Name who may read a note."""
    return str(VISIBILITIES[code])


def door(code: Door) -> str:
    """Name the door through which something was done."""
    return str(DOORS[code])
