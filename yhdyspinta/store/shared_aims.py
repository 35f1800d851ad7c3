"""The shared aim of a county's cooperation."""

from django.db import models
from django.db.models import F, Q

from yhdyspinta.store.register import Named, RegisteredQuerySet, code_of
from yhdyspinta.terms import shared_aims as terms


class SharedAim(Named):
    """What the organisations of a county want together, in one sentence."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = RegisteredQuerySet.as_manager()

    class Meta(Named.Meta):
        constraints = [
            *Named.Meta.constraints,
            models.CheckConstraint(
                name="shared_aim_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def as_terms(self) -> terms.SharedAim:
        """Return the aim as a record; select `area` and `owner` first."""
        return terms.SharedAim(
            code=self.code,
            area=code_of(self.area),
            owner=code_of(self.owner),
            names=self.names,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            source=self.source,
            invented=self.invented,
        )
