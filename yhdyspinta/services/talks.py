"""Talks of the coordinator with the areas during a round: recorded, changed, read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta.calc.access import may, may_read_note
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import people, round_rows
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store import models as store
from yhdyspinta.store.models import Area, ReportingRound
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import Talk

_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Held:
    """A round's talks that one may read, the newest first, with the names that they need.

    `people` names who recorded them, for who runs the round. `may_edit` tells whether one may
    record and change talks now, `sees_round` whether one may see the unpublished round.
    """

    code: str
    names: Names
    areas: Mapping[str, Names]
    people: Mapping[str, str]
    talks: tuple[Talk, ...]
    may_edit: bool
    sees_round: bool

    def of_key(self, key: int) -> Talk:
        """Return the talk of a number. Raises RefusedError if there is none."""
        found = next((each for each in self.talks if each.key == key), None)
        if found is None:
            raise _no_such()
        return found


def held(code: str, *, actor: Actor, to_write: bool = False) -> Held:
    """Return a round's talks that the actor may read.

    A visitor reads the public talks of a published round. Raises RefusedError if there is no
    such round for the actor, and with `to_write` ForbiddenError for who may not record talks,
    RefusedError once the round is published.
    """
    row = round_rows.found(code)
    roadmap = row.roadmap.code
    sees = may(actor, Action.SEE_UNPUBLISHED)
    if row.state != RoundState.PUBLISHED and not sees:
        raise round_rows.no_such(code)
    if to_write:
        require(actor, Action.RUN_ROUND, roadmap=roadmap)
        round_rows.refuse_published(row)
    may_run = may(actor, Action.RUN_ROUND, roadmap=roadmap)
    found = of_row(row, actor=actor)
    asked = Area.objects.filter(submission__round=row).order_by("short_fi", "code")
    return Held(
        code=code,
        names=row.as_terms().names,
        areas={each.code: Names(each.short_fi, each.short_sv, each.short_en) for each in asked},
        people=people.names(each.recorded_by for each in found) if may_run else {},
        talks=tuple(found),
        may_edit=may_run and row.state != RoundState.PUBLISHED,
        sees_round=sees,
    )


def of_round(code: str, *, actor: Actor) -> list[Talk]:
    """List a round's talks that the actor may read, the newest first; see `held`."""
    return list(held(code, actor=actor).talks)


def of_key(code: str, key: int, *, actor: Actor) -> Talk:
    """Return a talk for changing it. Raises ForbiddenError, or RefusedError if there is none."""
    row = round_rows.found(code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    return _row(row, key).as_terms()


def of_row(row: ReportingRound, *, actor: Actor) -> list[Talk]:
    """List the talks of a round's row that the actor may read, the newest first; one query."""
    rows = row.talks.select_related("area").order_by("-held_on", "-id")
    talks = [each.as_terms() for each in rows]
    return [each for each in talks if _may_read(actor, each, roadmap=row.roadmap.code)]


def _may_read(actor: Actor, talk: Talk, *, roadmap: str) -> bool:
    areas = [talk.area] if talk.area else []
    return may_read_note(actor, talk.visibility, areas=areas, roadmap=roadmap)


@transaction.atomic
def record(code: str, talk: Talk, *, actor: Actor, now: datetime) -> int:
    """Record a talk in an unpublished round; return its number.

    Raises ForbiddenError, and RefusedError for a talk that is not whole or not yet held.
    """
    row = round_rows.locked(code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    round_rows.refuse_published(row)
    talk = _whole(talk, now=now)
    stored = row.talks.create(
        area=_area(row, talk.area),
        held_on=talk.held_on,
        participants=talk.participants,
        conclusions=talk.conclusions,
        visibility=talk.visibility,
        recorded_by=actor.key,
        recorded_at=now,
    )
    round_rows.record(
        "talk.record", row, actor=actor, now=now, area=talk.area, after=_told(talk), key=stored.pk
    )
    return stored.pk


@transaction.atomic
def change(code: str, talk: Talk, *, actor: Actor, now: datetime, seen: str = "") -> None:
    """Change the talk of number `talk.key`; what stood there stays in the trail.

    `seen` is the mark of the talk that was shown: StaleError if it is another now. Raises
    ForbiddenError, and RefusedError once the round is published or for what is not whole.
    """
    row = round_rows.locked(code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    round_rows.refuse_published(row)
    stored = _row(row, talk.key)
    before, talk = stored.as_terms(), _whole(talk, now=now)
    if seen and seen != mark(before):
        raise StaleError
    if _told(before) == _told(talk):
        return
    stored.area = _area(row, talk.area)
    stored.held_on, stored.visibility = talk.held_on, talk.visibility
    stored.participants, stored.conclusions = talk.participants, talk.conclusions
    stored.save()
    round_rows.record(
        "talk.change",
        row,
        actor=actor,
        now=now,
        area=talk.area or before.area,
        before=_told(before),
        after=_told(talk),
        key=stored.pk,
    )


def _row(row: ReportingRound, key: int) -> store.Talk:
    found = row.talks.select_related("area").filter(pk=key).first()
    if found is None:
        raise _no_such()
    return found


def _no_such() -> RefusedError:
    return RefusedError(gettext("There is no such talk in this round."))


def _whole(talk: Talk, *, now: datetime) -> Talk:
    """Return the talk without outer blanks. Raises RefusedError if it is not whole."""
    talk = replace(
        talk, participants=talk.participants.strip(), conclusions=talk.conclusions.strip()
    )
    if talk.held_on > timezone.localtime(now).date():
        raise RefusedError(
            gettext("The day is in the future: record a talk when it has been held.")
        )
    if not talk.participants or not talk.conclusions:
        raise RefusedError(gettext("Say who took part and what was concluded."))
    if max(len(talk.participants), len(talk.conclusions)) > _LONGEST:
        raise RefusedError(
            gettext("The text is too long: at most %(most)d characters.") % {"most": _LONGEST}
        )
    return talk


def _area(row: ReportingRound, code: str) -> Area | None:
    return round_rows.asked_area(row, code) if code else None


def _told(talk: Talk) -> dict[str, str]:
    return {
        "held_on": talk.held_on.isoformat(),
        "area": talk.area,
        "participants": talk.participants,
        "conclusions": talk.conclusions,
        "visibility": talk.visibility.value,
    }
