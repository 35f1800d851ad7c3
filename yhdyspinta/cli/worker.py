"""`worker` and `remind`: work that no page waits for, as a service or once for a timer."""

import argparse
import logging
from collections.abc import Mapping
from threading import Event
from time import monotonic
from uuid import uuid4

from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext
from django_tasks_db.management.commands.db_worker import Worker

from yhdyspinta.cli import screen
from yhdyspinta.cli.database import ready
from yhdyspinta.labels import reminders as labels
from yhdyspinta.services import agreement_reminders, agreements, reminder_sending, reminders
from yhdyspinta.terms.reminders import Outcome

_LOOK_SECONDS = 5.0
_PLAN_SECONDS = 300.0


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both commands to the parser."""
    worker = commands.add_parser(
        "worker", help=gettext("send reminders and do other background work until stopped")
    )
    worker.add_argument(
        "--once", action="store_true", help=gettext("do what there is to do, then end")
    )
    worker.set_defaults(run=run_worker)
    once = commands.add_parser(
        "remind", help=gettext("plan today's reminders and send them, for a timer")
    )
    once.set_defaults(run=run_remind)


def run_worker(chosen: argparse.Namespace) -> int:
    """Plan reminders at intervals and do queued work until a signal; what is begun is finished."""
    ready()
    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
    worker = Worker(
        queue_names=["default"],
        interval=_LOOK_SECONDS,
        # Each run ends when nothing is queued, so that there is time to plan in between.
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=uuid4().hex,
        excluded_queue_names=[],
    )
    # A signal ends the command at once while it waits, and after the task while it works.
    worker.configure_signals()
    call_command("prune_db_task_results", verbosity=0)
    pause, planned_at = Event(), float("-inf")
    while worker.running:
        if monotonic() - planned_at >= _PLAN_SECONDS:
            reminder_sending.queue(now=timezone.now())
            agreement_reminders.queue(now=timezone.now())
            planned_at = monotonic()
        worker.run()
        if chosen.once:
            break
        if worker.running:
            pause.wait(_LOOK_SECONDS)
    return 0


def run_remind(chosen: argparse.Namespace) -> int:
    """Plan and send once; exit status 1 if something did not leave or nobody knows.

    Agreements whose period is over are rolled on first: their last day to act is another one.
    """
    ready()
    agreements.roll(now=timezone.now())
    actor = reminder_sending.WORKER
    planned = reminders.plan(actor=actor, now=timezone.now())
    screen.say(gettext("Reminders planned: %(count)d.") % {"count": planned})
    done = reminder_sending.deliver(actor=actor, clock=timezone.now)
    done += agreement_reminders.deliver(actor=actor, clock=timezone.now)
    _tell(done)
    return 1 if set(done) & {Outcome.REFUSED, Outcome.UNREACHABLE, Outcome.UNSURE} else 0


def _tell(done: Mapping[Outcome, int]) -> None:
    for outcome in Outcome:
        if done.get(outcome):
            screen.say(f"{labels.outcome(outcome)}: {done[outcome]}")
