"""Roadmaps with their tasks, and the append-only log of status reports."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When

from yhdyspinta.store.areas import Area
from yhdyspinta.store.organisations import Organisation
from yhdyspinta.terms import roadmap as terms
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.situation import Severity

# The end of an interval that has not ended. A date, not NULL, so that one comparison finds
# both open and closed intervals and the index can serve it.
OPEN_END = date(9999, 12, 31)
_CHUNK = 900


def is_quarter(field: str) -> Q:
    """Say that a text column holds a quarter, `2021-Q4`.

    Without a regular expression: SQLite has none of its own, and a copy of the database must
    pass its integrity check in any program.
    """
    ends = [Q(**{f"{field}__endswith": f"-Q{number}"}) for number in (1, 2, 3, 4)]
    known_end = ends[0] | ends[1] | ends[2] | ends[3]
    return known_end & Q(**{f"{field}__gte": "1900-Q1", f"{field}__lte": "2999-Q4"})


class Roadmap(models.Model):
    """A reform's roadmap."""

    code = models.SlugField(max_length=60, unique=True)
    name_fi = models.CharField(max_length=200)
    name_sv = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)
    areas = models.ManyToManyField(Area, through="Participation", related_name="roadmaps")

    def __str__(self) -> str:
        return self.name_fi

    def as_terms(self) -> terms.Roadmap:
        """Return the roadmap with themes, subareas and tasks; costs three queries."""
        themes = list(self.themes.prefetch_related("subareas").order_by("position"))
        tasks = (
            Task.objects.filter(subarea__theme__roadmap=self)
            .select_related("subarea__theme")
            .order_by("subarea__theme__position", "subarea__position", "position", "id")
        )
        return terms.Roadmap(
            code=self.code,
            names=Names(self.name_fi, self.name_sv, self.name_en),
            themes=tuple(theme.as_terms() for theme in themes),
            tasks=tuple(task.as_terms() for task in tasks),
            source=self.source,
        )


class Participation(models.Model):
    """An area takes part in a roadmap: it has a row in its pictures, reports or not."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE)
    area = models.ForeignKey(Area, models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="participation_once", fields=["roadmap", "area"])
        ]

    def __str__(self) -> str:
        return f"{self.area_id} in {self.roadmap_id}"


class Theme(models.Model):
    """A main entity of a roadmap."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="themes")
    code = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    name_fi = models.CharField(max_length=200)
    name_sv = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="theme_once", fields=["roadmap", "code"])]

    def __str__(self) -> str:
        return self.name_fi

    def as_terms(self) -> terms.Theme:
        """Return the theme as a record; prefetch `subareas` first."""
        subareas = sorted(self.subareas.all(), key=lambda each: (each.position, each.code))
        return terms.Theme(
            self.code,
            Names(self.name_fi, self.name_sv, self.name_en),
            tuple(
                terms.Subarea(each.code, Names(each.name_fi, each.name_sv, each.name_en))
                for each in subareas
            ),
        )


class Subarea(models.Model):
    """A part of a theme."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="subareas")
    code = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    name_fi = models.CharField(max_length=200)
    name_sv = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="subarea_once", fields=["theme", "code"])]

    def __str__(self) -> str:
        return self.name_fi


class Task(models.Model):
    """What is to be done by the end of a quarter."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="tasks")
    subarea = models.ForeignKey(Subarea, models.PROTECT, related_name="tasks")
    code = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    due_quarter = models.CharField(max_length=7)
    title_fi = models.TextField(blank=True)
    title_sv = models.TextField(blank=True)
    title_en = models.TextField(blank=True)
    critical = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="task_once", fields=["roadmap", "code"]),
            models.CheckConstraint(
                name="task_due_is_a_quarter", condition=is_quarter("due_quarter")
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def as_terms(self) -> terms.Task:
        """Return the task as a record; select `subarea__theme` first."""
        return terms.Task(
            code=self.code,
            theme=self.subarea.theme.code,
            subarea=self.subarea.code,
            due=Quarter.parse(self.due_quarter),
            title=Names(self.title_fi, self.title_sv, self.title_en),
            critical=self.critical,
        )


class SheetImport(models.Model):
    """One stored import: which file, when, by whom. Its reports point to it."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.file_name} {self.imported_at:%Y-%m-%d %H:%M}"


class StatusReportQuerySet(models.QuerySet["StatusReport"]):
    """Reports by time and cell."""

    def holding(self, *, on: date) -> Self:
        """Keep the report of each cell that holds on the day `on`: one range scan.

        Meant for recent days; a picture of any day is read with `by_cell`.
        """
        return self.filter(superseded_on__gt=on, effective_from__lte=on)

    def by_cell(self, *, on: date) -> "models.QuerySet[StatusReport, tuple[int, int, str | None]]":
        """Return each cell's (area id, task id, status that holds on the day `on`).

        The status is None where there was no report by then. The cost is the same on any day: an
        open report that had begun answers itself, else one step back in the cell's own index.
        (`holding` reads every interval that ends after `on`: all of history for an old day.)
        """
        last = StatusReport.objects.filter(
            area=OuterRef("area"), task=OuterRef("task"), effective_from__lte=on
        ).order_by("-effective_from", "-recorded_at", "-id")
        held = Case(
            When(effective_from__lte=on, then="status"),
            default=Subquery(last.values("status")[:1]),
        )
        return (
            self.filter(superseded_on=OPEN_END)
            .annotate(held=held)
            .values_list("area_id", "task_id", "held")
        )

    def end(self, ids: Sequence[int], *, on: date) -> None:
        """Let reports hold until the day before `on`: what follows them begins then."""
        # Each statement's parameters stay below SQLite's classic limit of 999.
        for start in range(0, len(ids), _CHUNK):
            self.filter(id__in=ids[start : start + _CHUNK]).update(superseded_on=on)

    def published(self) -> Self:
        """Keep reports that a published picture of their roadmap knew: its day and its time."""
        knew = Q(
            roadmap__rounds__pictures__published_at__gte=F("recorded_at"),
            roadmap__rounds__as_of__gte=F("effective_from"),
        )
        return self.filter(knew).distinct()

    def of_cell(self, *, area: str, task: str) -> Self:
        """Keep one area's reports on one task, the holding order last."""
        return self.filter(area__code=area, task__code=task).order_by(
            "effective_from", "recorded_at", "id"
        )


class StatusReport(models.Model):
    """One area's status for one task; appended, never changed.

    `superseded_on` is the effective day of the report that follows it in the cell: a derived
    end of the interval in which this one holds, the only column that is ever written again
    (see migration 0002). An interval of no length means that a report of the same day,
    recorded later, took its place.
    """

    # Both have an index that begins with them below: one of their own would only cost writes.
    roadmap = models.ForeignKey(Roadmap, models.PROTECT, db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, db_index=False)
    task = models.ForeignKey(Task, models.PROTECT)
    status = models.CharField(max_length=20)
    effective_from = models.DateField()
    superseded_on = models.DateField(default=OPEN_END)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    sheet_import = models.ForeignKey(SheetImport, models.PROTECT, null=True, blank=True)
    note = models.TextField(blank=True)
    visibility = models.CharField(max_length=10, default=Visibility.PUBLIC)
    risk = models.CharField(max_length=10, blank=True)
    expected_quarter = models.CharField(max_length=7, blank=True)
    # The round in which it was said; None: it came in a sheet, outside of rounds.
    round = models.ForeignKey(
        "ReportingRound",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        db_index=False,
    )

    objects = StatusReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="report_status_known",
                condition=Q(status__in=[s.value for s in terms.Status]),
            ),
            models.CheckConstraint(
                name="report_visibility_known",
                condition=Q(visibility__in=[each.value for each in Visibility]),
            ),
            models.CheckConstraint(
                name="report_risk_known",
                condition=Q(risk__in=["", *(each.value for each in Severity)]),
            ),
            models.CheckConstraint(
                name="report_expected_is_a_quarter",
                condition=Q(expected_quarter="") | is_quarter("expected_quarter"),
            ),
            models.CheckConstraint(
                name="report_interval_not_negative",
                condition=Q(superseded_on__gte=F("effective_from")),
            ),
            # One report at most holds in a cell on any day: intervals of a cell share no start
            # unless empty, so at most one is open.
            models.UniqueConstraint(
                name="report_open_once",
                fields=["area", "task"],
                condition=Q(superseded_on=OPEN_END),
            ),
        ]
        indexes = [
            # Covers the open reports and recent days: no row of the table is read.
            models.Index(
                fields=["roadmap", "superseded_on", "effective_from", "area", "task", "status"],
                name="report_as_of",
            ),
            # Covers a step back in a cell's history, in its order.
            models.Index(
                fields=["area", "task", "effective_from", "recorded_at", "id", "status"],
                name="report_cell",
            ),
            # What was said in a round, by cell; sheets' reports, which are most, are not in it.
            models.Index(
                fields=["round", "area", "task", "recorded_at"],
                name="report_in_round",
                condition=Q(round__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id}/{self.task_id} {self.effective_from} {self.status}"

    def as_terms(self) -> terms.StatusReport:
        """Return the report as a record; select `area`, `task` and `sheet_import` first."""
        return terms.StatusReport(
            area=self.area.code,
            task=self.task.code,
            status=terms.Status(self.status),
            effective_from=self.effective_from,
            recorded_at=self.recorded_at,
            recorded_by=self.recorded_by,
            origin=self.sheet_import.file_name if self.sheet_import else "",
            note=self.note,
            visibility=Visibility(self.visibility),
        )


def last_recorded() -> datetime | None:
    """Return when the newest report was recorded: the row appended last has it.

    Of all roadmaps: to look for one roadmap's costs a pass over its whole log.
    """
    rows = StatusReport.objects.order_by("-id")
    return rows.values_list("recorded_at", flat=True).first()
