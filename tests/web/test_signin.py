"""Signing in with password, second step and passkey page; sessions, mails, and the trail."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.conf import settings as project
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.services.staff import NOW, PLACE, ROOT, joined, organisations
from yhdyspinta.services import people, personal_data
from yhdyspinta.store.models import Event, Grant, User
from yhdyspinta.terms.languages import Language

pytestmark = pytest.mark.usefixtures("no_attempts")
PASSWORD, NEW = "kolme-sanaa-rivissa", "aivan-toinen-lause"
LOGIN = "/fi/account/login/"
WRONG = {"login": "aino@example.fi", "password": "wrong-password"}


@pytest.fixture
def aino(db):
    organisations()
    return joined("Aino", PLACE)


def sign_in(client, password=PASSWORD, language="fi", **query):
    given = {"login": "Aino@Example.fi", "password": password}
    return client.post(f"/{language}/account/login/", given, query_params=query)


def is_in(client):
    return "_auth_user_id" in client.session


def confirm(client):
    """Say the password once more, as pages that touch the account's safety ask."""
    client.post("/fi/account/reauthenticate/", {"password": PASSWORD})


def told(prefix="signin."):
    found = Event.objects.filter(action__startswith=prefix).order_by("id")
    return [event.action.removeprefix(prefix) for event in found]


@pytest.mark.usefixtures("aino")
class TestPassword:
    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_it_lets_in_and_the_language_stays(self, client, language):
        answer = sign_in(client, language=language)
        assert answer.headers["Location"] == f"/{language}/work/"

    def test_the_page_asked_for_is_shown(self, client):
        assert sign_in(client, next="/sv/pictures/").headers["Location"] == "/sv/pictures/"

    def test_nobody_is_led_elsewhere(self, client):
        assert sign_in(client, next="https://evil.example/").headers["Location"] == "/fi/work/"

    def test_a_wrong_one_does_not(self, client):
        answer = client.post(LOGIN, WRONG)
        assert not is_in(client)
        assert (
            'aria-invalid="true"' in answer.content.decode() or "alert" in answer.content.decode()
        )

    def test_an_unknown_address_is_answered_like_a_wrong_password(self, client):
        unknown = client.post(LOGIN, {**WRONG, "login": "nobody@example.fi"})
        known = client.post(LOGIN, WRONG)
        assert words(unknown, "nobody@example.fi") == words(known, "aino@example.fi")

    def test_somebody_out_of_use_is_not_let_in(self, client, aino):
        User.objects.filter(pk=aino.person).update(is_active=False)
        sign_in(client)
        assert not is_in(client)

    def test_guessing_is_stopped_even_with_the_right_one(self, client):
        for _ in range(5):
            client.post(LOGIN, WRONG)
        sign_in(client)
        assert not is_in(client)
        assert "signin.failed" in Event.objects.filter(details__why="too_many").values_list(
            "action", flat=True
        )

    def test_attempts_are_counted_by_the_address_that_our_own_proxy_saw(self, client, settings):
        settings.PROXIES = 1
        settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/m/ip"}
        for number in range(4):
            client.post(LOGIN, WRONG, headers={"X-Forwarded-For": f"1.1.1.{number}, 2.2.2.2"})
        why = Event.objects.filter(action="signin.failed").values_list("details__why", flat=True)
        assert list(why.order_by("id")) == ["password", "password", "too_many", "too_many"]

    def test_without_its_token_the_form_is_refused(self):
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(LOGIN, WRONG).status_code == 403

    def test_the_session_ends_with_the_browser_and_after_a_working_day(self, client):
        sign_in(client)
        assert client.cookies["sessionid"]["max-age"] == ""
        assert client.cookies["sessionid"]["httponly"]
        assert client.session.get_expiry_age() <= 12 * 3600

    def test_signing_in_changes_the_sessions_number(self, client):
        client.get("/fi/account/organisations/none/login/")
        session = client.session
        session["x"] = 1
        session.save()
        before = session.session_key
        client.cookies["sessionid"] = before
        sign_in(client)
        assert client.session.session_key != before


def words(answer, typed):
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return text.replace(typed, "")


@pytest.mark.usefixtures("aino")
class TestTrail:
    def test_success_failure_and_sign_out_are_in_it_without_the_password(self, client):
        client.post(LOGIN, WRONG)
        sign_in(client)
        client.post("/fi/account/logout/")
        assert told() == ["failed", "success", "out"]
        assert "wrong-password" not in str(list(Event.objects.values()))

    def test_an_unknown_address_is_not_kept(self, client):
        client.post(LOGIN, {**WRONG, "login": "nobody@example.fi"})
        assert Event.objects.get(action="signin.failed").subject == "unknown"
        assert "nobody" not in str(list(Event.objects.values()))

    def test_it_tells_from_where_and_for_which_organisation(self, client):
        sign_in(client)
        event = Event.objects.get(action="signin.success")
        assert (event.address, event.door, event.organisation) == ("127.0.0.1", "web", "hva-06")
        assert len(event.request) == 32

    def test_a_changed_password_is_in_it_and_is_mailed(self, client):
        sign_in(client)
        given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        client.post("/fi/account/password/change/", given)
        assert told() == ["success", "password"]
        assert mail.outbox[0].to == ["aino@example.fi"]


@pytest.mark.usefixtures("aino")
class TestForgotten:
    def ask(self, client, email="aino@example.fi"):
        return client.post("/fi/account/password/reset/", {"email": email})

    def test_a_link_in_the_persons_language_sets_a_new_one(self, client):
        User.objects.update(language=Language.SV)
        self.ask(client)
        address = re.search(r"http://testserver(/sv/\S+)", str(mail.outbox[0].body))
        assert address
        page = client.get(address[1], follow=True)
        client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
        sign_in(client, NEW)
        assert is_in(client)

    def test_nobody_learns_who_has_an_account(self, client):
        assert (
            self.ask(client).headers["Location"]
            == self.ask(client, "no@example.fi").headers["Location"]
        )
        assert len(mail.outbox) == 1

    def test_a_link_works_once(self, client):
        self.ask(client)
        [address] = re.findall(r"http://testserver(/\S+)", str(mail.outbox[0].body))
        page = client.get(address, follow=True)
        client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
        again = Client().get(address, follow=True)
        assert "password1" not in again.content.decode()

    @pytest.mark.parametrize("poor", ["lyhyt", "aino@example", "123456789012345"])
    def test_a_poor_one_is_refused(self, client, poor):
        self.ask(client)
        [address] = re.findall(r"http://testserver(/\S+)", str(mail.outbox[0].body))
        page = client.get(address, follow=True)
        client.post(page.request["PATH_INFO"], {"password1": poor, "password2": poor})
        assert User.objects.get().check_password(PASSWORD)


@pytest.mark.usefixtures("aino")
class TestRightsOfASession:
    def test_an_ended_role_is_gone_with_the_next_request(self, client):
        sign_in(client)
        people.end_grant(Grant.objects.get().pk, actor=ROOT, now=NOW)
        page = client.get("/fi/account/").content.decode()
        assert "hva-06" not in page
        assert "<table>" not in page

    def test_an_erased_persons_session_is_gone_with_the_next_request(self, client, aino):
        sign_in(client)
        personal_data.erase(aino.person, actor=ROOT, now=NOW)
        assert client.get("/fi/account/").status_code == 302

    def test_a_person_out_of_use_is_signed_in_no_more(self, client, aino):
        sign_in(client)
        User.objects.filter(pk=aino.person).update(is_active=False)
        assert client.get("/fi/account/").status_code == 302


@pytest.mark.usefixtures("aino")
class TestSessions:
    def test_all_others_are_ended(self, client):
        other = Client()
        sign_in(other)
        sign_in(client)
        client.post("/fi/account/sessions/")
        assert other.get("/fi/account/").status_code == 302
        assert client.get("/fi/account/").status_code == 200
        assert Event.objects.get(action="signin.sessions_ended").details == {"count": 1}

    def test_a_changed_password_ends_them_too(self, client):
        other = Client()
        sign_in(other)
        sign_in(client)
        given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        client.post("/fi/account/password/change/", given)
        assert other.get("/fi/account/").status_code == 302
        assert client.get("/fi/account/").status_code == 200

    @pytest.mark.parametrize("page", ["sessions/", "2fa/", "email/", "login/", ""])
    def test_no_browser_keeps_a_page_of_the_account(self, client, page):
        sign_in(client)
        assert "no-store" in client.get(f"/fi/account/{page}").headers["Cache-Control"]

    def test_the_list_tells_from_where(self, client):
        sign_in(client)
        page = client.get("/fi/account/sessions/").content.decode()
        assert UserSession.objects.get().ip in page


def code_of(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def secret(aino, client, monkeypatch):
    # A test's transaction is never committed; a request's is at once.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda done: done())
    sign_in(client)
    confirm(client)
    page = client.get("/fi/account/2fa/totp/activate/").content.decode()
    found = re.findall(r"<code>([A-Z2-7]{32})</code>", page)[0]
    client.post("/fi/account/2fa/totp/activate/", {"code": code_of(found)})
    client.post("/fi/account/logout/")
    return found


@pytest.mark.usefixtures("aino")
class TestSecondStep:
    @pytest.mark.usefixtures("secret")
    def test_a_password_alone_no_longer_lets_in(self, client):
        assert sign_in(client).headers["Location"] == "/fi/account/2fa/authenticate/"
        assert not is_in(client)

    def test_a_code_of_the_app_does(self, client, secret):
        sign_in(client)
        cache.clear()  # the code of this half minute was used to take the app into use
        client.post("/fi/account/2fa/authenticate/", {"code": code_of(secret)})
        assert is_in(client)
        details = Event.objects.filter(action="signin.success").values_list("details", flat=True)
        assert {"methods": ["password", "mfa"]} in details

    @pytest.mark.usefixtures("secret")
    def test_a_wrong_code_does_not_and_is_in_the_trail(self, client):
        sign_in(client)
        client.post("/fi/account/2fa/authenticate/", {"code": "000000"})
        assert not is_in(client)
        assert Event.objects.get(action="signin.failed").details == {"why": "second_step"}

    @pytest.mark.usefixtures("secret")
    def test_a_recovery_code_lets_in_once(self, client):
        user = User.objects.get()
        rows = Authenticator.objects.get(user=user, type="recovery_codes")
        code = rows.wrap().get_unused_codes()[0]
        let_in = []
        for _ in range(2):
            sign_in(client)
            client.post("/fi/account/2fa/authenticate/", {"code": code})
            let_in.append(is_in(client))
            client.post("/fi/account/logout/")
        assert let_in == [True, False]

    def test_the_secret_is_not_in_the_database_in_the_clear(self, secret):
        rows = Authenticator.objects.get(type="totp")
        assert secret not in str(rows.data)
        assert rows.wrap().instance.data["secret"] != secret

    @pytest.mark.usefixtures("secret")
    def test_taking_it_into_use_is_in_the_trail_and_mailed(self):
        assert "totp_activated" in told()
        assert any("aino@example.fi" in each.to for each in mail.outbox)

    def test_it_is_changed_only_after_saying_the_password_again(self, client):
        sign_in(client)
        session = client.session
        session["account_authentication_methods"] = []
        session.save()
        answer = client.get("/fi/account/2fa/totp/activate/")
        assert answer.headers["Location"].startswith("/fi/account/reauthenticate/")


@pytest.mark.usefixtures("aino")
class TestAddress:
    def test_a_new_address_is_taken_when_its_link_is_opened(self, client):
        sign_in(client)
        confirm(client)
        client.post("/fi/account/email/", {"email": "uusi@example.fi", "action_add": ""})
        [link] = re.findall(r"http://testserver(/\S+)", str(mail.outbox[-1].body))
        assert User.objects.get().email == "aino@example.fi"
        client.post(link)
        assert User.objects.get().email == "uusi@example.fi"
        assert EmailAddress.objects.get().email == "uusi@example.fi"


@pytest.mark.usefixtures("db")
class TestSignUp:
    def test_nobody_signs_up_alone(self, client):
        given = {"email": "me@example.fi", "password1": NEW, "password2": NEW}
        client.post("/fi/account/signup/", given)
        assert not User.objects.exists()


@pytest.mark.usefixtures("aino")
class TestDemoPeople:
    @pytest.mark.parametrize(
        ("where", "lets_in"),
        [((False, False), True), ((True, True), True), ((True, False), False)],
    )
    def test_they_come_in_only_where_the_demo_is_welcome(self, settings, where, lets_in):
        User.objects.update(is_demo=True)
        settings.IN_USE, settings.DEMO = where
        client = Client()
        sign_in(client)
        assert is_in(client) is lets_in


def test_the_passkey_page_gives_its_options(client, db):
    answer = client.get("/fi/account/2fa/webauthn/login/", headers={"Accept": "application/json"})
    assert answer.json()["request_options"]["publicKey"]["rpId"] == "testserver"
    assert project.MFA_PASSKEY_LOGIN_ENABLED
