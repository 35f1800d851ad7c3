"""What a meeting must be before it is stored, said before the database would refuse it."""

from collections.abc import Iterable

from django.utils.translation import gettext

from yhdyspinta.services import register
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.meetings import AgendaItem, Meeting, MeetingState, Outcome, OutcomeKind

_LONGEST_TITLE, _LONGEST_ITEM, _LONGEST_OWNER, _LONGEST_REFERENCE = 300, 500, 200, 120
_LONGEST_ADDRESS = 1000
MOST_MINUTES = 24 * 60
_MOST_ROWS = 200
_LARGEST_NUMBER = 32_767


def check(meeting: Meeting) -> None:
    """Raise RefusedError that says what is wrong with a meeting."""
    register.check_code(meeting.code)
    _check_texts(meeting)
    if meeting.ends_at <= meeting.starts_at:
        raise RefusedError(gettext("The meeting ends before it begins."))
    for address in (meeting.address, meeting.minutes_link):
        register.check_link(address)
    _check_numbers(each.number for each in meeting.agenda)
    _check_numbers(each.number for each in meeting.outcomes)
    numbers = {each.number for each in meeting.agenda}
    for item in meeting.agenda:
        _check_item(item)
    for outcome in meeting.outcomes:
        _check_outcome(outcome, items=numbers)
    if meeting.state is MeetingState.CANCELLED and meeting.outcomes:
        raise RefusedError(gettext("A cancelled meeting has no outcomes: remove them first."))


def check_length(text: str, most: int) -> None:
    """Raise RefusedError for a text that does not fit into its column."""
    if len(text) > most:
        raise RefusedError(
            gettext("Too long: at most %(most)d characters: “%(text)s”")
            % {"most": most, "text": text[:60]}
        )


def _check_texts(meeting: Meeting) -> None:
    if not meeting.title.strip():
        raise RefusedError(gettext("Write the meeting's title."))
    register.check_texts(
        meeting.minutes,
        *(each.notes for each in meeting.agenda),
        *(each.text for each in meeting.outcomes),
    )
    check_length(meeting.title, _LONGEST_TITLE)
    check_length(meeting.place, _LONGEST_TITLE)
    check_length(meeting.address, _LONGEST_ADDRESS)
    check_length(meeting.minutes_link, _LONGEST_ADDRESS)


def _check_numbers(numbers: Iterable[int]) -> None:
    listed = list(numbers)
    if len(listed) > _MOST_ROWS:
        raise RefusedError(gettext("At most %(most)d rows.") % {"most": _MOST_ROWS})
    for number in listed:
        if not 1 <= number <= _LARGEST_NUMBER or listed.count(number) > 1:
            raise RefusedError(
                gettext("Give each row a number of its own from 1 on: %(number)d cannot be used.")
                % {"number": number}
            )


def _check_item(item: AgendaItem) -> None:
    if not item.title.strip():
        raise RefusedError(
            gettext("Item %(number)d has no title: write what it is about.")
            % {"number": item.number}
        )
    check_length(item.title, _LONGEST_ITEM)
    check_length(item.owner_text, _LONGEST_OWNER)
    if item.minutes is not None and not 0 <= item.minutes <= MOST_MINUTES:
        raise RefusedError(
            gettext("Item %(number)d: give its time in minutes, at most %(most)d.")
            % {"number": item.number, "most": MOST_MINUTES}
        )
    for link in item.materials:
        register.check_texts(link.title)
        check_length(link.address, _LONGEST_ADDRESS)
        if not link.address:
            raise RefusedError(
                gettext("Item %(number)d has material without an address.")
                % {"number": item.number}
            )
        register.check_link(link.address)


def _check_outcome(outcome: Outcome, *, items: set[int]) -> None:
    place = {"number": outcome.number}
    if not outcome.text.strip():
        raise RefusedError(gettext("Outcome %(number)d has no text: write what came out.") % place)
    check_length(outcome.reference, _LONGEST_REFERENCE)
    check_length(outcome.owner_text, _LONGEST_OWNER)
    if outcome.item is not None and outcome.item not in items:
        raise RefusedError(
            gettext("Outcome %(number)d is of item %(item)d, which is not on the agenda.")
            % {**place, "item": outcome.item}
        )
    is_action = outcome.kind is OutcomeKind.ACTION
    if not is_action and (outcome.due_on or outcome.task):
        raise RefusedError(
            gettext("Outcome %(number)d: only an action has a due day and a task.") % place
        )
