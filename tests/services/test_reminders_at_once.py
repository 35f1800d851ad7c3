"""Reminders by processes of their own: killed on the way, two at once, told to stop."""

import threading
from collections import Counter
from email import message_from_bytes, policy

import pytest

PEOPLE = 40


class TestProcesses:
    """Workers as processes of their own; what really left is in a folder of files."""

    @pytest.fixture
    def forty(self, database, tmp_path):
        """Forty people whose reminders are planned."""
        folder = tmp_path / "mail"
        database.environment["EMAIL_URL"] = f"filemail:///{folder}"
        database.run("forty_to_remind")
        return database, folder

    def left(self, folder):
        """Count the messages that left, by person."""
        parts = [
            part
            for file in folder.glob("*.log")
            for part in file.read_bytes().split(b"-" * 79 + b"\n")
            if part.strip()
        ]
        read = [message_from_bytes(part, policy=policy.default) for part in parts]
        return Counter(message["To"] for message in read)

    @pytest.mark.parametrize(
        ("table", "got_it"),
        [
            # Claimed and not yet handed to the server; handed over and not yet marked.
            ("UPDATE yhdyspinta_reminder", 0),
            ("yhdyspinta_event", 1),
        ],
    )
    def test_a_worker_that_dies_mails_nobody_twice_and_forgets_nobody(self, forty, table, got_it):
        database, folder = forty
        database.kill("send_reminders", at=21, table=table)
        database.run("send_reminders")
        listed, left = database.run("list_reminders"), self.left(folder)
        [unsure] = listed["unsure"]
        assert len(listed["sent"]) == PEOPLE - 1
        assert left == Counter([*listed["sent"], *[unsure] * got_it])

    def test_two_workers_at_once_mail_nobody_twice(self, forty):
        database, folder = forty
        done = database.run_at_once("send_reminders", "send_reminders")
        assert sum(each.get("sent", 0) for each in done) == PEOPLE
        assert self.left(folder) == Counter({f"p{n}@example.fi": 1 for n in range(PEOPLE)})

    def test_two_plans_at_once_plan_nobody_twice(self, forty):
        database, _ = forty
        done = database.run_at_once("plan_reminders", "plan_reminders")
        assert [each["planned"] for each in done] == [0, 0]
        assert database.state["Reminder"] == PEOPLE

    def test_the_command_for_a_timer_sends_all_and_tells_how_many(self, forty):
        database, folder = forty
        told, _ = database.command("remind", "--language", "en").communicate(timeout=120)
        assert told.splitlines() == [f"Reminders planned: {PEOPLE}.", f"sent: {PEOPLE}"]
        assert sum(self.left(folder).values()) == PEOPLE

    def test_a_worker_that_is_told_to_stop_finishes_what_it_has_begun(self, forty):
        database, folder = forty
        with database.command("worker") as process:
            begun = threading.Event()
            while not (folder.exists() and self.left(folder)) and process.poll() is None:
                begun.wait(0.05)
            process.terminate()
            assert process.wait(120) == 0
        assert self.left(folder) == Counter({f"p{n}@example.fi": 1 for n in range(PEOPLE)})
