"""The trail's sums: what an event changed, what of it may be shown, and the chain of seals."""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from yhdyspinta.calc.access import may_read_note
from yhdyspinta.calc.register import may_read
from yhdyspinta.terms.access import Actor, Visibility
from yhdyspinta.terms.audit import Difference, Event, Seal, Span

FORM = "yhdyspinta/seal/1"
# No writing takes this long from its event's number to its end.
LONGEST = timedelta(hours=1)
# What is left of something that the reader may not read: codes, never prose.
_CODES = frozenset(
    {"task", "status", "risk", "expected", "visibility", "kind", "severity", "theme", "areas"}
)
HIDDEN = "hidden"


def shown_details(event: Event, actor: Actor) -> dict[str, Any]:
    """Return an event's details without the words of notes that the actor may not read.

    A part that has a `visibility` is a note, a talk or a report; where its words are taken out,
    `hidden` says so.
    """
    found = _shown(dict(event.details), event, actor)
    return found if isinstance(found, dict) else {}


def _shown(value: Any, event: Event, actor: Actor) -> Any:
    if isinstance(value, list):
        return [_shown(each, event, actor) for each in value]
    if not isinstance(value, dict):
        return value
    whole = {name: _shown(each, event, actor) for name, each in value.items()}
    if "visibility" not in value or _may_read(value, event, actor):
        return whole
    codes = {name: each for name, each in whole.items() if name in _CODES}
    return codes if len(codes) == len(whole) else {**codes, HIDDEN: True}


def _may_read(part: Mapping[str, Any], event: Event, actor: Actor) -> bool:
    if part["visibility"] not in set(Visibility):
        return False
    if event.action.startswith("register."):
        visibility = Visibility(part["visibility"])
        return may_read(actor, visibility, organisations=[event.organisation])
    named = part.get("areas") or ([event.area] if event.area else [])
    return may_read_note(actor, Visibility(part["visibility"]), areas=named, roadmap=event.roadmap)


def differences(details: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return what an event changed, field by field; a field that stayed is left out."""
    cells = details.get("cells")
    if isinstance(cells, list):
        return tuple(
            each
            for cell in cells
            if isinstance(cell, dict)
            for each in _between(str(cell.get("task", "")), cell.get("before"), cell.get("after"))
        )
    if "before" in details or "after" in details:
        return tuple(_between("", details.get("before"), details.get("after")))
    return ()


def facts(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an event tells besides what it changed."""
    return {
        name: value
        for name, value in details.items()
        if name not in {"cells", "before", "after"} and value not in (None, "", [], {})
    }


def _between(thing: str, before: Any, after: Any) -> Iterator[Difference]:
    if not isinstance(before, dict) and not isinstance(after, dict):
        if before != after:
            yield Difference(thing, "", before, after)
        return
    old = before if isinstance(before, dict) else {}
    new = after if isinstance(after, dict) else {}
    for name in {**old, **new}:
        # Hidden words may have changed or not: that they are hidden is told either way.
        if old.get(name) != new.get(name) or name == HIDDEN:
            yield Difference(thing, name, old.get(name), new.get(name))


def line(event: Event) -> str:
    """Write an event as a seal sees it: canonical JSON without the address, which is emptied."""
    return _canonical(
        {
            "id": event.number,
            "at": _moment(event.at),
            "actor": event.actor,
            "action": event.action,
            "subject": event.subject,
            "organisation": event.organisation,
            "area": event.area,
            "roadmap": event.roadmap,
            "door": event.door,
            "request": event.request,
            "reason": event.reason,
            "details": event.details,
        }
    )


def content_hash(lines: Iterable[str]) -> str:
    """Return the SHA-256 of events' lines, each ended by a line feed."""
    digest = hashlib.sha256()
    for each in lines:
        digest.update(f"{each}\n".encode())
    return digest.hexdigest()


def seal_hash(seal: Seal, content: str) -> str:
    """Return the SHA-256 of a seal: of its own facts, the former's hash and its content's.

    The content is the lines of the range by number, then those of the late ones by number.
    """
    head = {
        "form": FORM,
        "number": seal.number,
        "sealed_at": _moment(seal.sealed_at),
        "first": seal.first,
        "last": seal.last,
        "gaps": [list(span) for span in seal.gaps],
        "late": list(seal.late),
        "events": seal.events,
        "former": seal.former,
        "content": content,
    }
    return hashlib.sha256(_canonical(head).encode()).hexdigest()


def open_seals(seals: Sequence[Seal]) -> tuple[Seal, ...]:
    """Return the seals whose gaps may still be filled, of seals by number.

    A gap is closed by the first seal made LONGEST after its own: by then every writing that had
    begun has ended, and that seal has taken in what came.
    """
    if not seals:
        return ()
    closing = seals[-1].sealed_at - LONGEST
    return tuple(each for each in seals if each.sealed_at > closing)


def is_in(number: int, spans: Sequence[Span]) -> bool:
    """Tell whether a number is in one of several spans in ascending order."""
    place = bisect_right(spans, number, key=lambda span: span[0])
    return place > 0 and number <= spans[place - 1][1]


def gaps(numbers: Iterable[int], *, first: int) -> tuple[Span, ...]:
    """Return the runs of numbers that are missing between `first` and the last of `numbers`.

    `numbers` ascend and none is below `first`.
    """
    found, expected = [], first
    for number in numbers:
        if number > expected:
            found.append((expected, number - 1))
        expected = number + 1
    return tuple(found)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
