"""A consistent copy of the database while it is in use."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext

from yhdyspinta.services.refusals import RefusedError


def make(target: Path) -> int:
    """Copy the database to `target` and return the copy's size in bytes.

    SQLite: its online backup, page by page, then an integrity check of the copy. PostgreSQL:
    `pg_dump` in its custom form. Raises RefusedError if the target exists or the copy fails;
    then no half-made file is left at `target`.
    """
    if target.exists():
        raise RefusedError(
            gettext("“%(file)s” exists already: nothing was overwritten.") % {"file": target.name}
        )
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        if connection.vendor == "sqlite":
            _copy_sqlite(unfinished)
        else:
            _dump_postgresql(unfinished)
        unfinished.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise RefusedError(
            gettext("The copy could not be written: %(reason)s") % {"reason": error}
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size


def _copy_sqlite(target: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        # A copy that opens on its own, without a -wal file beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        result = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if result != "ok":
        raise RefusedError(gettext("The copy is damaged: %(result)s") % {"result": result})


def _dump_postgresql(target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise RefusedError(gettext("pg_dump was not found: install the PostgreSQL client."))
    settings = connection.get_connection_params()
    options = {"host": "--host", "port": "--port", "user": "--username"}
    arguments = [f"{flag}={settings[key]}" for key, flag in options.items() if settings.get(key)]
    password = settings.get("password")
    done = subprocess.run(  # noqa: S603 - a found program with the installation's own settings
        [program, "--format=custom", f"--file={target}", *arguments, str(settings["dbname"])],
        # The operator's own libpq settings (PGSSLMODE, a password file) hold for pg_dump too.
        env={**os.environ, **({"PGPASSWORD": str(password)} if password else {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RefusedError(
            gettext("pg_dump failed: %(message)s") % {"message": done.stderr.strip()}
        )
