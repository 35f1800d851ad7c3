"""Invitations: a link that lets somebody take a role once, until it expires."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from smtplib import SMTPException

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext, override

from yhdyspinta import labels
from yhdyspinta.labels import access as access_labels
from yhdyspinta.services import audit, people
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import Invitation, Organisation, User
from yhdyspinta.terms.access import Action, Actor, Origin
from yhdyspinta.terms.languages import Language, Names
from yhdyspinta.terms.people import Invited, Place

DAYS = 7
_BYTES = 32
# How an invitation's link is made of its token and the invited one's language.
Link = Callable[[str, Language], str]


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """Who is invited to what, and in which language."""

    email: str
    place: Place
    language: Language = Language.FI
    days: int = DAYS


@dataclass(frozen=True, slots=True)
class Offer:
    """What an open invitation offers to whom; `person` is who has the address already."""

    id: int
    email: str
    place: Place
    organisation: Names
    expires_at: datetime
    person: int | None


def invite(
    new: NewInvitation, *, actor: Actor, now: datetime, link: Link, mail: bool = True
) -> str:
    """Invite, mail the link unless told not to, and return it: only its hash is kept.

    Raises ForbiddenError, and RefusedError if nobody can be invited so, or the mail cannot be
    sent; then the invitation is withdrawn.
    """
    token = secrets.token_urlsafe(_BYTES)
    row = _write(new, token, actor=actor, now=now)
    address = link(token, new.language)
    if mail:
        try:
            _send(row, address)
        except (OSError, SMTPException) as error:
            withdraw(row.pk, actor=actor, now=now)
            raise RefusedError(
                gettext("The invitation could not be mailed: %(reason)s") % {"reason": error}
            ) from error
    return address


@transaction.atomic
def _write(new: NewInvitation, token: str, *, actor: Actor, now: datetime) -> Invitation:
    people.require_reach(actor, new.place)
    organisation, roadmap = people.rows_of(new.place)
    email = new.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise RefusedError(gettext("This is not an e-mail address.")) from error
    if not 1 <= new.days <= 60:
        raise RefusedError(gettext("An invitation is open for 1–60 days."))
    known = people.by_email(email)
    if known is not None and not known.is_active:
        raise RefusedError(gettext("The account with this address is not in use."))
    # A new link for the same role replaces the former one.
    same = Invitation.objects.filter(
        email=email, role=new.place.role, organisation=organisation, roadmap=roadmap
    ).filter(accepted_at=None, withdrawn_at=None)
    for former in same:
        _withdraw(former, actor=actor, now=now)
    row = Invitation.objects.create(
        token_sha256=_hash(token),
        email=email,
        role=new.place.role,
        organisation=organisation,
        roadmap=roadmap,
        language=new.language,
        invited_at=now,
        invited_by=actor.key,
        expires_at=now + timedelta(days=new.days),
    )
    _record("invitation.make", row, actor=actor, now=now, role=row.role)
    return row


def _send(row: Invitation, address: str) -> None:
    with override(row.language):
        lines = [
            gettext("You have been invited to Yhdyspinta."),
            gettext("Role: %(role)s") % {"role": access_labels.role(people.place_of(row).role)},
        ]
        if row.organisation is not None:
            name = labels.name(_names(row.organisation))
            lines.append(gettext("Organisation: %(organisation)s") % {"organisation": name})
        lines += [
            gettext("Take the role by this link. It works once, until %(day)s:")
            % {"day": labels.day(row.expires_at.date())},
            address,
            gettext("If you do not know what this is about, do nothing."),
        ]
        subject = "Yhdyspinta: " + gettext("invitation")
        send_mail(subject, "\n\n".join(lines) + "\n", None, [row.email])


def open_ones(organisation: str, *, actor: Actor, now: datetime) -> list[Invited]:
    """List an organisation's invitations that can still be taken, the newest first."""
    require(actor, Action.MANAGE_PEOPLE, organisation=organisation)
    rows = Invitation.objects.filter(
        organisation__code=organisation,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=now,
    ).select_related("organisation", "roadmap")
    return [
        Invited(
            id=row.pk,
            email=row.email,
            place=people.place_of(row),
            language=Language(row.language),
            invited_at=row.invited_at,
            invited_by=row.invited_by,
            expires_at=row.expires_at,
        )
        for row in rows.order_by("-invited_at")
    ]


@transaction.atomic
def withdraw(number: int, *, actor: Actor, now: datetime) -> None:
    """Make an invitation's link void; one taken or void already is left as it is."""
    row = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation", "roadmap")
        .filter(pk=number)
        .first()
    )
    if row is None:
        raise RefusedError(gettext("There is no such invitation."))
    people.require_reach(actor, people.place_of(row))
    if row.accepted_at is None and row.withdrawn_at is None:
        _withdraw(row, actor=actor, now=now)


def _withdraw(row: Invitation, *, actor: Actor, now: datetime) -> None:
    row.withdrawn_at = now
    row.save()
    _record("invitation.withdraw", row, actor=actor, now=now)


def offer(token: str, *, now: datetime) -> Offer:
    """Return what a link offers. Raises RefusedError if it was used, withdrawn or has expired."""
    row = _open(token, now=now)
    known = people.by_email(row.email)
    return Offer(
        id=row.pk,
        email=row.email,
        place=people.place_of(row),
        organisation=_names(row.organisation) if row.organisation else Names(""),
        expires_at=row.expires_at,
        person=known.pk if known else None,
    )


@transaction.atomic
def accept_as_new(token: str, *, name: str, password: str, now: datetime, origin: Origin) -> User:
    """Make an account with the invited address and give it the role; return the person.

    Raises RefusedError if the link is void or the address has an account already, and Django's
    ValidationError if the password does not do.
    """
    row = _open(token, now=now, lock=True)
    if people.by_email(row.email) is not None:
        raise RefusedError(gettext("The address has an account: sign in to take the role."))
    if not name.strip():
        raise RefusedError(gettext("Write your name."))
    validate_password(password, User(email=row.email, name=name))
    user = people.add(row.email, name, Language(row.language), now=now, password=password)
    actor = Actor(user.key, user.name, person=user.pk, origin=origin)
    audit.record("person.add", user.key, actor=actor, now=now, organisation=_code(row))
    _take(row, user, actor=actor, now=now)
    return user


@transaction.atomic
def accept(token: str, *, actor: Actor, now: datetime) -> Place:
    """Give the role to the signed-in person to whom the invitation was sent; return it.

    Raises RefusedError if the link is void or was sent to another address.
    """
    row = _open(token, now=now, lock=True)
    user = people.by_email(row.email)
    if user is None or user.pk != actor.person or actor.scopes is not None:
        raise RefusedError(gettext("The invitation was sent to another address than yours."))
    _take(row, user, actor=actor, now=now)
    return people.place_of(row)


def _take(row: Invitation, user: User, *, actor: Actor, now: datetime) -> None:
    row.accepted_at, row.accepted_by = now, user
    row.save()
    _record("invitation.accept", row, actor=actor, now=now, role=row.role)
    people.add_grant(user.pk, people.place_of(row), actor=actor, now=now)


def _open(token: str, *, now: datetime, lock: bool = False) -> Invitation:
    rows = Invitation.objects.select_related("organisation", "roadmap")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(token_sha256=_hash(token)).first()
    if row is None or not row.is_open(now=now):
        raise RefusedError(
            gettext("This invitation has been used, withdrawn, or is too old. Ask for a new one.")
        )
    return row


def _record(action: str, row: Invitation, *, actor: Actor, now: datetime, **details: str) -> None:
    audit.record(
        action,
        f"invitation:{row.pk}",
        actor=actor,
        now=now,
        organisation=_code(row),
        roadmap=row.roadmap.code if row.roadmap else "",
        **details,
    )


def _code(row: Invitation) -> str:
    return row.organisation.code if row.organisation else ""


def _names(organisation: Organisation) -> Names:
    return Names(organisation.name_fi, organisation.name_sv, organisation.name_en)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
