"""The cooperation register taken in from one workbook: looked at first, then all of it or nothing.

`compare` does what `import_` does and takes it back, so that it meets whatever would be refused.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from yhdyspinta.calc.access import reaches_all
from yhdyspinta.calc.bodies import told_to
from yhdyspinta.calc.register_sheets import (
    NumberLeftOutError,
    built,
    children,
    circular,
    references,
    with_rows,
)
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import audit, register, register_nouns
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.services.register_nouns import NOUNS
from yhdyspinta.services.sheets import SheetRefusedError
from yhdyspinta.sources import register_sheets
from yhdyspinta.sources.sheet_words import clean, clean_lines
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.register import Link
from yhdyspinta.terms.register_columns import CHILDREN, KIND_OF, RegisterSheet
from yhdyspinta.terms.register_sheets import (
    Place,
    RegisterContent,
    RegisterPlan,
    RegisterStep,
    SheetRow,
)
from yhdyspinta.terms.sheets import Problem, ProblemCode

_Sheet = RegisterSheet
# In this order each finds what it refers to; what refers both ways is written twice.
_ORDER = (
    _Sheet.WORK_PACKAGES,
    _Sheet.BODIES,
    _Sheet.INTERFACES,
    _Sheet.SERIES,
    _Sheet.MEETINGS,
    _Sheet.PHENOMENA,
    _Sheet.AGREEMENTS,
    _Sheet.PLANS,
    _Sheet.FULFILMENTS,
    _Sheet.CLOCK_EVENTS,
    _Sheet.SHARED_AIMS,
)
# What bodies are about goes after them.
_REMOVAL = (
    *reversed(_ORDER[3:]),
    _Sheet.BODIES,
    _Sheet.INTERFACES,
    _Sheet.WORK_PACKAGES,
)
_FIRST_WRITTEN_BARE = {_Sheet.INTERFACES: _Sheet.BODIES, _Sheet.PHENOMENA: _Sheet.MEETINGS}
# What is new must not be there already when it is written: no mark is like this.
_NEW = "new"


@dataclass(frozen=True, slots=True)
class _Work:
    """Something to be written: what it was, what it becomes (None: gone), where that is said."""

    sheet: RegisterSheet
    code: str
    before: Any
    after: Any
    place: Place
    rows: Mapping[RegisterSheet, Sequence[SheetRow]]


def read(path: Path, *, actor: Actor) -> RegisterContent:
    """Read a workbook or a folder against what the register holds; nothing is stored."""
    return register_sheets.read(path, known=register_nouns.known(actor))


def read_bytes(data: bytes, *, file: str, actor: Actor) -> RegisterContent:
    """Read a workbook's bytes against what the register holds; nothing is stored."""
    return register_sheets.read_bytes(data, file=file, known=register_nouns.known(actor))


def compare(content: RegisterContent, *, actor: Actor, now: datetime) -> RegisterPlan:
    """Say what an import would add, change and remove, or why it would be refused."""
    with transaction.atomic():
        found = _done(content, actor=actor, now=now)
        transaction.set_rollback(True)
    return found


def import_(
    content: RegisterContent, *, actor: Actor, now: datetime, seen: str = ""
) -> RegisterPlan:
    """Store a workbook in one transaction and return what it changed.

    `seen` is the mark of the plan that was looked at (`mark_of`; empty: any). Raises
    SheetRefusedError with every problem, StaleError if the plan is no longer what was seen.
    """
    with transaction.atomic():
        found = _done(content, actor=actor, now=now)
        errors = [each for each in found.problems if not each.warning]
        if errors:
            raise SheetRefusedError(errors)
        if seen and seen != mark_of(found):
            raise StaleError
        if not found.is_empty:
            _record(content, found, actor=actor, now=now)
    return found


def mark_of(plan: RegisterPlan) -> str:
    """Return a mark of what an import changes: another one if it would change anything else."""
    return mark(replace(plan, unchanged=0))


def _done(content: RegisterContent, *, actor: Actor, now: datetime) -> RegisterPlan:
    """Write all that a workbook says, and tell what it was; with errors it is not to be kept."""
    if content.errors:
        return RegisterPlan(problems=content.problems)
    problems = list(content.problems)
    works = _works(content, actor=actor, problems=problems)
    problems += _circles(works)
    if any(not each.warning for each in problems):
        return RegisterPlan(problems=tuple(problems))
    writing = _Writing(actor, now)
    changing = [each for each in works if each.before != each.after]
    writing.write(changing)
    steps = [each for each in changing if (each.sheet, each.code) in writing.changed]
    return RegisterPlan(
        steps=tuple(
            RegisterStep(KIND_OF[each.sheet], each.code, each.before, each.after, each.place)
            for each in steps
        ),
        unchanged=len(works) - len(steps),
        problems=(*problems, *writing.problems),
    )


def _works(content: RegisterContent, *, actor: Actor, problems: list[Problem]) -> list[_Work]:
    """Put the rows together with what is stored, in the order of the sheets and rows."""
    rows: dict[RegisterSheet, dict[str, dict[RegisterSheet, list[SheetRow]]]] = {}
    for row in content.rows:
        whole = CHILDREN[row.sheet][0] if row.sheet in CHILDREN else row.sheet
        own = rows.setdefault(whole, {}).setdefault(row.key[0], {})
        own.setdefault(row.sheet, []).append(row)
    works: list[_Work] = []
    for sheet in _ORDER:
        stored = register_nouns.stored(sheet, rows.get(sheet, {}))
        for code, own in rows.get(sheet, {}).items():
            works += _work(sheet, stored.get(code), own, actor=actor, problems=problems)
    return works


def _work(
    sheet: RegisterSheet,
    before: Any,
    rows: Mapping[RegisterSheet, Sequence[SheetRow]],
    *,
    actor: Actor,
    problems: list[Problem],
) -> list[_Work]:
    own = rows.get(sheet, ())
    first = next(iter(own), None) or next(row for each in rows.values() for row in each)
    code = first.key[0]
    if own and own[0].removes:
        if before is None:
            problems.append(_problem(ProblemCode.NOTHING_TO_REMOVE, first, code, warning=True))
            return []
        return [_Work(sheet, code, before, None, first.place, rows)]
    if not own and before is None:
        problems.append(_problem(ProblemCode.REFERENCE_UNKNOWN, first, code))
        return []
    after = before
    if own:
        after = built(sheet, {"code": code, **own[0].values}, before, same=_is_same)
    for child, _field in children(sheet):
        given = _unhidden(child, before, rows.get(child, ()), actor=actor)
        try:
            after = with_rows(child, after, given, same=_is_same) if given else after
        except NumberLeftOutError as error:
            number = str(error.args[0])
            problems.append(_problem(ProblemCode.NUMBER_LEFT_OUT, given[-1], number))
    return [_Work(sheet, code, before, after, first.place, rows)]


def _unhidden(
    sheet: RegisterSheet, before: Any, rows: Sequence[SheetRow], *, actor: Actor
) -> Sequence[SheetRow]:
    """Leave out the empty names of persons whom the one who brings the workbook cannot see."""
    if sheet is not _Sheet.MEMBERS or before is None or told_to(before, actor) == before:
        return rows
    return [
        replace(row, values={k: v for k, v in row.values.items() if k != "person" or v})
        for row in rows
    ]


def _is_same(before: Any, given: Any) -> bool:
    """Tell whether a cell says what was stored, as far as a cell can say it."""
    if isinstance(before, str) and isinstance(given, str):
        return before == given or clean_lines(before) == given
    if isinstance(before, tuple) and isinstance(given, tuple):
        texts = tuple(_in_a_cell(each) for each in before)
        return before == given or tuple(each for each in texts if each != "") == given
    return bool(before == given)


def _in_a_cell(value: Any) -> Any:
    if isinstance(value, Link):
        return Link(clean(value.title), clean(value.address))
    return clean(value) if isinstance(value, str) else value


def _circles(works: Iterable[_Work]) -> list[Problem]:
    """Find what would be under itself, with what is stored beside."""
    found: list[Problem] = []
    listed = list(works)
    for sheet in (_Sheet.BODIES, _Sheet.PLANS):
        own = {each.code: each for each in listed if each.sheet is sheet and each.after}
        if not own:
            continue
        parents = register_nouns.parents(sheet)
        parents |= {code: each.after.parent for code, each in own.items()}
        found += [
            _located(ProblemCode.CIRCLE, own[code].place, own[code].after.parent)
            for code in sorted(circular(parents) & own.keys())
        ]
    return found


class _Writing:
    """Writes works in the right order; a refused one is told, and what refers to it passed by."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.changed: set[tuple[RegisterSheet, str]] = set()
        self.problems: list[Problem] = []
        self._actor, self._now = actor, now
        self._refused: set[tuple[str, str]] = set()

    def write(self, works: Sequence[_Work]) -> None:
        """Write what is new or changed, then take away what goes, from the last to the first."""
        saved = [each for each in works if each.after is not None]
        gone = [each for each in works if each.after is None]
        for sheet in _ORDER:
            for later, first in _FIRST_WRITTEN_BARE.items():
                if sheet is first:
                    self._save_bare(later, saved)
            for work in _in_order(sheet, saved):
                self._save(work)
        for sheet in _REMOVAL:
            for work in reversed(_in_order(sheet, gone)):
                self._try(work, partial(self._remove, work))

    def _save_bare(self, sheet: RegisterSheet, saved: Sequence[_Work]) -> None:
        """Write what is new without what may refer to things that are written after it."""
        for work in _in_order(sheet, saved):
            if work.before is None:
                self._try(work, partial(self._put, work, _bare(work.after), seen=_NEW))

    def _save(self, work: _Work) -> None:
        seen = mark(work.before) if work.before is not None else _NEW
        if work.before is None and work.sheet in _FIRST_WRITTEN_BARE:
            if (work.sheet, work.code) not in self.changed or _bare(work.after) == work.after:
                return
            seen = ""
        self._try(work, partial(self._put, work, work.after, seen=seen))

    def _put(self, work: _Work, record: Any, *, seen: str) -> bool:
        save = NOUNS[work.sheet].save
        return save(record, actor=self._actor, now=self._now, seen=seen)

    def _remove(self, work: _Work) -> bool:
        NOUNS[work.sheet].remove(work.code, actor=self._actor, now=self._now)
        return True

    def _try(self, work: _Work, doing: Callable[[], bool]) -> None:
        named = (KIND_OF[work.sheet].value, work.code)
        if named in self._refused:
            return
        if work.after is not None and references(work.sheet, work.after) & self._refused:
            # Refused because of what it refers to: that is told already.
            self._refused.add(named)
            return
        try:
            with transaction.atomic():
                if doing():
                    self.changed.add((work.sheet, work.code))
        except IntegrityError:
            self._tell(work, str(StaleError()))
        except RefusedError as error:
            self._tell(work, str(error))

    def _tell(self, work: _Work, words: str) -> None:
        self._refused.add((KIND_OF[work.sheet].value, work.code))
        self.problems.append(_located(ProblemCode.REFUSED, work.place, f"{words} ({work.code})"))


def _in_order(sheet: RegisterSheet, works: Iterable[_Work]) -> list[_Work]:
    """Return a sheet's works so that each comes after what it stands under or goes on from."""
    own = sorted((each for each in works if each.sheet is sheet), key=lambda each: each.code)
    if sheet is _Sheet.MEETINGS:
        # What is carried over comes from an earlier meeting.
        own.sort(key=lambda each: (each.after or each.before).starts_at)
    if sheet not in (_Sheet.BODIES, _Sheet.PLANS):
        return own
    by_code = {each.code: each for each in own}
    records = [each.after or each.before for each in own]
    ordered = register.ordered(records, lambda record: record.parent)
    return [by_code[record.code] for record in ordered]


def _bare(record: Any) -> Any:
    """Return an interface without its structures' bodies, a phenomenon before its first step."""
    if hasattr(record, "steps"):
        return replace(record, steps=(), closed_on=None)
    return replace(record, structures=tuple(replace(each, body="") for each in record.structures))


def _problem(code: ProblemCode, row: SheetRow, value: str, *, warning: bool = False) -> Problem:
    return _located(code, row.place, value, warning=warning)


def _located(code: ProblemCode, place: Place, value: str, *, warning: bool = False) -> Problem:
    return Problem(
        code, place.file, sheet=place.sheet, cell=place.cell, value=value, warning=warning
    )


def _record(content: RegisterContent, plan: RegisterPlan, *, actor: Actor, now: datetime) -> None:
    own = "" if reaches_all(actor) else next((each.organisation for each in actor.grants), "")
    audit.record(
        "register.import",
        content.file,
        actor=actor,
        now=now,
        organisation=own,
        sha256=content.sha256,
        added=sum(each.before is None for each in plan.steps),
        changed=sum(None not in (each.before, each.after) for each in plan.steps),
        removed=sum(each.after is None for each in plan.steps),
    )
