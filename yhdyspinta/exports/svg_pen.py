"""The pen that draws SVG elements: class names on a page, the palette's colours in a file."""

import zlib
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from yhdyspinta.exports import palette
from yhdyspinta.exports.printable import printable

Element = ET.Element
Place = tuple[float, float]
Box = tuple[float, float, float, float]  # x, y, width, height

_FONT = "'Source Sans 3', 'Segoe UI', Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Look:
    """What an element is (its classes) and how it looks where no stylesheet says so.

    `weight` is how thick a line is and `dash` its pattern, such as `5 4`; empty: as SVG does.
    """

    classes: str
    fill: str = "none"
    stroke: str = ""
    size: int = 14
    anchor: str = ""
    bold: bool = False
    weight: float = 0
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws elements; alone, they carry their colours as attributes (never as style)."""

    standalone: bool

    def root(self, said: tuple[str, str], size: Place, *, linked: bool) -> Element:
        """Begin a drawing with its title and description for those who do not see it.

        A drawing with links is a group: an image would hide its links from assistive technology.
        """
        title, description = (printable(each) for each in said)
        name = f"drawing-{zlib.crc32(f'{title}{description}{size}'.encode()):08x}"
        root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {_short(size[0])} {_short(size[1])}",
                "class": "drawing",
                "role": "group" if linked else "img",
                "aria-labelledby": f"{name}-title {name}-desc",
            },
        )
        ET.SubElement(root, "title", {"id": f"{name}-title"}).text = title
        ET.SubElement(root, "desc", {"id": f"{name}-desc"}).text = description
        if self.standalone:
            root.set("font-family", _FONT)
            root.set("width", _short(size[0]))
            root.set("height", _short(size[1]))
            self.box(root, (0, 0, *size), Look("paper", palette.PAPER))
        return root

    def group(self, parent: Element, classes: str, label: str) -> Element:
        """Begin a part with a name, which a pointer shows too."""
        group = ET.SubElement(parent, "g", {"class": printable(classes)})
        ET.SubElement(group, "title").text = printable(label)
        return group

    def link(self, parent: Element, address: str, label: str) -> Element:
        """Begin a link with its full name."""
        name = printable(label)
        attributes = {"class": "tile-link", "href": printable(address), "aria-label": name}
        return ET.SubElement(parent, "a", attributes)

    def box(self, parent: Element, box: Box, look: Look, *, radius: float = 0) -> None:
        """Draw a rectangle."""
        x, y, width, height = (_short(each) for each in box)
        attributes = {"x": x, "y": y, "width": width, "height": height, "class": look.classes}
        if radius:
            attributes["rx"] = _short(radius)
        self._finish(ET.SubElement(parent, "rect", attributes), look)

    def line(self, parent: Element, path: str, look: Look) -> None:
        """Draw a path that is not filled."""
        self._finish(ET.SubElement(parent, "path", {"d": path, "class": look.classes}), look)

    def text(self, parent: Element, place: Place, text: str, *, look: Look) -> None:
        """Write text whose vertical middle is at `place`."""
        attributes = {
            "x": _short(place[0]),
            "y": _short(place[1]),
            "class": look.classes,
            "font-size": str(look.size),
            "dominant-baseline": "central",
        }
        if look.anchor:
            attributes["text-anchor"] = look.anchor
        if look.bold:
            attributes["font-weight"] = "600"
        element = ET.SubElement(parent, "text", attributes)
        element.text = printable(text)
        self._finish(element, look)

    def _finish(self, element: Element, look: Look) -> None:
        if self.standalone:
            element.set("fill", look.fill)
            if look.stroke:
                element.set("stroke", look.stroke)
            if look.weight:
                element.set("stroke-width", _short(look.weight))
            if look.dash:
                element.set("stroke-dasharray", look.dash)


def markup(root: Element) -> str:
    """Return a finished drawing as text."""
    return ET.tostring(root, encoding="unicode")


def hatch(box: Box, *, step: float = 9) -> str:
    """Return the path of diagonal lines that fill a box and do not leave it."""
    left, top, width, height = box
    parts = []
    offset = step
    while offset < width + height:
        start = (left + min(offset, width), top + max(0, offset - width))
        end = (left + max(0, offset - height), top + min(offset, height))
        parts.append(f"M{_short(start[0])} {_short(start[1])}L{_short(end[0])} {_short(end[1])}")
        offset += step
    return "".join(parts)


def _short(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
