"""What changed, on paper: the same words and numbers as on the page."""

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pytest
from django.utils.translation import override

from tests.small_roadmap import picture, tasks
from yhdyspinta.calc.changes import changes
from yhdyspinta.exports.changes import COLUMNS, MEDIA_TYPES, area_rows, document, render
from yhdyspinta.exports.document import Table
from yhdyspinta.terms.changes import Told
from yhdyspinta.terms.roadmap import Status

NOW = datetime(2021, 11, 2, tzinfo=UTC)
TASKS = tasks(2)
A, B = (task.code for task in TASKS)
BEFORE = picture(TASKS, {"06": {A: Status.LATE}, "07": {A: Status.DONE}})
AFTER = picture(TASKS, {"06": {A: Status.DONE, B: Status.LATE}, "07": {A: Status.DONE}})
TOLD = Told(BEFORE, AFTER, changes(AFTER, BEFORE), reports={("06", A): "Valmistui"})


def test_rows_are_codes_for_machines():
    made = render(TOLD, "csv", language="en", made_at=NOW).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(made)))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["task"], row["before"], row["after"], row["movement"]) for row in rows] == [
        (A, "late", "done", "done"),
        (B, "", "late", "new"),
    ]
    assert rows[0]["note"] == "Valmistui"


def test_a_workbook_holds_the_changed_tasks_in_words():
    made = render(TOLD, "xlsx", language="en", made_at=NOW)
    book = openpyxl.load_workbook(io.BytesIO(made))
    cells = [[cell.value for cell in row] for row in book["Data"].rows]
    assert any(row[6:9] == ["late", "done", "became done"] for row in cells)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_the_same_changes_make_the_same_file(ending, language):
    first, second = (render(TOLD, ending, language=language, made_at=NOW) for _ in range(2))
    assert first == second


def test_what_areas_say_is_in_the_document():
    titles = [section.title for section in document(TOLD, language="en").sections]
    assert titles[-1] == "What the areas say"


def test_a_row_has_as_many_cells_as_the_table_has_columns():
    with override("en"):
        rows = area_rows(TOLD)
    [table] = document(TOLD, language="en").sections[-2].blocks
    assert isinstance(table, Table)
    assert {len(row.cells) for row in table.rows} == {len(table.columns)}
    assert [row.name for row in rows] == ["06", "07"]


def test_a_form_that_there_is_not_is_an_error():
    with pytest.raises(KeyError):
        render(TOLD, "docx", language="en", made_at=NOW)
