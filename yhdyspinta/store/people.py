"""People, their roles in organisations, invitations, and roles from identity providers' claims."""

from datetime import date, datetime
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Coalesce, Lower

from yhdyspinta.store.organisations import Organisation
from yhdyspinta.store.roadmap import Roadmap
from yhdyspinta.terms import access as terms
from yhdyspinta.terms.languages import Language
from yhdyspinta.terms.organisations import OrganisationKind

_ROLES = [role.value for role in terms.Role]


class UserManager(BaseUserManager["User"]):
    """People, found by e-mail address whatever its capitals."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Add a person; without a password only an identity provider or a new one lets in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by e-mail address."""
        return self.get(email__iexact=username or "")

    def with_grants(self, key: int) -> "User | None":
        """Return an active person with the roles held, in one query: see `User.held`."""
        # One row for each role × area × what the area is part of; all of one person.
        rows = list(
            self.filter(pk=key, is_active=True)
            # Not "grant": PostgreSQL keeps that word, and Django does not quote this alias.
            .annotate(held_grant=FilteredRelation("grants", condition=Q(grants__ended_at=None)))
            .annotate(
                role=F("held_grant__role"),
                organisation=F("held_grant__organisation__code"),
                organisation_kind=F("held_grant__organisation__kind"),
                roadmap=F("held_grant__roadmap__code"),
                area=F("held_grant__organisation__areas__code"),
                whole=F("held_grant__organisation__areas__wholes__whole__code"),
                whole_from=F("held_grant__organisation__areas__wholes__valid_from"),
                whole_to=F("held_grant__organisation__areas__wholes__valid_to"),
            )
        )
        if not rows:
            return None
        found = rows[0]
        found.held = [GrantRow.of(row) for row in rows if getattr(row, "role", None)]
        return found


class GrantRow:
    """One joined row of a grant: a role with one of its areas and one whole of that area."""

    __slots__ = ("area", "key", "kind", "whole", "whole_from", "whole_to")

    def __init__(
        self,
        key: tuple[str, str, str],
        *,
        kind: str,
        area: str,
        whole: str,
        whole_from: date | None,
        whole_to: date | None,
    ) -> None:
        self.key, self.kind, self.area, self.whole = key, kind, area, whole
        self.whole_from, self.whole_to = whole_from, whole_to

    @classmethod
    def of(cls, row: Any) -> Self:
        """Read an annotated person."""
        return cls(
            (row.role, row.organisation or "", row.roadmap or ""),
            kind=row.organisation_kind or "",
            area=row.area or "",
            whole=row.whole or "",
            whole_from=row.whole_from,
            whole_to=row.whole_to,
        )

    def whole_on(self, day: date) -> str:
        """Return the whole that the area is part of on a day, else empty."""
        begun = self.whole_from is None or self.whole_from <= day
        ended = self.whole_to is not None and self.whole_to < day
        return self.whole if begun and not ended else ""


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address.

    Nothing else points to the name: log and trail keep `person:<id>`, so that erasing a person
    (`erased_at`) leaves every count as it was.
    """

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default=Language.FI)
    is_active = models.BooleanField(default=True)
    # True for the demo's ready people: an installation in use refuses to start with one active.
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    held: list[GrantRow]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                name="user_language_known",
                condition=Q(language__in=[each.value for each in Language]),
            ),
            models.CheckConstraint(
                name="user_erased_is_not_active",
                condition=Q(erased_at=None) | Q(is_active=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """What log and trail keep of a person."""
        return f"person:{self.pk}"

    def grants_on(self, day: date) -> tuple[terms.Grant, ...]:
        """Return the roles held on a day; a query unless fetched by `with_grants`."""
        found = self if hasattr(self, "held") else User.objects.with_grants(self.pk)
        return grants_of(found.held, day) if found else ()


def grants_of(rows: list[GrantRow], day: date) -> tuple[terms.Grant, ...]:
    """Join rows to one grant for each role, organisation and roadmap."""
    joined: dict[tuple[str, str, str], tuple[str, set[str], set[str]]] = {}
    for row in rows:
        _, areas, wholes = joined.setdefault(row.key, (row.kind, set(), set()))
        areas.update({row.area} - {""})
        wholes.update({row.whole_on(day)} - {""})
    return tuple(
        terms.Grant(
            role=terms.Role(role),
            organisation=organisation,
            kind=OrganisationKind(kind) if kind else None,
            areas=frozenset(areas),
            wholes=frozenset(wholes),
            roadmap=roadmap,
        )
        for (role, organisation, roadmap), (kind, areas, wholes) in joined.items()
    )


class GrantQuerySet(models.QuerySet["Grant"]):
    """Roles by person, organisation and time."""

    def in_force(self) -> Self:
        """Keep roles that have not ended, of people who may sign in."""
        return self.filter(ended_at=None, user__is_active=True)

    def of(self, organisation: str) -> Self:
        """Keep roles in an organisation, by its code."""
        return self.filter(organisation__code=organisation)


class Grant(models.Model):
    """A person's role in an organisation; ended, not deleted."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="grants"
    )
    roadmap = models.ForeignKey(Roadmap, models.PROTECT, null=True, blank=True)
    # Given by an identity provider's claim: taken away again when the claim is gone.
    from_claim = models.BooleanField(default=False)
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="grant_role_known", condition=Q(role__in=_ROLES)),
            # Everybody has a role in an organisation but the operator, and a coordinator's is
            # about a roadmap.
            models.CheckConstraint(
                name="grant_has_its_place",
                condition=Q(role=terms.Role.OPERATOR, organisation=None, roadmap=None)
                | Q(role=terms.Role.COORDINATOR, organisation__isnull=False, roadmap__isnull=False)
                | (
                    ~Q(role__in=[terms.Role.OPERATOR, terms.Role.COORDINATOR])
                    & Q(organisation__isnull=False, roadmap=None)
                ),
            ),
            models.UniqueConstraint(
                "user",
                "role",
                Coalesce("organisation", 0),
                Coalesce("roadmap", 0),
                name="grant_once",
                condition=Q(ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} in {self.organisation_id}"


class Invitation(models.Model):
    """A link that lets somebody take a role once, until it expires. Only its hash is kept."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    roadmap = models.ForeignKey(Roadmap, models.PROTECT, null=True, blank=True)
    language = models.CharField(max_length=2, default=Language.FI)
    invited_at = models.DateTimeField()
    invited_by = models.CharField(max_length=120)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="invitation_role_known", condition=Q(role__in=_ROLES)),
            models.CheckConstraint(
                name="invitation_accepted_whole",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} until {self.expires_at:%Y-%m-%d}"

    def is_open(self, *, now: datetime) -> bool:
        """Tell whether the link can still be used."""
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at


class ClaimRule(models.Model):
    """A claim of an identity provider (a group, say) that gives a role in an organisation."""

    provider = models.CharField(max_length=60)
    claim = models.CharField(max_length=120)
    value = models.CharField(max_length=255)
    role = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    roadmap = models.ForeignKey(Roadmap, models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="claim_role_known", condition=Q(role__in=_ROLES)),
            models.UniqueConstraint(
                "provider",
                "claim",
                "value",
                "role",
                Coalesce("organisation", 0),
                Coalesce("roadmap", 0),
                name="claim_rule_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.claim}={self.value}: {self.role}"
