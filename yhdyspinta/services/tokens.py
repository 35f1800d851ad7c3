"""Tokens of the interface for machines: made, listed, revoked, and recognised by their secret."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta.services import audit
from yhdyspinta.services.access import ForbiddenError, require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import ApiToken, Organisation
from yhdyspinta.terms.access import Action, Actor, Origin
from yhdyspinta.terms.tokens import MOST_DAYS, ORGANISATION_SCOPES, NewToken, Token

# Programs that look for leaked secrets in code find tokens by this beginning.
PREFIX = "yp_"
_HINT = len(PREFIX) + 6
_BYTES = 32
_LONGEST_NAME = 120
_MOST = 50


@transaction.atomic
def add(new: NewToken, *, actor: Actor, now: datetime) -> tuple[Token, str]:
    """Make a token, and return it with its secret, which is nowhere to be had again.

    A person makes tokens of their own; for an organisation its administrator does. Raises
    ForbiddenError, and RefusedError if the token could not be what is asked.
    """
    organisation = None
    if new.organisation:
        require(actor, Action.MANAGE_TOKENS, organisation=new.organisation)
        organisation = _organisation(new.organisation)
    else:
        require(actor, Action.SIGNED_IN)
        _refuse_to_token(actor)
    _check(new)
    mine = ApiToken.objects.filter(organisation=organisation, user=_owner(actor, new))
    if mine.alive(now=now).count() >= _MOST:
        raise RefusedError(gettext("There are too many tokens: revoke some first."))
    secret = PREFIX + secrets.token_urlsafe(_BYTES)
    row = ApiToken.objects.create(
        secret_sha256=_hash(secret),
        hint=secret[:_HINT],
        name=new.name.strip(),
        user_id=_owner(actor, new),
        organisation=organisation,
        role=new.role or "",
        scopes=sorted(new.scopes),
        created_at=now,
        created_by=actor.key,
        expires_at=now + timedelta(days=new.days),
    )
    audit.record(
        "token.add",
        row.key,
        actor=actor,
        now=now,
        organisation=new.organisation,
        role=row.role,
        scopes=row.scopes,
        expires_at=row.expires_at.isoformat(),
    )
    return row.as_terms(), secret


@transaction.atomic
def revoke(number: int, *, actor: Actor, now: datetime) -> None:
    """End a token at once; one that has ended already stays as it was.

    A person revokes their own, an administrator those of the organisation, an operator any, and
    a token itself only. Raises RefusedError if there is no such token for the actor to see.
    """
    row = ApiToken.objects.select_for_update(of=("self",)).filter(pk=number).first()
    if row is None or not _may_revoke(row, actor):
        raise RefusedError(gettext("There is no token %(number)d.") % {"number": number})
    if row.revoked_at is not None:
        return
    row.revoked_at = now
    row.save()
    organisation = row.organisation.code if row.organisation else ""
    audit.record("token.revoke", row.key, actor=actor, now=now, organisation=organisation)


def own(actor: Actor) -> list[Token]:
    """List a person's own tokens, the newest first; asked with an organisation's token, that one.

    Raises ForbiddenError for a visitor.
    """
    if actor.is_visitor or (actor.person is None and actor.scopes is None):
        require(actor, Action.SIGNED_IN)
    rows = ApiToken.objects.newest_first()
    if actor.person is None:
        rows = rows.filter(pk=int(actor.key.rpartition(":")[2]))
    else:
        rows = rows.filter(user=actor.person)
    return [row.as_terms() for row in rows]


def of_organisation(code: str, *, actor: Actor) -> list[Token]:
    """List an organisation's tokens, the newest first. Raises ForbiddenError."""
    require(actor, Action.MANAGE_TOKENS, organisation=code)
    rows = ApiToken.objects.newest_first().filter(organisation=_organisation(code))
    return [row.as_terms() for row in rows]


def all_tokens(*, actor: Actor) -> list[Token]:
    """List every token of the installation, the newest first. Raises ForbiddenError."""
    require(actor, Action.OPERATE)
    return [row.as_terms() for row in ApiToken.objects.newest_first()]


def recognise(secret: str, *, origin: Origin, now: datetime) -> Actor | None:
    """Return who acts with a secret: its owner's roles of the moment, within the token's scopes.

    None if it was never given, is revoked or expired, or its owner may not act any more. Found
    by the secret's hash, so that the time it takes tells nothing of any secret. Three queries
    at most, the third once a day.
    """
    if not secret.startswith(PREFIX) or not secret.isascii():
        return None
    row = ApiToken.objects.alive(now=now).filter(secret_sha256=_hash(secret)).first()
    if row is None:
        return None
    today = timezone.localtime(now).date()
    grants = row.grants_on(today)
    if grants is None:
        return None
    if row.used_on != today:
        ApiToken.objects.note_use(row.pk, on=today)
    return Actor(
        key=row.key,
        name=row.name,
        grants=grants,
        person=row.user_id,
        origin=origin,
        scopes=frozenset(row.scopes),
    )


def _check(new: NewToken) -> None:
    name = new.name.strip()
    if not name or len(name) > _LONGEST_NAME:
        raise RefusedError(gettext("Give the token a name, so that you know it later."))
    if not 1 <= new.days <= MOST_DAYS:
        raise RefusedError(
            gettext("A token lives at least a day and at most %(days)d days.") % {"days": MOST_DAYS}
        )
    if not new.scopes:
        raise RefusedError(gettext("Choose what the token may be used for."))
    if not new.organisation:
        return
    allowed = ORGANISATION_SCOPES.get(new.role) if new.role else None
    if allowed is None:
        raise RefusedError(gettext("An organisation's token is a reader's or a reporter's."))
    if not new.scopes <= allowed:
        raise RefusedError(gettext("A token of this role cannot be used for all that was chosen."))


def _owner(actor: Actor, new: NewToken) -> int | None:
    return None if new.organisation else actor.person


def _refuse_to_token(actor: Actor) -> None:
    """A stolen token must not make others that outlive it."""
    if actor.scopes is not None:
        raise ForbiddenError(gettext("A token cannot make tokens. Sign in on the page."))


def _may_revoke(row: ApiToken, actor: Actor) -> bool:
    if actor.scopes is not None:
        return row.key == actor.key
    if row.user_id is not None and row.user_id == actor.person:
        return True
    organisation = row.organisation.code if row.organisation else ""
    action = Action.MANAGE_TOKENS if organisation else Action.OPERATE
    try:
        require(actor, action, organisation=organisation)
    except ForbiddenError:
        return False
    return True


def _organisation(code: str) -> Organisation:
    row = Organisation.objects.filter(code=code).first()
    if row is None:
        raise RefusedError(gettext("There is no organisation “%(code)s”.") % {"code": code})
    return row


def _hash(secret: str) -> str:
    # The secret has 256 bits of chance: a plain hash cannot be turned back.
    return sha256(secret.encode()).hexdigest()
