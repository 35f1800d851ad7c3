"""A folder of CSV files: names, encodings, separators, and lines that stay true."""

import unicodedata
from pathlib import Path

import pytest

from tests.sources.books import (
    STATUSES_CSV,
    TASKS_CSV,
    folder,
    only_problem,
    places,
    read,
)
from yhdyspinta.sources.grids import Limits
from yhdyspinta.terms.sheets import ProblemCode

LAPLAND = "region,task_id,status,reported_on\nItä-Uusimaa,A1,Myöhässä,2021-10-31\n"


@pytest.mark.parametrize(
    "names",
    [
        ("tehtävät.csv", "tilatiedot.csv"),
        ("Uppgifter.csv", "Statusuppgifter.CSV"),
        ("TASKS.csv", "Statuses.csv"),
        (unicodedata.normalize("NFD", "Tehtävät.csv"), "tila_tiedot.csv"),
    ],
)
def test_files_are_named_in_any_language(tmp_path: Path, names: tuple[str, str]) -> None:
    for name, text in zip(names, (TASKS_CSV, STATUSES_CSV), strict=True):
        (tmp_path / name).write_text(text)
    content = read(tmp_path)
    assert content.problems == ()
    assert content.reports


@pytest.mark.parametrize("name", ["tasks.csv", "statuses.csv"])
def test_one_of_the_files_stands_for_its_folder(tmp_path: Path, name: str) -> None:
    assert read(folder(tmp_path) / name) == read(tmp_path)


def test_a_list_of_areas_is_read_and_other_files_are_not(tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text("code,region\nHUS,HUS\n08,Pirkanmaa\n")
    (tmp_path / "published_progress.csv").write_bytes(b"\x00\xff")
    content = read(folder(tmp_path))
    assert content.problems == ()
    assert [area.code for area in content.areas] == ["HUS", "08"]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_encodings_of_excel_are_recognised(tmp_path: Path, encoding: str) -> None:
    content = read(folder(tmp_path, statuses=LAPLAND.encode(encoding)))
    assert content.problems == ()
    assert content.reports[0].area == "01"


@pytest.mark.parametrize("separator", [";", "\t", ","])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_of_excel(tmp_path: Path, separator: str, line_end: str) -> None:
    text = LAPLAND.replace(",", separator).replace("\n", line_end)
    content = read(folder(tmp_path, statuses=text.encode()))
    assert content.problems == ()
    assert content.reports[0].cell == "C2"


def test_excels_own_separator_line_is_obeyed_and_counted(tmp_path: Path) -> None:
    text = "\ufeffsep=;\n" + LAPLAND.replace(",", ";")
    assert read(folder(tmp_path, statuses=text)).reports[0].cell == "C3"


def test_a_separator_inside_quotes_is_text(tmp_path: Path) -> None:
    tasks = TASKS_CSV.replace("Hallinto", '"Hallinto, talous; ""tuki"""')
    content = read(folder(tmp_path, tasks=tasks))
    assert content.themes[0].names.fi == 'Hallinto, talous; "tuki"'


def test_an_address_is_the_line_on_which_the_row_begins(tmp_path: Path) -> None:
    text = (
        "region,task_id,status,reported_on,note\n"
        '08,A1,done,2021-10-31,"two\nlines"\n'
        "\n"
        "08,A1,dome,2021-10-31,\n"
    )
    content = read(folder(tmp_path, statuses=text))
    problem = only_problem(content)
    assert (problem.file, problem.cell, problem.nearest) == ("statuses.csv", "C5", "Done")
    assert content.reports[0].note == "two\nlines"


def test_an_open_quotation_mark_does_not_swallow_rows(tmp_path: Path) -> None:
    content = read(folder(tmp_path, statuses=LAPLAND + '"08,A1,done,2021-10-31\n' * 3))
    assert places(content) == [(ProblemCode.FILE_BROKEN, "", "A3")]


def test_rows_of_uneven_length_are_read(tmp_path: Path) -> None:
    content = read(folder(tmp_path, statuses=LAPLAND + "08,A1\n08,A1,done,2021-10-31,x,y\n"))
    assert places(content) == [
        (ProblemCode.VALUE_MISSING, "", "C3"),
        (ProblemCode.VALUE_MISSING, "", "D3"),
    ]


def test_a_zero_byte_is_named_with_its_line(tmp_path: Path) -> None:
    content = read(folder(tmp_path, statuses=LAPLAND.encode() + b"08,A1,do\0ne,2021-10-31\n"))
    assert places(content) == [(ProblemCode.ENCODING, "", "A3")]


def test_text_in_two_encodings_is_refused_not_garbled(tmp_path: Path) -> None:
    mixed = LAPLAND.encode() + "Itä-Uusimaa,A1,done,2021-09-30\n".encode("cp1252")
    content = read(folder(tmp_path, statuses=mixed))
    assert places(content) == [(ProblemCode.ENCODING, "", "A3")]


def test_a_file_that_is_refused_does_not_hide_the_others_problems(tmp_path: Path) -> None:
    content = read(folder(tmp_path, tasks=b"", statuses=STATUSES_CSV.replace("done", "x")))
    assert [(each.code, each.file) for each in content.problems] == [
        (ProblemCode.FILE_EMPTY, "tasks.csv"),
        (ProblemCode.STATUS_UNKNOWN, "statuses.csv"),
    ]


@pytest.mark.parametrize("data", [b"PK\x03\x04zip", b"%PDF-1.7", b"\x89PNG\r\n"])
def test_another_type_of_file_named_csv_is_refused(tmp_path: Path, data: bytes) -> None:
    problem = only_problem(read(folder(tmp_path, tasks=data)))
    assert (problem.code, problem.file) == (ProblemCode.FILE_TYPE, "tasks.csv")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "tasks.csv").write_text(TASKS_CSV)
    problem = only_problem(read(tmp_path))
    assert (problem.code, problem.expected) == (ProblemCode.SHEET_MISSING, ("statuses.csv",))


def test_two_files_for_one_table_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "uppgifter.csv").write_text(TASKS_CSV)
    problem = only_problem(read(folder(tmp_path)))
    assert (problem.code, problem.file) == (ProblemCode.SHEET_TWICE, "uppgifter.csv")


@pytest.mark.parametrize("limits", [Limits(rows=1), Limits(cells=5)])
def test_too_many_rows_or_cells_are_refused(tmp_path: Path, limits: Limits) -> None:
    content = read(folder(tmp_path), limits=limits)
    assert {each.code for each in content.problems} == {ProblemCode.TOO_MANY_ROWS}
