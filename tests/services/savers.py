"""Two hundred people who save at once, as threads of a few processes; run by `other_process`.

Person n reports for one of twenty areas: two cells that nobody else touches, then the area's one
cell that its ten people share, again and again until it is theirs. Each writes down what was
acknowledged, after the fact, as the browser of a person would show it.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from typing import Any

from django.db import OperationalError, connection

from tests.services import november
from tests.services.filled_sheets import INTO, said, sheet
from tests.small_roadmap import DAY, Q4, at, tasks
from yhdyspinta.services import checks, reference, reporting, rounds, sheets
from yhdyspinta.sources.reference import areas
from yhdyspinta.store.models import Event, StatusReport, User
from yhdyspinta.terms.access import Actor, operator
from yhdyspinta.terms.areas import NATIONAL_KINDS
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.reporting import Change, Saved, Value
from yhdyspinta.terms.roadmap import Status

PEOPLE, AREAS, OWN = 200, 20, 2
CODES = [area.code for area in areas() if area.kind in NATIONAL_KINDS][:AREAS]
TASKS = [task.code for task in tasks(PEOPLE // AREAS * OWN + 1)]
SHARED = TASKS[-1]
NOW = november.on(5)
# As many at a time as a server has threads; PostgreSQL's own limit is a hundred connections.
_THREADS = {"sqlite": 50, "postgresql": 20}
_TRIES = 50


def people_to_save() -> dict[str, Any]:
    """Open a round that asks twenty areas, each with ten reporters."""
    reference.load(actor=operator("test"), now=at(7))
    reports = [said(Status.LATE, area=code, task=SHARED) for code in CODES]
    content = sheet(*reports, tasks=tasks(len(TASKS)))
    sheets.import_sheet(content, into=INTO, actor=operator("test"), now=at(7))
    new = rounds.NewRound(
        november.ROUND, INTO.code, Names("Marraskuu"), DAY, Q4, schedule=november.DAYS
    )
    rounds.open_round(new, actor=operator("test"), now=at(8))
    for number in range(PEOPLE):
        november.someone(f"p{number}", _area(number))
    return {}


def save_at_once(first: str, last: str, acknowledged: str) -> dict[str, Any]:
    """Let the people with these numbers save; what was acknowledged goes line by line to a file."""
    numbers = range(int(first), int(last))
    with (
        open(acknowledged, "ab", buffering=0) as file,  # noqa: PTH123 - whole lines, unbuffered
        ThreadPoolExecutor(_THREADS[connection.vendor]) as pool,
    ):
        done = list(pool.map(lambda number: _one(number, file.fileno()), numbers))
    return {"finished": len(done), "busy": sum(done)}


def look_at_saved() -> dict[str, Any]:
    """Count what is stored, and say what a check of the installation finds."""
    rows = StatusReport.objects.filter(round__code=november.ROUND)
    own = rows.exclude(task__code=SHARED)
    told = Event.objects.filter(action="report.save").values_list("details", flat=True)
    findings = checks.inspect(today=DAY)
    return {
        "reports": sorted(rows.values_list("id", flat=True)),
        "own": own.count(),
        "own_cells": own.values("area", "task").distinct().count(),
        "shared": rows.filter(task__code=SHARED).count(),
        "in_trail": sum(len(each["cells"]) for each in told),
        "errors": [each.subject for each in findings if each.level is checks.Level.ERROR],
    }


def _one(number: int, file: int) -> int:
    """Save as one person does; return how often the database was too busy."""
    with closing(connection):
        actor, area = _actor(number), _area(number)
        value = Value(Status.DONE, f"p{number}")
        place = number // AREAS * OWN
        own = [Change(task, value, 0) for task in TASKS[place : place + OWN]]
        _, busy = _save(area, own, actor, file=file)
        seen = 0
        for attempt in count(1):
            saved, more = _save(area, [Change(SHARED, value, seen)], actor, file=file)
            busy += more
            if not saved.conflicts:
                return busy
            if attempt == _TRIES:
                message = f"person {number} never had the cell"
                raise RuntimeError(message)
            seen = saved.conflicts[0].seen
    return busy


def _save(area: str, changes: Sequence[Change], actor: Actor, *, file: int) -> tuple[Saved, int]:
    """Save, again when the database was too busy, and write down each new report's number."""
    for busy in range(_TRIES):
        try:
            saved = reporting.save(november.ROUND, area, changes, actor=actor, now=NOW)
        except OperationalError:
            continue
        os.write(file, "".join(f"{key}\n" for key in saved.saved.values()).encode())
        return saved, busy
    message = "the database was always too busy"
    raise RuntimeError(message)


def _actor(number: int) -> Actor:
    """Find a person as a request of theirs does."""
    key = User.objects.values_list("id", flat=True).get(email=f"p{number}@example.fi")
    user = User.objects.with_grants(key)
    assert user
    return Actor(user.key, user.name, user.grants_on(DAY), person=user.pk)


def _area(number: int) -> str:
    return CODES[number % AREAS]
