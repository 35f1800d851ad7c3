"""A CSV file is read alike by programs and by spreadsheets, and runs nothing."""

import pytest

from yhdyspinta.exports import csv, json


def written(*row: str | int | None) -> str:
    return csv.write([], [row], bom=False).decode().partition("\r\n")[2]


def test_lines_end_as_rfc_4180_says_and_fields_are_quoted_where_needed() -> None:
    made = csv.write(["a", "b"], [["x,y", 'say "no"'], ["two\nlines", 7]], bom=False)
    assert made == b'a,b\r\n"x,y","say ""no"""\r\n"two\nlines",7\r\n'


def test_a_byte_order_mark_stands_first_when_asked_for() -> None:
    assert csv.write(["å"], [], bom=True) == b"\xef\xbb\xbf\xc3\xa5\r\n"


def test_a_missing_figure_is_an_empty_field_and_zero_is_zero() -> None:
    assert written("HUS", None, 0) == "HUS,,0\r\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    assert written(f"{start}1+1") == f"'{start}1+1\r\n"


def test_a_carriage_return_at_the_start_does_not_hide_a_formula() -> None:
    assert written("\r=1") == '"\'\r=1"\r\n'


def test_a_negative_number_stays_a_number() -> None:
    assert written(-5) == "-5\r\n"


def test_json_is_readable_and_ends_with_a_newline() -> None:
    assert json.write({"a": "Päijät"}) == '{\n  "a": "Päijät"\n}\n'.encode()


def test_json_refuses_what_is_not_a_number() -> None:
    with pytest.raises(ValueError, match="nan"):
        json.write([float("nan")])
