"""The trail: who did what, when, for which organisation, from where, and what it changed."""

from collections.abc import Iterator
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, Self

from django.db import models
from django.db.models import Q

from yhdyspinta.calc.access import reach_of
from yhdyspinta.terms import audit as terms
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.audit import Page, Place, Reach, Wanted

# How many events are looked through for one page when an index alone does not answer.
POOL = 50_000
_OF_REQUEST = 1000
_CHUNK = 2000


class EventQuerySet(models.QuerySet["Event"]):
    """Events by whom and what they are about."""

    def newest_first(self) -> Self:
        """Order by time, the newest first; the number decides between equal times."""
        return self.order_by("-at", "-id")

    def visible_to(self, actor: Actor) -> Self:
        """Keep what an actor may read: calc.access.may_read_event in the database's words."""
        reach = reach_of(actor)
        if reach.everything:
            return self
        lanes = _lanes_of(reach)
        if not lanes:
            return self.none()
        condition = Q()
        for lane in lanes:
            condition |= lane
        return self.filter(condition)

    def wanted(self, wanted: Wanted) -> Self:
        """Keep what is asked of the trail."""
        conditions = {
            "at__gte": wanted.since,
            "at__lt": wanted.until,
            "actor__in": wanted.actors,
            "organisation": wanted.organisation or None,
            "area": wanted.area or None,
            "action__in": wanted.actions or None,
            "subject__icontains": wanted.text or None,
            "request": wanted.request or None,
        }
        return self.filter(**{k: v for k, v in conditions.items() if v is not None})

    def after(self, place: Place | None) -> Self:
        """Keep what follows a place in the order of `newest_first`."""
        if place is None:
            return self
        # The first condition is what an index begins at, the rest decides between equal times.
        return self.filter(at__lte=place.at).exclude(at=place.at, id__gte=place.number)

    def by_number(self) -> Iterator[terms.Event]:
        """Read events in the order of their numbers, a chunk at a time."""
        for row in self.order_by("id").iterator(chunk_size=_CHUNK):
            yield row.as_terms()


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
            models.Index(fields=["roadmap", "-at"], name="event_of_roadmap"),
            models.Index(fields=["action", "-at"], name="event_of_action"),
            models.Index(fields=["request", "-at"], name="event_of_request"),
            models.Index(fields=["subject", "-at"], name="event_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.action} {self.subject}"

    def as_terms(self) -> terms.Event:
        """Return the frozen record."""
        return terms.Event(
            number=self.pk,
            at=self.at,
            actor=self.actor,
            action=self.action,
            subject=self.subject,
            organisation=self.organisation,
            area=self.area,
            roadmap=self.roadmap,
            door=self.door,
            address=self.address,
            request=self.request,
            reason=self.reason,
            details=self.details if isinstance(self.details, dict) else {},
        )


class Seal(models.Model):
    """A fingerprint over a part of the trail; see terms.audit.Seal. Never changed or deleted."""

    number = models.PositiveIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    gaps = models.JSONField(default=list)
    late = models.JSONField(default=list)
    events = models.PositiveIntegerField()
    # Unique: no two seals follow the same one.
    former = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.number} {self.sha256}"

    def as_terms(self) -> terms.Seal:
        """Return the frozen record."""
        return terms.Seal(
            number=self.number,
            sealed_at=self.sealed_at,
            first=self.first,
            last=self.last,
            gaps=tuple((first, last) for first, last in self.gaps),
            late=tuple(self.late),
            events=self.events,
            former=self.former,
            sha256=self.sha256,
        )


def page(actor: Actor, wanted: Wanted, *, after: Place | None, most: int) -> Page:
    """Return at most `most` events that an actor may read, newest first, after a place.

    Each lane (an own organisation, area, roadmap, or what is filtered by) is read from an index
    of its own and the lanes are merged, so that no page is slower for being far away or rare:
    where an index does not answer the whole filter, POOL events of each lane are looked through,
    and the page says that it is partial.
    """
    lanes, answered = _lanes(reach_of(actor), wanted)
    rows = Event.objects.wanted(wanted).after(after).newest_first()
    floor = None if answered else _floor(lanes, wanted, after)
    if floor is not None:
        rows = rows.filter(at__gte=floor)
    if wanted.request:
        # By their numbers: the database would rather look through all that the actor may read.
        few = list(rows.values_list("pk", flat=True)[:_OF_REQUEST])
        rows = rows.filter(pk__in=few).visible_to(actor)
    found = merge(*(rows.filter(lane)[: most + 1] for lane in lanes), key=_newness)
    several = list(islice(_once(found), most + 1))
    events = tuple(row.as_terms() for row in several[:most])
    if len(several) > most:
        return Page(events, Place(events[-1].at, events[-1].number))
    return Page(events, Place(floor, 0) if floor else None, is_partial=floor is not None)


def _lanes(reach: Reach, wanted: Wanted) -> tuple[list[Q], bool]:
    """Return conditions that an index answers, and whether they answer all of the filter."""
    if wanted.request:
        # A request's events are few.
        return [Q()], True
    by_one = {
        "actor": wanted.actors or (),
        "organisation": (wanted.organisation,) if wanted.organisation else (),
        "area": (wanted.area,) if wanted.area else (),
        "action": wanted.actions,
    }
    asked = {name: values for name, values in by_one.items() if values}
    if wanted.actors == ():
        return [], True
    if not reach.everything:
        return _lanes_of(reach), not asked and not wanted.text
    for name, values in asked.items():
        return [Q(**{name: value}) for value in values], len(asked) == 1 and not wanted.text
    return [Q()], not wanted.text


def _lanes_of(reach: Reach) -> list[Q]:
    own = [Q(actor=reach.key)] if reach.key else []
    return [
        *own,
        *(Q(organisation=code) for code in sorted(reach.organisations)),
        *(Q(area=code) for code in sorted(reach.areas)),
        *(Q(roadmap=code) for code in sorted(reach.roadmaps)),
    ]


def _floor(lanes: list[Q], wanted: Wanted, after: Place | None) -> datetime | None:
    """Return the time down to which every lane is looked through; None: to its end."""
    within = Event.objects.wanted(Wanted(since=wanted.since, until=wanted.until)).after(after)
    times = [
        time
        for lane in lanes
        for time in within.filter(lane).newest_first().values_list("at", flat=True)[POOL : POOL + 1]
    ]
    return max(times, default=None)


def _newness(row: Event) -> tuple[float, int]:
    return -row.at.timestamp(), -row.pk


def _once(rows: Iterator[Event]) -> Iterator[Event]:
    """Leave out what came from several lanes; equal rows follow each other."""
    last: Any = None
    for row in rows:
        if row.pk != last:
            yield row
        last = row.pk
