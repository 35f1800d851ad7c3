"""What every answer has: its fingerprint, how long it keeps, and a door open to any site."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext

from yhdyspinta.api import problems

METHODS = "GET, HEAD, OPTIONS"
# What is frozen never changes; the rest may be kept, but is asked about each time (304).
FROZEN = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, no-cache"

View = Callable[..., HttpResponseBase]


def finish(view: View) -> View:
    """Give a view's answers what all of them have.

    The ETag is the SHA-256 of the body, so that of a picture's canonical JSON is the picture's
    own fingerprint. HEAD is answered as GET without a body, OPTIONS lets other sites read.
    """

    @wraps(view)
    def finished(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _open(HttpResponse(status=204, headers={"Allow": METHODS}))
        if request.method not in {"GET", "HEAD"}:
            return _open(_not_allowed())
        asked, request.method = request.method, "GET"
        answer = view(request, *args, **kwargs)
        if isinstance(answer, HttpResponse):
            answer = _keep(request, answer)
        request.method = asked
        return _open(answer)

    # Nothing is written here, so there is nothing to forge.
    finished.csrf_exempt = True  # type: ignore[attr-defined]
    return finished


def _keep(request: HttpRequest, answer: HttpResponse) -> HttpResponseBase:
    if answer.status_code != 200:
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer
    answer.headers.setdefault("Cache-Control", _ASK_AGAIN)
    # Every name comes in all three languages.
    answer.headers.setdefault("Content-Language", "fi, sv, en")
    answer.headers["ETag"] = f'"{hashlib.sha256(answer.content).hexdigest()}"'
    kept = get_conditional_response(request, etag=answer.headers["ETag"], response=answer)
    return answer if kept is None else kept


def _not_allowed() -> HttpResponse:
    answer = problems.answer(
        problems.ProblemKind.METHOD_NOT_ALLOWED, gettext("Only reading is possible here.")
    )
    answer.headers["Allow"] = METHODS
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _open(answer: HttpResponseBase) -> HttpResponseBase:
    """Let a page of any site read the answer; it holds public data and knows no user."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Allow-Methods"] = METHODS
    answer.headers["Access-Control-Allow-Headers"] = "Accept-Language, If-None-Match"
    answer.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
