"""Plans of organisations."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q

from yhdyspinta.store.bodies import Body
from yhdyspinta.store.interfaces import Interface
from yhdyspinta.store.organisations import Organisation
from yhdyspinta.store.register import Named, RegisteredQuerySet, code_of, one_of
from yhdyspinta.terms import plans as terms
from yhdyspinta.terms.access import Visibility


class PlanQuerySet(RegisteredQuerySet["Plan"]):
    """Plans by owner, county and who reads them."""

    def concerning(self, organisations: Iterable[str]) -> Q:
        """A joint plan is its other organisations' too."""
        codes = list(organisations)
        joint = Plan.organisations.through.objects.filter(
            plan=models.OuterRef("pk"), organisation__code__in=codes
        )
        return Q(owner__code__in=codes) | Q(models.Exists(joint))

    def whole(self) -> Self:
        """Fetch what `as_terms` reads: two queries in all."""
        return self.select_related(
            "area", "owner", "interface", "parent", "approver_body"
        ).prefetch_related(models.Prefetch("organisations", Organisation.objects.order_by("code")))


class Plan(Named):
    """A plan that an organisation owns, or several together."""

    kind = models.CharField(max_length=32)
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="joint_plans")
    interface = models.ForeignKey(
        Interface, models.PROTECT, null=True, blank=True, related_name="plans"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    approver = models.CharField(max_length=200, blank=True)
    approver_body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=16)
    approved_on = models.DateField(null=True, blank=True)
    document_link = models.CharField(max_length=1000, blank=True)
    goals = models.JSONField(default=list, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta(Named.Meta):
        constraints = [
            *Named.Meta.constraints,
            one_of("plan", "kind", terms.PlanKind),
            one_of("plan", "state", terms.PlanState),
            models.CheckConstraint(
                name="plan_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def as_terms(self) -> terms.Plan:
        """Return the plan as a record; take the row from `whole()`."""
        return terms.Plan(
            code=self.code,
            names=self.names,
            kind=terms.PlanKind(self.kind),
            owner=code_of(self.owner),
            organisations=tuple(each.code for each in self.organisations.all()),
            area=code_of(self.area),
            interface=code_of(self.interface),
            parent=code_of(self.parent),
            approver=self.approver,
            approver_body=code_of(self.approver_body),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            state=terms.PlanState(self.state),
            approved_on=self.approved_on,
            document_link=self.document_link,
            goals=tuple(self.goals),
            visibility=Visibility(self.visibility),
            source=self.source,
            invented=self.invented,
        )
