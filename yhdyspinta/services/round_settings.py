"""What a round asks, of whom and when: checked when it is opened, and changed until published."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta.calc.access import may
from yhdyspinta.calc.rounds import mark, proposed
from yhdyspinta.labels import rounds as round_labels
from yhdyspinta.services import round_rows
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store.models import (
    Area,
    Extension,
    Reminder,
    ReportingRound,
    Roadmap,
    StatusReport,
    Submission,
    Task,
)
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import Offered, Round, Schedule, Scope, SubmissionState

_REMINDERS = range(-30, 91)
_MOST_REMINDERS = 10


def as_terms(row: ReportingRound) -> Round:
    """Return a round whole, with the areas that it asks; a query for those."""
    plain = row.as_terms()
    asked = Submission.objects.filter(round=row).order_by("area__code")
    return Round(
        code=plain.code,
        roadmap=plain.roadmap,
        names=plain.names,
        as_of=plain.as_of,
        horizon=plain.horizon,
        state=plain.state,
        schedule=row.schedule,
        scope=Scope(row.scope),
        instructions=Names(row.instructions_fi, row.instructions_sv, row.instructions_en),
        summary=Names(row.summary_fi, row.summary_sv, row.summary_en),
        invented=plain.invented,
        areas=tuple(asked.values_list("area__code", flat=True)),
    )


def of_round(code: str, *, actor: Actor) -> tuple[Round, Offered]:
    """Return a round as it is, for changing it, with what its roadmap offers.

    Raises ForbiddenError, or RefusedError if there is no such round.
    """
    row = round_rows.found(code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    return as_terms(row), _offered(row.roadmap, has_reports=_has_reports(row))


def next_of(roadmap: str, *, actor: Actor, today: date) -> tuple[Round, Offered]:
    """Propose a roadmap's next round, after the last one, with what the roadmap offers.

    Without a roadmap's code: the first that the actor runs. Raises ForbiddenError.
    """
    require(actor, Action.RUN_ROUND, roadmap=roadmap)
    row = next((each for each in _run_by(actor) if roadmap in {"", each.code}), None)
    if row is None:
        raise RefusedError(gettext("There is no roadmap “%(code)s”.") % {"code": roadmap})
    rows = ReportingRound.objects.select_related("roadmap").filter(roadmap=row)
    last = [as_terms(each) for each in rows.order_by("-as_of", "-id")[:2]]
    found = proposed(last, today=today)
    offered = _offered(row, has_reports=False)
    areas = tuple(code for code in found.areas if code in offered.areas) or tuple(offered.areas)
    code, taken = found.code, set(ReportingRound.objects.values_list("code", flat=True))
    number = 2
    while found.code in taken:
        found, number = replace(found, code=f"{code}-{number}"), number + 1
    names = round_labels.month_names(found.as_of)
    return replace(found, roadmap=row.code, areas=areas, names=names), offered


def roadmaps(actor: Actor) -> dict[str, Names]:
    """Return the names of the roadmaps whose rounds the actor runs, by code."""
    return {row.code: Names(row.name_fi, row.name_sv, row.name_en) for row in _run_by(actor)}


def _run_by(actor: Actor) -> Iterable[Roadmap]:
    rows = Roadmap.objects.order_by("-id")
    return [row for row in rows if may(actor, Action.RUN_ROUND, roadmap=row.code)]


def _offered(roadmap: Roadmap, *, has_reports: bool) -> Offered:
    tasks = Task.objects.filter(roadmap=roadmap)
    return Offered(
        areas={
            area.code: Names(area.short_fi, area.short_sv, area.short_en)
            for area in roadmap.areas.order_by("short_fi", "code")
        },
        tasks=tasks.count(),
        critical=tasks.filter(critical=True).count(),
        has_reports=has_reports,
    )


def _has_reports(row: ReportingRound) -> bool:
    return StatusReport.objects.filter(round=row).exists()


@transaction.atomic
def change_round(wanted: Round, *, actor: Actor, now: datetime, seen: str = "") -> None:
    """Change an unpublished round's names, days, tasks, areas, instructions and reminders.

    Its roadmap, state and summary stay. `seen` is the mark (calc.rounds.mark) of the round that
    was shown: another has been stored meanwhile, StaleError. Raises ForbiddenError, and
    RefusedError for what the round's reports or its roadmap do not allow.
    """
    row = round_rows.locked(wanted.code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    round_rows.refuse_published(row)
    before = as_terms(row)
    if seen and seen != mark(before):
        raise StaleError
    wanted = replace(wanted, roadmap=before.roadmap, state=before.state, summary=before.summary)
    wanted = replace(wanted, areas=tuple(sorted(wanted.areas)) or before.areas)
    if wanted == before:
        return
    check(row.roadmap, wanted.schedule, wanted.scope)
    _check_day(row, wanted)
    _change_areas(row, before.areas, wanted.areas, now=now)
    for field, value in columns(wanted).items():
        setattr(row, field, value)
    _change_state(row, now=now)
    row.save()
    after = as_terms(row)
    was, is_ = _difference(before, after)
    round_rows.record("round.change", row, actor=actor, now=now, before=was, after=is_)


def check(roadmap: Roadmap, schedule: Schedule, scope: Scope) -> None:
    """Refuse days that are not in order, reminders out of measure, and a scope without tasks."""
    days = [schedule.opens_on, schedule.due_on, schedule.on_time_until, schedule.closes_on]
    given = [day for day in days if day is not None]
    if given != sorted(given):
        raise RefusedError(
            gettext("The days must be in this order: opens, due, on time until, closes.")
        )
    if schedule.due_on is None and (schedule.on_time_until or schedule.closes_on):
        raise RefusedError(gettext("Give the due day too."))
    reminders = schedule.reminder_days
    if len(reminders) > _MOST_REMINDERS or any(day not in _REMINDERS for day in reminders):
        raise RefusedError(
            gettext("At most %(most)d reminders, from 90 days before to 30 days after.")
            % {"most": _MOST_REMINDERS}
        )
    is_empty = not Task.objects.filter(roadmap=roadmap, critical=True).exists()
    if scope is Scope.CRITICAL and is_empty:
        raise RefusedError(gettext("No task of the roadmap is marked critical: ask about all."))


def asked_areas(roadmap: Roadmap, codes: Collection[str]) -> list[Area]:
    """Return the areas of a roadmap that a round asks: all, or those named.

    Raises RefusedError for those that do not take part in the roadmap.
    """
    found = list(roadmap.areas.order_by("code"))
    missing = set(codes) - {area.code for area in found}
    if missing:
        raise RefusedError(
            gettext("These areas do not take part in the roadmap: %(codes)s.")
            % {"codes": ", ".join(sorted(missing))}
        )
    return [area for area in found if not codes or area.code in codes]


def columns(settings: Round) -> dict[str, Any]:
    """Return a round's settings as the table's columns."""
    schedule = settings.schedule
    return {
        **_named("name", settings.names),
        **_named("instructions", settings.instructions),
        "as_of": settings.as_of,
        "horizon": str(settings.horizon),
        "scope": settings.scope,
        "opens_on": schedule.opens_on,
        "due_on": schedule.due_on,
        "on_time_until": schedule.on_time_until,
        "closes_on": schedule.closes_on,
        "reminder_days": list(schedule.reminder_days),
    }


def _named(field: str, names: Names) -> dict[str, str]:
    return {f"{field}_fi": names.fi, f"{field}_sv": names.sv, f"{field}_en": names.en}


def _check_day(row: ReportingRound, wanted: Round) -> None:
    if wanted.as_of != row.as_of and _has_reports(row):
        raise RefusedError(
            gettext("Reports have been given in this round: its day cannot be changed any more.")
        )


def _change_areas(
    row: ReportingRound, before: Collection[str], after: Collection[str], *, now: datetime
) -> None:
    """Ask areas that were added, and leave out those removed that have not answered yet."""
    added = asked_areas(row.roadmap, set(after) - set(before)) if set(after) - set(before) else []
    gone = set(before) - set(after)
    reported = StatusReport.objects.filter(round=row, area__code__in=gone)
    stepped = row.submissions.filter(area__code__in=gone).exclude(state=SubmissionState.WAITING)
    begun = set(reported.values_list("area__short_fi", flat=True)) | set(
        stepped.values_list("area__short_fi", flat=True)
    )
    begun |= set(
        row.submissions.filter(area__code__in=gone, steps__isnull=False).values_list(
            "area__short_fi", flat=True
        )
    )
    if begun:
        raise RefusedError(
            gettext("These areas have reported in the round and cannot be left out: %(areas)s.")
            % {"areas": ", ".join(sorted(begun))}
        )
    Submission.objects.bulk_create([Submission(round=row, area=area) for area in added])
    of_gone = {"round": row, "area__code__in": gone}
    Extension.objects.in_force().filter(**of_gone).update(withdrawn_at=now)
    planned = Reminder.objects.filter(**of_gone, state=Reminder.State.PLANNED)
    planned.update(state=Reminder.State.CANCELLED)
    Submission.objects.filter(**of_gone).delete()


def _change_state(row: ReportingRound, *, now: datetime) -> None:
    """Follow a changed opening day: a planned round opens, one that nobody used waits again."""
    is_later = row.opens_on is not None and row.opens_on > timezone.localtime(now).date()
    if row.state == RoundState.PLANNED and not is_later:
        row.state, row.opened_at = RoundState.OPEN, now
    elif row.state == RoundState.OPEN and is_later:
        if _has_reports(row):
            raise RefusedError(
                gettext("Reports have been given already: the round cannot open later than today.")
            )
        row.state, row.opened_at = RoundState.PLANNED, None


def _difference(before: Round, after: Round) -> tuple[dict[str, object], dict[str, object]]:
    """Say for the trail which settings were and are, leaving out those that stayed."""
    was, is_ = _told(before), _told(after)
    changed = [name for name in was if was[name] != is_[name]]
    return {name: was[name] for name in changed}, {name: is_[name] for name in changed}


def _told(round_: Round) -> dict[str, object]:
    days = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in columns(round_).items()
    }
    return {**days, "state": round_.state, "areas": list(round_.areas)}
