"""Append status reports to the log and keep each one's interval right."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Max, Min

from yhdyspinta.store.models import (
    Acting,
    Area,
    Roadmap,
    SheetImport,
    SituationPicture,
    StatusReport,
    Task,
)
from yhdyspinta.store.roadmap import OPEN_END, last_recorded
from yhdyspinta.terms.sheets import SheetReport

_INSERT_BATCH = 2_000
_INSTANT = timedelta(microseconds=1)

Progress = Callable[[int, int], None]
"""Told (rows stored, rows to store) as an import goes on."""


def time_to_record(roadmap: Roadmap, *, now: datetime) -> datetime:
    """Return `now`, or a later time if the log already goes further.

    The log is read in the order of its times: a report never goes before an older one, nor into
    a picture published before it, even when the clock was set back or a lock was waited for.
    """
    published = SituationPicture.objects.filter(round__roadmap=roadmap).aggregate(
        at=Max("published_at")
    )["at"]
    known = [last_recorded(), published + _INSTANT if published else None]
    return max([now, *(time for time in known if time)])


def by_day(reports: Iterable[SheetReport]) -> Iterator[tuple[date, Iterator[SheetReport]]]:
    """Group reports by the day that they are effective from, the earliest day first."""

    def day(report: SheetReport) -> date:
        return report.reported_on

    return groupby(sorted(reports, key=day), key=day)


def append(batch: SheetImport, reports: Sequence[SheetReport], *, progress: Progress) -> None:
    """Append reports that the log does not hold, and fit them between those that it does.

    At most one of an area, task and day. The caller holds the roadmap's lock, in a transaction.
    """
    area_ids = dict(Area.objects.values_list("code", "id"))
    task_ids = dict(Task.objects.filter(roadmap=batch.roadmap).values_list("code", "id"))
    acting = dict(Acting.objects.values_list("area_id", "organisation_id"))
    stored = 0
    for day, on_day in by_day(reports):
        rows = [
            StatusReport(
                roadmap=batch.roadmap,
                area_id=area_ids[report.area],
                task_id=task_ids[report.task],
                status=report.status,
                effective_from=day,
                recorded_at=batch.imported_at,
                recorded_by=batch.imported_by,
                organisation_id=acting.get(area_ids[report.area]),
                sheet_import=batch,
                note=report.note,
            )
            for report in on_day
        ]
        _fit_intervals(rows, day)
        for start in range(0, len(rows), _INSERT_BATCH):
            StatusReport.objects.bulk_create(rows[start : start + _INSERT_BATCH])
            stored += len(rows[start : start + _INSERT_BATCH])
            progress(stored, len(reports))


def _fit_intervals(rows: Sequence[StatusReport], day: date) -> None:
    """Give new reports of one day their end, and end the reports that held until then."""
    roadmap = rows[0].roadmap
    held = {
        (area, task): (key, end)
        for key, area, task, end in StatusReport.objects.holding(on=day)
        .filter(roadmap=roadmap)
        .values_list("id", "area_id", "task_id", "superseded_on")
    }
    ended = []
    first = []
    for row in rows:
        found = held.get((row.area_id, row.task_id))
        if found is None:
            first.append(row)
        else:
            ended.append(found[0])
            row.superseded_on = found[1]
    StatusReport.objects.end(ended, on=day)
    _end_before_followers(first, day)


def _end_before_followers(rows: Sequence[StatusReport], day: date) -> None:
    """A report before all others of its cell holds until the first of them."""
    if not rows:
        return
    followers = {
        (area, task): begins
        for area, task, begins in StatusReport.objects.filter(
            roadmap=rows[0].roadmap, effective_from__gt=day
        )
        .values_list("area_id", "task_id")
        .annotate(begins=Min("effective_from"))
    }
    for row in rows:
        row.superseded_on = followers.get((row.area_id, row.task_id), OPEN_END)
