"""The trail of writes; called inside the transaction that writes."""

from datetime import datetime
from typing import Any

from yhdyspinta.store.models import Event


def record(action: str, subject: str, *, actor: str, now: datetime, **details: Any) -> None:
    """Append an event: who did what to what, with counts or before/after values."""
    # A subject may hold the name of somebody's file; PostgreSQL refuses what is too long.
    subject = subject[: Event._meta.get_field("subject").max_length]
    Event.objects.create(at=now, actor=actor, action=action, subject=subject, details=details)
