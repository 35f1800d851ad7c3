"""Each area's part of a round: how much is reported, and its steps from waiting to accepted."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import ConfigDict, Field

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.extensions import Extension, extension_shape
from yhdyspinta.api.figures import Share
from yhdyspinta.api.given import Comment, Given
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.api.rounds import RoundAddress
from yhdyspinta.calc.access import may
from yhdyspinta.calc.situation import share
from yhdyspinta.services import round_rows, submissions
from yhdyspinta.terms import rounds as terms
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.rounds import SubmissionState

router = Router(tags=["submissions"])


class Submission(Schema):
    """One area's reporting in a round."""

    area: str = Field(description="Code of the area", examples=["08"])
    state: SubmissionState = Field(examples=["waiting"])
    comment: str | None = Field(description="What was said when it was sent back")
    changed_at: datetime | None = Field(description="When it came to its state")
    asked: int = Field(description="Tasks asked about, less those that do not concern the area")
    reported: int = Field(description="Of those, reported in this round")
    on_time: int | None = Field(
        description="Of those, first reported on time; null: the round has no limit"
    )
    completeness: Share | None = Field(description="Reported, of asked; null: nothing is asked")
    extension: Extension | None = Field(description="More time that the area has been given")


class SubmissionPage(Page[Submission]):
    """A page of a round's submissions."""


class AreaInRound(RoundAddress):
    """Which area of which round."""

    area: str = Field(pattern=CODE, description="The area's code", examples=["08"])


class Returning(Given):
    """Why reports are sent back."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"comment": "Kolme tehtävää on ilman tilaa."}]}
    )

    comment: Comment = Field(examples=["Kolme tehtävää on vielä ilman tilaa."])


@router.get(
    "/{round}/submissions",
    response=SubmissionPage,
    operation_id="listSubmissions",
    summary="List how far the areas are",
)
def list_submissions(
    request: HttpRequest, response: HttpResponse, at: Path[RoundAddress], page: Query[PageAsked]
) -> SubmissionPage:
    """A round's areas whose unpublished reports the token's owner may see."""
    items = _visible(at.round, caller_of(request))
    found = cut(items, page, key=lambda each: each.area)
    link(request, response, found.next)
    return SubmissionPage(items=found.items, next=found.next)


@router.post(
    "/{round}/submissions/{area}/hand-in",
    response=Submission,
    operation_id="handInSubmission",
    summary="Say that an area's reports are whole",
)
def hand_in(request: HttpRequest, at: Path[AreaInRound]) -> Submission:
    """The area's reporter hands in: waiting or returned becomes ready."""
    return _step(request, at, SubmissionState.READY)


@router.post(
    "/{round}/submissions/{area}/approve",
    response=Submission,
    operation_id="approveSubmission",
    summary="Approve an area's reports on its behalf",
)
def approve(request: HttpRequest, at: Path[AreaInRound]) -> Submission:
    """The area's approver answers for its reports: ready becomes approved, and they are locked."""
    return _step(request, at, SubmissionState.APPROVED)


@router.post(
    "/{round}/submissions/{area}/take-back",
    response=Submission,
    operation_id="takeBackSubmission",
    summary="Give an area's reports back to its reporters",
)
def take_back(request: HttpRequest, at: Path[AreaInRound], given: Returning) -> Submission:
    """The area's approver sends ready or approved reports back: returned, and open again."""
    return _step(request, at, SubmissionState.RETURNED, given.comment)


@router.post(
    "/{round}/submissions/{area}/accept",
    response=Submission,
    operation_id="acceptSubmission",
    summary="Accept an area's reports nationally",
)
def accept(request: HttpRequest, at: Path[AreaInRound]) -> Submission:
    """The coordinator takes approved reports into the national picture."""
    return _step(request, at, SubmissionState.ACCEPTED)


@router.post(
    "/{round}/submissions/{area}/return",
    response=Submission,
    operation_id="returnSubmission",
    summary="Send an area's reports back to it",
)
def send_back(request: HttpRequest, at: Path[AreaInRound], given: Returning) -> Submission:
    """The coordinator sends ready, approved or accepted reports back with a comment."""
    return _step(request, at, SubmissionState.RETURNED, given.comment)


def _step(
    request: HttpRequest, at: AreaInRound, to: SubmissionState, comment: str = ""
) -> Submission:
    actor = caller_of(request)
    submissions.step(at.round, at.area, to, actor=actor, now=timezone.now(), comment=comment)
    return next(
        _shape(each, has_limit=has_limit)
        for each, has_limit in _listed(at.round)
        if each.area == at.area
    )


def _visible(code: str, actor: Actor) -> list[Submission]:
    roadmap = round_rows.found(code).roadmap.code
    return [
        _shape(each, has_limit=has_limit)
        for each, has_limit in _listed(code)
        if may(actor, Action.SEE_UNPUBLISHED, area=each.area, roadmap=roadmap)
    ]


def _listed(code: str) -> list[tuple[terms.Submission, bool]]:
    row = round_rows.found(code)
    has_limit = bool(row.on_time_until or row.due_on)
    return [(each, has_limit) for each in submissions.of_row(row)]


def _shape(found: terms.Submission, *, has_limit: bool) -> Submission:
    reported = share(found.reported, found.asked)
    return Submission(
        area=found.area,
        state=found.state,
        comment=found.comment or None,
        changed_at=found.changed_at,
        asked=found.asked,
        reported=found.reported,
        on_time=found.on_time if has_limit else None,
        completeness=Share.of_terms(reported),
        extension=extension_shape(found.extension) if found.extension else None,
    )
