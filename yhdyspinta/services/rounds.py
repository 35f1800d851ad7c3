"""A reporting round's life: opened, closed, published frozen, corrected by an erratum."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.calc.access import organisation_for
from yhdyspinta.calc.canonical import fingerprint, from_json, to_json
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import (
    audit,
    extensions,
    round_rows,
    round_settings,
    situation,
    submissions,
)
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError, StaleError
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
from yhdyspinta.store.roadmap import last_recorded
from yhdyspinta.terms import situation as terms
from yhdyspinta.terms.access import Action, Actor, Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import ROUND_STEPS, RoundState
from yhdyspinta.terms.rounds import Round, Schedule, Scope
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

    def in_state(self, state: RoundState) -> Round:
        """Return the round as it is stored in a state."""
        return Round(state=state, **{each.name: getattr(self, each.name) for each in fields(self)})


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
    round_settings.check(roadmap, new.schedule, new.scope)
    areas = round_settings.asked_areas(roadmap, new.areas)
    opens, today = new.schedule.opens_on, timezone.localtime(now).date()
    is_later = opens is not None and opens > today
    state = RoundState.PLANNED if is_later else RoundState.OPEN
    row = ReportingRound.objects.create(
        roadmap=roadmap,
        code=new.code,
        state=state,
        opened_at=None if is_later else now,
        invented=new.invented,
        **round_settings.columns(new.in_state(state)),
    )
    Submission.objects.bulk_create([Submission(round=row, area=area) for area in areas])
    round_rows.record(
        "round.open", row, actor=actor, now=now, as_of=new.as_of.isoformat(), areas=len(areas)
    )


@transaction.atomic
def reopen_round(code: str, *, actor: Actor, now: datetime) -> None:
    """Open a closed round again, or a planned one before its day.

    Raises ForbiddenError, and RefusedError from another state or past the round's closing day.
    """
    row = round_rows.locked(code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    _step(row, RoundState.OPEN, now=now)
    today = timezone.localtime(now).date()
    if row.closes_on is not None and row.closes_on < today:
        raise RefusedError(
            gettext(
                "The round's closing day %(day)s has passed. Change it to a later one in the"
                " round's settings first."
            )
            % {"day": labels.day(row.closes_on)}
        )
    row.opens_on = min(row.opens_on, today) if row.opens_on else None
    row.opened_at, row.closed_at = row.opened_at or now, None
    row.save()
    round_rows.record("round.reopen", row, actor=actor, now=now)


@transaction.atomic
def close_round(code: str, *, actor: Actor, now: datetime) -> None:
    """Close an open round. Raises ForbiddenError, and RefusedError from another state."""
    row = round_rows.locked(code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    _step(row, RoundState.CLOSED, now=now)
    row.closed_at = now
    row.save()
    round_rows.record("round.close", row, actor=actor, now=now)


@transaction.atomic
def publish(
    code: str, *, actor: Actor, now: datetime, reason: str = "", seen: int | None = None
) -> Publication:
    """Freeze a closed round's figures; of a published round, an erratum beside the old version.

    An erratum needs a `reason` and a difference. Raises RefusedError otherwise. `seen` is the
    version that stood on the page (0: none): another stands now, StaleError. Publishing ends the
    time that areas were given more. All of it or nothing is stored: a process killed on the way
    leaves the round closed and unpublished.
    """
    row = round_rows.locked(code)
    require(actor, Action.PUBLISH, roadmap=row.roadmap.code)
    _step(row, RoundState.PUBLISHED, now=now)
    row.closed_at = round_rows.closing(row)
    former = row.pictures.filter(replaced_by=None).first()
    if seen is not None and seen != (former.version if former else 0):
        raise StaleError
    _check_reason(former, reason)
    # What is frozen was known by then, also if the clock was set back since it was recorded.
    now = max(now, last_recorded() or now)
    canonical = to_json(to_freeze(row, now))
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
    ended = extensions.end(row, now=now)
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
        extensions_ended=ended,
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
    seen: str = "",
) -> tuple[terms.Note, ...]:
    """Replace an unpublished round's notes and risks; return those that it had.

    `seen` is the mark (calc.rounds.mark) of the notes that were shown: others have been stored
    meanwhile, StaleError. With `dry_run` nothing is stored. Raises ForbiddenError, and
    RefusedError once published, or if a note names something unknown.
    """
    row = round_rows.locked(code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    round_rows.refuse_published(row)
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
    if seen and seen != mark(*former):
        raise StaleError
    if dry_run or former == tuple(notes):
        return former
    row.notes.all().delete()
    _store_notes(row, notes, themes=themes, areas=areas)
    round_rows.record(
        "round.notes",
        row,
        actor=actor,
        now=now,
        before={"notes": len(former)},
        after={"notes": len(notes)},
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


def _publisher(actor: Actor, roadmap: str) -> str:
    """Name who publishes: the organisation, since what is frozen must hold no person's name."""
    code = organisation_for(actor, Action.PUBLISH, roadmap=roadmap)
    found = Organisation.objects.filter(code=code).first()
    return found.name_fi if found else actor.key


def _step(row: ReportingRound, to: RoundState, *, now: datetime) -> None:
    state = round_rows.effective(row, now)
    if to not in ROUND_STEPS[state]:
        raise round_rows.wrong_state(row, state)
    row.state = to


def _check_reason(former: SituationPicture | None, reason: str) -> None:
    if former is not None and not reason.strip():
        raise RefusedError(gettext("This round is published already. An erratum needs a reason."))
    if former is None and reason.strip():
        raise RefusedError(gettext("There is nothing to correct yet: leave the reason out."))


def to_freeze(row: ReportingRound, now: datetime) -> terms.Picture:
    """Return the picture that a round's publication would freeze at a time."""
    round_ = row.as_terms()
    picture = situation.compose(row.roadmap, as_of=round_.as_of, horizon=round_.horizon)
    return replace(
        picture,
        round_code=round_.code,
        round_names=round_.names,
        invented=round_.invented,
        known_by=now,
        notes=(*_public_notes(row), *extensions.notes(row)),
        answers=submissions.answers(row),
        summary=Names(row.summary_fi, row.summary_sv, row.summary_en),
    )


def _public_notes(row: ReportingRound) -> tuple[terms.Note, ...]:
    """Return the notes that everybody may read: what is frozen goes to files and machines too."""
    notes = situation.notes_of(row)
    return tuple(each for each in notes if each.visibility is Visibility.PUBLIC)


def _same_figures(former: str, canonical: str) -> bool:
    """Compare two frozen pictures but for the time up to which reports were known."""
    return replace(from_json(former), known_by=None) == replace(from_json(canonical), known_by=None)
