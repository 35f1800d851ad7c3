"""Tokens of the interface for machines, and the writes that they must not do twice."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from yhdyspinta.store.organisations import Organisation
from yhdyspinta.store.people import GrantRow, User, grants_of
from yhdyspinta.terms import tokens as terms
from yhdyspinta.terms.access import Grant, Role


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens by whose they are and whether they can still be used."""

    def newest_first(self) -> Self:
        """Order by when they were made."""
        return self.select_related("user", "organisation").order_by("-created_at", "-id")

    def alive(self, *, now: datetime) -> Self:
        """Keep those that are neither revoked nor expired."""
        return self.filter(revoked_at=None, expires_at__gt=now)

    def note_use(self, number: int, *, on: date) -> None:
        """Remember the day of a token's last use; nothing is written twice in a day."""
        self.filter(pk=number).exclude(used_on=on).update(used_on=on)


class ApiToken(models.Model):
    """A secret that lets a program act for a person, or for an organisation with one role.

    Only the hash is kept; `hint` is the secret's beginning, to tell tokens apart.
    """

    secret_sha256 = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="tokens")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="tokens"
    )
    role = models.CharField(max_length=20, blank=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=120)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            # A person's token has the person's roles; an organisation's has one of its own.
            models.CheckConstraint(
                name="token_of_person_or_organisation",
                condition=Q(user__isnull=False, organisation=None, role="")
                | Q(user=None, organisation__isnull=False, role__in=["reader", "reporter"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.hint}… {self.name}"

    @property
    def key(self) -> str:
        """What log and trail keep of a token."""
        return f"token:{self.pk}"

    def grants_on(self, day: date) -> tuple[Grant, ...] | None:
        """Return the roles that the token has on a day, in one query; None if its owner is gone.

        A person's token has the person's roles of the moment, an organisation's its one role.
        """
        if self.user_id is not None:
            person = User.objects.with_grants(self.user_id)
            return person.grants_on(day) if person else None
        return grants_of([_grant_row(self.role, row) for row in self._places(day)], day) or None

    def _places(self, day: date) -> list[dict[str, Any]]:
        """List the organisation's areas with what they are parts of, unless it has ended."""
        rows = Organisation.objects.filter(tokens=self).filter(
            Q(valid_to=None) | Q(valid_to__gte=day)
        )
        found = rows.values(
            "code",
            "kind",
            area=F("areas__code"),
            whole=F("areas__wholes__whole__code"),
            whole_from=F("areas__wholes__valid_from"),
            whole_to=F("areas__wholes__valid_to"),
        )
        return [dict(row) for row in found]

    def as_terms(self) -> terms.Token:
        """Return the token as a record; select `user` and `organisation` first."""
        return terms.Token(
            number=self.pk,
            name=self.name,
            hint=self.hint,
            scopes=tuple(terms.TokenScope(each) for each in self.scopes),
            created_at=self.created_at,
            created_by=self.created_by,
            expires_at=self.expires_at,
            owner=self.user.key if self.user else "",
            organisation=self.organisation.code if self.organisation else "",
            role=Role(self.role) if self.role else None,
            revoked_at=self.revoked_at,
            used_on=self.used_on,
        )


def _grant_row(role: str, row: dict[str, Any]) -> GrantRow:
    return GrantRow(
        (role, row["code"], ""),
        kind=row["kind"],
        area=row["area"] or "",
        whole=row["whole"] or "",
        whole_from=row["whole_from"],
        whole_to=row["whole_to"],
    )


class OnceKeyQuerySet(models.QuerySet["OnceKey"]):
    """Writes that clients named, by whose they are and their age."""

    def of(self, owner: str, key: str) -> Self:
        """Keep the one that an owner named so."""
        return self.filter(owner=owner, key=key)

    def older_than(self, moment: datetime) -> Self:
        """Keep those written before a moment."""
        return self.filter(written_at__lt=moment)


class OnceKey(models.Model):
    """A write that a client named (Idempotency-Key), with its answer, to be given again."""

    owner = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.TextField()
    written_at = models.DateTimeField()

    objects = OnceKeyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="once_key_once", fields=["owner", "key"])]
        indexes = [models.Index(fields=["written_at"], name="once_key_by_age")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"
