"""Who is reminded on which day: nobody twice, nobody forgotten, the role before its fallback."""

from datetime import date, timedelta

import pytest

from yhdyspinta.calc.reminders import asked_now, due_day, pause_after, planned
from yhdyspinta.terms.access import Role
from yhdyspinta.terms.reminders import Holder, ReminderKind, Sent, Unreached
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import Extension, Schedule, Submission, SubmissionState

# Due on the 10th: reminders on the 3rd, the 9th and the 11th; closed after the 20th.
DAYS = Schedule(date(2021, 11, 1), date(2021, 11, 10), date(2021, 11, 12), date(2021, 11, 20))
AINO, EERO, OLLI = 1, 2, 3
REPORTER = Holder("06", AINO, Role.REPORTER)
APPROVER = Holder("06", EERO, Role.APPROVER)
ADMINISTRATOR = Holder("06", OLLI, Role.ADMINISTRATOR)
ALL = (REPORTER, APPROVER, ADMINISTRATOR)


def november(day):
    return date(2021, 11, day)


def plan(
    day,
    *,
    state=SubmissionState.WAITING,
    holders=ALL,
    sent=(),
    round_state=RoundState.OPEN,
    until=None,
):
    extension = Extension("06", until, "sairaus") if until else None
    submission = Submission("06", state, extension=extension)
    return planned(DAYS, [submission], holders, state=round_state, sent=sent, today=november(day))


def people(found):
    return [message.person for message in found.messages]


@pytest.mark.parametrize(("day", "before"), [(3, 7), (9, 1), (11, -1)])
def test_the_reporter_is_reminded_on_the_rounds_days(day, before):
    [message] = plan(day).messages
    assert (message.person, message.day, message.days_before) == (AINO, november(day), before)
    assert message.kind is ReminderKind.FILL_IN


def test_nobody_is_reminded_before_the_first_day():
    assert plan(2).messages == ()


@pytest.mark.parametrize("day", [3, 4, 8])
def test_who_has_been_reminded_is_left_alone_until_the_next_day(day):
    sent = [Sent("06", AINO, november(3))]
    assert plan(day, sent=sent).messages == ()


def test_a_missed_day_is_caught_up_once_and_an_older_one_not_at_all():
    [message] = plan(10).messages
    assert (message.day, message.days_before) == (november(10), 1)
    assert plan(10, sent=[Sent("06", AINO, november(10))]).messages == ()


def test_what_the_coordinator_sent_since_the_day_counts_too():
    assert plan(10, sent=[Sent("06", AINO, november(9))]).messages == ()
    assert people(plan(11, sent=[Sent("06", AINO, november(9))])) == [AINO]


def test_a_message_about_another_area_does_not_count():
    assert people(plan(9, sent=[Sent("07", AINO, november(9))])) == [AINO]


@pytest.mark.parametrize("state", [SubmissionState.APPROVED, SubmissionState.ACCEPTED])
def test_an_area_that_has_answered_is_left_alone(state):
    assert plan(9, state=state).messages == ()


def test_an_area_that_was_sent_back_is_reminded():
    assert people(plan(9, state=SubmissionState.RETURNED)) == [AINO]


def test_when_the_area_is_ready_its_approver_is_asked():
    [message] = plan(9, state=SubmissionState.READY).messages
    assert (message.person, message.kind) == (EERO, ReminderKind.APPROVE)


@pytest.mark.parametrize(
    ("state", "holders", "person"),
    [
        (SubmissionState.WAITING, (APPROVER, ADMINISTRATOR), EERO),
        (SubmissionState.WAITING, (ADMINISTRATOR,), OLLI),
        (SubmissionState.READY, (REPORTER, ADMINISTRATOR), OLLI),
    ],
)
def test_without_the_role_the_next_one_is_asked_as_a_fallback(state, holders, person):
    [message] = plan(9, state=state, holders=holders).messages
    assert (message.person, message.is_fallback) == (person, True)


def test_every_reporter_of_the_area_is_reminded():
    two = (REPORTER, Holder("06", 8, Role.REPORTER), Holder("07", 9, Role.REPORTER))
    assert people(plan(9, holders=two)) == [AINO, 8]


def test_an_area_with_nobody_is_a_finding():
    found = plan(9, holders=[Holder("07", AINO, Role.REPORTER)])
    assert found.unreached == (Unreached("06", ReminderKind.FILL_IN),)


@pytest.mark.parametrize(
    ("day", "state"),
    [(21, RoundState.OPEN), (12, RoundState.CLOSED), (12, RoundState.PUBLISHED)],
)
def test_nobody_is_reminded_after_the_round_has_closed(day, state):
    found = plan(day, round_state=state)
    assert (found.messages, found.unreached) == ((), ())


def test_more_time_moves_the_days_also_past_the_closing_of_the_round():
    assert plan(11, until=november(25)).messages == ()
    [message] = plan(24, until=november(25), round_state=RoundState.CLOSED).messages
    assert message.days_before == 1


def test_more_time_never_brings_the_due_day_forward():
    early = Submission("06", extension=Extension("06", november(5), "x"))
    assert due_day(DAYS, early) == november(10)


def test_the_coordinator_reminds_all_who_are_missing_once_a_day():
    areas = [Submission("06"), Submission("07", SubmissionState.APPROVED), Submission("08")]

    def found(*sent):
        return asked_now(DAYS, areas, ALL, state=RoundState.OPEN, sent=sent, today=november(5))

    assert (people(found()), [each.area for each in found().unreached]) == ([AINO], ["08"])
    assert found(Sent("06", AINO, november(5))).messages == ()


def test_pauses_grow_with_every_refusal():
    assert timedelta(0) == pause_after(0) < pause_after(1) < pause_after(2) == pause_after(9)
