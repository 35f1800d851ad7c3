"""A workbook goes out, is filled in, comes in and goes out again: only what was changed differs."""

import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.people import AINO
from tests.report_values import VALUES
from tests.services.filled_sheets import INTO, said, sheet
from tests.small_roadmap import DAY, Q4, at, tasks
from tests.sources.report_books import CELLS, CODES, drawn, filled, read
from yhdyspinta.calc.report_sheets import mark, plain_note, plan, shown
from yhdyspinta.exports.sheet_words import word, words
from yhdyspinta.services import report_sheets, reporting, rounds, sheets
from yhdyspinta.services.report_sheets import Chosen
from yhdyspinta.terms.access import operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.reporting import LONGEST_NOTE, Change, Value
from yhdyspinta.terms.roadmap import Status

LANGUAGES = st.sampled_from(["fi", "sv", "en"])
COLUMNS = "GHIJK"


def typed(value: Value, language: str) -> list[str]:
    """Return what a person chooses and types for a value."""

    def name(group: str, code: str | None) -> str:
        return word(words()[group][code], language) if code else ""

    return [
        name("statuses", value.status),
        value.note,
        name("severities", value.risk),
        f"Q{value.expected.number}/{value.expected.year}" if value.expected else "",
        name("visibilities", value.visibility),
    ]


def as_kept(value: Value) -> Value:
    """Return a value with its note as a cell of a sheet holds it."""
    return shown(replace(value, note=plain_note(value.note)))


def holdable(text: str) -> str:
    """Leave out what Excel does not let be typed, and what openpyxl, unlike it, does not escape."""
    kept = "".join(each for each in text if (each >= " " or each in "\n\t") and each < "\ufffe")
    return kept.replace("_x", "")


@settings(max_examples=40, deadline=None)
@given(st.tuples(VALUES, VALUES, VALUES), LANGUAGES)
def test_any_values_go_out_and_come_back_the_same(values, language):
    cells = [
        replace(cell, value=value, seen=number)
        for number, (cell, value) in enumerate(zip(CELLS, values, strict=True), start=1)
    ]
    brought = read(drawn(cells, language=language))
    assert (brought.problems, brought.answers) == ((), ())
    assert brought.same == dict(zip(CODES, (1, 2, 3), strict=True))


@settings(max_examples=40, deadline=None)
@given(VALUES, VALUES, LANGUAGES)
def test_any_value_typed_in_is_what_is_taken_in(before, after, language):
    after = replace(after, note=holdable(after.note))
    cells = [replace(CELLS[0], value=before)]
    entered = zip(COLUMNS, typed(after, language), strict=True)
    data = filled(drawn(cells, language=language), **{f"{c}5": text for c, text in entered})
    brought = read(data, tasks=CODES[:1])
    found = plan(brought, cells)
    assert brought.problems == ()
    assert [mark(each.after) for each in found.changes] == (
        [] if mark(before) == mark(after) else [mark(after)]
    )
    assert all(as_kept(each.after) == as_kept(after) for each in found.changes)


@pytest.fixture
def opened(ground):
    """A round over five tasks of which some were reported."""
    listed = tasks(5)
    reports = [said(Status.LATE, area="06", task=each.code) for each in listed[:2]]
    content = sheet(*reports, tasks=listed)
    sheets.import_sheet(content, into=INTO, actor=operator("aino"), now=at(7))
    new = rounds.NewRound("2021-11", INTO.code, Names("Marraskuu", "November"), DAY, Q4)
    rounds.open_round(new, actor=operator("aino"), now=at(8))
    return [each.code for each in listed]


def sent_out(hour: int, language: str) -> bytes:
    return report_sheets.make("2021-11", "06", actor=AINO, now=at(hour), language=language)


def cells_of(data: bytes) -> dict[tuple[str, str], object]:
    """Return every cell of the visible sheets by its place."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in load_workbook(io.BytesIO(data)).worksheets[:2]
        for row in sheet.iter_rows()
        for cell in row
    }


def answers_of(data: bytes) -> dict[tuple[str, str], object]:
    """Leave out the sheet of instructions: it says when the file was made."""
    title = load_workbook(io.BytesIO(data)).worksheets[1].title
    return {place: value for place, value in cells_of(data).items() if place[0] == title}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_nothing_differs_but_what_was_changed(opened, language):
    out = sent_out(9, language)
    value = Value(Status.DONE, "=Sovittu\n- eka\n- toka", None, Q4)
    edits = dict(zip((f"{c}7" for c in COLUMNS), typed(value, language), strict=True))
    edits["H5"] = "Uusi huomio"
    data = filled(out, **edits)
    brought, found = report_sheets.plan(
        "2021-11", "06", data, file="f.xlsx", actor=AINO, now=at(10)
    )
    assert (brought.problems, len(found.changes), found.unchanged) == ((), 2, 3)
    report_sheets.take_in("2021-11", "06", brought, chosen=Chosen({}), actor=AINO, now=at(10))
    before, after = answers_of(out), answers_of(sent_out(11, language))
    differing = {place[1]: v for place, v in after.items() if v != before[place]}
    edits.pop("K7")  # an empty note's reach and a new one's are the same word
    assert differing == {address: text for address, text in edits.items() if text}


def test_a_workbook_out_in_one_language_comes_back_as_another_languages_words(opened):
    data = filled(sent_out(9, "sv"), G5="valmis", I5="korkea", J5="3/2022", K5="kumppaneille")
    _brought, found = report_sheets.plan("2021-11", "06", data, file="f", actor=AINO, now=at(10))
    assert found.changes[0].after.status is Status.DONE


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 4), VALUES), max_size=4, unique_by=lambda x: x[0]))
def test_what_is_stored_goes_out_and_comes_back_unchanged(opened, said_):
    seen = {cell.task.code: cell.seen for cell in reporting.grid("2021-11", "06", actor=AINO)}
    changes = [
        Change(opened[at_], replace(value, note=value.note.replace("\x00", "")[:LONGEST_NOTE]), 0)
        for at_, value in said_
    ]
    changes = [replace(each, seen=seen[each.task]) for each in changes]
    if changes:
        reporting.save("2021-11", "06", changes, actor=AINO, now=at(9))
    _brought, found = report_sheets.plan(
        "2021-11", "06", sent_out(10, "fi"), file="f", actor=AINO, now=at(10)
    )
    assert (found.is_empty, found.unchanged) == (True, 5)
