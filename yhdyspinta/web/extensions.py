"""One area in a round: its steps, and more time for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from yhdyspinta import labels
from yhdyspinta.labels import rounds as round_labels
from yhdyspinta.services import extensions, round_overview, submissions
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.round_overview import Part, Step
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import SUBMISSION_STEPS, Extension, SubmissionState
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs
from yhdyspinta.web.round_forms import ExtensionForm


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step that the area's reporting took."""

    when: str
    who: str
    what: str
    comment: str


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """More time that the area was given; `state` says whether it still counts."""

    until: str
    reason: str
    granted: str
    state: str


@dataclass(frozen=True, slots=True)
class AreaPage:
    """What the page of an area in a round shows."""

    code: str
    area: str
    name: str
    round: str
    state: str
    lock: str
    counts: str
    comment: str
    grid: str
    steps: list[StepRow]
    extensions: list[ExtensionRow]
    has_extension: bool
    may_extend: bool
    is_published: bool
    can_accept: bool
    can_return: bool
    is_closed: bool


@needs(Action.SEE_UNPUBLISHED, area="area")
@require_safe
@answers_bad_addresses
def area(request: HttpRequest, code: str, area: str) -> HttpResponse:
    """Show an area in a round."""
    return _shown(request, code, area)


@needs(Action.RUN_ROUND)
@require_POST
@answers_bad_addresses
def take(request: HttpRequest, code: str, area: str) -> HttpResponse:
    """Accept an area's reports, or send them back with a comment."""
    is_return = request.POST.get("do") == "return"
    to = SubmissionState.RETURNED if is_return else SubmissionState.ACCEPTED
    comment = request.POST.get("comment", "")

    def doing(actor: Actor, now: datetime) -> None:
        submissions.step(code, area, to, actor=actor, now=now, comment=comment)

    told = gettext("Sent back to the area.") if is_return else gettext("Accepted nationally.")
    return _done(request, (code, area), doing, told=told)


@needs(Action.RUN_ROUND)
@require_POST
@answers_bad_addresses
def grant(request: HttpRequest, code: str, area: str) -> HttpResponse:
    """Give the area more time."""
    form = ExtensionForm(request.POST)
    if not form.is_valid():
        return _shown(request, code, area, form=form, status=422)
    until, reason = form.cleaned_data["until"], form.cleaned_data["reason"]

    def doing(actor: Actor, now: datetime) -> None:
        extensions.grant(code, area, until=until, reason=reason, actor=actor, now=now)

    told = gettext("The area has more time until %(day)s.") % {"day": labels.day(until)}
    return _done(request, (code, area), doing, told=told, form=form)


@needs(Action.RUN_ROUND)
@require_POST
@answers_bad_addresses
def withdraw(request: HttpRequest, code: str, area: str) -> HttpResponse:
    """Take back the area's extra time."""
    reason = request.POST.get("why", "")

    def doing(actor: Actor, now: datetime) -> None:
        extensions.withdraw(code, area, actor=actor, now=now, reason=reason)

    return _done(request, (code, area), doing, told=gettext("The extra time has been withdrawn."))


def _done(
    request: HttpRequest,
    place: tuple[str, str],
    doing: Callable[[Actor, datetime], None],
    *,
    told: str,
    form: ExtensionForm | None = None,
) -> HttpResponse:
    try:
        doing(actor_of(request), timezone.now())
    except ForbiddenError:
        raise
    except RefusedError as error:
        if form is None:
            return _shown(request, *place, refused=str(error), status=409)
        form.add_error(None, str(error))
        return _shown(request, *place, form=form, status=409)
    messages.success(request, told)
    return HttpResponseRedirect(reverse("round_area", args=place))


def _shown(
    request: HttpRequest,
    code: str,
    area: str,
    *,
    form: ExtensionForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    found = round_overview.of_area(code, area, actor=actor_of(request), now=timezone.now())
    shown = {
        "page": _page(found),
        "form": form or ExtensionForm(),
        "refused": refused,
        "comment": request.POST.get("comment", ""),
    }
    return render(request, "rounds/area.html", shown, status=status)


def _page(found: Part) -> AreaPage:
    code, submission = found.round.code, found.submission
    is_published = found.state is RoundState.PUBLISHED
    # Opened for an erratum, an area of a published round goes through its steps again.
    is_on = submission.extension is not None if is_published else True
    takes = found.may_run and found.state is not RoundState.PLANNED and is_on
    steps = SUBMISSION_STEPS[submission.state] if takes else frozenset()
    counts = gettext("%(count)s of %(of)s tasks reported") % {
        "count": labels.number(submission.reported),
        "of": labels.number(submission.asked),
    }
    return AreaPage(
        code=code,
        area=submission.area,
        name=labels.name(found.area),
        round=labels.name(found.round.names),
        state=round_labels.submission_state(submission.state),
        lock=round_labels.lock(found.lock) if found.lock else "",
        counts=counts,
        comment=submission.comment,
        grid=reverse("report", args=[code, submission.area]),
        steps=[_step(each, found) for each in found.steps],
        extensions=[_extension(given, ended, found) for given, ended in found.extensions],
        has_extension=submission.extension is not None,
        may_extend=found.may_run,
        is_published=is_published,
        can_accept=SubmissionState.ACCEPTED in steps,
        can_return=SubmissionState.RETURNED in steps,
        is_closed=found.state is RoundState.CLOSED and submission.extension is None,
    )


def _step(each: Step, found: Part) -> StepRow:
    return StepRow(
        when=labels.moment(each.at),
        who=found.names.get(each.by, ""),
        what=round_labels.submission_state(each.after),
        comment=each.comment,
    )


def _extension(given: Extension, ended: datetime | None, found: Part) -> ExtensionRow:
    when = labels.moment(given.granted_at) if given.granted_at else ""
    who = found.names.get(given.granted_by, "")
    state = gettext("in force")
    if ended is not None:
        state = gettext("withdrawn %(time)s") % {"time": labels.moment(ended)}
    return ExtensionRow(
        until=labels.day(given.until),
        reason=given.reason,
        granted=", ".join(filter(None, (when, who))),
        state=state,
    )
