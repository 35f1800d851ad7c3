"""A document as a tagged, accessible PDF (PDF/UA-1), set by typst from a template.

The document travels as JSON data beside the template: its text is never read as markup.
"""

import dataclasses
import json
import struct
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from yhdyspinta.exports.alternatives import chart_in_words, map_in_words
from yhdyspinta.exports.document import BarChart, Block, Document, RoundDrawing, Table, TileMap
from yhdyspinta.exports.palette import BANDS, TONES, text_on
from yhdyspinta.exports.printable import printable

TEMPLATE = Path(__file__).parent / "templates" / "document.typ"
FONTS = Path(__file__).parent / "templates" / "fonts"
# A portrait page holds a name and ten figures; wider tables turn the document.
MOST_PORTRAIT_COLUMNS = 12
# U+25A1, drawn for a character that the font lacks: PDF/UA refuses text that cannot be seen.
MISSING = "\u25a1"
# Joiners and variation selectors shape the character before them and draw nothing themselves.
_INVISIBLE = frozenset((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)))
_REGIONS = {"fi": "FI", "sv": "FI", "en": "GB"}


def render(document: Document, *, made_at: datetime) -> bytes:
    """Return the document as a PDF file, the same bytes for the same document and `made_at`."""
    content = _plain(dataclasses.asdict(dataclasses.replace(document, data=None)))
    content["sections"] = [
        {"title": _drawable(section.title), "blocks": [_block(each) for each in section.blocks]}
        for section in document.sections
    ]
    content["words"] = {key: _drawable(word) for key, word in document.words}
    content["region"] = _REGIONS.get(document.language)
    content["landscape"] = _is_wide(document)
    content["bands"] = {band or "": {"fill": s.fill, "text": s.text} for band, s in BANDS.items()}
    content["tones"] = TONES
    content["on_tones"] = {name: text_on(colour) for name, colour in TONES.items()}
    return typst.compile(
        str(TEMPLATE),
        sys_inputs={"document": json.dumps(content, ensure_ascii=False)},
        font_paths=_fonts(),
        pdf_standards=["ua-1"],
        timestamp=int(made_at.timestamp()),
    )


def _is_wide(document: Document) -> bool:
    blocks = (block for section in document.sections for block in section.blocks)
    tables = (block for block in blocks if isinstance(block, Table))
    return any(table.prose or len(table.columns) > MOST_PORTRAIT_COLUMNS for table in tables)


def _block(block: Block) -> dict[str, Any]:
    """Return a block as plain data, with its kind and what it says in words."""
    content: dict[str, Any] = _plain(dataclasses.asdict(block))
    content["kind"] = type(block).__name__
    if isinstance(block, TileMap):
        content["alt"] = _drawable(map_in_words(block))
    if isinstance(block, BarChart):
        content["alt"] = _drawable(chart_in_words(block))
    if isinstance(block, RoundDrawing):
        content["alt"] = _drawable(block.description)
        content["outlines"] = []
    if isinstance(block, Table):
        content["heat"] = [
            any(row.cells[at].band is not None for row in block.rows)
            for at in range(len(block.columns))
        ]
    return content


def _plain(value: Any) -> Any:
    """Make every text inside drawable."""
    if isinstance(value, str):
        return _drawable(value)
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _drawable(text: str) -> str:
    known = _coverage()
    return "".join(
        character if ord(character) in known else MISSING
        for character in printable(text)
        if ord(character) not in _INVISIBLE
    )


@cache
def _fonts() -> typst.Fonts:
    """Return our own fonts only: a machine's others would change the page."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


@cache
def _coverage() -> frozenset[int]:
    """Return the characters that both weights can draw."""
    return frozenset.intersection(*(_characters(path) for path in sorted(FONTS.glob("*.otf"))))


def _characters(font: Path) -> frozenset[int]:
    """Read a font's list of characters (OpenType 1.9, `cmap`, format 12: all of Unicode)."""
    data = font.read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4sLLL", data, 12 + 16 * at) for at in range(tables))
    start = next(offset for tag, _sum, offset, _length in records if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", data, start + 2)
    found: set[int] = set()
    for at in range(subtables):
        (offset,) = struct.unpack_from(">L", data, start + 4 + 8 * at + 4)
        kind, _reserved, _length, _language, groups = struct.unpack_from(
            ">HHLLL", data, start + offset
        )
        if kind == 12:
            for group in range(groups):
                first, last, _glyph = struct.unpack_from(
                    ">LLL", data, start + offset + 16 + 12 * group
                )
                found.update(range(first, last + 1))
    return frozenset(found)
