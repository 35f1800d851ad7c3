"""Reporting rounds, notes on them, and published pictures that never change."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from yhdyspinta.store.areas import Area
from yhdyspinta.store.roadmap import Roadmap, Theme, is_quarter
from yhdyspinta.terms import roadmap as roadmap_terms
from yhdyspinta.terms import rounds as round_terms
from yhdyspinta.terms import situation as terms
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names


class ReportingRound(models.Model):
    """A round of reporting on a roadmap."""

    roadmap = models.ForeignKey(Roadmap, models.PROTECT, related_name="rounds")
    code = models.SlugField(max_length=40, unique=True)
    name_fi = models.CharField(max_length=200)
    name_sv = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    as_of = models.DateField()
    horizon = models.CharField(max_length=7)
    state = models.CharField(max_length=20, default=roadmap_terms.RoundState.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    invented = models.BooleanField(default=False)
    opens_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    on_time_until = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    reminder_days = models.JSONField(default=list, blank=True)
    scope = models.CharField(max_length=10, default=round_terms.Scope.ALL)
    instructions_fi = models.TextField(blank=True)
    instructions_sv = models.TextField(blank=True)
    instructions_en = models.TextField(blank=True)
    summary_fi = models.TextField(blank=True)
    summary_sv = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="round_scope_known",
                condition=Q(scope__in=[s.value for s in round_terms.Scope]),
            ),
            models.CheckConstraint(
                name="round_days_in_order",
                condition=(Q(opens_on=None) | Q(due_on=None) | Q(due_on__gte=F("opens_on")))
                & (Q(due_on=None) | Q(on_time_until=None) | Q(on_time_until__gte=F("due_on")))
                & (Q(due_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("due_on"))),
            ),
            models.CheckConstraint(
                name="round_state_known",
                condition=Q(state__in=[s.value for s in roadmap_terms.RoundState]),
            ),
            models.CheckConstraint(
                name="round_horizon_is_a_quarter", condition=is_quarter("horizon")
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def as_terms(self) -> roadmap_terms.ReportingRound:
        """Return the round as a record; select `roadmap` first."""
        return roadmap_terms.ReportingRound(
            code=self.code,
            names=Names(self.name_fi, self.name_sv, self.name_en),
            as_of=self.as_of,
            horizon=Quarter.parse(self.horizon),
            state=roadmap_terms.RoundState(self.state),
            invented=self.invented,
            roadmap=self.roadmap.code,
        )

    @property
    def schedule(self) -> round_terms.Schedule:
        """The round's days."""
        return round_terms.Schedule(
            opens_on=self.opens_on,
            due_on=self.due_on,
            on_time_until=self.on_time_until,
            closes_on=self.closes_on,
            reminder_days=tuple(self.reminder_days),
        )


class Note(models.Model):
    """A note or a risk on a round, about areas, a theme, both or the whole."""

    round = models.ForeignKey(ReportingRound, models.CASCADE, related_name="notes")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10)
    severity = models.CharField(max_length=10, blank=True)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True)
    areas = models.ManyToManyField(Area, blank=True)
    text_fi = models.TextField()
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    source = models.TextField(blank=True)
    visibility = models.CharField(max_length=10, default=Visibility.PUBLIC)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="note_visibility_known",
                condition=Q(visibility__in=[each.value for each in Visibility]),
            ),
            models.CheckConstraint(
                name="note_kind_known", condition=Q(kind__in=[k.value for k in terms.NoteKind])
            ),
            models.CheckConstraint(
                name="note_severity_known",
                condition=Q(severity__in=["", *(s.value for s in terms.Severity)]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text_fi[:40]}"

    def as_terms(self) -> terms.Note:
        """Return the note as a record; select `theme` and prefetch `areas` first."""
        return terms.Note(
            kind=terms.NoteKind(self.kind),
            text=Names(self.text_fi, self.text_sv, self.text_en),
            areas=tuple(sorted(area.code for area in self.areas.all())),
            theme=self.theme.code if self.theme else "",
            severity=terms.Severity(self.severity) if self.severity else None,
            source=self.source,
            visibility=Visibility(self.visibility),
        )


class SituationPictureQuerySet(models.QuerySet["SituationPicture"]):
    """Published pictures."""

    def newest_first(self) -> Self:
        """Order by the day that the figures are of, newest first, then by version."""
        return self.order_by("-round__as_of", "-version", "-id")

    def standing(self) -> Self:
        """Keep pictures that no erratum has replaced."""
        return self.filter(replaced_by=None)


class SituationPicture(models.Model):
    """A published picture: its canonical JSON and fingerprint. Never changed (migration 0002)."""

    round = models.ForeignKey(ReportingRound, models.PROTECT, related_name="pictures")
    version = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=120)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    reason = models.TextField(blank=True)

    objects = SituationPictureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="picture_version_once", fields=["round", "version"]),
            # An erratum names what it replaces and says why; a first version does neither.
            models.CheckConstraint(
                name="picture_erratum_whole",
                condition=Q(version=1, replaces=None, reason="")
                | (Q(version__gt=1, replaces__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(name="picture_replaces_another", condition=~Q(replaces=F("id"))),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} v{self.version}"

    def as_terms(self) -> terms.Publication:
        """Return what is said about the publication; select `round`, `replaces`, `replaced_by`."""
        replaced_by = getattr(self, "replaced_by", None)
        return terms.Publication(
            round_code=self.round.code,
            version=self.version,
            published_at=self.published_at,
            published_by=self.published_by,
            sha256=self.sha256,
            replaces=self.replaces.version if self.replaces else 0,
            reason=self.reason,
            superseded_by=replaced_by.version if replaced_by else 0,
        )
