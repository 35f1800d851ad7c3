"""Who asks, and from where: the actor of a request, and the request's number in logs and trail."""

import re
from collections.abc import Callable
from logging import ERROR, INFO
from time import perf_counter
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from yhdyspinta.calc.addresses import client_address
from yhdyspinta.store.models import User
from yhdyspinta.terms.access import Actor, Door, Origin

_LINES = structlog.get_logger("yhdyspinta.requests")
# Parts of addresses that let somebody in.
_SECRET = frozenset({"token", "key", "uidb36"})
_LONG_PART = re.compile(r"[^/]{16,}")
_NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")
_HEADER = "X-Request-ID"


def numbered(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give each request a number (middleware); a proxy's own number is kept."""

    def answering(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(_HEADER, "") if settings.PROXIES else ""
        number = given if _NUMBER.fullmatch(given) else uuid4().hex
        request.META["yhdyspinta.request"] = number
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=number)
        begun = perf_counter()
        response = get_response(request)
        response.headers[_HEADER] = number
        _log(request, response, seconds=perf_counter() - begun)
        return response

    return answering


def _log(request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
    """Tell the log of a request: nothing of a person but the key that the trail keeps too."""
    if request.path.startswith(settings.STATIC_URL) and response.status_code < 400:
        return
    kept = request.META.get("yhdyspinta.caller") or request.META.get("yhdyspinta.actor")
    _LINES.log(
        ERROR if response.status_code >= 500 else INFO,
        "request",
        method=request.method,
        path=_path(request),
        status=response.status_code,
        ms=round(seconds * 1000),
        actor=kept.key if isinstance(kept, Actor) else "",
    )


def _path(request: HttpRequest) -> str:
    """Return the path without what it may hold of secrets: of an invitation, a password's reset."""
    path, found = request.path, request.resolver_match
    if found is None:
        # An address of ours with a slip in it may hold a secret anywhere.
        return _LONG_PART.sub("…", path)
    for name, value in found.kwargs.items():
        if name in _SECRET and isinstance(value, str) and value:
            path = path.replace(value, "…")
    return path


def origin_of(request: HttpRequest, door: Door = Door.WEB) -> Origin:
    """Say where a request came from."""
    return Origin(door, address_of(request), request.META.get("yhdyspinta.request", ""))


def address_of(request: HttpRequest) -> str:
    """Return the network address of who asks: as the outermost of our own proxies saw it."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    remote = str(request.META.get("REMOTE_ADDR", ""))
    return client_address(remote, forwarded, proxies=settings.PROXIES)


def actor_of(request: HttpRequest) -> Actor:
    """Return the signed-in person with today's roles, or a visitor; the session's queries only."""
    kept = request.META.get("yhdyspinta.actor")
    if isinstance(kept, Actor):
        return kept
    user, origin = getattr(request, "user", None), origin_of(request)
    if isinstance(user, User):
        grants = user.grants_on(timezone.localdate())
        found = Actor(user.key, user.name, grants, person=user.pk, origin=origin)
    else:
        found = Actor(origin=origin)
    request.META["yhdyspinta.actor"] = found
    structlog.contextvars.bind_contextvars(actor=found.key)
    return found
