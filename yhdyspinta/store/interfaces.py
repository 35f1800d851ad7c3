"""Interfaces in their work packages, with organisations, structures and tasks."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from yhdyspinta.store.organisations import Organisation
from yhdyspinta.store.register import Named, RegisteredQuerySet, code_of, one_of
from yhdyspinta.store.roadmap import Task, is_quarter
from yhdyspinta.terms import interfaces as terms
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.register import Level

_ENDS = ("organised_from", "organised_to")


class WorkPackageQuerySet(RegisteredQuerySet["WorkPackage"]):
    """Work packages by county and by who reads them."""


class WorkPackage(Named):
    """A group of interfaces in one county's cooperation."""

    position = models.PositiveSmallIntegerField(default=0)
    description = models.TextField(blank=True)

    objects = WorkPackageQuerySet.as_manager()

    def as_terms(self) -> terms.WorkPackage:
        """Return the work package as a record; select `area` and `owner` first."""
        return terms.WorkPackage(
            code=self.code,
            names=self.names,
            area=code_of(self.area),
            owner=code_of(self.owner),
            position=self.position,
            description=self.description,
            visibility=Visibility(self.visibility),
            source=self.source,
            invented=self.invented,
        )


class InterfaceQuerySet(RegisteredQuerySet["Interface"]):
    """Interfaces by county and by who reads them."""

    def concerning(self, organisations: Iterable[str]) -> Q:
        """An interface is about its parties too."""
        codes = list(organisations)
        parties = InterfaceParty.objects.filter(
            interface=OuterRef("pk"), organisation__code__in=codes
        )
        return Q(owner__code__in=codes) | Q(Exists(parties))

    def whole(self) -> Self:
        """Fetch what `as_terms` reads: five queries in all."""
        return self.select_related("area", "owner", "work_package").prefetch_related(
            models.Prefetch(
                "parties", InterfaceParty.objects.select_related("organisation").order_by("id")
            ),
            models.Prefetch(
                "structures", Structure.objects.select_related("body").order_by("position")
            ),
            models.Prefetch("tasks", Task.objects.order_by("code")),
        )


class Interface(Named):
    """A subject on which organisations must or choose to work together."""

    work_package = models.ForeignKey(
        WorkPackage, models.PROTECT, null=True, blank=True, related_name="interfaces"
    )
    position = models.PositiveSmallIntegerField(default=0)
    ground = models.CharField(max_length=10)
    basis = models.TextField(blank=True)
    aims = models.JSONField(default=list, blank=True)
    population = models.TextField(blank=True)
    partners = models.JSONField(default=list, blank=True)
    agreement_needed = models.BooleanField(null=True, blank=True)
    organised_from = models.CharField(max_length=7, blank=True)
    organised_to = models.CharField(max_length=7, blank=True)
    state = models.CharField(max_length=12)
    tasks = models.ManyToManyField(Task, blank=True, related_name="interfaces")
    indicators = models.JSONField(default=list, blank=True)

    objects = InterfaceQuerySet.as_manager()

    class Meta(Named.Meta):
        constraints = [
            *Named.Meta.constraints,
            one_of("interface", "ground", terms.Ground),
            one_of("interface", "state", terms.InterfaceState),
            models.CheckConstraint(
                name="interface_quarters",
                condition=(Q(organised_from="") | is_quarter("organised_from"))
                & (Q(organised_to="") | is_quarter("organised_to")),
            ),
        ]

    def as_terms(self) -> terms.Interface:
        """Return the interface as a record; take the row from `whole()`."""
        start, end = (Quarter.parse(v) if (v := getattr(self, n)) else None for n in _ENDS)
        return terms.Interface(
            code=self.code,
            names=self.names,
            area=code_of(self.area),
            owner=code_of(self.owner),
            work_package=code_of(self.work_package),
            position=self.position,
            ground=terms.Ground(self.ground),
            basis=self.basis,
            aims=tuple(self.aims),
            population=self.population,
            partners=tuple(self.partners),
            parties=tuple(each.as_terms() for each in self.parties.all()),
            structures=tuple(each.as_terms() for each in self.structures.all()),
            agreement_needed=self.agreement_needed,
            organised_from=start,
            organised_to=end,
            state=terms.InterfaceState(self.state),
            tasks=tuple(each.code for each in self.tasks.all()),
            indicators=tuple(self.indicators),
            visibility=Visibility(self.visibility),
            source=self.source,
            invented=self.invented,
        )


class InterfaceParty(models.Model):
    """An organisation's role in an interface."""

    interface = models.ForeignKey(Interface, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)
    contribution = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="interface_party_once", fields=["interface", "organisation"]
            ),
            one_of("interface_party", "role", terms.PartyRole),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.role} {self.interface_id}"

    def as_terms(self) -> terms.InterfaceParty:
        """Return the role as a record; select `organisation` first."""
        return terms.InterfaceParty(
            self.organisation.code, terms.PartyRole(self.role), self.contribution
        )


class Structure(models.Model):
    """A structure that an interface needs, and the body that it became."""

    interface = models.ForeignKey(Interface, models.CASCADE, related_name="structures")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    body = models.ForeignKey("Body", models.SET_NULL, null=True, blank=True, related_name="+")
    level = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="structure_once", fields=["interface", "position"]),
            one_of("structure", "level", ["", *Level]),
        ]

    def __str__(self) -> str:
        return f"{self.interface_id}/{self.position}"

    def as_terms(self) -> terms.Structure:
        """Return the structure as a record; select `body` first."""
        return terms.Structure(
            self.text, code_of(self.body), Level(self.level) if self.level else None
        )
