"""Phenomena: noticed in the field, raised level by level, answered by the same way down."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from yhdyspinta.calc.phenomena import fault, next_down, next_up
from yhdyspinta.calc.register import may_keep
from yhdyspinta.labels import phenomena as phenomenon_labels
from yhdyspinta.services import register
from yhdyspinta.services.meeting_checks import check_length
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.phenomena import Phenomenon, PhenomenonStep, StepDirection
from yhdyspinta.terms.register import Level, RegisterKind

_KIND = RegisterKind.PHENOMENON


def known(code: str, *, actor: Actor) -> Phenomenon:
    """Return a phenomenon that an actor may read. Raises RefusedError if there is none."""
    return register.found(store.Phenomenon.objects.readable(actor).whole(), code).as_terms()


def of_area(area: str | None, *, actor: Actor) -> list[Phenomenon]:
    """Return a county's phenomena (None: all), the newest first; two queries."""
    rows = store.Phenomenon.objects.readable(actor).whole()
    rows = rows if area is None else rows.of_area(area)
    return [row.as_terms() for row in rows.order_by("-noticed_on", "code")]


@transaction.atomic
def save(phenomenon: Phenomenon, *, actor: Actor, now: datetime, seen: str = "") -> bool:
    """Add a phenomenon, or change the one of its code; return whether anything differs.

    Raises ForbiddenError for another organisation's, StaleError if it is not what was `seen`,
    RefusedError for what is not whole, or steps that do not go level by level.
    """
    row, before = register.to_save(store.Phenomenon, phenomenon, _whole, actor=actor, seen=seen)
    return _store(phenomenon, row, before, actor=actor, now=now)


@transaction.atomic
def notice(phenomenon: Phenomenon, *, actor: Actor, now: datetime) -> None:
    """Write down what the field noticed; nobody has been asked yet. Raises as `save` does."""
    if phenomenon.steps or store.Phenomenon.objects.filter(code=phenomenon.code).exists():
        raise RefusedError(gettext("There is such a phenomenon already."))
    save(phenomenon, actor=actor, now=now)


@transaction.atomic
def raise_to(
    code: str, level: Level, step: PhenomenonStep, *, actor: Actor, now: datetime, seen: str = ""
) -> bool:
    """Raise a phenomenon to the next level; `step` has its day, body, meeting, outcome and text.

    For people of its owner, and of the owners of the bodies where it is and to which it comes.
    Raises RefusedError for another level than the next one up.
    """
    return _moved(
        code,
        replace(step, direction=StepDirection.UP, level=level),
        actor=actor,
        now=now,
        seen=seen,
    )


@transaction.atomic
def answer(
    code: str, level: Level, step: PhenomenonStep, *, actor: Actor, now: datetime, seen: str = ""
) -> bool:
    """Bring the answer to the next level down, by the levels that the phenomenon went up by."""
    return _moved(
        code,
        replace(step, direction=StepDirection.DOWN, level=level),
        actor=actor,
        now=now,
        seen=seen,
    )


@transaction.atomic
def close(code: str, *, on: date | None, actor: Actor, now: datetime, seen: str = "") -> bool:
    """Close a phenomenon on a day, or open it again (None)."""
    before = known(code, actor=actor)
    return save(replace(before, closed_on=on), actor=actor, now=now, seen=seen)


@transaction.atomic
def remove(code: str, *, actor: Actor, now: datetime) -> None:
    """Take a phenomenon away; what stood there stays in the trail."""
    row, before = register.owned(store.Phenomenon, code, _whole, actor=actor)
    row.delete()
    register.recorded(_KIND, before, None, actor=actor, now=now)


def may_move(actor: Actor, phenomenon: Phenomenon, *, to: str = "") -> bool:
    """Tell whether an actor may raise or answer it: people of its owner, and of the owners of the
    body where it is and of the one to which it comes (`to`).
    """
    here = phenomenon.steps[-1].body if phenomenon.steps else ""
    rows = store.Body.objects.filter(code__in={here, to} - {""}).select_related("owner")
    owners = [row.owner.code for row in rows if row.owner]
    return any(may_keep(actor, each) for each in (phenomenon.owner, *owners) if each)


def _moved(code: str, step: PhenomenonStep, *, actor: Actor, now: datetime, seen: str) -> bool:
    known(code, actor=actor)
    row = register.held(store.Phenomenon, code)
    before = _whole(row)
    if not may_move(actor, before, to=step.body):
        register.keep(actor, before.owner)
    register.check_seen(before, seen)
    is_up = step.direction is StepDirection.UP
    following = next_up(before) if is_up else next_down(before)
    if step.level is not following:
        raise RefusedError(phenomenon_labels.no_such_move(step.direction, following))
    added = replace(step, number=len(before.steps) + 1)
    after = replace(before, steps=(*before.steps, added))
    return _store(after, row, before, actor=actor, now=now)


def _whole(row: store.Phenomenon) -> Phenomenon:
    return store.Phenomenon.objects.whole().get(pk=row.pk).as_terms()


def _store(
    phenomenon: Phenomenon,
    row: store.Phenomenon,
    before: Phenomenon | None,
    *,
    actor: Actor,
    now: datetime,
) -> bool:
    _check(phenomenon)
    row.area, row.owner = register.area(phenomenon.area), register.organisation(phenomenon.owner)
    row.interface = register.referred(store.Interface, phenomenon.interface)
    row.title, row.description = phenomenon.title, phenomenon.description
    row.noticed_on, row.closed_on = phenomenon.noticed_on, phenomenon.closed_on
    row.visibility, row.invented, row.changed_at = (
        phenomenon.visibility,
        phenomenon.invented,
        now,
    )
    row.save()
    _write_steps(row, before, phenomenon)
    return register.recorded(_KIND, before, phenomenon, actor=actor, now=now)


def _write_steps(row: store.Phenomenon, before: Phenomenon | None, after: Phenomenon) -> None:
    old = {each.number: each for each in before.steps} if before else {}
    gone = set(old) - {each.number for each in after.steps}
    if gone:
        row.steps.filter(number__in=gone).delete()
    for step in after.steps:
        if old.get(step.number) == step:
            continue
        body = register.referred(store.Body, step.body)
        if body and body.level != step.level:
            raise RefusedError(
                gettext("The body works on another level: %(body)s.") % {"body": body.name_fi}
            )
        meeting = register.referred(store.Meeting, step.meeting)
        row.steps.update_or_create(
            number=step.number,
            defaults={
                "direction": step.direction,
                "level": step.level,
                "on": step.on,
                "body": body,
                "meeting": meeting,
                "outcome": _outcome(meeting, step),
                "text": step.text,
            },
        )


def _outcome(meeting: store.Meeting | None, step: PhenomenonStep) -> store.Outcome | None:
    if step.outcome is None:
        return None
    row = meeting.outcomes.filter(number=step.outcome).first() if meeting else None
    if row is None:
        missing = f"{step.meeting}/{step.outcome}"
        raise register.no_such(missing)
    return row


def _check(phenomenon: Phenomenon) -> None:
    register.check_code(phenomenon.code)
    if not phenomenon.title.strip():
        raise RefusedError(gettext("Write in a few words what was noticed."))
    check_length(phenomenon.title, 300)
    register.check_texts(phenomenon.description, *(each.text for each in phenomenon.steps))
    wrong = fault(phenomenon)
    if wrong:
        raise RefusedError(phenomenon_labels.fault(wrong))
