"""The colours can be read, and told apart with any colour vision."""

import math
from itertools import pairwise

import pytest

from yhdyspinta.exports import palette

# Viénot, Brettel and Mollon 1999, through Machado, Oliveira and Fernandes 2009 (severity 1.0).
VISIONS = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "no green": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "no blue": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
ORDER = ("under_25", "from_25", "from_50", "over_75", "over_90")


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def seen(colour: str, vision: str) -> tuple[float, float, float]:
    """The colour in CIE L*a*b* (D65) as somebody with this vision sees it."""
    values = linear(colour)
    rgb = [max(0, sum(m * v for m, v in zip(row, values, strict=True))) for row in VISIONS[vision]]
    to_xyz = ((0.4339, 0.3762, 0.1899), (0.2126, 0.7152, 0.0722), (0.0178, 0.1098, 0.8730))
    x, y, z = (sum(m * v for m, v in zip(row, rgb, strict=True)) ** (1 / 3) for row in to_xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, vision: str) -> float:
    pair = zip(seen(one, vision), seen(other, vision), strict=True)
    return math.hypot(*(a - b for a, b in pair))


@pytest.mark.parametrize("band", palette.BANDS)
def test_the_text_of_every_band_can_be_read(band: str | None) -> None:
    swatch = palette.swatch(band)
    assert palette.contrast(swatch.fill, swatch.text) >= 4.5


@pytest.mark.parametrize("name", ["accent", "muted", "done", "ink"])
def test_tones_that_text_is_written_in_can_be_read_on_paper_and_surface(name: str) -> None:
    for ground in ("paper", "surface"):
        assert palette.contrast(palette.tone(name), palette.tone(ground)) >= 4.5


@pytest.mark.parametrize("name", palette.TONES)
def test_a_label_on_any_tone_can_be_read(name: str) -> None:
    fill = palette.tone(name)
    assert palette.contrast(palette.text_on(fill), fill) >= 4.5


@pytest.mark.parametrize("vision", VISIONS)
def test_neighbouring_bands_differ_for_every_colour_vision(vision: str) -> None:
    fills = [palette.swatch(band).fill for band in ORDER]
    assert min(distance(one, other, vision) for one, other in pairwise(fills)) > 15


@pytest.mark.parametrize("vision", VISIONS)
def test_started_and_done_differ_for_every_colour_vision(vision: str) -> None:
    assert distance(palette.tone("started"), palette.tone("done"), vision) > 30


def test_a_cell_without_a_figure_looks_like_no_band() -> None:
    empty = palette.swatch(None)
    assert palette.swatch("not a band") == empty
    assert empty.fill not in {palette.swatch(band).fill for band in ORDER}


def test_an_unknown_tone_is_the_accent() -> None:
    assert palette.tone("not a tone") == palette.tone("accent")


def test_contrast_runs_from_one_to_twenty_one() -> None:
    assert palette.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert palette.contrast("#3178B0", "#3178B0") == pytest.approx(1)
