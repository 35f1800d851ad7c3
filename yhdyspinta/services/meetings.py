"""Meetings of bodies: written by their body's owner, with agenda and outcomes in place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from yhdyspinta.calc.meetings import is_step, sequence_of, settled
from yhdyspinta.services import meeting_checks, register
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.meetings import AgendaItem, Meeting, MeetingState, Outcome
from yhdyspinta.terms.register import RegisterKind

_KIND = RegisterKind.MEETING


@dataclass(frozen=True, slots=True)
class Referred:
    """The rows that a meeting's agenda and outcomes refer to, by code."""

    organisations: Mapping[str, store.Organisation]
    phenomena: Mapping[str, store.Phenomenon]
    tasks: Mapping[str, store.Task]
    items: Mapping[str, store.AgendaItem]


def known(code: str, *, actor: Actor) -> Meeting:
    """Return a meeting that an actor may read. Raises RefusedError if there is none."""
    return register.found(store.Meeting.objects.readable(actor).whole(), code).as_terms()


def readable(area: str | None, *, actor: Actor, body: str = "") -> QuerySet[store.Meeting]:
    """Return the rows of meetings that an actor may read: a county's (None: all), of a body."""
    rows = store.Meeting.objects.readable(actor).whole()
    rows = rows if area is None else rows.of_area(area)
    return rows.filter(body__code=body) if body else rows


@transaction.atomic
def save(meeting: Meeting, *, actor: Actor, now: datetime, seen: str = "") -> bool:
    """Add a meeting, or change the one of its code; return whether anything differs.

    Agenda items and outcomes keep their identity by number. The sequence grows by itself. Raises
    ForbiddenError unless the actor keeps the register of the body's owner, StaleError if it is
    not what was `seen`, RefusedError for what is not whole.
    """
    meeting = normal(meeting)
    meeting_checks.check(meeting)
    body = _body(meeting.body)
    row = register.locked(store.Meeting, meeting.code)
    before = _whole(row).as_terms() if row else None
    for owner in {_owner(body), _owner(row.body) if row else _owner(body)}:
        register.keep(actor, owner)
    if before:
        register.check_seen(before, seen)
        _check_step(before.state, meeting.state)
        meeting = replace(meeting, sequence=sequence_of(before, meeting))
    row = _written(row or store.Meeting(code=meeting.code), meeting, body=body, now=now)
    referred = _referred(meeting)
    _write_agenda(row, meeting.agenda, before=before, to=referred)
    _write_outcomes(row, meeting.outcomes, before=before, to=referred)
    return _recorded(body, before, meeting, actor=actor, now=now)


@transaction.atomic
def remove(code: str, *, actor: Actor, now: datetime) -> None:
    """Take a meeting away with its agenda and outcomes; what stood there stays in the trail."""
    row = register.held(store.Meeting, code)
    body = row.body
    register.keep(actor, _owner(body))
    before = _whole(row).as_terms()
    row.delete()
    _recorded(body, before, None, actor=actor, now=now)


@transaction.atomic
def change_state(
    code: str, state: MeetingState, *, actor: Actor, now: datetime, seen: str = ""
) -> bool:
    """Mark a meeting held or cancelled, or planned again; return whether it was not so already.

    Raises RefusedError for a step that there is not, and for one held before it has begun.
    """
    before = known(code, actor=actor)
    if state is MeetingState.HELD and before.starts_at > now:
        raise RefusedError(gettext("The meeting has not begun yet: it cannot have been held."))
    return save(replace(before, state=state), actor=actor, now=now, seen=seen)


def normal(meeting: Meeting) -> Meeting:
    """Return a meeting as it is stored: times in UTC, rows in order, actions with a state."""
    return replace(
        meeting,
        starts_at=meeting.starts_at.astimezone(UTC),
        ends_at=meeting.ends_at.astimezone(UTC),
        agenda=tuple(sorted(meeting.agenda, key=lambda each: each.number)),
        outcomes=tuple(sorted(map(settled, meeting.outcomes), key=lambda each: each.number)),
    )


def record(
    row: store.Meeting, before: Meeting, after: Meeting, *, actor: Actor, now: datetime
) -> bool:
    """Leave in the trail what another use case changed in a meeting's row."""
    return _recorded(row.body, before, after, actor=actor, now=now)


def _body(code: str) -> store.Body:
    body = register.referred(store.Body, code)
    if body is None:
        raise RefusedError(gettext("Choose the body whose meeting it is."))
    return body


def _owner(body: store.Body) -> str:
    return body.owner.code if body.owner else ""


def _whole(row: store.Meeting) -> store.Meeting:
    """Read a locked row with what its record needs."""
    return store.Meeting.objects.whole().get(pk=row.pk)


def _check_step(before: MeetingState, after: MeetingState) -> None:
    if not is_step(before, after):
        raise RefusedError(
            gettext("A meeting that was held cannot be cancelled: first mark it planned again.")
            if before is MeetingState.HELD
            else gettext("A cancelled meeting must first be planned again.")
        )


def _written(
    row: store.Meeting, meeting: Meeting, *, body: store.Body, now: datetime
) -> store.Meeting:
    row.body, row.area, row.owner = body, body.area, body.owner
    row.series = register.referred(store.Series, meeting.series)
    row.title, row.place, row.address = meeting.title, meeting.place, meeting.address
    row.starts_at, row.ends_at = meeting.starts_at, meeting.ends_at
    row.state, row.sequence = meeting.state, meeting.sequence
    row.minutes, row.minutes_link = meeting.minutes, meeting.minutes_link
    row.visibility, row.invented = meeting.visibility, meeting.invented
    row.changed_at = now
    row.save()
    return row


def _referred(meeting: Meeting) -> Referred:
    """Fetch what agenda and outcomes name. Raises RefusedError that names what there is not."""
    parts: list[AgendaItem | Outcome] = [*meeting.agenda, *meeting.outcomes]
    return Referred(
        organisations=register.organisations(each.owner for each in parts),
        phenomena=_named(store.Phenomenon, (each.phenomenon for each in parts)),
        tasks=_named(store.Task, (each.task for each in meeting.outcomes)),
        items=_items(meeting),
    )


def _named(model: Any, codes: Iterable[str]) -> dict[str, Any]:
    wanted = set(codes) - {""}
    # A task's code may be in several roadmaps: the newest then.
    rows = model.objects.filter(code__in=wanted).order_by("pk") if wanted else ()
    found = {row.code: row for row in rows}
    for code in sorted(wanted - set(found)):
        raise register.no_such(code)
    return found


def _items(meeting: Meeting) -> dict[str, store.AgendaItem]:
    wanted = {each.carried_from for each in meeting.agenda} - {""}
    codes = {each.rpartition("/")[0] for each in wanted}
    if meeting.code in codes:
        raise RefusedError(gettext("An item cannot be carried over from its own meeting."))
    rows = store.AgendaItem.objects.filter(meeting__code__in=codes).select_related("meeting")
    found = {f"{row.meeting.code}/{row.number}": row for row in rows} if codes else {}
    for code in sorted(wanted - set(found)):
        raise register.no_such(code)
    return found


def _write_agenda(
    row: store.Meeting, agenda: tuple[AgendaItem, ...], *, before: Meeting | None, to: Referred
) -> None:
    old = {each.number: each for each in before.agenda} if before else {}
    gone = set(old) - {each.number for each in agenda}
    if gone:
        row.agenda.filter(number__in=gone).delete()
    for item in agenda:
        if old.get(item.number) == item:
            continue
        row.agenda.update_or_create(
            number=item.number,
            defaults={
                "title": item.title,
                "minutes": item.minutes,
                "owner": to.organisations.get(item.owner),
                "owner_text": item.owner_text,
                "materials": [
                    {"title": link.title, "address": link.address} for link in item.materials
                ],
                "carried_from": to.items.get(item.carried_from),
                "phenomenon": to.phenomena.get(item.phenomenon),
                "notes": item.notes,
            },
        )


def _write_outcomes(
    row: store.Meeting, outcomes: tuple[Outcome, ...], *, before: Meeting | None, to: Referred
) -> None:
    old = {each.number: each for each in before.outcomes} if before else {}
    gone = set(old) - {each.number for each in outcomes}
    if gone:
        row.outcomes.filter(number__in=gone).delete()
    changed = [each for each in outcomes if old.get(each.number) != each]
    items = {each.number: each for each in row.agenda.all()} if changed else {}
    for outcome in changed:
        row.outcomes.update_or_create(
            number=outcome.number,
            defaults={
                "item": items.get(outcome.item) if outcome.item else None,
                "kind": outcome.kind,
                "text": outcome.text,
                "reference": outcome.reference,
                "owner": to.organisations.get(outcome.owner),
                "owner_text": outcome.owner_text,
                "due_on": outcome.due_on,
                "state": outcome.state or "",
                "done_on": outcome.done_on,
                "task": to.tasks.get(outcome.task),
                "phenomenon": to.phenomena.get(outcome.phenomenon),
            },
        )


def _recorded(
    body: store.Body, before: Meeting | None, after: Meeting | None, *, actor: Actor, now: datetime
) -> bool:
    return register.recorded(
        _KIND,
        before,
        after,
        actor=actor,
        now=now,
        owner=_owner(body),
        area_code=body.area.code if body.area else "",
    )
