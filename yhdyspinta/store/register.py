"""What the tables of the cooperation register share: whose a row is, and who may read it."""

from collections.abc import Iterable
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from yhdyspinta.calc.register import own_organisations, reads_everything, reads_partners
from yhdyspinta.store.areas import Area
from yhdyspinta.store.organisations import Organisation
from yhdyspinta.terms.access import Actor, Visibility
from yhdyspinta.terms.languages import Names


def one_of(table: str, field: str, codes: Iterable[str]) -> models.CheckConstraint:
    """Return the constraint that a text column holds one of an enum's codes."""
    allowed = [str(code) for code in codes]
    return models.CheckConstraint(
        name=f"{table}_{field}_known", condition=Q(**{f"{field}__in": allowed})
    )


_Row = TypeVar("_Row", bound="Registered")


class RegisteredQuerySet(models.QuerySet[_Row]):
    """Rows of the register by county and by who reads them."""

    def readable(self, actor: Actor) -> Self:
        """Keep what an actor may read: calc.register.may_read in the database's words."""
        if reads_everything(actor):
            return self
        condition = Q(visibility=Visibility.PUBLIC)
        if reads_partners(actor):
            condition |= Q(visibility=Visibility.PARTNERS)
        own = own_organisations(actor)
        if own:
            condition |= self.concerning(own)
        return self.filter(condition)

    def concerning(self, organisations: Iterable[str]) -> Q:
        """Return the condition that a row is an organisation's own, or is about it."""
        return Q(owner__code__in=list(organisations))

    def of_area(self, code: str) -> Self:
        """Keep a county's cooperation; without a code the national one."""
        return self.filter(area__code=code) if code else self.filter(area=None)


class Registered(models.Model):
    """A row of the register: its code, whose it is, whose cooperation, and who may read it."""

    code = models.CharField(max_length=120, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    visibility = models.CharField(max_length=10, default=Visibility.PUBLIC)
    source = models.TextField(blank=True)
    invented = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True, blank=True)

    # What `as_terms` reads beside the row itself.
    related: ClassVar[tuple[str, ...]] = ("area", "owner")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_visibility_known",
                condition=Q(visibility__in=[each.value for each in Visibility]),
            )
        ]

    def __str__(self) -> str:
        return self.code


class Named(Registered):
    """A row of the register with a name in three languages."""

    name_fi = models.CharField(max_length=300)
    name_sv = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)

    class Meta(Registered.Meta):
        abstract = True

    @property
    def names(self) -> Names:
        """The name in three languages."""
        return Names(self.name_fi, self.name_sv, self.name_en)


def code_of(row: models.Model | None) -> str:
    """Return the code of a related row, empty for none."""
    return str(getattr(row, "code", "")) if row is not None else ""
