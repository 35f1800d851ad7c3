"""The annual clock: everything dated of a place in a year, and the clock's own events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from yhdyspinta.calc.access import may
from yhdyspinta.calc.annual_clock import chosen, year_bounds
from yhdyspinta.calc.register import may_keep
from yhdyspinta.services import dated_things, places, register
from yhdyspinta.services.body_overview import acting_for
from yhdyspinta.services.dated_things import Scope, Span
from yhdyspinta.services.places import Place
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.store import recurrence
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.annual_clock import ClockEntry, ClockEvent, ClockKind, Precision
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.recurrence import Frequency, Recurrence
from yhdyspinta.terms.register import RegisterKind

_KIND = RegisterKind.CLOCK_EVENT
EARLIEST, LATEST = 1950, 2099
_MOST_INTERVAL = 120


@dataclass(frozen=True, slots=True)
class Year:
    """A place's year: all its entries and the chosen ones, and the names of organisations.

    `may_add`: whether the reader may add an event of the clock.
    """

    entries: tuple[ClockEntry, ...]
    chosen: tuple[ClockEntry, ...]
    organisations: Mapping[str, Names]
    may_add: bool


def year_of(
    place: Place,
    *,
    actor: Actor,
    year: int,
    on: date,
    organisations: Iterable[str] | None = None,
    kinds: Iterable[ClockKind] | None = None,
) -> list[ClockEntry]:
    """Return what is dated in a place's year, that an actor may read, in order.

    A county's has its municipalities' things too; a municipality's what concerns it. Both have
    the nation's events. Raises RefusedError for a year that the clock does not know.
    """
    entries = _entries(place, actor=actor, year=year, on=on)
    return chosen(entries, organisations=organisations, kinds=kinds)


def overview(
    place: Place,
    *,
    actor: Actor,
    year: int,
    on: date,
    organisations: Iterable[str] = (),
    kinds: Iterable[ClockKind] = (),
) -> Year:
    """Return a place's year with what its page needs; under twenty queries at any size."""
    entries = _entries(place, actor=actor, year=year, on=on)
    codes = {code for entry in entries for code in entry.organisations}
    names = dict(places.organisations(place.cooperation, on=on))
    ordered = {code: found for code, found in names.items() if code in codes}
    others = places.names_of(codes - set(ordered))
    return Year(
        entries=tuple(entries),
        chosen=tuple(chosen(entries, organisations=organisations, kinds=kinds)),
        organisations={**ordered, **others},
        may_add=may(actor, Action.KEEP_REGISTER),
    )


def _entries(place: Place, *, actor: Actor, year: int, on: date) -> list[ClockEntry]:
    if not EARLIEST <= year <= LATEST:
        raise RefusedError(
            gettext("The year must be from %(first)d to %(last)d.")
            % {"first": EARLIEST, "last": LATEST}
        )
    own = acting_for(place.area) if place.is_municipality else frozenset[str]()
    if place.is_municipality and not own:
        return []
    first, last = year_bounds(year)
    return dated_things.gather(Scope(place.cooperation, own), Span(first, last, on), actor=actor)


def known(code: str, *, actor: Actor) -> ClockEvent:
    """Return an event that an actor may read. Raises RefusedError if there is none."""
    rows = store.ClockEvent.objects.readable(actor).select_related("area", "owner")
    return register.found(rows, code).as_terms()


def owners(
    area: str, *, actor: Actor, on: date, event: ClockEvent | None = None
) -> Mapping[str, Names]:
    """Return the organisations for which an actor may keep events of a county's cooperation.

    The owner of the `event` is always among them.
    """
    found = places.organisations(area, on=on)
    kept = {code: names for code, names in found.items() if may_keep(actor, code)}
    if event and event.owner:
        kept = {**places.names_of({event.owner} - set(kept)), **kept}
    return kept


@transaction.atomic
def save(event: ClockEvent, *, actor: Actor, now: datetime, seen: str = "") -> bool:
    """Add an event, or change the one of its code; return whether anything differs.

    Raises ForbiddenError for another organisation's, StaleError if it is not what was `seen`,
    RefusedError for what is not whole.
    """
    _check(event)
    row, before = register.to_save(
        store.ClockEvent, event, store.ClockEvent.as_terms, actor=actor, seen=seen
    )
    row.area, row.owner = register.area(event.area), register.organisation(event.owner)
    row.name_fi, row.name_sv, row.name_en = event.names.fi, event.names.sv, event.names.en
    row.lane_fi, row.lane_sv, row.lane_en = event.lane.fi, event.lane.sv, event.lane.en
    row.kind, row.precision = event.kind, event.precision
    row.starts_on, row.ends_on = event.starts_on, event.ends_on
    row.rule = recurrence.written(event.rule)
    row.note, row.address, row.visibility = event.note, event.address, event.visibility
    row.source, row.invented, row.changed_at = event.source, event.invented, now
    row.save()
    return register.recorded(_KIND, before, event, actor=actor, now=now)


@transaction.atomic
def remove(code: str, *, actor: Actor, now: datetime) -> None:
    """Take an event away; what stood there stays in the trail."""
    row, before = register.owned(store.ClockEvent, code, store.ClockEvent.as_terms, actor=actor)
    row.delete()
    register.recorded(_KIND, before, None, actor=actor, now=now)


def _check(event: ClockEvent) -> None:
    register.check_code(event.code)
    register.check_link(event.address)
    register.check_texts(event.note, event.source)
    if not event.names.fi.strip():
        raise RefusedError(gettext("Write the name in Finnish; Swedish and English may follow."))
    _check_lengths(event)
    if event.ends_on and event.ends_on < event.starts_on:
        raise RefusedError(gettext("The last day comes before the first."))
    if not EARLIEST <= event.starts_on.year <= LATEST:
        raise RefusedError(
            gettext("The year must be from %(first)d to %(last)d.")
            % {"first": EARLIEST, "last": LATEST}
        )
    if event.rule:
        if event.precision is not Precision.DAY:
            raise RefusedError(gettext("What recurs by a rule is known by the day."))
        check_rule(event.rule)


def _check_lengths(event: ClockEvent) -> None:
    names = (event.names.fi, event.names.sv, event.names.en)
    lanes = (event.lane.fi, event.lane.sv, event.lane.en)
    for texts, most in ((names, 300), (lanes, 160), ((event.address,), 1000)):
        if max(map(len, texts)) > most:
            raise RefusedError(
                gettext("The text is too long: at most %(most)d characters.") % {"most": most}
            )


def check_rule(rule: Recurrence) -> None:
    """Raise RefusedError for a rule that gives no days, or says two things at once."""
    is_weekly = rule.frequency is Frequency.WEEKLY
    wrong = (
        not 1 <= rule.interval <= _MOST_INTERVAL
        or any(not 1 <= month <= 12 for month in rule.months)
        or (rule.months and rule.frequency is not Frequency.YEARLY)
        or (rule.weekday is not None and not 0 <= rule.weekday <= 6)
        or rule.nth not in range(-1, 5)
        or (rule.day is not None and rule.day != -1 and not 1 <= rule.day <= 31)
        or (rule.day is not None and (rule.weekday is not None or is_weekly))
        or (rule.nth and (rule.weekday is None or is_weekly))
    )
    if wrong:
        raise RefusedError(
            gettext(
                "The rule cannot be followed: give either a weekday or a day of the month, months"
                " only for what recurs every year."
            )
        )
