"""An installation of the benchmark's own, made empty as often as needed and then thrown away."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from yhdyspinta.services import demo
from yhdyspinta.services import reference as reference_service
from yhdyspinta.terms.access import operator

ACTOR = operator("bench")
NOW = datetime(2021, 11, 2, 9, 0, tzinfo=UTC)


def fresh() -> None:
    """Empty the database and make its tables again, with the shipped facts."""
    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        connection.close()
        for part in ("", "-wal", "-shm"):
            name.with_name(name.name + part).unlink(missing_ok=True)
    else:
        with closing(connection.cursor()) as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    reference_service.load(actor=ACTOR, now=NOW)


def fresh_with_demo() -> None:
    """Empty the database and load the demo: the deck's statuses and two published rounds."""
    fresh()
    demo.load(clock=lambda: NOW)


def version() -> str:
    """Return the database's name and version."""
    with closing(connection.cursor()) as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            return f"SQLite {cursor.fetchone()[0]}"
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"
