"""A workbook that went out and came back: what of it was changed, by it and by others meanwhile."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, replace
from hashlib import sha256
from typing import Any

from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.report_sheets import (
    FORM_VERSION,
    Answer,
    Brought,
    Field,
    Form,
    Made,
    Mark,
    Plan,
    Step,
)
from yhdyspinta.terms.reporting import Cell, Value
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import Severity

_MAGIC = "yhdyspinta"
_LINE_END = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_BLANKS = re.compile(r"\s+")
# Not seen: controls and format characters; lone halves and noncharacters no file can hold.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_FINGERPRINT = 20
_FACTS = 6


def plain_note(text: str) -> str:
    """Return a note as a cell of a sheet holds it: what is seen, lines kept, single blanks."""
    composed = unicodedata.normalize("NFC", text)
    lines = _LINE_END.sub("\n", composed).split("\n")
    return "\n".join(_BLANKS.sub(" ", _visible(line)).strip() for line in lines).strip()


def _visible(line: str) -> str:
    return "".join(
        each
        for each in line
        if each.isspace() or not (unicodedata.category(each) in _INVISIBLE or _is_no_letter(each))
    )


def _is_no_letter(each: str) -> bool:
    """Tell the code points that Unicode keeps for no character."""
    return 0xFDD0 <= ord(each) <= 0xFDEF or ord(each) & 0xFFFE == 0xFFFE


def shown(value: Value) -> Value:
    """Return a value as a sheet shows it: a note that somebody begins is internal.

    Without this, a note beside a status that once came from a public sheet would be public.
    """
    return value if plain_note(value.note) else replace(value, visibility=Visibility.INTERNAL)


def mark(value: Value) -> Mark:
    """Return what a value is compared by."""
    note = plain_note(value.note)
    return Mark(
        status=value.status or "",
        note=sha256(note.encode()).hexdigest()[:_FINGERPRINT] if note else "",
        risk=value.risk or "",
        expected=str(value.expected or ""),
        visibility=shown(value).visibility,
    )


def is_changed(value: Value, made: Made, *, said: Iterable[Field] = Field) -> bool:
    """Tell whether a row's value is another than the one that it was made with."""
    now = mark(value)
    return any(getattr(now, each) != getattr(made.mark, each) for each in said)


def to_rows(form: Form) -> list[tuple[str, ...]]:
    """Write a form as the rows of a sheet: facts and a fingerprint first, then its cells."""
    cells = [
        (task, str(made.seen), *(str(each) for each in astuple(made.mark)))
        for task, made in form.cells.items()
    ]
    facts = (_MAGIC, str(form.version), form.round, form.area, form.language)
    return [(*facts, _fingerprint([facts, *cells])), *cells]


def from_rows(rows: Sequence[Sequence[str]]) -> Form | None:
    """Read what `to_rows` wrote; None if it is no form. Of a changed one only the facts."""
    filled = [tuple(row) for row in rows if any(row)]
    if not filled or len(filled[0]) < _FACTS or filled[0][0] != _MAGIC:
        return None
    _magic, version, round_, area, language, fingerprint = filled[0][:_FACTS]
    form = Form(round_, area, language, {}, _number(version) or FORM_VERSION, is_whole=False)
    width = 2 + len(Field)
    cells = [row[:width] for row in filled[1:]]
    if fingerprint != _fingerprint([filled[0][: _FACTS - 1], *cells]):
        return form
    found = {task: Made(_number(seen), Mark(*marks)) for task, seen, *marks in cells}
    return replace(form, cells=found, is_whole=True)


def _fingerprint(rows: Iterable[Iterable[str]]) -> str:
    text = "\n".join("\t".join(row) for row in rows)
    return sha256(text.encode(errors="replace")).hexdigest()


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else 0


def plan(brought: Brought, cells: Sequence[Cell]) -> Plan:
    """Compare what a workbook says with an area's cells as they are now, in their order.

    A cell that the workbook did not change is never touched. One that it did change is a conflict
    if it now holds something else than when the workbook was made, or if that is not known.
    """
    answers = {each.task: each for each in brought.answers}
    changes: list[Step] = []
    conflicts: list[Step] = []
    same: list[Step] = []
    unchanged = 0
    for cell in cells:
        answer = answers.get(cell.task.code)
        if answer is None:
            if cell.task.code in brought.same:
                unchanged += 1
                same += _again(cell, brought.same[cell.task.code])
            continue
        step = _step(cell, _after(answer, cell.value))
        if step.after == step.before:
            unchanged += 1
        elif cell.seen == 0 or _has_seen(answer.made, cell):
            changes.append(step)
        else:
            conflicts.append(step)
    return Plan(tuple(changes), tuple(conflicts), tuple(same), unchanged)


def _after(answer: Answer, now: Value) -> Value:
    """Put what was said in the place of what holds; a note that looks the same is the same."""
    held = shown(now)
    theirs, mine = mark(held), mark(answer.value)
    changed = [each for each in answer.said if getattr(theirs, each) != getattr(mine, each)]
    after = replace(held, **{each: getattr(answer.value, each) for each in changed})
    # Of a note that there is not, nobody has said who may read it.
    return after if plain_note(after.note) else replace(after, visibility=now.visibility)


def _has_seen(made: Made | None, cell: Cell) -> bool:
    """Tell whether who filled the workbook in had before them what the cell holds now."""
    return made is not None and (made.seen == cell.seen or made.mark == mark(cell.value))


def _step(cell: Cell, after: Value) -> Step:
    return Step(
        cell.task, cell.value, after, cell.seen, name=cell.reported_by, time=cell.reported_at
    )


def _again(cell: Cell, seen: int) -> list[Step]:
    """Return a cell that could be said again as it is; none if it is said, or has changed."""
    can = cell.value.status is not None and not cell.in_round and cell.seen == seen
    return [_step(cell, cell.value)] if can else []


def to_plain(brought: Brought) -> list[Any]:
    """Write what a workbook says as JSON can hold it; its problems are left out."""
    answers = [
        [
            each.task,
            _plain_value(each.value),
            sorted(each.said),
            each.made and [each.made.seen, list(astuple(each.made.mark))],
        ]
        for each in brought.answers
    ]
    return [brought.file, brought.sha256, answers, dict(brought.same)]


def from_plain(data: list[Any]) -> Brought:
    """Read what `to_plain` wrote."""
    file, sha, answers, same = data
    return Brought(
        file,
        sha,
        tuple(
            Answer(
                task,
                _value(value),
                frozenset(Field(each) for each in said),
                Made(made[0], Mark(*made[1])) if made else None,
            )
            for task, value, said, made in answers
        ),
        same,
    )


def _plain_value(value: Value) -> Mapping[str, str]:
    found = {
        Field.STATUS: value.status or "",
        Field.NOTE: value.note,
        Field.RISK: value.risk or "",
        Field.EXPECTED: str(value.expected or ""),
        Field.VISIBILITY: value.visibility,
    }
    return {str(name): str(said) for name, said in found.items() if said}


def _value(data: Mapping[str, str]) -> Value:
    status, risk = data.get(Field.STATUS), data.get(Field.RISK)
    expected = data.get(Field.EXPECTED)
    return Value(
        status=Status(status) if status else None,
        note=data.get(Field.NOTE, ""),
        risk=Severity(risk) if risk else None,
        expected=Quarter.parse(expected) if expected else None,
        visibility=Visibility(data.get(Field.VISIBILITY, Visibility.INTERNAL)),
    )
