"""The status sheet and the sheet of areas: who said what of which task when, and who takes part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from yhdyspinta.sources import cells, sheet_words
from yhdyspinta.sources.area_names import AreaNames
from yhdyspinta.sources.grids import CellValue, Grid
from yhdyspinta.sources.nearest import Suggester
from yhdyspinta.sources.sheet_table import Problems, Reading, Table, code_reading, text_reading
from yhdyspinta.sources.sheet_words import SheetKind, code_key, word_key
from yhdyspinta.sources.task_rows import LONGEST_TASK_CODE, LONGEST_TEXT
from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.sheets import ProblemCode, SheetReport

_EXPECTED_TASKS = 3


@dataclass(slots=True)
class MetAreas:
    """The areas met so far, in their order, and the file's own spelling of their names."""

    areas: dict[str, Area] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    listed: bool = False

    def meet(self, area: Area, value: CellValue, known: AreaNames) -> None:
        """Remember an area; a code is not a spelling of its name."""
        self.areas.setdefault(area.code, area)
        if area.code not in self.names and not known.is_code(value):
            self.names[area.code] = cells.text(value)


def read_areas(grid: Grid, *, known: AreaNames, met: MetAreas, problems: Problems) -> None:
    """Read the areas that take part, those that report nothing too."""
    table = Table(grid, SheetKind.AREAS, problems)
    if not table.is_readable:
        return
    reading = area_reading(known)
    met.listed = True
    for row in table.rows():
        area = table.required(row, "region", reading)
        if area:
            met.meet(area, table.value(row, "region"), known)


def read_reports(
    grid: Grid,
    *,
    known: AreaNames,
    met: MetAreas,
    tasks: Mapping[str, str] | None,
    today: date | None,
    problems: Problems,
) -> tuple[SheetReport, ...]:
    """Read all reports; of two on one area, task and day the later row holds.

    `tasks` are the known codes by their key; None: nobody knows which tasks there are, and no
    code is called unknown.
    """
    rows = _StatusRows(grid, known, met=met, tasks=tasks, problems=problems)
    if rows.table.is_readable:
        for row in rows.table.rows():
            rows.read_row(row, today)
    else:
        for row in rows.table.rows():
            rows.check_row(row, today)
    return tuple(report for report, _row in rows.reports.values())


class _StatusRows:
    def __init__(
        self,
        grid: Grid,
        known: AreaNames,
        *,
        met: MetAreas,
        tasks: Mapping[str, str] | None,
        problems: Problems,
    ) -> None:
        self.table = Table(grid, SheetKind.STATUSES, problems)
        self.reports: dict[tuple[str, str, date], tuple[SheetReport, int]] = {}
        self._known = known
        self._met = met
        self._area = area_reading(known)
        self._task = _task_reading(tasks)
        self._status = _status_reading()
        self._note = text_reading(LONGEST_TEXT)
        self._day = Reading(
            lambda value: cells.day(value, epoch=grid.epoch),
            ProblemCode.DATE_UNREADABLE,
            expected=("31.10.2021", "2021-10-31"),
        )

    def check_row(self, row: int, today: date | None) -> None:
        """Look for problems in the columns that are there."""
        table = self.table
        if table.has("region"):
            table.required(row, "region", self._area)
        if table.has("task_id"):
            table.required(row, "task_id", self._task)
        if table.has("status"):
            table.required(row, "status", self._status)
        if self.table.has("reported_on"):
            self._day_of(row, today)
        self.table.optional(row, "note", self._note, empty="")

    def read_row(self, row: int, today: date | None) -> None:
        """Read a report; a row with an error gives none."""
        table = self.table
        area = table.required(row, "region", self._area)
        task = table.required(row, "task_id", self._task)
        status = table.required(row, "status", self._status)
        day = self._day_of(row, today)
        note = table.optional(row, "note", self._note, empty="")
        if area:
            self._met.meet(area, table.value(row, "region"), self._known)
        if area is None or task is None or status is None or day is None or note is None:
            return
        cell = table.address(row, "status")
        key = (area.code, task, day)
        earlier = self.reports.pop(key, None)
        if earlier:
            table.report(
                earlier[1],
                "status",
                ProblemCode.REPORT_REPLACED,
                value=cell,
                warning=True,
            )
        self.reports[key] = SheetReport(area.code, task, status, day, note=note, cell=cell), row

    def _day_of(self, row: int, today: date | None) -> date | None:
        day = self.table.required(row, "reported_on", self._day)
        if day and today and day > today:
            self.table.report(row, "reported_on", ProblemCode.DATE_IN_FUTURE, value=day.isoformat())
            return None
        return day


def area_reading(known: AreaNames) -> Reading[Area]:
    """Return the reading of an area by its code or any of its names."""
    return Reading(
        known.find, ProblemCode.AREA_UNKNOWN, expected=known.expected, nearest=known.nearest
    )


def _task_reading(tasks: Mapping[str, str] | None) -> Reading[str]:
    if tasks is None:
        return code_reading(LONGEST_TASK_CODE)
    suggester = Suggester({code_key(code): code for code in tasks.values()})
    return Reading(
        lambda value: tasks.get(code_key(cells.text(value))),
        ProblemCode.TASK_UNKNOWN,
        expected=tuple(tasks.values())[:_EXPECTED_TASKS],
        nearest=lambda value: suggester.nearest(cells.text(value)),
    )


def _status_reading() -> Reading[Status]:
    words = sheet_words.statuses()
    names = {word_key(name): name for each in Status for name in sheet_words.status_names(each)}
    suggester = Suggester(names)
    return Reading(
        lambda value: words.get(word_key(cells.text(value))),
        ProblemCode.STATUS_UNKNOWN,
        expected=tuple(sheet_words.status_names(each)[0].lower() for each in Status),
        nearest=lambda value: suggester.nearest(cells.text(value)),
    )
