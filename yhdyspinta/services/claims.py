"""Roles by an identity provider's claims: given at each sign-in, and taken away again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext

from yhdyspinta.calc.people import claimed
from yhdyspinta.services import audit, people
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import ClaimRule, Grant, User
from yhdyspinta.terms import people as terms
from yhdyspinta.terms.access import Action, Actor, Origin
from yhdyspinta.terms.languages import Language
from yhdyspinta.terms.people import Place


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What an identity provider says of somebody: who it is there, and the claims."""

    provider: str
    uid: str
    email: str
    name: str
    claims: Mapping[str, Any]
    person: int | None = None  # known to us already, by an earlier sign-in or a trusted address
    language: Language = Language.FI


@transaction.atomic
def apply_claims(signed: SignedIn, *, now: datetime, origin: Origin) -> User | None:
    """Bring a person's roles from claims to what the provider says now; return the person.

    Roles given by people are not touched. Somebody unknown is made a person only if a rule
    gives a role: otherwise None. Raises RefusedError if the address is another person's.
    """
    places = _places(signed)
    if signed.person is not None:
        user = User.objects.filter(pk=signed.person, is_active=True).first()
    else:
        user = _add(signed, now=now, origin=origin) if places else None
    if user is None:
        return None
    actor = Actor(user.key, user.name, person=user.pk, origin=origin)
    held = Grant.objects.filter(user=user, ended_at=None, from_claim=True)
    for row in held.select_related("organisation", "roadmap"):
        if people.place_of(row) not in places:
            people.end(row, actor=actor, now=now)
    for place in places:
        people.add_grant(user.pk, place, actor=actor, now=now, from_claim=True)
    return user


def _places(signed: SignedIn) -> list[Place]:
    rules = ClaimRule.objects.filter(provider=signed.provider)
    found = {
        people.place_of(rule)
        for rule in rules.select_related("organisation", "roadmap")
        if claimed(signed.claims, rule.claim, rule.value)
    }
    return sorted(found, key=lambda place: (place.role, place.organisation, place.roadmap))


def _add(signed: SignedIn, *, now: datetime, origin: Origin) -> User:
    if not signed.email:
        raise RefusedError(gettext("Your organisation's sign-in did not tell your e-mail address."))
    if people.by_email(signed.email) is not None:
        raise RefusedError(
            gettext(
                "Your address has an account here. Sign in to it first, then connect your"
                " organisation's sign-in on the page of your account."
            )
        )
    user = people.add(signed.email, signed.name or signed.email, signed.language, now=now)
    SocialAccount.objects.create(user=user, provider=signed.provider, uid=signed.uid)
    actor = Actor(user.key, user.name, person=user.pk, origin=origin)
    audit.record("person.add", user.key, actor=actor, now=now, provider=signed.provider)
    return user


def all_rules(*, actor: Actor) -> list[terms.ClaimRule]:
    """List the rules by provider, claim and value."""
    require(actor, Action.OPERATE)
    rows = ClaimRule.objects.select_related("organisation", "roadmap")
    return [
        terms.ClaimRule(row.provider, row.claim, row.value, people.place_of(row), row.pk)
        for row in rows.order_by("provider", "claim", "value", "id")
    ]


@transaction.atomic
def add_rule(rule: terms.ClaimRule, *, actor: Actor, now: datetime) -> None:
    """Let a claim's value give a role; a rule there already stays as it is."""
    require(actor, Action.OPERATE)
    organisation, roadmap = people.rows_of(rule.place)
    row, is_new = ClaimRule.objects.get_or_create(
        provider=rule.provider,
        claim=rule.claim,
        value=rule.value,
        role=rule.place.role,
        organisation=organisation,
        roadmap=roadmap,
    )
    if is_new:
        _record("claim.add", row, rule.place, actor=actor, now=now)


@transaction.atomic
def remove_rule(number: int, *, actor: Actor, now: datetime) -> None:
    """Remove a rule: its roles end when their holders sign in the next time."""
    require(actor, Action.OPERATE)
    row = ClaimRule.objects.select_related("organisation", "roadmap").filter(pk=number).first()
    if row is None:
        raise RefusedError(gettext("There is no rule %(number)d.") % {"number": number})
    _record("claim.remove", row, people.place_of(row), actor=actor, now=now)
    row.delete()


def _record(action: str, row: ClaimRule, place: Place, *, actor: Actor, now: datetime) -> None:
    audit.record(
        action,
        f"claim:{row.pk}",
        actor=actor,
        now=now,
        organisation=place.organisation,
        roadmap=place.roadmap,
        role=place.role,
        provider=row.provider,
        claim=row.claim,
        value=row.value,
    )
