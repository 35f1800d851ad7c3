import pytest

from tests.web.conftest import Ask

BAD = {
    "?as_of=x": 400,
    "?as_of=9999-99-99": 400,
    "?as_of=0001-01-01": 400,
    "?horizon=2021-Q4": 400,
    "?horizon=2021-Q5&as_of=2021-10-31": 400,
    "?lens=%3Cscript%3Ealert(1)%3C/script%3E": 400,
    "?round=2021-10&version=-1": 400,
    "?round=2021-10&version=%C2%B2": 400,
    "?round=2021-10&version=99999999999999999999": 400,
    "?version=1": 400,
    "?round=2021-10&version=7": 404,
    "?round='%22%3E": 400,
    "?round=none": 404,
    "?compare=none": 404,
    "?theme=none": 404,
    "areas/99/": 404,
    "areas/08/?status=unknown": 400,
    "areas/08/?compare=none": 404,
    "tasks/%00/": 404,
    "tasks/%3Cscript%3Ealert(1)%3C/": 404,
    "tasks/none/": 404,
    "figures/08/none/": 404,
    "figures/08/ict/Z/": 404,
    "history/99/hallinto-A01/": 404,
    "downloads/2021-10/v9.csv": 404,
    "downloads/2021-10/v99999999999999999999.csv": 404,
    "downloads/2021-10/v1.exe": 404,
}


@pytest.mark.parametrize(("address", "status"), BAD.items())
def test_what_cannot_be_shown_is_said_in_words(ask: Ask, address: str, status: int) -> None:
    page = ask(address, status=status)
    assert page.heading in {"Tätä osoitetta ei voi käyttää", "Ei löytynyt"}
    assert "<script>alert" not in page.html


def test_what_was_asked_is_cited_as_text(ask: Ask) -> None:
    page = ask("?as_of=%3Cb%3E%22'", status=400)
    assert "&lt;b&gt;&quot;&#x27;" in page.html


def test_a_very_long_value_is_cut(ask: Ask) -> None:
    page = ask(f"?as_of={'9' * 3000}", status=400)
    assert len(page.text) < 2_000


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_refusal_is_in_the_pages_language(ask: Ask, language: str) -> None:
    page = ask("?as_of=x", language=language, status=400)
    assert page.heading in {"Adressen kan inte användas", "This address cannot be used"}
