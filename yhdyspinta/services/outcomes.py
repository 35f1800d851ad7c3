"""What came out of a meeting: recorded with its minutes, and carried over where unfinished."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from yhdyspinta.calc.meetings import loose_actions, unfinished
from yhdyspinta.services import meetings, register
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.meetings import AgendaItem, Meeting, MeetingState, Outcome

_LONGEST_TITLE = 500


@transaction.atomic
def record(
    code: str,
    outcomes: Sequence[Outcome],
    *,
    minutes: str,
    minutes_link: str,
    actor: Actor,
    now: datetime,
    seen: str = "",
) -> bool:
    """Write what came out of a meeting, which has then been held if it has begun."""
    meeting = meetings.known(code, actor=actor)
    state = meeting.state
    if state is MeetingState.PLANNED and outcomes and meeting.starts_at <= now:
        state = MeetingState.HELD
    after = replace(
        meeting,
        outcomes=tuple(outcomes),
        minutes=minutes,
        minutes_link=minutes_link,
        state=state,
    )
    return meetings.save(after, actor=actor, now=now, seen=seen)


def carried(code: str) -> set[int]:
    """Return the numbers of a meeting's items that stand on another meeting's agenda already.

    What was carried to a meeting that was cancelled is to be carried on from there.
    """
    rows = store.AgendaItem.objects.filter(meeting__code=code, carried_to__isnull=False)
    return set(rows.values_list("number", flat=True))


@transaction.atomic
def carry_over(
    code: str,
    items: Collection[int],
    *,
    actions: Collection[int] = (),
    to: str,
    actor: Actor,
    now: datetime,
    seen: str = "",
) -> tuple[AgendaItem, ...]:
    """Put unfinished items of a meeting at the end of a later one's agenda; return them there.

    `actions` are numbers of open actions that arose outside the agenda: each becomes an item of
    its own meeting first, so that one can walk from it and back. Raises RefusedError for what is
    finished or carried already, and for a meeting of another body, earlier, or not planned.
    """
    # Locked before it is read: two at once queue, and the second sees what the first carried.
    register.locked(store.Meeting, code)
    source = meetings.known(code, actor=actor)
    register.check_seen(source, seen)
    target = meetings.known(to, actor=actor)
    _check_target(source, target)
    done = carried(code)
    open_items = unfinished(source, carried=done)
    for number in items:
        if number not in open_items:
            raise RefusedError(
                gettext("Item %(number)d is finished, or has been carried over already.")
                % {"number": number}
            )
    source, more = _with_items(source, actions)
    if more:
        meetings.save(source, actor=actor, now=now)
    chosen = [each for each in source.agenda if each.number in {*items, *more}]
    moved = _moved(source, target, chosen)
    after = replace(target, agenda=(*target.agenda, *moved))
    meetings.save(after, actor=actor, now=now)
    return moved


def _check_target(source: Meeting, target: Meeting) -> None:
    if target.body != source.body:
        raise RefusedError(gettext("Items are carried over to a meeting of the same body."))
    if target.state is not MeetingState.PLANNED or target.starts_at <= source.starts_at:
        raise RefusedError(gettext("Items are carried over to a later meeting that is planned."))


def _with_items(source: Meeting, actions: Collection[int]) -> tuple[Meeting, tuple[int, ...]]:
    """Give each open action without an item one at the end of its own meeting's agenda."""
    loose = loose_actions(source)
    following = max((each.number for each in source.agenda), default=0) + 1
    agenda, outcomes, made = list(source.agenda), list(source.outcomes), []
    for place, outcome in enumerate(source.outcomes):
        if outcome.number not in actions:
            continue
        if outcome.number not in loose:
            raise RefusedError(gettext("This is not an open action outside the agenda."))
        item = AgendaItem(
            number=following,
            title=outcome.text[:_LONGEST_TITLE],
            owner=outcome.owner,
            owner_text=outcome.owner_text,
        )
        agenda.append(item)
        outcomes[place] = replace(outcome, item=following)
        made.append(following)
        following += 1
    return replace(source, agenda=tuple(agenda), outcomes=tuple(outcomes)), tuple(made)


def _moved(
    source: Meeting, target: Meeting, chosen: Sequence[AgendaItem]
) -> tuple[AgendaItem, ...]:
    following = max((each.number for each in target.agenda), default=0) + 1
    return tuple(
        replace(
            item,
            number=following + place,
            carried_from=f"{source.code}/{item.number}",
            notes="",
        )
        for place, item in enumerate(chosen)
    )
