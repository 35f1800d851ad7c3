"""What is said of a sheet that cannot be taken in: every error of every row, at its cell."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.sources.books import (
    STATUS,
    STATUS_HEADER,
    TASK,
    TASK_HEADER,
    book,
    only_problem,
    places,
    read,
    with_status,
    with_task,
)
from yhdyspinta.sources.grids import Limits
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.sheets import ProblemCode


def test_every_error_of_every_row_is_listed_at_once(tmp_path: Path) -> None:
    content = read(
        book(
            tmp_path,
            tasks=(TASK_HEADER, ("A1", "T", "", "A", "", "soon"), ("", "T", "", None, "", "Q1/22")),
            statuses=(STATUS_HEADER, ("Pirkanma", "A9", "vallmis", "yesterday"), ("", "A1", "", 1)),
        )
    )
    assert places(content) == [
        (ProblemCode.QUARTER_UNREADABLE, "Tehtävät", "F2"),
        (ProblemCode.VALUE_MISSING, "Tehtävät", "A3"),
        (ProblemCode.VALUE_MISSING, "Tehtävät", "D3"),
        (ProblemCode.AREA_UNKNOWN, "Tilatiedot", "A2"),
        (ProblemCode.TASK_UNKNOWN, "Tilatiedot", "B2"),
        (ProblemCode.STATUS_UNKNOWN, "Tilatiedot", "C2"),
        (ProblemCode.DATE_UNREADABLE, "Tilatiedot", "D2"),
        (ProblemCode.VALUE_MISSING, "Tilatiedot", "A3"),
        (ProblemCode.VALUE_MISSING, "Tilatiedot", "C3"),
        (ProblemCode.DATE_UNREADABLE, "Tilatiedot", "D3"),
    ]


def test_a_row_with_an_error_gives_nothing_but_its_task_is_known(tmp_path: Path) -> None:
    content = read(book(tmp_path, tasks=(TASK_HEADER, (*TASK[:5], "soon"))))
    assert content.tasks == ()
    assert places(content) == [(ProblemCode.QUARTER_UNREADABLE, "Tehtävät", "F2")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("Pirkanma", *STATUS[1:]), (ProblemCode.AREA_UNKNOWN, "Pirkanmaa")),
        (("Södra Karlen", *STATUS[1:]), (ProblemCode.AREA_UNKNOWN, "Södra Karelen")),
        (("08", "A1", "Myöhäsä", "2021-10-31"), (ProblemCode.STATUS_UNKNOWN, "Myöhässä")),
        (("08", "A11", "done", "2021-10-31"), (ProblemCode.TASK_UNKNOWN, "A1")),
        (("08", "A1", "qqqqq", "2021-10-31"), (ProblemCode.STATUS_UNKNOWN, "")),
    ],
)
def test_the_nearest_valid_word_is_suggested(
    tmp_path: Path, row: tuple[str, ...], expected: tuple[ProblemCode, str]
) -> None:
    problem = only_problem(with_status(tmp_path, *row))
    assert (problem.code, problem.nearest) == expected
    assert problem.value in row
    assert problem.expected


def test_a_task_given_twice_is_an_error_at_the_second(tmp_path: Path) -> None:
    content = read(book(tmp_path, tasks=(TASK_HEADER, TASK, ("a1 ", *TASK[1:]))))
    assert places(content) == [(ProblemCode.TASK_TWICE, "Tehtävät", "A3")]
    assert content.errors


def test_of_two_reports_on_one_day_the_later_row_holds(tmp_path: Path) -> None:
    later = ("Birkaland", "A1", "late", date(2021, 10, 31))
    content = read(book(tmp_path, statuses=(STATUS_HEADER, STATUS, later)))
    assert [(each.status, each.cell) for each in content.reports] == [(Status.LATE, "C3")]
    problem = only_problem(content)
    assert (problem.code, problem.cell, problem.value) == (
        ProblemCode.REPORT_REPLACED,
        "C2",
        "C3",
    )
    assert not content.errors


def test_reports_of_different_days_stand_beside_each_other(tmp_path: Path) -> None:
    other = (*STATUS[:3], "2021-09-30")
    content = read(book(tmp_path, statuses=(STATUS_HEADER, STATUS, other)))
    assert len(content.reports) == 2
    assert content.problems == ()


def test_a_theme_that_changes_its_name_keeps_the_first(tmp_path: Path) -> None:
    tasks = (TASK_HEADER, TASK, ("A2", "Hallinto", "Talous", *TASK[3:]))
    content = read(book(tmp_path, tasks=tasks))
    problem = only_problem(content)
    assert (problem.code, problem.cell) == (ProblemCode.THEME_CHANGED_NAME, "C3")
    assert problem.warning
    assert content.themes[0].names == Names("Hallinto")


def test_a_future_day_is_an_error_only_when_the_day_is_known(tmp_path: Path) -> None:
    late = with_status(tmp_path, *STATUS, today=date(2021, 10, 30))
    assert places(late) == [(ProblemCode.DATE_IN_FUTURE, "Tilatiedot", "D2")]
    assert with_status(tmp_path, *STATUS, today=date(2021, 10, 31)).problems == ()
    assert with_status(tmp_path, *STATUS).problems == ()


@pytest.mark.parametrize("shown", ["#REF!", "#N/A", "#DIV/0!", " #PUUTTUU! "])
def test_a_failed_formula_is_named_as_such(tmp_path: Path, shown: str) -> None:
    content = with_status(tmp_path, "08", "A1", shown, "2021-10-31")
    assert places(content) == [(ProblemCode.FORMULA_ERROR, "Tilatiedot", "C2")]
    assert only_problem(content).value == shown.strip()


def test_a_failed_formula_in_an_optional_column_is_not_taken_for_empty(tmp_path: Path) -> None:
    content = with_task(tmp_path, *TASK, "#N/A", header=(*TASK_HEADER, "title"))
    assert places(content) == [(ProblemCode.FORMULA_ERROR, "Tehtävät", "G2")]


def test_an_unclear_yes_or_no_is_an_error(tmp_path: Path) -> None:
    content = with_task(tmp_path, *TASK, "ehkä", header=(*TASK_HEADER, "critical"))
    problem = only_problem(content)
    assert (problem.code, problem.expected) == (ProblemCode.YES_NO_UNREADABLE, ("Kyllä", "Ei"))


@pytest.mark.parametrize(
    ("field", "length"), [("task_id", 61), ("theme", 41), ("theme_name", 201), ("title", 2001)]
)
def test_texts_longer_than_can_be_kept_are_errors(tmp_path: Path, field: str, length: int) -> None:
    header = (*TASK_HEADER, "title")
    row = [*TASK, ""]
    row[header.index(field)] = "x" * length
    problem = only_problem(with_task(tmp_path, *row, header=header))
    assert problem.code is ProblemCode.VALUE_TOO_LONG
    assert len(problem.value) <= 200


def test_a_missing_column_is_said_with_the_words_for_it(tmp_path: Path) -> None:
    content = read(book(tmp_path, statuses=(STATUS_HEADER[:3], STATUS[:3])))
    problem = only_problem(content)
    assert (problem.code, problem.sheet, problem.cell) == (
        ProblemCode.COLUMN_MISSING,
        "Tilatiedot",
        "A1",
    )
    assert problem.expected == ("Raportoitu", "Rapporterat", "Reported on", "reported_on")


def test_rows_are_looked_through_even_when_a_column_is_missing(tmp_path: Path) -> None:
    content = read(book(tmp_path, statuses=(STATUS_HEADER[:3], ("x", "A9", "y"))))
    assert {each.code for each in content.problems} == {
        ProblemCode.COLUMN_MISSING,
        ProblemCode.AREA_UNKNOWN,
        ProblemCode.TASK_UNKNOWN,
        ProblemCode.STATUS_UNKNOWN,
    }


def test_without_task_codes_no_task_is_called_unknown(tmp_path: Path) -> None:
    content = read(book(tmp_path, tasks=(TASK_HEADER[1:], TASK[1:])))
    assert places(content) == [(ProblemCode.COLUMN_MISSING, "Tehtävät", "A1")]


def test_a_sheet_without_a_header_misses_every_column(tmp_path: Path) -> None:
    content = read(book(tmp_path, statuses=()))
    assert [each.code for each in content.problems] == [ProblemCode.COLUMN_MISSING] * 4


def test_two_columns_for_one_field_are_an_error(tmp_path: Path) -> None:
    content = read(book(tmp_path, statuses=((*STATUS_HEADER, "Tila"), (*STATUS, "late"))))
    assert places(content) == [(ProblemCode.COLUMN_TWICE, "Tilatiedot", "E1")]


@pytest.mark.parametrize("missing", ["Tehtävät", "Tilatiedot"])
def test_a_missing_sheet_is_said_with_its_names(tmp_path: Path, missing: str) -> None:
    def remove(workbook: Any) -> None:
        workbook.create_sheet("Muuta")
        del workbook[missing]

    problem = only_problem(read(book(tmp_path, change=remove)))
    assert problem.code is ProblemCode.SHEET_MISSING
    assert problem.expected[0] == missing


def test_two_sheets_for_one_table_are_an_error(tmp_path: Path) -> None:
    def add(workbook: Any) -> None:
        workbook.create_sheet("Tasks").append(TASK_HEADER)

    problem = only_problem(read(book(tmp_path, change=add)))
    assert (problem.code, problem.sheet) == (ProblemCode.SHEET_TWICE, "Tasks")


def test_a_sheet_with_a_header_only_has_no_tasks(tmp_path: Path) -> None:
    content = read(book(tmp_path, tasks=(TASK_HEADER,), statuses=(STATUS_HEADER,)))
    assert places(content) == [(ProblemCode.FILE_EMPTY, "Tehtävät", "")]


def test_past_the_limit_problems_are_counted_not_kept(tmp_path: Path) -> None:
    bad = [("Nowhere", *STATUS[1:])] * 25
    content = read(book(tmp_path, statuses=(STATUS_HEADER, *bad)), limits=Limits(problems=10))
    assert len(content.problems) == 11
    last = content.problems[-1]
    assert (last.code, last.value, last.warning) == (ProblemCode.PROBLEMS_LEFT_OUT, "15", False)
