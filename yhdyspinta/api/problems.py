"""What an answer says when it cannot give what was asked: RFC 9457 problem details."""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Self

from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError, StaleError, hindrance
from yhdyspinta.services.repeats import OtherRequestError
from yhdyspinta.services.reporting import LockedError
from yhdyspinta.store.models import ReportingRound
from yhdyspinta.terms.access import Role
from yhdyspinta.terms.rounds import Lock, LockReason

MEDIA_TYPE = "application/problem+json"


class ProblemKind(StrEnum):
    """The kinds of problems; the last part of a problem's `type`, never renamed."""

    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    NOT_COMPARABLE = "not-comparable"
    INVALID_VALUE = "invalid-value"
    UNREADABLE = "unreadable"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    REFUSED = "refused"
    LOCKED = "locked"
    STALE = "stale"
    TOO_LARGE = "too-large"
    MEDIA_TYPE = "media-type"
    KEY_REUSED = "key-reused"
    CONDITION_MISSING = "condition-missing"
    TOO_MANY = "too-many"
    BUSY = "busy"


STATUS_CODES: Mapping[ProblemKind, int] = {
    ProblemKind.UNREADABLE: 400,
    ProblemKind.UNAUTHORIZED: 401,
    ProblemKind.FORBIDDEN: 403,
    ProblemKind.NOT_FOUND: 404,
    ProblemKind.METHOD_NOT_ALLOWED: 405,
    ProblemKind.NOT_COMPARABLE: 409,
    ProblemKind.REFUSED: 409,
    ProblemKind.LOCKED: 409,
    ProblemKind.STALE: 412,
    ProblemKind.TOO_LARGE: 413,
    ProblemKind.MEDIA_TYPE: 415,
    ProblemKind.INVALID_VALUE: 422,
    ProblemKind.KEY_REUSED: 422,
    ProblemKind.CONDITION_MISSING: 428,
    ProblemKind.TOO_MANY: 429,
    ProblemKind.BUSY: 503,
}
# For the page of documentation, which is in English.
MEANINGS: Mapping[ProblemKind, str] = {
    ProblemKind.UNREADABLE: "The body is not JSON.",
    ProblemKind.UNAUTHORIZED: "A token is needed, or the one sent is wrong, expired or revoked.",
    ProblemKind.FORBIDDEN: "The token's scopes, or its owner's roles, do not allow this.",
    ProblemKind.NOT_FOUND: "There is nothing at this address, or no such code or cursor.",
    ProblemKind.METHOD_NOT_ALLOWED: "This address has no such method; the header Allow has those.",
    ProblemKind.NOT_COMPARABLE: "The two pictures are of different roadmaps.",
    ProblemKind.REFUSED: "It cannot be done as things are now; detail says why. Nothing changed.",
    ProblemKind.LOCKED: "The area's cells are locked; lock says why and which role can open them.",
    ProblemKind.STALE: "It has changed since you read it: read it again, then change.",
    ProblemKind.TOO_LARGE: "The body is larger than two megabytes.",
    ProblemKind.MEDIA_TYPE: "A body has to be application/json.",
    ProblemKind.INVALID_VALUE: "A value is missing, unknown or not of the stated form.",
    ProblemKind.KEY_REUSED: "This Idempotency-Key was used for another request.",
    ProblemKind.CONDITION_MISSING: "Send the ETag of what you read as If-Match.",
    ProblemKind.TOO_MANY: "Too many requests in this minute: wait for Retry-After seconds.",
    ProblemKind.BUSY: "The database was busy for too long; nothing changed. Try again.",
}
_TITLES: Mapping[ProblemKind, Promise] = {
    ProblemKind.UNREADABLE: _("Not readable"),
    ProblemKind.UNAUTHORIZED: _("No valid token"),
    ProblemKind.FORBIDDEN: _("No right to this"),
    ProblemKind.NOT_FOUND: _("Not found"),
    ProblemKind.METHOD_NOT_ALLOWED: _("Not possible here"),
    ProblemKind.NOT_COMPARABLE: _("Not comparable"),
    ProblemKind.REFUSED: _("Not done"),
    ProblemKind.LOCKED: _("Locked"),
    ProblemKind.STALE: _("Changed meanwhile"),
    ProblemKind.TOO_LARGE: _("Too large"),
    ProblemKind.MEDIA_TYPE: _("Not JSON"),
    ProblemKind.INVALID_VALUE: _("Invalid value"),
    ProblemKind.KEY_REUSED: _("Key used already"),
    ProblemKind.CONDITION_MISSING: _("Condition missing"),
    ProblemKind.TOO_MANY: _("Too many requests"),
    ProblemKind.BUSY: _("Busy"),
}
# What is wrong with a value, by the validator's own codes; any other: not valid.
_REASONS: Mapping[str, Promise] = {
    "missing": _("a value is missing"),
    "int_parsing": _("this is not a whole number"),
    "greater_than_equal": _("the number is too small"),
    "less_than_equal": _("the number is too large"),
    "string_too_long": _("the text is too long"),
    "string_too_short": _("the text is too short"),
    "day_parsing": _("this is not a date of the form 2021-10-31"),
    "enum": _("this is not one of the allowed values"),
    "extra_forbidden": _("there is no such value here"),
}


class InvalidValue(Schema):
    """A parameter whose value cannot be used."""

    parameter: str = Field(description="Name of the parameter", examples=["limit"])
    code: str = Field(description="What is wrong, as a code", examples=["less_than_equal"])
    reason: str = Field(
        description="What is wrong, in the language asked for", examples=["the number is too large"]
    )


class ShownLock(Schema):
    """Why an area's cells are locked, and the role that can open them."""

    reason: LockReason = Field(examples=["closed"])
    opened_by: Role = Field(examples=["coordinator"])

    @classmethod
    def of(cls, lock: Lock) -> Self:
        """Return a record's lock."""
        return cls(reason=lock.reason, opened_by=lock.opened_by)


class Problem(Schema):
    """Problem details of RFC 9457, in the language of Accept-Language."""

    type: str = Field(
        description="Address that names the kind of problem and explains it; never changes",
        examples=["/api/v1/docs#problem-not-found"],
    )
    title: str = Field(description="The kind of problem in words", examples=["Not found"])
    status: int = Field(description="The HTTP status", examples=[404])
    detail: str = Field(description="What was wrong this time", examples=["There is no area “99”."])
    errors: list[InvalidValue] | None = Field(
        default=None, description="With invalid-value only: each value that cannot be used"
    )
    lock: ShownLock | None = Field(default=None, description="With locked only: why, and who opens")


class ProblemError(Exception):
    """Raised by an endpoint that cannot answer; `detail` is for the user, translated."""

    def __init__(
        self, kind: ProblemKind, detail: str, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {})


def not_found(detail: str) -> ProblemError:
    """Return the problem of a thing that does not exist."""
    return ProblemError(ProblemKind.NOT_FOUND, detail)


def answer(
    kind: ProblemKind,
    detail: str,
    *,
    errors: Sequence[InvalidValue] = (),
    lock: Lock | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Write a problem as an answer with its status."""
    problem = Problem(
        type=f"{reverse('api:documentation')}#problem-{kind}",
        title=str(_TITLES[kind]),
        status=STATUS_CODES[kind],
        detail=detail,
        errors=list(errors) or None,
        lock=ShownLock.of(lock) if lock else None,
    )
    text = json.dumps(problem.model_dump(mode="json", exclude_none=True), ensure_ascii=False)
    return HttpResponse(
        text, status=problem.status, content_type=MEDIA_TYPE, headers=dict(headers or {})
    )


def of(error: ProblemError) -> HttpResponse:
    """Write a raised problem as an answer."""
    return answer(error.kind, error.detail, headers=error.headers)


def busy(error: OperationalError) -> HttpResponse:
    """Answer when the database was not to be had, locked by others for too long, say."""
    logging.getLogger(__name__).warning("the database cannot be used: %s", error)
    return answer(ProblemKind.BUSY, hindrance(error), headers={"Retry-After": "5"})


def handle(api: NinjaAPI) -> None:
    """Let an interface answer with problems wherever an endpoint or its parameters fail."""

    @api.exception_handler(ProblemError)
    def _problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
        return of(error)

    @api.exception_handler(RefusedError)
    def _refused(request: HttpRequest, error: RefusedError) -> HttpResponse:
        return _refusal(request, error)

    @api.exception_handler(OperationalError)
    def _busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
        return busy(error)

    @api.exception_handler(HttpError)
    def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
        # The framework's own word, when a body is not JSON.
        return answer(ProblemKind.UNREADABLE, gettext("The body is not JSON."))

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = _invalid_values(error.errors)
        names = ", ".join(dict.fromkeys(each.parameter for each in errors))
        detail = gettext("Parameters that cannot be used: %(names)s.") % {"names": names}
        return answer(ProblemKind.INVALID_VALUE, detail, errors=errors)


def _refusal(request: HttpRequest, error: RefusedError) -> HttpResponse:
    if isinstance(error, ForbiddenError):
        return answer(ProblemKind.FORBIDDEN, str(error))
    if isinstance(error, LockedError):
        return answer(ProblemKind.LOCKED, str(error), lock=error.lock)
    if isinstance(error, StaleError):
        return answer(ProblemKind.STALE, str(error))
    if isinstance(error, OtherRequestError):
        return answer(ProblemKind.KEY_REUSED, str(error))
    # Reading is refused only where there is nothing to read.
    is_missing = request.method in {"GET", "HEAD"} or _leads_nowhere(request)
    return answer(ProblemKind.NOT_FOUND if is_missing else ProblemKind.REFUSED, str(error))


def _leads_nowhere(request: HttpRequest) -> bool:
    """Tell whether the address of a refused write names a round, or an area in it, that is not."""
    named = request.resolver_match.kwargs if request.resolver_match else {}
    if "round" not in named:
        # Nothing but a token is written outside of rounds, and refused if it is not there.
        return "number" in named
    rows = ReportingRound.objects.filter(code=named["round"])
    if "area" in named:
        rows = rows.filter(submissions__area__code=named["area"])
    if "number" in named:
        rows = rows.filter(talks=named["number"])
    return not rows.exists()


def _invalid_values(errors: Iterable[Mapping[str, Any]]) -> list[InvalidValue]:
    return [
        InvalidValue(
            parameter=str(error["loc"][-1]),
            code=error["type"],
            reason=str(_REASONS.get(error["type"], _("the value is not of the stated form"))),
        )
        for error in errors
    ]
