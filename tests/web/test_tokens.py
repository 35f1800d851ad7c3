"""The pages of tokens: made, shown once, listed, revoked."""

import re

import pytest

from tests.web.signed_in import client_of, person
from yhdyspinta.store.models import ApiToken
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")

OWN = "/en/tokens/"
GIVEN = {"name": "Excel", "scopes": ["read", "report"], "days": "90"}


def secret_in(answer):
    found = re.search(r'value="(yp_[^"]+)"', answer.content.decode())
    return found[1] if found else ""


@pytest.fixture
def aino():
    return client_of(person(Role.REPORTER))


@pytest.fixture
def administrator():
    return client_of(person(Role.ADMINISTRATOR, name="Anna Ahola"))


ORGANISATION = "/en/organisations/hva-06/tokens/"
OF_ORGANISATION = GIVEN | {"role": "reporter"}


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(OWN).status_code == 302
    assert client.get(ORGANISATION).status_code == 302


def test_a_new_token_is_shown_once_and_works(aino, client):
    answer = aino.post(OWN, GIVEN)
    secret = secret_in(answer)
    assert answer.headers["Cache-Control"].count("no-store")
    header = {"authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/tokens", headers=header).json()["items"][0]["name"] == "Excel"
    again = aino.get(OWN)
    assert secret_in(again) == ""
    assert "Excel" in again.content.decode()


def test_only_what_the_person_may_do_is_offered(aino):
    offered = re.findall(r'name="scopes" value="(\w+)"', aino.get(OWN).content.decode())
    assert offered == ["read", "report", "register", "trail"]
    assert aino.post(OWN, GIVEN | {"scopes": ["rounds"]}).status_code == 400
    assert not ApiToken.objects.exists()


def test_who_has_no_role_is_told_that_a_token_is_of_no_use():
    page = client_of(person(None)).get(OWN).content.decode()
    assert "Make the token" not in page
    assert "of no use" in page


@pytest.mark.parametrize("wrong", [{"name": ""}, {"scopes": []}, {"days": "366"}, {"days": "x"}])
def test_what_is_missing_or_wrong_is_said_beside_the_field(aino, wrong):
    answer = aino.post(OWN, GIVEN | wrong)
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked_with_one_button(aino):
    aino.post(OWN, GIVEN)
    row = ApiToken.objects.get()
    assert aino.post(f"{OWN}{row.pk}/revoke/").status_code == 302
    row.refresh_from_db()
    assert row.revoked_at
    assert "revoked" in aino.get(OWN).content.decode()


def test_another_persons_token_is_neither_seen_nor_revoked(aino):
    aino.post(OWN, GIVEN)
    row = ApiToken.objects.get()
    other = client_of(person(Role.REPORTER, name="Matti Meri"))
    assert "Excel" not in other.get(OWN).content.decode()
    assert other.post(f"{OWN}{row.pk}/revoke/").status_code == 404
    row.refresh_from_db()
    assert row.revoked_at is None


def test_a_link_revokes_nothing(aino):
    aino.post(OWN, GIVEN)
    assert aino.get(f"{OWN}{ApiToken.objects.get().pk}/revoke/").status_code == 405


def test_an_administrator_makes_and_revokes_the_organisations(administrator):
    answer = administrator.post(ORGANISATION, OF_ORGANISATION)
    assert secret_in(answer).startswith("yp_")
    row = ApiToken.objects.get()
    assert ApiToken.objects.filter(organisation__code="hva-06", role="reporter", user=None).exists()
    assert administrator.post(f"{ORGANISATION}{row.pk}/revoke/").status_code == 302
    row.refresh_from_db()
    assert row.revoked_at


def test_a_role_that_does_not_cover_the_scopes_is_refused_in_words(administrator):
    answer = administrator.post(ORGANISATION, OF_ORGANISATION | {"role": "reader"})
    assert answer.status_code == 400
    assert "cannot be used for all" in answer.content.decode()


def test_another_organisations_tokens_stay_closed(aino, administrator):
    for client in (aino, client_of(person(Role.ADMINISTRATOR, "07", name="Maija Mäki"))):
        assert client.get(ORGANISATION).status_code == 403
        assert client.post(ORGANISATION, OF_ORGANISATION).status_code == 403
    assert not ApiToken.objects.exists()
