"""Reminders leave once: planned by day, caught up, refused, unsure, settled; killed on the way."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django_tasks_db.models import DBTaskResult

from tests.people import AINO, coordinator, person
from tests.services.filled_sheets import INTO
from tests.services.november import CODES, ROUND, on, open_november, organisation_of, someone
from yhdyspinta.calc.reminders import LEASE
from yhdyspinta.services import reminder_sending, reminders, reporting, rounds, submissions
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import Area, Event, Extension, Grant, Reminder, ReportingRound
from yhdyspinta.terms.access import Role
from yhdyspinta.terms.reminders import Outcome, ReminderState
from yhdyspinta.terms.reporting import Change, Value
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.rounds import SubmissionState

WORKER = reminder_sending.WORKER
STM = coordinator(INTO.code)
NINTH = on(9)


@pytest.fixture
def aino(ground):
    """The reporter of area 06, which has reported one of three tasks; 07 has nobody."""
    organisation_of("06")
    open_november("06", "07")
    return someone("aino", language="en")


def plan(now=NINTH):
    return reminders.plan(actor=WORKER, now=now)


def send(now=NINTH):
    return reminder_sending.send_next(actor=WORKER, now=now)


def listed(now=NINTH):
    return reminders.of_round(ROUND, actor=STM, now=now)


def states(now=NINTH):
    return [each.state for each in listed(now).messages]


def ready():
    submissions.step(ROUND, "06", SubmissionState.READY, actor=AINO, now=on(8))


@pytest.mark.usefixtures("aino")
class TestPlanning:
    def test_planning_twice_plans_once(self):
        assert (plan(), plan(), plan(on(10))) == (1, 0, 0)

    def test_planning_goes_into_the_trail_without_an_address(self, aino):
        plan()
        send()
        planned, sent = Event.objects.filter(action__startswith="reminder.").order_by("id")
        assert (planned.details["messages"], planned.details["nobody"]) == (1, ["07"])
        assert (sent.details["person"], sent.door, sent.area) == (aino.key, "worker", "06")
        assert "@" not in str([planned.details, sent.details, sent.subject])

    def test_an_area_with_nobody_is_told_to_the_coordinator(self):
        assert [each.area for each in listed().unreached] == ["07"]

    def test_a_person_who_may_not_sign_in_any_more_is_not_written_to(self, aino):
        aino.is_active = False
        aino.save()
        assert plan() == 0

    def test_a_role_that_has_ended_counts_no_more(self):
        Grant.objects.update(ended_at=on(2), ended_by="x")
        assert plan() == 0

    def test_a_message_that_did_not_leave_gives_way_to_the_next_days(self):
        plan(on(3))
        plan()
        assert [(each.day, each.state) for each in listed().messages] == [
            (on(9).date(), ReminderState.PLANNED),
            (on(3).date(), ReminderState.CANCELLED),
        ]

    def test_a_closed_round_reminds_nobody(self):
        rounds.close_round(ROUND, actor=STM, now=on(8))
        assert plan() == 0

    def test_an_area_with_more_time_is_reminded_of_its_own_day(self):
        rounds.close_round(ROUND, actor=STM, now=on(8))
        Extension.objects.create(
            round=ReportingRound.objects.get(),
            area=Area.objects.get(code="06"),
            until=on(25).date(),
            reason="sairaus",
            granted_by="x",
            granted_at=on(8),
        )
        assert (plan(on(17)), plan(on(18))) == (0, 1)

    def test_only_an_operator_plans_for_all_rounds(self):
        with pytest.raises(ForbiddenError):
            reminders.plan(actor=STM, now=NINTH)


@pytest.mark.usefixtures("aino")
class TestSending:
    def test_the_message_says_what_is_missing_by_when_and_where(self):
        plan()
        assert send() is Outcome.SENT
        [message] = mail.outbox
        assert message.to == ["aino@example.fi"]
        assert message.subject == "Reminder: Marraskuu 2021, Satakunta"
        assert "10 November 2021" in message.body
        assert "3 of 3" in message.body
        assert "/en/report/2021-11/06/" in message.body

    def test_the_html_says_the_same_and_its_language(self):
        plan()
        send()
        letter = mail.outbox[0]
        assert isinstance(letter, mail.EmailMultiAlternatives)
        [(html, kind)] = letter.alternatives
        assert kind == "text/html"
        html = str(html)
        assert html.startswith('<!doctype html><html lang="en">')
        assert '<a href="http://localhost:8000/en/report/2021-11/06/">' in html

    def test_each_person_is_written_to_in_their_own_language(self):
        someone("sven", language="sv")
        plan()
        reminder_sending.deliver(actor=WORKER, clock=lambda: NINTH)
        assert mail.outbox[1].message()["Content-Language"] == "sv"
        assert "/sv/report/" in mail.outbox[1].body

    def test_the_name_of_a_message_follows_from_its_row(self):
        plan()
        send()
        name = mail.outbox[0].message()["Message-ID"]
        Reminder.objects.update(state="planned", sent_at=None)
        send()
        assert mail.outbox[1].message()["Message-ID"] == name

    def test_who_answered_meanwhile_is_left_alone(self):
        plan()
        ready()
        assert (send(), send(), mail.outbox) == (Outcome.CANCELLED, None, [])

    def test_the_approver_is_asked_when_the_area_is_ready(self):
        someone("eero", role=Role.APPROVER, language="en")
        ready()
        plan()
        send()
        assert mail.outbox[0].to == ["eero@example.fi"]
        assert mail.outbox[0].subject.startswith("To be approved: ")

    def test_a_fallback_is_told_that_nobody_has_the_role(self):
        Grant.objects.update(role=Role.ADMINISTRATOR)
        plan()
        send()
        assert "Nobody acts for the area in the role: reporter." in mail.outbox[0].body
        assert listed().messages[0].is_fallback

    def test_a_name_of_two_lines_makes_no_second_header(self):
        ReportingRound.objects.update(name_fi="Marraskuu\nBcc: muut@example.fi")
        plan()
        assert send() is Outcome.SENT
        assert mail.outbox[0].recipients() == ["aino@example.fi"]


class Refusing(EmailBackend):
    """A mail server that says no."""

    def send_messages(self, messages):
        raise smtplib.SMTPDataError(451, f"{messages[0].to}: try again".encode())


class Breaking(EmailBackend):
    """A connection that breaks while the message leaves."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise smtplib.SMTPServerDisconnected


class Silent(EmailBackend):
    """Nobody answers."""

    def open(self):
        raise ConnectionRefusedError(111, "Connection refused")


@pytest.fixture
def mail_server(settings):
    def use(server):
        settings.EMAIL_BACKEND = f"{__name__}.{server.__name__}"

    return use


@pytest.mark.usefixtures("aino")
class TestRefusals:
    def test_a_refused_message_is_tried_three_times_with_pauses(self, mail_server):
        mail_server(Refusing)
        plan()
        first = [send(), send(NINTH + timedelta(minutes=9))]
        then = [send(NINTH + timedelta(hours=hours)) for hours in (1, 1.5, 2.5, 9)]
        assert first == [Outcome.REFUSED, None]
        assert then == [Outcome.REFUSED, None, Outcome.REFUSED, None]
        [message] = listed().messages
        assert (message.state, message.failure) == (ReminderState.FAILED, "SMTP 451")

    def test_when_nobody_answers_the_pass_ends_and_nothing_is_unsure(self, mail_server):
        mail_server(Silent)
        someone("sven")
        plan()
        done = reminder_sending.deliver(actor=WORKER, clock=lambda: NINTH)
        assert done == {Outcome.UNREACHABLE: 1}
        assert states() == [ReminderState.PLANNED] * 2

    def test_when_the_connection_breaks_it_is_unsure_and_not_sent_again(self, mail_server):
        mail_server(Breaking)
        plan()
        assert (send(), send(NINTH + timedelta(days=1))) == (Outcome.UNSURE, None)
        assert states() == [ReminderState.UNSURE]
        assert len(mail.outbox) == 1

    def test_a_message_that_is_leaving_becomes_unsure_when_its_time_is_over(self):
        plan()
        Reminder.objects.update(state="sending", claimed_at=NINTH)
        assert states() == [ReminderState.SENDING]
        assert states(NINTH + LEASE) == [ReminderState.UNSURE]
        row = ReportingRound.objects.get()
        assert reminders.counts(row, now=NINTH) == {ReminderState.SENDING: 1}
        assert reminders.counts(row, now=NINTH + LEASE) == {ReminderState.UNSURE: 1}
        assert send(NINTH + timedelta(days=1)) is None

    def test_two_workers_never_send_the_same_message(self):
        plan()
        first = reminder_sending.waiting(NINTH).get()
        assert send() is Outcome.SENT
        letter = reminder_sending._mail(first, now=NINTH)
        assert letter
        assert reminder_sending._send(first, letter, actor=WORKER, now=NINTH) is Outcome.TAKEN
        assert len(mail.outbox) == 1


@pytest.mark.usefixtures("aino")
class TestSettling:
    @pytest.fixture
    def unsure(self):
        plan()
        Reminder.objects.update(state="sending", claimed_at=on(8))
        return Reminder.objects.get().pk

    def settle(self, key, *, sent, actor=STM):
        reminders.settle(key, sent=sent, actor=actor, now=NINTH)

    def test_the_coordinator_says_that_it_left(self, unsure):
        self.settle(unsure, sent=True)
        assert (states(), send()) == ([ReminderState.SENT], None)

    def test_the_coordinator_has_it_sent_again(self, unsure):
        self.settle(unsure, sent=False)
        assert (send(), states()) == (Outcome.SENT, [ReminderState.SENT])

    def test_the_decision_is_in_the_trail(self, unsure):
        self.settle(unsure, sent=True)
        event = Event.objects.get(action="reminder.settle")
        assert (event.actor, event.details["before"]) == ("person:5", "unsure")

    def test_a_failed_one_can_be_sent_again_but_not_called_sent(self, unsure):
        Reminder.objects.update(state="failed", tries=3)
        with pytest.raises(RefusedError):
            self.settle(unsure, sent=True)
        self.settle(unsure, sent=False)
        assert send() is Outcome.SENT

    def test_what_is_decided_stays_decided(self, unsure):
        self.settle(unsure, sent=True)
        with pytest.raises(RefusedError):
            self.settle(unsure, sent=False)

    def test_nobody_else_decides(self, unsure):
        with pytest.raises(ForbiddenError):
            self.settle(unsure, sent=True, actor=AINO)


@pytest.mark.usefixtures("aino")
class TestRemindingNow:
    def remind(self, now=None, actor=STM):
        return reminders.remind(ROUND, actor=actor, now=now or on(5))

    def test_all_who_are_missing_get_one_today_however_often_it_is_asked(self):
        assert len(self.remind().messages) == 1
        assert self.remind(on(5, 15)).messages == ()
        assert send(on(5)) is Outcome.SENT

    def test_the_rounds_own_day_adds_no_second_one_today(self):
        self.remind(NINTH)
        assert plan(on(9, 12)) == 0

    def test_what_was_not_needed_this_morning_can_be_needed_again(self):
        self.remind()
        Reminder.objects.update(state="cancelled")
        self.remind(on(5, 15))
        assert states() == [ReminderState.PLANNED]

    @pytest.mark.parametrize("who", [AINO, coordinator("toinen"), person(Role.APPROVER)])
    def test_only_the_rounds_coordinator_may(self, who):
        with pytest.raises(ForbiddenError):
            self.remind(actor=who)

    def test_a_planned_round_reminds_nobody(self):
        ReportingRound.objects.update(state="planned", opens_on=on(7).date())
        with pytest.raises(RefusedError):
            self.remind()


@pytest.mark.usefixtures("aino")
class TestBackgroundWork:
    def test_sending_is_queued_once_and_only_if_something_waits(self):
        reminder_sending.queue(now=on(2))
        assert DBTaskResult.objects.count() == 0
        reminder_sending.queue(now=NINTH)
        reminder_sending.queue(now=NINTH)
        assert DBTaskResult.objects.count() == 1

    def test_reporting_all_lowers_the_number_of_missing_tasks(self):
        change = Change(CODES[1], Value(Status.DONE), 0)
        reporting.save(ROUND, "06", [change], actor=AINO, now=on(8))
        plan()
        send()
        assert "2 of 3" in mail.outbox[0].body
