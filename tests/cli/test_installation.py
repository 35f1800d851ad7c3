"""`yhdyspinta demo`, `check`, `backup`, `migrate`: looking after an installation."""

import sqlite3
from pathlib import Path

import pytest

from tests.cli.commands import NO_DATABASE, Command, Done, process, small_folder


def installed(data: Path, *arguments: str | Path, **environment: str) -> Done:
    """Run a command as a process, with its SQLite database in a folder of its own."""
    database = f"sqlite:///{data}/yhdyspinta.sqlite3"
    own = {"DATABASE_URL": database, "YHDYSPINTA_DATA": str(data)}
    return process(arguments, environment=own | environment)


def test_a_new_installation_takes_a_sheet_and_is_found_well(tmp_path: Path) -> None:
    source = small_folder(tmp_path / "source")
    data = tmp_path / "var"
    assert installed(data, "check").status == 1
    assert installed(data, "import", source, "--roadmap", "r").status == 0
    done = installed(data, "check")
    assert (done.status, done.err) == (0, "")
    assert "✗" not in done.out


def test_a_backup_opens_and_is_not_overwritten(tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    assert installed(tmp_path, "migrate").status == 0
    assert installed(tmp_path, "backup", copy).status == 0
    assert sqlite3.connect(copy).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    before = copy.read_bytes()
    done = installed(tmp_path, "backup", copy)
    assert (done.status, done.out, copy.read_bytes()) == (1, "", before)
    assert "copy.sqlite3" in done.err


def test_a_backup_is_made_in_the_data_folder_by_default(tmp_path: Path) -> None:
    installed(tmp_path, "migrate")
    assert installed(tmp_path, "backup").status == 0
    (made,) = (tmp_path / "backups").iterdir()
    assert made.suffix == ".backup"


def test_a_backup_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    installed(tmp_path, "migrate")
    for target, data in (([tmp_path / "none" / "x"], tmp_path), ([], Path("/proc/nowhere"))):
        database = f"sqlite:///{tmp_path}/yhdyspinta.sqlite3"
        done = installed(data, "backup", *target, DATABASE_URL=database)
        assert (done.status, done.out) == (1, "")
        assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("arguments", [("round", "list"), ("publish", "x"), ("demo",)])
def test_a_database_that_cannot_be_opened_is_told_in_words(arguments: tuple[str, ...]) -> None:
    done = process(arguments, environment=NO_DATABASE)
    assert (done.status, done.out) == (1, "")
    assert "Traceback" not in done.err
    assert "yhdyspinta check" in done.err


def test_check_says_that_a_database_cannot_be_opened() -> None:
    done = process(["check"], environment=NO_DATABASE)
    assert (done.status, done.err) == (1, "")
    assert "DATABASE_URL" in done.out


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", "nonsense://x"),
        ("DATABASE_URL", "foo"),
        ("YHDYSPINTA_LOG_LEVEL", "LOUD"),
        ("YHDYSPINTA_DEBUG", "maybe"),
        ("YHDYSPINTA_HTTPS", "perhaps"),
    ],
)
def test_a_wrong_setting_is_told_in_words(name: str, value: str) -> None:
    done = process(["check"], environment={name: value})
    assert (done.status, done.out) == (1, "")
    assert "Traceback" not in done.err


@pytest.mark.django_db
def test_the_demo_is_loaded_once_and_printed_each_time(command: Command) -> None:
    first, second = command("demo"), command("demo")
    assert (first.status, second.status) == (0, 0)
    assert "Kainuu" in first.out
    assert first.err == ""
    assert second.out == first.out


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_help_is_given_in_every_language(command: Command, language: str) -> None:
    done = command("picture", "--help", language=language)
    assert (done.status, done.err) == (0, "")
    assert "--as-of" in done.out


@pytest.mark.parametrize("arguments", [("nonsense",), (), ("serve", "--port", "x")])
def test_a_command_that_there_is_not_is_bad_input(arguments: tuple[str, ...]) -> None:
    done = process(arguments)
    assert (done.status, done.out) == (2, "")
    assert "yhdyspinta" in done.err
