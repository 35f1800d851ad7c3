"""The page behind a sum over all areas: each area's part of it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yhdyspinta import labels
from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.calc.situation import cell
from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.situation import Picture, Share
from yhdyspinta.web.asked import Asked, required_picture
from yhdyspinta.web.figures import shares_shown, theme_and_part
from yhdyspinta.web.page import answers_bad_addresses, cached
from yhdyspinta.web.publication import heading


@dataclass(frozen=True, slots=True)
class PartRow:
    """An area's part of a sum: each share as `15 / 20`, empty where it has none."""

    name: str
    address: str
    progress: str
    done: str
    under_way: str


@require_safe
@answers_bad_addresses
def all_areas(request: HttpRequest, *, theme: str, subarea: str = "") -> HttpResponse:
    """Show what a theme's figures over all areas, or a subarea's, are summed from."""
    asked = Asked.of(request.GET)
    shown = required_picture(asked)
    picture = shown.picture
    group, part = theme_and_part(picture, theme, subarea)
    figures = cell(picture, area=None, theme=theme, subarea=subarea or None)
    page = {
        "heading": heading(shown),
        "subject": part or labels.name(group.names),
        "theme": labels.name(group.names) if part else "",
        "theme_address": reverse("national") + asked.query(theme=theme, compare=""),
        "shown": shares_shown(picture, figures),
        "rules": labels.rule_sentences(picture),
        "rows": _rows(picture, theme, subarea=subarea, place=asked.place),
        "national": reverse("national") + asked.place,
    }
    return cached(render(request, "figures/all_areas.html", {"page": page}), shown)


def _rows(picture: Picture, theme: str, *, subarea: str, place: str) -> list[PartRow]:
    language = get_language() or "fi"
    areas = sorted(picture.areas, key=lambda each: sort_key(labels.name(each.short), language))
    return [_row(picture, each, theme, subarea=subarea, place=place) for each in areas]


def _row(picture: Picture, area: Area, theme: str, *, subarea: str, place: str) -> PartRow:
    found = cell(picture, area=area.code, theme=theme, subarea=subarea or None)
    name = "subarea_figures" if subarea else "figures"
    parts = [area.code, theme, subarea] if subarea else [area.code, theme]
    return PartRow(
        name=labels.name(area.short),
        address=reverse(name, args=parts) + place,
        progress=_sum(found.progress),
        done=_sum(found.done),
        under_way=_sum(found.under_way),
    )


def _sum(share: Share | None) -> str:
    return f"{labels.number(share.count)} / {labels.number(share.of)}" if share else ""
