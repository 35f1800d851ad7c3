"""An area's page: its figures, its tasks by status, what changed, notes and risks."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yhdyspinta import labels
from yhdyspinta.calc.comparison import status_changes
from yhdyspinta.calc.situation import cell
from yhdyspinta.services import situation
from yhdyspinta.services.areas import Surroundings, surroundings
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.situation import Shown
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.roadmap import Theme
from yhdyspinta.terms.situation import Figures, Picture, Share
from yhdyspinta.web.asked import Asked, compared_with, required_picture
from yhdyspinta.web.gaps import gap_counts
from yhdyspinta.web.notes import NoteShown, notes_shown
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, cached, public
from yhdyspinta.web.publication import Heading, heading
from yhdyspinta.web.tasks_of_area import Filter, Listing, listing


@dataclass(frozen=True, slots=True)
class Card:
    """A theme's figures on the area's page; widths are of a bar 100 long."""

    name: str
    address: str
    progress: str
    progress_counts: str
    has_readiness: bool
    readiness_words: str
    done_width: int
    started_width: int
    not_reported: str


@dataclass(frozen=True, slots=True)
class Change:
    """A task whose status changed since the picture before."""

    code: str
    address: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the round before; `since` is empty if there is none."""

    since: str
    is_invented: bool
    rows: list[Change]


@dataclass(frozen=True, slots=True)
class AreaPage:
    """What an area's page shows, in words that its template only places."""

    name: str
    short: str
    kind: str
    heading: Heading
    has_reports: bool
    cards: list[Card]
    tasks: Listing
    changes: Changes
    notes: list[NoteShown]
    surroundings: Surroundings
    national: str
    cooperation: str
    gaps: list[tuple[str, str, str]]


@public
@require_safe
@answers_bad_addresses
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Show an area in a picture."""
    asked, chosen = Asked.of(request.GET), Filter.of(request.GET)
    shown = required_picture(asked, actor=actor_of(request))
    here = _area(shown.picture, code)
    page = _page(shown, here, asked=asked, chosen=chosen, actor=actor_of(request))
    return cached(render(request, "areas/area.html", {"page": page}), shown)


def _page(shown: Shown, area: Area, *, asked: Asked, chosen: Filter, actor: Actor) -> AreaPage:
    picture = shown.picture
    return AreaPage(
        name=labels.name(area.names),
        short=labels.name(area.short),
        kind=labels.area_kind(area.kind),
        heading=heading(shown),
        has_reports=area.code in picture.reporting,
        cards=[
            _card(picture, area, theme=theme, asked=asked)
            for theme in (None, *picture.roadmap.themes)
        ],
        tasks=listing(picture, area, asked=asked, chosen=chosen),
        changes=_changes(picture, _before(picture, asked), area, asked=asked),
        notes=notes_shown(picture, area=area.code),
        surroundings=surroundings(area.code, on=picture.as_of),
        national=reverse("national") + asked.place,
        cooperation=reverse("cooperation", args=[area.code]),
        gaps=gap_counts(area.code, actor=actor),
    )


def _area(picture: Picture, code: str) -> Area:
    found = next((each for each in picture.areas if each.code == code), None)
    if found is None:
        raise RefusedError(gettext("The area “%(code)s” is not in this picture.") % {"code": code})
    return found


def _before(picture: Picture, asked: Asked) -> Shown | None:
    """Return the picture to compare with: the one asked for, else the round before."""
    if asked.compare:
        return compared_with(asked, picture)
    code = situation.round_before(picture.round_code)
    return situation.of_round(code) if code else None


def _card(picture: Picture, area: Area, *, theme: Theme | None, asked: Asked) -> Card:
    figures = cell(picture, area=area.code, theme=theme.code if theme else None)
    done, under_way = _percent(figures.done), _percent(figures.under_way)
    address = reverse("figures", args=[area.code, theme.code]) + asked.place if theme else ""
    return Card(
        name=labels.name(theme.names) if theme else gettext("All themes"),
        address=address,
        progress=labels.percent(_percent(figures.progress)),
        progress_counts=_counts(figures.progress),
        has_readiness=figures.done is not None,
        readiness_words=_readiness(figures),
        done_width=done or 0,
        started_width=(done or 0) + (under_way or 0),
        not_reported=_not_reported(figures),
    )


def _percent(share: Share | None) -> int | None:
    return share.percent if share else None


def _readiness(figures: Figures) -> str:
    if figures.done is None:
        return gettext("no figure")
    return gettext("done %(done)s, under way %(under_way)s") % {
        "done": labels.percent(_percent(figures.done)),
        "under_way": labels.percent(_percent(figures.under_way)),
    }


def _counts(share: Share | None) -> str:
    if share is None:
        return ""
    return gettext("%(count)s of %(of)s tasks due") % {
        "count": labels.number(share.count),
        "of": labels.number(share.of),
    }


def _not_reported(figures: Figures) -> str:
    count = figures.counts.not_reported
    if not figures.has_reports or not count:
        return ""
    return gettext("not reported: %(count)s") % {"count": labels.number(count)}


def _changes(picture: Picture, before: Shown | None, area: Area, *, asked: Asked) -> Changes:
    if before is None:
        return Changes("", is_invented=False, rows=[])
    rows = [
        Change(
            code=each.task,
            address=reverse("task", args=[each.task]) + asked.place,
            before=labels.status(each.before),
            after=labels.status(each.after),
        )
        for each in status_changes(picture, before.picture, area=area.code)
    ]
    since = labels.name(before.picture.round_names)
    return Changes(since, is_invented=before.picture.invented, rows=rows)
