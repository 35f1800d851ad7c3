"""The neutral document: what every noun's export produces and every renderer draws.

A renderer knows nothing of roadmaps, an export nothing of slides: N documents + renderers,
never N × renderers. All text is already in the document's language.
"""

from dataclasses import dataclass
from enum import StrEnum


class Align(StrEnum):
    """How a column's cells are aligned."""

    START = "start"
    CENTER = "center"
    END = "end"


class RowKind(StrEnum):
    """What a table's row is, so that a renderer can set it apart."""

    BODY = "body"
    TOTAL = "total"
    COUNTS = "counts"


@dataclass(frozen=True, slots=True)
class Formula:
    """A share computed from the document's data sheet: 100 × Σ numerators / Σ denominator.

    `where` picks the data sheet's rows: (column key, value) pairs that must all match. Rows of
    areas without reports have an empty `has_reports` and are never summed over all areas.
    """

    numerators: tuple[str, ...]
    denominator: str
    where: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell. `percent` is the whole percentage that `text` shows, `band` its colour.

    `basis` is the figure whose band colours the cell when that is not the cell's own percentage
    (readiness: under way and done are both coloured by their sum). `lines` are several things in
    a cell (aims, partners), each on a line of its own; `text` is then not drawn.
    """

    text: str
    percent: int | None = None
    number: int | None = None
    band: str | None = None
    formula: Formula | None = None
    basis: "Cell | None" = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column; neighbours with the same `group` share a spanning header above theirs."""

    label: str
    group: str = ""
    align: Align = Align.CENTER
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row; its first cell is the row's header."""

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.BODY


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """What a band's colour means, in words, with the whole percentages that it covers."""

    band: str
    label: str
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption, its legend of bands and remarks under it.

    One of `prose` has texts in its cells: they begin at the top of their row, and the columns are
    as wide as their weights say in every form.
    """

    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    legend: tuple[LegendEntry, ...] = ()
    remarks: tuple[str, ...] = ()
    prose: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: whole percentages, None where there is no figure."""

    name: str
    values: tuple[int | None, ...]
    tone: str = "accent"


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars by category; stacked when the series are parts of one whole (0 to 100 %)."""

    title: str
    description: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """An area on the tile map, at (row, column) counted from 1."""

    row: int
    column: int
    code: str
    abbreviation: str
    label: str
    text: str
    band: str | None
    link: str = ""


@dataclass(frozen=True, slots=True)
class TileMap:
    """A map of equal tiles, one per area; `description` says in words what it shows."""

    title: str
    description: str
    tiles: tuple[Tile, ...]
    legend: tuple[LegendEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A shape of a round drawing: its outline in a square of 1 × 1, from the top left.

    `text` stands at `centre`, turned by `turned` degrees, on at most `width` of the square.
    `label` says what it is; without one it is the drawing's ground. Colours are hex.
    """

    points: tuple[tuple[float, float], ...]
    fill: str
    line: str = ""
    text: str = ""
    ink: str = ""
    label: str = ""
    centre: tuple[float, float] = (0.5, 0.5)
    turned: float = 0
    width: float = 0
    size: float = 8
    is_circle: bool = False


@dataclass(frozen=True, slots=True)
class RoundDrawing:
    """A round drawing, such as a year's wheel, with what its numbers mean.

    `svg` is the drawing whole, `outlines` the same as shapes; `key` has (fill, ink, number,
    words) of its rings, `listed` (number, words) of its things.
    """

    title: str
    description: str
    svg: str
    outlines: tuple[Outline, ...]
    key: tuple[tuple[str, str, str, str], ...]
    listed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list of sentences; `lead` (e.g. a severity) is set apart at the start of each."""

    items: tuple[tuple[str, str], ...]


Block = Paragraph | BulletList | Table | BarChart | TileMap | RoundDrawing


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its heading: one slide or more, a chapter of a PDF, a sheet."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class DataSheet:
    """The rows behind a document. `keys` name the columns for formulas, `labels` for people."""

    title: str
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[tuple[str | int | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `facts` are (label, value) pairs: as-of date, horizon, version, hash.

    `footer` says in a line where the figures come from; `words` holds what renderers print of
    their own (keys: `page`, `of`, `continued`, `legend`, `sources`, `no_data`).
    """

    title: str
    subtitle: str
    language: str
    sections: tuple[Section, ...]
    facts: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    footer: str = ""
    data: DataSheet | None = None
    words: tuple[tuple[str, str], ...] = ()
