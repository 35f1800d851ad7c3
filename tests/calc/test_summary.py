"""The facts behind the three sentences: overall, weakest, who stands out."""

from tests.small_roadmap import NEXT_Q1, Q4, picture, task, tasks
from yhdyspinta.calc.situation import table
from yhdyspinta.calc.summary import finding
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import Lens, Share, Standing

DONE, NOT_STARTED = Status.DONE, Status.NOT_STARTED
TEN = tasks(10)


def done(number):
    """Say of ten tasks that so many are done and the rest not started."""
    return {each.code: DONE if n < number else NOT_STARTED for n, each in enumerate(TEN)}


def of(picture, lens=Lens.PROGRESS, *, theme=None):
    return finding(table(picture, lens, theme=theme))


def of_ranking(*numbers, silent=()):
    """Find on areas named 1, 2, 3 … with so many of ten tasks done."""
    said = {str(n): done(number) for n, number in enumerate(numbers, start=1)}
    return of(picture(TEN, said, silent=silent))


def test_at_most_three_areas_are_named_at_each_end():
    found = of_ranking(1, 2, 3, 4, 5, 6, 7, 8)
    assert found.leaders == Standing((("8", 80), ("7", 70), ("6", 60)))
    assert found.followers == Standing((("1", 10), ("2", 20), ("3", 30)))


def test_no_area_is_at_both_ends():
    found = of_ranking(1, 2, 3)
    assert (found.leaders, found.followers) == (Standing((("3", 30),)), Standing((("1", 10),)))


def test_of_equals_all_are_named_or_none():
    found = of_ranking(9, 8, 8, 8, 2, 1, 1, 1)
    assert found.leaders == Standing((("1", 90),))
    assert found.followers == Standing((("6", 10), ("7", 10), ("8", 10)))


def test_too_many_equals_at_the_end_are_told_by_their_number():
    found = of_ranking(9, 9, 9, 9, 1, 2, 3, 4)
    assert found.leaders == Standing((), (4, 90))


def test_where_all_are_equal_nobody_stands_out():
    found = of_ranking(5, 5, 5, 5)
    assert (found.leaders, found.followers) == (Standing(), Standing())


def test_a_single_area_does_not_stand_out():
    found = of_ranking(5)
    assert (found.leaders, found.followers) == (Standing(), Standing())


def test_where_nobody_has_reported_there_is_nothing_to_say():
    found = of_ranking(silent=["06", "07"])
    assert (found.overall, found.weakest, found.strongest) == (None, None, None)
    assert (found.leaders, found.followers) == (Standing(), Standing())
    assert (found.reporting, found.areas, found.silent) == (0, 2, ("06", "07"))


def test_an_empty_roadmap_has_no_figures():
    found = of(picture([], {}))
    assert (found.overall, found.areas) == (None, 0)


def test_a_silent_area_is_not_ranked_last_but_named_as_silent():
    found = of_ranking(1, 9, silent=["HUS"])
    assert found.followers == Standing((("1", 10),))
    assert (found.reporting, found.areas, found.silent) == (2, 3, ("HUS",))


def test_the_overall_figure_counts_tasks():
    listed = [*tasks(8, "palvelut/A"), *tasks(2, "ict/A")]
    said = {each.code: DONE if each.theme == "ict" else NOT_STARTED for each in listed}
    assert of(picture(listed, {"06": said})).overall == Share(2, 10)


def test_the_weakest_and_the_strongest_theme_are_those_of_all_areas():
    listed = [task("a", "palvelut/A"), task("b", "ict/A"), task("c", "hallinto/A")]
    found = of(picture(listed, {"06": {"a": DONE, "c": DONE}, "07": {"a": DONE}}))
    assert found.weakest is not None
    assert found.strongest is not None
    assert [found.weakest[0].theme, found.strongest[0].theme] == ["ict", "palvelut"]
    assert [found.weakest[1], found.strongest[1]] == [Share(0, 2), Share(2, 2)]


def test_of_equally_weak_themes_the_first_of_the_roadmap_is_named():
    listed = [task("a", "palvelut/A"), task("b", "ict/A"), task("c", "hallinto/A")]
    found = of(picture(listed, {"06": {"a": DONE}}))
    assert found.weakest is not None
    assert found.weakest[0].theme == "ict"


def test_under_a_theme_its_subareas_are_compared_and_nothing_is_counted_twice():
    listed = [task("a", "ict/A"), task("b", "ict/B")]
    found = of(picture(listed, {"06": {"a": DONE}, "07": {}}), theme="ict")
    assert found.overall == Share(1, 4)
    assert found.weakest is not None
    assert found.weakest[0].subarea == "B"


def test_a_theme_with_nothing_due_is_neither_weakest_nor_strongest():
    listed = [task("a", "palvelut/A", due=Q4), task("b", "ict/A", due=NEXT_Q1)]
    found = of(picture(listed, {"06": {"a": DONE}}))
    assert found.weakest == found.strongest
    assert found.weakest is not None
    assert found.weakest[0].theme == "palvelut"


def test_readiness_speaks_of_what_is_under_way_or_done():
    listed = tasks(3)
    said = {listed[0].code: DONE, listed[1].code: Status.LATE}
    assert of(picture(listed, {"06": said}), Lens.READINESS).overall == Share(2, 3)
    assert of(picture(listed, {"06": said}), Lens.PROGRESS).overall == Share(1, 3)
