"""`yhdyspinta template` and `import`: what is given out is taken back, whole or not at all."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.commands import NO_DATABASE, STATUSES, Command, process, small_folder
from yhdyspinta.store.models import Area, Event, Roadmap, StatusReport

pytestmark = pytest.mark.django_db
STATUS_SHEETS = {"fi": "Tilatiedot", "sv": "Statusuppgifter", "en": "Statuses"}


def stored() -> tuple[int, int]:
    return Roadmap.objects.count(), StatusReport.objects.count()


@pytest.mark.parametrize("language", STATUS_SHEETS)
def test_a_filled_template_is_taken_back(command: Command, source: Path, language: str) -> None:
    command("import", source, "--roadmap", "r")
    file = source / "form.xlsx"
    assert command("template", file, "--roadmap", "r", language=language).status == 0
    workbook = load_workbook(file)
    row = ("Kainuu", "A1", "done", date(2021, 11, 1))
    for column, value in enumerate(row, start=1):
        workbook[STATUS_SHEETS[language]].cell(2, column, value)
    workbook.save(file)
    done = command("import", file, "--roadmap", "r", "--dry-run")
    assert (done.status, done.err) == (0, "")
    for line in ("Unchanged tasks: 2", "New tasks: 0", "New reports: 1", "Areas: 23"):
        assert line in done.out.splitlines()


def test_a_template_needs_no_database(tmp_path: Path) -> None:
    done = process(
        ["template", tmp_path / "form.xlsx"],
        cwd=Path("/proc"),
        environment=NO_DATABASE,
    )
    assert (done.status, done.err) == (0, "")


def test_a_template_overwrites_nothing(command: Command, tmp_path: Path) -> None:
    (tmp_path / "form.xlsx").write_text("somebody's work")
    done = command("template", tmp_path / "form.xlsx")
    assert (done.status, done.out) == (2, "")
    assert (tmp_path / "form.xlsx").read_text() == "somebody's work"


def test_a_template_that_cannot_be_written_leaves_nothing(command: Command, tmp_path: Path) -> None:
    done = command("template", tmp_path / "none" / "form.xlsx")
    assert (done.status, done.out, list(tmp_path.iterdir())) == (2, "", [])
    assert "cannot be written" in done.err


def test_a_template_of_an_unknown_roadmap_is_refused(command: Command, tmp_path: Path) -> None:
    assert command("template", tmp_path / "x.xlsx", "--roadmap", "none").status == 1
    assert list(tmp_path.iterdir()) == []


def test_an_import_stores_and_says_what(command: Command, source: Path) -> None:
    done = command("import", source, "--roadmap", "r", "--name", "Reformi")
    assert done.status == 0
    assert "New reports: 3" in done.out.splitlines()
    assert Roadmap.objects.get().name_fi == "Reformi"
    assert (stored(), Area.objects.exists()) == ((1, 3), True)


def test_a_dry_run_says_the_same_and_stores_nothing(command: Command, source: Path) -> None:
    dry = command("import", source, "--roadmap", "r", "--dry-run")
    assert (dry.status, stored(), Event.objects.count()) == (0, (0, 0), 0)
    real = command("import", source, "--roadmap", "r")
    assert dry.out.splitlines()[:6] == real.out.splitlines()[:6]


def test_a_second_import_changes_nothing(command: Command, source: Path) -> None:
    command("import", source, "--roadmap", "r")
    events = Event.objects.count()
    done = command("import", source, "--roadmap", "r")
    assert (done.status, stored(), Event.objects.count()) == (0, (1, 3), events)
    assert "Unchanged reports: 3" in done.out.splitlines()
    assert done.out.splitlines()[-1].startswith("Nothing to change")


def test_a_months_statuses_may_come_alone(command: Command, source: Path) -> None:
    command("import", source, "--roadmap", "r")
    (source / "tasks.csv").unlink()
    (source / "statuses.csv").write_text(STATUSES.replace("2021-10-31", "30.11.2021"))
    assert "New reports: 3" in command("import", source, "--roadmap", "r").out.splitlines()


def test_a_moved_task_is_named_with_both_quarters(command: Command, source: Path) -> None:
    command("import", source, "--roadmap", "r")
    tasks = (source / "tasks.csv").read_text().replace("2022-Q1", "2022-Q3")
    (source / "tasks.csv").write_text(tasks)
    assert "  A2: Q1/2022 → Q3/2022" in command("import", source, "--roadmap", "r").out


def test_notes_in_an_import_are_said_to_belong_to_a_round(command: Command, source: Path) -> None:
    (source / "notes.csv").write_text("kind,text\nrisk,a\n")
    done = command("import", source, "--roadmap", "r")
    assert "Notes, not stored: 1" in done.out
    assert "yhdyspinta round notes" in done.out


def test_errors_are_all_told_and_nothing_is_stored(command: Command, tmp_path: Path) -> None:
    wrong = STATUSES.replace("done", "dun").replace("late", "")
    done = command("import", small_folder(tmp_path / "s", statuses=wrong), "--roadmap", "r")
    assert (done.status, done.out, stored()) == (2, "", (0, 0))
    assert "3 errors: nothing was done." in done.err
    assert [place in done.err for place in ("C2", "C3", "C4")] == [True] * 3


def test_a_day_in_the_future_is_an_error(command: Command, tmp_path: Path) -> None:
    later = STATUSES.replace("2021-10-31", "2098-10-31")
    done = command("import", small_folder(tmp_path / "s", statuses=later), "--roadmap", "r")
    assert (done.status, stored()) == (2, (0, 0))


def test_a_missing_file_is_bad_input(command: Command) -> None:
    done = command("import", "none.xlsx", "--roadmap", "r")
    assert (done.status, done.out) == (2, "")
    assert command("import", "none.xlsx").status == 2
