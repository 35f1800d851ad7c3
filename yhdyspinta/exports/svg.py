"""Drawings as SVG: the tile map and bar charts, for a page or as a file of their own.

On a page (`standalone=False`) class names alone say how things look, so that a strict
Content-Security-Policy holds and the page's stylesheet decides the colours of `tile-ground`,
`tile-text`, `level`, `level-on`, `hatch`, `bar-text`, `bar-label`, `axis` under `band-<code>`
(`band-none` without a figure) and `tone-<name>`. In a file of its own the same elements carry
the palette's colours, and a tile map its legend. Colour is never alone: a tile has a bar of as
many steps as its band is high, or a hatch where there is no figure.
"""

from yhdyspinta.exports import palette
from yhdyspinta.exports.document import BarChart, LegendEntry, Tile, TileMap
from yhdyspinta.exports.svg_pen import Box, Element, Look, Pen, Place, hatch, markup

_SIDE, _GAP, _EDGE = 80, 8, 4
_LEGEND_ROW = 34
_LETTER = 7.2  # width of a letter at 14 px, on the generous side
_PLOT, _BAR, _TOP = 460, 18, 40
_PERCENTS = (0, 25, 50, 75, 100)
_FIGURED = 8  # from this percentage on a part of a stacked bar has room for its figure


def tile_map(drawing: TileMap, *, standalone: bool, remark: str = "") -> str:
    """Draw a tile map; a tile with a link is one link with the tile's label as its name.

    A `remark` is written under the map and its legend.
    """
    pen = Pen(standalone)
    width = max((tile.column for tile in drawing.tiles), default=1) * (_SIDE + _GAP)
    height = max((tile.row for tile in drawing.tiles), default=1) * (_SIDE + _GAP)
    legend = drawing.legend if standalone else ()
    rows = len(legend) + bool(remark)
    size = (width - _GAP + 2 * _EDGE, height - _GAP + 2 * _EDGE + _LEGEND_ROW * rows)
    linked = any(tile.link for tile in drawing.tiles)
    root = pen.root((drawing.title, drawing.description), size, linked=linked)
    steps = {entry.band: number for number, entry in enumerate(drawing.legend, start=1)}
    for tile in drawing.tiles:
        _draw_tile(pen, root, tile, steps=steps)
    for number, entry in enumerate(legend):
        _draw_legend_entry(pen, root, height + number * _LEGEND_ROW, entry=entry, steps=steps)
    if remark:
        place = (_EDGE, height + len(legend) * _LEGEND_ROW + 18)
        pen.text(root, place, remark, look=Look("bar-label", palette.INK, bold=True))
    return markup(root)


def bar_chart(drawing: BarChart, *, standalone: bool) -> str:
    """Draw horizontal bars, a row per category, with a figure wherever it fits."""
    pen = Pen(standalone)
    left = max((len(each) for each in drawing.categories), default=0) * _LETTER + 16
    row = (_BAR + 4) * (1 if drawing.stacked else len(drawing.series)) + 8
    top = _TOP + (30 if len(drawing.series) > 1 else 0)
    bottom = top + row * len(drawing.categories)
    size = (left + _PLOT + 60, bottom + 4)
    root = pen.root((drawing.title, drawing.description), size, linked=False)
    _draw_axis(pen, root, (left, top, _PLOT, bottom - top))
    if len(drawing.series) > 1:
        _draw_key(pen, root, left, drawing=drawing)
    for number, category in enumerate(drawing.categories):
        values = [(each.tone, each.name, each.values[number]) for each in drawing.series]
        said = ", ".join(f"{name} {_written(value)}" for _, name, value in values)
        group = pen.group(root, "bar-row", f"{category}: {said}")
        y = top + number * row
        label = Look("bar-label", palette.INK, anchor="end")
        pen.text(group, (left - 10, y + row / 2), category, look=label)
        start = left
        for at, (tone, _, value) in enumerate(values):
            if drawing.stacked:
                start += _draw_part(pen, group, (start, y + 6), tone=tone, value=value)
            else:
                place = (left, y + 6 + at * (_BAR + 4))
                _draw_bar(pen, group, place, tone=tone, value=value)
    return markup(root)


def _draw_tile(pen: Pen, root: Element, tile: Tile, *, steps: dict[str, int]) -> None:
    x = _EDGE + (tile.column - 1) * (_SIDE + _GAP)
    y = _EDGE + (tile.row - 1) * (_SIDE + _GAP)
    parent = pen.link(root, tile.link, tile.label) if tile.link else root
    group = pen.group(parent, f"tile band-{tile.band or 'none'}", tile.label)
    colours = palette.swatch(tile.band)
    ground = Look("tile-ground", colours.fill, palette.tone("line") if not tile.band else "")
    pen.box(group, (x, y, _SIDE, _SIDE), ground, radius=10)
    middle = x + _SIDE / 2
    name = Look("tile-text tile-name", colours.text, size=15, anchor="middle")
    figure = Look("tile-text tile-figure", colours.text, size=21, anchor="middle", bold=True)
    pen.text(group, (middle, y + 19), tile.abbreviation, look=name)
    pen.text(group, (middle, y + 43), tile.text, look=figure)
    strip = (x + 12, y + 62, _SIDE - 24, 7)
    _draw_level(pen, group, strip, band=tile.band, steps=steps)


def _draw_level(
    pen: Pen, parent: Element, box: Box, *, band: str | None, steps: dict[str, int]
) -> None:
    """Draw a bar of steps, filled up to the band's: what tells bands apart without colour."""
    text = palette.swatch(band).text
    if band is None:
        pen.line(parent, hatch(box, step=7), Look("hatch", stroke=text))
        return
    x, y, width, height = box
    each = (width + 3) / max(len(steps), 1)
    for number in range(len(steps)):
        on = number < steps.get(band, 0)
        look = Look("level level-on" if on else "level", text if on else "none", text)
        pen.box(parent, (x + number * each, y, each - 3, height), look, radius=2)


def _draw_legend_entry(
    pen: Pen, root: Element, y: float, *, entry: LegendEntry, steps: dict[str, int]
) -> None:
    group = pen.group(root, f"key band-{entry.band}", entry.label)
    colours = palette.swatch(entry.band)
    pen.box(group, (_EDGE, y + 6, 64, 24), Look("tile-ground", colours.fill), radius=5)
    strip = (_EDGE + 8, y + 14.5, 48, 7)
    _draw_level(pen, group, strip, band=entry.band, steps=steps)
    pen.text(group, (_EDGE + 76, y + 18), entry.label, look=Look("bar-label", palette.INK))


def _draw_axis(pen: Pen, root: Element, box: Box) -> None:
    left, top, width, height = box
    for percent in _PERCENTS:
        x = left + width * percent / 100
        pen.line(root, f"M{x:.1f} {top}v{height}", Look("axis", stroke=palette.tone("line")))
        label = Look("bar-label", palette.tone("muted"), size=12, anchor="middle")
        pen.text(root, (x, top - 12), _written(percent), look=label)


def _draw_key(pen: Pen, root: Element, x: float, *, drawing: BarChart) -> None:
    for series in drawing.series:
        group = pen.group(root, f"key tone-{series.tone}", series.name)
        pen.box(group, (x, 8, 16, 16), Look("bar", palette.tone(series.tone)), radius=3)
        pen.text(group, (x + 23, 16), series.name, look=Look("bar-label", palette.INK))
        x += 23 + len(series.name) * _LETTER + 24


def _draw_bar(pen: Pen, row: Element, place: Place, *, tone: str, value: int | None) -> None:
    x, y = place
    group = pen.group(row, f"tone-{tone}", _written(value))
    width = _PLOT * (value or 0) / 100
    if value:
        pen.box(group, (x, y, width, _BAR), Look("bar", palette.tone(tone)), radius=3)
    colour = palette.tone("muted") if value is None else palette.INK
    pen.text(group, (x + width + 8, y + _BAR / 2), _written(value), look=Look("bar-label", colour))


def _draw_part(pen: Pen, row: Element, place: Place, *, tone: str, value: int | None) -> float:
    """Draw one part of a stacked bar, figured where it is wide enough; return its width."""
    x, y = place
    if not value:
        return 0
    fill = palette.tone(tone)
    group = pen.group(row, f"tone-{tone}", _written(value))
    width = _PLOT * value / 100
    pen.box(group, (x, y, max(width - 1.5, 1), _BAR), Look("bar", fill))
    if value >= _FIGURED:
        look = Look("bar-text", palette.text_on(fill), size=13, anchor="middle")
        pen.text(group, (x + width / 2, y + _BAR / 2), _written(value), look=look)
    return width


def _written(percent: int | None) -> str:
    return "–" if percent is None else f"{percent}\u00a0%"
