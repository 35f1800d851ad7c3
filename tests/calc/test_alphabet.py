"""Names in the order in which Finnish, Swedish and English readers look for them."""

import csv
from unicodedata import normalize

import pytest

from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.sources import reference


def ordered(names, language="fi"):
    return sorted(names, key=lambda name: sort_key(name, language))


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_ring_then_a_umlaut_then_o_umlaut_come_after_z(language):
    names = ["Ö", "Ä", "Å", "Z", "A"]
    assert ordered(names, language) == ["A", "Z", "Å", "Ä", "Ö"]


def test_in_english_they_are_sorted_as_a_and_o():
    assert ordered(["Åland", "Zealand", "Alavus", "Österby", "Pori"], "en") == [
        "Åland",
        "Alavus",
        "Österby",
        "Pori",
        "Zealand",
    ]


def test_a_letter_written_with_a_mark_after_it_is_the_same_letter():
    composed = ["Zeta", "Äetsä", "Alavus"]
    assert ordered([normalize("NFD", n) for n in composed]) == [
        normalize("NFD", n) for n in ("Alavus", "Zeta", "Äetsä")
    ]


def test_hyphens_case_and_other_accents_do_not_count():
    assert sort_key("Itä-Uusimaa", "fi")[0] == sort_key("itäuusimaa", "fi")[0]
    assert ordered(["Idé", "Idb", "Idf"]) == ["Idb", "Idé", "Idf"]


def test_names_that_sort_alike_keep_one_order():
    assert ordered(["Itä-Savo", "ItäSavo"]) == ordered(["ItäSavo", "Itä-Savo"])


def test_the_areas_of_the_deck_come_in_the_decks_own_order():
    path = reference.demo_folder() / "areas.csv"
    deck = [row["region"] for row in csv.DictReader(path.read_text("utf-8").splitlines())]
    assert len(deck) == 23
    assert ordered(reversed(deck)) == deck
