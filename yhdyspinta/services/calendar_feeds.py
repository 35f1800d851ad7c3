"""Calendar links: secret addresses from which calendar programs read dated things.

Only the hash of a secret is kept. What a link shows is what its maker may read at the moment.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta.calc.register import own_organisations
from yhdyspinta.services import audit, dated_things, places, register
from yhdyspinta.services.access import ForbiddenError, require
from yhdyspinta.services.dated_things import Scope, Span
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor, Origin
from yhdyspinta.terms.annual_clock import CalendarFeed, ClockEntry
from yhdyspinta.terms.languages import Names

_BYTES = 32
_LONGEST_SECRET = 64
_MOST = 50
# What a calendar holds around the day on which it is read.
_BEFORE, _AFTER = timedelta(days=120), timedelta(days=550)
_NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class About:
    """What a link is about: a body, an organisation, a county's code; nothing: one's own work."""

    body: str = ""
    organisation: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What a link shows: about what, in which language, its entries."""

    feed: CalendarFeed
    entries: tuple[ClockEntry, ...]


@transaction.atomic
def make(about: About, *, actor: Actor, language: str, now: datetime) -> tuple[CalendarFeed, str]:
    """Make a link of one's own, and return it with its secret, which is nowhere to be had again.

    Raises ForbiddenError for a visitor or a token, RefusedError for what cannot be read.
    """
    person = _person(actor)
    rows = store.CalendarFeed.objects.filter(user=person, revoked_at=None)
    if rows.count() >= _MOST:
        raise RefusedError(gettext("There are too many calendar links: revoke some first."))
    body = None
    if about.body:
        body = register.found(store.Body.objects.readable(actor), about.body)
    secret = secrets.token_urlsafe(_BYTES)
    row = store.CalendarFeed.objects.create(
        secret_sha256=_hash(secret),
        user_id=person,
        body=body,
        organisation=register.organisation(about.organisation),
        area=register.area(about.area),
        language=language,
        made_at=now,
    )
    audit.record("calendar.add", f"calendar:{row.pk}", actor=actor, now=now, about=_about(row))
    return _as_terms(row), secret


def own(*, actor: Actor) -> list[CalendarFeed]:
    """Return one's own links that work, the newest first. Raises ForbiddenError for a visitor."""
    rows = store.CalendarFeed.objects.filter(user=_person(actor), revoked_at=None)
    chosen = rows.select_related("body", "organisation", "area")
    return [_as_terms(row) for row in chosen.order_by("-made_at", "-id")]


@transaction.atomic
def revoke(number: int, *, actor: Actor, now: datetime) -> None:
    """End a link of one's own for good. Raises RefusedError if one has no such link."""
    rows = store.CalendarFeed.objects.select_for_update(no_key=True, of=("self",))
    row = rows.filter(pk=number, user=_person(actor)).first()
    if row is None:
        raise RefusedError(gettext("There is no such calendar link."))
    if row.revoked_at is None:
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        audit.record(
            "calendar.revoke", f"calendar:{row.pk}", actor=actor, now=now, about=_about(row)
        )


def read(secret: str, *, origin: Origin, now: datetime) -> Read | None:
    """Return what a link shows now; None if there is none, it was revoked, or its maker may not.

    Found by the secret's hash, so that the time it takes tells nothing of any secret.
    """
    if not secret.isascii() or len(secret) > _LONGEST_SECRET:
        return None
    rows = store.CalendarFeed.objects.filter(secret_sha256=_hash(secret), revoked_at=None)
    row = rows.select_related("body", "organisation", "area").first()
    person = store.User.objects.with_grants(row.user_id) if row else None
    today = timezone.localtime(now).date()
    grants = person.grants_on(today) if person else ()
    if row is None or person is None or not grants:
        return None
    actor = Actor(person.key, person.name, grants, person=person.pk, origin=origin)
    if row.body and not store.Body.objects.readable(actor).filter(pk=row.body.pk).exists():
        return None
    entries = dated_things.gather(_scope(row, actor, on=today), _span(today), actor=actor)
    if row.read_at is None or now - row.read_at >= _NOTED_EVERY:
        store.CalendarFeed.objects.note_reading(row.pk, now=now)
    return Read(_as_terms(row), tuple(entries))


def choices(*, actor: Actor, on: date) -> dict[str, dict[str, Names]]:
    """Return what a person can make a link of: their organisations, counties, bodies, by code."""
    own_codes = set(own_organisations(actor))
    bodies = store.Body.objects.readable(actor).order_by("name_fi", "code")
    return {
        "organisation": places.names_of(own_codes),
        "area": places.counties(on=on),
        "body": {row.code: row.names for row in bodies},
    }


def _scope(row: store.CalendarFeed, actor: Actor, *, on: date) -> Scope:
    if row.body:
        return Scope(body=row.body.code)
    if row.organisation:
        return Scope(organisations=frozenset({row.organisation.code}))
    if row.area:
        place = places.place(row.area.code, on=on)
        return Scope(area=place.cooperation)
    return Scope(organisations=own_organisations(actor) or frozenset({"-"}))


def _span(today: date) -> Span:
    return Span(today - _BEFORE, today + _AFTER, today)


def _person(actor: Actor) -> int:
    require(actor, Action.SIGNED_IN)
    if actor.person is None or actor.scopes is not None:
        raise ForbiddenError(gettext("A calendar link is a person's. Sign in on the page."))
    return actor.person


def _about(row: store.CalendarFeed) -> str:
    for name in ("body", "organisation", "area"):
        found = getattr(row, name)
        if found is not None:
            return f"{name}:{found.code}"
    return "own"


def _as_terms(row: store.CalendarFeed) -> CalendarFeed:
    names = Names("")
    if row.body:
        names = row.body.names
    elif row.organisation:
        found = row.organisation
        names = Names(found.name_fi, found.name_sv, found.name_en)
    elif row.area:
        names = Names(row.area.short_fi, row.area.short_sv, row.area.short_en)
    return CalendarFeed(
        number=row.pk,
        made_at=row.made_at,
        language=row.language,
        body=row.body.code if row.body else "",
        organisation=row.organisation.code if row.organisation else "",
        area=row.area.code if row.area else "",
        names=names,
        read_at=row.read_at,
        revoked_at=row.revoked_at,
    )


def _hash(secret: str) -> str:
    # The secret has 256 bits of chance: a plain hash cannot be turned back.
    return sha256(secret.encode()).hexdigest()
