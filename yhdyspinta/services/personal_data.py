"""What is held of a person: shown to them whole, and erased so that every count stays."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from yhdyspinta.calc.people import may_erase
from yhdyspinta.services import audit, people
from yhdyspinta.services.access import ForbiddenError, require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import (
    ApiToken,
    BodyMember,
    Event,
    Grant,
    Invitation,
    Reminder,
    StatusReport,
    SubmissionStep,
    Talk,
    User,
)
from yhdyspinta.terms.access import Action, Actor

_ERASED = "erased.invalid"


def collect(*, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return all that is held of the person who asks, as JSON holds it; that is an event too."""
    user = User.objects.get(pk=people.require_person(actor))
    held = _held(user)
    audit.record("person.export", user.key, actor=actor, now=now)
    return held


def _held(user: User) -> dict[str, Any]:
    return {
        "account": {
            "key": user.key,
            "name": user.name,
            "email": user.email,
            "language": user.language,
            "joined_at": _time(user.joined_at),
            "last_signed_in": _time(user.last_login),
        },
        **_roles(user),
        **_ways_in(user),
        "seats": [
            {"body": each.body.code, "role": each.role, "name": each.person}
            for each in _seats(user).select_related("body").order_by("id")
        ],
        "counts": counts(user.pk),
        **_done(user),
    }


def _roles(user: User) -> dict[str, Any]:
    return {
        "roles": [
            {
                "role": each.role,
                "organisation": each.organisation.code if each.organisation else "",
                "roadmap": each.roadmap.code if each.roadmap else "",
                "from_claim": each.from_claim,
                "granted_at": _time(each.granted_at),
                "ended_at": _time(each.ended_at),
            }
            for each in user.grants.select_related("organisation", "roadmap").order_by("id")
        ],
        "invitations": [
            {"role": each.role, "invited_at": _time(each.invited_at)}
            for each in Invitation.objects.filter(accepted_by=user).order_by("id")
        ],
    }


def _seats(user: User) -> QuerySet[BodyMember]:
    """Return the seats in bodies that bear a person's name, of organisations of their roles.

    A seat's name is free text, tied to nobody: a namesake in another organisation is let be.
    """
    own = user.grants.values("organisation")
    its_own = Q(organisation__in=own) | Q(body__owner__in=own)
    rows = BodyMember.objects.filter(its_own, person__iexact=user.name)
    return rows.exclude(person="")


def _ways_in(user: User) -> dict[str, Any]:
    return {
        "email_addresses": list(
            EmailAddress.objects.filter(user=user).values("email", "verified", "primary")
        ),
        "organisation_sign_ins": list(
            SocialAccount.objects.filter(user=user).values_list("provider", flat=True)
        ),
        "second_steps": [
            {"kind": each.type, "added_at": _time(each.created_at)}
            for each in Authenticator.objects.filter(user=user).order_by("id")
        ],
        "sessions": [
            {"begun_at": _time(each.created_at), "address": each.ip, "browser": each.user_agent}
            for each in UserSession.objects.filter(user=user).order_by("id")
        ],
        "tokens": [
            {"name": each.name, "created_at": _time(each.created_at)}
            for each in ApiToken.objects.filter(user=user).order_by("id")
        ],
    }


def _done(user: User) -> dict[str, Any]:
    reminders = Reminder.objects.filter(user=user).select_related("round", "area")
    events = Event.objects.filter(actor=user.key) | Event.objects.filter(subject=user.key)
    return {
        "reminders": [
            {"round": each.round.code, "area": each.area.code, "sent_at": _time(each.sent_at)}
            for each in reminders.order_by("id")
        ],
        "events": [
            {
                "at": _time(each.at),
                "action": each.action,
                "subject": each.subject,
                "door": each.door,
                "address": each.address,
            }
            for each in events.order_by("id").iterator(chunk_size=500)
        ],
    }


def counts(person: int) -> dict[str, int]:
    """Count what a person did: the same before and after erasing."""
    key = f"person:{person}"
    return {
        "reports": StatusReport.objects.filter(recorded_by=key).count(),
        "steps": SubmissionStep.objects.filter(by=key).count(),
        "talks": Talk.objects.filter(recorded_by=key).count(),
        "events": Event.objects.filter(actor=key).count(),
    }


@transaction.atomic
def erase(person: int, *, actor: Actor, now: datetime, confirmed: bool = False) -> None:
    """Remove a person's name, address and ways to sign in; end the roles, keep what was done.

    Log and trail keep `person:<id>`, so every count stays. One may erase oneself, an
    administrator whose roles are all in their organisations, an operator anybody. Raises
    ForbiddenError, RefusedError, and LastAdministratorError unless that is confirmed.
    """
    user = User.objects.select_for_update().filter(pk=person, erased_at=None).first()
    if user is None:
        raise RefusedError(gettext("There is no such person."))
    grants = list(
        Grant.objects.filter(user=user, ended_at=None).select_related("organisation", "roadmap")
    )
    _require(actor, user, grants)
    if not confirmed:
        for grant in grants:
            people.refuse_last_administrator(grant)
    for grant in grants:
        people.end(grant, actor=actor, now=now)
    organisation = grants[0].organisation if grants else None
    _remove_ways_in(user, now=now)
    _leave_seats(user)
    user.email, user.name = f"person-{user.pk}@{_ERASED}", ""
    user.set_unusable_password()
    user.is_active, user.last_login, user.erased_at = False, None, now
    user.save()
    audit.record(
        "person.erase",
        user.key,
        actor=actor,
        now=now,
        organisation=organisation.code if organisation else "",
    )


def _require(actor: Actor, user: User, grants: list[Grant]) -> None:
    if actor.scopes is not None:
        raise ForbiddenError(gettext("This is not done with a token."))
    organisations = [each.organisation.code if each.organisation else "" for each in grants]
    if not may_erase(actor, user.pk, organisations):
        raise ForbiddenError(
            gettext(
                "A person is erased by themselves, by an operator, or by the administrator of all"
                " the organisations in which the person has a role."
            )
        )


def _leave_seats(user: User) -> None:
    """Take a person's name off seats; a seat that was nothing but the name says so."""
    for seat in _seats(user):
        seat.text = seat.text if seat.organisation_id or seat.text else gettext("name erased")
        seat.person, seat.person_is_public = "", False
        seat.save()


def _remove_ways_in(user: User, *, now: datetime) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()
    for rows in (
        Authenticator.objects.filter(user=user),
        SocialAccount.objects.filter(user=user),
        EmailAddress.objects.filter(user=user),
    ):
        rows.delete()
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    ApiToken.objects.filter(user=user).update(name="")
    reminders = Reminder.objects.filter(user=user)
    reminders.filter(state=Reminder.State.PLANNED).update(state=Reminder.State.CANCELLED)
    # A mail server's refusal names the address.
    reminders.exclude(failure="").update(failure="")
    waiting = Invitation.objects.filter(email=user.email, accepted_at=None, withdrawn_at=None)
    waiting.update(withdrawn_at=now)
    Invitation.objects.filter(email=user.email).update(email=f"person-{user.pk}@{_ERASED}")


@transaction.atomic
def tidy(days: int, *, actor: Actor, now: datetime) -> int:
    """Erase people who have had no role for so many days, and what else is kept for nothing.

    That is: the addresses of old invitations, and sessions that have ended. Returns how many
    people were erased.
    """
    require(actor, Action.OPERATE)
    limit = now - timedelta(days=days)
    idle = User.objects.filter(erased_at=None, joined_at__lt=limit)
    recent = Grant.objects.filter(ended_at=None) | Grant.objects.filter(ended_at__gte=limit)
    erased = 0
    for user in idle.exclude(pk__in=recent.values("user_id")):
        erase(user.pk, actor=actor, now=now)
        erased += 1
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    Invitation.objects.filter(expires_at__lt=limit).update(email=f"invited@{_ERASED}")
    return erased


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
