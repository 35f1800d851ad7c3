"""The definitions once more, as plainly as they can be said: loops, and fractions of integers.

Shares no code with the product but its words (statuses, tasks, reports), so that two readings of
the same definitions are compared. Slow on purpose.
"""

import math
from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.roadmap import Status, StatusReport, Task
from yhdyspinta.terms.rules import Bands, StatusRule


def status_on(reports: Sequence[StatusReport], area: str, task: str, *, day: date) -> Status | None:
    best: tuple[date, datetime] | None = None
    status = None
    for report in reports:
        if report.area != area or report.task != task:
            continue
        if report.effective_from > day:
            continue
        when = (report.effective_from, report.recorded_at)
        if best is None or when >= best:
            best = when
            status = report.status
    return status


def has_reported(reports: Sequence[StatusReport], area: str, *, day: date) -> bool:
    number = 0
    for report in reports:
        if report.area == area and report.effective_from <= day:
            number += 1
    return number > 0


def within(tasks: Sequence[Task], theme: str | None, subarea: str | None) -> list[Task]:
    chosen = []
    for task in tasks:
        if theme is not None and task.theme != theme:
            continue
        if subarea is not None and task.subarea != subarea:
            continue
        chosen.append(task)
    return chosen


def numbers(
    tasks: Sequence[Task],
    reports: Sequence[StatusReport],
    areas: Sequence[str],
    *,
    day: date,
    horizon: Quarter,
    rule: StatusRule,
) -> dict[str, int]:
    """Count the tasks of some areas, each pair of an area and a task once."""
    names = ["applicable", "due", "progressing", "under_way", "not_reported"]
    found = dict.fromkeys([*names, *(status.value for status in Status)], 0)
    for area in areas:
        for task in tasks:
            status = status_on(reports, area, task.code, day=day)
            is_due = (task.due.year, task.due.number) <= (horizon.year, horizon.number)
            for name in _counted_as(status, is_due, rule):
                found[name] += 1
    return found


def _counted_as(status: Status | None, is_due: bool, rule: StatusRule) -> list[str]:
    if status is None:
        return ["not_reported", "applicable", "due"] if is_due else ["not_reported", "applicable"]
    if status == "not_applicable":
        return ["not_applicable"]
    names = [status.value, "applicable"]
    if status in {"in_progress", "on_schedule"}:
        names.append("under_way")
    if status == "late" and rule.late_is_under_way:
        names.append("under_way")
    if is_due:
        names.append("due")
        if status in {"in_progress", "on_schedule", "done"}:
            names.append("progressing")
        if status == "late" and rule.late_is_progressing:
            names.append("progressing")
    return names


def percent(count: int, of: int) -> int | None:
    """Half up: a half and a floor."""
    if of == 0:
        return None
    return math.floor(Fraction(100 * count, of) + Fraction(1, 2))


def band(value: int | None, bands: Bands) -> str | None:
    if value is None:
        return None
    for each in bands.bands:
        if each.lowest <= value <= each.highest:
            return each.code
    raise AssertionError(value)
