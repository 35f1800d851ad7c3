"""What a workbook that was brought back would change, in words for its page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from yhdyspinta import labels
from yhdyspinta.labels import access as access_labels
from yhdyspinta.labels import sheets as sheet_labels
from yhdyspinta.services.report_sheets import Choice, Chosen
from yhdyspinta.terms.report_sheets import Brought, Plan, Step
from yhdyspinta.terms.reporting import Value
from yhdyspinta.terms.sheets import Problem

_LISTED_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One answer of a task, before and after, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """A task that the workbook changes; in a conflict with the two choices and who said theirs."""

    code: str
    title: str
    lines: list[Line]
    who: str = ""
    mine: str = ""
    theirs: str = ""
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem with its place."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a workbook in would do, in words, and what goes along to do it."""

    file: str
    summary: str
    errors: list[ProblemRow]
    warnings: list[ProblemRow]
    changes: list[StepRow]
    conflicts: list[StepRow]
    same: str
    signed: str
    save: str
    is_undecided: bool = False


def preview(brought: Brought, plan: Plan, *, signed: str, chosen: Chosen | None) -> Preview:
    """Say what taking a workbook in would do; `chosen` did not suffice, None: nothing was yet."""
    warnings = [each for each in brought.problems if each.warning]
    conflicts = [_conflict(each, chosen) for each in plan.conflicts]
    count = len(plan.changes) + len(plan.conflicts)
    return Preview(
        file=brought.file,
        summary=_summary(plan),
        errors=problem_rows(brought.errors),
        warnings=problem_rows(warnings),
        changes=[_row(each) for each in plan.changes],
        conflicts=conflicts,
        same=_same(plan),
        signed=signed if count or plan.same else "",
        save=gettext("Save the changes") if count else gettext("Save"),
        is_undecided=chosen is not None,
    )


def _summary(plan: Plan) -> str:
    changes, conflicts = len(plan.changes), len(plan.conflicts)
    parts = [
        ngettext("%(count)d task changes", "%(count)d tasks change", changes) % {"count": changes}
    ]
    if conflicts:
        parts.append(
            ngettext("%(count)d is to be chosen", "%(count)d are to be chosen", conflicts)
            % {"count": conflicts}
        )
    parts.append(
        ngettext("%(count)d stays as it is", "%(count)d stay as they are", plan.unchanged)
        % {"count": plan.unchanged}
    )
    return " · ".join(parts)


def _same(plan: Plan) -> str:
    if not plan.same:
        return ""
    return ngettext(
        "Report %(count)d task, which the workbook leaves as it is, as unchanged in this round too",
        "Report %(count)d tasks, which the workbook leaves as they are, as unchanged in this round"
        " too",
        len(plan.same),
    ) % {"count": len(plan.same)}


def problem_rows(found: Iterable[Problem]) -> list[ProblemRow]:
    """Say problems with their places, no more than a person reads."""
    rows = [
        ProblemRow(" · ".join(part for part in (each.sheet, each.cell) if part), problem_text(each))
        for each in found
    ]
    rest = len(rows) - _LISTED_PROBLEMS
    if rest > 0:
        more = ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest}
        return [*rows[:_LISTED_PROBLEMS], ProblemRow("", more)]
    return rows


def problem_text(found: Problem) -> str:
    """Say a problem as a sentence, without its place."""
    text = sheet_labels.what(found)
    return text[:1].upper() + text[1:]


def _row(step: Step, **choice: Any) -> StepRow:
    return StepRow(step.task.code, labels.name(step.task.title), _lines(step), **choice)


def _conflict(step: Step, chosen: Chosen | None) -> StepRow:
    named = chosen.conflicts.get(step.task.code) if chosen else None
    return _row(
        step,
        who=f"{step.name}, {labels.moment(step.time)}" if step.time else step.name,
        mine=f"{Choice.MINE}.{step.seen}",
        theirs=f"{Choice.THEIRS}.{step.seen}",
        chosen=f"{named[0]}.{named[1]}" if named else "",
    )


def _lines(step: Step) -> list[Line]:
    """Say what changes, answer by answer."""
    before, after = _words(step.before), _words(step.after)
    return [Line(name, said, after[name]) for name, said in before.items() if said != after[name]]


def _words(value: Value) -> dict[str, str]:
    return {
        gettext("Status"): labels.status(value.status),
        gettext("Note"): value.note or "–",
        gettext("Risk"): labels.severity(value.risk) if value.risk else "–",
        gettext("Expected quarter"): labels.quarter(value.expected) if value.expected else "–",
        gettext("Who may read the note"): access_labels.visibility(value.visibility)
        if value.note
        else "–",
    }
