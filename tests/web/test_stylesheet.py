import re

import pytest

from tests.house.tree import PACKAGE
from yhdyspinta.exports import palette

CSS = (PACKAGE / "web" / "static" / "web" / "yhdyspinta.css").read_text(encoding="utf-8")
LIGHT, DARK = CSS.split("@media (prefers-color-scheme: dark)")


def _properties(css: str) -> dict[str, str]:
    found = re.findall(r"--([a-z-]+):\s*(#[0-9a-fA-F]{6})", css[css.index(":root") :])
    return dict(reversed(found))


@pytest.mark.parametrize("band", [b for b in palette.BANDS if b])
def test_a_band_has_the_palettes_colours(band: str) -> None:
    rule = re.search(rf"\.band-{band}\b[^{{]*{{([^}}]*)}}", CSS)
    assert rule
    swatch = palette.swatch(band)
    assert swatch.fill.lower() in rule[1]
    assert swatch.text.lower() in rule[1]


PAIRS = [
    ("ink", "warning"),
    ("ink", "none-ground"),
    ("late", "paper"),
    ("accent", "surface"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_words_on_coloured_ground_are_readable(scheme: str, ink: str, ground: str) -> None:
    colours = _properties(LIGHT) | (_properties(DARK) if scheme == "dark" else {})
    assert palette.contrast(colours[ink], colours[ground]) >= 4.5


def test_words_on_a_chosen_tab_are_readable() -> None:
    light, dark = _properties(LIGHT), _properties(DARK)
    on_dark = re.search(r"\[aria-current\], .*?color: (#[0-9a-f]{6})", DARK)
    assert on_dark
    assert palette.contrast(light["paper"], light["accent"]) >= 4.5
    assert palette.contrast(on_dark[1], dark["accent"]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("one", "other"), [("started", "paper"), ("done", "started")])
def test_parts_of_a_bar_are_told_apart(scheme: str, one: str, other: str) -> None:
    colours = _properties(LIGHT) | (_properties(DARK) if scheme == "dark" else {})
    assert palette.contrast(colours[one], colours[other]) >= 1.9


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "muted", "accent", "none-text"])
def test_text_is_readable_on_its_ground(scheme: str, ink: str) -> None:
    colours = _properties(LIGHT) | (_properties(DARK) if scheme == "dark" else {})
    ground = "none-ground" if ink == "none-text" else "paper"
    assert palette.contrast(colours[ink], colours[ground]) >= 4.5
    if ink != "none-text":
        assert palette.contrast(colours[ink], colours["surface"]) >= 4.5
