"""Meetings as those who may read them see them: a county's, and one with what it refers to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Count, QuerySet, Sum

from yhdyspinta.calc.access import may
from yhdyspinta.calc.meetings import HELSINKI, local_day
from yhdyspinta.calc.register import may_keep
from yhdyspinta.services import meetings, outcomes, places, register
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import AgendaItem, ListedMeeting, Meeting, MeetingState, Outcome
from yhdyspinta.terms.register import Level

MOST = 50


@dataclass(frozen=True, slots=True)
class Calendar:
    """A county's meetings: the next ones soonest first, past ones newest first.

    `bodies` are those that have meetings, by code; `years` in which there are any, newest first.
    `more` tells that there are more of either than are listed.
    """

    coming: tuple[ListedMeeting, ...]
    past: tuple[ListedMeeting, ...]
    bodies: Mapping[str, Names]
    years: tuple[int, ...]
    more: bool
    may_keep: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What a meeting's forms offer to choose from, by code: bodies that an actor may keep."""

    bodies: Mapping[str, Names]
    organisations: Mapping[str, Names]
    phenomena: Mapping[str, Names]


@dataclass(frozen=True, slots=True)
class Reference:
    """Another meeting, or an item of it (`number`, 0: the meeting itself)."""

    code: str
    title: str
    starts_at: datetime
    number: int = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """A meeting with what it refers to, and what the reader may do.

    `phenomena` are titles by code, `moving` the codes of those that have not been closed.
    `began` gives the phenomenon of a decision by the outcome's number. `carried_from` is by
    `code/number`, `carried_to` by this meeting's item.
    """

    meeting: Meeting
    body: str
    body_names: Names
    level: Level
    area: str
    owner: str
    organisations: Mapping[str, Names]
    phenomena: Mapping[str, str]
    moving: frozenset[str]
    began: Mapping[int, str]
    carried_from: Mapping[str, Reference]
    carried_to: Mapping[int, tuple[Reference, ...]]
    carried: frozenset[int]
    later: tuple[Reference, ...]
    series_title: str
    may_keep: bool
    runs_rounds: bool


def of_area(
    area: str, *, actor: Actor, now: datetime, body: str = "", year: int | None = None
) -> Calendar:
    """Return a county's meetings that an actor may read: of a body, of a year, or the nearest."""
    readable = store.Meeting.objects.readable(actor).of_area(area)
    wanted = readable.filter(body__code=body) if body else readable
    if year:
        wanted = wanted.filter(starts_at__gte=_new_year(year), starts_at__lt=_new_year(year + 1))
    coming = wanted.filter(ends_at__gte=now).order_by("starts_at", "code")
    past = wanted.filter(ends_at__lt=now).order_by("-starts_at", "code")
    most = 1000 if year else MOST
    listed = _listed(coming, most + 1), _listed(past, most + 1)
    return Calendar(
        coming=listed[0][:most],
        past=listed[1][:most],
        bodies=_bodies(area, actor),
        years=_years(readable),
        more=any(len(each) > most for each in listed),
        may_keep=may(actor, Action.KEEP_REGISTER),
    )


def choices(area: str, *, actor: Actor, on: date, meeting: Meeting | None = None) -> Choices:
    """Return what a county's meetings can be made of; what a meeting has already is among it."""
    rows = store.Body.objects.of_area(area).select_related("owner").order_by("name_fi", "code")
    bodies = {
        row.code: row.names for row in rows if may_keep(actor, row.owner.code if row.owner else "")
    }
    organisations = dict(places.organisations(area, on=on))
    phenomena = store.Phenomenon.objects.readable(actor).of_area(area)
    found = {row.code: Names(row.title) for row in phenomena.order_by("-noticed_on", "code")}
    if meeting is not None:
        bodies.setdefault(meeting.body, Names(meeting.body))
        parts: list[AgendaItem | Outcome] = [*meeting.agenda, *meeting.outcomes]
        missing = {each.owner for each in parts} - {"", *organisations}
        organisations |= places.names_of(missing) if missing else {}
        for part in parts:
            if part.phenomenon:
                found.setdefault(part.phenomenon, Names(part.phenomenon))
    return Choices(bodies, organisations, found)


def opened(code: str, *, actor: Actor) -> Opened:
    """Return a meeting with what it refers to. Raises RefusedError if there is none to read."""
    row = register.found(store.Meeting.objects.readable(actor).whole(), code)
    meeting, body = row.as_terms(), row.body
    owner = body.owner.code if body.owner else ""
    began = _began(row, meeting)
    parts: list[AgendaItem | Outcome] = [*meeting.agenda, *meeting.outcomes]
    codes = {each.phenomenon for each in parts}
    phenomena, moving = _phenomena({*codes, *began.values()}, actor)
    return Opened(
        meeting=meeting,
        body=body.code,
        body_names=body.names,
        level=Level(body.level),
        area=row.area.code if row.area else "",
        owner=owner,
        organisations=places.names_of({each.owner for each in parts} | {owner}),
        phenomena=phenomena,
        moving=moving,
        began={number: code for number, code in began.items() if code in phenomena},
        carried_from=_carried_from(meeting, actor),
        carried_to=_carried_to(row, actor),
        carried=frozenset(outcomes.carried(code)),
        later=later_of(meeting, actor=actor),
        series_title=row.series.title if row.series else "",
        may_keep=may_keep(actor, owner) if owner else may(actor, Action.OPERATE),
        runs_rounds=may(actor, Action.RUN_ROUND),
    )


def later_of(meeting: Meeting, *, actor: Actor) -> tuple[Reference, ...]:
    """Return the planned meetings of the same body after one, the next one first."""
    rows = store.Meeting.objects.readable(actor).filter(
        body__code=meeting.body, state=MeetingState.PLANNED, starts_at__gt=meeting.starts_at
    )
    return tuple(
        Reference(row.code, row.title, row.starts_at)
        for row in rows.order_by("starts_at", "code")[:10]
    )


def began_by(code: str, number: int, *, actor: Actor) -> str:
    """Return the code of the phenomenon that an outcome goes back to, empty for none."""
    meeting = meetings.known(code, actor=actor)
    return _began(store.Meeting.objects.get(code=code), meeting).get(number, "")


def _new_year(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time(), HELSINKI).astimezone(UTC)


def _listed(rows: QuerySet[store.Meeting], most: int) -> tuple[ListedMeeting, ...]:
    found = list(rows.select_related("body").defer("minutes")[:most])
    keys = [row.pk for row in found]
    counts = _by_meeting(
        store.AgendaItem.objects.filter(meeting__in=keys), count=Count("pk"), minutes=Sum("minutes")
    )
    results = _by_meeting(store.Outcome.objects.filter(meeting__in=keys), count=Count("pk"))
    written = set(
        store.Meeting.objects.filter(pk__in=keys)
        .exclude(minutes="", minutes_link="")
        .values_list("pk", flat=True)
    )
    return tuple(
        ListedMeeting(
            code=row.code,
            title=row.title,
            body=row.body.code,
            body_names=row.body.names,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            place=row.place,
            state=MeetingState(row.state),
            items=counts.get(row.pk, {}).get("count") or 0,
            agenda_minutes=counts.get(row.pk, {}).get("minutes") or 0,
            outcomes=results.get(row.pk, {}).get("count") or 0,
            has_minutes=row.pk in written,
            invented=row.invented,
        )
        for row in found
    )


def _by_meeting(
    rows: "QuerySet[store.AgendaItem] | QuerySet[store.Outcome]", **sums: Count | Sum
) -> dict[int, dict[str, int]]:
    """Sum up rows by their meeting: one query for a whole list."""
    found: Any = rows.order_by().values("meeting").annotate(**sums)
    return {each["meeting"]: each for each in found}


def _bodies(area: str, actor: Actor) -> dict[str, Names]:
    rows = store.Body.objects.readable(actor).of_area(area).filter(meetings__isnull=False)
    return {row.code: row.names for row in rows.order_by("name_fi", "code").distinct()}


def _years(rows: QuerySet[store.Meeting]) -> tuple[int, ...]:
    first = rows.order_by("starts_at").values_list("starts_at", flat=True).first()
    last = rows.order_by("-starts_at").values_list("starts_at", flat=True).first()
    if first is None or last is None:
        return ()
    return tuple(range(local_day(last).year, local_day(first).year - 1, -1))


def _began(row: store.Meeting, meeting: Meeting) -> dict[int, str]:
    """Find each outcome's phenomenon: its own, its item's, or the one whose step names it."""
    steps = store.PhenomenonStep.objects.filter(meeting=row, outcome__isnull=False)
    found = dict(steps.values_list("outcome__number", "phenomenon__code"))
    items = {each.number: each.phenomenon for each in meeting.agenda}
    for outcome in meeting.outcomes:
        code = outcome.phenomenon or items.get(outcome.item or 0, "")
        if code:
            found[outcome.number] = code
    return found


def _phenomena(codes: Iterable[str], actor: Actor) -> tuple[dict[str, str], frozenset[str]]:
    wanted = set(codes) - {""}
    rows = store.Phenomenon.objects.readable(actor).filter(code__in=wanted)
    found = list(rows.values_list("code", "title", "closed_on")) if wanted else []
    titles = {code: title for code, title, _closed in found}
    return titles, frozenset(code for code, _title, closed in found if closed is None)


def _carried_from(meeting: Meeting, actor: Actor) -> dict[str, Reference]:
    wanted = {each.carried_from for each in meeting.agenda} - {""}
    if not wanted:
        return {}
    codes = {each.rpartition("/")[0] for each in wanted}
    rows = store.Meeting.objects.readable(actor).filter(code__in=codes)
    found = {row.code: row for row in rows}
    return {
        each: Reference(row.code, row.title, row.starts_at, int(each.rpartition("/")[2]))
        for each in wanted
        if (row := found.get(each.rpartition("/")[0]))
    }


def _carried_to(row: store.Meeting, actor: Actor) -> dict[int, tuple[Reference, ...]]:
    readable = store.Meeting.objects.readable(actor).values("pk")
    items = store.AgendaItem.objects.filter(carried_from__meeting=row, meeting__in=readable)
    found: dict[int, tuple[Reference, ...]] = {}
    for item in items.select_related("meeting", "carried_from").order_by("meeting__starts_at"):
        if item.carried_from is None:
            continue
        number = item.carried_from.number
        meeting = item.meeting
        reference = Reference(meeting.code, meeting.title, meeting.starts_at, item.number)
        found[number] = (*found.get(number, ()), reference)
    return found
