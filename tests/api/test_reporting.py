"""A program fills in an area's cells: read, changed, in conflict, locked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.callers import caller
from yhdyspinta.store.models import ReportingRound, StatusReport
from yhdyspinta.terms.access import Role
from yhdyspinta.terms.tokens import TokenScope

pytestmark = pytest.mark.usefixtures("demo")

CELLS = "/rounds/2021-11/areas/08/cells"
TASK = "hallinto-A01"


@pytest.fixture
def aino():
    return caller(Role.REPORTER)


def cell(asking, task=TASK):
    return next(each for each in asking("GET", CELLS).json()["cells"] if each["task"] == task)


def change(asking, *changes, **headers):
    return asking("PATCH", CELLS, {"changes": list(changes)}, **headers)


def said(status="late", *, seen, task=TASK, **more):
    return {"task": task, "status": status, "seen": seen, **more}


def test_the_grid_has_every_task_with_what_holds_and_what_to_name(aino):
    grid = aino("GET", CELLS).json()
    assert (grid["round"], grid["area"], grid["lock"]) == ("2021-11", "08", None)
    assert len(grid["cells"]) == 346
    held = StatusReport.objects.get(pk=cell(aino)["seen"])
    assert held.status == cell(aino)["value"]["status"] == cell(aino)["before"]["status"]


def test_a_change_is_saved_and_read_back_whole(aino):
    seen = cell(aino)["seen"]
    more = {"note": " Toimittaja\nvaihtui ", "risk": "high", "expected": "2022-Q2"}
    answer = change(aino, said(seen=seen, visibility="partners", **more))
    assert answer.status_code == 200, answer.content
    [saved] = answer.json()["saved"]
    now = cell(aino)
    assert (now["seen"], now["in_round"], now["reported_by"]) == (saved["seen"], True, "Testi")
    assert now["value"] == {
        "status": "late",
        "note": "Toimittaja\nvaihtui",
        "risk": "high",
        "expected": "2022-Q2",
        "visibility": "partners",
    }


def test_of_two_programs_the_second_gets_both_values_and_loses_nothing(aino):
    other, seen = caller(Role.REPORTER), cell(aino)["seen"]
    free = cell(aino, "hallinto-A02")["seen"]
    change(other, said("late", seen=seen, note="Matin"))
    answer = change(aino, said("done", seen=seen), said("done", seen=free, task="hallinto-A02"))
    told = answer.json()
    assert [each["task"] for each in told["saved"]] == ["hallinto-A02"]
    [conflict] = told["conflicts"]
    assert (conflict["mine"]["status"], conflict["theirs"]["note"]) == ("done", "Matin")
    assert conflict["their_name"] == "Testi"
    again = change(aino, said("done", seen=conflict["seen"]))
    assert [each["task"] for each in again.json()["saved"]] == [TASK]


def test_sending_twice_saves_once(aino):
    seen = cell(aino)["seen"]
    change(aino, said(seen=seen))
    assert change(aino, said(seen=seen)).json()["unchanged"] == [TASK]


def test_a_token_that_only_reports_sees_a_conflict_without_a_name():
    aino, narrow = caller(Role.REPORTER), caller(Role.REPORTER, scopes={TokenScope.REPORT})
    seen = cell(aino)["seen"]
    change(aino, said(seen=seen))
    [conflict] = change(narrow, said("done", seen=seen)).json()["conflicts"]
    assert conflict["their_name"] is None


def test_a_locked_cell_says_why_and_who_opens_it(aino):
    ReportingRound.objects.filter(code="2021-11").update(state="closed")
    answer = change(aino, said(seen=cell(aino)["seen"]))
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("#problem-locked")
    assert answer.json()["lock"] == {"reason": "closed", "opened_by": "coordinator"}
    assert aino("GET", CELLS).json()["lock"] == answer.json()["lock"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "finished"},
        {"status": None},
        {"seen": "1"},
        {"seen": -1},
        {"seen": True},
        {"note": "x" * 4001},
        {"note": "a\x00b"},
        {"expected": "2022"},
        {"risk": "huge"},
        {"visibility": "secret"},
        {"state": "done"},
        {"task": ""},
    ],
)
def test_a_value_of_no_form_is_refused_and_nothing_is_saved(aino, wrong):
    before = StatusReport.objects.count()
    good = said(seen=0, task="hallinto-A02")
    assert change(aino, good, said(seen=0) | wrong).status_code == 422
    assert StatusReport.objects.count() == before


@pytest.mark.parametrize("changes", [[], [said(seen=0, task="none")], [said(seen=0)] * 2])
def test_what_cannot_be_said_is_refused(aino, changes):
    assert change(aino, *changes).status_code in {409, 422}


@pytest.mark.parametrize(
    "address", ["/rounds/none/areas/08/cells", "/rounds/2021-11/areas/99/cells"]
)
def test_cells_that_are_not_are_refused(aino, address):
    assert aino("GET", address).status_code in {403, 404}
    body = {"changes": [said(seen=0)]}
    assert aino("PATCH", address, body).status_code in {403, 404}


@pytest.mark.parametrize("headers", [{}, {"idempotency_key": "a-1"}])
def test_saving_a_cell_asks_the_database_little(aino, headers):
    seen = cell(aino)["seen"]
    with CaptureQueriesContext(connection) as captured:
        answer = change(aino, said(seen=seen), **headers)
    assert answer.json()["saved"]
    statements = [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]
    assert len(statements) <= (8 if not headers else 10), statements
    assert len(captured) <= (12 if not headers else 14)


def test_the_grid_is_read_in_few_queries(aino):
    cell(aino)
    with CaptureQueriesContext(connection) as captured:
        aino("GET", CELLS)
    assert len(captured) <= 12
