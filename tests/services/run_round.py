"""The round of November over three tasks of two areas: days, people, and what they do."""

from datetime import UTC, date, datetime

from tests.people import AINO, coordinator
from tests.services.filled_sheets import INTO, said, sheet
from tests.small_roadmap import DAY, Q4, at, tasks
from yhdyspinta.services import reporting, rounds, sheets
from yhdyspinta.terms.access import Actor, operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.reporting import Change, Saved, Value
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.rounds import Schedule

CODE = "2021-11"
TASKS = [task.code for task in tasks(3)]
SAARA = coordinator(INTO.code)
DAYS = Schedule(date(2021, 11, 1), date(2021, 11, 10), date(2021, 11, 12), date(2021, 11, 20))


def on(day: int, hour: int = 9) -> datetime:
    """A time in November 2021."""
    return datetime(2021, 11, day, hour, tzinfo=UTC)


def open_november(*, schedule: Schedule = DAYS, areas: tuple[str, ...] = ()) -> None:
    """Open the round; the first task was reported late in October by both areas."""
    reports = [said(Status.LATE, area=area, task=TASKS[0]) for area in ("06", "07")]
    content = sheet(*reports, tasks=tasks(3))
    sheets.import_sheet(content, into=INTO, actor=operator("aino"), now=at(7))
    new = rounds.NewRound(
        CODE, INTO.code, Names("Marraskuu"), DAY, Q4, schedule=schedule, areas=areas
    )
    rounds.open_round(new, actor=SAARA, now=at(8))


def save(status: Status, *, task: int = 0, now: datetime, actor: Actor = AINO) -> Saved:
    """Report a task of area 06, having seen what holds."""
    cells = reporting.grid(CODE, "06", actor=actor)
    change = Change(TASKS[task], Value(status), cells[task].seen)
    return reporting.save(CODE, "06", [change], actor=actor, now=now)
