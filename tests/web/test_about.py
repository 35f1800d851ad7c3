import pytest

from tests.web.conftest import Ask


def test_the_rules_are_those_of_the_newest_picture(ask: Ask) -> None:
    page = ask("about/")
    assert page.has("Eteneminen: tehtävät tiloissa ”käynnissä”,")
    assert page.has("Myöhässä olevien tehtävien sääntö 1.7.2021 alkaen (päätelty)")


def test_every_colour_scale_has_its_dates_and_limits(ask: Ask) -> None:
    page = ask("about/")
    assert page.has("1.7.2021")
    assert page.has("alle 25 % 25–49 % 50–75 % yli 75 %")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_accessibility_statement_names_the_standard(ask: Ask, language: str) -> None:
    assert ask("accessibility/", language=language).has("WCAG 2.1")


@pytest.mark.parametrize("address", ["", "areas/08/", "nothing-here/"])
def test_the_statement_is_one_step_from_every_page(ask: Ask, address: str) -> None:
    page = ask(address, status=404 if "nothing" in address else 200)
    assert "/fi/accessibility/" in page.links
