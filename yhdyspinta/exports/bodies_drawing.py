"""The structure of bodies as a drawing: four levels from the top, parents joined by lines.

Boxes stand on a grid, so that lines run between them: below its parent's row, down a gap beside
the child's column, and into the child from above. The same is said by a list beside it.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.calc.bodies import tree
from yhdyspinta.exports import palette
from yhdyspinta.exports.svg_pen import Element, Look, Pen, markup
from yhdyspinta.labels import bodies as body_labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.terms.bodies import ListedBody
from yhdyspinta.terms.register import Level

_WIDE, _GAP, _EDGE = 196, 34, 16
_SIDE, _SIDE_LETTERS = 118, 14  # beside the boxes, for the level's name
_ACROSS = 5
_LETTERS, _LINES, _LINE = 24, 5, 19
_HEAD, _GUTTER, _PAD = 18, 34, 12


@dataclass(frozen=True, slots=True)
class _Box:
    """A body's place: its column, the top of its row, its row's height, its lines of text."""

    listed: ListedBody
    row: int
    column: int
    top: float
    height: float
    lines: tuple[str, ...]

    @property
    def left(self) -> float:
        return _EDGE + _SIDE + self.column * (_WIDE + _GAP) + _GAP

    @property
    def middle(self) -> float:
        return self.left + _WIDE / 2

    @property
    def bottom(self) -> float:
        return self.top + self.height


def structure(
    listed: Sequence[ListedBody],
    *,
    title: str,
    addresses: Mapping[str, str] | None = None,
    standalone: bool,
) -> str:
    """Draw bodies on their levels; with addresses by code each box is a link to its body."""
    pen = Pen(standalone)
    boxes, bands, height = _laid_out(listed)
    across = max((box.column for box in boxes), default=0) + 1
    width = 2 * _EDGE + _SIDE + across * (_WIDE + _GAP) + _GAP
    said = gettext("Bodies on their levels, from the top; a line joins a body to the one above it.")
    root = pen.root((title, said), (width, height), linked=bool(addresses))
    for number, (level, top, tall) in enumerate(bands):
        fill = palette.tone("surface") if number % 2 == 0 else palette.PAPER
        ground = Look("structure-band", fill, palette.tone("line"))
        pen.box(root, (_EDGE / 2, top, width - _EDGE, tall), ground, radius=8)
        name = Look("structure-level", palette.INK, size=15, bold=True)
        lines = textwrap.wrap(register_labels.level(level), _SIDE_LETTERS)
        for at, line in enumerate(lines):
            place = (_EDGE + 4, top + _HEAD + _PAD + _LINE * (at + 0.5))
            pen.text(root, place, line, look=name)
    _draw_lines(pen, root, boxes)
    for box in boxes:
        _draw_box(pen, root, box, address=(addresses or {}).get(box.listed.body.code, ""))
    return markup(root)


def _laid_out(
    listed: Sequence[ListedBody],
) -> tuple[list[_Box], list[tuple[Level, float, float]], float]:
    """Return the boxes, each level's band (top, height), and the height of the whole."""
    by_code = {each.body.code: each for each in listed}
    order = [by_code[body.code] for _, body in tree(each.body for each in listed)]
    boxes: list[_Box] = []
    bands: list[tuple[Level, float, float]] = []
    top, row = float(_EDGE / 2), 0
    for level in Level:
        rows = _rows([each for each in order if each.body.level is level])
        if not rows:
            continue
        begin = top
        top += _HEAD
        for members in rows:
            texts = [_lines(each) for each in members]
            # Beside them the level's name takes three lines at most.
            tall = max(2, *(len(lines) for lines in texts)) * _LINE + 2 * _PAD
            boxes += [
                _Box(each, row, column, top, tall, lines)
                for column, (each, lines) in enumerate(zip(members, texts, strict=True))
            ]
            top += tall + _GUTTER
            row += 1
        bands.append((level, begin, top - begin - _GUTTER / 2))
    return boxes, bands, top


def _rows(members: Sequence[ListedBody]) -> list[tuple[ListedBody, ...]]:
    """Share a level's bodies out to rows: those under others of the level below them."""
    codes = {each.body.code: each.body.parent for each in members}
    by_depth: dict[int, list[ListedBody]] = {}
    for each in members:
        depth, above, seen = 0, each.body.parent, {each.body.code}
        while above in codes and above not in seen:
            seen.add(above)
            depth, above = depth + 1, codes[above]
        by_depth.setdefault(depth, []).append(each)
    for row in by_depth.values():
        # Those that a line reaches stand together; the rest after them, in the same order.
        row.sort(key=lambda each: not each.body.parent)
    return [
        tuple(by_depth[depth][at : at + _ACROSS])
        for depth in sorted(by_depth)
        for at in range(0, len(by_depth[depth]), _ACROSS)
    ]


def _lines(listed: ListedBody) -> tuple[str, ...]:
    """Return a box's text: the name in lines that fit, then what was held of what was promised."""
    name = _wrapped(labels.name(listed.body.names))
    if len(name) > _LINES:
        name = [*name[: _LINES - 1], f"{name[_LINES - 1][: _LETTERS - 1]}…"]
    pace = listed.pace
    if listed.body.invented:
        name.append(gettext("(invented)"))
    if pace.promised is None:
        return tuple(name)
    held = gettext("held %(held)d of %(promised)d") % {
        "held": pace.held,
        "promised": pace.promised,
    }
    return (*name, f"{held} ▲" if pace.is_behind else held)


def _wrapped(text: str) -> list[str]:
    """Break a name into lines; a word longer than a line into parts with hyphens."""
    words = []
    for word in text.split():
        parts = -(-len(word) // (_LETTERS - 1)) if len(word) > _LETTERS else 1
        size = -(-len(word) // parts)
        pieces = [word[at : at + size] for at in range(0, len(word), size)]
        words += [*(f"{each}-" for each in pieces[:-1]), pieces[-1]]
    return textwrap.wrap(" ".join(words), _LETTERS, break_long_words=False)


def _draw_box(pen: Pen, root: Element, box: _Box, *, address: str) -> None:
    body, pace = box.listed.body, box.listed.pace
    told = (labels.name(body.names), body_labels.kept(pace), body_labels.standing(pace))
    label = ", ".join(each for each in told if each)
    parent = pen.link(root, address, label) if address else root
    group = pen.group(parent, "structure-body", label)
    edge = palette.tone("accent")
    ground = Look("structure-ground", palette.PAPER, edge)
    pen.box(group, (box.left, box.top, _WIDE, box.height), ground, radius=6)
    y = box.top + _PAD + _LINE / 2
    beside = (pace.promised is not None) + body.invented
    for number, line in enumerate(box.lines):
        is_held = number >= len(box.lines) - beside
        look = (
            Look("structure-held", palette.tone("muted"), size=13)
            if is_held
            else Look("structure-name", palette.INK, size=15, bold=True)
        )
        pen.text(group, (box.left + _PAD, y), line, look=look)
        y += _LINE


def _draw_lines(pen: Pen, root: Element, boxes: Sequence[_Box]) -> None:
    by_code = {box.listed.body.code: box for box in boxes}
    look = Look("structure-line", stroke=palette.tone("muted"))
    parents = sorted({box.listed.body.parent for box in boxes} & set(by_code))
    for box in boxes:
        above = by_code.get(box.listed.body.parent)
        if above is not None and above is not box:
            # Lines of several parents in one gutter keep apart.
            shift = (parents.index(above.listed.body.code) % 5 - 2) * 4.0
            pen.line(root, _path(above, box, shift), look)


def _path(above: _Box, box: _Box, shift: float) -> str:
    """Return the line from a parent to its child, through the gaps between boxes."""
    down = above.row < box.row
    leaves = above.bottom if down else above.top
    enters = box.top if down else box.bottom
    turn = _GUTTER / 2 + shift if down else -_GUTTER / 2 - shift
    first, last = leaves + turn, enters - turn
    start = f"M{above.middle:.1f} {leaves:.1f}V{first:.1f}"
    if abs(box.row - above.row) == 1:
        return f"{start}H{box.middle:.1f}V{enters:.1f}"
    beside = box.left - _GAP / 2 + shift
    return f"{start}H{beside:.1f}V{last:.1f}H{box.middle:.1f}V{enters:.1f}"
