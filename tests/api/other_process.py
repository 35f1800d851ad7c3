"""A program in a process of its own, which does one thing through the interface.

    python -m tests.api.other_process ACTION [ARGUMENT ...] [--wait]

With --wait it says "ready" and begins when a line comes in, so that several begin at once.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yhdyspinta.config.settings")
django.setup()

from django.db import connection  # noqa: E402 - after the setup

from tests.api.callers import ROADMAP, Caller, caller  # noqa: E402
from yhdyspinta.store.models import (  # noqa: E402
    Event,
    OnceKey,
    Organisation,
    ReportingRound,
    Roadmap,
)
from yhdyspinta.terms.access import Role  # noqa: E402


def prepare() -> dict[str, Any]:
    """Add a roadmap without tasks, and make its coordinator's token."""
    Roadmap.objects.create(code=ROADMAP, name_fi="Tiekartta")
    Organisation.objects.create(code="stm", kind="ministry", name_fi="STM")
    return {"secret": caller(Role.COORDINATOR).secret}


def open_round(secret: str, code: str, key: str) -> dict[str, Any]:
    """Open a round under an Idempotency-Key."""
    body = {
        "code": code,
        "roadmap": ROADMAP,
        "names": {"fi": code},
        "as_of": "2021-12-31",
        "horizon": "2021-Q4",
    }
    answer = Caller(secret)("POST", "/rounds", body, idempotency_key=key)
    replayed = answer.headers.get("Idempotent-Replayed", "")
    return {"status": answer.status_code, "text": answer.content.decode(), "replayed": replayed}


def look() -> dict[str, Any]:
    """Do nothing: the state is told after every action."""
    return {}


def state() -> dict[str, Any]:
    """Count what was written."""
    return {
        "rounds": ReportingRound.objects.filter(code__startswith="2021-12").count(),
        "events": Event.objects.filter(action="round.open", door="api").count(),
        "keys": OnceKey.objects.count(),
    }


ACTIONS: dict[str, Callable[..., dict[str, Any]]] = {
    each.__name__: each for each in (prepare, open_round, look)
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("action")
    parser.add_argument("arguments", nargs="*")
    parser.add_argument("--wait", action="store_true")
    chosen = parser.parse_args()
    if chosen.wait:
        connection.ensure_connection()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
    did = ACTIONS[chosen.action](*chosen.arguments)
    sys.stdout.write(json.dumps({"did": did, "state": state()}))


if __name__ == "__main__":
    main()
