"""Phenomena as those who may read them see them, and what their forms offer to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from yhdyspinta.calc.access import may
from yhdyspinta.calc.phenomena import next_down, next_up
from yhdyspinta.calc.register import may_keep
from yhdyspinta.services import phenomena, places
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.phenomena import Phenomenon, StepDirection
from yhdyspinta.terms.register import Level


@dataclass(frozen=True, slots=True)
class Listing:
    """A county's phenomena with the names of who noticed them."""

    phenomena: Sequence[Phenomenon]
    owners: Mapping[str, Names]
    may_keep: bool


@dataclass(frozen=True, slots=True)
class Treated:
    """A meeting in which a phenomenon was treated, with what came out (empty: nothing named)."""

    code: str
    title: str
    starts_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A phenomenon with the names of what it refers to, and what the reader may do.

    `meetings` are by the step's number; a meeting that the reader may not read is left out.
    """

    phenomenon: Phenomenon
    owner: Names | None
    interface: Names | None
    bodies: Mapping[str, Names]
    meetings: Mapping[int, Treated]
    may_keep: bool
    may_move: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What a phenomenon can be of: organisations that one may keep, and interfaces, by code."""

    owners: Mapping[str, Names]
    interfaces: Mapping[str, Names]


@dataclass(frozen=True, slots=True)
class Moves:
    """The next steps: up or down to which level; bodies there with their levels; outcomes."""

    offered: tuple[tuple[StepDirection, Level], ...]
    bodies: Mapping[str, Names]
    levels: Mapping[str, Level]
    outcomes: Mapping[str, Names]


def of_area(area: str, *, actor: Actor) -> Listing:
    """Return a county's phenomena, the newest first; three queries."""
    found = phenomena.of_area(area, actor=actor)
    owners = places.names_of({each.owner for each in found})
    return Listing(found, owners, may(actor, Action.KEEP_REGISTER))


def opened(code: str, *, actor: Actor) -> Opened:
    """Return a phenomenon with what it refers to. Raises RefusedError if there is none to read."""
    found = phenomena.known(code, actor=actor)
    bodies = store.Body.objects.readable(actor).filter(code__in={s.body for s in found.steps})
    interface = store.Interface.objects.readable(actor).filter(code=found.interface).first()
    return Opened(
        phenomenon=found,
        owner=places.names_of({found.owner}).get(found.owner),
        interface=interface.names if interface else None,
        bodies={row.code: row.names for row in bodies},
        meetings=_treated(found, actor),
        may_keep=may_keep(actor, found.owner),
        may_move=may(actor, Action.KEEP_REGISTER)
        and (phenomena.may_move(actor, found) or bool(moves(found, actor=actor).bodies)),
    )


def choices(area: str, *, actor: Actor, on: date, shown: Phenomenon | None = None) -> Choices:
    """Return what a county's phenomenon can be of; what it is already is among it."""
    owners = {
        code: names
        for code, names in places.organisations(area, on=on).items()
        if may_keep(actor, code)
    }
    rows = store.Interface.objects.readable(actor).of_area(area).order_by("name_fi", "code")
    interfaces = {row.code: row.names for row in rows}
    if shown is not None:
        owners |= places.names_of({shown.owner} - set(owners))
        if shown.interface:
            interfaces.setdefault(shown.interface, Names(shown.interface))
    return Choices(owners, interfaces)


def moves(phenomenon: Phenomenon, *, actor: Actor) -> Moves:
    """Return where a phenomenon may go next, and the bodies and outcomes that may be named.

    Who may not move it by its owner or the body where it is may name only bodies of their own.
    """
    ways = ((StepDirection.UP, next_up(phenomenon)), (StepDirection.DOWN, next_down(phenomenon)))
    offered = tuple((way, level) for way, level in ways if level)
    rows = store.Body.objects.of_area(phenomenon.area).filter(
        level__in=[level for _way, level in offered]
    )
    is_free = phenomena.may_move(actor, phenomenon)
    bodies = [
        row
        for row in rows.readable(actor).select_related("owner").order_by("name_fi", "code")
        if is_free or (row.owner and may_keep(actor, row.owner.code))
    ]
    return Moves(
        offered,
        {row.code: row.names for row in bodies},
        {row.code: Level(row.level) for row in bodies},
        _outcomes(phenomenon, actor),
    )


def _treated(found: Phenomenon, actor: Actor) -> dict[int, Treated]:
    codes = {each.meeting for each in found.steps} - {""}
    rows = store.Meeting.objects.readable(actor).filter(code__in=codes)
    by_code = {row.code: row for row in (rows if codes else ())}
    texts = {
        (row.meeting_id, row.number): row.text
        for row in store.Outcome.objects.filter(meeting__in=[row.pk for row in by_code.values()])
    }
    return {
        step.number: Treated(
            row.code, row.title, row.starts_at, texts.get((row.pk, step.outcome or 0), "")
        )
        for step in found.steps
        if (row := by_code.get(step.meeting))
    }


def _outcomes(phenomenon: Phenomenon, actor: Actor) -> dict[str, Names]:
    """Outcomes that name the phenomenon, or came of an item that does, by `meeting/number`."""
    rows = store.Outcome.objects.filter(
        Q(phenomenon__code=phenomenon.code) | Q(item__phenomenon__code=phenomenon.code),
        meeting__in=store.Meeting.objects.readable(actor).values("pk"),
    )
    found = rows.select_related("meeting").order_by("-meeting__starts_at", "number")[:50]
    return {
        f"{row.meeting.code}/{row.number}": Names(f"{row.meeting.title}: {row.text[:80]}")
        for row in found
    }
