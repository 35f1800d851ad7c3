"""Whether an installation may serve others, and what an older one lacks after new tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import gettext

from yhdyspinta.services import demo_people, reference, search
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import Area, SearchEntry
from yhdyspinta.terms.access import Actor


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps an installation in use from serving, and what to do about it."""

    subject: str
    remedy: str


class UnfitError(RefusedError):
    """The installation is in use with settings that are fit for one's own machine only."""


def faults() -> Iterator[Fault]:
    """Say what keeps the installation from serving others; nothing on one's own machine.

    It is in use when it is served over HTTPS or under another name than this machine's own.
    """
    if not settings.IN_USE:
        return
    if settings.DEBUG:
        yield Fault(
            gettext("Debugging shows internals to everybody."), gettext("Unset YHDYSPINTA_DEBUG.")
        )
    if not settings.SECRET_KEY_IS_SAFE:
        yield Fault(
            gettext("The secret key is an example's, or is not kept."),
            gettext("Set SECRET_KEY, or make the folder of YHDYSPINTA_DATA writable."),
        )
    if not settings.HTTPS_ONLY:
        yield Fault(
            gettext("Passwords would go over the network in the clear."),
            gettext("Set YHDYSPINTA_HTTPS=1 behind a proxy that ends TLS."),
        )
    if not demo_people.are_welcome() and _has_demo_people():
        yield Fault(
            gettext("The demo's people can sign in with a password that everybody knows."),
            gettext("Run: yhdyspinta people close-demo. For a demo for others: YHDYSPINTA_DEMO=1."),
        )


def _has_demo_people() -> bool:
    try:
        return demo_people.exist()
    except DatabaseError:
        # Without its tables nobody can sign in; what is wrong is told by who needs them.
        return False


def require_fit() -> None:
    """Raise UnfitError with every fault and its remedy, if there is one."""
    found = [f"{each.subject} {each.remedy}" for each in faults()]
    if found:
        raise UnfitError("\n".join([gettext("Yhdyspinta does not start:"), *found]))


@transaction.atomic
def bring_up_to_date(*, actor: Actor, now: datetime) -> None:
    """After new tables: load kinds of shipped facts that an older version did not have.

    What was there before search was, is indexed. A new, empty installation stays empty: it gets
    its facts with what needs them.
    """
    if not Area.objects.exists():
        return
    reference.load_missing(actor=actor, now=now)
    if not SearchEntry.objects.exists():
        search.rebuild(actor=actor)
