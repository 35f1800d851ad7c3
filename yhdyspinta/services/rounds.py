"""A reporting round's life: opened, closed, published frozen, corrected by an erratum."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.calc.canonical import fingerprint, from_json, to_json
from yhdyspinta.services import audit, situation
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import (
    Area,
    Note,
    ReportingRound,
    Roadmap,
    SituationPicture,
    Theme,
)
from yhdyspinta.store.roadmap import last_recorded
from yhdyspinta.terms import situation as terms
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import ROUND_STEPS, RoundState
from yhdyspinta.terms.situation import Publication


@dataclass(frozen=True, slots=True)
class NewRound:
    """What a new round is to be."""

    code: str
    roadmap: str
    names: Names
    as_of: date
    horizon: Quarter
    invented: bool = False


@transaction.atomic
def open_round(new: NewRound, *, actor: str, now: datetime) -> None:
    """Open a new round. Raises RefusedError if the code is taken or the roadmap is missing."""
    roadmap = Roadmap.objects.select_for_update().filter(code=new.roadmap).first()
    if roadmap is None:
        raise RefusedError(gettext("There is no roadmap “%(code)s”.") % {"code": new.roadmap})
    if ReportingRound.objects.filter(code=new.code).exists():
        raise RefusedError(gettext("The round “%(code)s” exists already.") % {"code": new.code})
    ReportingRound.objects.create(
        roadmap=roadmap,
        code=new.code,
        name_fi=new.names.fi,
        name_sv=new.names.sv,
        name_en=new.names.en,
        as_of=new.as_of,
        horizon=str(new.horizon),
        state=RoundState.OPEN,
        opened_at=now,
        invented=new.invented,
    )
    audit.record("round.open", new.code, actor=actor, now=now, as_of=new.as_of.isoformat())


@transaction.atomic
def reopen_round(code: str, *, actor: str, now: datetime) -> None:
    """Open a closed round again. Raises RefusedError from another state."""
    row = _locked(code)
    _step(row, RoundState.OPEN)
    row.closed_at = None
    row.save()
    audit.record("round.reopen", code, actor=actor, now=now)


@transaction.atomic
def close_round(code: str, *, actor: str, now: datetime) -> None:
    """Close an open round. Raises RefusedError from another state."""
    row = _locked(code)
    _step(row, RoundState.CLOSED)
    row.closed_at = now
    row.save()
    audit.record("round.close", code, actor=actor, now=now)


@transaction.atomic
def publish(code: str, *, actor: str, now: datetime, reason: str = "") -> Publication:
    """Freeze a closed round's figures; of a published round, an erratum beside the old version.

    An erratum needs a `reason` and a difference. Raises RefusedError otherwise. All of it or
    nothing is stored: a process killed on the way leaves the round closed and unpublished.
    """
    row = _locked(code)
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
        published_by=actor,
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
    actor: str,
    now: datetime,
    dry_run: bool = False,
) -> tuple[terms.Note, ...]:
    """Replace an unpublished round's notes and risks; return those that it had.

    With `dry_run` nothing is stored. Raises RefusedError once published, or if a note names
    something unknown.
    """
    row = _locked(code)
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
        )
        stored.areas.set([areas[code] for code in note.areas])


def _locked(code: str) -> ReportingRound:
    """Fetch a round for writing; its writers and the roadmap's imports queue behind each other.

    An import that went on during a publication would be half in it, and recorded before it.
    """
    row = (
        ReportingRound.objects.select_for_update(of=("self", "roadmap"))
        .select_related("roadmap")
        .filter(code=code)
        .first()
    )
    if row is None:
        raise RefusedError(gettext("There is no round “%(code)s”.") % {"code": code})
    return row


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
    )


def _same_figures(former: str, canonical: str) -> bool:
    """Compare two frozen pictures but for the time up to which reports were known."""
    return replace(from_json(former), known_by=None) == replace(from_json(canonical), known_by=None)
