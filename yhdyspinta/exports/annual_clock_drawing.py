"""The round wheel of a year as SVG: months round it, lanes as rings, dots and arcs with numbers.

Words run along the arcs where they fit, from left to right in the lower half too. What stands on
the wheel is said by the list beside it, under the same numbers.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from math import acos, cos, degrees, radians, sin
from typing import Any
from xml.etree import ElementTree as ET

from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.calc.annual_wheel import HUB, RIM, Mark, Wheel, angle
from yhdyspinta.exports import palette
from yhdyspinta.exports.document import Outline, RoundDrawing
from yhdyspinta.exports.palette import Swatch
from yhdyspinta.exports.svg_pen import Element, Look, Pen, markup
from yhdyspinta.labels import annual_clock as clock_labels
from yhdyspinta.terms.annual_clock import ClockEntry

SIDE = 1000
_MIDDLE, _RADIUS = SIDE / 2, 490.0
_LETTER = 7.7  # width of a letter at 15 px, on the generous side
_LINE = 17.0
_KEY_ROW = 30
# A lane's arcs and dots; each has a contrast of at least 4.5 between ground and text.
LANES = (
    Swatch("#1B5A91", palette.PAPER),
    Swatch("#7A3E12", palette.PAPER),
    Swatch("#BFDDF0", palette.INK),
    Swatch("#F8D9A0", palette.INK),
    Swatch("#515F6B", palette.PAPER),
    Swatch("#0F3B66", palette.PAPER),
)


def drawn(
    wheel: Wheel,
    *,
    title: str,
    names: tuple[str, ...],
    standalone: bool,
    addresses: Mapping[int, str] | None = None,
    is_keyed: bool = True,
) -> str:
    """Draw a wheel; `names` are its lanes', `addresses` where a number's thing is told in full.

    In a file of its own the lanes' names stand under it.
    """
    pen = Pen(standalone)
    height = SIDE + (_KEY_ROW * len(names) + 16 if standalone and is_keyed else 0)
    root = pen.root((title, _described(names)), (SIDE, height), linked=bool(addresses))
    _draw_ground(pen, root, wheel)
    if wheel.today is not None:
        _draw_hand(pen, root, wheel.today)
    for mark in wheel.marks:
        _draw_mark(pen, root, mark, address=(addresses or {}).get(mark.numbers[0], ""))
    _draw_hub(pen, root, wheel)
    if standalone and is_keyed:
        for number, name in enumerate(names):
            _draw_key(pen, root, number, name=name)
    return markup(root)


def block(wheel: Wheel, *, title: str, names: tuple[str, ...]) -> RoundDrawing:
    """Return a wheel as a part of a document, with its shapes and what its numbers mean."""
    listed = {
        number: f"{clock_labels.name(entry)}, {clock_labels.when(entry)}"
        for number, entry in _entries(wheel)
    }
    return RoundDrawing(
        title=title,
        description=_described(names),
        svg=drawn(wheel, title=title, names=names, standalone=True, is_keyed=False),
        outlines=tuple(_outlines(wheel)),
        key=tuple(
            (colours(at).fill, colours(at).text, str(at + 1), name) for at, name in enumerate(names)
        ),
        listed=tuple((str(number), listed[number]) for number in sorted(listed)),
    )


def _entries(wheel: Wheel) -> Iterator[tuple[int, ClockEntry]]:
    numbers = {each.numbers[0]: each.entry for each in wheel.marks if each.entry}
    yield from numbers.items()


def _outlines(wheel: Wheel) -> Iterator[Outline]:
    """Give the wheel's ground, its months and its marks as shapes, from the back to the front."""
    surface, line = palette.tone("surface"), palette.tone("line")
    for ring in wheel.rings:
        for start in (0.0, 180.0):
            points = _edge((start, start + 180), ring.inner, ring.outer)
            yield Outline(points, surface, surface)
    for month in range(1, 13):
        start = angle(date(wheel.year, month, 1))
        end = angle(date(wheel.year, month + 1, 1)) if month < 12 else 360.0
        yield Outline(
            _edge((start, end), RIM + 0.008, 1.0),
            palette.PAPER,
            line,
            text=clock_labels.month(month).capitalize(),
            ink=palette.INK,
            size=9,
            **_placed((start, end), 0.954),
        )
    for mark in wheel.marks:
        yield _outline(mark)
    hub = _edge((0, 359.9), 0.0, HUB - 0.02)
    yield Outline(hub, palette.PAPER, line, str(wheel.year), palette.INK, size=24, width=0.2)


def _outline(mark: Mark) -> Outline:
    fill = colours(mark.lane)
    if mark.at is not None:
        x, y = _share(point(mark.at, mark.middle))
        half = mark.radius / 2
        corners = ((x - half, y - half), (x + half, y + half))
        text = str(mark.numbers[0]) if mark.entry else f"{len(mark.numbers)}×"
        return Outline(
            corners,
            fill.fill,
            text=text,
            ink=fill.text,
            label=_said(mark),
            centre=(x, y),
            width=mark.radius * 2,
            size=7,
            is_circle=mark.entry is not None,
        )
    placed = _placed((mark.start, mark.end), mark.middle)
    letters = int(placed["width"] * 84)
    words = f"{mark.numbers[0]}. {clock_labels.name(mark.entry)}" if mark.entry else ""
    lines = _lines(words, letters, 1)
    points = _edge((mark.start + 0.35, mark.end - 0.35), mark.inner + 0.003, mark.outer - 0.003)
    return Outline(
        points, fill.fill, text=" ".join(lines), ink=fill.text, label=_said(mark), **placed
    )


def _placed(span: tuple[float, float], radius: float) -> dict[str, Any]:
    """Return where straight text stands on an arc: its middle, its turn, and how long it may be.

    The arc falls away from a straight line: text may be as long as it stays on its band.
    """
    middle = (span[0] + span[1]) / 2
    turned = middle if middle <= 90 or middle >= 270 else middle - 180
    half = min((span[1] - span[0]) / 2, degrees(acos(1 - 0.022 / max(radius, 0.1))))
    width = radius * sin(radians(half))
    return {"centre": _share(point(middle, radius)), "turned": turned, "width": width}


def _edge(span: tuple[float, float], inner: float, outer: float) -> tuple[tuple[float, float], ...]:
    """Return the outline of a part of a ring as points, one every three degrees."""
    steps = max(int((span[1] - span[0]) / 3), 2)
    turns = [span[0] + (span[1] - span[0]) * step / steps for step in range(steps + 1)]
    far = [point(turn, outer) for turn in turns]
    near = [point(turn, inner) for turn in reversed(turns)] if inner else []
    return tuple(_share(each) for each in (*far, *near))


def _share(place: tuple[float, float]) -> tuple[float, float]:
    return place[0] / SIDE, place[1] / SIDE


def _described(names: tuple[str, ...]) -> str:
    return gettext(
        "A wheel of twelve months, clockwise from the top. The rings from the outermost: %(lanes)s."
        " The numbers are those of the list."
    ) % {"lanes": labels.listing(names)}


def colours(lane: int) -> Swatch:
    """Return the colours of a lane's things."""
    return LANES[lane % len(LANES)]


def point(turn: float, radius: float) -> tuple[float, float]:
    """Return the place at an angle and a radius (a share of the wheel's)."""
    turned = radians(turn - 90)
    far = radius * _RADIUS
    return _MIDDLE + far * cos(turned), _MIDDLE + far * sin(turned)


def sector(span: tuple[float, float], inner: float, outer: float) -> str:
    """Return the path of a part of a ring."""
    start, end = span[0], min(span[1], span[0] + 359.9)
    is_large = int(end - start > 180)
    (a, b), (c, d) = point(start, outer), point(end, outer)
    (e, f), (g, h) = point(end, inner), point(start, inner)
    far, near = outer * _RADIUS, inner * _RADIUS
    return (
        f"M{a:.1f} {b:.1f}A{far:.1f} {far:.1f} 0 {is_large} 1 {c:.1f} {d:.1f}"
        f"L{e:.1f} {f:.1f}A{near:.1f} {near:.1f} 0 {is_large} 0 {g:.1f} {h:.1f}Z"
    )


def _draw_ground(pen: Pen, root: Element, wheel: Wheel) -> None:
    line = palette.tone("line")
    for number, ring in enumerate(wheel.rings):
        look = Look(f"wheel-ring wheel-ring-{number % 2}", palette.tone("surface"), line)
        for start in (0.0, 180.0):
            pen.line(root, sector((start, start + 180), ring.inner, ring.outer), look)
    for month in range(1, 13):
        start = angle(date(wheel.year, month, 1))
        end = angle(date(wheel.year, month + 1, 1)) if month < 12 else 360.0
        look = Look("wheel-month", palette.PAPER, palette.tone("muted"))
        pen.line(root, sector((start, end), RIM + 0.008, 1.0), look)
        name = Look("wheel-month-name", palette.INK, size=19, anchor="middle", bold=True)
        _along(
            pen,
            root,
            (clock_labels.month(month).capitalize(), name),
            span=(start, end),
            radius=0.956,
        )
        is_quarter = month % 3 == 1
        (a, b), (c, d) = point(start, HUB - 0.012 if is_quarter else HUB), point(start, RIM)
        classes = "wheel-quarter" if is_quarter else "wheel-line"
        stroke = palette.tone("muted") if is_quarter else line
        pen.line(root, f"M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}", Look(classes, stroke=stroke))


def _draw_hub(pen: Pen, root: Element, wheel: Wheel) -> None:
    for number in range(4):
        start = angle(date(wheel.year, 3 * number + 1, 1))
        end = angle(date(wheel.year, 3 * number + 4, 1)) if number < 3 else 360.0
        look = Look("wheel-month", palette.PAPER, palette.tone("line"))
        pen.line(root, sector((start, end), HUB - 0.06, HUB - 0.012), look)
        name = Look("wheel-quarter-name", palette.tone("muted"), size=15, anchor="middle")
        _along(pen, root, (f"Q{number + 1}", name), span=(start, end), radius=HUB - 0.036)
    year = Look("wheel-year", palette.INK, size=46, anchor="middle", bold=True)
    pen.text(root, (_MIDDLE, _MIDDLE), str(wheel.year), look=year)


def _draw_hand(pen: Pen, root: Element, today: float) -> None:
    group = pen.group(root, "wheel-today", gettext("Today"))
    (a, b), (c, d) = point(today, 0.12), point(today, RIM + 0.008)
    red = palette.tone("ink")
    pen.line(group, f"M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}", Look("wheel-hand", stroke=red, weight=3))
    tip, left, right = point(today, RIM), point(today - 1.4, 1.0), point(today + 1.4, 1.0)
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (tip, left, right)) + "Z"
    pen.line(group, path, Look("wheel-tip", red))


def _draw_mark(pen: Pen, root: Element, mark: Mark, *, address: str) -> None:
    label = _said(mark)
    parent = pen.link(root, address, label) if address else root
    group = pen.group(parent, f"wheel-mark lane-{mark.lane % len(LANES)}", label)
    fill = colours(mark.lane)
    if mark.at is None:
        path = sector((mark.start + 0.35, mark.end - 0.35), mark.inner + 0.003, mark.outer - 0.003)
        pen.line(group, path, Look("wheel-arc", fill.fill))
        _write_arc(pen, group, mark)
        return
    x, y = point(mark.at, mark.middle)
    size = mark.radius * _RADIUS
    shape = Look("wheel-arc", fill.fill)
    if mark.entry is None:
        pen.box(group, (x - size * 1.25, y - size, size * 2.5, size * 2), shape, radius=4)
        text = gettext("%(count)d pcs") % {"count": len(mark.numbers)}
    else:
        pen.box(group, (x - size, y - size, size * 2, size * 2), shape, radius=size)
        text = str(mark.numbers[0])
    font = max(min(int(size * 1.1), 15), 8)
    if mark.entry is None:
        font = min(font, 11)
    look = Look("wheel-number", fill.text, size=font, anchor="middle", bold=True)
    pen.text(group, (x, y), text, look=look)
    if mark.entry is not None:
        _write_beside(pen, group, mark)


def _said(mark: Mark) -> str:
    if mark.entry is None:
        return gettext("Things in the month: %(count)d. Numbers in the list: %(numbers)s") % {
            "count": len(mark.numbers),
            "numbers": ", ".join(str(each) for each in mark.numbers),
        }
    entry = mark.entry
    return f"{mark.numbers[0]}. {clock_labels.name(entry)}, {clock_labels.when(entry)}"


def _write_arc(pen: Pen, group: Element, mark: Mark) -> None:
    """Write the number and as many words as fit, on two lines where the arc is thick."""
    if mark.entry is None:
        return
    length = radians(mark.end - mark.start) * mark.middle * _RADIUS - 18
    letters = int(length / _LETTER)
    words = f"{mark.numbers[0]}. {clock_labels.name(mark.entry)}"
    thick = (mark.outer - mark.inner) * _RADIUS
    lines = _lines(words, letters, 2 if thick >= 2 * _LINE + 4 else 1)
    look = Look("wheel-words", colours(mark.lane).text, size=15, anchor="middle")
    is_low = _is_low(mark.start, mark.end)
    for number, line in enumerate(lines):
        shift = (number - (len(lines) - 1) / 2) * _LINE / _RADIUS
        radius = mark.middle + shift if is_low else mark.middle - shift
        _along(pen, group, (line, look), span=(mark.start, mark.end), radius=radius)


def _write_beside(pen: Pen, group: Element, mark: Mark) -> None:
    """Write words after a dot where there is room before the next thing."""
    if mark.entry is None or mark.at is None or mark.outer - mark.inner < 0.034:
        return
    start = mark.at + 57.3 * (mark.radius + 0.008) / mark.middle
    end = min(mark.room, start + 42, 359.5)
    letters = int(radians(max(end - start, 0)) * mark.middle * _RADIUS / 7.1)
    words = clock_labels.name(mark.entry)
    if letters < min(len(words), 9):
        return
    line = _lines(words, letters, 1)[0]
    used = start + len(line) * 7.1 / (mark.middle * _RADIUS) * 57.3
    is_low = _is_low(start, used)
    look = Look("wheel-beside", palette.INK, size=14, anchor="end" if is_low else "start")
    _along(pen, group, (line, look), span=(start, min(end, used + 3)), radius=mark.middle)


def _lines(words: str, letters: int, most: int) -> list[str]:
    """Break words into at most so many lines; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    left = words.split()
    while left and len(lines) < most:
        line = left.pop(0)
        while left and len(line) + 1 + len(left[0]) <= letters:
            line += " " + left.pop(0)
        lines.append(line)
    if left or any(len(line) > letters for line in lines):
        whole = lines[-1] + (" " + left[0] if left else "")
        lines[-1] = whole if len(whole) <= letters and not left else _cut(whole, letters)
        lines = [line if len(line) <= letters else _cut(line, letters) for line in lines]
    return lines


def _cut(line: str, letters: int) -> str:
    return f"{line[: max(letters - 1, 1)].rstrip()}…"


def _is_low(start: float, end: float) -> bool:
    return 90 < (start + end) / 2 < 270


def _along(
    pen: Pen,
    parent: Element,
    text: tuple[str, Look],
    *,
    span: tuple[float, float],
    radius: float,
) -> None:
    """Write text along a ring; in the lower half backwards, so that it is not upside down."""
    words, look = text
    start, end = span
    is_low = _is_low(start, end)
    # A text's middle lies on the ring: letters stand a third of their size below it.
    shift = look.size * 0.34 / _RADIUS * (1 if is_low else -1)
    first, last = (end, start) if is_low else (start, end)
    (a, b), (c, d) = point(first, radius + shift), point(last, radius + shift)
    far = (radius + shift) * _RADIUS
    name = f"along-{len(list(parent.iter()))}-{start:.2f}-{radius:.3f}".replace(".", "_")
    large = int(end - start > 180)
    ET.SubElement(
        parent,
        "path",
        {
            "id": name,
            "class": "wheel-path",
            "d": f"M{a:.1f} {b:.1f}A{far:.1f} {far:.1f} 0 {large} {int(not is_low)} {c:.1f} {d:.1f}",
            "fill": "none",
        },
    )
    pen.text(parent, (0, 0), words, look=look)
    element = parent[-1]
    for attribute in ("x", "y", "dominant-baseline"):
        del element.attrib[attribute]
    offset = {"middle": "50%", "end": "100%"}.get(look.anchor, "0%")
    along = ET.SubElement(element, "textPath", {"href": f"#{name}", "startOffset": offset})
    along.text, element.text = element.text, None


def _draw_key(pen: Pen, root: Element, number: int, *, name: str) -> None:
    y = SIDE + 8 + number * _KEY_ROW
    fill = colours(number)
    pen.box(root, (20, y + 4, 44, 20), Look("wheel-arc", fill.fill), radius=4)
    look = Look("wheel-number", fill.text, size=13, anchor="middle", bold=True)
    pen.text(root, (42, y + 14), str(number + 1), look=look)
    pen.text(root, (76, y + 14), name, look=Look("bar-label", palette.INK, size=17))
