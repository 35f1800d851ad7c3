"""What a check list finds, whatever the order and the numbers are."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.calc.round_checks import checks, done_at_once, unchanged, went_back
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.round_checks import MISSING, ODD, CheckKind, Looked
from yhdyspinta.terms.rounds import Extension, Submission, SubmissionState

DAY, Q3 = date(2021, 10, 31), Quarter(2021, 3)
STATUSES = st.sampled_from([None, *Status])
CELLS = st.lists(st.tuples(STATUSES, st.tuples(STATUSES, STATUSES)), max_size=40)


def looked(cells):
    return [Looked("06", f"t{n}", Q3, now, former) for n, (now, former) in enumerate(cells)]


def accepted(area="06", **said):
    return Submission(area, SubmissionState.ACCEPTED, **said)


def kinds(tasks, submission):
    return [each.kind for each in checks(tasks, [submission], as_of=DAY)]


@given(CELLS, st.randoms(use_true_random=False))
def test_the_order_of_tasks_changes_nothing_but_the_order(cells, chance):
    tasks = looked(cells)
    shuffled = chance.sample(tasks, len(tasks))
    found, again = (checks(each, [accepted()], as_of=DAY) for each in (tasks, shuffled))
    assert [(c.kind, set(c.tasks), c.count, c.of) for c in found] == [
        (c.kind, set(c.tasks), c.count, c.of) for c in again
    ]


@given(CELLS)
def test_a_finding_counts_its_tasks_and_never_more_than_there_are(cells):
    for each in checks(looked(cells), [accepted()], as_of=DAY):
        assert 0 < each.count == len(set(each.tasks)) <= each.of


@given(CELLS)
def test_no_task_both_went_back_and_became_done(cells):
    back, done = went_back(looked(cells)), done_at_once(looked(cells), least=1, percent=0)
    assert not set(back.tasks if back else ()) & set(done.tasks if done else ())


@given(CELLS)
def test_a_task_that_is_done_is_never_called_unchanged(cells):
    found = unchanged(looked(cells), as_of=DAY)
    done = {each.task for each in looked(cells) if each.status is Status.DONE}
    assert not set(found.tasks if found else ()) & done


@pytest.mark.parametrize(("rounds", "found"), [(2, True), (3, True), (4, False)])
def test_the_number_of_rounds_is_a_parameter(rounds, found):
    tasks = looked([(Status.LATE, (Status.LATE, Status.LATE))])
    assert (unchanged(tasks, as_of=DAY, rounds=rounds) is not None) == found


def test_an_area_that_is_whole_and_ordinary_has_no_finding():
    tasks = looked([(Status.DONE, (Status.IN_PROGRESS, Status.NOT_STARTED))])
    assert kinds(tasks, accepted(asked=1, reported=1)) == []


def test_an_area_to_which_no_task_applies_has_not_been_silent():
    assert kinds([], accepted()) == []


def test_the_tasks_without_a_report_are_named():
    tasks = [Looked("06", "a", Q3, Status.LATE, is_explained=True)]
    tasks += [Looked("06", "b", Q3, in_round=False)]
    tasks += [Looked("06", "c", Q3, Status.NOT_APPLICABLE, in_round=False)]
    [found] = checks(tasks, [accepted(asked=2, reported=1)], as_of=DAY)
    assert (found.kind, found.tasks) == (CheckKind.INCOMPLETE, ("b",))


def test_reports_by_extension_are_told_with_its_day():
    submission = accepted(extension=Extension("06", DAY, "Sairastuminen"))
    [found] = checks([Looked("06", "a", Q3, by_extension=True)], [submission], as_of=DAY)
    assert (found.kind, found.until) == (CheckKind.BY_EXTENSION, DAY)


def test_findings_come_by_area_in_the_order_of_the_submissions():
    areas = [accepted(code, asked=1) for code in ("90", "06")]
    assert [each.area for each in checks([], areas, as_of=DAY)] == ["90", "06"]


def test_every_kind_but_the_informing_one_is_missing_or_odd():
    assert not MISSING & ODD
    assert set(CheckKind) - MISSING - ODD == {CheckKind.BY_EXTENSION}
