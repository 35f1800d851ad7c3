"""A cell's page: what a number is made of, down to each report."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yhdyspinta import labels
from yhdyspinta.calc.situation import table
from yhdyspinta.services import figures as figure_service
from yhdyspinta.services.figures import Behind
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.roadmap import Status, Theme
from yhdyspinta.terms.rules import StatusRule
from yhdyspinta.terms.situation import Counts, Figures, Lens, Picture, Share
from yhdyspinta.web.asked import Asked, required_picture
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, cached, public
from yhdyspinta.web.publication import heading
from yhdyspinta.web.tasks_of_area import style


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A share as a calculation: `15 / 20 = 75 %`, with what is counted in words."""

    name: str
    percent: str
    sum: str
    words: str
    band: str
    style: str


@dataclass(frozen=True, slots=True)
class BehindRow:
    """A task behind the number."""

    code: str
    title: str
    address: str
    due: str
    status: str
    style: str
    progress: str
    who: str
    recorded: str
    origin: str
    note: str
    history: str


@public
@require_safe
@answers_bad_addresses
def figures(request: HttpRequest, *, area: str, theme: str, subarea: str = "") -> HttpResponse:
    """Explain the figures of an area's theme, or of one of its subareas."""
    asked = Asked.of(request.GET)
    shown = required_picture(asked, actor=actor_of(request))
    picture = shown.picture
    place, group, part = _place(picture, area, theme=theme, subarea=subarea)
    explained = figure_service.explain(
        shown, area=area, theme=theme, subarea=subarea or None, actor=actor_of(request)
    )
    page = {
        "heading": heading(shown),
        "area": labels.name(place.short),
        "area_address": reverse("area", args=[area]) + asked.place,
        "theme": labels.name(group.names),
        "theme_address": reverse("figures", args=[area, theme]) + asked.place if subarea else "",
        "subarea": part,
        "parts": [] if subarea else _parts(picture, group, area=area, asked=asked),
        "has_reports": explained.figures.has_reports,
        "shown": shares_shown(picture, explained.figures),
        "counts": _counts(explained.figures.counts),
        "rules": labels.rule_sentences(picture),
        "rule_source": rule_source(picture.rule),
        "bands_source": labels.bands_source(picture),
        "rows": [_row(each, area, rule=picture.rule, asked=asked) for each in explained.rows],
        "as_of": labels.day(picture.as_of),
        "national": reverse("national") + asked.place,
    }
    return cached(render(request, "figures/figures.html", {"page": page}), shown)


def _place(picture: Picture, area: str, *, theme: str, subarea: str) -> tuple[Area, Theme, str]:
    place = next((each for each in picture.areas if each.code == area), None)
    if place is None:
        raise RefusedError(gettext("There is no such area in this picture."))
    return place, *theme_and_part(picture, theme, subarea)


def theme_and_part(picture: Picture, theme: str, subarea: str) -> tuple[Theme, str]:
    """Find a theme, and name its subarea ("": the whole theme); RefusedError if unknown."""
    group = next((each for each in picture.roadmap.themes if each.code == theme), None)
    if group is None:
        raise RefusedError(gettext("There is no such theme in this picture."))
    if not subarea:
        return group, ""
    part = next((each for each in group.subareas if each.code == subarea), None)
    if part is None:
        raise RefusedError(gettext("There is no such subarea in this theme."))
    return group, labels.subarea(part.code, part.names)


def _parts(
    picture: Picture, theme: Theme, *, area: str, asked: Asked
) -> list[tuple[str, str, str]]:
    rows = table(picture, Lens.PROGRESS, theme=theme.code).rows
    own = next(row for row in rows if row.area and row.area.code == area)
    shares = {each.subarea: each.progress for each in own.figures}
    return [
        (
            labels.subarea(each.code, each.names),
            labels.percent(share.percent if (share := shares[each.code]) else None),
            reverse("subarea_figures", args=[area, theme.code, each.code]) + asked.place,
        )
        for each in theme.subareas
    ]


def shares_shown(picture: Picture, found: Figures) -> list[FigureShown]:
    """List a cell's shares, each with its calculation and its band."""
    bands = {band.code: labels.band(band) for band in picture.bands.bands}
    until = labels.quarter(picture.horizon)
    return [
        _figure(
            gettext("Progress"),
            found.progress,
            gettext("tasks that are progressing, of applicable tasks due by %(quarter)s")
            % {"quarter": until},
            band=found.progress_band,
            bands=bands,
        ),
        _figure(gettext("Readiness: done"), found.done, gettext("tasks done, of applicable tasks")),
        _figure(
            gettext("Readiness: under way"),
            found.under_way,
            gettext("tasks under way, of applicable tasks"),
        ),
        _figure(
            gettext("Readiness: both"),
            found.started,
            gettext("tasks under way or done, of applicable tasks"),
            band=found.readiness_band,
            bands=bands,
        ),
        _figure(
            gettext("Completeness"),
            found.completeness,
            gettext("tasks with a report, of applicable tasks"),
        ),
    ]


def _figure(
    name: str,
    share: Share | None,
    words: str,
    *,
    band: str | None = None,
    bands: dict[str, str] | None = None,
) -> FigureShown:
    return FigureShown(
        name=name,
        percent=labels.percent(share.percent if share else None),
        sum=f"{labels.number(share.count)} / {labels.number(share.of)}" if share else "",
        words=words,
        band=(bands or {}).get(band or "", ""),
        style=f"band-{band}" if band else "",
    )


def _counts(counts: Counts) -> list[tuple[str, str, str]]:
    """List the applicable tasks by status, those without a report and those left out."""
    return [
        (labels.status(status), status.value, labels.number(getattr(counts, status.value)))
        for status in Status
    ] + [(labels.status(None), "none", labels.number(counts.not_reported))]


def rule_source(rule: StatusRule) -> str:
    """Say where the rule on late tasks comes from and since when it holds."""
    return gettext("Rule on late tasks since %(day)s (%(confidence)s): %(source)s") % {
        "day": labels.day(rule.validity.valid_from),
        "confidence": labels.confidence(rule.validity.confidence),
        "source": rule.validity.source,
    }


def _row(behind: Behind, area: str, *, rule: StatusRule, asked: Asked) -> BehindRow:
    task, report = behind.task, behind.report
    return BehindRow(
        code=task.code,
        title=labels.name(task.title),
        address=reverse("task", args=[task.code]) + asked.place,
        due=labels.quarter(task.due),
        status=labels.status(behind.status),
        style=style(behind.status),
        progress=_in_progress(behind, rule),
        who=labels.name(behind.organisation) if behind.organisation else "",
        recorded=labels.moment(report.recorded_at) if report else "",
        origin=report.origin if report else "",
        note=report.note if report else "",
        history=reverse("history", args=[area, task.code]) + asked.place if report else "",
    )


def _in_progress(behind: Behind, rule: StatusRule) -> str:
    """Say whether a task counts in progress, and why not."""
    if behind.status is Status.NOT_APPLICABLE:
        return gettext("not counted: does not concern the area")
    if not behind.is_due:
        return gettext("not counted: due later")
    counted = {Status.IN_PROGRESS, Status.ON_SCHEDULE, Status.DONE}
    if rule.late_is_progressing:
        counted.add(Status.LATE)
    return gettext("progressing") if behind.status in counted else gettext("not progressing")
