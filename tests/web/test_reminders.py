"""The page of a round's reminders: who is written to, who cannot be, what is to be decided."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django_tasks_db.models import DBTaskResult

from tests.web.signed_in import client_of, person
from yhdyspinta.services import reminder_sending
from yhdyspinta.store.models import Reminder
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")
PLACE = "/en/rounds/2021-11/reminders/"
REMIND = "/en/rounds/2021-11/remind/"


@pytest.fixture
def coordinator(demo: None) -> Client:
    """The roadmap's coordinator, signed in; area 10 has a reporter."""
    person(Role.REPORTER, "10", name="Raili Raportoija")
    return client_of(person(Role.COORDINATOR, name="Kaisa Koordinaattori"))


@pytest.fixture
def unsure(coordinator: Client) -> Reminder:
    """A message of which nobody knows whether it left."""
    coordinator.post(REMIND)
    row = Reminder.objects.get(area__code="10")
    row.state, row.claimed_at = "sending", row.planned_at - timedelta(hours=1)
    row.save()
    return row


def text(client: Client) -> str:
    return client.get(PLACE).content.decode()


def test_reminding_plans_queues_and_tells(coordinator: Client) -> None:
    shown = coordinator.post(REMIND, follow=True).content.decode()
    assert Reminder.objects.filter(area__code="10", days_before=None).count() == 1
    assert DBTaskResult.objects.count() == 1
    assert "Raili Raportoija" in shown
    assert "asked for by the coordinator" in shown


def test_reminding_again_the_same_day_reminds_nobody(coordinator: Client) -> None:
    coordinator.post(REMIND)
    count = Reminder.objects.count()
    assert "Nobody to remind" in coordinator.post(REMIND, follow=True).content.decode()
    assert Reminder.objects.count() == count


def test_areas_with_nobody_are_listed(coordinator: Client) -> None:
    shown = text(coordinator)
    listed = shown[shown.index("Areas with nobody to write to") :]
    assert "Kainuu" in listed
    assert "Kymenlaakso" not in listed


def test_an_unsure_message_is_decided_on_by_hand(coordinator: Client, unsure: Reminder) -> None:
    assert "Unsure messages: 1" in " ".join(text(coordinator).replace("</strong>", "").split())
    coordinator.post(f"{PLACE}{unsure.pk}/", {"outcome": "sent"})
    unsure.refresh_from_db()
    assert unsure.state == "sent"
    assert "Unsure messages" not in text(coordinator)


def test_an_unsure_message_can_be_sent_again(coordinator: Client, unsure: Reminder) -> None:
    coordinator.post(f"{PLACE}{unsure.pk}/", {"outcome": "again"})
    unsure.refresh_from_db()
    assert unsure.state == "planned"


def test_what_is_decided_already_is_told(coordinator: Client, unsure: Reminder) -> None:
    coordinator.post(f"{PLACE}{unsure.pk}/", {"outcome": "sent"})
    again = coordinator.post(f"{PLACE}{unsure.pk}/", {"outcome": "again"}, follow=True)
    assert "dealt with already" in again.content.decode()


def test_messages_that_wait_too_long_point_to_the_worker(coordinator: Client) -> None:
    coordinator.post(REMIND)
    assert "worker" not in text(coordinator)
    Reminder.objects.update(planned_at=F("planned_at") - timedelta(hours=1))
    assert "whether the worker is running" in text(coordinator)


def test_what_the_button_planned_leaves_by_the_worker(
    coordinator: Client, mailoutbox: list[object]
) -> None:
    coordinator.post(REMIND)
    now = Reminder.objects.latest("planned_at").planned_at
    reminder_sending.deliver(actor=reminder_sending.WORKER, clock=lambda: now)
    assert len(mailoutbox) == Reminder.objects.filter(state="sent").count() > 0


@pytest.mark.parametrize("role", [Role.REPORTER, Role.APPROVER, Role.ADMINISTRATOR, None])
def test_only_a_coordinator_sees_and_reminds(demo: None, role: Role | None) -> None:
    client = client_of(person(role))
    answers = [client.get(PLACE), client.post(REMIND), client.post(f"{PLACE}1/")]
    assert [each.status_code for each in answers] == [403, 403, 403]


def test_a_button_without_its_secret_does_nothing(coordinator: Client) -> None:
    forger = Client(enforce_csrf_checks=True)
    forger.cookies = coordinator.cookies
    assert forger.post(REMIND).status_code == 403
    assert Reminder.objects.count() == 0
