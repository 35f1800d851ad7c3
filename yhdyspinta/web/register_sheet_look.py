"""What a workbook of the register would change, in words for its page."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from yhdyspinta import labels
from yhdyspinta.calc.register_sheets import Difference, differences
from yhdyspinta.exports.register_cells import CellTexts
from yhdyspinta.exports.register_words import field_name, sheet_name
from yhdyspinta.labels import register as register_labels
from yhdyspinta.services import register_files
from yhdyspinta.terms.register_columns import CHILDREN, COLUMNS, KIND_OF
from yhdyspinta.terms.register_sheets import RegisterPlan, RegisterStep
from yhdyspinta.web.report_sheet_look import ProblemRow, problem_rows

_LISTED = 300
_LONGEST = 400
_SHEETS = {kind: sheet for sheet, kind in KIND_OF.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """One cell that changes, before and after; a row that comes or goes has only one of them."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """A thing that is added, changed or removed."""

    kind: str
    code: str
    name: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Look:
    """What taking a workbook in would do, and what goes along to do it (empty: nothing to do)."""

    file: str
    summary: str
    errors: list[ProblemRow]
    warnings: list[ProblemRow]
    added: list[StepRow]
    changed: list[StepRow]
    removed: list[StepRow]
    left_out: str
    signed: str
    is_stale: bool


def look(
    file: str, plan: RegisterPlan, *, signed: str, language: str, is_stale: bool = False
) -> Look:
    """Say what taking a workbook in would do; the first few hundred things one by one."""
    areas, organisations = register_files.said(language) if plan.steps else ({}, {})
    words = _Words(language, CellTexts(language, areas=areas, organisations=organisations))
    listed = plan.steps[:_LISTED]
    rest = len(plan.steps) - len(listed)
    more = ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest}
    return Look(
        file=file,
        summary=_summary(plan),
        errors=problem_rows(each for each in plan.problems if not each.warning),
        warnings=problem_rows(each for each in plan.problems if each.warning),
        added=[words.row(each) for each in listed if each.before is None],
        changed=[words.row(each) for each in listed if None not in (each.before, each.after)],
        removed=[words.row(each) for each in listed if each.after is None],
        left_out=more if rest > 0 else "",
        signed=signed if plan.steps else "",
        is_stale=is_stale,
    )


def _summary(plan: RegisterPlan) -> str:
    added = sum(each.before is None for each in plan.steps)
    removed = sum(each.after is None for each in plan.steps)
    changed = len(plan.steps) - added - removed
    parts = [
        ngettext("%(count)d is added", "%(count)d are added", added) % {"count": added},
        ngettext("%(count)d changes", "%(count)d change", changed) % {"count": changed},
        ngettext("%(count)d is removed", "%(count)d are removed", removed) % {"count": removed},
        ngettext("%(count)d stays as it is", "%(count)d stay as they are", plan.unchanged)
        % {"count": plan.unchanged},
    ]
    counts = (added, changed, removed, plan.unchanged)
    return " · ".join(part for part, count in zip(parts, counts, strict=True) if count)


class _Words:
    """Says steps in a language."""

    def __init__(self, language: str, texts: CellTexts) -> None:
        self._language, self._texts = language, texts

    def row(self, step: RegisterStep) -> StepRow:
        """Say a step; the cells of a thing that changes one by one."""
        lines: list[Line] = []
        if step.before is not None and step.after is not None:
            found = differences(_SHEETS[step.kind], step.before, step.after)
            lines = [self._line(each) for each in found]
        record = step.after or step.before
        return StepRow(register_labels.kind(step.kind), step.code, _name(record), lines)

    def _line(self, found: Difference) -> Line:
        own = f"{sheet_name(found.sheet, self._language)} {self._named(found)}"
        place = own if found.sheet in CHILDREN else ""
        if found.field:
            name = field_name(found.sheet, found.field, self._language)
            place = f"{place}: {name}" if place else name
            column = next(each for each in COLUMNS[found.sheet] if each.field == found.field)
            texts = [self._texts.of(column, each) for each in (found.before, found.after)]
        else:
            texts = [self._whole(found, each) for each in (found.before, found.after)]
        before, after = (_short(each) or "–" for each in texts)
        return Line(place, before, after)

    def _named(self, found: Difference) -> str:
        key = next(each for each in reversed(COLUMNS[found.sheet]) if each.key)
        return self._texts.of(key, found.row) if found.row != "" else ""

    def _whole(self, found: Difference, values: Any) -> str:
        if values is None:
            return ""
        said = (self._texts.of(each, values.get(each.field)) for each in COLUMNS[found.sheet])
        return ", ".join(each for each in said if each)


def _name(record: Any) -> str:
    names = getattr(record, "names", None)
    return labels.name(names) if names else str(getattr(record, "title", ""))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
