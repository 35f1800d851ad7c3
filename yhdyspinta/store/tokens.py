"""Tokens of the interface for machines, and the writes that they must not do twice."""

from django.db import models
from django.db.models import Q

from yhdyspinta.store.organisations import Organisation
from yhdyspinta.store.people import User


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


class OnceKey(models.Model):
    """A write that a client named (Idempotency-Key), with its answer, to be given again."""

    owner = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="once_key_once", fields=["owner", "key"])]
        indexes = [models.Index(fields=["written_at"], name="once_key_by_age")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"
