"""The shown names of what a token may be used for."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta.terms.tokens import Token, TokenScope

SCOPES: Mapping[TokenScope, Promise] = {
    TokenScope.READ: _("Read unpublished reports and notes"),
    TokenScope.REPORT: _("Report an area's tasks"),
    TokenScope.APPROVE: _("Approve an area's reports"),
    TokenScope.REGISTER: _("Keep an organisation's part of the cooperation register"),
    TokenScope.ROUNDS: _("Run rounds and publish"),
    TokenScope.TRAIL: _("Read the audit trail"),
    TokenScope.PEOPLE: _("Read an organisation's people and roles"),
}


def scope(code: TokenScope) -> str:
    """Name what a token of a scope may be used for."""
    return str(SCOPES[code])


def scopes(codes: Iterable[TokenScope]) -> str:
    """Name all that a token may be used for."""
    return "; ".join(scope(each) for each in TokenScope if each in set(codes))


def state(token: Token, *, now: datetime) -> str:
    """Say whether a token works."""
    if token.revoked_at:
        return gettext("revoked")
    return gettext("works") if token.is_alive(now=now) else gettext("expired")
