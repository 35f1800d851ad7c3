"""A situation picture's drawings: the tile map of areas, bars by area, stacked bars by theme."""

from collections.abc import Callable

from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.calc.comparison import shown_share
from yhdyspinta.calc.situation import figures
from yhdyspinta.calc.situation import table as arrange
from yhdyspinta.exports.document import BarChart, Series, Tile, TileMap
from yhdyspinta.exports.situation_tables import legend
from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.situation import Counts, Figures, Lens, Picture, Row, Share


def tile_map(
    picture: Picture,
    lens: Lens,
    *,
    theme: str | None = None,
    link: Callable[[Area], str] | None = None,
) -> TileMap:
    """Return a tile per area that has a place on the map: all its tasks, or a theme's.

    `link` gives the address of an area's page; without it tiles lead nowhere.
    """
    return TileMap(
        title=_map_title(picture, lens, theme),
        description=gettext(
            "A tile for each area, placed as on the map. The number is the area's percentage;"
            " the bar and the colour show its band."
        ),
        tiles=tuple(
            _tile(area, each, lens=lens, link=link(area) if link else "")
            for area, each in overall_figures(picture, lens, theme=theme)
            if area.tile
        ),
        legend=legend(picture),
    )


def progress_bars(picture: Picture) -> BarChart:
    """Return a bar per area: progress of all its tasks due by the horizon."""
    shown = overall_figures(picture, Lens.PROGRESS)
    return BarChart(
        title=gettext("Progress by area"),
        description=gettext("A bar for each area; an area without a bar has no figure."),
        categories=tuple(labels.name(area.short) for area, _ in shown),
        series=(
            Series(labels.lens(Lens.PROGRESS), tuple(_percent(each.progress) for _, each in shown)),
        ),
    )


def readiness_bars(picture: Picture) -> BarChart:
    """Return a stacked bar per theme over all areas: done, under way and the rest."""
    arranged = arrange(picture, Lens.READINESS)
    total = arranged.total.figures
    done = tuple(_percent(each.done) for each in total)
    under_way = tuple(_percent(each.under_way) for each in total)
    return BarChart(
        title=gettext("Readiness by theme, all areas"),
        description=gettext("Each bar is all tasks of a theme: done, under way and the rest."),
        categories=tuple(labels.name(each.names) for each in arranged.columns),
        series=(
            Series(gettext("Done"), done, "done"),
            Series(gettext("Under way"), under_way, "started"),
            Series(gettext("Not under way"), tuple(map(_rest, done, under_way)), "line"),
        ),
        stacked=True,
    )


def overall_figures(
    picture: Picture, lens: Lens, *, theme: str | None = None
) -> list[tuple[Area, Figures]]:
    """Return every area with the figures of all its tasks, or of a theme's."""
    arranged = arrange(picture, lens, theme=theme)
    return [
        (
            row.area,
            figures(
                picture, area=row.area.code, theme=theme, subarea=None, counts=_counts(row, theme)
            ),
        )
        for row in arranged.rows
        if row.area
    ]


def _counts(row: Row, theme: str | None) -> Counts:
    # Under a theme the first column already is the sum of the others.
    return sum((each.counts for each in row.figures if theme is None or not each.subarea), Counts())


def _tile(area: Area, figures_: Figures, *, lens: Lens, link: str) -> Tile:
    row, column = area.tile or (0, 0)
    percent = _percent(shown_share(figures_, lens))
    said = labels.percent(percent) if percent is not None else gettext("not reported")
    return Tile(
        row=row,
        column=column,
        code=area.code,
        abbreviation=area.abbreviation,
        label=f"{labels.name(area.short)}, {said}",
        text=labels.percent(percent),
        band=figures_.band(lens),
        link=link,
    )


def _map_title(picture: Picture, lens: Lens, theme: str | None) -> str:
    names = {each.code: each.names for each in picture.roadmap.themes}
    subject = gettext("all themes") if theme is None else labels.name(names[theme])
    return f"{labels.lens(lens)}: {subject}"


def _percent(share: Share | None) -> int | None:
    return None if share is None else share.percent


def _rest(done: int | None, under_way: int | None) -> int | None:
    if done is None or under_way is None:
        return None
    # Both may have been rounded up (50.5 and 49.5): then nothing is left.
    return max(0, 100 - done - under_way)
