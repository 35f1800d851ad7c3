"""Signing in through an identity provider that really runs: its claims, and what is refused."""

import http.client
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount

from tests.services.staff import NOW, PLACE, ROOT, joined, organisations
from tests.web.identity_provider import CLIENT, SECRET, new_key, running
from yhdyspinta.services import claims, people
from yhdyspinta.store.models import Event, Grant, User
from yhdyspinta.terms.access import Role
from yhdyspinta.terms.people import ClaimRule, Place

pytestmark = pytest.mark.usefixtures("no_attempts")
LOGIN = "/fi/account/organisations/pirha/login/"
READER = Place(Role.READER, "hva-06")


@pytest.fixture
def provider(db, settings):
    organisations()
    with running() as found:
        app = {
            "provider_id": "pirha",
            "name": "Pirha",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {
                "server_url": found.address,
                "oauth_pkce_enabled": True,
                "fetch_userinfo": False,
                "verified_email": ["pirha.example"],
                "email_authentication": True,
            },
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        for value, place in (("reporters", PLACE), ("readers", READER)):
            rule = ClaimRule("pirha", "groups", value, place)
            claims.add_rule(rule, actor=ROOT, now=NOW)
        yield found


def come_back(client, address):
    """Do what the browser does at the provider, and follow it back."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    back = urlsplit(answer.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def sign_in(client, **query):
    return come_back(client, client.post(LOGIN, query_params=query).headers["Location"])


def roles():
    return {(g.role, g.from_claim) for g in Grant.objects.filter(ended_at=None)}


class TestSigningIn:
    def test_the_first_sign_in_makes_the_person_with_the_claims_roles(self, provider, client):
        provider.claims["groups"] = ["reporters", "something else"]
        answer = sign_in(client)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/fi/work/")
        assert roles() == {("reporter", True)}
        assert User.objects.get().email == "uusi@pirha.example"

    def test_the_second_without_the_group_ends_the_role(self, provider, client):
        provider.claims["groups"] = ["reporters", "readers"]
        sign_in(client)
        provider.claims["groups"] = ["readers"]
        client.logout()
        sign_in(client)
        assert roles() == {("reader", True)}
        assert User.objects.count() == 1

    def test_both_are_in_the_trail(self, provider, client):
        provider.claims["groups"] = ["reporters"]
        sign_in(client)
        provider.claims["groups"] = []
        client.logout()
        sign_in(client)
        told = Event.objects.filter(action__startswith="person.").order_by("id")
        assert [event.action for event in told] == [
            "person.add",
            "person.grant",
            "person.end_grant",
        ]
        assert told[1].details == {"role": "reporter", "from_claim": True}

    def test_a_role_given_by_people_stays(self, provider, client):
        provider.claims["groups"] = ["reporters"]
        sign_in(client)
        people.grant(User.objects.get().pk, READER, actor=ROOT, now=NOW)
        provider.claims["groups"] = []
        client.logout()
        sign_in(client)
        assert roles() == {("reader", False)}

    def test_somebody_unknown_to_the_rules_is_not_made_a_person(self, provider, client):
        provider.claims["groups"] = ["something else"]
        answer = sign_in(client)
        assert answer.status_code == 403
        assert not User.objects.exists()
        assert "_auth_user_id" not in client.session

    def test_who_has_an_account_with_the_providers_own_address_is_known_by_it(
        self, provider, client
    ):
        aino = joined("Aino", READER)
        User.objects.update(email="aino@pirha.example")
        EmailAddress.objects.update(email="aino@pirha.example")
        provider.claims |= {"email": "aino@pirha.example", "groups": ["reporters"]}
        sign_in(client)
        assert SocialAccount.objects.get().user_id == aino.person
        assert roles() == {("reader", False), ("reporter", True)}

    def test_an_address_elsewhere_takes_over_nobodys_account(self, provider, client):
        joined("Aino", READER)
        provider.claims |= {"email": "aino@example.fi", "groups": ["reporters"]}
        assert sign_in(client).status_code == 403
        assert roles() == {("reader", False)}

    def test_an_erased_person_does_not_come_back(self, provider, client):
        provider.claims["groups"] = ["reporters"]
        sign_in(client)
        User.objects.update(is_active=False)
        client.logout()
        assert sign_in(client).status_code == 403
        assert "_auth_user_id" not in client.session

    def test_the_page_that_was_asked_for_is_shown_in_its_language(self, provider, client):
        provider.claims["groups"] = ["reporters"]
        assert sign_in(client, next="/sv/about/").headers["Location"] == "/sv/about/"

    def test_no_claim_is_kept(self, provider, client):
        provider.claims |= {"groups": ["reporters"], "hetu": "010101-123N"}
        sign_in(client)
        assert SocialAccount.objects.get().extra_data == {}

    def test_the_sign_in_is_in_the_trail_with_its_means(self, provider, client):
        provider.claims["groups"] = ["reporters"]
        sign_in(client)
        event = Event.objects.get(action="signin.success")
        assert event.details == {"methods": ["socialaccount"]}


class TestConnecting:
    def test_somebody_signed_in_connects_the_account_and_signs_in_with_it(self, provider, client):
        aino = joined("Aino", READER)
        provider.claims["groups"] = ["reporters"]
        client.force_login(User.objects.get(), backend="yhdyspinta.web.signin.Backend")
        client.post("/fi/account/reauthenticate/", {"password": "kolme-sanaa-rivissa"})
        assert sign_in(client, process="connect").status_code == 302
        assert SocialAccount.objects.get().user_id == aino.person
        assert roles() == {("reader", False)}
        client.logout()
        sign_in(client)
        assert roles() == {("reader", False), ("reporter", True)}

    def test_a_visitor_connects_nothing(self, provider, client):
        joined("Aino", READER)
        provider.claims["groups"] = ["reporters"]
        sign_in(client, process="connect")
        assert not SocialAccount.objects.exists()


@pytest.mark.usefixtures("provider")
class TestAsking:
    def test_the_provider_is_asked_with_a_nonce_a_state_and_pkce(self, client):
        asked = parse_qs(urlsplit(client.post(LOGIN).headers["Location"]).query)
        assert {"nonce", "state", "code_challenge"} <= set(asked)
        assert asked["redirect_uri"] == ["http://testserver/signin/pirha/callback/"]
        assert asked["code_challenge_method"] == ["S256"]

    def test_two_sign_ins_have_two_nonces(self, client):
        nonces = {
            parse_qs(urlsplit(client.post(LOGIN).headers["Location"]).query)["nonce"][0]
            for _ in range(2)
        }
        assert len(nonces) == 2

    def test_a_link_alone_does_not_lead_away(self, client):
        assert client.get(LOGIN).status_code == 200

    def test_an_unknown_provider_is_not_found(self, client):
        assert client.post("/fi/account/organisations/none/login/").status_code == 404


@pytest.mark.usefixtures("provider")
class TestRefusing:
    def refused(self, client):
        answer = sign_in(client)
        assert "_auth_user_id" not in client.session
        assert not User.objects.exists()
        return answer

    @pytest.mark.parametrize(
        "wrong",
        [
            {"nonce": "of another sign-in"},
            {"nonce": None},
            {"aud": "another client"},
            {"iss": "https://elsewhere.example"},
            {"exp": 1_600_000_000},  # long ago
            {"exp": None},
            {"sub": None},
        ],
        ids=str,
    )
    def test_an_id_token_with_a_wrong_claim(self, provider, client, wrong):
        provider.claims["groups"] = ["reporters"]
        provider.overrides = wrong
        assert self.refused(client).status_code in {200, 401}

    def test_an_id_token_signed_with_another_key(self, provider, client):
        provider.claims["groups"] = ["reporters"]
        provider.key = new_key()
        self.refused(client)

    @pytest.mark.parametrize("forged", [("none", None), ("HS256", SECRET * 2)], ids=str)
    def test_an_id_token_that_is_not_signed_with_a_private_key(self, provider, client, forged):
        provider.claims["groups"] = ["reporters"]
        provider.algorithm, provider.key = forged
        self.refused(client)

    def test_a_code_of_another_browser(self, provider, client):
        provider.claims["groups"] = ["reporters"]
        other = client.__class__()
        address = client.post(LOGIN).headers["Location"]
        come_back(other, address)
        assert "_auth_user_id" not in other.session
        assert not User.objects.exists()

    def test_an_answer_sent_twice(self, provider, client):
        provider.claims["groups"] = ["reporters"]
        address = client.post(LOGIN).headers["Location"]
        come_back(client, address)
        client.logout()
        come_back(client, address)
        assert "_auth_user_id" not in client.session
