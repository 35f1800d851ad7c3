"""Saving one cell and showing the grid, as a browser asks; and two hundred people who save at once.

Beside it the way of tools for action plans: load the whole plan with all that has been reported
as objects, change one, and store it with its change of state.
"""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import crowd, scratch
from bench.figures import Figure, Goal
from bench.settings import Settings
from bench.timing import timed, timing_of
from yhdyspinta.services.demo import ROADMAP
from yhdyspinta.store.models import (
    Area,
    Event,
    Grant,
    Organisation,
    ReportingRound,
    Roadmap,
    StatusReport,
    Task,
    User,
)
from yhdyspinta.store.roadmap import OPEN_END
from yhdyspinta.terms.access import Role
from yhdyspinta.terms.roadmap import Status

Cell = tuple[Area, Task, list[StatusReport]]

_ROUND, _AREA = "2021-11", "06"
_GRID = f"/fi/report/{_ROUND}/{_AREA}/"
_PLAN_WAY = "loading the whole plan as objects, changing one report, storing it"
_AREA_WAY = "the same with one area's part of the plan"
_INSERT_WAY = "one insert of such a row in a transaction of its own, nothing asked or checked"
_DRAWN_WAY = "fetching the same tasks and reports as objects, without drawing a page"
_PROCESSES = 4
_ROOT = Path(__file__).resolve().parent.parent


def measure(settings: Settings) -> list[Figure]:
    """Measure one save, the grid's page, and many people at once."""
    scratch.fresh_with_demo()
    reporter = _reporter(_AREA, name="bench")
    return [
        *_one_cell(reporter, settings),
        _grid(reporter, settings),
        _at_once(settings),
    ]


def _one_cell(reporter: User, settings: Settings) -> list[Figure]:
    save = _saver(reporter)
    ours, stored = timed(save, runs=settings.runs)
    assert stored == 1, "a save that stored nothing was measured"
    with CaptureQueriesContext(connection) as captured:
        save()
        queries = len(captured)
    whole, size = timed(_plainly(areas=None), runs=settings.few_runs)
    area, part = timed(_plainly(areas=[_AREA]), runs=settings.few_runs)
    name = "save one cell"
    goals = (
        Goal(f"{name}, queries", 10, queries, "queries"),
        Goal(
            f"{name}: faster than by loading the whole plan",
            limit=10,
            measured=whole.median / ours.median,
            unit="times",
            at_least=True,
        ),
    )
    title = f"{name}, the whole request"
    return [
        Figure("saving", title, size, "reports", ours, whole, _PLAN_WAY, goals),
        Figure("saving", title, part, "reports", ours, area, _AREA_WAY),
    ]


def _grid(reporter: User, settings: Settings) -> Figure:
    client = _client(reporter)

    def get() -> bytes:
        answer = client.get(_GRID)
        assert answer.status_code == 200, f"the grid answers {answer.status_code}"
        return answer.content

    ours, html = timed(get, runs=settings.runs)
    with CaptureQueriesContext(connection) as captured:
        get()
        queries = len(captured)
    plain, plan = timed(lambda: _plan([_AREA]), runs=settings.runs)
    goals = (
        Goal("grid, HTML", 250, len(html) / 1000, "kB"),
        Goal("grid, queries", 16, queries, "queries"),
    )
    return Figure("saving", "the grid's page", len(plan), "tasks", ours, plain, _DRAWN_WAY, goals)


def _plan(areas: list[str] | None) -> list[Cell]:
    """Fetch a plan as objects, of all areas or some: each cell with its task and its reports."""
    roadmap = Roadmap.objects.get(code=ROADMAP.code)
    tasks = list(roadmap.tasks.select_related("subarea__theme").order_by("id"))
    places = list(roadmap.areas.order_by("id") if areas is None else _places(areas))
    listed = StatusReport.objects.filter(roadmap=roadmap, area__in=places)
    reports: dict[tuple[int, int], list[StatusReport]] = {}
    for report in listed.select_related("organisation", "sheet_import").order_by("id"):
        reports.setdefault((report.area_id, report.task_id), []).append(report)
    return [(area, task, reports.get((area.id, task.id), [])) for area in places for task in tasks]


def _places(areas: list[str]) -> QuerySet[Area]:
    return Area.objects.filter(code__in=areas).order_by("id")


def _plainly(*, areas: list[str] | None) -> Callable[[], int]:
    """Return the usual way of saving; it tells how many reports it loaded."""
    statuses = cycle([Status.DONE, Status.LATE])
    day = ReportingRound.objects.get(code=_ROUND).as_of

    def save() -> int:
        with transaction.atomic():
            plan = _plan(areas)
            # Our way saves the area's last cell, this one its first: they do not meet.
            area, task, held = next(each for each in plan if each[0].code == _AREA and each[2])
            [last] = [report for report in held if report.superseded_on == OPEN_END]
            last.superseded_on = day
            last.save(update_fields=["superseded_on"])
            report = StatusReport(
                roadmap=task.roadmap,
                area=area,
                task=task,
                status=next(statuses),
                effective_from=day,
                recorded_at=scratch.NOW,
                recorded_by="bench",
            )
            report.save()
            held.append(report)
            # What such a tool shows of the plan after a change: how far all of it is.
            counts = Counter(reports[-1].status if reports else "" for _, _, reports in plan)
            Event.objects.create(
                at=scratch.NOW, actor="bench", action="plan.save", subject=_AREA, details=counts
            )
        return sum(len(reports) for _, _, reports in plan)

    return save


def _saver(reporter: User) -> Callable[[], int]:
    """Return what saves one cell as the grid does, and tells how many were stored."""
    client = _client(reporter)
    first = StatusReport.objects.filter(area__code=_AREA, round=None).latest("id")
    task, statuses = first.task.code, cycle(["done", "late"])
    newest = StatusReport.objects.filter(area__code=_AREA, task__code=task)
    seen = newest.latest("effective_from", "recorded_at", "id").pk

    def save() -> int:
        nonlocal seen
        saved = _post(client, _GRID, task, status=next(statuses), seen=seen)
        seen = saved[task]
        return len(saved)

    return save


def _post(client: Client, grid: str, task: str, *, status: str, seen: int) -> dict[str, int]:
    """Save a cell as the grid does; return the new report's number by task."""
    change = {"task": task, "status": status, "note": "", "risk": "", "expected": ""}
    changes = {"changes": [{**change, "visibility": "internal", "seen": seen}]}
    answer = client.post(f"{grid}save/", json.dumps(changes), content_type="application/json")
    assert answer.status_code == 200, f"a save answers {answer.status_code}"
    saved: dict[str, int] = answer.json()["saved"]
    return saved


def _client(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="yhdyspinta.web.signin.Backend")
    return client


def _reporter(area: str, *, name: str) -> User:
    """Add a person who reports for an area."""
    organisation = Organisation.objects.filter(areas__code=area).order_by("code").first()
    user = User.objects.create_user(f"{name}@example.org", name=name, joined_at=scratch.NOW)
    Grant.objects.create(
        user=user,
        role=Role.REPORTER,
        organisation=organisation,
        granted_at=scratch.NOW,
        granted_by="bench",
    )
    return user


def _at_once(settings: Settings) -> Figure:
    """Let two hundred people save at once from a few processes, and as many bare inserts."""
    round_ = ReportingRound.objects.get(code=_ROUND)
    codes = list(round_.submissions.order_by("area__code").values_list("area__code", flat=True))
    for number in range(settings.people):
        _reporter(codes[number % len(codes)], name=f"crowd-{number}")
    with connection.cursor() as cursor:
        table = StatusReport._meta.db_table
        cursor.execute(f"CREATE TABLE {crowd.TABLE} AS SELECT * FROM {table} WHERE 0 = 1")
    ours = timing_of(_crowd("save", settings))
    plain = timing_of(_crowd("insert", settings))
    name = f"{settings.people} people at once, {crowd.CELLS} cells each"
    size = settings.people * crowd.CELLS
    return Figure("saving", name, size, "saves", ours, plain, _INSERT_WAY)


def _crowd(way: str, settings: Settings) -> list[float]:
    """Time a few runs of the crowd, from the word to the last save."""
    connection.close()
    statuses = cycle([Status.DONE, Status.LATE])
    return [_one_crowd(way, settings, next(statuses)) for _ in range(max(settings.few_runs, 1))]


def _one_crowd(way: str, settings: Settings, status: Status) -> float:
    share = settings.people // _PROCESSES
    parts = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "bench.crowd",
                way,
                str(n * share),
                str((n + 1) * share),
                status,
            ],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(_PROCESSES)
    ]
    for each in parts:
        assert _line(each) == "ready", "a part of the crowd did not begin"
    started = time.perf_counter()
    for each in parts:
        _say(each)
    stored = sum(int(_line(each)) for each in parts)
    seconds = time.perf_counter() - started
    assert [each.wait() for each in parts] == [0] * _PROCESSES
    for each in parts:
        each.communicate()
    assert stored == share * _PROCESSES * crowd.CELLS, f"only {stored} were stored"
    return seconds


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def _say(process: "subprocess.Popen[str]") -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()
