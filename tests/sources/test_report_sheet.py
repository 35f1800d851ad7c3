"""A workbook that an area's people filled in: what people do to it, and what is said of it."""

from datetime import date
from typing import Any

import pytest

from tests.sources.report_books import (
    CELLS,
    CODES,
    FIRST,
    LATE,
    NAME,
    changed,
    drawn,
    filled,
    read,
    task,
)
from yhdyspinta.sources.grids import Limits
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.report_sheets import Brought, Field, Form
from yhdyspinta.terms.reporting import LONGEST_NOTE, Cell, Value
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.sheets import ProblemCode

CHANGED = Value(Status.DONE, "Valmis jo", None, Quarter(2022, 2), Visibility.PARTNERS)


def places(brought: Brought) -> list[tuple[ProblemCode, str]]:
    return [(each.code, each.cell) for each in brought.problems]


def values(brought: Brought) -> dict[str, Value]:
    return {each.task: each.value for each in brought.answers}


class TestWhatWasChanged:
    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_an_untouched_workbook_says_nothing(self, language: str) -> None:
        brought = read(drawn(language=language))
        assert (brought.problems, brought.answers) == ((), ())
        assert brought.same == {"A1": 7, "A2": 8, "A3": 0}

    def test_a_changed_row_is_an_answer_with_what_it_was_made_with(self) -> None:
        brought = read(filled(G5="Valmis", H5="Valmis jo", I5=None))
        [answer] = brought.answers
        assert answer.value == CHANGED
        assert answer.made is not None
        assert answer.made.seen == 7
        assert set(brought.same) == {"A2", "A3"}

    @pytest.mark.parametrize("word", ["valmis", "KLAR", "Done", " done ", "tehty", "on_schedule"])
    def test_words_of_any_language_do(self, word: str) -> None:
        found = values(read(filled(drawn(language="sv"), G7=word)))["A3"].status
        assert found is (Status.ON_SCHEDULE if word == "on_schedule" else Status.DONE)

    @pytest.mark.parametrize(
        ("written", "quarter"),
        [
            ("Q1/2023", Quarter(2023, 1)),
            ("2/2022", Quarter(2022, 2)),
            ("2023-Q4", Quarter(2023, 4)),
            ("III/2022", Quarter(2022, 3)),
            (date(2022, 8, 1), Quarter(2022, 3)),
        ],
    )
    def test_quarters_are_read_as_people_write_them(self, written: Any, quarter: Quarter) -> None:
        assert values(read(filled(G6="Valmis", J6=written)))["A2"].expected == quarter

    def test_a_note_keeps_its_lines(self) -> None:
        brought = read(filled(H6="Eka \r\n  toka\n\nneljäs\u200b"))
        assert values(brought)["A2"].note == "Eka\ntoka\n\nneljäs"

    def test_who_may_read_a_note_that_is_not_there_is_no_change(self) -> None:
        brought = read(filled(K6="Julkinen", K7="Julkinen"))
        assert (brought.problems, brought.answers) == ((), ())


class TestWhatPeopleDo:
    def test_rows_are_found_wherever_they_were_moved(self) -> None:
        def move(book: Any) -> None:
            sheet = book.worksheets[1]
            rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
            for number, row in enumerate(reversed(rows), start=FIRST + 2):
                for column, value in enumerate(row, start=1):
                    sheet.cell(number, column, value)
            sheet.delete_rows(FIRST, 2)
            sheet[f"G{FIRST}"] = "Käynnissä"

        assert {t: v.status for t, v in values(read(changed(move))).items()} == {
            "A3": Status.IN_PROGRESS
        }

    def test_a_row_taken_out_is_not_touched(self) -> None:
        brought = read(changed(lambda book: book.worksheets[1].delete_rows(FIRST)))
        assert (brought.problems, brought.answers, set(brought.same)) == ((), (), {"A2", "A3"})

    def test_columns_added_and_moved_do_no_harm(self) -> None:
        def add(book: Any) -> None:
            book.worksheets[1].insert_cols(7)
            book.worksheets[1]["G4"] = "Omat merkinnät"
            book.worksheets[1]["G5"] = "soita Liisalle"
            book.worksheets[1]["H6"] = "Myöhässä"

        assert values(read(changed(add)))["A2"].status is Status.LATE

    def test_headers_of_another_language_do(self) -> None:
        swedish: dict[str, Any] = {
            "G4": "Status",
            "H4": "Anmärkning",
            "A4": "Uppgiftens kod",
            "G6": "Försenad",
        }
        assert values(read(filled(**swedish)))["A2"].status is Status.LATE

    def test_of_a_column_taken_out_nothing_is_said(self) -> None:
        def take_out(book: Any) -> None:
            book.worksheets[1].delete_cols(8)
            book.worksheets[1]["G5"] = "Valmis"

        [answer] = read(changed(take_out)).answers
        assert answer.said == frozenset(Field) - {Field.NOTE}

    def test_a_sheet_of_ones_own_is_not_read(self) -> None:
        brought = read(changed(lambda book: book.create_sheet("Muistiinpanot")))
        assert brought.problems == ()

    def test_a_number_for_a_code_is_that_code(self) -> None:
        brought = read(filled(A6=12, G6="Myöhässä"), tasks=["A1", "12", "A3"])
        assert values(brought)["12"].status is Status.LATE


class TestProblems:
    def test_all_are_told_at_once_each_with_its_cell(self) -> None:
        wrong: dict[str, Any] = {
            "A5": "A9",
            "G5": "valmmis",
            "J5": "kesällä",
            "I6": "kova",
            "K6": "salainen",
        }
        assert places(read(filled(**wrong, H7="#REF!"))) == [
            (ProblemCode.TASK_NOT_ASKED, "A5"),
            (ProblemCode.STATUS_UNKNOWN, "G5"),
            (ProblemCode.QUARTER_UNREADABLE, "J5"),
            (ProblemCode.SEVERITY_UNKNOWN, "I6"),
            (ProblemCode.VISIBILITY_UNKNOWN, "K6"),
            (ProblemCode.FORMULA_ERROR, "H7"),
        ]

    def test_the_nearest_is_suggested(self) -> None:
        brought = read(filled(A5="A11", G5="valmmis", K5="sisaïnen"))
        assert [each.nearest for each in brought.problems] == ["A1", "Valmis", "Sisäinen"]

    def test_a_status_is_not_taken_back(self) -> None:
        assert places(read(filled(G5=None))) == [(ProblemCode.STATUS_MISSING, "G5")]

    def test_a_note_needs_a_status(self) -> None:
        assert places(read(filled(H7="Ei tietoa"))) == [(ProblemCode.STATUS_MISSING, "G7")]

    def test_a_task_on_two_rows_is_told(self) -> None:
        assert places(read(filled(A6="a1"))) == [(ProblemCode.TASK_TWICE, "A6")]

    def test_a_row_without_its_task_is_told(self) -> None:
        assert places(read(filled(A6=None))) == [(ProblemCode.VALUE_MISSING, "A6")]

    def test_a_long_note_is_told_but_an_old_one_is_let_be(self) -> None:
        long = "x" * (LONGEST_NOTE + 1)
        old = Cell(task("A2"), Value(Status.DONE, long), Value(), seen=8)
        data = drawn((CELLS[0], old))
        assert read(data).problems == ()
        assert places(read(filled(data, H5=long))) == [(ProblemCode.VALUE_TOO_LONG, "H5")]

    def test_a_needed_column_that_is_gone_is_told(self) -> None:
        brought = read(changed(lambda book: book.worksheets[1].delete_cols(7)))
        [problem] = brought.problems
        assert problem.code is ProblemCode.COLUMN_MISSING
        assert "Tila" in problem.expected

    def test_a_sheet_renamed_is_looked_for_by_its_name(self) -> None:
        def rename(book: Any) -> None:
            book.worksheets[1].title = "Taulu"

        [problem] = read(changed(rename)).problems
        assert problem.expected == ("Raportointi", "Rapportering", "Reporting")

    def test_a_formula_is_never_taken_for_its_text(self) -> None:
        data = changed(lambda book: book.worksheets[1].__setitem__("G5", '="Valmis"'))
        assert places(read(data)) == [(ProblemCode.STATUS_MISSING, "G5")]

    def test_thousands_of_errors_are_counted(self) -> None:
        wrong: dict[str, Any] = {f"A{row}": f"x{row}" for row in range(FIRST, 900)}
        brought = read(filled(**wrong))
        assert len(brought.problems) == 501
        assert brought.problems[-1].code is ProblemCode.PROBLEMS_LEFT_OUT


class TestTheHiddenSheet:
    @pytest.mark.parametrize(
        "harm",
        [
            lambda book: book.remove(book.worksheets[2]),
            lambda book: book.worksheets[2].delete_rows(2),
            lambda book: book.worksheets[2].__setitem__("B2", "8"),
            lambda book: book.worksheets[2].__setitem__("A1", None),
            lambda book: book.worksheets[2].__setitem__("F1", "0" * 64),
            lambda book: setattr(book.worksheets[2], "title", "x"),
        ],
    )
    def test_lost_or_changed_it_is_not_believed(self, harm: Any) -> None:
        brought = read(changed(harm, filled(G6="Myöhässä")))
        assert places(brought) == [(ProblemCode.FORM_LOST, "")]
        assert brought.errors == ()
        assert {each.task: each.made for each in brought.answers} == {"A1": None, "A2": None}
        assert values(brought)["A1"] == LATE

    def test_changed_it_still_says_whose_it_is(self) -> None:
        form = read(changed(lambda book: book.worksheets[2].delete_rows(2))).form
        assert form == Form("2021-11", "06", "fi", {}, is_whole=False)

    def test_of_a_newer_version_nothing_is_taken_in(self) -> None:
        brought = read(changed(lambda book: book.worksheets[2].__setitem__("B1", "99")))
        assert [each.code for each in brought.errors] == [ProblemCode.FORM_NEWER]


class TestFiles:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", ProblemCode.FILE_EMPTY),
            (b"%PDF-1.7", ProblemCode.FILE_TYPE),
            (b"a;b\n", ProblemCode.FILE_TYPE),
            (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, ProblemCode.FILE_ENCRYPTED),
            (b"PK\x03\x04" + b"\0" * 600, ProblemCode.FILE_BROKEN),
            (b"PK" + b"0" * 6_000_000, ProblemCode.FILE_TOO_LARGE),
        ],
    )
    def test_what_is_no_workbook_is_refused(self, data: bytes, code: ProblemCode) -> None:
        brought = read(data)
        assert [(each.code, each.file) for each in brought.problems] == [(code, NAME)]

    def test_too_many_rows_are_refused(self) -> None:
        brought = read(filled(A6001="A1"))
        assert [each.code for each in brought.problems] == [ProblemCode.TOO_MANY_ROWS]

    def test_limits_are_smaller_than_a_national_sheets(self) -> None:
        brought = read(drawn(), limits=Limits(unpacked=2_000))
        assert [each.code for each in brought.problems] == [ProblemCode.FILE_UNSAFE]

    def test_the_file_is_known_by_its_fingerprint(self) -> None:
        data = drawn()
        assert read(data).sha256 == read(data).sha256 != read(filled(G5="Valmis")).sha256
        assert len(CODES) == 3
