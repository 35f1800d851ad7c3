"""A task's page (every area's status) and the history of one cell."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from yhdyspinta import labels
from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.services import figures as figure_service
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.roadmap import Status, StatusReport, Task
from yhdyspinta.terms.situation import Picture
from yhdyspinta.web.asked import Asked, required_picture
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, cached, public
from yhdyspinta.web.publication import heading
from yhdyspinta.web.tasks_of_area import style


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area's status on the task."""

    name: str
    address: str
    status: str
    style: str
    since: str
    history: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report of a cell, and how long it held."""

    status: str
    style: str
    since: str
    recorded: str
    by: str
    origin: str
    note: str
    holds: str


@public
@require_safe
@answers_bad_addresses
def task(request: HttpRequest, code: str) -> HttpResponse:
    """Show a task with every area's status in a picture."""
    asked = Asked.of(request.GET)
    shown = required_picture(asked, actor=actor_of(request))
    picture = shown.picture
    found = _task(picture, code)
    theme = next(each for each in picture.roadmap.themes if each.code == found.theme)
    part = next(each for each in theme.subareas if each.code == found.subarea)
    held = {area.code: picture.statuses.get(area.code, {}).get(code) for area in picture.areas}
    since = figure_service.since(picture, task=code)
    counted = Counter(held[area] for area in held if area in picture.reporting)
    page = {
        "code": code,
        "title": labels.name(found.title),
        "heading": heading(shown),
        "theme": labels.name(theme.names),
        "theme_address": reverse("national") + asked.query(theme=theme.code),
        "subarea": labels.subarea(part.code, part.names),
        "due": labels.quarter(found.due),
        "is_due": found.due <= picture.horizon,
        "horizon": labels.quarter(picture.horizon),
        "critical": found.critical,
        "counts": [
            (labels.status(each), style(each), labels.number(counted[each]))
            for each in (*Status, None)
            if counted[each]
        ],
        "rows": [
            _area_row(each, code, held[each.code], since=since.get(each.code), asked=asked)
            for each in _sorted(picture)
        ],
        "national": reverse("national") + asked.place,
    }
    return cached(render(request, "roadmap/task.html", {"page": page}), shown)


@public
@require_safe
@answers_bad_addresses
def history(request: HttpRequest, area: str, code: str) -> HttpResponse:
    """Show every report ever made of one area's task, the newest first."""
    asked = Asked.of(request.GET)
    picture = required_picture(asked, actor=actor_of(request)).picture
    found = _task(picture, code)
    place = next((each for each in picture.areas if each.code == area), None)
    if place is None:
        raise RefusedError(gettext("The area “%(code)s” is not in this picture.") % {"code": area})
    reports = figure_service.history(
        picture.roadmap.code, area=area, task=code, actor=actor_of(request)
    )
    page = {
        "code": code,
        "title": labels.name(found.title),
        "area": labels.name(place.short),
        "area_address": reverse("area", args=[area]) + asked.place,
        "task_address": reverse("task", args=[code]) + asked.place,
        "national": reverse("national") + asked.place,
        "rows": [_report_row(*each) for each in zip_longest(reports, reports[1:])][::-1],
    }
    return render(request, "roadmap/history.html", {"page": page})


def _task(picture: Picture, code: str) -> Task:
    found = next((each for each in picture.roadmap.tasks if each.code == code), None)
    if found is None:
        raise RefusedError(gettext("The task “%(code)s” is not in this picture.") % {"code": code})
    return found


def _sorted(picture: Picture) -> list[Area]:
    language = get_language() or "fi"
    return sorted(picture.areas, key=lambda each: sort_key(labels.name(each.short), language))


def _area_row(
    area: Area, task: str, status: Status | None, *, since: date | None, asked: Asked
) -> AreaRow:
    return AreaRow(
        name=labels.name(area.short),
        address=reverse("area", args=[area.code]) + asked.place,
        status=labels.status(status),
        style=style(status),
        since=labels.day(since) if since and status else "",
        history=reverse("history", args=[area.code, task]) + asked.place if status else "",
    )


def _report_row(report: StatusReport, after: StatusReport | None) -> ReportRow:
    return ReportRow(
        status=labels.status(report.status),
        style=report.status.value,
        since=labels.day(report.effective_from),
        recorded=labels.moment(report.recorded_at),
        by=report.recorded_by,
        origin=report.origin,
        note=report.note,
        holds=_holds(report, after),
    )


def _holds(report: StatusReport, after: StatusReport | None) -> str:
    if after is None:
        return gettext("holds")
    if after.effective_from == report.effective_from:
        return gettext("corrected the same day")
    return gettext("held until %(day)s") % {"day": labels.day(after.effective_from)}
