"""The trail: who did what, when, for which organisation, from where, and what it changed."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class EventQuerySet(models.QuerySet["Event"]):
    """Events by whom and what they are about."""

    def newest_first(self) -> Self:
        """Order by time, the newest first; the number decides between equal times."""
        return self.order_by("-at", "-id")

    def about(self, *, organisations: frozenset[str], areas: frozenset[str]) -> Self:
        """Keep what was done for or by organisations, or to areas."""
        return self.filter(Q(organisation__in=organisations) | Q(area__in=areas))

    def before(self, moment: datetime) -> Self:
        """Keep events older than a moment."""
        return self.filter(at__lt=moment)


class Event(models.Model):
    """One thing done. Appended, never changed or deleted (migration 0003).

    `actor` is the key of a person, a token or a system user; names are looked up when shown, so
    that erasing a person leaves the trail whole. Codes are text, not foreign keys: what happened
    stays true when a thing is gone. Only `address` may be emptied, when its time is over.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=160)
    organisation = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=8, blank=True)
    roadmap = models.CharField(max_length=60, blank=True)
    door = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=45, blank=True)
    request = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="event_newest_first"),
            models.Index(fields=["organisation", "-at"], name="event_of_organisation"),
            models.Index(fields=["area", "-at"], name="event_of_area"),
            models.Index(fields=["actor", "-at"], name="event_of_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.action} {self.subject}"
