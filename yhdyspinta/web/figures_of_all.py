"""The page behind a sum over all areas: each area's part of it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yhdyspinta import labels
from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.calc.situation import table
from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.situation import Figures, Lens, Share, Table
from yhdyspinta.web.asked import Asked, required_picture
from yhdyspinta.web.figures import shares_shown, theme_and_part
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, cached, public
from yhdyspinta.web.publication import heading


@dataclass(frozen=True, slots=True)
class PartRow:
    """An area's part of a sum: each share as `15 / 20`, empty where it has none."""

    name: str
    address: str
    progress: str
    done: str
    under_way: str


@public
@require_safe
@answers_bad_addresses
def all_areas(request: HttpRequest, *, theme: str, subarea: str = "") -> HttpResponse:
    """Show what a theme's figures over all areas, or a subarea's, are summed from."""
    asked = Asked.of(request.GET)
    shown = required_picture(asked, actor=actor_of(request))
    picture = shown.picture
    group, part = theme_and_part(picture, theme, subarea)
    arranged = table(picture, Lens.PROGRESS, theme=theme)
    at = next(n for n, each in enumerate(arranged.columns) if (each.subarea or "") == subarea)
    page = {
        "heading": heading(shown),
        "subject": part or labels.name(group.names),
        "theme": labels.name(group.names) if part else "",
        "theme_address": reverse("national") + asked.query(theme=theme, compare=""),
        "shown": shares_shown(picture, arranged.total.figures[at]),
        "rules": labels.rule_sentences(picture),
        "rows": _rows(arranged, at, place=asked.place),
        "national": reverse("national") + asked.place,
    }
    return cached(render(request, "figures/all_areas.html", {"page": page}), shown)


def _rows(arranged: Table, at: int, *, place: str) -> list[PartRow]:
    language = get_language() or "fi"
    found = [(row.area, row.figures[at]) for row in arranged.rows if row.area]
    found.sort(key=lambda each: sort_key(labels.name(each[0].short), language))
    return [_row(area, figures, place=place) for area, figures in found]


def _row(area: Area, figures: Figures, *, place: str) -> PartRow:
    parts = [each for each in (area.code, figures.theme, figures.subarea) if each]
    return PartRow(
        name=labels.name(area.short),
        address=reverse("subarea_figures" if figures.subarea else "figures", args=parts) + place,
        progress=_sum(figures.progress),
        done=_sum(figures.done),
        under_way=_sum(figures.under_way),
    )


def _sum(share: Share | None) -> str:
    return f"{labels.number(share.count)} / {labels.number(share.of)}" if share else ""
