"""A reporting round's life: opened, closed, published frozen, corrected by an erratum."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.calc.access import organisation_for
from yhdyspinta.calc.canonical import fingerprint, from_json, to_json
from yhdyspinta.services import audit, situation, submissions
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import (
    Area,
    Note,
    Organisation,
    ReportingRound,
    Roadmap,
    SituationPicture,
    Submission,
    Theme,
)
from yhdyspinta.store.reporting import lock_lanes
from yhdyspinta.store.roadmap import last_recorded
from yhdyspinta.terms import situation as terms
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import ROUND_STEPS, RoundState
from yhdyspinta.terms.rounds import Schedule, Scope
from yhdyspinta.terms.situation import Publication


@dataclass(frozen=True, slots=True)
class NewRound:
    """What a new round is to be. Without `areas` all that take part in the roadmap are asked."""

    code: str
    roadmap: str
    names: Names
    as_of: date
    horizon: Quarter
    invented: bool = False
    schedule: Schedule = Schedule()
    scope: Scope = Scope.ALL
    areas: tuple[str, ...] = ()
    instructions: Names = Names("")


@transaction.atomic
def open_round(new: NewRound, *, actor: Actor, now: datetime) -> None:
    """Add a round: open, or planned if it opens on a later day.

    Raises ForbiddenError, and RefusedError if the code is taken, the roadmap is missing, an area
    does not take part, or the days are not in order.
    """
    require(actor, Action.RUN_ROUND, roadmap=new.roadmap)
    roadmap = Roadmap.objects.select_for_update(no_key=True).filter(code=new.roadmap).first()
    if roadmap is None:
        raise RefusedError(gettext("There is no roadmap “%(code)s”.") % {"code": new.roadmap})
    if ReportingRound.objects.filter(code=new.code).exists():
        raise RefusedError(gettext("The round “%(code)s” exists already.") % {"code": new.code})
    check_days(new.schedule)
    areas = _asked_areas(roadmap, new.areas)
    opens, today = new.schedule.opens_on, timezone.localtime(now).date()
    is_later = opens is not None and opens > today
    row = ReportingRound.objects.create(
        roadmap=roadmap,
        code=new.code,
        **_named("name", new.names),
        **_named("instructions", new.instructions),
        as_of=new.as_of,
        horizon=str(new.horizon),
        state=RoundState.PLANNED if is_later else RoundState.OPEN,
        opened_at=None if is_later else now,
        invented=new.invented,
        scope=new.scope,
        **_days(new.schedule),
    )
    Submission.objects.bulk_create([Submission(round=row, area=area) for area in areas])
    audit.record(
        "round.open",
        new.code,
        actor=actor,
        now=now,
        roadmap=new.roadmap,
        organisation=organisation_for(actor, Action.RUN_ROUND, roadmap=new.roadmap),
        as_of=new.as_of.isoformat(),
        areas=len(areas),
    )


def check_days(schedule: Schedule) -> None:
    """Refuse days that are not in order: opens, due, on time until, closes."""
    days = [schedule.opens_on, schedule.due_on, schedule.on_time_until, schedule.closes_on]
    given = [day for day in days if day is not None]
    if given != sorted(given):
        raise RefusedError(
            gettext("The days must be in this order: opens, due, on time until, closes.")
        )
    if schedule.due_on is None and (schedule.on_time_until or schedule.closes_on):
        raise RefusedError(gettext("Give the due day too."))


def _asked_areas(roadmap: Roadmap, codes: tuple[str, ...]) -> list[Area]:
    found = list(roadmap.areas.order_by("code"))
    missing = set(codes) - {area.code for area in found}
    if missing:
        raise RefusedError(
            gettext("These areas do not take part in the roadmap: %(codes)s.")
            % {"codes": ", ".join(sorted(missing))}
        )
    return [area for area in found if not codes or area.code in codes]


def _named(field: str, names: Names) -> dict[str, str]:
    return {f"{field}_fi": names.fi, f"{field}_sv": names.sv, f"{field}_en": names.en}


def _days(schedule: Schedule) -> dict[str, Any]:
    return {
        "opens_on": schedule.opens_on,
        "due_on": schedule.due_on,
        "on_time_until": schedule.on_time_until,
        "closes_on": schedule.closes_on,
        "reminder_days": list(schedule.reminder_days),
    }


@transaction.atomic
def reopen_round(code: str, *, actor: Actor, now: datetime) -> None:
    """Open a closed round again. Raises RefusedError from another state."""
    row = _locked(code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    _step(row, RoundState.OPEN)
    row.closed_at = None
    row.save()
    _record("round.reopen", row, actor=actor, now=now)


@transaction.atomic
def close_round(code: str, *, actor: Actor, now: datetime) -> None:
    """Close an open round. Raises RefusedError from another state."""
    row = _locked(code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    _step(row, RoundState.CLOSED)
    row.closed_at = now
    row.save()
    _record("round.close", row, actor=actor, now=now)


@transaction.atomic
def publish(code: str, *, actor: Actor, now: datetime, reason: str = "") -> Publication:
    """Freeze a closed round's figures; of a published round, an erratum beside the old version.

    An erratum needs a `reason` and a difference. Raises RefusedError otherwise. All of it or
    nothing is stored: a process killed on the way leaves the round closed and unpublished.
    """
    row = _locked(code)
    require(actor, Action.PUBLISH, roadmap=row.roadmap.code)
    _step(row, RoundState.PUBLISHED)
    former = row.pictures.filter(replaced_by=None).first()
    _check_reason(former, reason)
    # What is frozen was known by then, also if the clock was set back since it was recorded.
    now = max(now, last_recorded() or now)
    canonical = to_json(_to_freeze(row, now))
    if former is not None and _same_figures(former.content, canonical):
        raise RefusedError(gettext("Nothing has changed since the published version."))
    version = former.version + 1 if former else 1
    picture = SituationPicture.objects.create(
        round=row,
        version=version,
        published_at=now,
        published_by=_publisher(actor, row.roadmap.code),
        content=canonical,
        sha256=fingerprint(canonical),
        replaces=former,
        reason=reason.strip(),
    )
    row.save()
    audit.record(
        "picture.publish",
        f"{code} v{version}",
        actor=actor,
        now=now,
        roadmap=row.roadmap.code,
        organisation=organisation_for(actor, Action.PUBLISH, roadmap=row.roadmap.code),
        sha256=picture.sha256,
        replaces=former.sha256 if former else None,
        reason=picture.reason,
    )
    return picture.as_terms()


@transaction.atomic
def write_notes(
    code: str,
    notes: Sequence[terms.Note],
    *,
    actor: Actor,
    now: datetime,
    dry_run: bool = False,
) -> tuple[terms.Note, ...]:
    """Replace an unpublished round's notes and risks; return those that it had.

    With `dry_run` nothing is stored. Raises RefusedError once published, or if a note names
    something unknown.
    """
    row = _locked(code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    if row.state == RoundState.PUBLISHED:
        raise _wrong_state(row)
    themes = {theme.code: theme for theme in Theme.objects.filter(roadmap=row.roadmap)}
    areas = {area.code: area for area in Area.objects.all()}
    unknown = {note.theme for note in notes if note.theme} - themes.keys()
    unknown |= {code for note in notes for code in note.areas} - areas.keys()
    if unknown:
        raise RefusedError(
            gettext("The notes name areas or themes that there are not: %(codes)s.")
            % {"codes": ", ".join(sorted(unknown))}
        )
    former = situation.notes_of(row)
    if dry_run or former == tuple(notes):
        return former
    row.notes.all().delete()
    _store_notes(row, notes, themes=themes, areas=areas)
    audit.record(
        "round.notes",
        code,
        actor=actor,
        now=now,
        roadmap=row.roadmap.code,
        organisation=organisation_for(actor, Action.RUN_ROUND, roadmap=row.roadmap.code),
        before=len(former),
        after=len(notes),
        # Nothing is lost: what stood there can be read from the trail.
        replaced=[asdict(note) for note in former],
    )
    return former


def _store_notes(
    row: ReportingRound,
    notes: Sequence[terms.Note],
    *,
    themes: Mapping[str, Theme],
    areas: Mapping[str, Area],
) -> None:
    for position, note in enumerate(notes, start=1):
        stored = Note.objects.create(
            round=row,
            position=position,
            kind=note.kind,
            severity=note.severity or "",
            theme=themes[note.theme] if note.theme else None,
            text_fi=note.text.fi,
            text_sv=note.text.sv,
            text_en=note.text.en,
            source=note.source,
            visibility=note.visibility,
        )
        stored.areas.set([areas[code] for code in note.areas])


def _record(action: str, row: ReportingRound, *, actor: Actor, now: datetime) -> None:
    roadmap = row.roadmap.code
    audit.record(
        action,
        row.code,
        actor=actor,
        now=now,
        roadmap=roadmap,
        organisation=organisation_for(actor, Action.RUN_ROUND, roadmap=roadmap),
    )


def _locked(code: str) -> ReportingRound:
    """Fetch a round for writing; its writers and the roadmap's imports queue behind each other.

    An import that went on during a publication would be half in it, and recorded before it.
    """
    row = (
        ReportingRound.objects.select_for_update(of=("self", "roadmap"), no_key=True)
        .select_related("roadmap")
        .filter(code=code)
        .first()
    )
    if row is None:
        raise RefusedError(gettext("There is no round “%(code)s”.") % {"code": code})
    lock_lanes(row.roadmap_id)
    return row


def _publisher(actor: Actor, roadmap: str) -> str:
    """Name who publishes: the organisation, since what is frozen must hold no person's name."""
    code = organisation_for(actor, Action.PUBLISH, roadmap=roadmap)
    found = Organisation.objects.filter(code=code).first()
    return found.name_fi if found else actor.key


def _step(row: ReportingRound, to: RoundState) -> None:
    if to not in ROUND_STEPS[RoundState(row.state)]:
        raise _wrong_state(row)
    row.state = to


def _wrong_state(row: ReportingRound) -> RefusedError:
    state = labels.round_state(RoundState(row.state))
    return RefusedError(
        gettext("The round “%(code)s” is %(state)s: this cannot be done in that state.")
        % {"code": row.code, "state": state}
    )


def _check_reason(former: SituationPicture | None, reason: str) -> None:
    if former is not None and not reason.strip():
        raise RefusedError(gettext("This round is published already. An erratum needs a reason."))
    if former is None and reason.strip():
        raise RefusedError(gettext("There is nothing to correct yet: leave the reason out."))


def _to_freeze(row: ReportingRound, now: datetime) -> terms.Picture:
    round_ = row.as_terms()
    picture = situation.compose(row.roadmap, as_of=round_.as_of, horizon=round_.horizon)
    return replace(
        picture,
        round_code=round_.code,
        round_names=round_.names,
        invented=round_.invented,
        known_by=now,
        notes=situation.notes_of(row),
        answers=submissions.answers(row),
        summary=Names(row.summary_fi, row.summary_sv, row.summary_en),
    )


def _same_figures(former: str, canonical: str) -> bool:
    """Compare two frozen pictures but for the time up to which reports were known."""
    return replace(from_json(former), known_by=None) == replace(from_json(canonical), known_by=None)
