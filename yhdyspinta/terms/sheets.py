"""What reading somebody's sheet gives: rows, and every problem with its place."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.roadmap import Status, Task, Theme
from yhdyspinta.terms.situation import Note


class ProblemCode(StrEnum):
    """What can be wrong with a file, a sheet, a row or a cell."""

    FILE_MISSING = "file_missing"
    FILE_TYPE = "file_type"
    FILE_TOO_LARGE = "file_too_large"
    FILE_UNSAFE = "file_unsafe"
    FILE_BROKEN = "file_broken"
    FILE_ENCRYPTED = "file_encrypted"
    FILE_EMPTY = "file_empty"
    ENCODING = "encoding"
    SHEET_MISSING = "sheet_missing"
    SHEET_TWICE = "sheet_twice"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    TOO_MANY_ROWS = "too_many_rows"
    VALUE_MISSING = "value_missing"
    VALUE_TOO_LONG = "value_too_long"
    AREA_UNKNOWN = "area_unknown"
    TASK_UNKNOWN = "task_unknown"
    TASK_TWICE = "task_twice"
    STATUS_UNKNOWN = "status_unknown"
    DATE_UNREADABLE = "date_unreadable"
    DATE_IN_FUTURE = "date_in_future"
    QUARTER_UNREADABLE = "quarter_unreadable"
    YES_NO_UNREADABLE = "yes_no_unreadable"
    THEME_CHANGED_NAME = "theme_changed_name"
    THEME_UNKNOWN = "theme_unknown"
    NOTE_KIND_UNKNOWN = "note_kind_unknown"
    SEVERITY_UNKNOWN = "severity_unknown"
    VISIBILITY_UNKNOWN = "visibility_unknown"
    STATUS_MISSING = "status_missing"
    TASK_NOT_ASKED = "task_not_asked"
    ROUND_OTHER = "round_other"
    AREA_OTHER = "area_other"
    FORM_LOST = "form_lost"
    FORM_NEWER = "form_newer"
    WORD_UNKNOWN = "word_unknown"
    REFERENCE_UNKNOWN = "reference_unknown"
    ORGANISATION_UNKNOWN = "organisation_unknown"
    CODE_UNUSABLE = "code_unusable"
    ROW_TWICE = "row_twice"
    NUMBER_UNREADABLE = "number_unreadable"
    NUMBER_LEFT_OUT = "number_left_out"
    TIME_UNREADABLE = "time_unreadable"
    PERIOD_UNREADABLE = "period_unreadable"
    MONTH_UNREADABLE = "month_unreadable"
    LINK_UNREADABLE = "link_unreadable"
    CIRCLE = "circle"
    NOTHING_TO_REMOVE = "nothing_to_remove"
    REFUSED = "refused"
    FORMULA_ERROR = "formula_error"
    REPORT_REPLACED = "report_replaced"
    PROBLEMS_LEFT_OUT = "problems_left_out"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, with its place. A warning does not stop an import, an error does.

    `cell` is an Excel address (`C12`) or empty; `expected` are the values that would do (the
    first few); `nearest` is the closest valid value, or empty.
    """

    code: ProblemCode
    file: str
    sheet: str = ""
    cell: str = ""
    value: str = ""
    expected: tuple[str, ...] = ()
    nearest: str = ""
    warning: bool = False


@dataclass(frozen=True, slots=True)
class SheetReport:
    """A status read from a sheet, with the place that it came from (`cell` of its status)."""

    area: str
    task: str
    status: Status
    reported_on: date
    note: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class SheetContent:
    """All that a workbook or folder says. With an error in `problems`, nothing may be stored.

    `themes` are in the order of the sheet; `areas` those that take part: listed in the file, or
    met in its reports; `area_names` the spelling that the file itself uses, by area code.
    """

    file: str
    sha256: str
    themes: tuple[Theme, ...] = ()
    tasks: tuple[Task, ...] = ()
    reports: tuple[SheetReport, ...] = ()
    areas: tuple[Area, ...] = ()
    areas_listed: bool = False
    area_names: dict[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop an import."""
        return tuple(each for each in self.problems if not each.warning)

    @property
    def horizon_default(self) -> Quarter | None:
        """The last due quarter of the tasks: the horizon when none was asked for."""
        return max((each.due for each in self.tasks), default=None)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would change: counts of new and unchanged rows, and changed tasks."""

    new_tasks: tuple[Task, ...] = ()
    changed_tasks: tuple[tuple[Task, Task], ...] = ()
    unchanged_tasks: int = 0
    new_reports: tuple[SheetReport, ...] = ()
    unchanged_reports: int = 0

    @property
    def is_empty(self) -> bool:
        """Tell whether the import would change nothing."""
        return not (self.new_tasks or self.changed_tasks or self.new_reports)
