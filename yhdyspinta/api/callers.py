"""Who calls: the token of a request, or a visitor. A session's cookie counts for nothing here."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta.api.problems import ProblemError, ProblemKind
from yhdyspinta.calc.addresses import client_address
from yhdyspinta.services import tokens
from yhdyspinta.terms.access import VISITOR, Actor, Door, Origin

_KEPT = "yhdyspinta.caller"
_REALM = 'Bearer realm="yhdyspinta"'
_LONGEST = 200


def recognise(request: HttpRequest) -> Actor:
    """Find out who calls and remember it; raises the problem of a token that is none."""
    origin = Origin(Door.API, address_of(request), request.META.get("yhdyspinta.request", ""))
    caller = Actor(origin=origin)
    given = request.headers.get("Authorization")
    if given is not None:
        scheme, _, secret = given.partition(" ")
        found = None
        if scheme.lower() == "bearer" and len(secret) <= _LONGEST:
            found = tokens.recognise(secret.strip(), origin=origin, now=timezone.now())
        if found is None:
            raise wrong_token()
        caller = found
    request.META[_KEPT] = caller
    return caller


def caller_of(request: HttpRequest) -> Actor:
    """Return who calls, as `recognise` found it."""
    caller = request.META.get(_KEPT)
    return caller if isinstance(caller, Actor) else VISITOR


def address_of(request: HttpRequest) -> str:
    """Return the network address of who calls."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    remote = str(request.META.get("REMOTE_ADDR", ""))
    return client_address(remote, forwarded, proxies=settings.PROXIES)


def wrong_token() -> ProblemError:
    """Return the problem of a token that was never given, is expired, revoked or ownerless."""
    return ProblemError(
        ProblemKind.UNAUTHORIZED,
        gettext("The token is wrong, expired or revoked."),
        headers={"WWW-Authenticate": f'{_REALM}, error="invalid_token"'},
    )


def no_token() -> ProblemError:
    """Return the problem of a visitor who asks for what is not public."""
    return ProblemError(
        ProblemKind.UNAUTHORIZED,
        gettext("This needs a token: Authorization: Bearer yp_…"),
        headers={"WWW-Authenticate": _REALM},
    )


def narrow_token(scope: str) -> ProblemError:
    """Return the problem of a token whose scopes do not cover what is asked."""
    return ProblemError(
        ProblemKind.FORBIDDEN,
        gettext("The token may not be used for this. Needed scope: %(scope)s.") % {"scope": scope},
        headers={"WWW-Authenticate": f'{_REALM}, error="insufficient_scope", scope="{scope}"'},
    )
