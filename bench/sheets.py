"""Taking in the deck's statuses: reading the files, storing, and a second time."""

from dataclasses import replace

from django.db import transaction

from bench import scratch
from bench.figures import Figure, Goal
from bench.settings import Settings
from bench.timing import timed
from yhdyspinta.services import sheets
from yhdyspinta.services.sheet_reading import read_sheet
from yhdyspinta.sources import reference
from yhdyspinta.store.models import Area, Roadmap, StatusReport, Task
from yhdyspinta.store.roadmap import OPEN_END
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.sheets import SheetContent, SheetReport

_PLAIN_WAY = "save() a row, with its look-ups (a tenth measured, times ten)"
_TENTH = 10


def measure(settings: Settings) -> list[Figure]:
    """Measure reading and storing together, storing alone, and a repeated import."""
    scratch.fresh()
    targets = iter(range(1_000_000))
    content = _read()
    size = len(content.reports)

    def whole() -> str:
        target = f"ours-{next(targets)}"
        store(_read(), target)
        return target

    both, target = timed(whole, runs=settings.runs)
    storing, _ = timed(lambda: store(content, f"ours-{next(targets)}"), runs=settings.runs)
    again, _ = timed(lambda: store(content, target), runs=settings.runs)
    plain, plain_target = timed(
        lambda: store_plainly(content, f"plain-{next(targets)}"), runs=settings.few_runs
    )
    assert _statuses(plain_target) <= _statuses(target), "the two ways stored different statuses"
    assert len(_statuses(target)) == size
    scaled = plain.times(_TENTH)
    goals = (Goal("importing the deck's statuses", 3, both.median, "s"),)
    return [
        Figure("import", "read and store", size, "statuses", both, scaled, _PLAIN_WAY, goals),
        Figure("import", "store", size, "statuses", storing, scaled, _PLAIN_WAY),
        Figure("import", "the same file again", size, "statuses", again, scaled, _PLAIN_WAY),
    ]


def store(content: SheetContent, target: str) -> None:
    """Import as the product does."""
    into = sheets.Target(target, Names(target))
    sheets.import_sheet(content, into=into, actor=scratch.ACTOR, now=scratch.NOW)


def store_plainly(content: SheetContent, target: str) -> str:
    """Store a tenth of the statuses as a plain import does; return the roadmap's code."""
    store(replace(content, reports=()), target)
    roadmap = Roadmap.objects.get(code=target)
    with transaction.atomic():
        for report in content.reports[::_TENTH]:
            _save_one(roadmap, report)
    return target


def _save_one(roadmap: Roadmap, report: SheetReport) -> None:
    """Look up the area, the task and the report that holds; end that one; save the new one."""
    area = Area.objects.get(code=report.area)
    task = Task.objects.get(roadmap=roadmap, code=report.task)
    former = StatusReport.objects.filter(area=area, task=task, superseded_on=OPEN_END).first()
    if former:
        former.superseded_on = report.reported_on
        former.save(update_fields=["superseded_on"])
    StatusReport(
        roadmap=roadmap,
        area=area,
        task=task,
        status=report.status,
        effective_from=report.reported_on,
        recorded_at=scratch.NOW,
        recorded_by=scratch.ACTOR.key,
    ).save()


def _read() -> SheetContent:
    return read_sheet(reference.demo_folder(), today=None)


def _statuses(target: str) -> set[tuple[str, str, str]]:
    rows = StatusReport.objects.filter(roadmap__code=target)
    return set(rows.values_list("area__code", "task__code", "status"))
