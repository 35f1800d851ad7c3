"""Meetings of bodies with agendas and outcomes, and series of meetings."""

from collections.abc import Iterable
from typing import Self, TypeVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from yhdyspinta.store import recurrence
from yhdyspinta.store.bodies import Body, BodyMember
from yhdyspinta.store.organisations import Organisation
from yhdyspinta.store.register import Registered, RegisteredQuerySet, code_of, one_of
from yhdyspinta.store.roadmap import Task
from yhdyspinta.terms import meetings as terms
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.recurrence import Frequency, Recurrence
from yhdyspinta.terms.register import Link

_OfBody = TypeVar("_OfBody", "Series", "Meeting")


class OfBodyQuerySet(RegisteredQuerySet[_OfBody]):
    """Rows that belong to a body: its members' organisations read what is internal to it."""

    def concerning(self, organisations: Iterable[str]) -> Q:
        """A meeting is about the organisations that sit in its body."""
        codes = list(organisations)
        seats = BodyMember.objects.filter(body=OuterRef("body"), organisation__code__in=codes)
        return Q(owner__code__in=codes) | Q(Exists(seats))


class MeetingQuerySet(OfBodyQuerySet["Meeting"]):
    """Meetings by body, county and who reads them."""

    def whole(self) -> Self:
        """Fetch what `as_terms` reads: three queries in all."""
        items = AgendaItem.objects.select_related("owner", "phenomenon", "carried_from__meeting")
        outcomes = Outcome.objects.select_related("item", "owner", "task", "phenomenon")
        return self.select_related("area", "owner", "body", "series").prefetch_related(
            models.Prefetch("agenda", items.order_by("number")),
            models.Prefetch("outcomes", outcomes.order_by("number")),
        )


class Series(Registered):
    """Meetings of a body that recur by a rule."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="series")
    title = models.CharField(max_length=300)
    rule = models.JSONField()
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=1000, blank=True)

    objects = OfBodyQuerySet.as_manager()

    def as_terms(self) -> terms.Series:
        """Return the series as a record; select `body` first."""
        return terms.Series(
            code=self.code,
            body=self.body.code,
            title=self.title,
            rule=recurrence.read(self.rule) or Recurrence(Frequency.YEARLY),
            at=self.at,
            minutes=self.minutes,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            place=self.place,
            address=self.address,
            visibility=Visibility(self.visibility),
            invented=self.invented,
        )


class Meeting(Registered):
    """One meeting of a body; `area` and `owner` are those of the body."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="meetings"
    )
    title = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10)
    minutes = models.TextField(blank=True)
    minutes_link = models.CharField(max_length=1000, blank=True)
    sequence = models.PositiveIntegerField(default=0)

    objects = MeetingQuerySet.as_manager()

    class Meta(Registered.Meta):
        constraints = [
            *Registered.Meta.constraints,
            one_of("meeting", "state", terms.MeetingState),
            models.CheckConstraint(
                name="meeting_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["body", "starts_at"], name="meeting_of_body"),
            models.Index(fields=["area", "starts_at"], name="meeting_of_area"),
        ]

    def as_terms(self) -> terms.Meeting:
        """Return the meeting as a record; take the row from `whole()`."""
        return terms.Meeting(
            code=self.code,
            body=self.body.code,
            title=self.title,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            series=code_of(self.series),
            place=self.place,
            address=self.address,
            state=terms.MeetingState(self.state),
            minutes=self.minutes,
            minutes_link=self.minutes_link,
            agenda=tuple(each.as_terms() for each in self.agenda.all()),
            outcomes=tuple(each.as_terms() for each in self.outcomes.all()),
            visibility=Visibility(self.visibility),
            invented=self.invented,
            sequence=self.sequence,
        )


class AgendaItem(models.Model):
    """An item of a meeting's agenda."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=500)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    owner_text = models.CharField(max_length=200, blank=True)
    materials = models.JSONField(default=list, blank=True)
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )
    phenomenon = models.ForeignKey(
        "Phenomenon", models.SET_NULL, null=True, blank=True, related_name="agenda_items"
    )
    notes = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="agenda_item_once", fields=["meeting", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.number}"

    def as_terms(self) -> terms.AgendaItem:
        """Return the item as a record; select what it points to first."""
        carried = self.carried_from
        return terms.AgendaItem(
            number=self.number,
            title=self.title,
            minutes=self.minutes,
            owner=code_of(self.owner),
            owner_text=self.owner_text,
            materials=tuple(Link(each["title"], each["address"]) for each in self.materials),
            carried_from=f"{carried.meeting.code}/{carried.number}" if carried else "",
            phenomenon=code_of(self.phenomenon),
            notes=self.notes,
        )


class Outcome(models.Model):
    """What came out of a meeting: a decision, information, an action, or something raised."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="outcomes")
    number = models.PositiveSmallIntegerField()
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="outcomes"
    )
    kind = models.CharField(max_length=12)
    text = models.TextField()
    reference = models.CharField(max_length=120, blank=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    owner_text = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, blank=True)
    done_on = models.DateField(null=True, blank=True)
    task = models.ForeignKey(Task, models.SET_NULL, null=True, blank=True, related_name="+")
    phenomenon = models.ForeignKey(
        "Phenomenon", models.SET_NULL, null=True, blank=True, related_name="outcomes"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="outcome_once", fields=["meeting", "number"]),
            one_of("outcome", "kind", terms.OutcomeKind),
            models.CheckConstraint(
                name="outcome_state_is_an_actions",
                condition=Q(kind=terms.OutcomeKind.ACTION, state__in=list(terms.ActionState))
                | (~Q(kind=terms.OutcomeKind.ACTION) & Q(state="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "due_on"],
                name="outcome_open_actions",
                condition=Q(state=terms.ActionState.OPEN),
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.number} {self.kind}"

    def as_terms(self) -> terms.Outcome:
        """Return the outcome as a record; select what it points to first."""
        return terms.Outcome(
            number=self.number,
            kind=terms.OutcomeKind(self.kind),
            text=self.text,
            item=self.item.number if self.item else None,
            reference=self.reference,
            owner=code_of(self.owner),
            owner_text=self.owner_text,
            due_on=self.due_on,
            state=terms.ActionState(self.state) if self.state else None,
            done_on=self.done_on,
            task=code_of(self.task),
            phenomenon=code_of(self.phenomenon),
        )
