"""Drawings can be read by eye, by keyboard and by assistive technology, under a strict policy."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from tests.exports.sample_document import HOSTILE, bar_chart, tile_map
from yhdyspinta.exports import palette, svg
from yhdyspinta.exports.document import BarChart, Series, Tile, TileMap

NS = "{http://www.w3.org/2000/svg}"


def parsed(made: str) -> ET.Element:
    return ET.fromstring(made)  # noqa: S314 - what is read here was just drawn


def linked() -> TileMap:
    tiles = tuple(replace(tile, link=f"/alueet/{tile.code}?a=1&b=2") for tile in tile_map().tiles)
    return replace(tile_map(), tiles=tiles)


def all_drawings(*, standalone: bool) -> list[ET.Element]:
    grouped = replace(bar_chart(), stacked=False)
    return [
        parsed(svg.tile_map(tile_map(), standalone=standalone)),
        parsed(svg.tile_map(linked(), standalone=standalone)),
        parsed(svg.bar_chart(bar_chart(), standalone=standalone)),
        parsed(svg.bar_chart(grouped, standalone=standalone)),
    ]


@pytest.mark.parametrize("standalone", [True, False])
def test_nothing_is_styled_in_a_way_that_a_strict_policy_forbids(standalone: bool) -> None:
    for root in all_drawings(standalone=standalone):
        assert not [each for each in root.iter() if "style" in each.attrib]
        assert not root.findall(f".//{NS}style")


def test_on_a_page_the_stylesheet_alone_decides_the_colours() -> None:
    for root in all_drawings(standalone=False):
        assert not [each for each in root.iter() if {"fill", "stroke"} & each.attrib.keys()]


@pytest.mark.parametrize("standalone", [True, False])
def test_title_and_description_name_the_drawing(standalone: bool) -> None:
    for root in all_drawings(standalone=standalone):
        named = [root.find(f"{NS}title"), root.find(f"{NS}desc")]
        ids = [each.get("id") for each in named if each is not None and each.text]
        assert root.get("aria-labelledby") == " ".join(str(each) for each in ids)


def test_a_drawing_is_an_image_unless_it_has_links() -> None:
    plain, with_links, *_ = all_drawings(standalone=False)
    assert (plain.get("role"), with_links.get("role")) == ("img", "group")


def test_every_linked_tile_has_its_full_name_and_address() -> None:
    root = parsed(svg.tile_map(linked(), standalone=False))
    found = [(each.get("aria-label"), each.get("href")) for each in root.iter(f"{NS}a")]
    assert found == [(tile.label, tile.link) for tile in linked().tiles]


def test_bands_differ_by_their_steps_and_a_tile_without_figure_is_hatched() -> None:
    root = parsed(svg.tile_map(tile_map(), standalone=False))
    shapes = {}
    for tile in root.iter(f"{NS}g"):
        on = len([each for each in tile if "level-on" in each.get("class", "")])
        shapes[tile.get("class")] = (on, tile.find(f"{NS}path") is not None)
    assert shapes == {
        "tile band-under_25": (1, False),
        "tile band-from_25": (2, False),
        "tile band-from_50": (3, False),
        "tile band-over_75": (4, False),
        "tile band-none": (0, True),
    }


def test_a_file_of_its_own_has_the_palettes_colours_and_the_legend() -> None:
    made = svg.tile_map(tile_map(), standalone=True)
    assert palette.swatch("over_75").fill in made
    assert all(f">{entry.label}</text>" in made for entry in tile_map().legend)


def test_every_tile_shows_its_abbreviation_and_its_figure() -> None:
    made = svg.tile_map(tile_map(), standalone=False)
    assert all(f">{tile.abbreviation}</text>" in made for tile in tile_map().tiles)
    assert made.count("%</text>") == len(tile_map().tiles) - 1


def test_a_bar_is_as_long_as_its_figure_and_a_missing_one_is_a_dash() -> None:
    chart = BarChart("t", "d", ("a", "b", "c"), (Series("s", (50, None, 100)),))
    root = parsed(svg.bar_chart(chart, standalone=False))
    half, whole = [float(each.get("width", "")) for each in root.iter(f"{NS}rect")]
    assert half * 2 == whole
    assert [each.text for each in root.iter(f"{NS}text")].count("–") == 1


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("standalone", [True, False])
def test_any_text_stays_text(text: str, standalone: bool) -> None:
    tile = Tile(1, 1, "1", text, text, text, text, link=text)
    drawn = svg.tile_map(TileMap(text, text, (tile,)), standalone=standalone)
    chart = BarChart(text, text, (text,), (Series(text, (1,), text), Series(text, (None,))))
    barred = svg.bar_chart(chart, standalone=standalone)
    tags = {each.tag.removeprefix(NS) for made in (drawn, barred) for each in parsed(made).iter()}
    assert tags <= {"svg", "title", "desc", "g", "a", "rect", "path", "text"}


def test_a_drawing_of_nothing_is_still_a_drawing() -> None:
    assert parsed(svg.tile_map(TileMap("t", "d", ()), standalone=True)).tag == f"{NS}svg"
    assert parsed(svg.bar_chart(BarChart("t", "d", (), ()), standalone=True)).tag
