"""`yhdyspinta register`: out, looked at and in again."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.commands import Command
from tests.register_books import SMALL, THINGS, book
from tests.small_roadmap import at
from yhdyspinta.services import reference
from yhdyspinta.store.models import Body
from yhdyspinta.terms.access import operator

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small register's workbook, on the shipped facts."""
    reference.load_missing(actor=operator("test"), now=at(7))
    path = tmp_path / "r.xlsx"
    path.write_bytes(book(SMALL))
    return path


def test_an_import_stores_and_says_what(command: Command, file: Path) -> None:
    done = command("register", "import", file)
    assert (done.status, Body.objects.count()) == (0, 2)
    assert done.out.splitlines()[0] == f"Added: {THINGS}"
    assert "Nothing to change" in command("register", "import", file).out


def test_a_check_says_the_same_and_stores_nothing(command: Command, file: Path) -> None:
    checked = command("register", "check", file)
    assert (checked.status, Body.objects.count()) == (0, 0)
    assert checked.out.splitlines()[:4] == command("register", "import", file).out.splitlines()[:4]


@pytest.mark.parametrize("step", ["check", "import"])
def test_every_error_is_told_with_its_place(command: Command, file: Path, step: str) -> None:
    workbook = load_workbook(file)
    workbook["Toimielimet"]["C2"] = "Johtoo"
    workbook.save(file)
    done = command("register", step, file)
    assert (done.status, Body.objects.count()) == (2, 0)
    assert "r.xlsx · Toimielimet · C2: this is none of the words" in done.err
    assert "Did you mean “Johto”?" in done.err


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_an_export_comes_back_with_nothing_to_change(
    command: Command, file: Path, language: str
) -> None:
    command("register", "import", file)
    out = file.with_name(f"{language}.xlsx")
    assert command("register", "export", out, "--area", "06", language=language).status == 0
    assert f"Unchanged: {THINGS}" in command("register", "check", out).out.splitlines()


def test_an_export_overwrites_nothing(command: Command, file: Path) -> None:
    assert command("register", "export", file).status == 2
    assert file.read_bytes()[:2] == b"PK"


def test_an_empty_workbook_is_written_and_changes_nothing(command: Command, file: Path) -> None:
    empty = file.with_name("e.xlsx")
    assert command("register", "export", empty, "--empty").status == 0
    assert "Added: 0" in command("register", "check", empty).out.splitlines()
