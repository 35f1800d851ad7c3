"""Writes with an Idempotency-Key: sent again, they get the first answer and do nothing."""

import re
from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta.api.problems import ProblemError, ProblemKind
from yhdyspinta.services import repeats
from yhdyspinta.services.repeats import Answered, OtherRequestError
from yhdyspinta.terms.access import Actor

__all__ = ["HEADER", "PATTERN", "REPLAYED", "OtherRequestError", "answered"]
HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
PATTERN = r"^[\x21-\x7e]{1,200}$"
_KEPT_HEADERS = ("Content-Type", "ETag", "Location")


def answered(request: HttpRequest, caller: Actor, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Do a write, once if the client named it; else as often as it is sent."""
    key = request.headers.get(HEADER)
    if key is None:
        return work()
    if not re.fullmatch(PATTERN, key):
        raise ProblemError(
            ProblemKind.INVALID_VALUE,
            gettext("An Idempotency-Key is 1–200 letters, digits and signs without blanks."),
        )
    first: list[HttpResponse] = []

    def kept() -> Answered:
        response = work()
        first.append(response)
        headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
        return Answered(response.status_code, response.content.decode(), headers)

    done, is_repeated = repeats.once(
        caller.key, key, kept, request_sha256=_fingerprint(request), now=timezone.now()
    )
    if not is_repeated:
        return first[-1]
    return HttpResponse(done.text, status=done.status, headers={**done.headers, REPLAYED: "true"})


def _fingerprint(request: HttpRequest) -> str:
    """Return the same for the same request: its method, address, condition and body."""
    condition = request.headers.get("If-Match", "")
    told = f"{request.method} {request.get_full_path()} {condition}\n".encode()
    return sha256(told + request.body).hexdigest()
