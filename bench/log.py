"""Reading from the log: statuses of any day, and a published round beside a long log."""

from contextlib import closing
from datetime import date

from django.db import connection

from bench import history, scratch
from bench.figures import Figure, Goal
from bench.settings import Settings
from bench.timing import Timing, timed
from yhdyspinta.services import situation
from yhdyspinta.store.models import Roadmap, StatusReport
from yhdyspinta.terms.calendar import Quarter

Cells = set[tuple[int, int, str]]

_ROUND = "2021-10"
_WINDOW = f"""
    SELECT area_id, task_id, status FROM (
        SELECT area_id, task_id, status, ROW_NUMBER() OVER (
            PARTITION BY area_id, task_id
            ORDER BY effective_from DESC, recorded_at DESC, id DESC
        ) AS place
        FROM {history.REPORTS} WHERE roadmap_id = %s AND effective_from <= %s
    ) AS placed WHERE place = 1
"""


def measure(settings: Settings) -> list[Figure]:
    """Measure at each size of the log."""
    figures = []
    for rounds in settings.rounds:
        scratch.fresh_with_demo()
        roadmap = history.write(rounds)
        size = StatusReport.objects.count()
        # Where the goal was set: the longest log, on SQLite.
        largest = rounds == max(settings.rounds) and connection.vendor == "sqlite"
        for name, day in history.days(rounds).items():
            figures += _as_of(roadmap, day, name=name, size=size, settings=settings, goal=largest)
        figures += _published(roadmap, size=size, settings=settings)
    return figures


def by_cell(roadmap: Roadmap, day: date) -> Cells:
    """Read as the product does: from each cell's open report one step back."""
    held = StatusReport.objects.filter(roadmap=roadmap).by_cell(on=day)
    return {(area, task, status) for area, task, status in held if status}


def by_interval(roadmap: Roadmap, day: date) -> Cells:
    """Read by one scan over the intervals that end after the day."""
    rows = StatusReport.objects.holding(on=day).filter(roadmap=roadmap)
    return set(rows.values_list("area_id", "task_id", "status"))


def by_window(roadmap: Roadmap, day: date) -> Cells:
    """Read the usual way: number each cell's reports, the last first, and keep number one."""
    with closing(connection.cursor()) as cursor:
        cursor.execute(_WINDOW, [roadmap.id, day])
        return set(cursor.fetchall())


def _as_of(
    roadmap: Roadmap, day: date, *, name: str, size: int, settings: Settings, goal: bool
) -> list[Figure]:
    ours, found = timed(lambda: by_cell(roadmap, day), runs=settings.runs)
    window, by_plain = timed(lambda: by_window(roadmap, day), runs=settings.few_runs, warm=False)
    intervals, by_other = timed(lambda: by_interval(roadmap, day), runs=settings.few_runs)
    assert found == by_plain == by_other, f"readings differ on {day}"
    title = f"statuses of the {name}"
    faster = Goal(
        f"{title}, {size:,} reports: faster than the window query",
        limit=10,
        measured=window.median / ours.median,
        unit="times",
        at_least=True,
    )

    def figure(plain: Timing, way: str, goals: tuple[Goal, ...] = ()) -> Figure:
        return Figure("log", title, size, "reports", ours, plain, way, goals)

    return [
        figure(window, "window query over the log", (faster,) if goal else ()),
        figure(intervals, "one scan over the intervals"),
    ]


def _published(roadmap: Roadmap, *, size: int, settings: Settings) -> list[Figure]:
    live, composed = timed(
        lambda: situation.live(
            roadmap.code, as_of=history.NEWEST, horizon=Quarter(2021, 4), actor=scratch.ACTOR
        ),
        runs=settings.runs,
    )
    cold, read = timed(lambda: situation.of_round(_ROUND), runs=settings.runs, before=_forget)
    reconnected, _ = timed(
        lambda: situation.of_round(_ROUND), runs=settings.runs, before=_disconnect
    )
    warm, _ = timed(lambda: situation.of_round(_ROUND), runs=settings.runs)
    assert len(read.picture.counts) == len(composed.picture.counts)
    way = "composing the same picture from the log"
    return [
        Figure(
            "log",
            name,
            size,
            "reports",
            ours,
            live,
            way,
            (Goal(f"{name}, {size:,} reports", 10, ours.median * 1000, "ms"),),
        )
        for name, ours in (
            ("published round, in memory", warm),
            ("published round, not in memory", cold),
            ("published round, not in memory, on a new connection", reconnected),
        )
    ]


def _forget() -> None:
    """Take pictures out of memory: the first reader of a round in a process meets that."""
    situation._read.cache_clear()  # noqa: SLF001  a measurement of what the cache saves


def _disconnect() -> None:
    """Begin as a new process does, with neither a picture nor a connection."""
    _forget()
    connection.close()
