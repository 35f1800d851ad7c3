"""The sentences above a table and the shown forms of figures (English is the source language)."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from tests.small_roadmap import BANDS, RULE, picture, tasks, with_statuses
from yhdyspinta import labels
from yhdyspinta.calc.situation import table
from yhdyspinta.calc.summary import finding
from yhdyspinta.labels import sheets as sheet_labels
from yhdyspinta.sources import sheet_words
from yhdyspinta.terms.roadmap import RoundState, Status
from yhdyspinta.terms.rules import Confidence
from yhdyspinta.terms.sheets import Problem, ProblemCode
from yhdyspinta.terms.situation import Delta, Direction, Lens, NoteKind, Severity

DONE, NOT_STARTED = Status.DONE, Status.NOT_STARTED


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def said(picture, lens=Lens.PROGRESS):
    return labels.sentences(finding(table(picture, lens)), picture)


def two_areas(*, silent=()):
    listed = [*tasks(1, "palvelut/A"), *tasks(1, "ict/A")]
    first = dict.fromkeys((t.code for t in listed), DONE)
    second = {listed[0].code: DONE, listed[1].code: NOT_STARTED}
    return picture(listed, {"06": first, "07": second}, silent=silent)


def test_the_first_sentence_says_where_things_stand():
    assert said(two_areas(silent=["HUS"]))[0] == (
        "75% of the tasks due by Q4/2021 are progressing (3 of 4);"
        " 2 of 3 areas had reported by 31 October 2021."
    )


def test_of_readiness_the_first_sentence_speaks_of_all_tasks():
    first = said(two_areas(), Lens.READINESS)[0]
    assert first.startswith("75% of all tasks are under way or done (3 of 4);")


def test_the_second_sentence_says_where_it_is_weakest_and_strongest():
    assert said(two_areas())[1] == "Weakest: ict 50% (1/2). Strongest: palvelut 100% (2/2)."


def test_a_single_theme_is_neither():
    assert said(with_statuses(DONE))[1] == "The only one with figures: palvelut 100% (1/1)."


def test_the_third_sentence_says_who_stands_out_and_who_has_not_reported():
    assert said(two_areas(silent=["HUS", "90"]))[2] == (
        "Furthest: 06 100%; least far: 07 50%. Not reported: HUS and 90."
    )


def test_where_all_have_reported_the_third_sentence_says_so():
    assert said(with_statuses(DONE))[2] == "Every area has reported."


def test_where_nobody_has_reported_the_sentences_say_that():
    first, second, third = said(picture(tasks(1), {}, silent=["06"]))
    assert first == "Nothing has been reported by 31 October 2021."
    assert second == "No theme has figures yet."
    assert third == "Not reported: 06."


def test_the_rule_under_a_table_names_late_where_the_rule_of_the_day_counts_it():
    progress, readiness, _ = labels.rule_sentences(with_statuses(DONE))
    assert ("late" in progress, "late" in readiness) == (False, True)
    other = replace(RULE, late_is_under_way=False, late_is_progressing=True)
    progress, readiness, _ = labels.rule_sentences(picture([], {}, rule=other))
    assert ("late" in progress, "late" in readiness) == (True, False)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("fi", ["45\u00a0%", "7\u00a0612", "31.10.2021"]),
        ("sv", ["45\u00a0%", "7\u00a0612", "31.10.2021"]),
        ("en", ["45%", "7,612", "31 October 2021"]),
    ],
)
def test_numbers_and_days_are_written_as_the_language_does(language, written):
    with translation.override(language):
        found = [labels.percent(45), labels.number(7612), labels.day(date(2021, 10, 31))]
    assert found == written


def test_no_figure_is_a_dash():
    assert labels.percent(None) == "–"


@pytest.mark.parametrize(
    ("delta", "arrow", "points"),
    [
        (Delta(Direction.UP, 5), "▲ +5", "up 5 percentage points"),
        (Delta(Direction.DOWN, -1), "▼ −1", "down 1 percentage point"),
        (Delta(Direction.SAME, 0), "=", "unchanged"),
        (Delta(Direction.NEW), "+", "new"),
        (Delta(Direction.GONE), "−", "no longer reported"),
        (Delta(Direction.NONE), "", "no figure"),
    ],
)
def test_a_move_has_an_arrow_and_words(delta, arrow, points):
    assert (labels.arrow(delta), labels.points(delta)) == (arrow, points)


def test_bands_are_named_by_their_limits():
    names = [labels.band(each).replace(" %", "%") for each in BANDS.bands]
    assert names == ["under 25%", "25–49%", "50–75%", "over 75%"]


def test_every_code_has_a_name():
    assert all(labels.status(each) for each in Status)
    assert labels.status(None) == "not reported"
    assert all(labels.round_state(each) for each in RoundState)
    assert all(labels.note_kind(each) for each in NoteKind)
    assert all(labels.severity(each) for each in (*Severity, None))
    assert all(labels.confidence(each) for each in Confidence)


@pytest.mark.parametrize("code", [each for each in ProblemCode if each != "refused"])
def test_every_problem_of_a_sheet_can_be_said_with_its_place(code):
    text = sheet_labels.problem(Problem(code, "tiedot.xlsx", "Tilatiedot", "C12", value="valmiis"))
    assert text.startswith("tiedot.xlsx · Tilatiedot · C12: ")
    assert text.endswith("“valmiis”")


def test_what_a_use_case_refused_is_told_in_its_own_words():
    refused = Problem(ProblemCode.REFUSED, "a.xlsx", "Kokoukset", "A2", value="No such body.")
    assert sheet_labels.problem(refused) == "a.xlsx · Kokoukset · A2: No such body."


def test_a_problem_suggests_the_nearest_value_or_else_lists_what_would_do():
    near = Problem(ProblemCode.STATUS_UNKNOWN, "a.csv", nearest="valmis", expected=("myöhässä",))
    assert sheet_labels.problem(near).endswith("Did you mean “valmis”?")
    far = replace(near, nearest="")
    assert sheet_labels.problem(replace(far, code=ProblemCode.SHEET_MISSING)).endswith(
        "Expected: myöhässä"
    )


def test_what_would_do_is_told_in_the_reader_s_language():
    found = Problem(ProblemCode.SEVERITY_UNKNOWN, "a.csv", expected=("matala",))
    assert sheet_labels.problem(found).endswith("Expected: low, moderate, high, highest")
    with translation.override("sv"):
        assert sheet_labels.problem(found).endswith("låg, måttlig, hög, högst")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(
    ("shown", "known"),
    [
        (labels.STATUSES, sheet_words.statuses()),
        (labels.NOTE_KINDS, sheet_words.note_kinds()),
        (labels.SEVERITIES, sheet_words.severities()),
    ],
)
def test_a_sheet_knows_the_words_that_are_told(language, shown, known):
    with translation.override(language):
        read = {code: known[sheet_words.word_key(str(word))] for code, word in shown.items()}
    assert read == {code: code for code in shown}


def test_a_listing_joins_the_last_with_a_word():
    assert labels.listing(["a", "b", "c"]) == "a, b and c"
    assert labels.listing(["a"]) == "a"
    assert labels.listing([]) == ""
