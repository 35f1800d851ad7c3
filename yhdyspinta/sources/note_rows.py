"""The sheet of notes and risks: what is said of which areas and which theme, and how severe."""

import re
from collections.abc import Mapping, Sequence

from yhdyspinta.sources import cells, sheet_words
from yhdyspinta.sources.area_names import AreaNames
from yhdyspinta.sources.grids import CellValue, Grid
from yhdyspinta.sources.nearest import Suggester
from yhdyspinta.sources.sheet_table import Problems, Reading, Table, code_reading, text_reading
from yhdyspinta.sources.sheet_words import SheetKind, code_key, word_key
from yhdyspinta.sources.status_rows import area_reading
from yhdyspinta.sources.task_rows import LONGEST_NAME, LONGEST_TEXT
from yhdyspinta.terms.languages import Language, Names
from yhdyspinta.terms.roadmap import Theme
from yhdyspinta.terms.sheets import ProblemCode
from yhdyspinta.terms.situation import Note, NoteKind, Severity

_SEPARATORS = re.compile(r"[,;|\n]")


def read(
    grid: Grid,
    *,
    known: AreaNames,
    themes: Sequence[Theme],
    problems: Problems,
    must_be_notes: bool,
) -> tuple[Note, ...]:
    """Read all notes in their order; a row with an error gives none.

    `themes` are those that may be named, by code or name; of none, a theme is taken as written.
    Many workbooks have a sheet of somebody's own notes: unless `must_be_notes`, one without the
    columns of ours is left alone with a warning.
    """
    table = Table(grid, SheetKind.NOTES, problems, optional=not must_be_notes)
    if not table.is_readable:
        return ()
    rows = _NoteRows(table, known, themes)
    notes = [rows.read_row(row) for row in table.rows()]
    return tuple(note for note in notes if note)


class _NoteRows:
    def __init__(self, table: Table, known: AreaNames, themes: Sequence[Theme]) -> None:
        self._table = table
        self._area = area_reading(known)
        self._listed = Reading(_parts, self._area.code)
        self._kind = _choice_reading(
            sheet_words.note_kinds(),
            ProblemCode.NOTE_KIND_UNKNOWN,
            names=sheet_words.note_kind_names(),
        )
        self._severity = _choice_reading(
            sheet_words.severities(),
            ProblemCode.SEVERITY_UNKNOWN,
            names=sheet_words.severity_names(),
        )
        self._theme = _theme_reading(themes) if themes else code_reading(LONGEST_NAME)
        self._text = text_reading(LONGEST_TEXT)

    def read_row(self, row: int) -> Note | None:
        """Read a note, None after writing down what is wrong with it."""
        table = self._table
        kind = table.required(row, "kind", self._kind)
        areas = self._areas_of(row)
        theme = table.optional(row, "theme", self._theme, empty="")
        severity = table.optional(row, "severity", self._severity, empty="")
        text = table.required(row, "text", self._text)
        sv, en, source = (
            table.optional(row, field, self._text, empty="")
            for field in ("text_sv", "text_en", "source")
        )
        if kind is None or areas is None or theme is None or severity is None:
            return None
        if text is None or sv is None or en is None or source is None:
            return None
        return Note(
            kind=NoteKind(kind),
            text=Names(text, sv, en),
            areas=areas,
            theme=theme,
            severity=Severity(severity) if severity else None,
            source=source,
        )

    def _areas_of(self, row: int) -> tuple[str, ...] | None:
        """Return the codes of all areas that a cell lists; every unknown one is a problem."""
        listed = self._table.optional(row, "areas", self._listed, empty=())
        if listed is None:
            return None
        found = {part: self._area.read(part) for part in listed}
        for part, area in found.items():
            if area is None:
                self._table.report_unreadable(row, "areas", self._area, value=part)
        # Each once and by code, as they are stored: the same sheet is then the same notes.
        codes = {area.code for area in found.values() if area}
        return tuple(sorted(codes)) if all(found.values()) else None


def _parts(value: CellValue) -> tuple[str, ...]:
    written = cells.lines(value)
    return tuple(part for each in _SEPARATORS.split(written) if (part := cells.text(each)))


def _choice_reading(
    words: Mapping[str, str], code: ProblemCode, *, names: Sequence[str]
) -> Reading[str]:
    suggester = Suggester.of(names)
    return Reading(
        lambda value: words.get(word_key(cells.text(value))),
        code,
        expected=tuple(name.lower() for name in names),
        nearest=lambda value: suggester.nearest(cells.text(value)),
    )


def _theme_reading(themes: Sequence[Theme]) -> Reading[str]:
    codes = {code_key(theme.code): theme.code for theme in reversed(themes)}
    names: dict[str, str] = {}
    for theme in themes:
        for language in Language:
            names.setdefault(word_key(theme.names[language]), theme.code)
    suggester = Suggester.of([theme.names.fi for theme in themes] + list(codes.values()))

    def find(value: CellValue) -> str | None:
        written = cells.text(value)
        return codes.get(code_key(written)) or names.get(word_key(written))

    return Reading(
        find,
        ProblemCode.THEME_UNKNOWN,
        expected=tuple(theme.code for theme in themes),
        nearest=lambda value: suggester.nearest(cells.text(value)),
    )
