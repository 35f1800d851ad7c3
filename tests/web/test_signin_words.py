"""No English is left on a Finnish or Swedish page of signing in and of one's account."""

import re

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils.translation import override

from tests.services.staff import PLACE, joined, organisations
from tests.web.reading import read
from tests.web.signed_in import client_of
from yhdyspinta.store.models import User
from yhdyspinta.terms.access import Role
from yhdyspinta.terms.people import Place
from yhdyspinta.web import signin_words

pytestmark = pytest.mark.usefixtures("no_attempts")
LANGUAGES = ("fi", "sv")
# For everybody, and for who has signed in; also listed in tests/browser/addresses.py.
OPEN = (
    "account/login/",
    "account/signup/",
    "account/inactive/",
    "account/password/reset/",
    "account/password/reset/done/",
    "account/password/reset/key/1-set-password/",
    "account/password/reset/key/done/",
    "account/confirm-email/",
    "account/confirm-email/none/",
    "account/organisations/login/cancelled/",
    "account/organisations/login/error/",
)
OWN = (
    "account/",
    "account/erase/",
    "account/email/",
    "account/logout/",
    "account/password/change/",
    "account/reauthenticate/",
    "account/2fa/",
    "account/2fa/totp/activate/",
    "account/2fa/webauthn/",
    "account/2fa/webauthn/add/",
    "account/2fa/recovery-codes/generate/",
    "account/sessions/",
    "account/organisations/",
    "people/hva-06/",
)
# Words that no Finnish or Swedish sentence has ("in" and "the" are in none of ours either).
_ENGLISH = re.compile(
    r"\b(the|your|you|and|with|of|is|are|has|been|this|not|sign|email|e-mail|password|address|"
    r"change|remove|enter|confirm|please|account|code|codes|key|keys|back|add|again)\b",
    re.IGNORECASE,
)


def english(page):
    """Return the English words that a reader finds on a page."""
    text = re.sub(
        r"<script.*?</script>|<code>.*?</code>|<style.*?</style>", " ", page, flags=re.DOTALL
    )
    shown = read(text).text
    attributes = re.findall(r'(?:placeholder|aria-label|alt|title|data-trouble)="([^"]*)"', text)
    return _ENGLISH.findall(" ".join([shown, *attributes]))


@pytest.fixture
def paula(db):
    organisations()
    actor = joined("Paula", Place(Role.ADMINISTRATOR, "hva-06"), PLACE)
    client = Client()
    given = {"login": "paula@example.fi", "password": "kolme-sanaa-rivissa"}
    client.post("/fi/account/login/", given)
    client.post("/fi/account/reauthenticate/", {"password": given["password"]})
    assert actor.person == int(client.session["_auth_user_id"])
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", OPEN)
def test_a_page_for_everybody(client, language, address):
    answer = client.get(f"/{language}/{address}", follow=True)
    assert answer.status_code in {200, 401}
    assert english(answer.content.decode()) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", OWN)
def test_a_page_of_ones_own(paula, language, address):
    answer = paula.get(f"/{language}/{address}", follow=True)
    assert answer.status_code == 200
    assert english(answer.content.decode()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_who_has_recovery_codes_and_a_second_step(paula, language, monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda done: done())
    user = User.objects.get()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    paula.post("/fi/account/2fa/recovery-codes/generate/")
    for address in ("", "recovery-codes/", "totp/deactivate/", "reauthenticate/"):
        answer = paula.get(f"/{language}/account/2fa/{address}")
        assert answer.status_code == 200
        assert english(answer.content.decode()) == []


@pytest.mark.usefixtures("paula")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("account/login/", {"login": "paula@example.fi", "password": "x"}),
        ("account/login/", {"login": "nonsense", "password": ""}),
        ("account/password/reset/", {"email": "nonsense"}),
    ],
)
def test_what_was_wrong_with_a_form(language, address, given):
    answer = Client().post(f"/{language}/{address}", given)
    assert answer.status_code == 200
    assert english(answer.content.decode()) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "form",
    [
        ("password/change/", {"oldpassword": "x", "password1": "abc", "password2": "abd"}),
        ("password/change/", {"oldpassword": "x", "password1": "12345", "password2": "12345"}),
        ("password/change/", {"oldpassword": "", "password1": "password", "password2": "password"}),
        ("reauthenticate/", {"password": "x"}),
        ("2fa/totp/activate/", {"code": "000000"}),
        ("email/", {"email": "paula@example.fi", "action_add": ""}),
        ("2fa/recovery-codes/generate/", {}),
    ],
)
def test_what_was_wrong_with_a_form_of_ones_own(paula, language, form):
    address, given = form
    answer = paula.post(f"/{language}/account/{address}", given)
    assert answer.status_code == 200
    assert english(answer.content.decode()) == []


@pytest.mark.usefixtures("paula")
@pytest.mark.parametrize("language", LANGUAGES)
def test_too_many_attempts(language, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    for _ in range(2):
        answer = client_of(User.objects.get()).__class__().post(f"/{language}/account/login/", {})
    assert answer.status_code == 429
    assert english(answer.content.decode()) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*signin_words._CHANGES, *signin_words._SUBJECTS])
def test_a_mail(language, kind):
    context = {"activate_url": "https://x.fi/a", "password_reset_url": "https://x.fi/b"}
    with override(language):
        subject, body = signin_words.mail(kind, context)
    assert english(f"{subject} {body}") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_done(language):
    with override(language):
        told = [signin_words.done(f"x/messages/{name}.txt") for name in signin_words._DONE]
    assert [english(each) for each in told] == [[] for _ in told]
    assert all(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_of_allauth(language):
    # Those of phones and usernames cannot occur: nobody has either.
    odd = {
        name for name in DefaultAccountAdapter.error_messages if "phone" in name or "user" in name
    }
    found = DefaultAccountAdapter.error_messages | signin_words.ERRORS
    found |= DefaultMFAAdapter.error_messages | signin_words.MFA_ERRORS
    with override(language):
        told = {name: english(str(text)) for name, text in found.items() if name not in odd}
    assert {name: words for name, words in told.items() if words} == {}


@pytest.mark.usefixtures("paula")
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invitation_and_its_mail(paula, language):
    given = {"email": "uusi@example.fi", "role": "reader", "language": language}
    paula.post("/fi/people/hva-06/invite/", given)
    body = str(mail.outbox[0].body)
    [link] = re.findall(r"http://testserver(\S+)", body)
    page = Client().get(link).content.decode()
    assert english(body.replace(link, "")) == []
    assert english(page) == []
