"""The words of people's sheets: complete and without two meanings."""

from collections import Counter

import pytest

from yhdyspinta.sources import sheet_words
from yhdyspinta.sources.sheet_words import SheetKind, word_key
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import NoteKind, Severity


@pytest.mark.parametrize("kind", SheetKind)
def test_no_header_word_means_two_columns(kind: SheetKind) -> None:
    keys = Counter(
        key
        for column in sheet_words.columns(kind)
        for key in {word_key(word) for word in column.words}
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_no_status_word_means_two_statuses() -> None:
    names = [name for status in Status for name in sheet_words.status_names(status)]
    assert {sheet_words.statuses()[word_key(name)] for name in names} == set(Status)
    own = [sheet_words.statuses()[word_key(name)] for name in names]
    assert own == [status for status in Status for _language in range(3)]


def test_no_word_means_two_kinds_of_note_or_two_severities() -> None:
    kinds, severities = sheet_words.note_kinds(), sheet_words.severities()
    assert [kinds[word_key(name)] for name in sheet_words.note_kind_names()] == list(NoteKind)
    assert [severities[word_key(name)] for name in sheet_words.severity_names()] == list(Severity)


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("ei aloitettu", Status.NOT_STARTED),
        ("Käynnissä", Status.IN_PROGRESS),
        ("VALMISTUU AIKATAULUSSA", Status.ON_SCHEDULE),
        ("myöhässä", Status.LATE),
        ("valmis", Status.DONE),
        ("ei koske aluetta", Status.NOT_APPLICABLE),
        ("inte påbörjad", Status.NOT_STARTED),
        ("pågår", Status.IN_PROGRESS),
        ("färdigställs enligt tidtabell", Status.ON_SCHEDULE),
        ("försenad", Status.LATE),
        ("klar", Status.DONE),
        ("berör inte området", Status.NOT_APPLICABLE),
        ("Not started", Status.NOT_STARTED),
        ("in progress", Status.IN_PROGRESS),
        ("in_progress", Status.IN_PROGRESS),
        ("on schedule", Status.ON_SCHEDULE),
        ("late", Status.LATE),
        ("done", Status.DONE),
        ("N/A", Status.NOT_APPLICABLE),
    ],
)
def test_statuses_are_known_in_three_languages(written: str, status: Status) -> None:
    assert sheet_words.statuses()[word_key(written)] is status


@pytest.mark.parametrize(
    ("word", "number"),
    [("lokakuuta", 10), ("Oct", 10), ("maj", 5), ("maaliskuun", 3), ("marras", 11), ("mar", 3)],
)
def test_months_are_known_by_name_and_beginning(word: str, number: int) -> None:
    assert sheet_words.month(word) == number


def test_a_word_that_is_no_month() -> None:
    assert sheet_words.month("syksy") is None
