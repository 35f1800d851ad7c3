"""The map of a county's cooperation: which organisations meet on what, drawn and as a matrix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from textwrap import wrap

from django.utils.translation import get_language, gettext, ngettext, override

from yhdyspinta import labels
from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.calc.interfaces import roles
from yhdyspinta.calc.network import WIDTH, Column, Network, Sized, Spot, Tie, alike, layout
from yhdyspinta.exports import csv, json, palette
from yhdyspinta.exports.document import (
    Align,
    Cell,
    DataSheet,
    Document,
    Section,
    Table,
    TableColumn,
    TableRow,
)
from yhdyspinta.exports.situation import words
from yhdyspinta.exports.svg_pen import Element, Look, Pen, markup
from yhdyspinta.labels import interfaces as interface_labels
from yhdyspinta.terms.interfaces import Interface, InterfaceState, PartyRole
from yhdyspinta.terms.languages import Names

MEDIA_TYPES = {
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
COLUMNS = ("interface_code", "interface", "organisation_code", "organisation", "role")
_EDGE, _HEAD, _FOOT = 8.0, 38.0, 46.0
_LINE, _PADDING = 19.0, 20.0  # pixels: a line of text, and above and below it together
_LETTERS = {Column.LEFT: 29, Column.MIDDLE: 42, Column.RIGHT: 29}  # in a line of a box
_MOST_LINES = 3
_MOST_NAMES = 30  # of organisations in a box that they share: a county's municipalities
_STYLES = {
    PartyRole.LEADS: Look("tie tie-leads", stroke=palette.tone("done"), weight=3.5),
    PartyRole.TAKES_PART: Look("tie tie-takes_part", stroke=palette.tone("accent"), weight=1.25),
    PartyRole.INFORMED: Look(
        "tie tie-informed", stroke=palette.tone("muted"), weight=1.25, dash="2 5"
    ),
}


@dataclass(frozen=True, slots=True)
class CooperationMap:
    """What is drawn: a place's interfaces in their order, and the organisations' names.

    `links` are addresses by code, of organisations and interfaces; empty in a file.
    """

    place: str
    interfaces: Sequence[Interface]
    names: Mapping[str, Names]
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Boxed:
    """A box's lines of text, each with the code that it leads to, and its whole name.

    `head` tells over how many organisations the box is, where it is over many.
    """

    name: str
    lines: tuple[tuple[str, str], ...]
    head: str = ""

    @property
    def height(self) -> float:
        """How high the box is."""
        return (len(self.lines) + bool(self.head)) * _LINE + _PADDING


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """An organisation's role in an interface: a letter with its word; both empty for none."""

    organisation: str
    role: str
    letter: str
    word: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An interface with a cell for each organisation."""

    code: str
    name: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Organisations by (code, name) in alphabetical order, and a row for each interface."""

    organisations: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]


def shown(drawn: CooperationMap) -> list[Interface]:
    """Return the interfaces of the map: those that have not ended."""
    return [each for each in drawn.interfaces if each.state is not InterfaceState.ENDED]


def matrix(drawn: CooperationMap) -> Matrix:
    """Return who does what in which interface, in the active language."""
    language = get_language() or "fi"
    found = roles(shown(drawn))
    named = [(code, _name(drawn, code)) for code in found]
    ordered = tuple(sorted(named, key=lambda each: sort_key(each[1], language)))
    return Matrix(
        ordered,
        tuple(
            MatrixRow(
                each.code,
                labels.name(each.names),
                tuple(_cell(name, found[code].get(each.code)) for code, name in ordered),
            )
            for each in shown(drawn)
        ),
    )


def drawing(drawn: CooperationMap, *, standalone: bool) -> str:
    """Draw the network as SVG: boxes in three columns, a line for each role."""
    said = matrix(drawn)
    boxes = _boxes(drawn, said)
    placed = _placed(drawn, said, boxes)
    size = (WIDTH + 2 * _EDGE, placed.height + _HEAD + _FOOT)
    pen = Pen(standalone)
    root = pen.root((title(drawn), describe(said)), size, linked=bool(drawn.links))
    _draw_heads(pen, root)
    _draw_lines(pen, root, placed)
    for spot in (*placed.organisations, *placed.interfaces):
        _draw_box(pen, root, spot, boxed=boxes[spot.code], links=drawn.links)
    _draw_key(pen, root, placed.height + _HEAD + _FOOT / 2 + 6)
    return markup(root)


def title(drawn: CooperationMap) -> str:
    """Name the map."""
    return gettext("Map of the cooperation: %(place)s") % {"place": drawn.place}


def describe(said: Matrix) -> str:
    """Say in words what the drawing shows."""
    count = len(said.organisations)
    parties = ngettext("%(count)d organisation", "%(count)d organisations", count)
    subjects = ngettext("%(count)d interface", "%(count)d interfaces", len(said.rows))
    said_so = gettext(
        "%(parties)s, %(subjects)s. Organisations with the same roles in the same interfaces share"
        " a box. The table says the same as the drawing."
    )
    return said_so % {
        "parties": parties % {"count": count},
        "subjects": subjects % {"count": len(said.rows)},
    }


def render(drawn: CooperationMap, ending: str, *, language: str, made_at: datetime) -> bytes:
    """Make the file with the given ending (a key of MEDIA_TYPES); raises KeyError for another."""
    with override(language):
        if ending == "svg":
            return drawing(drawn, standalone=True).encode()
        if ending == "csv":
            return csv.write(COLUMNS, _flat(drawn), bom=True)
        if ending == "json":
            return json.write({"place": drawn.place, "rows": _records(drawn)})
        if ending not in MEDIA_TYPES:
            raise KeyError(ending)
        renderer = import_module(f"yhdyspinta.exports.{ending}")
        made: bytes = renderer.render(document(drawn, language=language), made_at=made_at)
        return made


def document(drawn: CooperationMap, *, language: str) -> Document:
    """Return the matrix as a document in a language."""
    with override(language):
        said = matrix(drawn)
        columns = [TableColumn(name) for _, name in said.organisations]
        table = Table(
            caption=interface_labels.role_key(),
            columns=(TableColumn(gettext("Interface"), align=Align.START, weight=4), *columns),
            rows=tuple(
                TableRow((Cell(row.name), *(Cell(cell.letter) for cell in row.cells)))
                for row in said.rows
            ),
        )
        return Document(
            title=title(drawn),
            subtitle=describe(said),
            language=language,
            sections=(Section(gettext("Matrix"), (table,)),),
            footer=f"Yhdyspinta · {drawn.place}",
            data=_data(drawn),
            words=words(),
        )


def _name(drawn: CooperationMap, code: str) -> str:
    return labels.name(drawn.names[code]) if code in drawn.names else code


def _cell(organisation: str, role: PartyRole | None) -> MatrixCell:
    if role is None:
        return MatrixCell(organisation, "", "", "")
    word = interface_labels.role(role)
    return MatrixCell(organisation, role.value, interface_labels.role_letter(role), word)


def _ties(drawn: CooperationMap) -> list[Tie]:
    return [
        Tie(party.organisation, each.code, party.role)
        for each in shown(drawn)
        for party in each.parties
    ]


def _boxes(drawn: CooperationMap, said: Matrix) -> dict[str, Boxed]:
    """Return what each box says, by the code of its interface or its first organisation."""
    names = dict(said.organisations)
    sides = {
        group[0]: _shared(group, names) if len(group) > 1 else _single(group[0], names[group[0]])
        for group in alike(names, _ties(drawn))
    }
    letters = _LETTERS[Column.MIDDLE]
    return {**sides, **{each.code: _single(each.code, each.name, letters) for each in said.rows}}


def _single(code: str, name: str, letters: int = _LETTERS[Column.LEFT]) -> Boxed:
    return Boxed(name, tuple((line, code) for line in _wrapped(name, letters)))


def _shared(group: Sequence[str], names: Mapping[str, str]) -> Boxed:
    """Return the box of organisations that have the same roles, with their names beneath."""
    named = group if len(group) <= _MOST_NAMES else group[: _MOST_NAMES - 1]
    lines = [
        (line, code) for code in named for line in _wrapped(names[code], _LETTERS[Column.LEFT])
    ]
    rest = len(group) - len(named)
    if rest:
        others = ngettext("and %(count)d other", "and %(count)d others", rest)
        lines.append((others % {"count": rest}, ""))
    head = gettext("The same roles: %(count)d") % {"count": len(group)}
    return Boxed(f"{head}: {', '.join(names[code] for code in group)}", tuple(lines), head)


def _placed(drawn: CooperationMap, said: Matrix, boxes: Mapping[str, Boxed]) -> Network:
    middle = [Sized(row.code, boxes[row.code].height) for row in said.rows]
    known = {each.code for each in middle}
    sides = [Sized(code, each.height) for code, each in boxes.items() if code not in known]
    return layout(sides, middle, _ties(drawn))


def _wrapped(text: str, letters: int) -> list[str]:
    return wrap(text, letters, max_lines=_MOST_LINES, placeholder=" …") or [""]


def _draw_heads(pen: Pen, root: Element) -> None:
    look = Look("net-head", palette.tone("muted"), size=13, bold=True)
    pen.text(root, (_EDGE, 14), gettext("Organisations"), look=look)
    middle = Look("net-head", palette.tone("muted"), size=13, bold=True, anchor="middle")
    pen.text(root, (_EDGE + WIDTH / 2, 14), gettext("Interfaces"), look=middle)


def _draw_lines(pen: Pen, root: Element, placed: Network) -> None:
    """Draw what matters most last, so that it lies on top."""
    order = list(reversed(PartyRole))
    for line in sorted(placed.lines, key=lambda each: order.index(each.tie.role)):
        (x, y), (to_x, to_y) = line.start, line.end
        half = (to_x - x) / 2
        path = (
            f"M{x + _EDGE:.1f} {y + _HEAD:.1f}"
            f"C{x + half + _EDGE:.1f} {y + _HEAD:.1f}"
            f" {to_x - half + _EDGE:.1f} {to_y + _HEAD:.1f}"
            f" {to_x + _EDGE:.1f} {to_y + _HEAD:.1f}"
        )
        pen.line(root, path, _STYLES[line.tie.role])


def _draw_box(
    pen: Pen, root: Element, spot: Spot, *, boxed: Boxed, links: Mapping[str, str]
) -> None:
    """Draw a box: a link as a whole, or with a link on each name where many share it."""
    is_middle = spot.column is Column.MIDDLE
    whole = "" if boxed.head else links.get(spot.code, "")
    parent = pen.link(root, whole, boxed.name) if whole else root
    group = pen.group(parent, "net-interface" if is_middle else "net-organisation", boxed.name)
    fill = palette.tone("surface") if is_middle else palette.PAPER
    stroke = palette.tone("accent" if is_middle else "muted")
    box = (spot.x + _EDGE, spot.y + _HEAD, spot.width, spot.height)
    pen.box(group, box, Look("net-box", fill, stroke), radius=6)
    place = (spot.x + _EDGE + 12, spot.y + _HEAD + (_PADDING + _LINE) / 2)
    look = Look("net-text", palette.INK, bold=is_middle)
    if boxed.head:
        pen.text(group, place, boxed.head, look=Look("net-text", palette.INK, bold=True))
        place = (place[0], place[1] + _LINE)
    for number, (line, code) in enumerate(boxed.lines):
        address = links.get(code, "") if boxed.head else ""
        parent = pen.link(group, address, line) if address else group
        pen.text(parent, (place[0], place[1] + number * _LINE), line, look=look)


def _draw_key(pen: Pen, root: Element, y: float) -> None:
    x = _EDGE
    for role, look in _STYLES.items():
        word = interface_labels.role(role)
        pen.line(root, f"M{x:.0f} {y:.0f}h44", look)
        pen.text(root, (x + 54, y), word, look=Look("net-text", palette.INK))
        x += 54 + len(word) * 8 + 32


def _flat(drawn: CooperationMap) -> list[tuple[str, ...]]:
    """Return a row for each role, in words."""
    return [
        (row.code, row.name, code, name, cell.word)
        for row, (code, name), cell in _each(matrix(drawn))
    ]


def _records(drawn: CooperationMap) -> list[dict[str, str]]:
    return [
        {
            "interface": row.code,
            "interface_name": row.name,
            "organisation": code,
            "organisation_name": name,
            "role": cell.role,
        }
        for row, (code, name), cell in _each(matrix(drawn))
    ]


def _each(said: Matrix) -> list[tuple[MatrixRow, tuple[str, str], MatrixCell]]:
    return [
        (row, organisation, cell)
        for row in said.rows
        for organisation, cell in zip(said.organisations, row.cells, strict=True)
        if cell.role
    ]


def _data(drawn: CooperationMap) -> DataSheet:
    code = gettext("Code of the interface"), gettext("Code of the organisation")
    labels_ = (code[0], gettext("Interface"), code[1], gettext("Organisation"), gettext("Role"))
    return DataSheet(gettext("Data"), COLUMNS, labels_, tuple(_flat(drawn)))
