"""The national picture: heat-map table, tile map, three sentences, notes, downloads."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from yhdyspinta import labels
from yhdyspinta.calc.access import may
from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.calc.situation import table as arrange
from yhdyspinta.calc.summary import finding
from yhdyspinta.exports.situation_drawings import tile_map
from yhdyspinta.exports.svg import tile_map as draw_tile_map
from yhdyspinta.labels import rounds as round_labels
from yhdyspinta.services import situation
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.situation import Shown
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.roadmap import ReportingRound
from yhdyspinta.terms.situation import Lens, Picture, Table
from yhdyspinta.web import heat_map
from yhdyspinta.web.asked import Asked, compared_with, picture_of
from yhdyspinta.web.notes import NoteShown, notes_shown
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, cached, public
from yhdyspinta.web.publication import Heading, heading


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several views of the same picture."""

    label: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class NationalPage:
    """What the national page shows, in words that its template only places."""

    heading: Heading
    summary: str
    sentences: tuple[str, ...]
    lenses: list[Choice]
    levels: list[Choice]
    rounds: list[ReportingRound]
    others: list[ReportingRound]
    compared: ReportingRound | None
    drawing: SafeString
    heat: heat_map.HeatMap
    legend: list[heat_map.LegendItem]
    moves: list[tuple[str, str]]
    rules: tuple[str, ...]
    can_see_live: bool
    notes: list[NoteShown]
    asked: Asked


@public
@require_safe
@answers_bad_addresses
def national(request: HttpRequest) -> HttpResponse:
    """Show a picture: the newest published one, or the one that the address asks for."""
    asked = Asked.of(request.GET)
    shown = picture_of(asked, actor=actor_of(request))
    if shown is None:
        return render(request, "situation/empty.html")
    page = page_of(asked, shown, compared_with(asked, shown.picture), actor=actor_of(request))
    context = {"page": page, "picture": shown.picture}
    return cached(render(request, "situation/national.html", context), shown)


def page_of(asked: Asked, shown: Shown, before: Shown | None, *, actor: Actor) -> NationalPage:
    """Return the page of a picture, compared with another one if there is one."""
    picture = shown.picture
    table = _table(picture, asked)
    rounds = situation.published_rounds()
    return NationalPage(
        heading=heading(shown),
        summary=labels.name(picture.summary),
        sentences=labels.sentences(finding(table), picture),
        lenses=_lenses(asked),
        levels=_levels(picture, asked),
        rounds=rounds,
        others=[each for each in rounds if _is_comparable(each, picture)],
        compared=next((each for each in rounds if each.code == asked.compare), None),
        drawing=_drawing(picture, asked),
        heat=heat_map.heat_map(
            picture, table, asked=asked, before=_table_before(before, asked), order=_order
        ),
        legend=heat_map.legend(picture),
        moves=labels.moves() if before else [],
        rules=(
            *labels.rule_sentences(picture),
            labels.bands_source(picture),
            *((round_labels.answers(),) if picture.answers and not asked.theme else ()),
        ),
        can_see_live=may(actor, Action.SEE_UNPUBLISHED),
        notes=notes_shown(picture),
        asked=asked,
    )


def _is_comparable(round_: ReportingRound, picture: Picture) -> bool:
    return round_.code != picture.round_code and round_.roadmap == picture.roadmap.code


def _table(picture: Picture, asked: Asked) -> Table:
    if asked.theme and asked.theme not in {each.code for each in picture.roadmap.themes}:
        raise RefusedError(
            gettext("There is no theme “%(code)s” in this roadmap.") % {"code": asked.theme[:40]}
        )
    return arrange(picture, asked.lens, theme=asked.theme or None)


def _table_before(before: Shown | None, asked: Asked) -> Table | None:
    return _table(before.picture, asked) if before else None


def _lenses(asked: Asked) -> list[Choice]:
    return [
        Choice(labels.lens(each), asked.whole + asked.query(lens=each), each is asked.lens)
        for each in Lens
    ]


def _levels(picture: Picture, asked: Asked) -> list[Choice]:
    whole = Choice(gettext("All themes"), asked.whole + asked.query(theme=""), not asked.theme)
    themes = (
        Choice(
            labels.name(each.names),
            asked.whole + asked.query(theme=each.code),
            each.code == asked.theme,
        )
        for each in picture.roadmap.themes
    )
    return [whole, *themes]


def _drawing(picture: Picture, asked: Asked) -> SafeString:
    def link(area: Area) -> str:
        return reverse("area", args=[area.code]) + asked.place

    drawn = tile_map(picture, asked.lens, theme=asked.theme or None, link=link)
    # Built by exports/svg.py, which escapes every text of it.
    return mark_safe(draw_tile_map(drawn, standalone=False))  # noqa: S308


def _order(area: Area) -> tuple[str, str]:
    return sort_key(labels.name(area.short), get_language() or "fi")
