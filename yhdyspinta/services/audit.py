"""The trail of what was done; called inside the transaction that does it."""

from datetime import datetime
from typing import Any

from yhdyspinta.store.models import Event
from yhdyspinta.terms.access import Actor


def record(
    action: str,
    subject: str,
    *,
    actor: Actor,
    now: datetime,
    organisation: str = "",
    area: str = "",
    roadmap: str = "",
    reason: str = "",
    **details: Any,
) -> None:
    """Append an event: who did what to what, for which organisation, from where, and why.

    `details` holds counts, or what stood there `before` and `after`.
    """
    # A subject may hold the name of somebody's file; PostgreSQL refuses what is too long.
    subject = subject[: Event._meta.get_field("subject").max_length]
    Event.objects.create(
        at=now,
        actor=actor.key,
        action=action,
        subject=subject,
        organisation=organisation,
        area=area,
        roadmap=roadmap,
        door=actor.origin.door,
        address=actor.origin.address,
        request=actor.origin.request,
        reason=reason,
        details=details,
    )
