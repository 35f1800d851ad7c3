"""Who asks, and from where: the actor of a request, and the request's number in logs and trail."""

import re
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from yhdyspinta.calc.addresses import client_address
from yhdyspinta.store.models import User
from yhdyspinta.terms.access import Actor, Door, Origin

_NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")
_HEADER = "X-Request-ID"


def numbered(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give each request a number (middleware); a proxy's own number is kept."""

    def answering(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(_HEADER, "") if settings.PROXIES else ""
        number = given if _NUMBER.fullmatch(given) else uuid4().hex
        request.META["yhdyspinta.request"] = number
        response = get_response(request)
        response.headers[_HEADER] = number
        return response

    return answering


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
    return found
