"""What the trail keeps of signing in: that it happened, by which means, and that it failed."""

from datetime import datetime
from typing import Any

from yhdyspinta.services import audit
from yhdyspinta.store.models import Grant, User
from yhdyspinta.terms.access import Actor, Origin


def note(what: str, person: int | None, *, now: datetime, origin: Origin, **details: Any) -> None:
    """Append `signin.<what>` of a person; of nobody known where an attempt names no one.

    What was typed is never kept: a mistyped address or password may be somebody else's.
    """
    key = f"person:{person}" if person is not None else "unknown"
    actor = Actor(key if person is not None else "", origin=origin)
    held = Grant.objects.filter(user=person, ended_at=None, organisation__isnull=False)
    code = held.order_by("id").values_list("organisation__code", flat=True).first()
    audit.record(f"signin.{what}", key, actor=actor, now=now, organisation=code or "", **details)


def note_failure(email: str, *, now: datetime, origin: Origin, reason: str) -> None:
    """Append that somebody tried to sign in with an address and was not let in."""
    person = User.objects.filter(email__iexact=email).values_list("pk", flat=True).first()
    key = f"person:{person}" if person is not None else "unknown"
    audit.record("signin.failed", key, actor=Actor(origin=origin), now=now, why=reason)


def language_of(email: str) -> str:
    """Return the language of the person with an address; empty if there is none."""
    found = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
    return found or ""
