import csv
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.people import sign_in
from tests.web.conftest import Ask
from yhdyspinta.sources.reference import demo_folder
from yhdyspinta.terms.access import Role

SPELLED = {"Vantaa-Kerava": "Vantaa ja Kerava"}


def _published(name: str) -> Iterator[dict[str, str]]:
    with (demo_folder() / f"published_{name}.csv").open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _percents(cells: list[str]) -> list[str]:
    return [cell.replace("\xa0", " ") for cell in cells]


def test_progress_is_as_it_was_published(ask: Ask) -> None:
    page = ask()
    themes = ["hallinto", "johtaminen", "palvelut", "yhdyspinnat", "ict"]
    for each in _published("progress"):
        cells = _percents(page.row(SPELLED.get(each["region"], each["region"])))
        assert cells[themes.index(each["theme"])] == f"{each['progress_percent']} %"


def test_readiness_is_as_it_was_published(ask: Ask) -> None:
    page = ask("?lens=readiness")
    themes = ["hallinto", "johtaminen", "palvelut", "yhdyspinnat", "ict"]
    for each in _published("readiness"):
        cells = _percents(page.row(SPELLED.get(each["region"], each["region"])))
        both = f"{each['in_progress_percent']} % {each['done_percent']} %"
        assert cells[themes.index(each["theme"])] == both


def test_a_themes_subareas_are_as_they_were_published(ask: Ask) -> None:
    page = ask("?theme=yhdyspinnat")
    for each in _published("progress_yhdyspinnat"):
        cells = _percents(page.row(SPELLED.get(each["region"], each["region"])))
        assert cells["ABCDE".index(each["subarea"]) + 1] == f"{each['progress_percent']} %"


def test_the_numbers_of_tasks_are_above_the_figures(ask: Ask) -> None:
    assert ask().row("Tehtävien lkm yht.") == ["69", "30", "17", "20", "55"]
    assert ask("?theme=yhdyspinnat").row("Tehtävien lkm yht.") == ["20", "5", "1", "7", "2", "5"]


def test_an_area_that_reported_nothing_has_words_and_no_percentage(ask: Ask) -> None:
    cells = ask().row("HUS")
    assert "%" not in "".join(cells)
    assert "ei tilatietoa" in " ".join(cells)


def test_three_sentences_say_what_the_table_says(ask: Ask) -> None:
    page = ask()
    assert page.has("67\xa0% (2\xa0831/4\xa0199)".replace("\xa0", " "))
    assert page.has("Heikoin: ICT")
    assert page.has("Ei ilmoitettu: HUS.")


@pytest.mark.parametrize(
    ("language", "ends"),
    [("fi", ("Etelä-Karjala", "Varsinais-Suomi")), ("sv", ("Birkaland", "Östra Nyland"))],
)
def test_areas_stand_in_the_languages_alphabet(
    ask: Ask, language: str, ends: tuple[str, str]
) -> None:
    names = [row[0] for row in ask(language=language).rows if len(row) > 1]
    assert (names[2], names[-2]) == ends


def test_a_comparison_has_an_arrow_and_words_in_each_cell(ask: Ask) -> None:
    page = ask("?compare=2021-09")
    assert page.row("Kainuu")[2].endswith("▼ −24")
    assert page.has("laskua 24 prosenttiyksikköä")


def test_a_comparison_with_an_invented_round_says_so(ask: Ask) -> None:
    assert ask("?compare=2021-09").has("Vertailukierros on keksitty")


def test_an_invented_round_says_so(ask: Ask) -> None:
    assert ask("?round=2021-09").has("Tämän kierroksen luvut ovat keksittyjä.")


def test_a_live_picture_says_that_it_is_not_published(ask: Ask, client: Client) -> None:
    sign_in(client, Role.COORDINATOR, "stm", roadmap="sote-2021")
    page = ask("?as_of=2021-10-15&horizon=2021-Q4")
    assert page.has("Ajantasainen, julkaisematon")
    assert page.row("Satakunta") != []


def test_what_is_not_published_is_not_for_visitors(ask: Ask) -> None:
    page = ask("?as_of=2021-10-15&horizon=2021-Q4", status=403)
    assert any("login" in link for link in page.links)
    assert not ask().has("Näytä muun päivän tilanne")


def test_a_countys_people_see_a_live_picture_of_their_own_county(ask: Ask, client: Client) -> None:
    sign_in(client, Role.READER, "hva-08")
    rows = [row[0] for row in ask("?as_of=2021-10-15&horizon=2021-Q4").rows if row]
    assert "Pirkanmaa" in rows
    assert "Satakunta" not in rows


def test_notes_and_risks_have_their_severity_in_words(ask: Ask) -> None:
    page = ask()
    assert page.has("Riski, korkein")
    assert page.has("ICT-asiat ovat toimeenpanon suurin riski")


def test_a_severity_has_a_shape_beside_its_word(ask: Ask) -> None:
    assert 'Riski, korkein<i class="steps s4">' in ask().html


def test_the_fingerprint_and_its_text_are_at_hand(ask: Ask) -> None:
    assert "/api/v1/pictures/2021-10/versions/1/canonical" in ask().links


def test_asked_for_in_place_it_is_the_same_page(demo: None, client: Client) -> None:
    asked_in_place = client.get("/fi/?lens=readiness", headers={"hx-request": "true"})
    assert asked_in_place.content == client.get("/fi/?lens=readiness").content


def test_the_page_costs_few_queries(
    demo: None, client: Client, django_assert_max_num_queries: object
) -> None:
    client.get("/fi/")
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        client.get("/fi/?compare=2021-09")


@pytest.mark.parametrize("address", ["", "?lens=readiness&compare=2021-09", "?theme=hallinto"])
def test_the_page_is_light(ask: Ask, address: str) -> None:
    assert len(ask(address).html.encode()) < 100_000
