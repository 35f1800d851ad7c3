"""Text on slides: runs with their language, placeholders, and how much room words need."""

import math
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from yhdyspinta.exports.document import Document
from yhdyspinta.exports.palette import swatch
from yhdyspinta.exports.printable import printable

LOCALES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}

Box = tuple[float, float, float, float]
Text = tuple[str, str, bool]  # lead, words, with a bullet


def rgb(colour: str) -> RGBColor:
    """Return a colour of the palette as python-pptx wants it."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return RGBColor(*parts)  # type: ignore[no-untyped-call]  # python-pptx has no annotation here


def locale_of(document: Document) -> str:
    """Return the language tag that proofing tools and screen readers want."""
    return LOCALES.get(document.language, document.language)


def words_of(document: Document) -> dict[str, str]:
    """Return the renderer's own words; a missing one is empty."""
    keys = ("page", "of", "continued", "legend", "sources", "no_data")
    return dict.fromkeys(keys, "") | dict(document.words)


@dataclass(frozen=True, slots=True)
class Setting:
    """What every part of a slide needs to know of its document."""

    locale: str
    words: dict[str, str]


def set_place(shape: Any, box: Box) -> None:
    """Put a shape at (left, top, width, height), in inches."""
    shape.left, shape.top, shape.width, shape.height = (Inches(each) for each in box)


def describe(shape: Any, name: str, description: str) -> None:
    """Give a shape its name and its alternative text."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", printable(name)[:120])
    properties.set("descr", printable(description))


def add_run(
    paragraph: Any, text: str, locale: str, *, size: float = 0, bold: bool = False, colour: str = ""
) -> None:
    """Append text to a paragraph. Size in points; 0 and no colour mean the layout's own."""
    words = printable(text)
    if not words:
        return
    run = paragraph.add_run()
    run.text = words
    run._r.get_or_add_rPr().set("lang", locale)
    if size:
        run.font.size = Pt(size)
    if bold:
        run.font.bold = True
    if colour:
        run.font.color.rgb = rgb(colour)


def set_text(shape: Any, text: str, locale: str, *, size: float = 0) -> None:
    """Write one paragraph into an empty placeholder."""
    add_run(shape.text_frame.paragraphs[0], text, locale, size=size)


def fill_shape(shape: Any, fill: str, line: str = "") -> None:
    """Colour a shape; without a `line` colour it has no outline."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(fill)
    if line:
        shape.line.color.rgb = rgb(line)
        shape.line.width = Pt(0.75)
    else:
        shape.line.fill.background()
    style = shape._element.find(qn("p:style"))
    if style is not None:  # The default style casts a shadow.
        shape._element.remove(style)


def no_margins(frame: Any, horizontal: float = 0) -> None:
    """Take a text frame's inner margins away; `horizontal` ones in inches may stay."""
    frame.margin_left = frame.margin_right = Inches(horizontal)
    frame.margin_top = frame.margin_bottom = Emu(0)


def add_text_box(shapes: Any, box: Box) -> Any:
    """Add a text box without margins that wraps its lines."""
    shape = shapes.add_textbox(*(Inches(each) for each in box))
    no_margins(shape.text_frame)
    shape.text_frame.word_wrap = True
    return shape


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text is set in Arial, in inches."""
    narrow = sum(character in "iljtfrI.,:;'|!-– ()[]/" for character in text)
    wide = sum(character in "mwMWÄÖÅ%@—" or character.isupper() for character in text)
    return (0.56 * len(text) - 0.25 * narrow + 0.17 * wide) * size / 72


def line_count(text: str, size: float, width: float) -> int:
    """Estimate how many lines a text takes at a size (points) and width (inches)."""
    # Finnish words are long: a line is rarely filled to its end.
    return max(1, math.ceil(text_width(text, size) * 1.06 / width))


def wrapped_count(text: str, size: float, width: float) -> int:
    """Count the lines that a text takes word by word; a word wider than a line is divided."""
    lines, filled = 1, 0.0
    for word in printable(text).split():
        wide = text_width(word, size)
        if filled and filled + text_width(" ", size) + wide > width:
            lines, filled = lines + 1, 0.0
        filled += wide + (text_width(" ", size) if filled else 0.0)
        extra = math.ceil(filled / width) - 1
        if extra > 0:
            lines, filled = lines + extra, filled - extra * width
    return lines


def _joined(text: Text) -> str:
    return f"{text[0]}: {text[1]}" if printable(text[0]) else text[1]


def text_height(texts: list[Text], size: float, width: float) -> float:
    """Estimate the height of paragraphs in inches."""
    lines = sum(line_count(_joined(each), size, width) for each in texts)
    return (lines * size * 1.22 + len(texts) * size * 0.5) / 72


def write_texts(
    shape: Any, texts: list[Text], setting: Setting, *, size: float = 0, space: float = 0
) -> None:
    """Write paragraphs into a shape, or take an empty placeholder away."""
    kept = [text for text in texts if printable(text[0]) or printable(text[1])]
    if not kept:
        shape._element.getparent().remove(shape._element)
        return
    frame = shape.text_frame
    for number, (lead, words, bulleted) in enumerate(kept):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        paragraph.space_after = Pt(space)
        if bulleted:
            _set_bullet(paragraph)
        after = ":" if printable(words) else ""
        if printable(lead):
            add_run(paragraph, lead + after, setting.locale, size=size, bold=True)
        add_run(paragraph, words, setting.locale, size=size)
        if len(paragraph.runs) > 1:  # Words are trimmed: set them apart from their lead.
            paragraph.runs[1].text = " " + paragraph.runs[1].text


def _set_bullet(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Inches(0.25)))
    properties.set("indent", str(-Inches(0.25)))
    for tag, attributes in (
        ("a:buClr", {}),
        ("a:buFont", {"typeface": "Arial"}),
        ("a:buChar", {"char": "•"}),
    ):
        element = properties.makeelement(qn(tag), attributes)
        if tag == "a:buClr":
            value = swatch("over_75").fill[1:]
            element.append(element.makeelement(qn("a:srgbClr"), {"val": value}))
        properties.append(element)
