"""More time for one area in a round: granted, withdrawn, and told where it changed a number."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.calc.extensions import changed_tasks
from yhdyspinta.labels import rounds as round_labels
from yhdyspinta.services import round_rows, submissions
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import people as people_tables
from yhdyspinta.store.models import ApiToken, Extension, ReportingRound, StatusReport
from yhdyspinta.terms.access import Action, Actor, Role
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.situation import Note, NoteKind

_LONGEST_REASON = 500


@transaction.atomic
def grant(
    round_code: str, area: str, *, until: date, reason: str, actor: Actor, now: datetime
) -> None:
    """Give an area more time in a round, up to and with a day; replaces an earlier one.

    In a published round it is for an erratum: the area's reports are sent back to it with the
    reason, and are open until the day or until the erratum. Raises ForbiddenError, and
    RefusedError without a reason, for a day that gives no more time, or for an area that the
    round does not ask.
    """
    row = round_rows.locked(round_code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    place = round_rows.asked_area(row, area)
    reason = " ".join(reason.split())
    _check(row, until, reason, now=now)
    former = Extension.objects.in_force().filter(round=row, area=place).first()
    if former is not None:
        former.withdrawn_at = now
        former.save()
    Extension.objects.create(
        round=row, area=place, until=until, reason=reason, granted_by=actor.key, granted_at=now
    )
    round_rows.record(
        "extension.grant",
        row,
        actor=actor,
        now=now,
        area=area,
        reason=reason,
        before=former.until.isoformat() if former else None,
        after=until.isoformat(),
    )
    if row.state == RoundState.PUBLISHED:
        submissions.send_back(row, area, actor=actor, now=now, comment=reason)


@transaction.atomic
def withdraw(round_code: str, area: str, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Take back the time that an area was given; what was reported in it stays.

    Raises ForbiddenError, and RefusedError if the area has no extension.
    """
    row = round_rows.locked(round_code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    former = (
        Extension.objects.in_force()
        .filter(round=row, area=round_rows.asked_area(row, area))
        .first()
    )
    if former is None:
        raise RefusedError(gettext("The area has no more time that could be withdrawn."))
    former.withdrawn_at = now
    former.save()
    round_rows.record(
        "extension.withdraw",
        row,
        actor=actor,
        now=now,
        area=area,
        reason=reason.strip(),
        before=former.until.isoformat(),
        after=None,
    )


def end(row: ReportingRound, *, now: datetime) -> list[str]:
    """End the extensions of a round that is being published; return the codes of their areas."""
    given = Extension.objects.in_force().filter(round=row)
    codes = list(given.order_by("area__code").values_list("area__code", flat=True))
    given.update(withdrawn_at=now)
    return codes


def notes(row: ReportingRound) -> tuple[Note, ...]:
    """Write a public note on each area whose extension changed a task's status; by area code.

    A withdrawn extension too: what was changed in its time stays changed. Of several of one
    area the last one tells until when and why.
    """
    given = Extension.objects.filter(round=row).select_related("area").order_by("granted_at", "id")
    last = {each.area.code: each for each in given}
    changed = changed_tasks(
        (report.as_terms() for report in _reports(row, last.values())),
        extensions=(each.as_terms() for each in last.values()),
        as_of=row.as_of,
        closed_at=round_rows.closing(row),
    )
    return tuple(
        _note(row, last[area], tasks=len(tasks)) for area, tasks in sorted(changed.items())
    )


def _check(row: ReportingRound, until: date, reason: str, *, now: datetime) -> None:
    if not reason:
        raise RefusedError(gettext("Say why the area is given more time."))
    if len(reason) > _LONGEST_REASON:
        raise RefusedError(
            gettext("The reason is too long: at most %(most)d characters.")
            % {"most": _LONGEST_REASON}
        )
    if until < timezone.localtime(now).date():
        raise RefusedError(gettext("The day has passed: give a later one."))
    if row.closed_at is None and row.closes_on is not None and until <= row.closes_on:
        raise RefusedError(
            gettext("The round itself is open until %(day)s: give a later day.")
            % {"day": labels.day(row.closes_on)}
        )


def _reports(row: ReportingRound, given: Iterable[Extension]) -> list[StatusReport]:
    """Fetch all reports of the tasks that extended areas reported after the round's closing."""
    closed_at = round_rows.closing(row)
    areas = [each.area_id for each in given]
    if closed_at is None or not areas:
        return []
    late = StatusReport.objects.filter(round=row, area__in=areas, recorded_at__gt=closed_at)
    cells = set(late.values_list("area_id", "task_id"))
    reports = StatusReport.objects.filter(
        area__in=areas, task__in={task for _, task in cells}, effective_from__lte=row.as_of
    )
    ordered = reports.select_related("area", "task", "sheet_import").order_by("recorded_at", "id")
    return [each for each in ordered if (each.area_id, each.task_id) in cells]


def _note(row: ReportingRound, extension: Extension, *, tasks: int) -> Note:
    organisation, role = _granter(extension.granted_by, row.roadmap_id)
    area = extension.area
    return Note(
        kind=NoteKind.NOTE,
        text=round_labels.extension_note(
            extension.as_terms(),
            area=Names(area.short_fi, area.short_sv, area.short_en),
            tasks=tasks,
            organisation=organisation,
            granter=role,
        ),
        areas=(area.code,),
    )


def _granter(key: str, roadmap: int) -> tuple[Names | None, Role]:
    """Return on whose behalf an extension was given: the organisation and role, never a name."""
    kind, _, number = key.partition(":")
    user = int(number) if kind in {"person", "token"} and number.isdecimal() else 0
    if kind == "token":
        user = ApiToken.objects.values_list("user", flat=True).filter(id=user).first() or 0
    held = people_tables.Grant.objects.filter(user=user, role=Role.COORDINATOR, roadmap=roadmap)
    ordered = held.select_related("organisation").order_by(F("ended_at").desc(nulls_first=True))
    found = ordered.first()
    if found is None or found.organisation is None:
        return None, Role.OPERATOR
    body = found.organisation
    return Names(body.name_fi, body.name_sv, body.name_en), Role.COORDINATOR
