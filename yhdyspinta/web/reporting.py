"""The grid in which an area's people say how their tasks are, with and without JavaScript."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from yhdyspinta import labels
from yhdyspinta.services import my_work, reporting, submissions
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.my_work import Opened
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.reporting import LockedError, save
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.reporting import Change, Conflict, Saved
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.rounds import SubmissionState
from yhdyspinta.web import reporting_rows
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs, refusal
from yhdyspinta.web.reporting_forms import Kept, Typed, filled, numbers, sent
from yhdyspinta.web.reporting_head import Head, head
from yhdyspinta.web.reporting_rows import Choice, Filter, Group
from yhdyspinta.web.reporting_words import Words, value_words, words

_QUARTERS_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Clash:
    """A row that somebody else changed meanwhile, with both values in words."""

    index: int
    task: str
    mine: str
    theirs: str
    who: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a form that was sent: rows that are still to be saved, and why not."""

    saved: int = 0
    kept: Mapping[str, Kept] = field(default_factory=dict)
    refused: str = ""

    @property
    def is_clean(self) -> bool:
        """Tell whether all that was asked for is done."""
        return not self.kept and not self.refused


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What the grid's page shows, in words that its template only places."""

    head: Head
    groups: list[Group]
    shows: list[Choice]
    themes: list[Choice]
    seen: str
    quarters: list[str]
    statuses: list[tuple[str, str]]
    words: Words
    saved: str
    refused: str
    wrong: list[tuple[int, str]]
    clashes: list[Clash]


@needs(Action.SEE_UNPUBLISHED, area="area")
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def report(request: HttpRequest, round: str, area: str) -> HttpResponse:
    """Show an area's tasks to be filled in, and save what a plain form says of them."""
    actor, now = actor_of(request), timezone.now()
    outcome = Outcome()
    if request.method == "POST":
        outcome = _save(request, round, area, actor=actor, now=now)
        if outcome.is_clean:
            return _see_other(request, outcome.saved)
    found = my_work.opened(round, area, actor=actor, today=timezone.localtime(now).date())
    page = _page(request, found, outcome, actor=actor)
    status = 200 if outcome.is_clean else 409
    return render(request, "reporting/report.html", {"page": page}, status=status)


@needs(Action.REPORT, area="area")
@require_POST
def report_save(request: HttpRequest, round: str, area: str) -> HttpResponse:
    """Save the changes that the grid sends, and answer with what came of each."""
    actor, now = actor_of(request), timezone.now()
    try:
        saved = save(round, area, sent(request), actor=actor, now=now)
    except LockedError as error:
        return JsonResponse({"locked": str(error)}, status=409)
    except ForbiddenError as error:
        return JsonResponse({"refused": str(error)}, status=403)
    except RefusedError as error:
        return JsonResponse({"refused": str(error)}, status=422)
    return JsonResponse(_answer(saved, actor=actor, now=now))


@needs(Action.SEE_UNPUBLISHED, area="area")
@require_POST
@answers_bad_addresses
def report_step(request: HttpRequest, round: str, area: str) -> HttpResponse:
    """Take the area's reports a step on: ready, approved, accepted, or sent back."""
    to, comment = request.POST.get("to", ""), request.POST.get("comment", "")
    if to not in set(SubmissionState):
        return refusal(request, gettext("There is no such step."), status=409)
    try:
        submissions.step(
            round,
            area,
            SubmissionState(to),
            actor=actor_of(request),
            now=timezone.now(),
            comment=comment[:4000],
        )
    except ForbiddenError:
        raise
    except RefusedError as error:
        return refusal(request, str(error), status=409)
    return HttpResponseRedirect(reverse("report", args=[round, area]))


def _save(
    request: HttpRequest, round_code: str, area: str, *, actor: Actor, now: datetime
) -> Outcome:
    cells = reporting.grid(round_code, area, actor=actor)
    held = {cell.seen for cell in cells} | {0}
    stale = set(numbers(request.POST).values()) - held
    form = filled(request.POST, cells, reporting.said(area, stale, actor=actor))
    if not form.changes:
        return Outcome(kept=form.kept)
    try:
        saved = save(round_code, area, form.changes, actor=actor, now=now)
    except RefusedError as error:
        return Outcome(kept={**form.kept, **_kept(form.changes)}, refused=str(error))
    clashes = {each.task: _clashing(each) for each in saved.conflicts}
    return Outcome(len(saved.saved) + len(saved.unchanged), {**form.kept, **clashes})


def _kept(changes: Iterable[Change]) -> dict[str, Kept]:
    return {each.task: Kept(Typed.of(each.value), each.seen) for each in changes}


def _clashing(conflict: Conflict) -> Kept:
    return Kept(Typed.of(conflict.mine), conflict.seen, conflict=conflict)


def _see_other(request: HttpRequest, saved: int) -> HttpResponse:
    """Lead back to the page, so that loading it again sends nothing."""
    asked = {name: request.GET[name] for name in ("show", "theme") if name in request.GET}
    return HttpResponseRedirect(f"{request.path}?{urlencode({**asked, 'saved': saved})}")


def _page(request: HttpRequest, found: Opened, outcome: Outcome, *, actor: Actor) -> ReportPage:
    asked, cells = request.GET, found.cells
    horizon = found.assignment.round.horizon
    chosen = Filter.of(asked.get("show", ""), asked.get("theme", ""), found.themes)
    head_ = head(found.assignment)
    index = {cell.task.code: number for number, cell in enumerate(cells)}
    return ReportPage(
        head=head_,
        groups=reporting_rows.groups(
            cells,
            found.themes,
            horizon=horizon,
            chosen=chosen,
            kept=outcome.kept,
            is_open=head_.is_open,
        ),
        shows=reporting_rows.shows(cells, chosen, horizon),
        themes=reporting_rows.themes(found.themes, chosen),
        seen=reporting_rows.seen(cells, outcome.kept),
        quarters=[labels.quarter(each) for each in _following(horizon)],
        statuses=[(each.value, labels.status(each)) for each in Status],
        words=words(found.assignment, actor=actor),
        saved=_saved_words(outcome.saved or _number(asked.get("saved", ""))),
        refused=outcome.refused,
        wrong=[
            (index[code], f"{code}: {kept.problem}")
            for code, kept in outcome.kept.items()
            if kept.problem
        ],
        clashes=[
            _clash(index[code], kept.conflict)
            for code, kept in outcome.kept.items()
            if kept.conflict
        ],
    )


def _clash(index: int, conflict: Conflict) -> Clash:
    return Clash(
        index=index,
        task=conflict.task,
        mine=value_words(conflict.mine),
        theirs=value_words(conflict.theirs),
        who=f"{conflict.their_name}, {labels.moment(conflict.their_time)}",
    )


def _following(quarter: Quarter) -> list[Quarter]:
    """List the quarters that an expected one is most likely among."""
    first = quarter.year * 4 + quarter.number - 2
    return [Quarter(each // 4, each % 4 + 1) for each in range(first, first + _QUARTERS_OFFERED)]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _saved_words(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(count)d task saved.", "%(count)d tasks saved.", count) % {"count": count}


def _answer(saved: Saved, *, actor: Actor, now: datetime) -> dict[str, object]:
    """Say what came of a save, in words that the page only places."""
    return {
        "saved": dict(saved.saved),
        "unchanged": list(saved.unchanged),
        "conflicts": [_told(each) for each in saved.conflicts],
        "at": labels.moment(now),
        "by": f"{labels.moment(now)}, {actor.name}",
    }


def _told(conflict: Conflict) -> dict[str, object]:
    theirs = Typed.of(conflict.theirs)
    return {
        "task": conflict.task,
        "seen": conflict.seen,
        "mine": value_words(conflict.mine),
        "theirs": value_words(conflict.theirs),
        "who": f"{conflict.their_name}, {labels.moment(conflict.their_time)}",
        "by": f"{labels.moment(conflict.their_time)}, {conflict.their_name}",
        "value": {
            "status": theirs.status or "",
            "risk": theirs.risk or "",
            "expected": theirs.expected,
            "note": theirs.note,
            "visibility": theirs.visibility,
        },
    }
