"""Reading the trail: pages, files, and the days after which addresses are emptied."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta.calc.access import may_read_address, reach_of
from yhdyspinta.calc.audit import shown_details
from yhdyspinta.labels import audit as audit_labels
from yhdyspinta.services import audit, people
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import audit as rows
from yhdyspinta.store.models import Area, Event, Organisation, User
from yhdyspinta.terms import audit as terms
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.areas import NATIONAL_KINDS
from yhdyspinta.terms.audit import Place, Trail, Wanted
from yhdyspinta.terms.languages import Names

MOST_ON_PAGE = 50
MOST_IN_FILE = 20_000
_MOST_PEOPLE = 20
_CHUNK = 2000


class TooManyError(RefusedError):
    """What is asked for is more than a file holds; nothing was made."""


def midnight(day: date | None, *, later: int = 0) -> datetime | None:
    """Return the beginning of a day in Finnish time, or of one some days later; None for none.

    Raises OverflowError past the end of the calendar.
    """
    if day is None:
        return None
    beginning = datetime.combine(day + timedelta(days=later), time.min)
    return timezone.make_aware(beginning, timezone.get_default_timezone())


def read(
    wanted: Wanted, *, actor: Actor, after: Place | None = None, most: int = MOST_ON_PAGE
) -> Trail:
    """Return a page of what an actor may read of the trail, newest first.

    Addresses and the words of internal notes are left out for whom they are not; see
    calc.access. At most seven queries and one for each of the actor's organisations and areas.
    """
    _check(actor)
    found = rows.page(actor, wanted, after=after, most=most)
    return _told(found.events, actor, following=found.next, is_partial=found.is_partial)


def export(wanted: Wanted, form: str, *, actor: Actor, now: datetime) -> Trail:
    """Return all that is asked of the trail for a file, and append that it was taken.

    Raises TooManyError if that is more than MOST_IN_FILE events: a file that lacks some would
    be taken for the whole.
    """
    _check(actor)
    events: list[terms.Event] = []
    after: Place | None = None
    while not events or after:
        found = rows.page(actor, wanted, after=after, most=_CHUNK)
        events += found.events
        after = found.next
        if len(events) > MOST_IN_FILE:
            raise TooManyError(_too_many())
        if after is None:
            break
    with transaction.atomic():
        audit.record(
            "export.trail",
            form,
            actor=actor,
            now=now,
            organisation=_own(actor),
            count=len(events),
            filter=_plain(wanted),
        )
    return _told(tuple(events), actor)


def _too_many() -> str:
    """Say how many events a file holds at most."""
    most = f"{MOST_IN_FILE:,}".replace(",", "\u00a0")
    return gettext("A file holds at most %(most)s events: choose a shorter time.") % {"most": most}


def who(text: str) -> tuple[str, ...] | None:
    """Return the keys of those whom a text means: a key, or a part of names. None: anybody.

    Raises RefusedError if it means too many people.
    """
    wanted = text.strip()
    if not wanted:
        return None
    found = User.objects.filter(name__icontains=wanted, erased_at=None).order_by("id")
    people_ = [user.key for user in found[: _MOST_PEOPLE + 1]]
    if len(people_) > _MOST_PEOPLE:
        raise RefusedError(gettext("The name means too many people: %(name)s") % {"name": wanted})
    return (wanted, *people_)


def choices(actor: Actor) -> tuple[dict[str, Names], dict[str, Names]]:
    """Return the organisations and the areas whose events an actor may find, by code."""
    reach = reach_of(actor)
    organisations, areas = Organisation.objects.all(), Area.objects.all()
    if not reach.everything and not reach.roadmaps:
        organisations = organisations.filter(code__in=reach.organisations)
        areas = areas.filter(code__in=reach.areas)
    else:
        areas = areas.filter(kind__in=[kind.value for kind in NATIONAL_KINDS])
    return (
        {each.code: _names(each) for each in organisations.order_by("name_fi")},
        {each.code: _short(each) for each in areas.order_by("short_fi")},
    )


def tidy(*, keep_days: int, actor: Actor, now: datetime) -> int:
    """Empty the network addresses of events older than so many days; returns how many."""
    require(actor, Action.OPERATE)
    old = Event.objects.filter(at__lt=now - timedelta(days=keep_days)).exclude(address="")
    emptied, since = 0, datetime.min.replace(tzinfo=UTC)
    while True:
        # In chunks, each from where the former ended: whoever saves meanwhile waits for one of
        # them at most.
        chunk = list(
            old.filter(at__gte=since).order_by("at", "id").values_list("id", "at")[:_CHUNK]
        )
        if not chunk:
            break
        emptied += Event.objects.filter(id__in=[number for number, _ in chunk]).update(address="")
        since = chunk[-1][1]
    if emptied:
        audit.record("trail.tidy", str(emptied), actor=actor, now=now, count=emptied)
    return emptied


def _check(actor: Actor) -> None:
    """Everybody reads their own events; a token, and who is nobody, needs the right to more."""
    if actor.person is None or actor.scopes is not None:
        require(actor, Action.READ_TRAIL)


def _told(
    events: tuple[terms.Event, ...],
    actor: Actor,
    *,
    following: Place | None = None,
    is_partial: bool = False,
) -> Trail:
    shown = tuple(_shown(each, actor) for each in events)
    keys = {key for each in shown for key in audit_labels.keys(each)}
    return Trail(
        events=shown,
        names=people.names(keys),
        organisations={
            each.code: _names(each)
            for each in Organisation.objects.filter(code__in={e.organisation for e in events})
        },
        areas={
            each.code: _short(each)
            for each in Area.objects.filter(code__in={e.area for e in events})
        },
        next=following,
        is_partial=is_partial,
    )


def _shown(event: terms.Event, actor: Actor) -> terms.Event:
    address = event.address if may_read_address(actor, event) else ""
    return replace(event, address=address, details=shown_details(event, actor))


def _own(actor: Actor) -> str:
    """Return the organisation for which somebody reads the trail; empty for an operator."""
    return next((grant.organisation for grant in actor.grants), "")


def _plain(wanted: Wanted) -> dict[str, object]:
    """Write down what was asked, as text."""
    times = {"since": wanted.since, "until": wanted.until}
    told: dict[str, object] = {
        name: timezone.localtime(moment).isoformat() for name, moment in times.items() if moment
    }
    for name in ("actors", "organisation", "area", "actions", "text", "request"):
        asked = getattr(wanted, name)
        if asked:
            told[name] = list(asked) if isinstance(asked, tuple) else asked
    return told


def _names(row: Organisation) -> Names:
    return Names(row.name_fi, row.name_sv, row.name_en)


def _short(row: Area) -> Names:
    return Names(row.short_fi, row.short_sv, row.short_en)


def of_groups(groups: Iterable[str]) -> tuple[str, ...]:
    """Return the actions of groups of actions."""
    wanted = set(groups)
    return tuple(code for code in audit_labels.ACTIONS if code.partition(".")[0] in wanted)
