"""What changed between two published pictures, and whose words say why."""

from datetime import date

import pytest

from tests.people import AINO, coordinator
from tests.services.filled_sheets import INTO, said, sheet, take_in
from tests.small_roadmap import DAY, Q4, at, tasks
from yhdyspinta.services import changes, reporting, rounds, sheets
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.access import Visibility, operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.reporting import Change, Value
from yhdyspinta.terms.roadmap import Status

pytestmark = pytest.mark.usefixtures("ground")

MIKA = coordinator(INTO.code)
[TASK, OTHER] = [task.code for task in tasks(2)]
SEPTEMBER = date(2021, 9, 30)
PUBLIC, INTERNAL = Visibility.PUBLIC, Visibility.INTERNAL


def publish(code, hour, **more):
    return rounds.publish(code, actor=MIKA, now=at(hour), **more)


def close(code, hour):
    rounds.close_round(code, actor=MIKA, now=at(hour))


def open_round(code, day, hour):
    new = rounds.NewRound(code, INTO.code, Names(code), day, Q4)
    rounds.open_round(new, actor=MIKA, now=at(hour))


def save(value, hour, code=TASK):
    [seen] = [c.seen for c in reporting.grid("2021-10", "06", actor=AINO) if c.task.code == code]
    reporting.save("2021-10", "06", [Change(code, value, seen)], actor=AINO, now=at(hour))


@pytest.fixture
def september(ground):
    """September published with one task late; October open."""
    content = sheet(said(Status.LATE, SEPTEMBER, task=TASK), tasks=tasks(2))
    sheets.import_sheet(content, into=INTO, actor=operator("aino"), now=at(5))
    open_round("2021-09", SEPTEMBER, 6)
    close("2021-09", 6)
    publish("2021-09", 6)
    open_round("2021-10", DAY, 7)


def october(*, hour=9):
    close("2021-10", hour)
    publish("2021-10", hour)
    return changes.between(("2021-09", None), ("2021-10", None))


@pytest.mark.usefixtures("september")
def test_a_public_note_on_a_changed_task_says_why():
    save(Value(Status.DONE, "Hanke valmistui", visibility=PUBLIC), 8)
    assert october().reports == {("06", TASK): "Hanke valmistui"}


@pytest.mark.usefixtures("september")
def test_an_internal_note_is_told_to_nobody():
    save(Value(Status.DONE, "Sisäinen syy", visibility=INTERNAL), 8)
    assert october().reports == {}


@pytest.mark.usefixtures("september")
def test_a_note_that_was_taken_back_before_publication_is_not_told():
    save(Value(Status.DONE, "Virheellinen", visibility=PUBLIC), 7)
    save(Value(Status.DONE, visibility=PUBLIC), 8)
    assert october().reports == {}


@pytest.mark.usefixtures("september")
def test_a_note_on_a_task_that_did_not_change_is_not_told():
    save(Value(Status.LATE, "Yhä myöhässä", visibility=PUBLIC), 8)
    assert october().reports == {}


@pytest.mark.usefixtures("september")
def test_what_was_said_after_publication_is_not_told_of_it():
    save(Value(Status.DONE, "Silloin", visibility=PUBLIC), 8)
    before = october()
    take_in(said(Status.NOT_STARTED, task=TASK, note="Jälkeenpäin"), now=at(10))
    assert changes.between(("2021-09", None), ("2021-10", None)) == before


@pytest.mark.usefixtures("september")
def test_an_erratum_between_two_versions_is_told_with_its_reason():
    october()
    take_in(said(Status.DONE, task=TASK, note="Korjaus"), now=at(10))
    second = publish("2021-10", 11, reason="Rivi puuttui")
    told = changes.between(("2021-10", 1), ("2021-10", 2))
    assert told.errata == (second,)
    assert told.reports == {("06", TASK): "Korjaus"}


@pytest.mark.usefixtures("september")
def test_a_later_correction_of_the_earlier_picture_is_no_reason():
    october()
    take_in(said(Status.DONE, SEPTEMBER, task=OTHER), now=at(10))
    publish("2021-09", 11, reason="Syyskuu korjattu")
    first = changes.between(("2021-09", 1), ("2021-10", 1))
    second = changes.between(("2021-09", 2), ("2021-10", 1))
    assert [len(each.errata) for each in (first, second)] == [0, 1]


@pytest.mark.usefixtures("september")
def test_the_later_picture_is_now_whichever_was_named_first():
    told = october()
    assert changes.between(("2021-10", None), ("2021-09", None)) == told
    assert told.now.round_code == "2021-10"


@pytest.mark.usefixtures("september")
@pytest.mark.parametrize("second", [("2021-09", None), ("2021-10", None), ("2021-09", 2)])
def test_what_is_the_same_or_is_not_published_is_refused(second):
    with pytest.raises(RefusedError):
        changes.between(("2021-09", None), second)


@pytest.mark.usefixtures("september")
def test_comparing_costs_few_queries(django_assert_max_num_queries):
    october()
    with django_assert_max_num_queries(6):
        changes.between(("2021-09", None), ("2021-10", None))
