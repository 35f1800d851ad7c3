"""Statutory duties as dated rows, councils' terms, and what organisations have done."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from yhdyspinta.store.areas import Area
from yhdyspinta.store.bodies import Body
from yhdyspinta.store.meetings import Meeting
from yhdyspinta.store.plans import Plan
from yhdyspinta.store.register import Registered, RegisteredQuerySet, code_of, one_of
from yhdyspinta.terms import duties as terms
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.terms.plans import PlanKind
from yhdyspinta.terms.rules import Confidence, Validity


class CouncilTerm(models.Model):
    """A term of the councils of counties or of municipalities."""

    kind = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_on = models.DateField()
    source = models.TextField()
    confidence = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="council_term_once", fields=["kind", "starts_on"]),
            models.CheckConstraint(
                name="council_term_ends_after_it_begins", condition=Q(ends_on__gt=F("starts_on"))
            ),
            one_of("council_term", "kind", OrganisationKind),
            one_of("council_term", "confidence", Confidence),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_on}–{self.ends_on}"

    def as_terms(self) -> terms.CouncilTerm:
        """Return the term as a record."""
        return terms.CouncilTerm(
            OrganisationKind(self.kind),
            self.starts_on,
            self.ends_on,
            self.source,
            Confidence(self.confidence),
        )


class Duty(models.Model):
    """A duty by law; shipped as reference/duties.csv."""

    code = models.CharField(max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    name_fi = models.CharField(max_length=300)
    name_sv = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    note_fi = models.TextField(blank=True)
    note_sv = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    law = models.CharField(max_length=40)
    section = models.CharField(max_length=40)
    applies_to = models.JSONField(default=list)
    cadence = models.CharField(max_length=14)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence = models.CharField(max_length=12)
    plan_kind = models.CharField(max_length=32, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.TextField()
    confidence = models.CharField(max_length=20)

    class Meta:
        constraints = [
            one_of("duty", "cadence", terms.Cadence),
            one_of("duty", "evidence", terms.Evidence),
            one_of("duty", "plan_kind", ["", *PlanKind]),
            one_of("duty", "confidence", Confidence),
            models.CheckConstraint(
                name="duty_months_of_its_cadence",
                condition=Q(cadence=terms.Cadence.EVERY_MONTHS, months__gte=1)
                | (~Q(cadence=terms.Cadence.EVERY_MONTHS) & Q(months=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def as_terms(self) -> terms.Duty:
        """Return the duty as a record; prefetch `exceptions__area` first."""
        return terms.Duty(
            code=self.code,
            names=Names(self.name_fi, self.name_sv, self.name_en),
            law=self.law,
            section=self.section,
            applies_to=tuple(OrganisationKind(each) for each in self.applies_to),
            cadence=terms.Cadence(self.cadence),
            evidence=terms.Evidence(self.evidence),
            validity=Validity(
                self.valid_from, self.valid_to, self.source, Confidence(self.confidence)
            ),
            months=self.months,
            plan_kind=PlanKind(self.plan_kind) if self.plan_kind else None,
            position=self.position,
            note=Names(self.note_fi, self.note_sv, self.note_en),
            exceptions=tuple(each.as_terms() for each in self.exceptions.all()),
        )


class DutyException(models.Model):
    """A duty that does not concern an area's organisation, or does though not named."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="exceptions")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    applies = models.BooleanField()
    note_fi = models.TextField()
    note_sv = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    source = models.TextField()
    confidence = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="duty_exception_once", fields=["duty", "area"]),
            one_of("duty_exception", "confidence", Confidence),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} in {self.area_id}"

    def as_terms(self) -> terms.DutyException:
        """Return the exception as a record; select `area` first."""
        return terms.DutyException(
            self.area.code,
            self.applies,
            Names(self.note_fi, self.note_sv, self.note_en),
            self.source,
            Confidence(self.confidence),
        )


class FulfilmentQuerySet(RegisteredQuerySet["Fulfilment"]):
    """Fulfilments with what they point to."""

    def whole(self) -> Self:
        """Fetch what `as_terms` reads: one query."""
        return self.select_related("duty", "owner", "body", "plan", "meeting")


class Fulfilment(Registered):
    """An organisation (`owner`) did what a duty asks."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="fulfilments")
    done_on = models.DateField()
    covers_from = models.DateField(null=True, blank=True)
    covers_to = models.DateField(null=True, blank=True)
    where = models.CharField(max_length=300, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="fulfilments"
    )
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="+")
    document_link = models.CharField(max_length=1000, blank=True)
    note = models.TextField(blank=True)

    objects = FulfilmentQuerySet.as_manager()

    class Meta(Registered.Meta):
        indexes = [models.Index(fields=["owner", "duty", "done_on"], name="fulfilment_of_owner")]

    def as_terms(self) -> terms.Fulfilment:
        """Return the fulfilment as a record; take the row from `whole()`."""
        return terms.Fulfilment(
            code=self.code,
            duty=self.duty.code,
            organisation=code_of(self.owner),
            done_on=self.done_on,
            covers_from=self.covers_from,
            covers_to=self.covers_to,
            where=self.where,
            body=code_of(self.body),
            plan=code_of(self.plan),
            meeting=code_of(self.meeting),
            document_link=self.document_link,
            note=self.note,
            source=self.source,
            invented=self.invented,
        )
