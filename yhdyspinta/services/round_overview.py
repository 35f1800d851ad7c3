"""Rounds as those who may see them see them: the list, one round with its areas, one area in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import add

from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta.calc.access import may, may_read_note
from yhdyspinta.services import (
    people,
    reminders,
    round_rows,
    round_settings,
    situation,
    submissions,
    talks,
)
from yhdyspinta.services.access import ForbiddenError, require
from yhdyspinta.store.models import Area, Extension, ReportingRound, SubmissionStep
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.reminders import ReminderState
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import Extension as Given
from yhdyspinta.terms.rounds import Lock, Round, Submission, SubmissionState, Talk
from yhdyspinta.terms.situation import Note, Reporting

LISTED = 24


@dataclass(frozen=True, slots=True)
class Listed:
    """A round in the list: its state today, and how the areas that one sees answered it."""

    round: Round
    roadmap: Names
    state: RoundState
    answer: Reporting | None
    areas: int
    may_run: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """A round with the areas that one may see; `state` is today's, `names` those of people.

    `may_run` tells whether one runs the round, `may_publish` whether one publishes it.
    `reminders` counts messages by state for who runs it; `version` is that of the standing
    publication (0: none).
    """

    round: Round
    roadmap: Names
    themes: Mapping[str, Names]
    state: RoundState
    submissions: tuple[Submission, ...]
    areas: Mapping[str, Names]
    names: Mapping[str, str]
    notes: tuple[Note, ...]
    talks: tuple[Talk, ...]
    reminders: Mapping[ReminderState, int]
    version: int
    may_run: bool
    may_publish: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A step that an area's reporting took: when, by whom, from which state to which."""

    at: datetime
    by: str
    before: SubmissionState
    after: SubmissionState
    comment: str


@dataclass(frozen=True, slots=True)
class Part:
    """One area in a round: its reporting, why it is locked, its steps and its extensions.

    Both lists have the newest first; `withdrawn` holds when an extension's time was taken back.
    """

    round: Round
    state: RoundState
    area: Names
    submission: Submission
    lock: Lock | None
    steps: tuple[Step, ...]
    extensions: tuple[tuple[Given, datetime | None], ...]
    names: Mapping[str, str]
    may_run: bool


def all_rounds(*, actor: Actor, now: datetime, after: str = "") -> tuple[list[Listed], str]:
    """List the newest rounds that ask an area that the actor sees, and the code to go on after.

    A published round's figures are the frozen ones. Raises ForbiddenError for who sees none.
    """
    require(actor, Action.SEE_UNPUBLISHED)
    rows = list(ReportingRound.objects.select_related("roadmap").order_by("-as_of", "-id"))
    codes = [row.code for row in rows]
    start = codes.index(after) + 1 if after in codes else 0
    shown = rows[start : start + LISTED]
    listed = [found for row in shown if (found := _listed(row, actor=actor, now=now))]
    goes_on = start + LISTED < len(rows)
    return listed, shown[-1].code if goes_on else ""


def _listed(row: ReportingRound, *, actor: Actor, now: datetime) -> Listed | None:
    whole, roadmap = round_settings.as_terms(row), row.roadmap
    answers = _answers(row)
    seen = _seen(actor, whole.areas, roadmap=roadmap.code)
    known = [answers[area] for area in seen if area in answers]
    may_run = may(actor, Action.RUN_ROUND, roadmap=roadmap.code)
    if not seen and not may_run:
        return None
    return Listed(
        round=whole,
        roadmap=Names(roadmap.name_fi, roadmap.name_sv, roadmap.name_en),
        state=round_rows.effective(row, now),
        answer=reduce(add, known) if known else None,
        areas=len(seen),
        may_run=may_run,
    )


def _answers(row: ReportingRound) -> Mapping[str, Reporting]:
    """Return how areas answered; nothing for a round that asked for no report."""
    if row.state == RoundState.PUBLISHED:
        return situation.of_round(row.code).picture.answers
    return submissions.answers(row)


def _seen(actor: Actor, areas: Iterable[str], *, roadmap: str) -> list[str]:
    return [
        each for each in areas if may(actor, Action.SEE_UNPUBLISHED, area=each, roadmap=roadmap)
    ]


def of_round(code: str, *, actor: Actor, now: datetime) -> Overview:
    """Return a round with the areas, notes and talks that the actor may see.

    Raises ForbiddenError for who sees no area of it, RefusedError if there is no such round.
    """
    row = round_rows.found(code)
    roadmap = row.roadmap.code
    may_run = may(actor, Action.RUN_ROUND, roadmap=roadmap)
    asked = [_redacted(each, actor, roadmap=roadmap) for each in submissions.of_row(row)]
    shown = tuple(each for each in asked if each is not None)
    if not shown and not may_run:
        raise ForbiddenError(gettext("The round does not ask an area whose reports you may see."))
    found = tuple(talks.of_row(row, actor=actor))
    plain = round_settings.as_terms(row)
    return Overview(
        round=plain,
        roadmap=Names(row.roadmap.name_fi, row.roadmap.name_sv, row.roadmap.name_en),
        themes={
            each.code: Names(each.name_fi, each.name_sv, each.name_en)
            for each in row.roadmap.themes.order_by("position")
        },
        state=round_rows.effective(row, now),
        submissions=shown,
        areas=_area_names(plain.areas),
        names=people.names(_keys(shown, found)),
        notes=_notes(row, actor),
        talks=found,
        reminders=reminders.counts(row, now=now) if may_run else {},
        version=_version(row),
        may_run=may_run,
        may_publish=may(actor, Action.PUBLISH, roadmap=roadmap),
    )


def to_annotate(code: str, *, actor: Actor, now: datetime) -> Overview:
    """Return a round for writing its notes: with all of them.

    Raises ForbiddenError for who does not run it, RefusedError once it is published.
    """
    row = round_rows.found(code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    round_rows.refuse_published(row)
    return replace(of_round(code, actor=actor, now=now), notes=situation.notes_of(row))


def _version(row: ReportingRound) -> int:
    if row.state != RoundState.PUBLISHED:
        return 0
    return row.pictures.filter(replaced_by=None).values_list("version", flat=True).first() or 0


def _redacted(found: Submission, actor: Actor, *, roadmap: str) -> Submission | None:
    """Leave out who did what and the comment for who sees the area from outside."""
    if not may(actor, Action.SEE_UNPUBLISHED, area=found.area, roadmap=roadmap):
        return None
    if may(actor, Action.SEE_INTERNAL, area=found.area, roadmap=roadmap):
        return found
    given = replace(found.extension, granted_by="") if found.extension else None
    return replace(found, comment="", changed_by="", extension=given)


def _keys(shown: Iterable[Submission], found: Iterable[Talk]) -> set[str]:
    keys = {each.changed_by for each in shown} | {each.recorded_by for each in found}
    keys |= {each.extension.granted_by for each in shown if each.extension}
    return keys - {""}


def _area_names(codes: Iterable[str]) -> dict[str, Names]:
    rows = Area.objects.filter(code__in=list(codes))
    return {row.code: Names(row.short_fi, row.short_sv, row.short_en) for row in rows}


def _notes(row: ReportingRound, actor: Actor) -> tuple[Note, ...]:
    return tuple(
        note
        for note in situation.notes_of(row)
        if may_read_note(actor, note.visibility, areas=note.areas, roadmap=row.roadmap.code)
    )


def of_area(code: str, area: str, *, actor: Actor, now: datetime) -> Part:
    """Return one area in a round, with its steps and extensions.

    Raises ForbiddenError, or RefusedError if the round does not ask the area.
    """
    row = round_rows.found(code)
    roadmap = row.roadmap.code
    require(actor, Action.SEE_UNPUBLISHED, area=area, roadmap=roadmap)
    asked = next((each for each in submissions.of_row(row) if each.area == area), None)
    shown = _redacted(asked, actor, roadmap=roadmap) if asked else None
    if shown is None:
        raise round_rows.not_asked(code, area)
    inside = may(actor, Action.SEE_INTERNAL, area=area, roadmap=roadmap)
    steps = _steps(row, area) if inside else ()
    given = _extensions(row, area, inside=inside)
    keys = {each.by for each in steps} | {each.granted_by for each, _ in given}
    return Part(
        round=round_settings.as_terms(row),
        state=round_rows.effective(row, now),
        area=_area_names([area])[area],
        submission=shown,
        lock=round_rows.lock_on(row, shown, today=timezone.localtime(now).date()),
        steps=steps,
        extensions=given,
        names=people.names((keys | {shown.changed_by}) - {""}),
        may_run=may(actor, Action.RUN_ROUND, roadmap=roadmap),
    )


def _steps(row: ReportingRound, area: str) -> tuple[Step, ...]:
    rows = SubmissionStep.objects.filter(submission__round=row, submission__area__code=area)
    return tuple(
        Step(
            each.at,
            each.by,
            SubmissionState(each.before),
            SubmissionState(each.after),
            each.comment,
        )
        for each in rows.order_by("-at", "-id")
    )


def _extensions(
    row: ReportingRound, area: str, *, inside: bool
) -> tuple[tuple[Given, datetime | None], ...]:
    rows = Extension.objects.filter(round=row, area__code=area).select_related("area")
    return tuple(
        (each.as_terms() if inside else replace(each.as_terms(), granted_by=""), each.withdrawn_at)
        for each in rows.order_by("-granted_at", "-id")
    )
