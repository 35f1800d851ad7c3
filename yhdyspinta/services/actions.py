"""Actions promised in meetings: who owes what by when, their state, and the task one became."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext

from yhdyspinta.calc.access import may
from yhdyspinta.calc.meetings import is_overdue, local_day, with_state
from yhdyspinta.calc.register import may_keep
from yhdyspinta.services import audit, meetings, places, register
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import ActionState, Meeting, Outcome, OutcomeKind, Promised


@dataclass(frozen=True, slots=True)
class Wanted:
    """The roadmap's task that an action is to become: where it belongs and by when."""

    roadmap: str
    theme: str
    subarea: str
    due: Quarter
    title: Names


def open_of(
    area: str | None, *, actor: Actor, on: date, organisation: str = "", municipality: str = ""
) -> list[Promised]:
    """Return open actions that an actor may read, by owner's name and due day.

    Of a county's cooperation (empty: the nation's, None: all), of one organisation, or of those
    that act for a municipality. Two queries.
    """
    readable = store.Meeting.objects.readable(actor)
    rows = _open_rows().filter(
        meeting__in=(readable if area is None else readable.of_area(area)).values("pk")
    )
    if organisation:
        rows = rows.filter(owner__code=organisation)
    if municipality:
        rows = rows.filter(owner__areas__code=municipality)
    return [_promised(row, actor=actor, on=on) for row in rows]


def owners(listed: list[Promised]) -> Mapping[str, Names]:
    """Return the names of the organisations that owe actions, by code; one query."""
    return places.names_of({each.action.owner for each in listed})


@transaction.atomic
def change_state(
    meeting: str, number: int, state: ActionState, *, actor: Actor, now: datetime, seen: str = ""
) -> bool:
    """Say that an action is done, dropped, or open after all; return whether it was not so.

    For people of the organisation that owes it and of the body's owner. `seen` is the mark of the
    action as it was shown; StaleError if it is another.
    """
    row, before, action = _locked(meeting, number, actor=actor)
    _require_owner(row, action, actor)
    register.check_seen(action, seen)
    after = with_state(action, state, on=local_day(now))
    if after.state is action.state:
        return False
    changed = store.Outcome.objects.get(meeting=row, number=number)
    changed.state, changed.done_on = after.state or "", after.done_on
    changed.save(update_fields=["state", "done_on"])
    return _recorded(row, before, after, actor=actor, now=now)


@transaction.atomic
def link_task(meeting: str, number: int, task: str, *, actor: Actor, now: datetime) -> bool:
    """Say which task of a roadmap an action is; for those who change its state."""
    row, before, action = _locked(meeting, number, actor=actor)
    _require_owner(row, action, actor)
    found = store.Task.objects.filter(code=task).order_by("-pk").first()
    if found is None:
        raise register.no_such(task)
    return _tied(row, before, action, task=found, actor=actor, now=now)


@transaction.atomic
def become_task(meeting: str, number: int, wanted: Wanted, *, actor: Actor, now: datetime) -> str:
    """Make an action a task of a roadmap, and return the task's code.

    Needs the right to run the roadmap's rounds. The task stands last in its subarea. Raises
    RefusedError if the action is a task already.
    """
    require(actor, Action.RUN_ROUND, roadmap=wanted.roadmap)
    row, before, action = _locked(meeting, number, actor=actor)
    if action.task:
        raise RefusedError(
            gettext("This is a task of the roadmap already: %(task)s.") % {"task": action.task}
        )
    subarea = _subarea(wanted)
    task = store.Task.objects.create(
        roadmap=subarea.theme.roadmap,
        subarea=subarea,
        code=_free_task(subarea),
        position=subarea.tasks.count() + 1,
        due_quarter=str(wanted.due),
        title_fi=wanted.title.fi,
        title_sv=wanted.title.sv,
        title_en=wanted.title.en,
    )
    audit.record(
        "register.task",
        task.code,
        actor=actor,
        now=now,
        roadmap=wanted.roadmap,
        after={"due": str(wanted.due), "title": wanted.title.fi, "meeting": meeting},
    )
    _tied(row, before, action, task=task, actor=actor, now=now)
    return task.code


def subareas(actor: Actor) -> dict[str, Names]:
    """Return the subareas in whose roadmaps an actor may make tasks, by `roadmap/theme/subarea`."""
    rows = store.Subarea.objects.select_related("theme__roadmap").order_by(
        "theme__roadmap__code", "theme__position", "position"
    )
    return {
        f"{row.theme.roadmap.code}/{row.theme.code}/{row.code}": Names(
            f"{row.theme.name_fi}: {row.code}. {row.name_fi}",
            f"{row.theme.name_sv or row.theme.name_fi}: {row.code}. {row.name_sv or row.name_fi}",
            f"{row.theme.name_en or row.theme.name_fi}: {row.code}. {row.name_en or row.name_fi}",
        )
        for row in (rows if may(actor, Action.RUN_ROUND) else ())
        if may(actor, Action.RUN_ROUND, roadmap=row.theme.roadmap.code)
    }


def may_change(actor: Actor, action: Outcome, *, body_owner: str) -> bool:
    """Tell whether an actor may change an action's state: its owner's people, or the body's."""
    return any(may_keep(actor, each) for each in (action.owner, body_owner) if each) or (
        not body_owner and may(actor, Action.OPERATE)
    )


def _open_rows() -> QuerySet[store.Outcome]:
    rows = store.Outcome.objects.filter(kind=OutcomeKind.ACTION, state=ActionState.OPEN)
    return rows.select_related(
        "meeting__body__owner", "meeting__area", "owner", "item", "task", "phenomenon"
    ).order_by(
        F("owner__name_fi").asc(nulls_last=True),
        F("due_on").asc(nulls_last=True),
        "meeting__starts_at",
        "number",
    )


def _promised(row: store.Outcome, *, actor: Actor, on: date) -> Promised:
    meeting, body = row.meeting, row.meeting.body
    action = row.as_terms()
    return Promised(
        meeting=meeting.code,
        title=meeting.title,
        held_at=meeting.starts_at,
        body=body.code,
        body_names=body.names,
        area=meeting.area.code if meeting.area else "",
        action=action,
        is_overdue=is_overdue(action, on=on),
        may_change=may_change(actor, action, body_owner=body.owner.code if body.owner else ""),
        invented=meeting.invented,
    )


def _locked(code: str, number: int, *, actor: Actor) -> tuple[store.Meeting, Meeting, Outcome]:
    """Fetch an action's meeting for writing, its record, and the action."""
    before = meetings.known(code, actor=actor)
    row = register.held(store.Meeting, code)
    # Read again under the lock: somebody may have been quicker.
    before = store.Meeting.objects.whole().get(pk=row.pk).as_terms()
    found = [each for each in before.outcomes if each.number == number and each.state]
    if not found:
        missing = f"{code}/{number}"
        raise register.no_such(missing)
    return row, before, found[0]


def _require_owner(row: store.Meeting, action: Outcome, actor: Actor) -> None:
    owner = row.body.owner.code if row.body.owner else ""
    if not may_change(actor, action, body_owner=owner):
        # Says which roles it takes; the body's owner is always among those who may.
        register.keep(actor, action.owner or owner)


def _subarea(wanted: Wanted) -> store.Subarea:
    row = (
        store.Subarea.objects.select_related("theme__roadmap")
        .filter(theme__roadmap__code=wanted.roadmap, theme__code=wanted.theme, code=wanted.subarea)
        .first()
    )
    if row is None:
        missing = f"{wanted.theme}/{wanted.subarea}"
        raise register.no_such(missing)
    return row


def _free_task(subarea: store.Subarea) -> str:
    """Name a task as its neighbours are: theme, subarea, the next number of two digits."""
    stem = f"{subarea.theme.code}-{subarea.code}"
    rows = store.Task.objects.filter(roadmap=subarea.theme.roadmap, code__startswith=stem)
    taken = set(rows.values_list("code", flat=True))
    number = 1
    while f"{stem}{number:02}" in taken:
        number += 1
    return f"{stem}{number:02}"


def _tied(
    row: store.Meeting,
    before: Meeting,
    action: Outcome,
    *,
    task: store.Task,
    actor: Actor,
    now: datetime,
) -> bool:
    store.Outcome.objects.filter(meeting=row, number=action.number).update(task=task)
    after = replace(action, task=task.code)
    return _recorded(row, before, after, actor=actor, now=now)


def _recorded(
    row: store.Meeting, before: Meeting, after: Outcome, *, actor: Actor, now: datetime
) -> bool:
    outcomes = tuple(after if each.number == after.number else each for each in before.outcomes)
    changed = replace(before, outcomes=outcomes)
    return meetings.record(row, before, changed, actor=actor, now=now)
