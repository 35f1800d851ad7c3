"""Passkeys in a real browser: added, used alone, used as the second step."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from yhdyspinta.services.demo_people import PASSWORD

_AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def holder(browser: Browser, site: str) -> Iterator[Page]:
    """A browser with a key of its own; anything on its console fails the test."""
    # A key belongs to a name, never to a number.
    context = browser.new_context(base_url=site.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": _AUTHENTICATOR})
    yield page
    context.close()
    assert said == []


def sign_in(page: Page) -> None:
    page.goto("/fi/account/login/")
    page.click("form:has(input[value='lukija.tampere@demo.invalid']) button")


def sign_out(page: Page) -> None:
    page.goto("/fi/account/logout/")
    page.click("main form button")


def test_a_passkey_is_added_signs_in_alone_and_is_the_second_step(holder: Page) -> None:
    sign_in(holder)
    holder.goto("/fi/account/2fa/webauthn/add/")
    holder.fill("input[name=password]", PASSWORD)
    holder.click("form.plain button")
    holder.check("[name=passwordless]")
    holder.click("form[data-passkey] button")
    holder.wait_for_url("**/2fa/recovery-codes/")
    sign_out(holder)
    holder.goto("/fi/account/login/")
    holder.click("form[data-passkey] button")
    holder.wait_for_url("**/fi/work/")
    sign_out(holder)
    sign_in(holder)
    holder.click("form[data-passkey] button")
    holder.wait_for_url("**/fi/work/")
