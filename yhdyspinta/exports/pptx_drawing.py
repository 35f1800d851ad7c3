"""Graphics on slides: the legend, the tile map as native shapes, native charts."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches, Pt

from yhdyspinta.exports.alternatives import chart_in_words, map_in_words
from yhdyspinta.exports.document import BarChart, LegendEntry, Tile, TileMap
from yhdyspinta.exports.palette import swatch, text_on, tone
from yhdyspinta.exports.pptx_text import (
    Box,
    Setting,
    add_run,
    add_text_box,
    describe,
    fill_shape,
    line_count,
    no_margins,
    rgb,
    text_width,
)
from yhdyspinta.exports.printable import printable

PILL = 0.24  # inches
MAP: Box = (0.6, 1.45, 5.6, 5.3)
KEY_LEFT, KEY_WIDTH, KEY_BOTTOM = 6.9, 5.83, 6.8


def legend_with_gaps(
    legend: tuple[LegendEntry, ...], *, gaps: bool, setting: Setting
) -> tuple[tuple[str | None, str], ...]:
    """Return (band, words) of a legend, with a last entry for "no figure" where there are any."""
    missing = ((None, setting.words["no_data"]),) if gaps and setting.words["no_data"] else ()
    return (*((entry.band, entry.label) for entry in legend), *missing)


def draw_legend(
    shapes: Any, entries: tuple[tuple[str | None, str], ...], *, top: float, setting: Setting
) -> None:
    """Draw a legend in a row: each band's words on its colour."""
    left = 0.6
    word = printable(setting.words["legend"])
    if word:
        width = text_width(word, 10) + 0.25
        box = add_text_box(shapes, (left, top, width, PILL))
        box.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        add_run(box.text_frame.paragraphs[0], word, setting.locale, size=10, colour=tone("muted"))
        left += width
    for band, label in entries:
        width = min(text_width(label, 10) + 0.4, 4.0)
        draw_pill(shapes, (left, top, width, PILL), (band, label), setting=setting)
        left += width + 0.12


def draw_pill(shapes: Any, box: Box, entry: tuple[str | None, str], *, setting: Setting) -> None:
    """Draw one entry of a legend."""
    band, label = entry
    colours = swatch(band)
    shape = shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *(Inches(each) for each in box))
    fill_shape(shape, colours.fill, tone("line") if band is None else "")
    describe(shape, f"{setting.words['legend']} {label}", label)
    _centre(shape)
    add_run(shape.text_frame.paragraphs[0], label, setting.locale, size=10, colour=colours.text)


def draw_tile_map(slide: Any, tile_map: TileMap, setting: Setting) -> None:
    """Draw a tile map as one group of rounded squares, in reading order."""
    tiles = sorted(tile_map.tiles, key=lambda each: (each.row, each.column))
    group = slide.shapes.add_group_shape()
    if tiles:
        rows, columns = max(t.row for t in tiles), max(t.column for t in tiles)
        height = min(MAP[3] / rows, 1.0)
        width = min(MAP[2] / columns, height * 1.9)
        for tile in tiles:
            left = MAP[0] + (tile.column - 1) * width
            top = MAP[1] + (tile.row - 1) * height
            _draw_tile(
                group.shapes, tile, (left, top, width - 0.07, height - 0.07), setting=setting
            )
    describe(group, tile_map.title, map_in_words(tile_map))


def _draw_tile(shapes: Any, tile: Tile, box: Box, *, setting: Setting) -> None:
    colours = swatch(tile.band)
    shape = shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *(Inches(each) for each in box))
    shape.adjustments[0] = 0.1
    fill_shape(shape, colours.fill, tone("line") if tile.band is None else "")
    describe(shape, tile.label, tile.label)
    _centre(shape)
    size = 12 if len(tile.abbreviation) <= 6 else 8
    first = shape.text_frame.paragraphs[0]
    add_run(first, tile.abbreviation, setting.locale, size=size, bold=True, colour=colours.text)
    second = shape.text_frame.add_paragraph()
    second.alignment = PP_ALIGN.CENTER
    add_run(second, tile.text, setting.locale, size=size, colour=colours.text)


def draw_key(slide: Any, tile_map: TileMap, *, top: float, setting: Setting) -> None:
    """Draw a tile map's legend beside it, with the areas of each band in words if they fit."""
    gaps = any(tile.band is None for tile in tile_map.tiles)
    entries = legend_with_gaps(tile_map.legend, gaps=gaps, setting=setting)
    named = [
        ", ".join(tile.label for tile in tile_map.tiles if tile.band == band)
        for band, _label in entries
    ]
    heights = [
        PILL + 0.06 + (line_count(text, 12, KEY_WIDTH) * 0.2 if text else 0) for text in named
    ]
    spacing = 0.16
    with_names = top + sum(heights) + spacing * len(heights) <= KEY_BOTTOM
    for entry, text, height in zip(entries, named, heights, strict=True):
        width = min(text_width(entry[1], 10) + 0.4, KEY_WIDTH)
        draw_pill(slide.shapes, (KEY_LEFT, top, width, PILL), entry, setting=setting)
        if with_names and text:
            box = add_text_box(
                slide.shapes, (KEY_LEFT, top + PILL + 0.06, KEY_WIDTH, height - PILL - 0.06)
            )
            add_run(box.text_frame.paragraphs[0], text, setting.locale, size=12, colour=tone("ink"))
        top += (height if with_names else PILL) + spacing


def draw_chart(slide: Any, chart: BarChart, setting: Setting) -> None:
    """Draw a native bar chart with its figures at the bars."""
    # python-pptx leaves its chart data without annotations.
    data: Any = CategoryChartData(  # type: ignore[no-untyped-call]
        number_format=_number_format(setting)
    )
    data.categories = [printable(each) or " " for each in chart.categories]
    for series in chart.series:
        data.add_series(printable(series.name), series.values)
    kind = XL_CHART_TYPE.BAR_STACKED if chart.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    bars = len(chart.categories) * (1 if chart.stacked else max(1, len(chart.series)))
    height = min(5.35, 0.9 + max(bars * 0.5, len(chart.categories) * 0.72))
    box: Box = (0.6, 1.45, 12.13, height)
    shape = slide.shapes.add_chart(kind, *(Inches(each) for each in box), data)
    describe(shape, chart.title, chart_in_words(chart))
    _style_chart(shape.chart, chart, setting)


def _number_format(setting: Setting) -> str:
    # English sets no space before the sign; Finnish and Swedish do, one that does not break.
    return '0"%"' if setting.locale.startswith("en") else '0"\u00a0%"'


def _style_chart(native: Any, chart: BarChart, setting: Setting) -> None:
    small = len(chart.categories) > 12
    native.font.size = Pt(10 if small else 13)
    native.font.color.rgb = rgb(tone("ink"))
    native.has_title = False
    native.has_legend = len(chart.series) > 1
    if native.has_legend:
        native.legend.position = XL_LEGEND_POSITION.TOP
        native.legend.include_in_layout = False
    _style_axes(native, setting)
    plot = native.plots[0]
    plot.gap_width = 45
    plot.overlap = 100 if chart.stacked else -5
    for series, native_series in zip(chart.series, plot.series, strict=True):
        colour = tone(series.tone)
        native_series.format.fill.solid()
        native_series.format.fill.fore_color.rgb = rgb(colour)
        labels = native_series.data_labels
        labels.show_value = True
        labels.number_format, labels.number_format_is_linked = _number_format(setting), False
        labels.position = (
            XL_LABEL_POSITION.CENTER if chart.stacked else XL_LABEL_POSITION.OUTSIDE_END
        )
        label_colour = text_on(colour) if chart.stacked else tone("ink")
        labels.font.color.rgb = rgb(label_colour)
        labels.font.size = Pt(10 if small else 13)
    space = native._element
    language = parse_xml(f'<c:lang {nsdecls("c")} val="{setting.locale}"/>')
    space.insert(1 if len(space) and space[0].tag.endswith("date1904") else 0, language)


def _style_axes(native: Any, setting: Setting) -> None:
    categories, values = native.category_axis, native.value_axis
    categories.reverse_order = True  # The first category on top, as in a table.
    categories.format.line.color.rgb = rgb(tone("line"))
    categories.major_tick_mark = XL_TICK_MARK.NONE
    values.minimum_scale, values.maximum_scale, values.major_unit = 0, 100, 25
    values.format.line.fill.background()
    values.major_gridlines.format.line.color.rgb = rgb(tone("line"))
    values.major_gridlines.format.line.width = Pt(0.5)
    values.tick_labels.number_format = _number_format(setting)
    values.tick_labels.number_format_is_linked = False
    values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # Below, as the order is reversed.
    values.tick_labels.font.size = Pt(10)
    values.tick_labels.font.color.rgb = rgb(tone("muted"))


def _centre(shape: Any) -> None:
    frame = shape.text_frame
    no_margins(frame, 0.03)
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.paragraphs[0].alignment = PP_ALIGN.CENTER
