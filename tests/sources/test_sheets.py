"""Reading a roadmap and its statuses: what is understood, and what is said of the rest."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment

from tests.sources.books import (
    STATUS,
    STATUS_HEADER,
    TASK,
    TASK_HEADER,
    book,
    folder,
    only_problem,
    places,
    read,
    shared_text_book,
    with_status,
    with_task,
)
from yhdyspinta.sources import reference
from yhdyspinta.sources.grids import Limits
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Status, Subarea, Task, Theme
from yhdyspinta.terms.sheets import ProblemCode, SheetReport

DEMO = Path(str(reference.__file__)).parents[1] / "reference" / "demo" / reference.DEMO


def test_a_workbook_gives_themes_tasks_and_reports(tmp_path: Path) -> None:
    content = read(book(tmp_path))
    assert content.problems == ()
    assert content.themes == (
        Theme("hallinto", Names("Hallinto"), (Subarea("A", Names("Rakenteet")),)),
    )
    assert content.tasks == (Task("A1", "hallinto", "A", Quarter(2021, 4)),)
    assert content.reports == (SheetReport("08", "A1", Status.DONE, date(2021, 10, 31), cell="C2"),)


def test_texts_that_are_stored_once_are_read_like_others(tmp_path: Path) -> None:
    shared, inline = read(shared_text_book(tmp_path)), read(book(tmp_path))
    assert shared.problems == ()
    assert (shared.tasks, shared.reports) == (inline.tasks, inline.reports)


def test_a_folder_gives_the_same_as_a_workbook(tmp_path: Path) -> None:
    csv, xlsx = read(folder(tmp_path)), read(book(tmp_path))
    assert (csv.themes, csv.tasks, csv.reports) == (xlsx.themes, xlsx.tasks, xlsx.reports)
    assert csv.areas == xlsx.areas


def test_the_demo_reads_without_a_problem() -> None:
    content = read(DEMO)
    assert content.problems == ()
    assert (len(content.tasks), len(content.reports)) == (346, 7612)
    assert content.area_names["04"] == "Vantaa-Kerava"
    assert content.horizon_default == max(task.due for task in content.tasks)


def test_the_file_is_named_without_its_folders(tmp_path: Path) -> None:
    content = with_status(tmp_path, "Nowhere", "A1", "done", "2021-10-31")
    assert content.file == "book.xlsx"
    assert only_problem(content).file == "book.xlsx"


@pytest.mark.parametrize(
    "names",
    [
        ("Tehtävät", "Tilatiedot"),
        ("Uppgifter", "Statusuppgifter"),
        ("Tasks", "Statuses"),
        (" TEHTÄVÄT ", "tila tiedot"),
    ],
)
def test_sheets_are_named_in_any_language_and_case(tmp_path: Path, names: tuple[str, str]) -> None:
    content = read(book(tmp_path, names=names))
    assert content.problems == ()
    assert content.reports


@pytest.mark.parametrize(
    ("tasks", "statuses"),
    [
        (
            "Tehtävän tunnus|Kokonaisuus|Kokonaisuuden nimi|Osa-alue|Osa-alueen nimi|Määräaika",
            "Alue|Tehtävän tunnus|Tila|Raportoitu",
        ),
        (
            "Uppgiftens kod|Helhet|Helhetens namn|Delområde|Delområdets namn|Förfallokvartal",
            "Område|Uppgiftens kod|Status|Rapporterat",
        ),
        (
            "Task code|Theme|Theme name|Sub-area|Sub-area name|Due quarter",
            "Area|Task code|Status|Reported on",
        ),
        (
            " TASK ID|Theme |theme\u00a0name|SUBAREA|Sub_area name|due-quarter",
            "Hyvinvointialue|Tehtävä|TILANNE|Pvm",
        ),
    ],
)
def test_headers_are_named_in_any_language(tmp_path: Path, tasks: str, statuses: str) -> None:
    file = book(
        tmp_path,
        tasks=(tasks.split("|"), TASK),
        statuses=(statuses.split("|"), STATUS),
    )
    content = read(file)
    assert content.problems == ()
    assert content.tasks == read(book(tmp_path)).tasks
    assert content.reports


def test_a_lone_task_column_is_the_code_and_beside_a_code_the_title(tmp_path: Path) -> None:
    header = ("Tunnus", "Tehtävä", "Kokonaisuus", "Osa-alue", "Määräaika")
    assert with_task(tmp_path, "A1", "Palkka", "T", "A", "Q4/21", header=header).tasks == (
        Task("A1", "T", "A", Quarter(2021, 4), title=Names("Palkka")),
    )


def test_optional_columns_give_titles_translations_and_the_mark(tmp_path: Path) -> None:
    header = (*TASK_HEADER, "title", "title_sv", "title_en", "theme_name_sv", "Kriittinen")
    content = with_task(
        tmp_path, *TASK, "Nimi", "Namn", "Name", "Förvaltning", "kyllä", header=header
    )
    assert content.problems == ()
    assert content.tasks[0].title == Names("Nimi", "Namn", "Name")
    assert content.tasks[0].critical
    assert content.themes[0].names == Names("Hallinto", "Förvaltning")


def test_columns_in_another_order_and_unknown_ones_do_no_harm(tmp_path: Path) -> None:
    header = ("x", "reported_on", "status", "note", "task_id", "region")
    row = ("?", date(2021, 10, 31), "valmis", "Hyvä\nuutinen ", "A1", "08")
    content = read(book(tmp_path, statuses=(header, row)))
    assert content.reports == (
        SheetReport("08", "A1", Status.DONE, date(2021, 10, 31), note="Hyvä\nuutinen", cell="C2"),
    )


def test_other_sheets_are_ignored(tmp_path: Path) -> None:
    def add(workbook: Any) -> None:
        workbook.create_sheet("Ohjeet", 0).append(["Lue tämä ensin"])
        workbook.create_sheet("Kaavio")["ZZ5000"] = "kaukana"

    assert read(book(tmp_path, change=add)).problems == ()


def test_hidden_rows_and_hidden_sheets_are_data(tmp_path: Path) -> None:
    def hide(workbook: Any) -> None:
        workbook["Tilatiedot"].row_dimensions[2].hidden = True
        workbook["Tilatiedot"].sheet_state = "hidden"

    assert len(read(book(tmp_path, change=hide)).reports) == 1


def test_titles_above_the_header_shift_the_cells_not_the_reading(tmp_path: Path) -> None:
    def merge(workbook: Any) -> None:
        workbook["Tilatiedot"].merge_cells("A1:D1")

    statuses = (("Tilannekuva 10/2021",), (), STATUS_HEADER, STATUS)
    content = read(book(tmp_path, statuses=statuses, change=merge))
    assert content.problems == ()
    assert content.reports[0].cell == "C4"


def test_headers_merged_downwards_and_groups_over_columns_are_read(tmp_path: Path) -> None:
    def merge(workbook: Any) -> None:
        for cells in ("A1:A2", "B1:C1", "D1:E1", "F1:F2"):
            workbook["Tehtävät"].merge_cells(cells)

    top = ("Tehtävä", "Kokonaisuus", None, "Osa-alue", None, "Aikataulu")
    below = (None, "tunnus", "nimi", "tunnus", "nimi", None)
    content = read(book(tmp_path, tasks=(top, below, TASK), change=merge))
    assert content.problems == ()
    assert content.tasks == (Task("A1", "hallinto", "A", Quarter(2021, 4)),)
    assert content.themes[0].names == Names("Hallinto")


def test_a_cell_merged_downwards_stands_for_all_its_rows(tmp_path: Path) -> None:
    def merge(workbook: Any) -> None:
        workbook["Tilatiedot"].merge_cells("A2:A3")

    tasks = (TASK_HEADER, TASK, ("A2", *TASK[1:]))
    statuses = (STATUS_HEADER, STATUS, (None, "A2", "late", "2021-10-31"))
    content = read(book(tmp_path, tasks=tasks, statuses=statuses, change=merge))
    assert content.problems == ()
    assert [(each.area, each.task) for each in content.reports] == [("08", "A1"), ("08", "A2")]


def test_empty_rows_blanks_and_invisible_characters_are_nothing(tmp_path: Path) -> None:
    tasks = (TASK_HEADER, (None,) * 6, ("  ", "\u00a0"), ("A1\u00a0 ", "\u200bhallinto", *TASK[2:]))
    content = read(book(tmp_path, tasks=tasks))
    assert content.problems == ()
    assert content.tasks[0].code == "A1"
    assert content.themes[0].code == "hallinto"


def test_a_number_and_its_text_are_the_same_task(tmp_path: Path) -> None:
    tasks = (TASK_HEADER, (1.0, *TASK[1:]), ("2", *TASK[1:]))
    statuses = (STATUS_HEADER, ("08", "1", *STATUS[2:]), ("08", 2.0, *STATUS[2:]))
    content = read(book(tmp_path, tasks=tasks, statuses=statuses))
    assert content.problems == ()
    assert [task.code for task in content.tasks] == ["1", "2"]


def test_task_codes_match_in_any_case_and_with_any_dash(tmp_path: Path) -> None:
    tasks = (TASK_HEADER, ("hallinto-A01", *TASK[1:]))
    content = read(
        book(tmp_path, tasks=tasks, statuses=(STATUS_HEADER, ("08", "Hallinto–a01", *STATUS[2:])))
    )
    assert content.reports[0].task == "hallinto-A01"


@pytest.mark.parametrize(
    "day",
    [
        date(2021, 10, 31),
        datetime.combine(date(2021, 10, 31), time(23, 59)),
        44500,
        "31.10.2021 ",
        "2021-10-31",
    ],
)
def test_days_are_read_as_dates_numbers_and_text(tmp_path: Path, day: object) -> None:
    content = with_status(tmp_path, "08", "A1", "done", day)
    assert content.reports[0].reported_on == date(2021, 10, 31)


def test_a_workbook_that_counts_from_1904_keeps_its_days(tmp_path: Path) -> None:
    def count_from_1904(workbook: Any) -> None:
        workbook.epoch = datetime.combine(date(1904, 1, 1), time())

    days = (date(2021, 10, 31), 44500 - 1462)
    statuses = (STATUS_HEADER, ("08", "A1", "done", days[0]), ("09", "A1", "done", days[1]))
    content = read(book(tmp_path, statuses=statuses, change=count_from_1904))
    assert {each.reported_on for each in content.reports} == {date(2021, 10, 31)}


def test_comments_and_colours_are_not_values(tmp_path: Path) -> None:
    def comment(workbook: Any) -> None:
        workbook["Tilatiedot"]["C2"].comment = Comment("tarkista", "x")

    assert read(book(tmp_path, change=comment)).problems == ()


def test_areas_that_report_nothing_can_be_listed(tmp_path: Path) -> None:
    def add(workbook: Any) -> None:
        sheet = workbook.create_sheet("Alueet")
        for row in (("Alue",), ("HUS",), ("Lapin HVA",)):
            sheet.append(row)

    content = read(book(tmp_path, change=add))
    assert content.areas_listed
    assert [area.code for area in content.areas] == ["HUS", "21", "08"]
    assert content.area_names == {"21": "Lapin HVA", "08": "Pirkanmaa"}


def test_without_a_list_the_areas_are_those_that_report(tmp_path: Path) -> None:
    content = read(book(tmp_path))
    assert not content.areas_listed
    assert [area.code for area in content.areas] == ["08"]


def test_the_same_bytes_have_the_same_fingerprint(tmp_path: Path) -> None:
    first = read(folder(tmp_path)).sha256
    (tmp_path / "readme.txt").write_text("not read")
    assert read(folder(tmp_path)).sha256 == first
    assert read(folder(tmp_path, tasks=TASK_HEADER[0])).sha256 != first


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
