"""What follows from a round's days: its state, locks, reminders, and the next round."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from yhdyspinta.calc.rounds import lock_of, mark, proposed, reminder_dates, state_on
from yhdyspinta.terms.access import Role
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import (
    Extension,
    Lock,
    LockReason,
    Round,
    Schedule,
    Scope,
    SubmissionState,
)

NOVEMBER = Schedule(date(2021, 11, 1), date(2021, 11, 10), date(2021, 11, 12), date(2021, 11, 20))
OCTOBER = Round(
    "2021-10",
    "sote",
    Names("Lokakuu 2021"),
    date(2021, 10, 31),
    Quarter(2021, 4),
    RoundState.PUBLISHED,
    schedule=Schedule(date(2021, 10, 20), date(2021, 11, 3), None, date(2021, 11, 8), (5, -2)),
    scope=Scope.CRITICAL,
    areas=("06", "07"),
)
SEPTEMBER = replace(OCTOBER, as_of=date(2021, 9, 30))
JULY = replace(OCTOBER, as_of=date(2021, 7, 31))
TODAY = date(2021, 11, 9)


@pytest.mark.parametrize(
    ("day", "state"),
    [(date(2021, 10, 31), "planned"), (date(2021, 11, 1), "open"), (date(2021, 11, 21), "closed")],
)
def test_the_calendar_opens_and_closes_a_planned_round(day, state):
    assert state_on(RoundState.PLANNED, NOVEMBER, today=day) == state


@pytest.mark.parametrize(("day", "reason"), [(22, None), (25, None), (26, LockReason.CLOSED)])
def test_an_extension_opens_a_closed_round_until_its_day(day, reason):
    extension = Extension("06", date(2021, 11, 25), "x")
    lock = lock_of(
        RoundState.CLOSED,
        SubmissionState.WAITING,
        schedule=NOVEMBER,
        extension=extension,
        today=date(2021, 11, day),
    )
    assert (lock.reason if lock else None) == reason


STATES = [RoundState.PLANNED, RoundState.OPEN, RoundState.CLOSED, RoundState.PUBLISHED]
FILLING_IN = {SubmissionState.WAITING, SubmissionState.RETURNED, SubmissionState.READY}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("submission", SubmissionState)
def test_more_time_opens_what_is_closed_or_published_but_never_what_is_approved(state, submission):
    extension = Extension("06", date(2021, 11, 25), "x")
    found = lock_of(state, submission, schedule=Schedule(), extension=extension, today=TODAY)
    assert (found is None) == (state is not RoundState.PLANNED and submission in FILLING_IN)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("submission", SubmissionState)
def test_more_time_that_has_run_out_is_as_if_it_had_not_been_given(state, submission):
    past = Extension("06", TODAY - timedelta(days=1), "x")
    found, plain = (
        lock_of(state, submission, schedule=Schedule(), extension=each, today=TODAY)
        for each in (past, None)
    )
    assert found == plain


@pytest.mark.parametrize("submission", SubmissionState)
def test_a_published_round_is_locked_because_it_is_published_and_nothing_else(submission):
    state = RoundState.PUBLISHED
    lock = lock_of(state, submission, schedule=Schedule(), extension=None, today=TODAY)
    assert lock == Lock(LockReason.PUBLISHED, Role.COORDINATOR)


def test_reminders_come_in_the_order_of_their_days():
    days = [day.day for _, day in reminder_dates(replace(NOVEMBER, reminder_days=(-1, 7, 1, 7)))]
    assert days == [3, 9, 11]


@pytest.mark.parametrize(
    ("last", "as_of"),
    [
        ([], date(2021, 11, 30)),
        ([OCTOBER], date(2021, 11, 30)),
        ([OCTOBER, SEPTEMBER], date(2021, 11, 30)),
        ([OCTOBER, JULY], date(2022, 1, 31)),
        ([replace(OCTOBER, as_of=date(2021, 10, 15))], date(2021, 11, 15)),
    ],
)
def test_the_next_round_follows_the_rhythm_of_the_last_two(last, as_of):
    assert proposed(last, today=TODAY).as_of == as_of


def test_the_next_round_is_not_of_a_day_long_past():
    assert proposed([OCTOBER, SEPTEMBER], today=date(2026, 11, 24)).as_of == date(2026, 11, 30)


def test_the_next_round_asks_what_the_last_one_asked_with_days_moved():
    found = proposed([OCTOBER], today=TODAY)
    assert (found.scope, found.areas, found.code) == (Scope.CRITICAL, ("06", "07"), "2021-11")
    assert found.schedule == Schedule(
        date(2021, 11, 19), date(2021, 12, 3), None, date(2021, 12, 8), (5, -2)
    )


@pytest.mark.parametrize("due_on", [None, date(2026, 12, 15)])
def test_days_far_from_the_last_rounds_own_are_not_followed(due_on):
    last = replace(OCTOBER, schedule=Schedule(due_on=due_on))
    assert proposed([last], today=TODAY).schedule == Schedule(
        date(2021, 11, 16), date(2021, 11, 30), date(2021, 11, 30), date(2021, 12, 7)
    )


@pytest.mark.parametrize(
    ("horizon", "expected"), [(Quarter(2021, 4), "2022-Q1"), (Quarter(2022, 2), "2022-Q3")]
)
def test_the_next_round_looks_as_far_ahead(horizon, expected):
    last = [replace(OCTOBER, horizon=horizon), JULY]
    assert str(proposed(last, today=TODAY).horizon) == expected


def test_another_value_has_another_mark():
    assert mark(OCTOBER) == mark(replace(OCTOBER)) != mark(SEPTEMBER)
