"""What a graphic says, in words: the alternative text of charts and maps in every form."""

from yhdyspinta.exports.document import BarChart, TileMap


def chart_in_words(chart: BarChart) -> str:
    """Return the description and every figure of a chart, for those who do not see it."""
    rows = (
        f"{category}: "
        + ", ".join(
            f"{series.name} {'–' if series.values[at] is None else f'{series.values[at]} %'}"
            for series in chart.series
        )
        for at, category in enumerate(chart.categories)
    )
    return f"{chart.description} {'; '.join(rows)}."


def map_in_words(tile_map: TileMap) -> str:
    """Return the description of a tile map and the label of each tile, in reading order."""
    tiles = sorted(tile_map.tiles, key=lambda each: (each.row, each.column))
    return f"{tile_map.description} {'; '.join(tile.label for tile in tiles)}"
