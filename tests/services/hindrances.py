"""A save through the page while the database is locked or full; run by `other_process`."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Any

from django.db import OperationalError, connection
from django.test import Client

from tests.services import november
from tests.small_roadmap import DAY
from yhdyspinta.services import reference
from yhdyspinta.store.models import Event, StatusReport, User
from yhdyspinta.terms.access import operator

_PLACE = f"/en/report/{november.ROUND}/06/save/"


def one_to_save() -> dict[str, Any]:
    """Open a round, still open on any day, with one reporter."""
    reference.load(actor=operator("test"), now=november.on(1))
    november.open_november("06", days=november.WITHOUT_END)
    november.someone("aino")
    return {}


def save_while_locked(patience: str, held: str) -> dict[str, Any]:
    """Save while somebody else holds the lock for some milliseconds, waiting for so many."""
    client = _client()
    release = _lock()
    with connection.cursor() as cursor:
        wait = {"sqlite": "PRAGMA busy_timeout = {}", "postgresql": "SET lock_timeout = {}"}
        cursor.execute(wait[connection.vendor].format(int(patience)))
    timer = Timer(int(held) / 1000, release)
    timer.start()
    answered = _save(client)
    timer.join()
    return answered


def save_on_a_full_disk() -> dict[str, Any]:
    """Save when there is no room, then again when there is."""
    client = _client()
    with _full():
        answered = _save(client)
    return {"full": answered, "later": _save(client)}


def _client() -> Client:
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.force_login(User.objects.get(), backend="yhdyspinta.web.signin.Backend")
    return client


def _save(client: Client) -> dict[str, Any]:
    """Save three cells with long notes, and say what was answered and what is stored."""
    changes = [
        {"task": code, "status": "done", "note": "Pitkä huomio. " * 250, "seen": seen}
        | {"risk": "", "expected": "", "visibility": "internal"}
        for code, seen in zip(november.CODES, _seen(), strict=True)
    ]
    answer = client.post(_PLACE, json.dumps({"changes": changes}), "application/json")
    return {
        "status": answer.status_code,
        "retry": answer.headers.get("Retry-After"),
        "said": answer.content.decode() if answer.status_code != 200 else "",
        "reports": StatusReport.objects.filter(round__code=november.ROUND).count(),
        "events": Event.objects.filter(action="report.save").count(),
        "ended": StatusReport.objects.filter(superseded_on=DAY).count(),
    }


def _seen() -> Iterator[int]:
    for code in november.CODES:
        held = StatusReport.objects.filter(task__code=code, area__code="06").last()
        yield held.pk if held else 0


def _lock() -> Callable[[], None]:
    """Let another connection hold what a save needs; return what lets it go."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(
            str(connection.settings_dict["NAME"]), check_same_thread=False, isolation_level=None
        )
        other.execute("BEGIN IMMEDIATE")
        return other.close
    copy = connection.copy()
    copy.inc_thread_sharing()
    copy.set_autocommit(False)
    with copy.cursor() as cursor:
        cursor.execute("SELECT id FROM yhdyspinta_participation FOR UPDATE")
    return copy.close


@contextmanager
def _full() -> Iterator[None]:
    """Leave no room: SQLite may not grow; of PostgreSQL's disk only the word is imitated."""
    if connection.vendor == "postgresql":
        with connection.execute_wrapper(_no_space):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        yield
        cursor.execute("PRAGMA max_page_count = 1000000")


def _no_space(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: PLR0917 - Django's interface
    if sql.startswith('INSERT INTO "yhdyspinta_event"'):
        message = 'could not extend file "base/5/16384": No space left on device'
        raise OperationalError(message)
    return execute(sql, params, many, context)
