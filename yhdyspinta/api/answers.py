"""What every answer has: who asked, how often, its fingerprint, and how long it keeps.

Public data are open to any site's scripts. What a token was needed for is for the program that
has the token: no site's script gets it, and nothing keeps it.
"""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext

from yhdyspinta.api import callers, problems, rates
from yhdyspinta.api.problems import ProblemError, ProblemKind

_READING = "GET, HEAD, OPTIONS"
# What is frozen never changes; the rest may be kept, but is asked about each time (304).
FROZEN = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, no-cache"
_PRIVATE = "private, no-store"
_LARGEST_BODY = 2_000_000  # bytes

View = Callable[..., HttpResponseBase]


def finish(view: View, *, methods: str = _READING) -> View:
    """Give a view's answers what all of them have.

    The ETag of what is read is the SHA-256 of the body, unless the view gives one, so that of a
    picture's canonical JSON is the picture's own fingerprint. HEAD is answered as GET without a
    body, OPTIONS lets other sites read.
    """

    @wraps(view)
    def finished(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _open(HttpResponse(status=204, headers={"Allow": methods}))
        asked = request.method or ""
        try:
            _admit(request, methods)
            if asked == "HEAD":
                request.method = "GET"
            answer = view(request, *args, **kwargs)
        except ProblemError as error:
            answer = problems.of(error)
        except OperationalError as error:
            answer = problems.busy(error)
        if isinstance(answer, HttpResponse):
            answer = _keep(request, answer)
        request.method = asked
        return _closed(answer) if _has_token(request) else _open(answer)

    # A session's cookie counts for nothing here, so there is no request to forge.
    finished.csrf_exempt = True  # type: ignore[attr-defined]
    return finished


def _admit(request: HttpRequest, methods: str) -> None:
    """Find out who calls; raises the problem of a wrong token, of haste, method or size."""
    try:
        caller = callers.recognise(request)
    except ProblemError:
        # Guessing tokens costs an address of its reads.
        rates.count(request, None)
        raise
    request.META["yhdyspinta.rate"] = rates.count(request, caller)
    if request.method not in methods.split(", "):
        raise ProblemError(
            ProblemKind.METHOD_NOT_ALLOWED,
            gettext("Possible here: %(methods)s.") % {"methods": methods},
            headers={"Allow": methods},
        )
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or int(length) > _LARGEST_BODY:
        raise ProblemError(
            ProblemKind.TOO_LARGE,
            gettext("The body is too large: at most %(most)d bytes.") % {"most": _LARGEST_BODY},
        )


def _has_token(request: HttpRequest) -> bool:
    return "Authorization" in request.headers


def _keep(request: HttpRequest, answer: HttpResponse) -> HttpResponseBase:
    patch_vary_headers(answer, ["Authorization"])
    rate = request.META.get("yhdyspinta.rate")
    if isinstance(rate, rates.Rate):
        for name, value in rate.headers.items():
            answer.headers.setdefault(name, value)
    if _has_token(request):
        answer.headers["Cache-Control"] = _PRIVATE
    if answer.status_code != 200 or request.method != "GET":
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer
    answer.headers.setdefault("Cache-Control", _ASK_AGAIN)
    # Every name comes in all three languages.
    answer.headers.setdefault("Content-Language", "fi, sv, en")
    fingerprint = hashlib.sha256(answer.content).hexdigest()
    answer.headers.setdefault("ETag", f'"{fingerprint}"')
    kept = get_conditional_response(request, etag=answer.headers["ETag"], response=answer)
    return answer if kept is None else kept


def _closed(answer: HttpResponseBase) -> HttpResponseBase:
    """Keep an answer to a token from the scripts of other sites."""
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _open(answer: HttpResponseBase) -> HttpResponseBase:
    """Let a page of any site read the answer; it holds public data and knows no user."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Allow-Methods"] = _READING
    answer.headers["Access-Control-Allow-Headers"] = "Accept-Language, If-None-Match"
    answer.headers["Access-Control-Expose-Headers"] = (
        "ETag, Link, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After"
    )
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
