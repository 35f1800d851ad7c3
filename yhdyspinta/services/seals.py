"""Seals upon the trail: whoever owns the database can change it, but not without leaving a mark.

Writers never wait for a seal. PostgreSQL gives numbers to events before they are committed, so
when a seal is made some numbers below its last may still be on their way: it names them as gaps,
and the next seal takes in those that have come meanwhile.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from itertools import chain

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from yhdyspinta.calc.audit import content_hash, gaps, is_in, line, open_seals, seal_hash
from yhdyspinta.services import audit
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as rows
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.audit import Event, Seal, Verdict

_ACTION = "trail.seal"
_MOST_NAMED = 100


def seal(*, actor: Actor, now: datetime) -> Seal | None:
    """Seal what no seal covers yet; None: nothing but the last seal's own event has come since.

    Reads without a transaction, so that writers go on; only the finished seal is written in one.
    Raises RefusedError if another process sealed meanwhile.
    """
    require(actor, Action.OPERATE)
    made = _made(_seals(), now)
    if made is None:
        return None
    with transaction.atomic():
        try:
            rows.Seal.objects.create(**asdict(made))
        except IntegrityError as error:
            message = gettext("Somebody else sealed the trail at the same time.")
            raise RefusedError(message) from error
        audit.record(
            "trail.seal",
            str(made.number),
            actor=actor,
            now=now,
            sha256=made.sha256,
            events=made.events,
        )
    return made


def verify(*, expected: str = "") -> Verdict:
    """Recompute all seals; says which is the first that does not match.

    `expected` is the hash of some seal, noted elsewhere: raises RefusedError if there is no such
    seal any more. Reads every sealed event: about a minute a million.
    """
    seals = _seals()
    if expected and expected not in {each.sha256 for each in seals}:
        raise RefusedError(
            gettext("No seal has this SHA-256: %(hash)s. The trail has been replaced.")
            % {"hash": expected}
        )
    into_gaps: dict[int, list[int]] = {}
    former, broken = "", None
    for number, each in enumerate(seals, start=1):
        in_order = (each.number, each.former) == (number, former)
        if not in_order or _recomputed(each, into_gaps) != each.sha256:
            broken = each
            break
        former = each.sha256
    sealed_late = {number for each in seals for number in each.late}
    still_open = {each.number for each in open_seals(seals)}
    found = {
        seal: [number for number in numbers if number not in sealed_late]
        for seal, numbers in into_gaps.items()
    }
    waiting = sum(len(numbers) for seal, numbers in found.items() if seal in still_open)
    last = seals[-1].last if seals else 0
    return Verdict(
        seals=len(seals),
        events=sum(each.events for each in seals),
        unsealed=rows.Event.objects.filter(id__gt=last).count() + waiting,
        broken=broken,
        strangers=tuple(
            number
            for seal, numbers in found.items()
            if seal not in still_open
            for number in numbers[:_MOST_NAMED]
        ),
    )


def _seals() -> list[Seal]:
    return [each.as_terms() for each in rows.Seal.objects.order_by("number")]


def _made(former: list[Seal], now: datetime) -> Seal | None:
    """Make the next seal. What it covers and what it lacks come from one statement's moment."""
    last = former[-1].last if former else 0
    fresh = rows.Event.objects.filter(id__gt=last)
    late = _late(former)
    if not late and not fresh.exclude(action=_ACTION).exists():
        return None
    numbers: list[int] = []
    late_ones = rows.Event.objects.filter(id__in=late).by_number()
    content = content_hash(
        line(each) for each in chain(_noted(fresh.by_number(), numbers), late_ones)
    )
    made = Seal(
        number=len(former) + 1,
        sealed_at=now,
        first=last + 1,
        last=numbers[-1] if numbers else last,
        gaps=gaps(numbers, first=last + 1),
        late=late,
        events=len(numbers) + len(late),
        former=former[-1].sha256 if former else "",
        sha256="",
    )
    return replace(made, sha256=seal_hash(made, content))


def _late(former: list[Seal]) -> tuple[int, ...]:
    """Return the numbers of events that came into open gaps and are in no seal yet."""
    sealed = {number for each in former for number in each.late}
    return tuple(
        number
        for each in open_seals(former)
        if each.gaps
        for number in _numbers(each)
        if is_in(number, each.gaps) and number not in sealed
    )


def _numbers(seal: Seal) -> Iterable[int]:
    """Return the numbers of events between the first and the last gap of a seal."""
    within = {"id__gte": seal.gaps[0][0], "id__lte": seal.gaps[-1][1]}
    return rows.Event.objects.filter(**within).order_by("id").values_list("id", flat=True)


def _noted(events: Iterable[Event], numbers: list[int]) -> Iterator[Event]:
    for each in events:
        numbers.append(each.number)
        yield each


def _recomputed(seal: Seal, into_gaps: dict[int, list[int]]) -> str:
    """Return what a seal's hash should be; notes which events are in its gaps."""
    within = rows.Event.objects.filter(id__gte=seal.first, id__lte=seal.last)
    late = rows.Event.objects.filter(id__in=seal.late)
    return seal_hash(
        seal,
        content_hash(
            line(each)
            for each in chain(_sealed(within.by_number(), seal, into_gaps), late.by_number())
        ),
    )


def _sealed(
    events: Iterable[Event], seal: Seal, into_gaps: dict[int, list[int]]
) -> Iterator[Event]:
    for each in events:
        if is_in(each.number, seal.gaps):
            into_gaps.setdefault(seal.number, []).append(each.number)
        else:
            yield each
