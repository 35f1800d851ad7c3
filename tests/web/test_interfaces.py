"""Interfaces on pages: what everybody reads, what the leader changes, what a party writes."""

from typing import Any

import pytest
from django.test import Client

from tests.web.conftest import Ask
from tests.web.reading import read
from tests.web.signed_in import client_of, person
from yhdyspinta.store.models import Interface, InterfaceParty, WorkPackage
from yhdyspinta.terms.access import Role

CODE = "pirkanmaa-opiskeluhuoltosuunnitelma"
NAME = "Statutory regional student welfare plan"
PAGE = f"/en/interfaces/{CODE}/"
EMPTY_TABLES = {
    "parties-TOTAL_FORMS": "0",
    "parties-INITIAL_FORMS": "0",
    "structures-TOTAL_FORMS": "0",
    "structures-INITIAL_FORMS": "0",
}
NEW = {
    "name_fi": "Uusi yhdyspinta",
    "owner": "hva-08",
    "state": "proposed",
    "ground": "choice",
    "aims": "Ensimmäinen\n\nToinen",
    "agreement_needed": "yes",
    "organised_from": "Q3/2022",
    "organised_to": "2022-Q4",
    "visibility": "public",
    **EMPTY_TABLES,
}


@pytest.fixture
def keeper(demo: None) -> Client:
    """A county's reporter."""
    return client_of(person(Role.REPORTER, "08"))


@pytest.fixture
def tampere(demo: None) -> Client:
    """A municipality's reporter."""
    return client_of(person(Role.REPORTER, "837", name="Matti Meri"))


def filled(client: Client) -> dict[str, Any]:
    """What the form of the interface would send as it is shown."""
    form = client.get(f"{PAGE}edit/").context["form"]
    shown: dict[str, Any] = {}
    for table in (form.parties, form.structures):
        shown |= {f.html_name: f.value() for f in table.management_form}
        shown |= {f.html_name: f.value() for row in table for f in row}
    shown |= {f.html_name: f.value() for f in form}
    return {name: value for name, value in shown.items() if value not in {None, False}}


def test_a_county_lists_its_interfaces_with_who_leads_and_what_is_missing(ask: Ask) -> None:
    page = ask("cooperation/08/interfaces/", language="en")
    row = next(row for row in page.rows if row and row[0].startswith(NAME))
    assert row[1:] == ["working", "Pirkanmaa wellbeing services county", "24", "Agreement"]
    assert f"/en/interfaces/{CODE}/" in page.links
    assert "/en/cooperation/08/interfaces/new/" not in page.links


def test_the_page_is_small_and_takes_few_queries(
    demo: None, client: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        response = client.get("/fi/cooperation/08/interfaces/")
    assert len(response.content) < 60_000


def test_a_municipality_sees_its_own_and_the_way_to_all(ask: Ask) -> None:
    page = ask("cooperation/837/interfaces/", language="en")
    assert page.has(NAME)
    assert "/en/cooperation/08/interfaces/" in page.links


def test_a_place_without_interfaces_says_what_they_are_and_who_adds_them(ask: Ask) -> None:
    page = ask("cooperation/21/interfaces/", language="en")
    assert page.has("An interface is a subject on which organisations must")


def test_an_unknown_place_or_interface_is_not_found(ask: Ask) -> None:
    ask("cooperation/nowhere/interfaces/", status=404)
    ask("interfaces/ei-ole/", status=404)


def test_an_interface_is_shown_whole(ask: Ask) -> None:
    page = ask(f"interfaces/{CODE}/", language="en")
    assert page.heading == NAME
    for words in ("1287/2013 13 a ja 14 a §", "Q2/2022", "Oppilaat ja opiskelijat", "Kuntaliitto"):
        assert page.has(words)
    assert page.row("Tampere")[0] == "takes part"
    assert any(link.startswith("/en/bodies/") for link in page.links)
    assert "/en/plans/pirkanmaa-opiskeluhuoltosuunnitelma-2025/" in page.links


def test_what_is_invented_says_so(ask: Ask) -> None:
    code = Interface.objects.filter(invented=True).values_list("code", flat=True)[0]
    assert ask(f"interfaces/{code}/", language="en").has("Invented")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_the_list_leaves_as_a_file(demo: None, client: Client, ending: str) -> None:
    response = client.get(f"/fi/cooperation/08/interfaces/file.{ending}")
    assert response.status_code == 200
    assert f".{ending}" in response.headers["Content-Disposition"]
    assert len(response.content) > 1000


def test_an_unknown_form_of_file_is_not_found(demo: None, client: Client) -> None:
    assert client.get("/fi/cooperation/08/interfaces/file.docx").status_code == 404


def test_the_proposal_table_has_the_decks_rows(ask: Ask) -> None:
    page = ask("cooperation/08/proposals/", language="fi")
    row = next(r for r in page.rows if r and r[0].startswith("Hyvät ja skaalattavat käytänteet"))
    assert row[1] == "Sivistyspalveluiden ja hyvinvointialueen alueelliset yhteistyötyöryhmät"
    assert row[4] == "Q3/2022"
    assert [page.html.count(f"file.{e}") for e in ("pptx", "xlsx", "pdf", "csv", "json")] == [1] * 5


def test_the_map_says_the_same_in_its_drawing_and_its_table(ask: Ask) -> None:
    page = ask("cooperation/08/map/", language="en")
    row = next(row for row in page.rows if row and row[0] == NAME)
    names = next(row for row in page.rows if row and row[0] == "Interface")
    table = [each[1:] for each in page.rows if len(each) == len(names) and each != names]
    # Organisations with the same roles share a box, and its lines.
    boxes = set(zip(*table, strict=True))
    lines = page.html.count('class="tie ') - 3  # three of the key
    assert lines == sum(bool(cell) for box in boxes for cell in box)
    assert dict(zip(names, row, strict=True))["Tampere"] == "P"


def test_each_cell_of_the_matrix_says_its_role_in_a_word(ask: Ask) -> None:
    page = ask("cooperation/08/map/", language="en")
    cells = page.html.count('class="role role-')
    assert page.html.count('</span><span class="visually-hidden">') >= cells > 100


@pytest.mark.parametrize("ending", ["svg", "xlsx", "csv", "json"])
def test_the_map_leaves_as_a_file(demo: None, client: Client, ending: str) -> None:
    response = client.get(f"/fi/cooperation/08/map/file.{ending}")
    assert response.status_code == 200
    assert "style" not in response.content.decode(errors="replace") or ending == "xlsx"


def test_a_leader_adds_an_interface(keeper: Client) -> None:
    response = keeper.post("/en/cooperation/08/interfaces/new/", NEW)
    assert response.status_code == 302, response.content.decode()
    row = Interface.objects.get(code="pirkanmaa-uusi-yhdyspinta")
    assert response.headers["Location"] == "/en/interfaces/pirkanmaa-uusi-yhdyspinta/"
    assert (row.aims, row.organised_from, row.organised_to, row.agreement_needed) == (
        ["Ensimmäinen", "Toinen"],
        "2022-Q3",
        "2022-Q4",
        True,
    )
    assert row.parties.get().role == "leads"


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"name_fi": ""}, 422, "Fill this in."),
        ({"organised_from": "syksy"}, 422, "Write the quarter like this"),
        ({"ground": "law"}, 409, "Say which law"),
        ({"tasks": "ei-ole"}, 409, "There is no task"),
        ({"owner": "hva-06"}, 422, "Choose one of these."),
    ],
)
def test_what_is_not_whole_is_said_and_nothing_of_it_is_lost(
    keeper: Client, *, changed: dict[str, str], status: int, words: str
) -> None:
    response = keeper.post("/en/cooperation/08/interfaces/new/", {**NEW, **changed})
    assert response.status_code == status
    assert words in response.content.decode()
    assert "Ensimmäinen" in response.content.decode()


def test_a_form_sent_as_it_was_shown_changes_nothing(keeper: Client) -> None:
    before = Interface.objects.whole().get(code=CODE).as_terms()
    assert keeper.post(f"{PAGE}edit/", filled(keeper)).status_code == 302
    assert Interface.objects.whole().get(code=CODE).as_terms() == before


def test_the_leader_changes_shared_parts_and_keeps_what_parties_have_written(
    keeper: Client,
) -> None:
    party = InterfaceParty.objects.filter(interface__code=CODE, organisation__code="kunta-837")
    party.update(contribution="Tampereen tilat")
    sent = {**filled(keeper), "population": "Kaikki oppijat"}
    assert keeper.post(f"{PAGE}edit/", sent).status_code == 302
    assert Interface.objects.get(code=CODE).population == "Kaikki oppijat"
    assert party.get().contribution == "Tampereen tilat"


def test_two_at_once_do_not_overwrite_each_other(keeper: Client) -> None:
    sent = filled(keeper)
    keeper.post(f"{PAGE}edit/", {**sent, "population": "Ensin"})
    response = keeper.post(f"{PAGE}edit/", {**sent, "population": "Sitten"})
    assert response.status_code == 409
    assert Interface.objects.get(code=CODE).population == "Ensin"
    assert "Ensin" in response.content.decode()


def test_another_organisations_people_do_not_change_it(tampere: Client) -> None:
    sent = filled(tampere)
    assert tampere.post(f"{PAGE}edit/", {**sent, "population": "Muut"}).status_code == 403
    assert tampere.post(f"{PAGE}remove/").status_code == 403
    assert f"{PAGE}edit/" not in tampere.get(PAGE).content.decode()


def test_a_party_writes_its_part(tampere: Client) -> None:
    address = f"{PAGE}contribution/kunta-837/"
    assert address in tampere.get(PAGE).content.decode()
    seen = tampere.get(address).context["form"]["seen"].value()
    response = tampere.post(address, {"text": "Tilat kouluissa", "seen": seen})
    assert (response.status_code, response.headers["Location"]) == (302, PAGE)
    assert read(tampere.get(PAGE).content.decode()).has("Tilat kouluissa")
    assert tampere.post(address, {"text": "Muuta", "seen": seen}).status_code == 409


def test_nobody_writes_anothers_part(keeper: Client, tampere: Client) -> None:
    assert keeper.get(f"{PAGE}contribution/kunta-837/").status_code == 403
    assert tampere.get(f"{PAGE}contribution/hva-08/").status_code == 403


def test_an_interface_to_which_something_points_is_not_removed(keeper: Client) -> None:
    response = keeper.post(f"{PAGE}remove/", follow=True)
    assert Interface.objects.filter(code=CODE).exists()
    assert "pirkanmaa-opiskeluhuoltosuunnitelma-2025" in response.content.decode()


def test_an_interface_is_removed(keeper: Client) -> None:
    keeper.post("/en/cooperation/08/interfaces/new/", NEW)
    response = keeper.post("/en/interfaces/pirkanmaa-uusi-yhdyspinta/remove/")
    assert response.headers["Location"] == "/en/cooperation/08/interfaces/"
    assert not Interface.objects.filter(code="pirkanmaa-uusi-yhdyspinta").exists()


def test_a_work_package_is_added_changed_and_removed(keeper: Client) -> None:
    sent = {"name_fi": "Uusi paketti", "owner": "hva-08", "position": 12, "visibility": "public"}
    assert keeper.post("/en/cooperation/08/work-packages/new/", sent).status_code == 302
    address = "/en/work-packages/pirkanmaa-uusi-paketti/"
    seen = keeper.get(f"{address}edit/").context["form"]["seen"].value()
    keeper.post(f"{address}edit/", {**sent, "position": 3, "seen": seen})
    assert WorkPackage.objects.get(code="pirkanmaa-uusi-paketti").position == 3
    assert keeper.post(f"{address}remove/").status_code == 302
    assert not WorkPackage.objects.filter(code="pirkanmaa-uusi-paketti").exists()


def test_another_organisations_work_package_is_not_changed(tampere: Client) -> None:
    address = "/en/work-packages/pirkanmaa-opetus-kasvatus/edit/"
    sent = {"name_fi": "Muu", "owner": "hva-08", "position": 1, "visibility": "public"}
    assert tampere.post(address, sent).status_code == 403
