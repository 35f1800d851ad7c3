"""The register's forms: rows closed under what they are, open where something is wrong."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.people import sign_in
from yhdyspinta.terms.access import Role

BODY = "/en/bodies/pirkanmaa-viranhaltijajohto/edit/"
SMALL = "/en/agreements/pirkanmaa-tietojen-vaihto/edit/"
MEETING = "/en/meetings/pirkanmaa-viranhaltijajohto-2026-03-10/outcomes/"
ROW = re.compile(r'<details class="form-row[^"]*" id="([^"]+)"( open)?>\s*<summary>(.*?)</summary>')


@pytest.fixture
def keeper(demo: None, client: Client) -> Client:
    """Somebody who keeps the county's register."""
    sign_in(client, Role.REPORTER, "hva-08")
    return client


def rows(html: str) -> dict[str, tuple[bool, str]]:
    """Each row by its name: whether it is open, and its summary's text."""
    return {
        name: (bool(is_open), " ".join(re.sub("<[^>]+>", " ", said).split()))
        for name, is_open, said in ROW.findall(html)
    }


def sent(client: Client, address: str, **more: str) -> str:
    """What a form answers when it is sent as it is shown, with something else in it."""
    context = client.get(address).context
    parts = [context["form"], *(each for table in context["tables"] for each in table)]
    parts += [table.management_form for table in context["tables"]]
    shown: dict[str, Any] = {f.html_name: f.value() for part in parts for f in part}
    given = {name: value for name, value in shown.items() if value not in (None, False)}
    return client.post(address, given | more).content.decode()


def test_a_row_is_closed_under_its_number_and_what_it_is(keeper: Client) -> None:
    found = rows(keeper.get(BODY).content.decode())
    assert found["members-3"] == (False, "4. Akaa member")
    county = "1. Pirkanmaa wellbeing services county Hyvinvointialueen johtoryhmä, member"
    assert found["members-0"] == (False, county)


def test_an_outcome_is_called_by_its_text_beside_its_kind(keeper: Client) -> None:
    first = rows(keeper.get(MEETING).content.decode())["outcomes-0"]
    assert first == (
        False,
        "1. Luonnos lähetetään kuntiin ja koulutuksen järjestäjille lausunnolle. Decision",
    )


def test_of_the_empty_rows_the_first_one_is_open(keeper: Client) -> None:
    found = rows(keeper.get(BODY).content.decode())
    assert [found[f"members-{n}"] for n in (26, 27)] == [
        (True, "27. New row"),
        (False, "28. New row"),
    ]


def test_three_rows_stand_open(keeper: Client) -> None:
    found = rows(keeper.get(SMALL).content.decode())
    assert [found[f"parties-{n}"][0] for n in range(4)] == [True] * 4


def test_a_row_with_an_error_is_open_and_linked_from_above(keeper: Client) -> None:
    html = sent(keeper, BODY, **{"members-4-valid_from": "tomorrow"})
    assert [name for name, (is_open, _) in rows(html).items() if is_open] == [
        "members-4",
        "members-26",
    ]
    assert '<a href="#id_members-4-valid_from">Members 5: Term begins</a>' in html


def test_a_row_that_was_emptied_keeps_its_name_and_is_led_to(keeper: Client) -> None:
    html = sent(keeper, BODY, **{"members-3-organisation": ""})
    assert rows(html)["members-3"] == (True, "4. Akaa member")
    assert '<a href="#members-3">Members 4</a>' in html


def test_a_row_to_be_removed_is_closed_and_says_so(keeper: Client) -> None:
    html = sent(keeper, BODY, **{"name_fi": "", "members-3-DELETE": "on"})
    assert rows(html)["members-3"] == (False, "4. Akaa member Removed when saved")
    assert '<a href="#id_name_fi">Name in Finnish</a>: Fill this in.' in html
