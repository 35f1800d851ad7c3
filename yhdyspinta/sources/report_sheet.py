"""A workbook made for one area and round, filled in and brought back.

Whatever is brought, the answer is a `Brought`: never an exception, and every problem of every
row with its place. The rows are found by their task's code, wherever they were moved; what each
held when the workbook was made stands on a hidden sheet. If that was lost or changed, it is not
known what the rows held: a warning says so, and each is an answer of its own.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeVar

from yhdyspinta.calc.report_sheets import from_rows, is_changed, shown
from yhdyspinta.sources import cells, sheet_words, workbook
from yhdyspinta.sources.grids import CellValue, Grid, Limits, RefusalError
from yhdyspinta.sources.nearest import Suggester
from yhdyspinta.sources.sheet_table import Problems, Reading, Table
from yhdyspinta.sources.sheet_words import SheetKind, code_key, word_key
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.report_sheets import FORM_VERSION, Answer, Brought, Field, Form, Made
from yhdyspinta.terms.reporting import LONGEST_NOTE, Value
from yhdyspinta.terms.sheets import Problem, ProblemCode

_Code = TypeVar("_Code")

# A roadmap of 2,000 tasks with the longest notes fits; nothing else than such a sheet is read.
LIMITS = Limits(
    file=5_000_000,
    unpacked=60_000_000,
    parts=1_000,
    rows=5_000,
    columns=200,
    cells=500_000,
    text=20_000_000,
    problems=500,
)
_EXPECTED_TASKS = 3
_UNKNOWN = {
    "statuses": ProblemCode.STATUS_UNKNOWN,
    "severities": ProblemCode.SEVERITY_UNKNOWN,
    "visibilities": ProblemCode.VISIBILITY_UNKNOWN,
}


def read(data: bytes, *, file: str, tasks: Sequence[str], limits: Limits = LIMITS) -> Brought:
    """Read a workbook's bytes; `tasks` are the codes that the round asks about."""
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > limits.file:
        megabytes = (f"≤ {limits.file // 1_000_000} MB",)
        too_large = Problem(ProblemCode.FILE_TOO_LARGE, file, expected=megabytes)
        return Brought(file, digest, problems=(too_large,))
    try:
        book = workbook.read(
            data, file=file, limits=limits, kinds=(SheetKind.REPORT, SheetKind.FORM)
        )
    except RefusalError as error:
        return Brought(file, digest, problems=(error.problem,))
    problems = Problems(limits)
    for problem in book.problems:
        problems.add(problem)
    form = _form(book.grids.get(SheetKind.FORM))
    _check_form(form, file, problems)
    answers: tuple[Answer, ...] = ()
    same: Mapping[str, int] = {}
    if SheetKind.REPORT in book.grids:
        rows = _Rows(book.grids[SheetKind.REPORT], tasks, form=form, problems=problems)
        rows.read()
        answers, same = tuple(rows.answers), rows.same
    else:
        names = sheet_words.sheet_names(SheetKind.REPORT)[:3]
        problems.add(Problem(ProblemCode.SHEET_MISSING, file, expected=names))
    return Brought(file, digest, answers, same, form, problems.all(file))


def _form(grid: Grid | None) -> Form | None:
    if grid is None:
        return None
    # As they are: read as a person's cell, a code "1.0" would become "1".
    return from_rows([[str(cell or "") for cell in row] for row in grid.rows])


def _check_form(form: Form | None, file: str, problems: Problems) -> None:
    if form and form.version > FORM_VERSION:
        problems.add(Problem(ProblemCode.FORM_NEWER, file))
    elif form is None or not form.is_whole:
        problems.add(Problem(ProblemCode.FORM_LOST, file, warning=True))


class _Rows:
    """The rows of the filling sheet, read into answers."""

    def __init__(
        self, grid: Grid, tasks: Sequence[str], *, form: Form | None, problems: Problems
    ) -> None:
        self.answers: list[Answer] = []
        self.same: dict[str, int] = {}
        self._table = Table(grid, SheetKind.REPORT, problems)
        self._made = form.cells if form else {}
        self._met: set[str] = set()
        self._said = frozenset(each for each in Field if self._table.has(each))
        self._task = _task_reading(tasks)
        self._status = _word_reading("statuses", sheet_words.statuses())
        self._risk = _word_reading("severities", sheet_words.severities())
        self._visibility = _word_reading("visibilities", sheet_words.visibilities())
        self._expected = Reading[tuple[Quarter | None]](
            lambda value: _given(cells.quarter(value, epoch=grid.epoch)),
            ProblemCode.QUARTER_UNREADABLE,
            expected=("Q4/2021", "2021-Q4"),
        )
        self._note = Reading[str](cells.lines, ProblemCode.VALUE_TOO_LONG)

    def read(self) -> None:
        """Read all rows; one with an error gives no answer."""
        if not self._table.has("task_id"):
            return
        for row in self._table.rows():
            self._read_row(row)

    def _read_row(self, row: int) -> None:
        task = self._table.required(row, "task_id", self._task)
        if task is not None and task in self._met:
            self._table.report(row, "task_id", ProblemCode.TASK_TWICE, value=task)
            task = None
        value = self._value(row)
        if task is None:
            return
        self._met.add(task)
        made = self._made.get(task)
        if value is not None and self._is_sound(row, value, made):
            self._keep(Answer(task, value, self._said, made))

    def _value(self, row: int) -> Value | None:
        """Read all five answers, so that every problem of the row is said; None if one is wrong."""
        table = self._table
        status = table.optional(row, Field.STATUS, self._status, empty=(None,))
        note = table.optional(row, Field.NOTE, self._note, empty="")
        risk = table.optional(row, Field.RISK, self._risk, empty=(None,))
        expected = table.optional(row, Field.EXPECTED, self._expected, empty=(None,))
        visibility = table.optional(row, Field.VISIBILITY, self._visibility, empty=(None,))
        if status is None or note is None or risk is None or expected is None or visibility is None:
            return None
        return Value(status[0], note, risk[0], expected[0], visibility[0] or Visibility.INTERNAL)

    def _is_sound(self, row: int, value: Value, made: Made | None) -> bool:
        """Tell whether a row may be said: a status must not be missing, a new note be too long."""
        was_said = made is not None and bool(made.mark.status)
        is_silent = Field.STATUS in self._said and value.status is None
        if is_silent and (was_said or shown(value) != Value()):
            self._table.report(row, Field.STATUS, ProblemCode.STATUS_MISSING)
            return False
        long = len(value.note) > LONGEST_NOTE
        if long and (made is None or is_changed(value, made, said=[Field.NOTE])):
            limit = (f"≤ {LONGEST_NOTE}",)
            self._table.report(row, Field.NOTE, ProblemCode.VALUE_TOO_LONG, expected=limit)
            return False
        return True

    def _keep(self, answer: Answer) -> None:
        made = answer.made
        if made and not is_changed(answer.value, made, said=answer.said):
            self.same[answer.task] = made.seen
        elif shown(answer.value) != Value():
            self.answers.append(answer)


def _given(found: _Code | None) -> tuple[_Code | None] | None:
    """Tell a cell that says something from one that cannot be read."""
    return None if found is None else (found,)


def _task_reading(tasks: Sequence[str]) -> Reading[str]:
    by_key = {code_key(cells.text(code)): code for code in tasks}
    by_key |= {code_key(code): code for code in tasks}
    suggester = Suggester(by_key)
    return Reading(
        lambda value: by_key.get(code_key(str(value))) or by_key.get(code_key(cells.text(value))),
        ProblemCode.TASK_NOT_ASKED,
        expected=tuple(tasks)[:_EXPECTED_TASKS],
        nearest=lambda value: suggester.nearest(cells.text(value)),
    )


def _word_reading(group: str, words: Mapping[str, _Code]) -> Reading[tuple[_Code | None]]:
    """Return the reading of one of a group's words, in any language."""
    names = sheet_words.names(group)
    suggester = Suggester.of(names)

    def parse(value: CellValue) -> tuple[_Code | None] | None:
        return _given(words.get(word_key(cells.text(value))))

    def nearest(value: CellValue) -> str:
        return suggester.nearest(cells.text(value))

    # Of the three languages' names the Finnish ones: a page shows those of its own language.
    return Reading(parse, _UNKNOWN[group], expected=names[::3], nearest=nearest)
