"""Phenomena raised from the field, with their way up and the answer's way down."""

from typing import Self

from django.db import models

from yhdyspinta.store.bodies import Body
from yhdyspinta.store.interfaces import Interface
from yhdyspinta.store.meetings import Meeting, Outcome
from yhdyspinta.store.register import Registered, RegisteredQuerySet, code_of, one_of
from yhdyspinta.terms import phenomena as terms
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.register import Level


class PhenomenonQuerySet(RegisteredQuerySet["Phenomenon"]):
    """Phenomena by county and by who reads them."""

    def whole(self) -> Self:
        """Fetch what `as_terms` reads: two queries in all."""
        steps = PhenomenonStep.objects.select_related("body", "meeting", "outcome")
        return self.select_related("area", "owner", "interface").prefetch_related(
            models.Prefetch("steps", steps.order_by("number"))
        )


class Phenomenon(Registered):
    """What was noticed in the field."""

    title = models.CharField(max_length=300)
    noticed_on = models.DateField()
    interface = models.ForeignKey(
        Interface, models.PROTECT, null=True, blank=True, related_name="phenomena"
    )
    description = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = PhenomenonQuerySet.as_manager()

    def as_terms(self) -> terms.Phenomenon:
        """Return the phenomenon as a record; take the row from `whole()`."""
        return terms.Phenomenon(
            code=self.code,
            title=self.title,
            owner=code_of(self.owner),
            noticed_on=self.noticed_on,
            area=code_of(self.area),
            interface=code_of(self.interface),
            description=self.description,
            steps=tuple(each.as_terms() for each in self.steps.all()),
            closed_on=self.closed_on,
            visibility=Visibility(self.visibility),
            invented=self.invented,
        )


class PhenomenonStep(models.Model):
    """A phenomenon reached a level on a day."""

    phenomenon = models.ForeignKey(Phenomenon, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    direction = models.CharField(max_length=4)
    level = models.CharField(max_length=12)
    on = models.DateField()
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.ForeignKey(
        Outcome, models.SET_NULL, null=True, blank=True, related_name="steps"
    )
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="phenomenon_step_once", fields=["phenomenon", "number"]),
            one_of("phenomenon_step", "direction", terms.StepDirection),
            one_of("phenomenon_step", "level", Level),
        ]

    def __str__(self) -> str:
        return f"{self.phenomenon_id}/{self.number}"

    def as_terms(self) -> terms.PhenomenonStep:
        """Return the step as a record; select what it points to first."""
        return terms.PhenomenonStep(
            number=self.number,
            direction=terms.StepDirection(self.direction),
            level=Level(self.level),
            on=self.on,
            body=code_of(self.body),
            meeting=code_of(self.meeting),
            outcome=self.outcome.number if self.outcome else None,
            text=self.text,
        )
