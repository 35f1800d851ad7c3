"""Dated events of the annual clock, and secret links to calendars."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from yhdyspinta.store import recurrence
from yhdyspinta.store.areas import Area
from yhdyspinta.store.bodies import Body
from yhdyspinta.store.organisations import Organisation
from yhdyspinta.store.people import User
from yhdyspinta.store.register import Named, RegisteredQuerySet, code_of, one_of
from yhdyspinta.terms import annual_clock as terms
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.languages import Names


class ClockEventQuerySet(RegisteredQuerySet["ClockEvent"]):
    """Dated events by time."""

    def within(self, first: date, last: date) -> Self:
        """Keep events that touch the days from `first` to `last`, recurring ones included."""
        single = Q(rule__isnull=True) & (
            Q(ends_on=None, starts_on__gte=first) | Q(ends_on__gte=first)
        )
        recurring = Q(rule__isnull=False) & (Q(ends_on=None) | Q(ends_on__gte=first))
        return self.filter(single | recurring, starts_on__lte=last)


class ClockEvent(Named):
    """Something dated that has no other place in the register."""

    kind = models.CharField(max_length=16)
    lane_fi = models.CharField(max_length=160, blank=True)
    lane_sv = models.CharField(max_length=160, blank=True)
    lane_en = models.CharField(max_length=160, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=8, default=terms.Precision.DAY)
    rule = models.JSONField(null=True, blank=True)
    note = models.TextField(blank=True)
    address = models.CharField(max_length=1000, blank=True)

    objects = ClockEventQuerySet.as_manager()

    class Meta(Named.Meta):
        constraints = [
            *Named.Meta.constraints,
            one_of("clock_event", "kind", terms.ClockKind),
            one_of("clock_event", "precision", terms.Precision),
            models.CheckConstraint(
                name="clock_event_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["area", "starts_on"], name="clock_event_of_area")]

    def as_terms(self) -> terms.ClockEvent:
        """Return the event as a record; select `area` and `owner` first."""
        return terms.ClockEvent(
            code=self.code,
            names=self.names,
            kind=terms.ClockKind(self.kind),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            precision=terms.Precision(self.precision),
            area=code_of(self.area),
            owner=code_of(self.owner),
            lane=Names(self.lane_fi, self.lane_sv, self.lane_en),
            rule=recurrence.read(self.rule),
            note=self.note,
            address=self.address,
            visibility=Visibility(self.visibility),
            source=self.source,
            invented=self.invented,
        )


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Calendar links by when they were read."""

    def note_reading(self, number: int, *, now: datetime) -> None:
        """Remember when a link was read."""
        self.filter(pk=number).update(read_at=now)


class CalendarFeed(models.Model):
    """A secret address from which a calendar reads dated things. Only its hash is kept.

    It is about a body, an organisation, a county, or one's own work (none of them). It shows what
    its maker (`user`) may read at the moment of reading.
    """

    secret_sha256 = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    body = models.ForeignKey(Body, models.CASCADE, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="+"
    )
    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=2)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="calendar_feed_about_one_thing",
                condition=Q(body=None, organisation=None)
                | Q(body=None, area=None)
                | Q(organisation=None, area=None),
            )
        ]

    def __str__(self) -> str:
        return f"calendar {self.pk}"
