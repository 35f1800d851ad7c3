"""What belongs to a round: each area's submission with its steps, extensions, talks, reminders."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Value

from yhdyspinta.store.areas import Area
from yhdyspinta.store.organisations import Organisation
from yhdyspinta.store.people import User
from yhdyspinta.store.roadmap import StatusReport
from yhdyspinta.store.situation import ReportingRound
from yhdyspinta.terms import rounds as terms
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.roadmap import Status

_STATES = [state.value for state in terms.SubmissionState]


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions by round and area."""

    def of_round(self, code: str) -> Self:
        """Keep a round's, in the order of its areas."""
        return self.filter(round__code=code).select_related("area").order_by("area__code")


class Submission(models.Model):
    """One area's reporting in a round."""

    round = models.ForeignKey(ReportingRound, models.CASCADE, related_name="submissions")
    area = models.ForeignKey(Area, models.PROTECT)
    state = models.CharField(max_length=10, default=terms.SubmissionState.WAITING)
    comment = models.TextField(blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.CharField(max_length=120, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="submission_once", fields=["round", "area"]),
            models.CheckConstraint(name="submission_state_known", condition=Q(state__in=_STATES)),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} in {self.round_id}: {self.state}"


def counted(round_: ReportingRound, *, before: datetime | None) -> dict[int, tuple[int, int, int]]:
    """Count a round's tasks by area id: not applicable, reported in it, first reported in time.

    Only tasks that the round asks about; `before` None: nothing is in time or late.
    """
    held = StatusReport.objects.filter(roadmap=round_.roadmap_id).holding(on=round_.as_of)
    if round_.scope == terms.Scope.CRITICAL:
        held = held.filter(task__critical=True)
    away = Q(status=Status.NOT_APPLICABLE)
    # A round without a due day asks how things are, not for a report made in it.
    said = ~away & Q(round=round_) if round_.due_on else ~away
    figures = (
        held.order_by()
        .values("area")
        .annotate(
            away=Count("id", filter=away),
            said=Count("id", filter=said),
            in_time=_count_in_time(round_, said, before) if before else Value(0),
        )
    )
    return {row["area"]: (row["away"], row["said"], row["in_time"]) for row in figures}


def _count_in_time(round_: ReportingRound, said: Q, before: datetime) -> Count:
    """Count cells of which something was said in the round by a moment, corrected later or not."""
    first = StatusReport.objects.filter(
        round=round_, area=OuterRef("area"), task=OuterRef("task"), recorded_at__lte=before
    )
    return Count("id", filter=said & Q(Exists(first)))


class SubmissionStep(models.Model):
    """A step of a submission from one state to the next; appended, never changed."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    comment = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.before} → {self.after}"


class ExtensionQuerySet(models.QuerySet["Extension"]):
    """Extensions by round and area."""

    def in_force(self) -> Self:
        """Keep those that have not been withdrawn."""
        return self.filter(withdrawn_at=None)


class Extension(models.Model):
    """More time for one area in one round: until when (inclusive), why, who gave it."""

    round = models.ForeignKey(ReportingRound, models.CASCADE, related_name="extensions")
    area = models.ForeignKey(Area, models.PROTECT)
    until = models.DateField()
    reason = models.TextField()
    granted_by = models.CharField(max_length=120)
    granted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="extension_in_force_once",
                fields=["round", "area"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(name="extension_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} in {self.round_id} until {self.until}"

    def as_terms(self) -> terms.Extension:
        """Return the extension as a record; select `area` first."""
        return terms.Extension(
            area=self.area.code,
            until=self.until,
            reason=self.reason,
            granted_by=self.granted_by,
            granted_at=self.granted_at,
        )


class Talk(models.Model):
    """A talk of the coordinator with an area during a round (no area: with all)."""

    round = models.ForeignKey(ReportingRound, models.CASCADE, related_name="talks")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True)
    held_on = models.DateField()
    participants = models.TextField()
    conclusions = models.TextField()
    visibility = models.CharField(max_length=10, default=Visibility.INTERNAL)
    recorded_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="talk_visibility_known",
                condition=Q(visibility__in=[each.value for each in Visibility]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.held_on}: {self.conclusions[:40]}"

    def as_terms(self) -> terms.Talk:
        """Return the talk as a record; select `area` first."""
        return terms.Talk(
            held_on=self.held_on,
            area=self.area.code if self.area else "",
            participants=self.participants,
            conclusions=self.conclusions,
            visibility=Visibility(self.visibility),
            recorded_by=self.recorded_by,
            recorded_at=self.recorded_at,
            key=self.pk,
        )


class Reminder(models.Model):
    """A message to one person about one area's part of a round: planned, then sent once.

    `sending` is written before the message leaves and `sent` after: a worker that dies between
    leaves `sending`, which is told to the coordinator and never sent again by itself.
    """

    class State(models.TextChoices):
        """How far the message is."""

        PLANNED = "planned"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        CANCELLED = "cancelled"

    round = models.ForeignKey(ReportingRound, models.CASCADE, related_name="reminders")
    area = models.ForeignKey(Area, models.PROTECT)
    user = models.ForeignKey(User, models.PROTECT)
    # Days before the due day (negative: after); None: the coordinator asked for it on `day`.
    days_before = models.SmallIntegerField(null=True, blank=True)
    day = models.DateField()
    # Written to the role, or to the administrator because nobody has the role.
    is_fallback = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    planned_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reminder_once", fields=["round", "area", "user", "day"]),
            models.CheckConstraint(
                name="reminder_sent_whole",
                condition=(Q(state="sent") & Q(sent_at__isnull=False))
                | (~Q(state="sent") & Q(sent_at=None)),
            ),
        ]
        indexes = [models.Index(fields=["state", "day"], name="reminder_waiting")]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.area_id} to {self.user_id} on {self.day}: {self.state}"
