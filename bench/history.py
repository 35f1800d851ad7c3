"""A log of reports as long as wanted, written in one statement and not by the services.

Every area of the deck reports on every task in every round, each a day or two after the other,
and one report in a hundred is corrected on its own day. The intervals are as the services would
have left them; that all ways of reading give the same statuses is checked at each size.
"""

from contextlib import closing
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from yhdyspinta.services.demo import ROADMAP
from yhdyspinta.store.models import Roadmap, StatusReport
from yhdyspinta.store.roadmap import OPEN_END
from yhdyspinta.terms.roadmap import Status

REPORTS = StatusReport._meta.db_table
NEWEST = date(2021, 10, 31)
_SHIFTS = 3  # days over which the reports of a round are spread
_CORRECTED = 97  # one cell in so many is corrected in a round
_ZONE = ZoneInfo("Europe/Helsinki")
_COLUMNS = (
    "roadmap_id, area_id, task_id, status, effective_from, superseded_on, recorded_at,"
    " recorded_by, note, risk, expected_quarter, visibility"
)


def write(rounds: int) -> Roadmap:
    """Replace the demo's reports by `rounds` rounds of them; published pictures stay."""
    roadmap = Roadmap.objects.get(code=ROADMAP.code)
    areas = StatusReport.objects.filter(roadmap=roadmap).values_list("area_id", flat=True)
    reporting = sorted(set(areas))
    StatusReport.objects.all().delete()
    with connection.constraint_checks_disabled(), closing(connection.cursor()) as cursor:
        indexes = _indexes()
        for name in indexes:
            cursor.execute(f"DROP INDEX {name}")
        with transaction.atomic():
            _write_days(rounds)
            _write_reports(roadmap.id, reporting)
        for statement in indexes.values():
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            # What autovacuum does there by itself. SQLite is measured without statistics, which
            # change none of its plans here.
            cursor.execute(f"VACUUM ANALYZE {REPORTS}")
    return roadmap


def days(rounds: int) -> dict[str, date]:
    """Name the days to look from: the newest, the middle and a tenth into the history."""
    length = rounds * _SHIFTS
    return {
        "newest day": NEWEST,
        "middle of history": NEWEST - timedelta(days=length // 2),
        "oldest tenth": NEWEST - timedelta(days=length * 9 // 10),
    }


def _write_days(rounds: int) -> None:
    """Write when each round's reports begin and end, by shift, for the statement to join."""
    rows = []
    first = NEWEST - timedelta(days=rounds * _SHIFTS - 1)
    for number in range(rounds):
        for shift in range(_SHIFTS):
            begins = first + timedelta(days=number * _SHIFTS + shift)
            ends = OPEN_END if number == rounds - 1 else begins + timedelta(days=_SHIFTS)
            rows.append((number, shift, begins, ends, _at(begins, 12), _at(begins, 10)))
    with closing(connection.cursor()) as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_day")
        cursor.execute(
            "CREATE TEMPORARY TABLE bench_day (number integer, shift integer, begins date,"
            " ends date, recorded timestamp, corrected timestamp)"
        )
        cursor.executemany("INSERT INTO bench_day VALUES (%s, %s, %s, %s, %s, %s)", rows)


def _write_reports(roadmap: int, areas: list[int]) -> None:
    mixed = "(d.number + a.id * 7 + t.id * 13)"
    statuses = " ".join(f"WHEN {n} THEN '{s.value}'" for n, s in enumerate(Status))
    status = f"CASE {mixed} %% {len(Status)} {statuses} END"
    where = (
        f"FROM bench_day d, yhdyspinta_area a, yhdyspinta_task t WHERE t.roadmap_id = {roadmap}"
        f" AND a.id IN ({', '.join(map(str, areas))})"
        f" AND (a.id * 7 + t.id) %% {_SHIFTS} = d.shift"
    )
    with closing(connection.cursor()) as cursor:
        cursor.execute(
            f"INSERT INTO {REPORTS} ({_COLUMNS}) SELECT {roadmap}, a.id, t.id, {status},"
            f" d.begins, d.ends, d.recorded, 'bench', '', '', '', 'public' {where} ORDER BY d.number",
            [],
        )
        # Written after the report that took their place but recorded before it: the time of
        # recording decides, not the place in the table.
        cursor.execute(
            f"INSERT INTO {REPORTS} ({_COLUMNS}) SELECT {roadmap}, a.id, t.id, 'late',"
            f" d.begins, d.begins, d.corrected, 'bench', '', '', '', 'public' {where}"
            f" AND {mixed} %% {_CORRECTED} = 0",
            [],
        )


def _indexes() -> dict[str, str]:
    """Return the log's indexes by name, with the statements that make them."""
    listed = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index'"
        " AND tbl_name = %s AND sql IS NOT NULL",
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
    }
    with closing(connection.cursor()) as cursor:
        cursor.execute(listed[connection.vendor], [REPORTS])
        return dict(cursor.fetchall())


def _at(day: date, hour: int) -> str:
    """Return a time of recording as the database keeps it: in UTC, without its offset."""
    local = datetime.combine(day, time(hour), tzinfo=_ZONE)
    return local.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%d %H:%M:%S")
