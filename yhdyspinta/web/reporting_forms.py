"""What a filled-in form or a save from the grid says: shown words back to values.

A choice's value in the form is its shown word: 346 rows of choices with codes beside the words
would be a third larger. The form is sent to the address of the language that it was shown in.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.reporting import LONGEST_NOTE, Cell, Change, Conflict, Value
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import Severity

_NOTHING = Value()
_QUARTER = re.compile(r"(?:Q?([1-4])\s*/\s*(\d{4})|(\d{4})\s*-?\s*Q?([1-4]))", re.IGNORECASE)
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a row's fields; `expected` as written, also if it is not a quarter."""

    status: Status | None
    risk: Severity | None
    expected: str
    note: str
    visibility: Visibility = Visibility.INTERNAL

    @classmethod
    def of(cls, value: Value) -> "Typed":
        """Return how a value stands in a row's fields."""
        return cls(
            value.status,
            value.risk,
            labels.quarter(value.expected) if value.expected else "",
            plain(value.note),
            # A note that somebody begins is internal, whatever an empty one was.
            value.visibility if value.note else Visibility.INTERNAL,
        )

    def problem(self) -> str:
        """Say why this cannot be saved; empty if it can."""
        if self.status is None:
            return gettext("Choose a status first.")
        if self.expected.strip() and quarter(self.expected) is None:
            return gettext("This is not a quarter: write Q4/2021.")
        if len(self.note) > LONGEST_NOTE:
            return gettext("The note is too long: at most %(most)d characters.") % {
                "most": LONGEST_NOTE
            }
        return ""

    def value(self) -> Value:
        """Return the value; ask for `problem` first."""
        expected = quarter(self.expected)
        return Value(self.status, plain(self.note), self.risk, expected, self.visibility)


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that was not saved: what was typed, the report that it was made of, and why not."""

    typed: Typed
    seen: int
    problem: str = ""
    conflict: Conflict | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form asks for: changes to save, and rows that cannot be saved as they are."""

    changes: tuple[Change, ...]
    kept: Mapping[str, Kept]


def plain(note: str) -> str:
    """Return a note as it is kept: the same line ends everywhere, no blanks around it."""
    return note.replace("\r\n", "\n").replace("\r", "\n").strip()


def quarter(text: str) -> Quarter | None:
    """Read a quarter as people write it (Q4/2021, 4/2021, 2021-Q4); None if it is none."""
    found = _QUARTER.fullmatch(text.strip())
    if not found:
        return None
    number, year = found[1] or found[4], found[2] or found[3]
    try:
        return Quarter(int(year), int(number))
    except ValueError:
        return None


def numbers(post: QueryDict) -> dict[str, int]:
    """Return by task the number of the report that the form was made of, in the form's order.

    Raises RefusedError if the field is not ours.
    """
    found = {}
    for part in post.get("seen", "").split("\t"):
        code, _, number = part.rpartition(" ")
        if not code or not number.isdecimal() or len(number) > 18:
            raise RefusedError(gettext("The form is not whole. Open the page again."))
        found[code] = int(number)
    return found


def filled(post: QueryDict, cells: Iterable[Cell], said: Mapping[int, Value]) -> Filled:
    """Tell what a form changes, row by row.

    `said` has the values of reports that no longer hold, so that a row nobody touched is not
    taken for a change. Raises RefusedError if the form is not whole.
    """
    now = {cell.task.code: cell for cell in cells}
    values = {cell.seen: cell.value for cell in now.values()} | dict(said)
    changes, kept = [], {}
    for index, (code, seen) in enumerate(numbers(post).items()):
        if code not in now or f"s{index}" not in post:
            continue
        base = values.get(seen, _NOTHING) if seen else _NOTHING
        typed = _typed(post, index, base)
        decided = post.get(f"x{index}", "")
        undecided = f"u{index}" in post and decided not in {MINE, THEIRS}
        if decided == THEIRS or not (
            undecided or typed != Typed.of(base) or f"c{index}" in post or decided == MINE
        ):
            continue
        problem = typed.problem()
        if undecided:
            kept[code] = Kept(typed, seen, problem, _conflict(now[code], typed))
        elif problem:
            kept[code] = Kept(typed, seen, problem)
        else:
            changes.append(Change(code, typed.value(), seen))
    return Filled(tuple(changes), kept)


def _conflict(cell: Cell, typed: Typed) -> Conflict | None:
    """Return again a conflict in which nothing was chosen, with what holds by now."""
    if cell.reported_at is None or typed.problem():
        return None
    return Conflict(
        cell.task.code, typed.value(), cell.value, cell.seen, cell.reported_by, cell.reported_at
    )


def _typed(post: QueryDict, index: int, base: Value) -> Typed:
    shown = Typed.of(base)
    visibility = post.get(f"v{index}", "")
    return Typed(
        _by_word(Status, post.get(f"s{index}", ""), labels.status),
        _by_word(Severity, post.get(f"r{index}", ""), labels.severity),
        post.get(f"q{index}", "").strip(),
        plain(post.get(f"n{index}", "")),
        Visibility(visibility) if visibility in set(Visibility) else shown.visibility,
    )


def _by_word(codes: Any, word: str, label: Any) -> Any:
    """Return the code that a shown word means, None for another word."""
    wanted = " ".join(word.split())
    return next((code for code in codes if wanted in {label(code), code.value}), None)


def sent(request: HttpRequest) -> tuple[Change, ...]:
    """Read the changes that the grid sends as JSON. Raises RefusedError if they are not whole."""
    try:
        changes = json.loads(request.body)["changes"]
        return tuple(_change(each) for each in changes)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise RefusedError(gettext("The form is not whole. Open the page again.")) from None


def _change(said: Mapping[str, Any]) -> Change:
    expected = str(said["expected"])
    found = quarter(expected)
    if expected.strip() and found is None:
        raise RefusedError(gettext("This is not a quarter: write Q4/2021."))
    value = Value(
        Status(said["status"]),
        plain(str(said["note"])),
        Severity(said["risk"]) if said["risk"] else None,
        found,
        Visibility(said["visibility"]),
    )
    return Change(str(said["task"]), value, int(said["seen"]))
