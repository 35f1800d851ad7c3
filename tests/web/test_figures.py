from tests.web.conftest import Ask


def test_a_number_is_shown_as_a_calculation(ask: Ask) -> None:
    page = ask("figures/90/palvelut/")
    assert page.has("6 / 14")
    assert page.has("43 %")


def test_a_task_left_out_says_why(ask: Ask) -> None:
    page = ask("figures/90/palvelut/")
    row = page.row("palvelut-F02")
    assert "ei koske aluetta" in row
    assert "ei lasketa: ei koske aluetta" in row


def test_each_row_tells_who_reported_it_and_when(ask: Ask) -> None:
    row = ask("figures/08/yhdyspinnat/A/").row("yhdyspinnat-A01")
    assert "Pirkanmaan hyvinvointialue" in row
    assert "2.11.2021 klo 11.00" in row
    assert "tilannekuva-2021-10" in row


def test_the_rules_in_force_are_named_with_their_source(ask: Ask) -> None:
    page = ask("figures/08/ict/")
    assert page.has("Myöhässä olevien tehtävien sääntö 1.7.2021 alkaen (päätelty)")
    assert page.has("Väriluokat 1.7.2021 alkaen")


def test_a_sum_over_all_areas_can_be_opened_too(ask: Ask) -> None:
    assert ask("figures/all/ict/").has("724")


def test_a_themes_page_leads_to_its_subareas_with_their_figures(ask: Ask) -> None:
    page = ask("figures/08/ict/")
    assert page.has("B. Toimialariippumattomat järjestelmät 82 %")
    assert "/fi/figures/08/ict/B/" in page.links
