"""The shown names of what can be found."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yhdyspinta.labels import register
from yhdyspinta.terms.register import RegisterKind
from yhdyspinta.terms.search import SearchKind

_OTHERS: Mapping[SearchKind, Promise] = {
    SearchKind.DUTY: _("Duty"),
    SearchKind.AREA: _("Area"),
    SearchKind.ORGANISATION: _("Organisation"),
    SearchKind.THEME: _("Theme"),
    SearchKind.TASK: _("Task"),
}


def kind(code: SearchKind) -> str:
    """Name what was found."""
    return str(_OTHERS[code]) if code in _OTHERS else register.kind(RegisterKind(code.value))
