"""A process is killed in the middle of its work: nothing is half-done, and it can begin again.

Processes of their own on a database of their own: what they see is what was really committed.
"""

import pytest

from tests.register_books import THINGS
from tests.services.other_process import CODES, REPORTS, TASKS

REPORT, EVENT = "yhdyspinta_statusreport", "yhdyspinta_event"
PICTURE, BAND = "yhdyspinta_situationpicture", "yhdyspinta_band"


@pytest.mark.parametrize(("at", "table"), [(2, REPORT), (1, EVENT)])
def test_a_killed_import_leaves_nothing_and_can_be_done_again(database, at, table):
    before = database.state
    database.kill("import_october", at=at, table=table)
    assert database.state == before
    assert database.run("import_october") == {"new": REPORTS}
    assert database.state["StatusReport"] == REPORTS


def test_a_killed_correction_leaves_the_reports_that_it_was_to_end(database):
    database.run("import_october")
    before = database.state
    database.kill("correct_october", at=2, table=REPORT)
    assert database.state == before
    assert database.run("correct_october") == {"new": REPORTS}
    assert database.state["ended"] == REPORTS


@pytest.mark.parametrize("table", [PICTURE, EVENT])
def test_a_killed_publication_leaves_the_round_closed(database, table):
    database.run("import_october")
    database.run("close_october")
    before = database.state
    assert before["rounds"] == [["closed"]]
    database.kill("publish_october", at=1, table=table)
    assert database.state == before
    assert database.run("publish_october") == {"version": 1}


def test_a_killed_loading_of_the_shipped_facts_leaves_none(bare):
    before = bare.state
    bare.kill("load_reference", at=3, table=BAND)
    assert bare.state == before
    bare.run("load_reference")
    assert bare.state["Area"] > len(CODES)


def test_a_demo_killed_after_its_first_round_leaves_nothing_and_can_be_done_again(bare):
    before = bare.state
    bare.kill("load_demo", at=2, table=PICTURE)
    assert bare.state == before
    bare.run("load_demo")
    assert bare.state["SituationPicture"] == 2


def test_of_two_imports_of_one_file_at_once_one_finds_nothing_to_change(database):
    done = database.run_at_once("import_october", "import_october")
    assert sorted(each["new"] for each in done) == [0, REPORTS]
    found = database.state
    assert (found["StatusReport"], found["Task"]) == (REPORTS, len(TASKS))
    assert (found["SheetImport"], found["Roadmap"]) == (1, 1)


def test_of_two_publications_at_once_there_is_one_version(database):
    database.run("import_october")
    database.run("close_october")
    done = database.run_at_once("publish_october", "publish_october")
    assert sorted(key for each in done for key in each) == ["refused", "version"]
    assert database.state["SituationPicture"] == 1


def test_an_import_during_a_publication_is_wholly_in_it_or_not_at_all(database):
    database.run("import_october")
    database.run("close_october")
    corrected, published = database.run_at_once("correct_october", "publish_october")
    assert (corrected, published) == ({"new": REPORTS}, {"version": 1})
    assert database.run("published_and_known") == {"same": REPORTS}


@pytest.mark.parametrize(("at", "table"), [(2, "yhdyspinta_body"), (9, EVENT)])
def test_a_killed_import_of_the_register_leaves_nothing_and_can_be_done_again(database, at, table):
    before = database.state
    database.kill("take_register_in", at=at, table=table)
    assert database.state == before
    assert database.run("take_register_in") == {"new": THINGS}


def test_of_two_imports_of_the_register_at_once_one_changes_nothing(database):
    done = database.run_at_once("take_register_in", "take_register_in")
    added = [each for each in done if each.get("new") == THINGS]
    assert len(added) == 1
    assert database.state["Body"] == 2
    assert database.run("take_register_in") == {"new": 0}
