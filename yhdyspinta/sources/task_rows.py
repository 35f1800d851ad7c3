"""The task sheet: themes with their sub-areas in the sheet's order, and tasks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from yhdyspinta.sources import cells
from yhdyspinta.sources.grids import Grid
from yhdyspinta.sources.sheet_table import Problems, Reading, Table, code_reading, text_reading
from yhdyspinta.sources.sheet_words import SheetKind, code_key, yes_no_names
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Subarea, Task, Theme
from yhdyspinta.terms.sheets import ProblemCode

LONGEST_TASK_CODE = 60
LONGEST_CODE = 40
LONGEST_NAME = 200
LONGEST_TEXT = 2_000

_LANGUAGES = ("", "_sv", "_en")


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """What the sheet says. `known` has every task code met, by its key, valid row or not.

    `is_readable` is False where the codes cannot be relied on: a column is missing.
    """

    themes: tuple[Theme, ...]
    tasks: tuple[Task, ...]
    known: Mapping[str, str]
    is_readable: bool


@dataclass(slots=True)
class _Named:
    """A theme or sub-area being put together: its names by language, its parts."""

    code: str
    names: dict[str, str] = field(default_factory=dict)
    parts: "dict[str, _Named]" = field(default_factory=dict)

    def as_names(self) -> Names:
        fi, sv, en = (self.names.get(language, "") for language in _LANGUAGES)
        return Names(fi or self.code, sv, en)


def read(grid: Grid, *, problems: Problems) -> TaskSheet:
    """Read all rows; every problem of every row goes to `problems`."""
    sheet = _TaskRows(grid, problems)
    sheet.read()
    return TaskSheet(
        themes=tuple(
            Theme(
                theme.code,
                theme.as_names(),
                tuple(Subarea(part.code, part.as_names()) for part in theme.parts.values()),
            )
            for theme in sheet.themes.values()
        ),
        tasks=tuple(sheet.tasks),
        known=sheet.known,
        is_readable=sheet.table.is_readable,
    )


class _TaskRows:
    def __init__(self, grid: Grid, problems: Problems) -> None:
        self.table = Table(grid, SheetKind.TASKS, problems)
        self.themes: dict[str, _Named] = {}
        self.tasks: list[Task] = []
        self.known: dict[str, str] = {}
        self._task_code = code_reading(LONGEST_TASK_CODE)
        self._code = code_reading(LONGEST_CODE)
        self._name = code_reading(LONGEST_NAME)
        self._text = text_reading(LONGEST_TEXT)
        self._quarter = Reading(
            lambda value: cells.quarter(value, epoch=grid.epoch),
            ProblemCode.QUARTER_UNREADABLE,
            expected=("2022-Q1", "Q1/22", "Q1/2022"),
        )
        self._yes_no = Reading(
            cells.yes_no,
            ProblemCode.YES_NO_UNREADABLE,
            expected=(yes_no_names(yes=True)[0], yes_no_names(yes=False)[0]),
        )

    def read(self) -> None:
        """Read the rows; without a readable header nothing can be said of them."""
        rows = 0
        for row in self.table.rows() if self.table.has("task_id") else ():
            rows += 1
            self._read_row(row)
        if self.table.has("task_id") and not rows:
            self.table.report_empty()

    def _read_row(self, row: int) -> None:
        table = self.table
        code = self._task_of(row)
        theme = self._part_of(row, "theme", self.themes)
        subarea = self._part_of(row, "subarea", theme.parts if theme else {})
        due = (
            table.required(row, "due_quarter", self._quarter) if table.has("due_quarter") else None
        )
        title = [
            table.optional(row, f"title{language}", self._text, empty="") for language in _LANGUAGES
        ]
        critical = table.optional(row, "critical", self._yes_no, empty=False)
        if code is None or theme is None or subarea is None or due is None:
            return
        fi, sv, en = title
        if fi is None or sv is None or en is None or critical is None:
            return
        self.tasks.append(
            Task(code, theme.code, subarea.code, due, title=Names(fi, sv, en), critical=critical)
        )

    def _task_of(self, row: int) -> str | None:
        code = self.table.required(row, "task_id", self._task_code)
        if code is None:
            return None
        if code_key(code) in self.known:
            self.table.report(row, "task_id", ProblemCode.TASK_TWICE, value=code)
            return None
        self.known[code_key(code)] = code
        return code

    def _part_of(self, row: int, field_name: str, parts: dict[str, _Named]) -> _Named | None:
        """Return the row's theme or sub-area, with the names that the row gives it."""
        if not self.table.has(field_name):
            return None
        code = self.table.required(row, field_name, self._code)
        named = parts.setdefault(code_key(code), _Named(code)) if code else None
        for language in _LANGUAGES:
            column = f"{field_name}_name{language}"
            name = self.table.optional(row, column, self._name, empty="")
            if not named or not name:
                continue
            first = named.names.setdefault(language, name)
            if first != name:
                self.table.report(
                    row,
                    column,
                    ProblemCode.THEME_CHANGED_NAME,
                    value=name,
                    expected=(first,),
                    warning=True,
                )
        return named
