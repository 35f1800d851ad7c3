"""Changes to what somebody else may have changed: only with the ETag of what was read."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from yhdyspinta.api.problems import ProblemError, ProblemKind
from yhdyspinta.services.refusals import StaleError

HEADER = "If-Match"


def seen(request: HttpRequest) -> str:
    """Return the mark of what the client has read; raises the problem of a change without one."""
    given = request.headers.get(HEADER, "").strip()
    if not given:
        raise ProblemError(
            ProblemKind.CONDITION_MISSING,
            gettext("Send the ETag of what you read as If-Match, so that nobody's change is lost."),
        )
    # What follows the dot may change without anybody's change; and `*` is no mark of anything.
    return given.removeprefix("W/").strip('"').partition(".")[0] or "-"


def seen_or_new(request: HttpRequest, *, is_there: bool) -> str:
    """Return the mark of what the client has read, `none` for what is to be new.

    A condition on what is not there holds of nothing: it was removed meanwhile, or never was.
    """
    if not is_there and HEADER not in request.headers:
        return "none"
    mark = seen(request)
    if not is_there:
        raise StaleError
    return mark


def tag(response: HttpResponse, mark: str) -> None:
    """Give an answer the mark of what it shows, to be sent back as If-Match."""
    response.headers["ETag"] = f'"{mark}"'
