"""An area's reporting offline: a workbook goes out, and what comes back is compared and taken in.

Nothing is stored before somebody has seen what would change: `plan` compares a file with what is
stored now, `plan_again` the same file's answers a while later, `take_in` saves them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from importlib import import_module
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.calc import report_sheets as calc
from yhdyspinta.calc.access import organisation_for
from yhdyspinta.services import audit, reporting
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.sources import report_sheet
from yhdyspinta.store import reporting as rows
from yhdyspinta.store.models import Area, Extension, ReportingRound, Theme
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.report_sheets import Blank, Brought, Plan, Step
from yhdyspinta.terms.reporting import Cell, Change, Saved
from yhdyspinta.terms.sheets import Problem, ProblemCode

# Of a workbook that is brought, in bytes.
LARGEST_FILE = report_sheet.LIMITS.file
_LONGEST_NAME = 120


class Choice(StrEnum):
    """Which value is to hold where both the file and somebody else changed a cell."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose, having seen a plan.

    `conflicts` names by task the choice and the number of the report that was shown as theirs: if
    another has come since, the choice is not believed. `rest` is for conflicts not named, None:
    each must be. With `again` unchanged tasks are reported as they are.
    """

    conflicts: Mapping[str, tuple[Choice, int]]
    rest: Choice | None = None
    again: bool = False


def blank(round: str, area: str, *, actor: Actor, now: datetime) -> Blank:
    """Return what a workbook for an area in a round shows.

    Raises ForbiddenError, or RefusedError if the round does not ask the area.
    """
    require(actor, Action.REPORT, area=area)
    cells = reporting.grid(round, area, actor=actor)
    row = ReportingRound.objects.get(code=round)
    extension = Extension.objects.in_force().filter(round=row, area__code=area).first()
    themes = Theme.objects.filter(roadmap=row.roadmap_id).prefetch_related("subareas")
    return Blank(
        round=round,
        round_names=_round_names(row),
        instructions=Names(row.instructions_fi, row.instructions_sv, row.instructions_en),
        as_of=row.as_of,
        schedule=row.schedule,
        area=Area.objects.select_related("successor").get(code=area).as_terms(),
        themes=tuple(each.as_terms() for each in themes.order_by("position")),
        cells=cells,
        lock=reporting.lock(round, area, today=timezone.localtime(now).date()),
        until=extension.until if extension else None,
    )


@transaction.atomic
def make(
    round: str, area: str, *, actor: Actor, now: datetime, language: str, address: str = ""
) -> bytes:
    """Make the workbook in a language, and leave a trail of it: it takes the area's notes along.

    `address` is the page to which it is brought back. Raises as `blank`.
    """
    shown = blank(round, area, actor=actor, now=now)
    # XlsxWriter takes a while to load, which a page without a workbook should not wait for.
    drawing = import_module("yhdyspinta.exports.report_sheet")
    made: bytes = drawing.render(shown, language=language, made_at=now, address=address)
    _record("report.export", round, area, actor=actor, now=now, sha256=sha256(made).hexdigest())
    return made


def plan(
    round: str, area: str, data: bytes, *, file: str, actor: Actor, now: datetime
) -> tuple[Brought, Plan]:
    """Read a workbook's bytes and say what taking it in would do now; nothing is stored.

    With an error among the problems nothing of it can be taken in. Raises ForbiddenError,
    LockedError, or RefusedError if the round does not ask the area.
    """
    cells = _open_cells(round, area, actor=actor, now=now)
    name = file[-_LONGEST_NAME:]
    brought = report_sheet.read(data, file=name, tasks=[each.task.code for each in cells])
    misplaced = _misplaced(brought, round, area)
    if misplaced:
        # Of another round's or area's file every row would be wrong: one reason is enough.
        brought = replace(brought, answers=(), same={}, problems=misplaced)
    return brought, calc.plan(brought, cells)


def plan_again(round: str, area: str, brought: Brought, *, actor: Actor, now: datetime) -> Plan:
    """Say what taking in a workbook that was read before would do now. Raises as `plan`."""
    return calc.plan(brought, _open_cells(round, area, actor=actor, now=now))


@transaction.atomic
def take_in(
    round: str, area: str, brought: Brought, *, chosen: Chosen, actor: Actor, now: datetime
) -> tuple[Saved | None, Plan]:
    """Save what a workbook changes, all at once, with what was chosen of its conflicts.

    Returns what was saved, None if a conflict is left to choose: then nothing is stored, and the
    plan says how things are now. Raises as `plan`, and RefusedError if there is nothing to save.
    """
    require(actor, Action.REPORT, area=area)
    # From here on nobody else saves in this area, so what is compared is what is saved onto.
    rows.lane(round, area, lock=True)
    found = plan_again(round, area, brought, actor=actor, now=now)
    choices = {each.task.code: _choice(each, chosen) for each in found.conflicts}
    if None in choices.values():
        return None, found
    mine = [each for each in found.conflicts if choices[each.task.code] is Choice.MINE]
    steps = [*found.changes, *mine, *(found.same if chosen.again else ())]
    if not steps:
        raise RefusedError(gettext("There is nothing to save."))
    changes = [Change(each.task.code, each.after, each.seen) for each in steps]
    saved = reporting.save(round, area, changes, actor=actor, now=now)
    _record(
        "report.sheet",
        round,
        area,
        actor=actor,
        now=now,
        file=brought.file,
        sha256=brought.sha256,
        saved=len(saved.saved),
        mine=len(mine),
        theirs=len(found.conflicts) - len(mine),
    )
    return saved, found


def _choice(step: Step, chosen: Chosen) -> Choice | None:
    """Return what was chosen of a conflict as it is now; None: nothing that still holds."""
    named = chosen.conflicts.get(step.task.code)
    if named is None:
        return chosen.rest
    choice, seen = named
    return choice if seen == step.seen else None


def _open_cells(round: str, area: str, *, actor: Actor, now: datetime) -> tuple[Cell, ...]:
    require(actor, Action.REPORT, area=area)
    lock = reporting.lock(round, area, today=timezone.localtime(now).date())
    if lock is not None:
        raise reporting.LockedError(lock)
    return reporting.grid(round, area, actor=actor)


def _misplaced(brought: Brought, round: str, area: str) -> tuple[Problem, ...]:
    """Say for which round and area a file was made, if not for these."""
    form = brought.form
    found: list[Problem] = []
    if form and form.round != round:
        rounds = ReportingRound.objects.filter(code__in=[form.round, round])
        names = {each.code: f"{labels.name(_round_names(each))} ({each.code})" for each in rounds}
        found.append(
            _other(ProblemCode.ROUND_OTHER, brought, names=names, codes=(form.round, round))
        )
    if form and form.area != area:
        areas = Area.objects.filter(code__in=[form.area, area])
        names = {each.code: labels.name(_area_names(each)) for each in areas}
        found.append(_other(ProblemCode.AREA_OTHER, brought, names=names, codes=(form.area, area)))
    return tuple(found)


def _other(
    code: ProblemCode, brought: Brought, *, names: Mapping[str, str], codes: tuple[str, str]
) -> Problem:
    given, wanted = (names.get(each, each) for each in codes)
    return Problem(code, brought.file, value=given[:_LONGEST_NAME], expected=(wanted,))


def _area_names(row: Area) -> Names:
    return Names(row.name_fi, row.name_sv, row.name_en)


def _round_names(row: ReportingRound) -> Names:
    return Names(row.name_fi, row.name_sv, row.name_en)


def _record(
    action: str, round: str, area: str, *, actor: Actor, now: datetime, **details: Any
) -> None:
    roadmap = ReportingRound.objects.filter(code=round).values_list("roadmap__code", flat=True)
    audit.record(
        action,
        f"{round} {area}",
        actor=actor,
        now=now,
        organisation=organisation_for(actor, Action.REPORT, area=area),
        area=area,
        roadmap=roadmap.first() or "",
        **details,
    )
