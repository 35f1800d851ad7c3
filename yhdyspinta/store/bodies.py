"""Bodies on four levels, with their members."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from yhdyspinta.store.interfaces import Interface
from yhdyspinta.store.organisations import Organisation
from yhdyspinta.store.register import Named, RegisteredQuerySet, code_of, one_of
from yhdyspinta.terms import bodies as terms
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.register import Level


class BodyQuerySet(RegisteredQuerySet["Body"]):
    """Bodies by county and by who reads them."""

    def concerning(self, organisations: Iterable[str]) -> Q:
        """A body is about its members' organisations too."""
        codes = list(organisations)
        seats = BodyMember.objects.filter(body=OuterRef("pk"), organisation__code__in=codes)
        return Q(owner__code__in=codes) | Q(Exists(seats))

    def whole(self) -> Self:
        """Fetch what `as_terms` reads: three queries in all."""
        return self.select_related("area", "owner", "parent").prefetch_related(
            models.Prefetch(
                "members", BodyMember.objects.select_related("organisation").order_by("position")
            ),
            models.Prefetch("interfaces", Interface.objects.only("code").order_by("code")),
        )


class Body(Named):
    """A body where people of several organisations meet."""

    level = models.CharField(max_length=12)
    kind = models.CharField(max_length=12)
    mandate = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    composition = models.TextField(blank=True)
    least_per_year = models.PositiveSmallIntegerField(null=True, blank=True)
    most_per_year = models.PositiveSmallIntegerField(null=True, blank=True)
    tasks = models.JSONField(default=list, blank=True)
    interfaces = models.ManyToManyField(Interface, blank=True, related_name="bodies")

    objects = BodyQuerySet.as_manager()

    class Meta(Named.Meta):
        constraints = [
            *Named.Meta.constraints,
            one_of("body", "level", Level),
            one_of("body", "kind", terms.BodyKind),
            models.CheckConstraint(
                name="body_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="body_least_is_not_more",
                condition=Q(least_per_year=None)
                | Q(most_per_year=None)
                | Q(most_per_year__gte=F("least_per_year")),
            ),
        ]

    def as_terms(self) -> terms.Body:
        """Return the body as a record; take the row from `whole()`."""
        return terms.Body(
            code=self.code,
            names=self.names,
            level=Level(self.level),
            kind=terms.BodyKind(self.kind),
            area=code_of(self.area),
            owner=code_of(self.owner),
            mandate=self.mandate,
            legal_basis=self.legal_basis,
            parent=code_of(self.parent),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            composition=self.composition,
            least_per_year=self.least_per_year,
            most_per_year=self.most_per_year,
            tasks=tuple(self.tasks),
            interfaces=tuple(each.code for each in self.interfaces.all()),
            members=tuple(each.as_terms() for each in self.members.all()),
            visibility=Visibility(self.visibility),
            source=self.source,
            invented=self.invented,
        )


class BodyMember(models.Model):
    """A seat in a body."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="members")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=12)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.CharField(max_length=300, blank=True)
    expertise = models.CharField(max_length=300, blank=True)
    substitute = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    person = models.CharField(max_length=120, blank=True)
    person_is_public = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="body_member_once", fields=["body", "position"]),
            one_of("body_member", "role", terms.MemberRole),
            models.CheckConstraint(
                name="body_member_is_somebody",
                condition=Q(organisation__isnull=False) | ~Q(text="") | ~Q(person=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id}/{self.position}"

    def as_terms(self) -> terms.BodyMember:
        """Return the seat as a record; select `organisation` first."""
        return terms.BodyMember(
            role=terms.MemberRole(self.role),
            organisation=code_of(self.organisation),
            text=self.text,
            expertise=self.expertise,
            substitute=self.substitute,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            person=self.person,
            person_is_public=self.person_is_public,
        )
