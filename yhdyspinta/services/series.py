"""Series of meetings: kept by their body's owner, and planned for a year by their rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from yhdyspinta.calc.access import may
from yhdyspinta.calc.meetings import local_day, planned
from yhdyspinta.calc.recurrence import occurrences
from yhdyspinta.calc.register import may_keep
from yhdyspinta.services import meetings, register
from yhdyspinta.services.meeting_checks import MOST_MINUTES, check_length
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.store import recurrence
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import Meeting, Series
from yhdyspinta.terms.register import RegisterKind

_KIND = RegisterKind.SERIES
# A meeting's code is its series' and the day: `-2027-03-09`.
_LONGEST_CODE = 109


@dataclass(frozen=True, slots=True)
class Overview:
    """A county's series: the names of their bodies, and the codes of those that one may change."""

    series: tuple[Series, ...]
    bodies: Mapping[str, Names]
    kept: frozenset[str]
    may_keep: bool


def known(code: str, *, actor: Actor) -> Series:
    """Return a series that an actor may read. Raises RefusedError if there is none."""
    rows = store.Series.objects.readable(actor).select_related("body")
    return register.found(rows, code).as_terms()


def with_area(code: str, *, actor: Actor) -> tuple[Series, str]:
    """Return a series that an actor may read, and the county whose cooperation it is of."""
    rows = store.Series.objects.readable(actor).select_related("body", "area")
    row = register.found(rows, code)
    return row.as_terms(), row.area.code if row.area else ""


def body_of(series: Series) -> dict[str, Names]:
    """Return the name of the body of a series, by code; one query."""
    return {row.code: row.names for row in store.Body.objects.filter(code=series.body)}


def overview(area: str, *, actor: Actor) -> Overview:
    """Return a county's series by title, with whose they are; one query."""
    rows = store.Series.objects.readable(actor).of_area(area)
    found = list(rows.select_related("body__owner").order_by("title", "code"))
    return Overview(
        series=tuple(row.as_terms() for row in found),
        bodies={row.body.code: row.body.names for row in found},
        kept=frozenset(row.code for row in found if _may_keep(actor, row.body)),
        may_keep=may(actor, Action.KEEP_REGISTER),
    )


@transaction.atomic
def save(series: Series, *, actor: Actor, now: datetime, seen: str = "") -> bool:
    """Add a series, or change the one of its code; return whether anything differs.

    Meetings that were planned by it stay as they are. Raises as `meetings.save` does.
    """
    _check(series)
    body = register.referred(store.Body, series.body)
    if body is None:
        raise RefusedError(gettext("Choose the body whose meetings they are."))
    row = register.locked(store.Series, series.code)
    before = row.as_terms() if row else None
    for each in {body, row.body if row else body}:
        register.keep(actor, each.owner.code if each.owner else "")
    if before:
        register.check_seen(before, seen)
    _write(row or store.Series(code=series.code), series, body=body, now=now)
    return _recorded(body, before, series, actor=actor, now=now)


@transaction.atomic
def remove(code: str, *, actor: Actor, now: datetime) -> None:
    """Take a series away; its meetings stay, as meetings of no series."""
    row = register.held(store.Series, code)
    body, before = row.body, row.as_terms()
    register.keep(actor, body.owner.code if body.owner else "")
    row.delete()
    _recorded(body, before, None, actor=actor, now=now)


@transaction.atomic
def plan(code: str, *, year: int, actor: Actor, now: datetime) -> tuple[Meeting, ...]:
    """Make the meetings of a series that its rule gives from today on in a year; return them.

    What is there already is left alone, also where it was moved or cancelled: planning twice
    makes nothing twice.
    """
    row = register.held(store.Series, code)
    register.keep(actor, row.body.owner.code if row.body.owner else "")
    series = row.as_terms()
    there = list(store.Meeting.objects.filter(series=row).values_list("code", "starts_at"))
    codes = {name for name, _ in there}
    codes |= set(
        store.Meeting.objects.filter(code__startswith=f"{series.code}-{year}-").values_list(
            "code", flat=True
        )
    )
    made = planned(
        series,
        _days(series, year, today=local_day(now)),
        codes=codes,
        taken={local_day(starts) for _, starts in there},
    )
    for meeting in made:
        meetings.save(meeting, actor=actor, now=now)
    return made


def _may_keep(actor: Actor, body: store.Body) -> bool:
    return may_keep(actor, body.owner.code) if body.owner else may(actor, Action.OPERATE)


def _days(series: Series, year: int, *, today: date) -> list[date]:
    first = max(date(year, 1, 1), series.valid_from, today)
    last = min(date(year, 12, 31), series.valid_to or date(year, 12, 31))
    if last < first:
        return []
    return occurrences(series.rule, starting=series.valid_from, first=first, last=last)


def _write(row: store.Series, series: Series, *, body: store.Body, now: datetime) -> None:
    row.body, row.area, row.owner = body, body.area, body.owner
    row.title, row.rule = series.title, recurrence.written(series.rule)
    row.at, row.minutes = series.at, series.minutes
    row.valid_from, row.valid_to = series.valid_from, series.valid_to
    row.place, row.address = series.place, series.address
    row.visibility, row.invented, row.changed_at = series.visibility, series.invented, now
    row.save()


def _check(series: Series) -> None:
    register.check_code(series.code)
    check_length(series.code, _LONGEST_CODE)
    check_length(series.title, 300)
    check_length(series.place, 300)
    check_length(series.address, 1000)
    register.check_link(series.address)
    if not series.title.strip():
        raise RefusedError(gettext("Write the meeting's title."))
    if not 1 <= series.minutes <= MOST_MINUTES:
        raise RefusedError(
            gettext("Give the length in minutes, at most %(most)d.") % {"most": MOST_MINUTES}
        )
    if series.valid_to and series.valid_to < series.valid_from:
        raise RefusedError(gettext("The last day comes before the first."))
    if not 1 <= series.rule.interval <= 99:
        raise RefusedError(gettext("The interval must be from 1 to 99."))


def _recorded(
    body: store.Body, before: Series | None, after: Series | None, *, actor: Actor, now: datetime
) -> bool:
    return register.recorded(
        _KIND,
        before,
        after,
        actor=actor,
        now=now,
        owner=body.owner.code if body.owner else "",
        area_code=body.area.code if body.area else "",
    )
