"""Bodies as pages: by level, one, and written by those who keep the register."""

import pytest
from django.test import Client

from tests.people import sign_in
from tests.web.conftest import Ask
from yhdyspinta.store.models import Body
from yhdyspinta.terms.access import Role

CODE = "pirkanmaa-viranhaltijajohto"
GIVEN = {
    "name_fi": "Uusi ryhmä",
    "level": "expert",
    "kind": "network",
    "owner": "hva-08",
    "least_per_year": "4",
    "visibility": "public",
    "members-TOTAL_FORMS": "1",
    "members-INITIAL_FORMS": "0",
    "members-0-organisation": "kunta-837",
    "members-0-role": "chair",
}


@pytest.fixture
def reporter(demo: None, client: Client) -> Client:
    sign_in(client, Role.REPORTER, "hva-08")
    return client


def test_bodies_are_listed_by_level_with_what_was_promised_and_held(ask: Ask) -> None:
    page = ask("cooperation/08/bodies/", language="en")
    assert f"/en/bodies/{CODE}/" in page.links
    assert page.has("6 promised for")
    assert page.has("Political decision-making")


def test_the_list_beside_the_drawing_says_the_same(ask: Ask) -> None:
    page = ask("cooperation/08/bodies/?all=1")
    drawn = [each for each in page.links if each.startswith("/fi/bodies/")]
    # Each body is linked from the drawing, from the list beside it and from its level's table.
    assert {drawn.count(each) for each in set(drawn)} == {3}


def test_bodies_that_ended_are_shown_when_none_works(ask: Ask) -> None:
    page = ask("cooperation/national/bodies/", language="en")
    assert page.has("None of these bodies works now")
    assert page.has("Sote-ministerityöryhmä") or page.has("Ministerial Working Group")


def test_a_municipality_sees_the_bodies_in_which_it_sits(ask: Ask) -> None:
    page = ask("cooperation/837/bodies/")
    assert "/fi/bodies/pirkanmaa-opiskeluhuollon-yhteistyoryhma/" in page.links
    assert "/fi/bodies/pirkanmaa-vate/" not in page.links


def test_a_body_shows_its_members_its_meetings_and_its_place(ask: Ask) -> None:
    page = ask(f"bodies/{CODE}/")
    assert "/fi/bodies/pirkanmaa-ylin-johto/" in page.links
    assert "/fi/bodies/pirkanmaa-operatiiviset-ryhmat/" in page.links
    assert any(each.startswith("/fi/meetings/") for each in page.links)


def test_there_is_no_page_of_a_body_that_is_not(ask: Ask) -> None:
    ask("bodies/ei-ole/", status=404)
    ask("cooperation/08/bodies/file.exe", status=404)


def test_a_body_is_added_with_its_members(reporter: Client) -> None:
    answer = reporter.post("/fi/cooperation/08/bodies/new/", GIVEN)
    assert answer.headers["Location"] == "/fi/bodies/pirkanmaa-uusi-ryhma/"
    members = Body.objects.get(code="pirkanmaa-uusi-ryhma").members
    assert list(members.values_list("organisation__code", flat=True)) == ["kunta-837"]


def test_a_member_that_is_nobody_is_told_in_its_row_and_nothing_is_lost(reporter: Client) -> None:
    wrong = {**GIVEN, "members-0-organisation": "", "members-0-expertise": "talous"}
    answer = reporter.post("/en/cooperation/08/bodies/new/", wrong)
    assert answer.status_code == 422
    assert "Say of each member" in answer.content.decode()
    assert "talous" in answer.content.decode()


def test_a_change_of_what_was_not_seen_is_told_and_not_done(reporter: Client) -> None:
    sent = {**GIVEN, "name_fi": "Muu", "seen": "vanha", "members-TOTAL_FORMS": "0"}
    answer = reporter.post(f"/fi/bodies/{CODE}/edit/", sent)
    assert answer.status_code == 409
    assert Body.objects.get(code=CODE).name_fi != "Muu"


def test_another_organisation_s_body_is_not_changed(demo: None, client: Client) -> None:
    sign_in(client, Role.REPORTER, "hva-06")
    for step in ("edit", "remove"):
        assert client.post(f"/fi/bodies/{CODE}/{step}/").status_code == 403
    assert client.get(f"/fi/bodies/{CODE}/edit/").status_code == 403
    assert Body.objects.filter(code=CODE).exists()


def test_a_body_with_meetings_is_not_removed_and_the_page_says_why(reporter: Client) -> None:
    answer = reporter.post(f"/en/bodies/{CODE}/remove/")
    assert "its meetings" in answer.content.decode()
    assert Body.objects.filter(code=CODE).exists()


@pytest.mark.parametrize("ending", ["csv", "json", "svg", "pdf", "pptx", "xlsx"])
def test_the_list_leaves_in_every_form(demo: None, client: Client, ending: str) -> None:
    answer = client.get(f"/fi/cooperation/08/bodies/file.{ending}")
    assert answer.status_code == 200
    assert f'.{ending}"' in answer.headers["Content-Disposition"]
