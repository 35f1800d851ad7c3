import pytest
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.calc.search import (
    analysis,
    facets,
    indexed,
    organisation_facet,
    snippet,
    texts,
    wanted,
    words,
)
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.interfaces import Interface, Structure
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register import Level
from yhdyspinta.terms.search import Entry, SearchKind

FINNISH = {
    "opiskelu": "opiskelu",
    "huolto": "huolto",
    "huollon": "huolto",
    "pinnalla": "pinta",
    "suunnitelma": "suunnitelma",
    "suunnitelmat": "suunnitelmat",
    "Porin": "Pori",
    "porin": "pora",
    "nalla": "nalle",
}
SWEDISH = {"områdets": "område", "välfärds": "välfärd", "spin": "spinn"}
FORMS = analysis([FINNISH.get, SWEDISH.get])


def test_words_are_small_and_without_the_endings_of_abbreviations() -> None:
    assert words("STM:n ja Mänttä-Vilppulan 2025–2029") == [
        *("stm", "ja", "mänttä", "vilppulan", "2025", "2029")
    ]


def test_letters_composed_of_two_signs_are_one_letter() -> None:
    assert words("Ma\u0308ntta\u0308") == ["mänttä"]


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("huollon", "huolto"),
        ("opiskeluhuollon", "opiskeluhuolto"),
        ("välfärdsområdets", "välfärdsområde"),
        ("yhdyspinnalla", "yhdyspinta"),
        ("suunnitelmat", "suunnitelma"),
        ("kvestori", "kvestori"),
    ],
)
def test_a_word_is_brought_to_its_base_form(word: str, base: str) -> None:
    assert FORMS(word).bases == (base,)


def test_a_name_and_a_word_written_alike_are_both_meant() -> None:
    assert set(FORMS("porin").bases) == {"pori", "pora"}


def test_a_compound_is_found_by_its_parts() -> None:
    assert FORMS("opiskeluhuoltosuunnitelma").parts == (
        *("opiskeluhuolto", "suunnitelma", "opiskelu", "huolto"),
    )


@given(st.text(max_size=40))
def test_any_text_has_forms_of_its_words(text: str) -> None:
    assert all(FORMS(word).bases for word in words(text))


@given(st.text(max_size=60))
def test_words_need_no_quoting(text: str) -> None:
    assert all(word.isalnum() for word in words(text))


def test_only_the_last_word_may_go_on() -> None:
    assert [each.goes_on for each in wanted("porin opisk", FORMS)] == [False, True]


@pytest.mark.parametrize("text", ["porin ", "po"])
def test_a_finished_or_short_word_does_not_go_on(text: str) -> None:
    assert not any(each.goes_on for each in wanted(text, FORMS))


ENTRY = Entry(
    SearchKind.BODY,
    "ryhma",
    Names("Opiskeluhuollon ryhmä"),
    "Suunnitelmat",
    area="06",
    owner="hva-06",
    visibility=Visibility.INTERNAL,
    organisations=("kunta-609",),
)


def test_an_entry_is_indexed_by_words_base_forms_and_parts() -> None:
    found = indexed(ENTRY, FORMS)
    assert (found.title, found.title_forms) == ("opiskeluhuollon ryhmä", "opiskeluhuolto ryhmä")
    assert (found.text, found.parts) == ("1suunnitelmat 1suunnitelma", "0opiskelu 0huolto")


def test_an_entry_says_who_reads_it() -> None:
    assert facets(ENTRY)[1:] == ["a06", "vinternal", "ohvax2dx06", "okuntax2dx609"]


def test_two_codes_never_have_one_facet() -> None:
    codes = ["a-b", "ab", "ax2dxb", "a.b", "A-b"]
    assert len({organisation_facet(code) for code in codes}) == len(codes)


def test_a_snippet_begins_near_the_first_word_found_and_marks_it() -> None:
    text = "Ensin muuta. " * 20 + "Sitten opiskeluhuollosta ja huollon tuesta."
    found = snippet(text, wanted("huolto ", FORMS), FORMS)
    assert [each.text for each in found if each.is_marked] == ["huollon"]
    assert found[0].text.startswith("…")


def test_a_snippet_without_the_words_is_the_beginning() -> None:
    (piece,) = snippet("Aivan muuta", wanted("huolto", FORMS), FORMS)
    assert (piece.text, piece.is_marked) == ("Aivan muuta", False)


@given(st.text(max_size=600), st.text(max_size=20))
def test_a_snippet_holds_nothing_but_its_text(text: str, asked: str) -> None:
    pieces = snippet(text, wanted(asked, FORMS), FORMS)
    shown = "".join(each.text for each in pieces)
    assert len(shown) <= 300


def test_texts_of_a_record_come_in_lines() -> None:
    record = Interface(
        "code",
        Names("Nimi"),
        aims=("Yksi", "Kaksi"),
        structures=(Structure("Ryhmä", level=Level.FIELD),),
    )
    assert texts(record, ["aims", "structures.text", "population"]) == "Yksi\nKaksi\nRyhmä"
