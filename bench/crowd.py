"""A part of the people who save at once: `python -m bench.crowd WAY FIRST LAST STATUS`.

WAY is `save` (as a person does, through the service with the person's roles asked anew) or
`insert` (a row of the same size, bare). It says "ready" when everything is at hand, begins when a
line comes in, and says how many were stored when the last one is.
"""

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yhdyspinta.config.settings")
django.setup()

from django.db import connection  # noqa: E402 - after the setup

from yhdyspinta.services import reporting  # noqa: E402
from yhdyspinta.store.models import StatusReport, Submission, Task, User  # noqa: E402
from yhdyspinta.terms.access import Actor  # noqa: E402
from yhdyspinta.terms.reporting import Change, Value  # noqa: E402
from yhdyspinta.terms.roadmap import Status  # noqa: E402

ROUND = "2021-11"
NOW = datetime(2021, 12, 1, 9, 0, tzinfo=UTC)
DAY = NOW.date()
CELLS = 5  # each person saves, one after the other
THREADS = 20  # of each process, and so connections: PostgreSQL allows a hundred in all
TABLE = "bench_report"

_REST = ["", "", "", "internal"]
Work = Callable[[], int]
_ROW = (
    f"INSERT INTO {TABLE} (roadmap_id, area_id, task_id, status, effective_from, superseded_on,"
    " recorded_at, recorded_by, note, risk, expected_quarter, visibility)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def people() -> list[User]:
    """List the crowd in order."""
    return list(User.objects.filter(email__startswith="crowd-").order_by("id"))


def main(way: str, first: int, last: int, *, status: Status) -> None:
    """Make everything ready, wait for the word, let them all save."""
    prepare = {"save": _saving, "insert": _inserting}[way]
    jobs = [prepare(user, place, status) for place, user in list(enumerate(people()))[first:last]]
    together = Barrier(THREADS)
    with ThreadPoolExecutor(THREADS) as pool:
        # Every thread has its connection before the clock runs.
        list(pool.map(lambda _: _connect(together), range(THREADS)))
        print("ready", flush=True)
        sys.stdin.readline()
        stored = sum(pool.map(lambda job: job(), jobs))
        print(stored, flush=True)


def _connect(together: Barrier) -> None:
    connection.ensure_connection()
    together.wait()


def _saving(user: User, place: int, status: Status) -> Work:
    """Let a person save cells that nobody else saves, knowing what holds in them."""
    areas = Submission.objects.filter(round__code=ROUND).order_by("area__code")
    codes = list(areas.values_list("area__code", flat=True))
    area, start = codes[place % len(codes)], place // len(codes) * CELLS
    tasks = Task.objects.filter(roadmap__rounds__code=ROUND).order_by("id")
    mine = list(tasks.values_list("code", flat=True))[start : start + CELLS]
    held = dict(
        StatusReport.objects.filter(area__code=area, task__code__in=mine)
        .order_by("effective_from", "recorded_at", "id")
        .values_list("task__code", "id")
    )
    changes = [Change(code, Value(status), held.get(code, 0)) for code in mine]

    def work() -> int:
        stored = 0
        for change in changes:
            found = User.objects.with_grants(user.pk)
            if found is None:
                continue
            actor = Actor(found.key, found.name, found.grants_on(DAY), person=found.pk)
            stored += len(reporting.save(ROUND, area, [change], actor=actor, now=NOW).saved)
        return stored

    return work


def _inserting(user: User, place: int, status: Status) -> Work:
    """Insert as many rows, each in a transaction of its own."""
    now = NOW.strftime("%Y-%m-%d %H:%M:%S")
    days = ["2021-11-30", "9999-12-31"]

    def work() -> int:
        with connection.cursor() as cursor:
            for cell in range(CELLS):
                ids = [1, user.pk, place * CELLS + cell]
                cursor.execute(_ROW, [*ids, status, *days, now, user.key, *_REST])
        return CELLS

    return work


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), status=Status(sys.argv[4]))
