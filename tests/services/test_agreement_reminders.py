"""Reminders of agreements leave once: due by day, refused, unsure, settled, taken by another."""

import smtplib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django_tasks_db.models import DBTaskResult

from tests.people import AINO, LIISA, MATTI
from tests.services.run_round import on
from tests.services.test_agreements import AGREEMENT
from yhdyspinta.calc.agreements import due_reminder
from yhdyspinta.services import agreement_reminders as reminders
from yhdyspinta.services import agreements
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.reminder_sending import WORKER
from yhdyspinta.store.models import AgreementReminder, Event, Grant, Organisation, User
from yhdyspinta.terms.access import Role
from yhdyspinta.terms.reminders import Outcome

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TODAY = on(10).date()
# The last day to act is in 30 days.
DUE = replace(AGREEMENT, ends_on=date(2022, 6, 10), remind_before=(90, 30))


def someone(name: str, organisation: str, role: Role, *, language: str = "en") -> User:
    email = f"{name}@esimerkki.invalid"
    user = User.objects.create_user(email=email, name=name, language=language, joined_at=on(1))
    row = Organisation.objects.get(code=organisation)
    Grant.objects.create(user=user, organisation=row, role=role, granted_at=on(1))
    return user


@pytest.fixture(autouse=True)
def agreement(county: None) -> None:
    agreements.save(DUE, actor=AINO, now=on(1))
    someone("aino", "hva-06", Role.REPORTER)
    someone("pekka", "kunta-609", Role.ADMINISTRATOR, language="fi")
    someone("liisa", "hva-06", Role.READER)
    someone("matti", "hva-07", Role.REPORTER)


def deliver(day: int = 10) -> Counter[Outcome]:
    return reminders.deliver(actor=WORKER, clock=lambda: on(day))


def to() -> list[str]:
    return sorted(each.to[0].partition("@")[0] for each in mail.outbox)


@pytest.mark.parametrize(
    ("left", "found"), [(91, None), (90, 90), (31, 90), (30, 30), (0, 30), (-1, None)]
)
def test_the_last_reminder_whose_day_has_come_is_due(left: int, found: int | None) -> None:
    assert due_reminder((90, 30), TODAY + timedelta(days=left), on=TODAY) == found


def test_the_people_of_the_owner_and_the_parties_get_one_each() -> None:
    assert deliver() == {Outcome.SENT: 2}
    assert to() == ["aino", "pekka"]
    assert deliver() == deliver(11) == Counter()


def test_each_gets_it_in_their_language_with_the_day_and_the_address() -> None:
    deliver()
    english, finnish = sorted(mail.outbox, key=lambda each: each.to)
    assert english.subject == "Act by 10 December 2021: Koulujen tilat"
    assert "10.12.2021" in finnish.subject
    assert "/en/agreements/06-tilat/" in english.body
    assert "/fi/agreements/06-tilat/" in finnish.body


def test_a_later_reminder_comes_of_its_own() -> None:
    agreements.save(replace(DUE, remind_before=(90, 30, 29)), actor=AINO, now=on(1))
    assert deliver(10) == {Outcome.SENT: 2}
    assert deliver(11) == {Outcome.SENT: 2}


def test_nothing_leaves_of_an_agreement_to_which_notice_was_given() -> None:
    agreements.give_notice(DUE.code, TODAY, actor=AINO, now=on(9))
    assert deliver() == Counter()


def test_a_changed_last_day_is_reminded_of_anew() -> None:
    deliver()
    agreements.save(replace(DUE, ends_on=date(2022, 6, 9)), actor=AINO, now=on(10))
    assert deliver(11) == {Outcome.SENT: 2}


def test_whoever_dies_while_it_leaves_leaves_it_unsure_and_it_is_not_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(EmailBackend, "send_messages", die)
    with pytest.raises(KeyboardInterrupt):
        deliver()
    monkeypatch.undo()
    assert deliver() == {Outcome.SENT: 1}
    states = [
        (each.is_unsure, each.is_sent)
        for each in reminders.of_agreement(DUE.code, actor=AINO, now=on(11))
    ]
    assert sorted(states) == [(False, True), (True, False)]


def break_connection(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", fail)


def test_what_the_server_refuses_is_tried_again_the_next_day_for_a_week(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    break_connection(monkeypatch, smtplib.SMTPResponseException(451, b"later"))
    assert deliver(10) == {Outcome.REFUSED: 2}
    assert deliver(10) == Counter()
    assert deliver(11) == {Outcome.REFUSED: 2}
    assert deliver(18) == Counter()
    monkeypatch.undo()
    assert deliver(17) == {Outcome.SENT: 2}


def test_without_a_mail_server_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "open", closed)
    assert deliver() == {Outcome.UNREACHABLE: 1}
    assert not AgreementReminder.objects.exists()


@pytest.mark.parametrize("sent", [True, False])
def test_a_keeper_decides_on_what_is_unsure(monkeypatch: pytest.MonkeyPatch, sent: bool) -> None:
    break_connection(monkeypatch, ConnectionResetError())
    assert deliver() == {Outcome.UNSURE: 2}
    monkeypatch.undo()
    for each in AgreementReminder.objects.all():
        reminders.settle(each.pk, sent=sent, actor=AINO, now=on(11))
    assert deliver(11) == (Counter() if sent else {Outcome.SENT: 2})
    assert Event.objects.filter(action="reminder.settle").count() == 2


def test_others_decide_nothing_and_see_no_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    break_connection(monkeypatch, ConnectionResetError())
    deliver()
    key = AgreementReminder.objects.first().pk  # type: ignore[union-attr]
    for actor in (LIISA, MATTI):
        with pytest.raises(ForbiddenError):
            reminders.settle(key, sent=True, actor=actor, now=on(11))
    assert reminders.of_agreement(DUE.code, actor=LIISA, now=on(11)) == ()


def test_what_has_been_sent_is_not_to_be_decided_on() -> None:
    deliver()
    key = AgreementReminder.objects.first().pk  # type: ignore[union-attr]
    with pytest.raises(RefusedError, match="dealt with already"):
        reminders.settle(key, sent=False, actor=AINO, now=on(11))


def test_another_worker_that_has_claimed_it_sends_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    due = reminders._due(TODAY)
    deliver()
    monkeypatch.setattr(reminders, "_due", lambda _: due)
    assert deliver() == {Outcome.TAKEN: 2}
    assert len(mail.outbox) == 2


def test_the_trail_tells_who_was_reminded_without_an_address() -> None:
    deliver()
    events = Event.objects.filter(action="reminder.send")
    assert {each.subject for each in events} == {"agreement:06-tilat"}
    assert "@" not in str([each.details for each in events])


def test_the_worker_is_told_once_to_send() -> None:
    assert reminders.queue(now=on(10)) == reminders.queue(now=on(10)) == 2
    assert DBTaskResult.objects.count() == 1


def test_the_worker_is_told_nothing_when_nothing_is_due() -> None:
    deliver()
    assert reminders.queue(now=on(10)) == 0
    assert DBTaskResult.objects.count() == 0
