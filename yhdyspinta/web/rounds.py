"""Reporting rounds: the list, a round's page, and its steps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from yhdyspinta import labels
from yhdyspinta.calc.access import may
from yhdyspinta.services import round_overview, rounds, submissions
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.round_overview import Listed
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import SubmissionState
from yhdyspinta.terms.situation import Share
from yhdyspinta.web import round_page
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round in the list."""

    code: str
    name: str
    address: str
    roadmap: str
    is_invented: bool
    as_of: str
    days: str
    state: str
    state_code: str
    reported: str
    on_time: str
    areas: int


@dataclass(frozen=True, slots=True)
class RoundList:
    """The list of rounds; `older` leads on, `new` to opening a round (empty: no right)."""

    rows: list[RoundRow]
    older: str
    new: str


@needs(Action.SEE_UNPUBLISHED)
@require_safe
@answers_bad_addresses
def all_rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds that the person has to do with, the newest first."""
    actor, after = actor_of(request), request.GET.get("after", "")
    listed, last = round_overview.all_rounds(actor=actor, now=timezone.now(), after=after)
    shown = RoundList(
        rows=[_row(each) for each in listed],
        older=f"?after={last}" if last else "",
        new=reverse("round_new") if may(actor, Action.RUN_ROUND) else "",
    )
    return render(request, "rounds/rounds.html", {"page": shown})


def _row(found: Listed) -> RoundRow:
    round_, answer = found.round, found.answer
    return RoundRow(
        code=round_.code,
        name=labels.name(round_.names),
        address=reverse("round", args=[round_.code]),
        roadmap=labels.name(found.roadmap),
        is_invented=round_.invented,
        as_of=labels.day(round_.as_of),
        days=_days(found),
        state=labels.round_state(found.state),
        state_code=found.state.value,
        reported=_counted(answer.completeness if answer else None),
        on_time=_counted(answer.timeliness if answer else None),
        areas=found.areas,
    )


def _days(found: Listed) -> str:
    """Say which day comes next, or that none does."""
    days = found.round.schedule
    if found.state is RoundState.PLANNED and days.opens_on:
        return gettext("opens %(day)s") % {"day": labels.day(days.opens_on)}
    if found.state is RoundState.PUBLISHED or days.due_on is None:
        return "–"
    due = gettext("due %(day)s") % {"day": labels.day(days.due_on)}
    if days.closes_on is None:
        return due
    closes = gettext("closes %(day)s") % {"day": labels.day(days.closes_on)}
    return f"{due}, {closes}"


def _counted(share: Share | None) -> str:
    if share is None:
        return "–"
    counts = f"{labels.number(share.count)}/{labels.number(share.of)}"
    return f"{counts} ({labels.percent(share.percent)})"


@needs(Action.SEE_UNPUBLISHED)
@require_safe
@answers_bad_addresses
def one_round(request: HttpRequest, code: str) -> HttpResponse:
    """Show a round: its days, its areas by state, notes and talks."""
    return _shown(request, code)


@needs(Action.RUN_ROUND)
@require_POST
@answers_bad_addresses
def step(request: HttpRequest, code: str, to: str) -> HttpResponse:
    """Close a round, or open it (again)."""
    steps = {
        "open": (rounds.reopen_round, gettext("The round is open.")),
        "close": (rounds.close_round, gettext("The round is closed.")),
    }
    if to not in steps:
        raise RefusedError(gettext("There is no such step."))
    use_case, told = steps[to]

    def doing(actor: Actor, now: datetime) -> None:
        use_case(code, actor=actor, now=now)

    return _done(request, code, doing, told=told)


@needs(Action.RUN_ROUND)
@require_POST
@answers_bad_addresses
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Accept several areas' reports, or send them back with a comment."""
    asked, comment = request.POST.get("do", ""), request.POST.get("comment", "")
    to = SubmissionState.RETURNED if asked == "return" else SubmissionState.ACCEPTED
    # “All” are those that the page showed as approved, not those approved since.
    areas = request.POST.getlist("approved" if asked == "accept_all" else "area")

    def doing(actor: Actor, now: datetime) -> None:
        submissions.step_all(code, areas, to, actor=actor, now=now, comment=comment)

    return _done(request, code, doing, told=_told(to, len(areas)))


def _told(to: SubmissionState, count: int) -> str:
    if to is SubmissionState.RETURNED:
        text = ngettext("Sent back: %(count)d area.", "Sent back: %(count)d areas.", count)
    else:
        text = ngettext("Accepted: %(count)d area.", "Accepted: %(count)d areas.", count)
    return text % {"count": count}


def _done(
    request: HttpRequest, code: str, doing: Callable[[Actor, datetime], None], *, told: str
) -> HttpResponse:
    """Do something to a round and lead back to its page, or show there why it was not done."""
    try:
        doing(actor_of(request), timezone.now())
    except ForbiddenError:
        raise
    except RefusedError as error:
        return _shown(request, code, refused=str(error))
    messages.success(request, told)
    return HttpResponseRedirect(reverse("round", args=[code]))


def _shown(request: HttpRequest, code: str, *, refused: str = "") -> HttpResponse:
    now = timezone.now()
    found = round_overview.of_round(code, actor=actor_of(request), now=now)
    typed = request.POST
    shown = {
        "page": round_page.page(request, found, today=timezone.localtime(now).date()),
        "refused": refused,
        "comment": typed.get("comment", ""),
        "chosen": typed.getlist("area"),
    }
    return render(request, "rounds/round.html", shown, status=409 if refused else 200)
