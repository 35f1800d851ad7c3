"""The XML of a workbook's parts, looked through before it is believed.

Sizes inside a workbook are claims: a few bytes may name a cell in the last corner of the sheet,
nest without end or point to one long text from every cell. These scans add up what a reader
would have to keep and stop at the limit. No part of a workbook needs a document type.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from yhdyspinta.sources.grids import Limits, RefusalError, cell_address, refusal
from yhdyspinta.terms.sheets import ProblemCode

Attributes = Mapping[str, str]

_TRUE = frozenset({"1", "true", "on"})
_LETTERS = 26
_VALUE_TAGS = frozenset({"v", "is", "f", "t"})


@dataclass(frozen=True, slots=True)
class Place:
    """Which part of which file is read and under which limits."""

    file: str
    limits: Limits
    sheet: str = ""

    def refuse(self, code: ProblemCode, *, cell: str = "", value: str = "") -> RefusalError:
        """Make a refusal that names the place."""
        return refusal(code, self.file, sheet=self.sheet, cell=cell, value=value)


@dataclass(frozen=True, slots=True)
class Relation:
    """A link from one part to another; `kind` is the last word of its type."""

    code: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class BookFacts:
    """A workbook's sheets as (name, relation) in their order, and its calendar."""

    sheets: Sequence[tuple[str, str]]
    from_1904: bool


@dataclass(slots=True)
class SheetFacts:
    """What a scan of a sheet found: its used size and the cells whose formula failed."""

    rows: int = 0
    columns: int = 0
    text: int = 0
    merged: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def book_facts(data: bytes, place: Place) -> BookFacts:
    """Read the sheets' names and the calendar from `workbook.xml`."""
    sheets: list[tuple[str, str]] = []
    calendars: list[bool] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            sheets.append((attributes.get("name", ""), relation))
        elif tag == "workbookPr":
            calendars.append(attributes.get("date1904", "").lower() in _TRUE)

    _parse(data, place, start=start)
    return BookFacts(sheets, any(calendars))


def relations(data: bytes, place: Place) -> list[Relation]:
    """Read the relations in a `.rels` part."""
    found: list[Relation] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            found.append(Relation(attributes.get("Id", ""), kind, attributes.get("Target", "")))

    _parse(data, place, start=start)
    return found


def check(data: bytes, place: Place) -> None:
    """Refuse a part that is not plain, well-formed XML."""
    _parse(data, place)


def text_lengths(data: bytes, place: Place) -> list[int]:
    """Return the length of each shared text, in their order."""
    lengths: list[int] = []

    def start(tag: str, _attributes: Attributes) -> None:
        if tag == "si":
            lengths.append(0)
            if len(lengths) > place.limits.cells:
                raise place.refuse(ProblemCode.FILE_UNSAFE)

    def text(characters: str) -> None:
        if lengths:
            lengths[-1] += len(characters)

    _parse(data, place, start=start, text=text)
    return lengths


def sheet_facts(data: bytes, place: Place, lengths: Sequence[int]) -> SheetFacts:
    """Measure a sheet; raises RefusalError as soon as it passes a limit."""
    scan = _SheetScan(place, lengths)
    _parse(data, place, start=scan.start, text=scan.text, end=scan.end)
    return scan.facts


class _SheetScan:
    """Follows rows and cells as a reader would, with or without their addresses."""

    def __init__(self, place: Place, lengths: Sequence[int]) -> None:
        self.facts = SheetFacts()
        self._place = place
        self._lengths = lengths
        self._row = 0
        self._column = 0
        self._kind = ""
        self._in_value = False
        self._value = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._enter_cell(attributes)
        elif tag in _VALUE_TAGS:
            self._note_used()
            self._in_value = tag == "v" and self._kind in {"s", "e"}
            self._value = ""
        elif tag == "row":
            self._row = self._number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
        elif tag == "mergeCell":
            self.facts.merged += 1
            if self.facts.merged > self._place.limits.rows:
                raise self._place.refuse(ProblemCode.FILE_UNSAFE)

    def text(self, characters: str) -> None:
        if self._in_value:
            self._value += characters

    def end(self, tag: str) -> None:
        if tag != "v" or not self._in_value:
            return
        self._in_value = False
        if self._kind == "e":
            self.facts.errors[self._row, self._column] = self._value
            return
        index = self._number(self._value.strip() or "0")
        self.facts.text += self._lengths[index] if index < len(self._lengths) else 0
        if self.facts.text > self._place.limits.text:
            raise self._place.refuse(ProblemCode.FILE_UNSAFE)

    def _enter_cell(self, attributes: Attributes) -> None:
        self._kind = attributes.get("t", "")
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
            return
        letters = reference.rstrip("0123456789")
        self._column = 0
        for letter in letters.upper():
            self._column = self._column * _LETTERS + ord(letter) - ord("A") + 1
        self._row = self._number(reference[len(letters) :])

    def _number(self, digits: str) -> int:
        most = 9
        if not (digits.isascii() and digits.isdigit() and len(digits) <= most):
            raise self._place.refuse(ProblemCode.FILE_BROKEN, value=digits)
        return int(digits)

    def _note_used(self) -> None:
        facts, limits = self.facts, self._place.limits
        if self._row <= facts.rows and self._column <= facts.columns:
            return
        facts.rows = max(facts.rows, self._row)
        facts.columns = max(facts.columns, self._column)
        too_large = facts.columns > limits.columns or facts.rows * facts.columns > limits.cells
        if facts.rows > limits.rows or too_large:
            cell = cell_address(self._row, max(self._column - 1, 0))
            raise self._place.refuse(ProblemCode.TOO_MANY_ROWS, cell=cell)


def _parse(
    data: bytes,
    place: Place,
    *,
    start: Callable[[str, Attributes], None] | None = None,
    text: Callable[[str], None] | None = None,
    end: Callable[[str], None] | None = None,
) -> None:
    """Go through a part; tags come without their prefix. Raises RefusalError."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > place.limits.depth:
            raise place.refuse(ProblemCode.FILE_UNSAFE)
        if start:
            start(name.rpartition(":")[2], attributes)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end:
            end(name.rpartition(":")[2])

    def on_document_type(*_parts: object) -> None:
        raise place.refuse(ProblemCode.FILE_UNSAFE, value="DOCTYPE")

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.StartDoctypeDeclHandler = on_document_type
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes no keywords
    except (expat.ExpatError, ValueError, LookupError) as error:
        # LookupError and ValueError: an encoding that Python does not know or cannot use.
        raise place.refuse(ProblemCode.FILE_BROKEN) from error
