"""Organisations and the areas that they act for."""

from django.db import models
from django.db.models import Q

from yhdyspinta.store.areas import Area
from yhdyspinta.terms import organisations as terms


class Organisation(models.Model):
    """A county, municipality, ministry or other body that acts; see terms.organisations."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20)
    name_fi = models.CharField(max_length=160)
    name_sv = models.CharField(max_length=160, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    areas = models.ManyToManyField(Area, through="Acting", related_name="organisations")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisation_kind_known",
                condition=Q(kind__in=[k.value for k in terms.OrganisationKind]),
            )
        ]

    def __str__(self) -> str:
        return self.name_fi


class Acting(models.Model):
    """An organisation acts for an area."""

    organisation = models.ForeignKey(Organisation, models.CASCADE)
    area = models.ForeignKey(Area, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(name="acting_once", fields=["organisation", "area"])]

    def __str__(self) -> str:
        return f"{self.organisation_id} for {self.area_id}"
