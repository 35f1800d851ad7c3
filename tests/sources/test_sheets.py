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
    read,
    shared_text_book,
    with_status,
    with_task,
)
from yhdyspinta.sources import reference
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Status, Subarea, Task, Theme
from yhdyspinta.terms.sheets import SheetReport

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
