"""Agreements with their parties, and the reminders that have left."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from yhdyspinta.store.interfaces import Interface
from yhdyspinta.store.organisations import Organisation
from yhdyspinta.store.people import User
from yhdyspinta.store.register import Named, RegisteredQuerySet, code_of, one_of
from yhdyspinta.terms import agreements as terms
from yhdyspinta.terms.access import Visibility

_UNITS = ["", *terms.PeriodUnit]


class AgreementQuerySet(RegisteredQuerySet["Agreement"]):
    """Agreements by county, end and who reads them."""

    def concerning(self, organisations: Iterable[str]) -> Q:
        """An agreement is about its parties too."""
        codes = list(organisations)
        parties = AgreementParty.objects.filter(
            agreement=OuterRef("pk"), organisation__code__in=codes
        )
        return Q(owner__code__in=codes) | Q(Exists(parties))

    def whole(self) -> Self:
        """Fetch what `as_terms` reads: two queries in all."""
        return self.select_related("area", "owner", "interface").prefetch_related(
            models.Prefetch(
                "parties",
                AgreementParty.objects.select_related("organisation").order_by("position"),
            )
        )

    def bare(self) -> Self:
        """Fetch what `as_terms` reads but the parties: one query, for counting and sorting."""
        return self.select_related("area", "owner", "interface").prefetch_related(
            models.Prefetch("parties", AgreementParty.objects.none())
        )

    def in_state(self, state: terms.AgreementState, *, on: date) -> Self:
        """Keep those in a state on a day: calc.agreements.state_on in the database's words."""
        rolls = Q(state=terms.AgreementState.IN_FORCE, renewal=terms.Renewal.EVERGREEN)
        holding = [terms.AgreementState.IN_FORCE, terms.AgreementState.TERMINATED]
        is_over = Q(state__in=holding, ends_on__lt=on) & ~rolls
        if state is terms.AgreementState.ENDED:
            return self.filter(Q(state=state) | is_over)
        return self.filter(Q(state=state) & ~is_over)

    def of_party(self, organisations: Iterable[str]) -> Self:
        """Keep those that some organisations keep or are parties to."""
        return self.filter(self.concerning(organisations))

    def by_urgency(self) -> Self:
        """Order by the last day to act, overdue first; what has none last, by name."""
        return self.order_by(F("act_by").asc(nulls_last=True), "name_fi", "code")

    def rolling(self, *, on: date) -> Self:
        """Find those whose stored last day to act may belong to a period that is over."""
        return self.filter(act_by__lt=on, ends_on__lt=on)


class Agreement(Named):
    """An agreement between organisations."""

    kind = models.CharField(max_length=12)
    interface = models.ForeignKey(
        Interface, models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    value_is_yearly = models.BooleanField(default=False)
    signed_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    renewal = models.CharField(max_length=10)
    notice_number = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_unit = models.CharField(max_length=14, blank=True)
    notice_end = models.CharField(max_length=10, default=terms.NoticeEnd.ANY_DAY)
    renewed_number = models.PositiveSmallIntegerField(null=True, blank=True)
    renewed_unit = models.CharField(max_length=14, blank=True)
    terminated_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10)
    document_link = models.CharField(max_length=1000, blank=True)
    remind_before = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)
    # Derived by services/agreements.py from the fields above whenever they are written: the last
    # day on which notice can be given or the option used. Lists and the clock ask by it.
    act_by = models.DateField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta(Named.Meta):
        constraints = [
            *Named.Meta.constraints,
            one_of("agreement", "kind", terms.AgreementKind),
            one_of("agreement", "state", terms.AgreementState),
            one_of("agreement", "renewal", terms.Renewal),
            one_of("agreement", "notice_end", terms.NoticeEnd),
            one_of("agreement", "notice_unit", _UNITS),
            one_of("agreement", "renewed_unit", _UNITS),
            models.CheckConstraint(
                name="agreement_ends_after_it_begins",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="agreement_value_not_negative", condition=Q(value=None) | Q(value__gte=0)
            ),
        ]
        indexes = [
            models.Index(fields=["area", "ends_on"], name="agreement_of_area_by_end"),
            models.Index(fields=["area", "act_by"], name="agreement_of_area_by_act"),
            models.Index(fields=["act_by"], name="agreement_by_act"),
        ]

    def as_terms(self) -> terms.Agreement:
        """Return the agreement as a record; take the row from `whole()`."""
        return terms.Agreement(
            code=self.code,
            names=self.names,
            kind=terms.AgreementKind(self.kind),
            area=code_of(self.area),
            owner=code_of(self.owner),
            interface=code_of(self.interface),
            parties=tuple(each.as_terms() for each in self.parties.all()),
            value=self.value,
            value_is_yearly=self.value_is_yearly,
            signed_on=self.signed_on,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            renewal=terms.Renewal(self.renewal),
            notice=_period(self.notice_number, self.notice_unit),
            notice_end=terms.NoticeEnd(self.notice_end),
            renewed_for=_period(self.renewed_number, self.renewed_unit),
            terminated_on=self.terminated_on,
            state=terms.AgreementState(self.state),
            document_link=self.document_link,
            remind_before=tuple(self.remind_before),
            note=self.note,
            visibility=Visibility(self.visibility),
            source=self.source,
            invented=self.invented,
        )


def _period(number: int | None, unit: str) -> terms.Period | None:
    return terms.Period(number, terms.PeriodUnit(unit)) if number is not None and unit else None


class AgreementParty(models.Model):
    """A party of an agreement and what it has promised."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    position = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.CharField(max_length=300, blank=True)
    obligations = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="agreement_party_once", fields=["agreement", "position"]),
            models.CheckConstraint(
                name="agreement_party_is_somebody",
                condition=Q(organisation__isnull=False) | ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}/{self.position}"

    def as_terms(self) -> terms.AgreementParty:
        """Return the party as a record; select `organisation` first."""
        return terms.AgreementParty(code_of(self.organisation), self.text, tuple(self.obligations))


class AgreementReminder(models.Model):
    """A person is reminded of an agreement's last day to act: once for each day set for it."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="reminders")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    act_by = models.DateField()
    days_before = models.PositiveSmallIntegerField()
    planned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="agreement_reminder_once",
                fields=["agreement", "user", "act_by", "days_before"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.days_before} days before {self.act_by}"
