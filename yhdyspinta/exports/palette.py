"""The colours of every picture: page, slide, sheet, PDF and drawing show a band alike.

Low bands are warm, high ones blue: the pair that people with any colour vision tell apart. Every
text colour has a contrast of at least 4.5 to its ground (WCAG 2.1, 1.4.3). Hex, `#RRGGBB`.
"""

from dataclasses import dataclass

INK = "#16242F"
PAPER = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Swatch:
    """A ground and the colour of the text on it."""

    fill: str
    text: str


# By the band's code; None is a cell without a figure, which must not look like a low one.
BANDS: dict[str | None, Swatch] = {
    None: Swatch("#EEF1F4", "#515F6B"),
    "under_25": Swatch("#DE8457", INK),
    "from_25": Swatch("#F8D9A0", INK),
    "from_50": Swatch("#BFDDF0", INK),
    "over_75": Swatch("#3178B0", PAPER),
    "over_90": Swatch("#0F3B66", PAPER),
}

TONES: dict[str, str] = {
    "accent": "#1B5A91",
    "muted": "#515F6B",
    "started": "#8CBDE0",
    "done": "#174C7C",
    "ink": INK,
    "line": "#C8D1D9",
    "surface": "#F3F6F8",
    "paper": PAPER,
}


def swatch(band: str | None) -> Swatch:
    """Return the colours of a band's cell; a band unknown here looks like no figure."""
    return BANDS.get(band, BANDS[None])


def tone(name: str) -> str:
    """Return a tone's colour; an unknown tone is the accent."""
    return TONES.get(name, TONES["accent"])


def text_on(fill: str) -> str:
    """Return ink or paper, whichever reads better on `fill`."""
    return max((INK, PAPER), key=lambda each: contrast(each, fill))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.1, "contrast ratio")."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1): linear red, green and blue, weighted."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
