"""Rules that change in time, as dated rows with their source."""

from datetime import date
from itertools import groupby

from django.db import models
from django.db.models import F, Q

from yhdyspinta.terms import rules as terms


def _dated_checks(table: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            name=f"{table}_ends_after_it_begins",
            condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
        ),
        models.CheckConstraint(
            name=f"{table}_confidence_known",
            condition=Q(confidence__in=[c.value for c in terms.Confidence]),
        ),
    ]


class Band(models.Model):
    """One band of a colour scale; a scale is the bands that share their validity."""

    code = models.CharField(max_length=20)
    lowest = models.PositiveSmallIntegerField()
    highest = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.TextField()
    confidence = models.CharField(max_length=20)

    class Meta:
        constraints = [
            *_dated_checks("band"),
            models.UniqueConstraint(name="band_once", fields=["code", "valid_from"]),
            models.CheckConstraint(
                name="band_within_percent",
                condition=Q(lowest__lte=F("highest"), highest__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from}"


class StatusRule(models.Model):
    """How a roadmap counts a late task; a rule without a roadmap holds for all others."""

    roadmap = models.ForeignKey("Roadmap", models.CASCADE, null=True, blank=True)
    late_is_under_way = models.BooleanField()
    late_is_progressing = models.BooleanField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.TextField()
    confidence = models.CharField(max_length=20)

    class Meta:
        constraints = [
            *_dated_checks("status_rule"),
            models.UniqueConstraint(name="status_rule_once", fields=["roadmap", "valid_from"]),
            # Two rows without a roadmap are not equal to SQLite: they need a rule of their own.
            models.UniqueConstraint(
                name="status_rule_general_once",
                fields=["valid_from"],
                condition=Q(roadmap=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roadmap_id or 'all'} {self.valid_from}"

    def as_terms(self) -> terms.StatusRule:
        """Return the rule as a record."""
        return terms.StatusRule(self.late_is_under_way, self.late_is_progressing, _validity(self))


def scales() -> list[terms.Bands]:
    """Return every colour scale as a record, oldest first."""
    rows = Band.objects.order_by("valid_from", "lowest")

    def began(row: Band) -> date:
        return row.valid_from

    return [_scale(list(group)) for _, group in groupby(rows, key=began)]


def _scale(rows: list[Band]) -> terms.Bands:
    bands = tuple(terms.Band(row.code, row.lowest, row.highest) for row in rows)
    return terms.Bands(bands, _validity(rows[0]))


def _validity(row: Band | StatusRule) -> terms.Validity:
    return terms.Validity(
        row.valid_from, row.valid_to, row.source, terms.Confidence(row.confidence)
    )
