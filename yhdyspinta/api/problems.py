"""What an answer says when it cannot give what was asked: RFC 9457 problem details."""

import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError
from pydantic import Field

from yhdyspinta.services.refusals import RefusedError

MEDIA_TYPE = "application/problem+json"


class ProblemKind(StrEnum):
    """The kinds of problems; the last part of a problem's `type`, never renamed."""

    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    NOT_COMPARABLE = "not-comparable"
    INVALID_VALUE = "invalid-value"


STATUS_CODES: Mapping[ProblemKind, int] = {
    ProblemKind.NOT_FOUND: 404,
    ProblemKind.METHOD_NOT_ALLOWED: 405,
    ProblemKind.NOT_COMPARABLE: 409,
    ProblemKind.INVALID_VALUE: 422,
}
# For the page of documentation, which is in English.
MEANINGS: Mapping[ProblemKind, str] = {
    ProblemKind.NOT_FOUND: "There is nothing at this address, or no such code or cursor.",
    ProblemKind.METHOD_NOT_ALLOWED: "The interface is for reading: GET, HEAD and OPTIONS only.",
    ProblemKind.NOT_COMPARABLE: "The two pictures are of different roadmaps.",
    ProblemKind.INVALID_VALUE: "A parameter is missing or its value is not of the stated form.",
}
_TITLES: Mapping[ProblemKind, Promise] = {
    ProblemKind.NOT_FOUND: _("Not found"),
    ProblemKind.METHOD_NOT_ALLOWED: _("Reading only"),
    ProblemKind.NOT_COMPARABLE: _("Not comparable"),
    ProblemKind.INVALID_VALUE: _("Invalid value"),
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
}


class InvalidValue(Schema):
    """A parameter whose value cannot be used."""

    parameter: str = Field(description="Name of the parameter", examples=["limit"])
    code: str = Field(description="What is wrong, as a code", examples=["less_than_equal"])
    reason: str = Field(
        description="What is wrong, in the language asked for", examples=["the number is too large"]
    )


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


class ProblemError(Exception):
    """Raised by an endpoint that cannot answer; `detail` is for the user, translated."""

    def __init__(self, kind: ProblemKind, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


def not_found(detail: str) -> ProblemError:
    """Return the problem of a thing that does not exist."""
    return ProblemError(ProblemKind.NOT_FOUND, detail)


def answer(kind: ProblemKind, detail: str, *, errors: Sequence[InvalidValue] = ()) -> HttpResponse:
    """Write a problem as an answer with its status."""
    problem = Problem(
        type=f"{reverse('api:documentation')}#problem-{kind}",
        title=str(_TITLES[kind]),
        status=STATUS_CODES[kind],
        detail=detail,
        errors=list(errors) or None,
    )
    text = json.dumps(problem.model_dump(exclude_none=True), ensure_ascii=False)
    return HttpResponse(text, status=problem.status, content_type=MEDIA_TYPE)


def handle(api: NinjaAPI) -> None:
    """Let an interface answer with problems wherever an endpoint or its parameters fail."""

    @api.exception_handler(ProblemError)
    def _problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
        return answer(error.kind, error.detail)

    # The only refusal that reading can meet: there is no such published picture.
    @api.exception_handler(RefusedError)
    def _refused(request: HttpRequest, error: RefusedError) -> HttpResponse:
        return answer(ProblemKind.NOT_FOUND, str(error))

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = _invalid_values(error.errors)
        names = ", ".join(dict.fromkeys(each.parameter for each in errors))
        detail = gettext("Parameters that cannot be used: %(names)s.") % {"names": names}
        return answer(ProblemKind.INVALID_VALUE, detail, errors=errors)


def _invalid_values(errors: Iterable[Mapping[str, Any]]) -> list[InvalidValue]:
    return [
        InvalidValue(
            parameter=str(error["loc"][-1]),
            code=error["type"],
            reason=str(_REASONS.get(error["type"], _("the value is not of the stated form"))),
        )
        for error in errors
    ]
