"""Areas with an official code, and which belongs to which, dated."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from yhdyspinta.terms import areas as terms
from yhdyspinta.terms.languages import Names


class AreaQuerySet(models.QuerySet["Area"]):
    """Areas by their validity."""

    def valid(self, *, on: date) -> Self:
        """Keep areas that exist on the day `on`."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on)
        )


class Area(models.Model):
    """A place; see terms.areas.Area."""

    code = models.CharField(max_length=8, unique=True)
    kind = models.CharField(max_length=20)
    name_fi = models.CharField(max_length=120)
    name_sv = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    short_fi = models.CharField(max_length=80)
    short_sv = models.CharField(max_length=80, blank=True)
    short_en = models.CharField(max_length=80, blank=True)
    abbreviation = models.CharField(max_length=8, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(null=True, blank=True)
    tile_col = models.PositiveSmallIntegerField(null=True, blank=True)
    geographic = models.BooleanField(default=True)
    other_names = models.JSONField(default=list, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="area_kind_known", condition=Q(kind__in=[k.value for k in terms.AreaKind])
            ),
            models.CheckConstraint(
                name="area_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="area_tile_whole",
                condition=Q(tile_row=None, tile_col=None)
                | Q(tile_row__isnull=False, tile_col__isnull=False),
            ),
            models.UniqueConstraint(name="area_tile_once", fields=["tile_row", "tile_col"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.short_fi}"

    def as_terms(self) -> terms.Area:
        """Return the area as a record; the successor's code costs a query unless selected."""
        tile = (self.tile_row, self.tile_col) if self.tile_row and self.tile_col else None
        return terms.Area(
            code=self.code,
            kind=terms.AreaKind(self.kind),
            names=Names(self.name_fi, self.name_sv, self.name_en),
            short=Names(self.short_fi, self.short_sv, self.short_en),
            abbreviation=self.abbreviation,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            successor=self.successor.code if self.successor else "",
            tile=tile,
            geographic=self.geographic,
            other_names=tuple(self.other_names),
        )


class Membership(models.Model):
    """A part of a whole in a time: a municipality in a county, a county in HUS."""

    part = models.ForeignKey(Area, models.PROTECT, related_name="wholes")
    whole = models.ForeignKey(Area, models.PROTECT, related_name="parts")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="membership_once", fields=["part", "whole", "valid_from"]),
            models.CheckConstraint(name="membership_of_another", condition=~Q(part=F("whole"))),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} in {self.whole_id}"

    def as_terms(self) -> terms.Membership:
        """Return the membership as a record; select `part` and `whole` first."""
        return terms.Membership(self.part.code, self.whole.code, self.valid_from, self.valid_to)
