"""Publishing a round: freezing the figures of the deck's statuses."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import scratch
from bench.figures import Figure, Goal
from bench.settings import Settings
from bench.timing import timed
from yhdyspinta.services import rounds, situation
from yhdyspinta.services.demo import ROADMAP
from yhdyspinta.store.models import Roadmap, StatusReport
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names

_AS_OF = date(2021, 10, 31)
_TENTH = 10
_PLAIN_WAY = "one query a cell for its newest report (a tenth measured, times ten)"

Statuses = dict[tuple[str, str], str]


def measure(settings: Settings) -> list[Figure]:
    """Measure a publication: all of its transaction, of a new closed round each time."""
    scratch.fresh_with_demo()
    closed: list[str] = []

    def close_one() -> None:
        closed.append(_closed_round(f"bench-{len(closed)}"))

    def publish() -> None:
        rounds.publish(closed[-1], actor=scratch.ACTOR, now=scratch.NOW)

    ours, _ = timed(publish, runs=settings.runs, before=close_one)
    plain, by_plain = timed(read_plainly, runs=settings.few_runs)
    published = _published(closed[-1])
    assert by_plain.items() <= published.items(), "the two ways found different statuses"
    close_one()
    with CaptureQueriesContext(connection) as queries:
        publish()
    goals = (
        Goal("publishing", 2, ours.median, "s"),
        Goal("queries of a publication", 50, len(queries), "queries"),
    )
    scaled = plain.times(_TENTH)
    size = len(published)
    return [Figure("publish", "publish a round", size, "statuses", ours, scaled, _PLAIN_WAY, goals)]


def read_plainly() -> Statuses:
    """Ask for the newest report of every tenth cell, one after the other; store nothing."""
    roadmap = Roadmap.objects.get(code=ROADMAP.code)
    tasks = list(roadmap.tasks.order_by("id"))
    cells = [(area, task) for area in roadmap.areas.order_by("id") for task in tasks]
    found: Statuses = {}
    for area, task in cells[::_TENTH]:
        report = (
            StatusReport.objects.filter(area=area, task=task, effective_from__lte=_AS_OF)
            .order_by("-effective_from", "-recorded_at", "-id")
            .first()
        )
        if report:
            found[area.code, task.code] = report.status
    return found


def _closed_round(code: str) -> str:
    new = rounds.NewRound(code, ROADMAP.code, Names(code), _AS_OF, Quarter(2021, 4))
    rounds.open_round(new, actor=scratch.ACTOR, now=scratch.NOW)
    rounds.close_round(code, actor=scratch.ACTOR, now=scratch.NOW)
    return code


def _published(code: str) -> Statuses:
    statuses = situation.of_round(code).picture.statuses
    return {
        (area, task): status for area, held in statuses.items() for task, status in held.items()
    }
