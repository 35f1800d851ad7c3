"""Build the slide template: 16:9, own theme and three layouts (title, content, table).

Run `python tools/make_pptx_template.py` after a change here or in the palette, and commit the
file that it writes. Arial, because it or its metric twin is on every machine that opens slides:
Source Sans 3 would be replaced by a wider font and break the tables.
"""

import sys
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Inches

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from yhdyspinta.exports import palette  # noqa: E402  found only once the path is set

TARGET = ROOT / "yhdyspinta" / "exports" / "templates" / "yhdyspinta.pptx"
FONT = "Arial"
NAVY = palette.swatch("over_90").fill
PALE = palette.swatch("from_50").fill
NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
# The tile map of Finland, (row, column): the title slide's ornament, and the tiles' colours.
MOTIF = (
    [
        "31",
        "32",
        "42",
        "23",
        "33",
        "43",
        "14",
        "24",
        "34",
        "44",
        "15",
        "25",
        "35",
        "45",
        "16",
        "26",
        "36",
        "46",
        "27",
        "37",
        "47",
        "38",
        "48",
    ],
    ("#174C7C", "#1B5A91", "#174C7C", "#3178B0", "#1B5A91", "#174C7C", "#8CBDE0"),
)

Box = tuple[float, float, float, float]


def main() -> None:
    """Write the template."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    master = deck.slide_master
    _keep_layouts(deck, ("Title Slide", "Title and Content", "Title Only"))
    _theme(master)
    _fill(master, _master_shapes(), background="#FFFFFF")
    master._element.find(_tag("txStyles")).getparent().replace(
        master._element.find(_tag("txStyles")), parse_xml(_text_styles())
    )
    title, content, table = master.slide_layouts
    _fill(title, _title_shapes(), background=NAVY, name="Title")
    title._element.set("showMasterSp", "0")
    _fill(content, _content_shapes(), name="Content")
    _fill(table, _table_shapes(), name="Table")
    _drop_leftovers(deck)
    deck.core_properties.title = "Yhdyspinta"
    deck.core_properties.author = "Yhdyspinta"
    deck.save(str(TARGET))


def _tag(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/presentationml/2006/main}}{name}"


def _keep_layouts(deck: Any, names: tuple[str, ...]) -> None:
    layouts = deck.slide_master.slide_layouts
    for layout in list(layouts):
        if layout.name not in names:
            layouts.remove(layout)


def _drop_leftovers(deck: Any) -> None:
    """Take out what python-pptx's own template carries: a picture of it, somebody's printer."""
    for holder in (deck.part.package, deck.part):
        relations = holder._rels  # noqa: SLF001  python-pptx offers no other way to it
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(("/thumbnail", "/printerSettings")):
                relations.pop(key)
            elif relation.reltype.endswith("/extended-properties"):
                relation.target_part._blob = (
                    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
                    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
                    b"<Application>Yhdyspinta</Application></Properties>"
                )


def _theme(master: Any) -> None:
    """Replace the theme's colours and fonts; its effects stay the default's."""
    part = next(
        rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme")
    )
    xml = part.blob.decode()
    colours = {
        "dk1": palette.INK, "lt1": palette.PAPER, "dk2": NAVY, "lt2": palette.tone("surface"),
        "accent1": palette.swatch("over_75").fill, "accent2": palette.swatch("under_25").fill,
        "accent3": palette.swatch("from_25").fill, "accent4": PALE, "accent5": NAVY,
        "accent6": palette.tone("muted"), "hlink": palette.tone("accent"),
        "folHlink": palette.tone("muted"),
    }  # fmt: skip
    scheme = "".join(
        f'<a:{key}><a:srgbClr val="{value[1:]}"/></a:{key}>' for key, value in colours.items()
    )
    xml = _between(xml, "clrScheme", f'<a:clrScheme name="Yhdyspinta">{scheme}</a:clrScheme>')
    face = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fonts = f"<a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont>"
    xml = _between(xml, "fontScheme", f'<a:fontScheme name="Yhdyspinta">{fonts}</a:fontScheme>')
    part._blob = xml.replace('name="Office Theme"', 'name="Yhdyspinta"').encode()


def _between(xml: str, element: str, replacement: str) -> str:
    start, end = xml.index(f"<a:{element}"), xml.index(f"</a:{element}>")
    return xml[:start] + replacement + xml[end + len(f"</a:{element}>") :]


def _fill(slide: Any, shapes: str, *, background: str = "", name: str = "") -> None:
    """Replace the shapes of a master or layout."""
    common = slide._element.find(_tag("cSld"))
    tree = (
        f'<p:cSld {NS} name="{escape(name)}">'
        + (
            f"<p:bg><p:bgPr>{_solid(background)}<a:effectLst/></p:bgPr></p:bg>"
            if background
            else ""
        )
        + '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        + f"<p:grpSpPr/>{shapes}</p:spTree></p:cSld>"
    )
    common.getparent().replace(common, parse_xml(tree))
    for number, element in enumerate(slide._element.iter(_tag("cNvPr")), start=1):
        element.set("id", str(number))


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>'


def _place(box: Box) -> str:
    x, y, width, height = (int(Inches(each)) for each in box)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _bar(box: Box, colour: str, shape: str = "rect") -> str:
    """A decorative shape: not on the slide itself, so nothing for a screen reader."""
    rounding = '<a:gd name="adj" fmla="val 12000"/>' if shape == "roundRect" else ""
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="0" name="Ornament"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr>{_place(box)}<a:prstGeom prst="{shape}"><a:avLst>{rounding}</a:avLst>'
        f"</a:prstGeom>{_solid(colour)}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _placeholder(  # noqa: PLR0913  a placeholder has this many properties
    kind: str, name: str, box: Box, *, size: int, colour: str, index: int | None = None,
    bold: bool = False, align: str = "l", anchor: str = "t", text: str = "", bullet: bool = False,
) -> str:  # fmt: skip
    place = f' idx="{index}"' if index is not None else ""
    indent = 'marL="228600" indent="-228600"' if bullet else 'marL="0" indent="0"'
    mark = '<a:buFont typeface="Arial"/><a:buChar char="•"/>' if bullet else "<a:buNone/>"
    level = (
        f'<a:lvl1pPr {indent} algn="{align}"><a:spcBef><a:spcPts val="0"/></a:spcBef>{mark}'
        f'<a:defRPr sz="{size * 100}" b="{int(bold)}">{_solid(colour)}</a:defRPr></a:lvl1pPr>'
    )
    content = (
        '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
        '<a:rPr lang="fi-FI"/><a:t>‹#›</a:t></a:fld>'
        if kind == "sldNum"
        else (f'<a:r><a:rPr lang="fi-FI"/><a:t>{text}</a:t></a:r>' if text else "")
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f'</p:cNvSpPr><p:nvPr><p:ph type="{kind}"{place}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{_place(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
        f"<a:normAutofit/></a:bodyPr><a:lstStyle>{level}</a:lstStyle>"
        f'<a:p>{content}<a:endParaRPr lang="fi-FI"/></a:p></p:txBody></p:sp>'
    )


def _feet(colour: str) -> str:
    footer: Box = (0.6, 7.06, 9.5, 0.24)
    number: Box = (11.73, 7.06, 1.0, 0.24)
    return _placeholder("ftr", "Footer", footer, size=9, colour=colour, index=11) + _placeholder(
        "sldNum", "Slide number", number, size=9, colour=colour, index=12, align="r"
    )


def _heading() -> str:
    box: Box = (0.6, 0.46, 12.13, 0.5)
    return _placeholder(
        "title", "Title", box, size=24, colour=NAVY, bold=True, anchor="ctr", text="Title"
    )


def _master_shapes() -> str:
    body = _placeholder(
        "body", "Text", (0.6, 1.55, 12.13, 5.2), size=18, colour=palette.INK, index=1, text="Text"
    )
    return (
        _bar((0.6, 0.3, 0.6, 0.06), palette.swatch("over_75").fill)
        + _bar((0.6, 6.98, 12.13, 0.01), palette.tone("line"))
        + _heading() + body + _feet(palette.tone("muted"))
    )  # fmt: skip


def _title_shapes() -> str:
    positions, colours = MOTIF
    tiles = "".join(
        _bar(
            (9.35 + 0.74 * (int(each[0]) - 1), 0.82 + 0.74 * (int(each[1]) - 1), 0.66, 0.66),
            colours[number * 3 % len(colours)],
            "roundRect",
        )
        for number, each in enumerate(positions)
    )
    return (
        tiles
        + _bar((0.9, 3.42, 0.9, 0.07), palette.swatch("from_25").fill)
        + _placeholder("ctrTitle", "Title", (0.9, 1.2, 7.9, 2.0), size=36, colour="#FFFFFF",
                       bold=True, anchor="b", text="Title")
        + _placeholder("subTitle", "Subtitle", (0.9, 3.7, 7.9, 0.6), size=20, colour=PALE,
                       index=1, text="Subtitle")
        + _placeholder("body", "Facts", (0.9, 4.75, 7.9, 1.9), size=14, colour="#FFFFFF",
                       index=13, text="Facts")
        + _feet(PALE)
    )  # fmt: skip


def _content_shapes() -> str:
    body = _placeholder(
        "body", "Text", (0.6, 1.5, 12.13, 5.2), size=18, colour=palette.INK, index=1, text="Text"
    )
    return _heading() + body + _feet(palette.tone("muted"))


def _table_shapes() -> str:
    muted = palette.tone("muted")
    return (
        _heading()
        + _placeholder("body", "Caption", (0.6, 0.98, 12.13, 0.3), size=14, colour=muted,
                       index=13, text="Caption")
        + _placeholder("body", "Remarks", (0.6, 6.6, 12.13, 0.34), size=9, colour=muted,
                       index=14, text="Remarks")
        + _feet(muted)
    )  # fmt: skip


def _text_styles() -> str:
    def levels(colour: str) -> str:
        return "".join(
            f'<a:lvl{level}pPr marL="0" indent="0"><a:buNone/><a:defRPr sz="1800" kern="1200">'
            f'{_solid(colour)}<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/>'
            f'<a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{level}pPr>'
            for level in range(1, 6)
        )

    parts = (("titleStyle", NAVY), ("bodyStyle", palette.INK), ("otherStyle", palette.INK))
    styles = "".join(f"<p:{name}>{levels(colour)}</p:{name}>" for name, colour in parts)
    return f"<p:txStyles {NS}>{styles}</p:txStyles>"


if __name__ == "__main__":
    main()
