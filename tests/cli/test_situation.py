"""`yhdyspinta picture`: on screen, as files, from a sheet alone; and what it refuses."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pptx import Presentation

from tests.cli.commands import DEMO, NO_DATABASE, STATUSES, TASKS, Command, process, small_folder

COLUMNS = (
    "area_code,area,theme,subarea,applicable,due,not_reported,not_started,in_progress,"
    "on_schedule,late,done,progress_percent,in_progress_percent,done_percent"
)
PERCENTAGES = ("progress_percent", "in_progress_percent", "done_percent")
DATES = ("--as-of", "2021-10-31", "--horizon", "2021-Q4")


def rows(command: Command, file: Path, *options: str) -> list[dict[str, str]]:
    """Write the demo's picture as CSV and return its rows."""
    done = command("picture", DEMO, *DATES, "-o", file, *options, language="fi")
    assert (done.status, done.out) == (0, "")
    text = file.read_text(encoding="utf-8")
    assert text.splitlines()[0] == COLUMNS
    return list(csv.DictReader(text.splitlines()))


def test_a_csv_has_a_row_per_area_and_theme(command: Command, tmp_path: Path) -> None:
    found = rows(command, tmp_path / "x.csv", "--by", "theme")
    assert len(found) == 23 * 5
    assert len({(row["area_code"], row["theme"]) for row in found}) == 23 * 5


def test_a_csv_has_a_row_per_area_and_subarea(command: Command, tmp_path: Path) -> None:
    found = rows(command, tmp_path / "x.csv", "--by", "subarea")
    assert len(found) == 23 * 30
    assert all(row["subarea"] for row in found)


def test_an_area_that_reported_nothing_has_no_percentages(command: Command, tmp_path: Path) -> None:
    found = rows(command, tmp_path / "x.csv")
    empty = [row for row in found if not any(row[each] for each in PERCENTAGES)]
    assert [row["area_code"] for row in empty] == ["HUS"] * 5
    assert all(row["not_reported"] == row["applicable"] for row in empty)


def test_the_printed_numbers_of_the_deck_come_out(command: Command, tmp_path: Path) -> None:
    published = Path(DEMO, "published_progress.csv").read_text(encoding="utf-8")
    printed = {
        (row["region"], row["theme"]): row["progress_percent"]
        for row in csv.DictReader(published.splitlines())
    }
    found = rows(command, tmp_path / "x.csv")
    ours = {(row["area"], row["theme"]): row["progress_percent"] for row in found}
    assert len(printed) == 110
    assert {key: ours.get(key) for key in printed} == printed


@pytest.mark.parametrize("ending", ["pptx", "xlsx", "pdf", "json", "svg", "CSV"])
def test_the_ending_chooses_the_form(command: Command, source: Path, ending: str) -> None:
    file = source / f"picture.{ending}"
    done = command("picture", source, "-o", file)
    assert (done.status, done.out) == (0, "")
    assert f"Wrote {file}" in done.err
    starts = {"pptx": b"PK", "xlsx": b"PK", "pdf": b"%PDF", "json": b"{", "svg": b"<"}
    assert file.read_bytes().startswith(starts.get(ending, b"area_code"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", ("Kainuu", "100\N{NO-BREAK SPACE}%")),
        ("sv", ("Kajanaland", "100\N{NO-BREAK SPACE}%")),
        ("en", ("Kainuu", "100%")),
    ],
)
def test_without_a_file_a_table_is_printed_in_the_language(
    command: Command, source: Path, *, language: str, words: tuple[str, str]
) -> None:
    done = command("picture", source, language=language)
    assert (done.status, done.err) == (0, "")
    assert all(word in done.out for word in words)


def test_the_screen_shows_every_subarea_and_either_lens(command: Command, source: Path) -> None:
    done = command("picture", source, "--by", "subarea", "--lens", "readiness")
    assert done.status == 0
    assert done.out.count("Readiness") >= 2
    assert "50%" in done.out


def test_square_brackets_in_a_theme_are_no_markup(command: Command, tmp_path: Path) -> None:
    folder = small_folder(tmp_path / "s", tasks=TASKS.replace("hallinto", "[/b]"))
    done = command("picture", folder)
    assert (done.status, "[/b]" in done.out) == (0, True)


def test_notes_of_the_sheet_are_on_the_slides(command: Command, source: Path) -> None:
    (source / "notes.csv").write_text("kind,areas,severity,text\nrisk,Kainuu,high,Too few hands\n")
    assert command("picture", source, "-o", source / "x.pptx").status == 0
    shapes = [
        shape for slide in Presentation(str(source / "x.pptx")).slides for shape in slide.shapes
    ]
    text = " ".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
    assert "Too few hands" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.xlsx",), "none.xlsx: there is no such file"),
        ((f"{DEMO}/README.md",), "README.md: this type of file cannot be read"),
        ((DEMO, "-o", "x.doc"), "x.doc"),
        ((DEMO, "-o", "x"), "pptx, xlsx, pdf, csv, json, svg"),
        ((DEMO, "--as-of", "31.31.2021"), "31.31.2021"),
        ((DEMO, "--horizon", "Q5/2021"), "Q5/2021"),
        ((DEMO, "--by", "task"), "task"),
        ((), "--round"),
        ((DEMO, "--round", "2021-10"), "--round"),
    ],
)
def test_bad_input_ends_with_status_2_and_nothing_on_standard_output(
    command: Command, arguments: tuple[str, ...], said: str
) -> None:
    done = command("picture", *arguments)
    assert (done.status, done.out) == (2, "")
    assert said in done.err


def test_every_problem_of_every_row_is_told(command: Command, tmp_path: Path) -> None:
    wrong = STATUSES.replace("late", "laate").replace("Pirkanmaa", "Mordor").replace("A2", "A9")
    done = command(
        "picture", small_folder(tmp_path / "s", statuses=wrong), "-o", tmp_path / "x.csv"
    )
    assert (done.status, done.out) == (2, "")
    assert "3 errors" in done.err
    for place in ("statuses.csv · A2", "statuses.csv · C3", "statuses.csv · B4"):
        assert place in done.err
    assert "Did you mean “Late”?" in done.err
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.parametrize("form", ["csv", "pptx"])
def test_a_file_that_cannot_be_written_leaves_nothing_behind(
    command: Command, source: Path, form: str
) -> None:
    (source / f"x.{form}").mkdir()
    before = sorted(source.rglob("*"))
    for target in (source / f"x.{form}", source / "none" / f"x.{form}", Path(f"/proc/x.{form}")):
        done = command("picture", source, "-o", target)
        assert (done.status, done.out) == (2, "")
        assert "cannot be written" in done.err
    assert sorted(source.rglob("*")) == before


def test_a_picture_needs_no_database_and_no_folder_of_its_own(tmp_path: Path) -> None:
    target = tmp_path / "x.csv"
    done = process(
        ["picture", DEMO, *DATES, "-o", target],
        cwd=Path("/proc"),
        environment=NO_DATABASE,
    )
    assert (done.status, done.out) == (0, "")
    assert len(target.read_text(encoding="utf-8").splitlines()) == 116
    assert list(tmp_path.iterdir()) == [target]


def test_a_picture_touches_no_database(command: Command, source: Path) -> None:
    # No database fixture: pytest-django would fail the test at the first query.
    assert command("picture", source).status == 0


def test_a_reader_that_goes_away_is_no_error() -> None:
    program = "from yhdyspinta.cli.main import run; run()"
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", program, "picture", DEMO],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.django_db
def test_a_round_that_is_not_published_is_refused(command: Command) -> None:
    done = command("picture", "--round", "2099-01")
    assert (done.status, done.out) == (1, "")
    assert "2099-01" in done.err


def test_a_published_round_has_its_own_day(command: Command) -> None:
    done = command("picture", "--round", "2021-10", "--as-of", "2021-10-31")
    assert (done.status, done.out) == (1, "")
