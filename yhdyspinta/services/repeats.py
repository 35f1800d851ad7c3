"""A write that a client sends again under the same key is done once and answered alike."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import OnceKey

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it is kept: its status, its text and the headers that belong to it."""

    status: int
    text: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def is_refusal(self) -> bool:
        """Tell whether nothing was done."""
        return self.status >= 400


class OtherRequestError(RefusedError):
    """The key was used for another request. Nothing was done."""


def once(
    owner: str, key: str, work: Callable[[], Answered], *, request_sha256: str, now: datetime
) -> tuple[Answered, bool]:
    """Do some work under an owner's key, or return what it gave before and True.

    The key and the work are one transaction: of two at the same moment the second waits for the
    first's end, and a killed process leaves neither. A refusal is not kept, since it changed
    nothing. Raises OtherRequestError if the key was used for another request.
    """
    try:
        with transaction.atomic():
            row = OnceKey.objects.create(
                owner=owner,
                key=key,
                request_sha256=request_sha256,
                status=0,
                answer="",
                written_at=now,
            )
            done = work()
            if done.is_refusal:
                transaction.set_rollback(True)
            else:
                row.status, row.answer = done.status, json.dumps([done.headers, done.text])
                row.save()
    except IntegrityError:
        kept = OnceKey.objects.of(owner, key).first()
        if kept is None:
            raise
        if kept.written_at <= now - KEPT_FOR:
            kept.delete()
            return once(owner, key, work, request_sha256=request_sha256, now=now)
        return _again(kept, request_sha256), True
    return done, False


def tidy(*, now: datetime) -> int:
    """Forget the keys whose time is over; returns how many."""
    return OnceKey.objects.older_than(now - KEPT_FOR).delete()[0]


def _again(kept: OnceKey, request_sha256: str) -> Answered:
    if kept.request_sha256 != request_sha256:
        raise OtherRequestError(
            gettext("This Idempotency-Key was used for another request: choose a new one.")
        )
    headers, text = json.loads(kept.answer)
    return Answered(kept.status, text, headers)
