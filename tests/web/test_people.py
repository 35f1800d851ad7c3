"""The pages of an organisation's people: who may, inviting, ending and erasing."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.services.staff import PLACE, joined, organisations
from tests.web.signed_in import client_of
from yhdyspinta.store.models import Event, Grant, Invitation, User
from yhdyspinta.terms.access import Role
from yhdyspinta.terms.people import Place

PAGE = "/en/people/hva-06/"
ADMINISTRATOR = Place(Role.ADMINISTRATOR, "hva-06")


@pytest.fixture
def paula(db):
    """The browser of an organisation's administrator."""
    organisations()
    joined("Aino", PLACE)
    return browser(joined("Paula", ADMINISTRATOR))


def browser(actor):
    return client_of(User.objects.get(pk=actor.person))


def invite(client, role="reporter", *, email="uusi@example.fi", language="sv"):
    given = {"email": email, "role": role, "language": language}
    return client.post(f"{PAGE}invite/", given)


def grant_of(name):
    return Grant.objects.get(user__name=name).pk


class TestInviting:
    def test_the_invited_one_makes_an_account_by_the_link(self, paula):
        invite(paula)
        [link] = re.findall(r"http://testserver(/sv/\S+)", str(mail.outbox[0].body))
        given = {"name": "Uusi", "password1": "kolme-sanaa-rivissa"}
        new = Client()
        answer = new.post(link, {**given, "password2": given["password1"]})
        assert answer.headers["Location"] == "/sv/work/"
        assert "Uusi" in new.get("/sv/account/").content.decode()
        assert Grant.objects.get(user__name="Uusi").role == "reporter"

    def test_the_list_shows_the_open_invitation_until_it_is_withdrawn(self, paula):
        invite(paula)
        assert "uusi@example.fi" in paula.get(PAGE).content.decode()
        paula.post(f"{PAGE}withdraw/{Invitation.objects.get().pk}/")
        assert "uusi@example.fi" not in paula.get(PAGE).content.decode()

    @pytest.mark.parametrize("role", ["operator", "coordinator", "nothing"])
    def test_a_role_beyond_the_own_reach_is_not_among_the_choices(self, paula, role):
        assert invite(paula, role).status_code == 400
        assert not Invitation.objects.exists()

    def test_a_wrong_address_is_told_beside_the_field(self, paula):
        answer = invite(paula, email="nobody")
        assert answer.status_code == 400
        assert 'aria-invalid="true"' in answer.content.decode()

    def test_another_organisation_is_refused(self, paula):
        other = PAGE.replace("06", "07")
        assert paula.get(other).status_code == 403
        assert paula.post(f"{other}invite/", {"email": "a@example.fi"}).status_code == 403


class TestEnding:
    def test_a_role_is_ended_after_a_page_that_tells_whose(self, paula):
        address = f"{PAGE}end/{grant_of('Aino')}/"
        assert "Aino" in paula.get(address).content.decode()
        paula.post(address)
        assert not Grant.objects.filter(user__name="Aino", ended_at=None).exists()

    def test_the_last_administrator_is_warned_first(self, paula):
        address = f"{PAGE}end/{grant_of('Paula')}/"
        warned = paula.post(address).content.decode()
        assert 'name="confirmed"' in warned
        paula.post(address, {"confirmed": "1"})
        assert not Grant.objects.filter(user__name="Paula", ended_at=None).exists()

    def test_another_organisations_role_is_not_ended_through_the_own_address(self, paula):
        joined("Bo", Place(Role.READER, "hva-07"))
        answer = paula.post(f"{PAGE}end/{grant_of('Bo')}/")
        assert answer.status_code == 403
        assert Grant.objects.get(user__name="Bo").ended_at is None


class TestErasing:
    def test_a_person_is_erased_after_a_page_that_tells_what_it_means(self, paula):
        aino = User.objects.get(name="Aino")
        address = f"{PAGE}erase/{aino.pk}/"
        assert "Aino" in paula.get(address).content.decode()
        paula.post(address)
        assert User.objects.get(pk=aino.pk).name == ""

    def test_somebody_of_another_organisation_is_not_found(self, paula):
        bo = joined("Bo", Place(Role.READER, "hva-07"))
        assert paula.post(f"{PAGE}erase/{bo.person}/").status_code == 404
        assert User.objects.filter(name="Bo").exists()


@pytest.mark.usefixtures("paula")
class TestChoosing:
    def test_an_administrator_of_one_organisation_is_led_to_it(self, paula):
        assert paula.get("/en/people/").headers["Location"] == PAGE

    def test_an_operator_chooses_among_all(self):
        root = browser(joined("Oona", Place(Role.OPERATOR)))
        assert "hva-07" in root.get("/en/people/").content.decode()
        answer = root.get("/en/people/", {"organisation": "hva-07"})
        assert answer.headers["Location"] == "/en/people/hva-07/"

    @pytest.mark.parametrize("address", ["/en/people/", PAGE])
    def test_a_reporter_is_refused(self, address):
        assert browser(joined("Eero", PLACE)).get(address).status_code == 403


class TestOwnAccount:
    def test_name_and_language_are_changed(self, paula):
        paula.post("/en/account/", {"name": "Paula Uusi", "language": "sv"})
        assert User.objects.get(name="Paula Uusi").language == "sv"

    def test_the_file_of_ones_data_is_ones_own(self, paula):
        answer = paula.get("/en/account/data.json")
        assert answer.json()["account"]["name"] == "Paula"
        assert "no-store" in answer.headers["Cache-Control"]

    def test_one_says_the_password_again_before_removing_oneself(self, paula):
        answer = paula.post("/en/account/erase/", {"confirmed": "1"})
        assert answer.headers["Location"].startswith("/en/account/reauthenticate/")
        assert not Event.objects.filter(action="person.erase").exists()

    def test_one_removes_oneself_with_a_warning_to_the_last_administrator(self, paula):
        paula.post("/en/account/reauthenticate/", {"password": "kolme-sanaa-rivissa"})
        assert 'name="confirmed"' in paula.post("/en/account/erase/").content.decode()
        paula.post("/en/account/erase/", {"confirmed": "1"})
        assert paula.get("/en/account/").status_code == 302
        assert Event.objects.filter(action="person.erase").count() == 1


class TestInvitationOfSomebodyKnown:
    @pytest.fixture
    def link(self, paula):
        invite(paula, role="approver", email="aino@example.fi", language="en")
        [link] = re.findall(r"http://testserver(/en/\S+)", str(mail.outbox[0].body))
        return link

    def test_signed_in_they_take_the_role(self, link):
        aino = client_of(User.objects.get(name="Aino"))
        aino.post(link)
        assert Grant.objects.filter(user__name="Aino").count() == 2

    def test_signed_out_they_are_led_to_sign_in_and_back(self, link):
        assert f"/en/account/login/?next={link}" in Client().get(link).content.decode().replace(
            "%2F", "/"
        )

    def test_a_visitor_makes_no_second_account(self, link):
        given = {"name": "X", "password1": "kolme-sanaa-rivissa"}
        Client().post(link, {**given, "password2": given["password1"]})
        assert User.objects.filter(email="aino@example.fi").count() == 1
        assert Grant.objects.filter(user__name="Aino").count() == 1

    def test_somebody_else_does_not_take_it(self, link, paula):
        paula.post(link)
        assert not Grant.objects.filter(role="approver").exists()
