from tests.web.conftest import Ask
from tests.web.reading import Page


def _tasks(page: Page) -> list[list[str]]:
    return [row for row in page.rows if len(row) == 4 and row[0] != "Tehtävä"]


def test_an_areas_figures_are_those_of_the_table(ask: Ask) -> None:
    page = ask("areas/08/")
    assert page.heading.strip() == "Pirkanmaan hyvinvointialue"
    assert page.has("13/20 ajankohtaista tehtävää")


def test_tasks_are_filtered_by_status_and_by_what_is_due(ask: Ask) -> None:
    everything, done = ask("areas/08/"), ask("areas/08/?status=done&due=1")
    assert len(_tasks(done)) < len(_tasks(everything)) / 4
    assert {row[3] for row in _tasks(done)} == {"valmis"}
    assert everything.has("käynnissä (184)")


def test_themes_stay_folded_until_tasks_are_chosen(ask: Ask) -> None:
    assert '<details class="more group">' in ask("areas/08/").html
    assert '<details class="more group" open>' in ask("areas/08/?status=done").html


def test_choosing_a_status_keeps_the_round_and_what_is_due(ask: Ask) -> None:
    links = ask("areas/08/?round=2021-09&due=1").links
    assert "/fi/areas/08/?round=2021-09&status=done&due=1#tasks" in links
    assert "/fi/areas/08/?round=2021-09#tasks" in links


def test_what_changed_is_told_with_both_statuses(ask: Ask) -> None:
    page = ask("areas/20/")
    assert page.has("Mikä on muuttunut")
    assert page.has("Vertailukierros on keksitty")


def test_a_silent_area_has_no_figures_and_says_why(ask: Ask) -> None:
    page = ask("areas/HUS/")
    assert page.has("se ei ole sama kuin 0 %")
    assert page.has("– eteneminen ei lukua")


def test_a_missing_figure_has_no_bar_that_looks_like_nought(ask: Ask) -> None:
    assert '<svg class="meter"' not in ask("areas/HUS/").html
    assert ask("areas/08/").html.count('<svg class="meter"') == 6


def test_an_areas_municipalities_are_those_of_the_day(ask: Ask) -> None:
    assert ask("areas/08/").has("Tampere")
    assert ask("areas/12/").has("Pertunmaa")


def test_a_risk_about_the_area_is_on_its_page(ask: Ask) -> None:
    assert ask("areas/01/").has("Muita enemmän toimeenpanoon liittyviä riskejä")
