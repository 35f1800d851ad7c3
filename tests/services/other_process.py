"""A process of its own that does one thing to a database, and can be killed on the way.

    python -m tests.services.other_process ACTION [--die-at N TABLE] [--wait]

With --die-at it kills itself, as a power cut would, when it has sent the Nth INSERT into TABLE
(or, as "UPDATE TABLE", the Nth UPDATE of it).
With --wait it says "ready" and begins when a line comes in, so that two can begin at once. It
prints what it did, and the state of the database after it, as JSON.
"""

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yhdyspinta.config.settings")
django.setup()

from django.apps import apps  # noqa: E402 - after the setup
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from tests import register_books  # noqa: E402
from tests.services import hindrances, november, savers  # noqa: E402
from tests.services.filled_sheets import INTO, open_october, said, sheet  # noqa: E402
from tests.small_roadmap import DAY, at, tasks  # noqa: E402
from yhdyspinta.services import (  # noqa: E402
    backups,
    demo,
    reference,
    register_sheets,
    reminder_sending,
    reminders,
    rounds,
    sheets,
    situation,
)
from yhdyspinta.services import figures as figure_service  # noqa: E402
from yhdyspinta.services.refusals import RefusedError  # noqa: E402
from yhdyspinta.services.sheets import SheetRefusedError  # noqa: E402
from yhdyspinta.sources.reference import areas  # noqa: E402
from yhdyspinta.store.models import ReportingRound, StatusReport, User  # noqa: E402
from yhdyspinta.terms.access import operator  # noqa: E402
from yhdyspinta.terms.areas import NATIONAL_KINDS  # noqa: E402
from yhdyspinta.terms.roadmap import Status  # noqa: E402

CODES = [area.code for area in areas() if area.kind in NATIONAL_KINDS]
TASKS = tasks(100)
REPORTS = len(CODES) * len(TASKS)


def import_october(status: Status = Status.LATE) -> dict[str, Any]:
    reports = [said(status, area=code, task=task.code) for code in CODES for task in TASKS]
    planned = sheets.import_sheet(
        sheet(*reports, tasks=TASKS), into=INTO, actor=operator("aino"), now=at(8)
    )
    return {"new": len(planned.new_reports)}


def correct_october() -> dict[str, Any]:
    return import_october(Status.DONE)


def close_october() -> dict[str, Any]:
    open_october()
    rounds.close_round("2021-10", actor=operator("aino"), now=at(9))
    return {}


def publish_october() -> dict[str, Any]:
    try:
        return {"version": rounds.publish("2021-10", actor=operator("aino"), now=at(10)).version}
    except RefusedError as refusal:
        return {"refused": str(refusal)}


def load_reference() -> dict[str, Any]:
    reference.load(actor=operator("aino"), now=at(7))
    return {}


def load_demo() -> dict[str, Any]:
    demo.load(clock=lambda: at(7))
    return {}


def take_register_in() -> dict[str, Any]:
    """Take a small register in, as an operator's command does."""
    data, actor = register_books.book(register_books.SMALL), operator("aino")
    content = register_sheets.read_bytes(data, file="r.xlsx", actor=actor)
    try:
        plan = register_sheets.import_(content, actor=actor, now=at(8))
    except SheetRefusedError as refusal:
        return {"refused": [each.value for each in refusal.problems]}
    return {"new": len(plan.steps)}


def migrate() -> dict[str, Any]:
    call_command("migrate", verbosity=0)
    return {}


def back_up(target: str) -> dict[str, Any]:
    return {"size": backups.make(Path(target))}


def look() -> dict[str, Any]:
    """Do nothing: the state is told after every action."""
    return {}


def state() -> dict[str, Any]:
    """Count the rows of every table, and say what a crash could have left half-way."""
    counts = {model.__name__: model._default_manager.count() for model in apps.get_models()}
    ended = StatusReport.objects.filter(superseded_on=DAY).count()
    return {**counts, "ended": ended, "rounds": list(ReportingRound.objects.values_list("state"))}


def published_and_known() -> dict[str, Any]:
    """Say for how many tasks the published status is that of the report known then."""
    shown = situation.of_round("2021-10")
    rows = [
        row
        for code in CODES
        for row in figure_service.explain(shown, area=code, actor=operator("test")).rows
    ]
    return {"same": sum(row.report is not None and row.report.status == row.status for row in rows)}


def forty_to_remind() -> dict[str, Any]:
    """Open a round of twenty areas with two reporters each, and plan their reminders."""
    november.open_november(*CODES[:20], days=november.WITHOUT_END)
    for number in range(40):
        november.someone(f"p{number}", CODES[number // 2])
    return plan_reminders()


def plan_reminders() -> dict[str, Any]:
    worker = reminder_sending.WORKER
    return {"planned": reminders.plan(actor=worker, now=november.on(9))}


def send_reminders() -> dict[str, Any]:
    """Send all that waits, as a worker does."""
    worker = reminder_sending.WORKER
    done = reminder_sending.deliver(actor=worker, clock=lambda: november.on(9, 9))
    return {str(outcome): count for outcome, count in done.items()}


def list_reminders() -> dict[str, Any]:
    """Name who is in which state an hour later."""
    found = reminders.of_round(november.ROUND, actor=operator("test"), now=november.on(9, 10))
    people = {user.key: user.email for user in User.objects.all()}
    return {
        state: [people[each.person] for each in found.messages if each.state == state]
        for state in ("sent", "unsure", "planned")
    }


ACTIONS: dict[str, Callable[..., dict[str, Any]]] = {
    each.__name__: each
    for each in (
        import_october,
        correct_october,
        close_october,
        publish_october,
        load_reference,
        load_demo,
        take_register_in,
        migrate,
        back_up,
        look,
        published_and_known,
        forty_to_remind,
        plan_reminders,
        send_reminders,
        list_reminders,
        savers.people_to_save,
        savers.save_at_once,
        savers.look_at_saved,
        hindrances.one_to_save,
        hindrances.save_while_locked,
        hindrances.save_on_a_full_disk,
    )
}


class _Death:
    """Wraps every statement; the Nth INSERT into (or UPDATE of) a table is the last thing done."""

    def __init__(self, number: int, table: str) -> None:
        self.left = number
        verb, _, name = table.rpartition(" ")
        self.start = f'{verb or "INSERT INTO"} "{name}"'

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: PLR0917 - Django's interface
        result = execute(sql, params, many, context)
        if sql.startswith(self.start):
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("action", choices=ACTIONS)
    parser.add_argument("arguments", nargs="*")
    parser.add_argument("--die-at", nargs=2)
    parser.add_argument("--wait", action="store_true")
    chosen = parser.parse_args()
    if chosen.wait:
        connection.ensure_connection()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
    if chosen.die_at:
        number, table = chosen.die_at
        connection.execute_wrappers.append(_Death(int(number), table))
    did = ACTIONS[chosen.action](*chosen.arguments)
    sys.stdout.write(json.dumps({"did": did, "state": state()}))


if __name__ == "__main__":
    main()
