"""Signing in: how a session's person is found, and allauth's documented hooks (adapters)."""

import base64
import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.mail import EmailMessage
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext, override

from yhdyspinta.services import signin
from yhdyspinta.store.models import User
from yhdyspinta.web import signin_words
from yhdyspinta.web.origin import address_of, origin_of

# Addresses in mails, made in the language of the request: the mail is in the reader's.
_ADDRESSES = ("activate_url", "password_reset_url")


class Backend(AuthenticationBackend):  # type: ignore[misc] # allauth has no type information
    """allauth's, with a person's roles fetched in the same query."""

    def get_user(self, user_id: int) -> User | None:
        """Return a session's active person; a role taken away is gone with the next request."""
        return User.objects.with_grants(user_id)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no type information
    """Accounts: nobody signs up, everything is in the trail, mails in their reader's language."""

    error_messages = DefaultAccountAdapter.error_messages | signin_words.ERRORS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account alone: an invitation has its own page (web/invitations.py)."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return whom attempts are counted by: as our own proxies saw it."""
        return address_of(request) or "0.0.0.0"  # noqa: S104 # no address is still one to count

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to what there is to do, in the language in which one signed in."""
        return reverse("my_work")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the first page in the language in which one signed out."""
        return reverse("national")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to one's own account."""
        return reverse("my_account")

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Let nobody of the demo in where the installation is in use."""
        if user.is_demo and settings.IN_USE and not settings.DEMO:
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return super().pre_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Note a sign-in with the means that were used."""
        methods = [str(each["method"]) for each in get_authentication_records(request, user)]
        _note("success", request, user, methods=methods)
        return super().post_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def logout(self, request: HttpRequest) -> None:
        """Note a sign-out, while it is known whose."""
        if isinstance(request.user, User):
            _note("out", request, request.user)
        super().logout(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Note that attempts are made faster than they are answered."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            _note_failure(request, credentials, reason="too_many")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note that a password was wrong, or an address unknown; never the password."""
        _note_failure(request, credentials, reason="password")

    def set_password(self, user: User, password: str) -> None:
        """Set a password, and note it."""
        super().set_password(user, password)
        _note("password", self.request, user)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Note a change of an account's protection, and tell its owner by mail."""
        what = template_prefix.rpartition("/")[2]
        if not what.startswith("password"):
            _note(what, self.request, user)
        super().send_notification_mail(template_prefix, user, context, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a mail in its reader's language."""
        language = signin.language_of(email) or get_language() or settings.LANGUAGE_CODE
        for name in _ADDRESSES:
            if name in context:
                context[name] = translate_url(context[name], language)
        with override(language):
            super().send_mail(template_prefix, email, context)

    def render_mail(
        self,
        template_prefix: str,
        email: str,
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Write a mail in our own words."""
        subject, body = signin_words.mail(template_prefix.rpartition("/")[2], context)
        prefixed = self.format_email_subject(subject)
        return EmailMessage(prefixed, body, self.get_from_email(), [email], headers=headers)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say in our own words what was done; what the next page shows anyway is not said."""
        own = signin_words.done(message_template) if message_template else message
        if own:
            super().add_message(request, level, message=own, extra_tags=extra_tags)


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no type information
    """Two-step sign-in: its secrets are encrypted where they are kept."""

    error_messages = DefaultMFAAdapter.error_messages | signin_words.MFA_ERRORS

    def encrypt(self, text: str) -> str:
        """Encrypt a secret with a key that is not in the database."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read an encrypted secret."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002
        """Name a new passkey by its order."""
        number = user.authenticator_set.filter(type=type).count() + 1  # type: ignore[attr-defined] # allauth's
        return gettext("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the service as a browser shows it when it asks for a passkey."""
        host = context.request.get_host().rpartition(":")[0] or context.request.get_host()
        return {"id": host, "name": "Yhdyspinta"}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """Name the person as a browser shows it beside the passkey."""
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.name or user.email}


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc] # no type information
    """A person's sessions: ending them is noted."""

    def end_sessions(self, sessions: Iterable[Any]) -> None:
        """End sessions, and note how many."""
        ended = list(sessions)
        super().end_sessions(ended)
        request = context.request
        if ended and isinstance(request.user, User):
            _note("sessions_ended", request, request.user, count=len(ended))


def never_kept(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let no browser keep allauth's pages (middleware): recovery codes are on one of them."""

    def answering(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        if match is not None and match.func.__module__.startswith("allauth."):
            patch_cache_control(response, no_store=True, private=True)
        return response

    return answering


def note_wrong_code(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note a wrong second step; allauth has no hook for it but its signal (web/apps.py)."""
    signin.note_failure(
        user.email, now=timezone.now(), origin=origin_of(request), reason="second_step"
    )


def _note(what: str, request: HttpRequest, user: User, **details: Any) -> None:
    signin.note(what, user.pk, now=timezone.now(), origin=origin_of(request), **details)


def _note_failure(request: HttpRequest, credentials: dict[str, Any], *, reason: str) -> None:
    email = str(credentials.get("email", ""))
    signin.note_failure(email, now=timezone.now(), origin=origin_of(request), reason=reason)


def _cipher() -> Fernet:
    digest = hashlib.sha256(f"mfa:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
