"""One task of an area in a round: a whole form, who may read the note, and its history."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from yhdyspinta import labels
from yhdyspinta.labels import access as access_labels
from yhdyspinta.services import figures, my_work, reporting
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.my_work import Opened
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.reporting import save
from yhdyspinta.terms.access import Action, Actor, Visibility
from yhdyspinta.terms.reporting import Cell, Conflict
from yhdyspinta.terms.roadmap import Status, StatusReport
from yhdyspinta.terms.situation import Severity
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs
from yhdyspinta.web.reporting_forms import Kept, Typed, filled, numbers
from yhdyspinta.web.reporting_head import Head, head
from yhdyspinta.web.reporting_words import value_words


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a field."""

    label: str
    value: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A report of the cell."""

    status: str
    since: str
    recorded: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class CellPage:
    """What the page of one cell shows, in words that its template only places."""

    head: Head
    address: str
    code: str
    title: str
    place: str
    due: str
    before: str
    seen: str
    statuses: list[Option]
    risks: list[Option]
    visibilities: list[Option]
    expected: str
    note: str
    problem: str
    refused: str
    clash: str
    clash_who: str
    mine: str
    history: list[Past]


@needs(Action.SEE_UNPUBLISHED, area="area")
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def report_cell(request: HttpRequest, /, round: str, area: str, *, code: str) -> HttpResponse:
    """Show one task of an area with its history, and save what a plain form says of it."""
    actor, kept, refused = actor_of(request), None, ""
    if request.method == "POST":
        kept, refused = _save(request, round, area, actor=actor)
        if kept is None and not refused:
            return HttpResponseRedirect(reverse("report", args=[round, area]) + "?saved=1")
    today = timezone.localdate()
    found = my_work.opened(round, area, actor=actor, today=today)
    cell = next((each for each in found.cells if each.task.code == code), None)
    if cell is None:
        raise RefusedError(
            gettext("The round does not ask about these tasks: %(tasks)s.") % {"tasks": code}
        )
    page = _page(
        found, cell, kept or Kept(Typed.of(cell.value), cell.seen), refused=refused, actor=actor
    )
    status = 409 if kept or refused else 200
    return render(request, "reporting/cell.html", {"page": page}, status=status)


def _save(
    request: HttpRequest, round_code: str, area: str, *, actor: Actor
) -> tuple[Kept | None, str]:
    """Save the cell; return what was not saved and why."""
    cells = reporting.grid(round_code, area, actor=actor)
    said = reporting.said(area, numbers(request.POST).values(), actor=actor)
    form = filled(request.POST, cells, said)
    if not form.changes:
        return next(iter(form.kept.values()), None), ""
    [change] = form.changes
    try:
        saved = save(round_code, area, [change], actor=actor, now=timezone.now())
    except ForbiddenError:
        raise
    except RefusedError as error:
        return Kept(Typed.of(change.value), change.seen), str(error)
    conflict = next(iter(saved.conflicts), None)
    return (_clashing(conflict), "") if conflict else (None, "")


def _clashing(conflict: Conflict) -> Kept:
    return Kept(Typed.of(conflict.mine), conflict.seen, conflict=conflict)


def _page(found: Opened, cell: Cell, kept: Kept, *, refused: str, actor: Actor) -> CellPage:
    task, typed, clash = cell.task, kept.typed, kept.conflict
    round_, area = found.assignment.round, found.assignment.area
    past = figures.history(round_.roadmap, area=area.code, task=task.code, actor=actor)
    theme = next(each for each in found.themes if each.code == task.theme)
    part = next(each for each in theme.subareas if each.code == task.subarea)
    return CellPage(
        head=head(found.assignment),
        address=reverse("report", args=[round_.code, area.code]),
        code=task.code,
        title=labels.name(task.title),
        place=f"{labels.name(theme.names)} › {labels.subarea(part.code, part.names)}",
        due=labels.quarter(task.due),
        before=value_words(cell.before),
        seen=f"{task.code} {kept.seen}",
        statuses=_statuses(typed, has_none=cell.value.status is None or typed.status is None),
        risks=[
            Option(
                labels.severity(each) if each else gettext("no risk"),
                each.value if each else "",
                each is typed.risk,
            )
            for each in (None, *Severity)
        ],
        visibilities=[
            Option(access_labels.visibility(each), each.value, each is typed.visibility)
            for each in reversed(Visibility)
        ],
        expected=typed.expected,
        note=typed.note,
        problem=kept.problem,
        refused=refused,
        clash=value_words(clash.theirs) if clash else "",
        clash_who=f"{clash.their_name}, {labels.moment(clash.their_time)}" if clash else "",
        mine=value_words(clash.mine) if clash else "",
        history=[_past(each) for each in reversed(past)],
    )


def _statuses(typed: Typed, *, has_none: bool) -> list[Option]:
    listed = [*([None] if has_none else []), *Status]
    return [
        Option(labels.status(each), each.value if each else "", each is typed.status)
        for each in listed
    ]


def _past(report: StatusReport) -> Past:
    return Past(
        status=labels.status(report.status),
        since=labels.day(report.effective_from),
        recorded=labels.moment(report.recorded_at),
        by=report.recorded_by,
        note=report.note,
    )
