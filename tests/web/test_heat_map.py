import re

import pytest

from tests.web.conftest import Ask
from tests.web.reading import Page


def _cell(page: Page, address: str) -> str:
    """Return the table cell that leads to an address, as markup with single blanks."""
    found: str = next(c for c in re.findall(r"<td.*?</td>", page.html) if f'href="{address}"' in c)
    return found.replace("\u00a0", " ")


def test_a_cell_tells_its_band_by_class_steps_and_words(ask: Ask) -> None:
    cell = _cell(ask(), "/fi/figures/05/ict/")
    assert 'class="band-under_25"' in cell
    assert 'class="steps s1"' in cell
    assert "15 %" in cell
    assert "alle 25 %" in cell


def test_a_pair_says_which_number_is_which(ask: Ask) -> None:
    cell = _cell(ask("?lens=readiness"), "/fi/figures/05/ict/")
    assert "käynnissä, valmis 0 %; 10 %: alle 25 %" in cell


def test_cells_lead_to_their_figures_in_the_same_picture(ask: Ask) -> None:
    links = ask("?round=2021-09&theme=ict").links
    assert "/fi/figures/08/ict/?round=2021-09" in links
    assert "/fi/figures/08/ict/A/?round=2021-09" in links


def test_a_sum_can_be_opened(ask: Ask) -> None:
    assert "/fi/figures/all/ict/" in ask().links
    assert "/fi/figures/all/ict/A/" in ask("?theme=ict").links


def test_a_theme_leads_to_its_subareas_and_keeps_the_lens(ask: Ask) -> None:
    assert "/fi/?lens=readiness&theme=ict" in ask("?lens=readiness").links


def test_a_silent_area_has_one_wide_cell_that_leads_nowhere(ask: Ask) -> None:
    page = ask()
    assert '<td class="none" colspan="5"><span>ei tilatietoa</span></td>' in page.html
    assert not [link for link in page.links if "/figures/HUS/" in link]


def test_nothing_to_count_is_a_dash_with_words(ask: Ask) -> None:
    cell = _cell(ask("?theme=palvelut"), "/fi/figures/90/palvelut/G/")
    assert 'class="none"' in cell
    assert "–" in cell
    assert "ei laskettavaa" in cell


def test_the_legend_has_every_band_and_the_missing_figure(ask: Ask) -> None:
    shown = re.findall(r'<li class="band-\w+"><i class="steps s(\d)"></i>(.*?)</li>', ask().html)
    words = ("alle 25 %", "25–49 %", "50–75 %", "yli 75 %", "ei lukua")
    assert [(step, text.replace("\u00a0", " ")) for step, text in shown] == list(
        zip("12340", words, strict=True)
    )


def test_a_comparisons_signs_are_explained(ask: Ask) -> None:
    assert ask("?compare=2021-09").has("▲ nousua ▼ laskua = ennallaan + uusi")
    assert not ask().has("▼")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("07/ict", "uusi"),
        ("20/palvelut", "laskua 24 prosenttiyksikköä"),
        ("20/ict", "nousua 14 prosenttiyksikköä"),
        ("08/palvelut", "ennallaan"),
    ],
)
def test_a_move_has_words(ask: Ask, place: str, words: str) -> None:
    cell = _cell(ask("?compare=2021-09"), f"/fi/figures/{place}/")
    assert f", {words}</span>" in cell
