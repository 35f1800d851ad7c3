"""The register's workbook through its page: got, looked at, stored; forged, old, foreign."""

import html
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from tests.web.signed_in import client_of, person
from yhdyspinta.store.models import Body
from yhdyspinta.terms.access import Role
from yhdyspinta.web import register_sheets
from yhdyspinta.web.register_sheets import LARGEST_FILE

pytestmark = pytest.mark.usefixtures("demo")

PAGE = "/fi/register/sheet/"
FORUM = "pirkanmaa-foorumi"


@pytest.fixture
def aino(demo: None) -> Client:
    return client_of(person(Role.REPORTER, "08"))


def workbook(client: Client, place: str = "08") -> bytes:
    response = client.get(f"{PAGE}file/", {"place": place})
    assert response.status_code == 200
    return response.content


def changed(data: bytes, cell: str = "B2", value: str = "Uusi nimi") -> bytes:
    book, out = load_workbook(io.BytesIO(data)), io.BytesIO()
    book["Toimielimet"][cell] = value
    book.save(out)
    return out.getvalue()


def bring(client: Client, data: bytes) -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile("a.xlsx", data)})


def said(response: Any) -> dict[str, str]:
    page = response.content.decode()
    return {"said": html.unescape(re.findall(r'name="said" value="(.*?)"', page)[0])}


def name() -> str:
    return Body.objects.get(code=FORUM).name_fi


def test_a_change_is_shown_before_and_after_and_then_stored(aino: Client) -> None:
    old, looked = name(), bring(aino, changed(workbook(aino)))
    page = looked.content.decode()
    assert (looked.status_code, name()) == (200, old)
    assert f"<td>{old}</td><td>Uusi nimi</td>" in page
    done = aino.post(f"{PAGE}confirm/", said(looked))
    assert (done.status_code, name()) == (302, "Uusi nimi")


def test_what_goes_out_comes_back_with_nothing_to_store(aino: Client) -> None:
    response = bring(aino, workbook(aino))
    assert response.status_code == 200
    assert 'name="said"' not in response.content.decode()


def test_errors_are_shown_with_their_cells_and_nothing_can_be_stored(aino: Client) -> None:
    response = bring(aino, changed(workbook(aino), "E2", "Johtoo"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Toimielimet · E2" in page
    assert 'name="said"' not in page


def test_if_somebody_changes_it_meanwhile_it_is_shown_again(aino: Client) -> None:
    looked = bring(aino, changed(workbook(aino)))
    Body.objects.filter(code=FORUM).update(name_fi="Toisen")
    again = aino.post(f"{PAGE}confirm/", said(looked))
    assert (again.status_code, name()) == (409, "Toisen")
    assert "<td>Toisen</td><td>Uusi nimi</td>" in again.content.decode()


def test_another_organisations_changed_row_is_refused(aino: Client) -> None:
    matti = client_of(person(Role.REPORTER, "07", name="Matti Meri"))
    response = bring(matti, changed(workbook(matti)))
    assert (response.status_code, "Toimielimet · A2" in response.content.decode()) == (409, True)


def test_one_persons_look_is_not_anothers_nor_a_forged_one(aino: Client) -> None:
    form = said(bring(aino, changed(workbook(aino))))
    other = client_of(person(Role.ADMINISTRATOR, "08", name="Paula Puro"))
    old = name()
    assert other.post(f"{PAGE}confirm/", form).status_code == 409
    assert aino.post(f"{PAGE}confirm/", {"said": form["said"][:-1]}).status_code == 409
    assert name() == old


def test_an_old_look_is_not_stored(aino: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    form = said(bring(aino, changed(workbook(aino))))
    monkeypatch.setattr(register_sheets, "_SECONDS", -1)
    assert aino.post(f"{PAGE}confirm/", form).status_code == 409


@pytest.mark.parametrize("data", [b"", b"x", b"PK" + b"0" * LARGEST_FILE])
def test_what_is_no_such_workbook_is_refused(aino: Client, data: bytes) -> None:
    assert bring(aino, data).status_code == 409


def test_without_a_file_one_is_asked_for_it(aino: Client) -> None:
    response = aino.post(PAGE)
    assert (response.status_code, 'role="alert"' in response.content.decode()) == (409, True)


def test_a_visitor_may_get_what_is_public_and_bring_nothing(client: Client, demo: None) -> None:
    assert workbook(client)[:2] == b"PK"
    assert "/account/login/" in bring(client, b"x").headers["Location"]


@pytest.mark.parametrize("place", ["nowhere", "99"])
def test_there_is_no_workbook_of_an_unknown_place(client: Client, place: str) -> None:
    assert client.get(f"{PAGE}file/", {"place": place}).status_code == 404


def test_the_whole_register_of_the_demo_fits_into_the_page(aino: Client) -> None:
    assert len(workbook(aino, "all")) < LARGEST_FILE / 10
