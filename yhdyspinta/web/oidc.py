"""Signing in through an organisation's identity provider (OpenID Connect): Entra ID, Keycloak.

The authorization-code flow with PKCE. allauth leaves an id_token's signature unchecked where TLS
vouches for it, and knows no nonce: here the signature, the issuer, the audience, the time and
the nonce are always checked, and the claims are kept nowhere but in the roles that they give.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_http_methods

from yhdyspinta.services import claims
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.languages import Language
from yhdyspinta.web.origin import origin_of
from yhdyspinta.web.page import public, refusal

# Never "none", and never a secret shared with the provider.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"]
_NEEDED = ["iss", "aud", "exp", "iat", "sub", "nonce"]
_LEEWAY_SECONDS = 60


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc] # allauth has no type information
    """The flow with one provider, every id_token checked whole."""

    nonce = ""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Return one address whatever the language: it is registered at the provider."""
        path = reverse("organisation_callback", kwargs={"provider_id": self.provider_id})
        return str(request.build_absolute_uri(path))

    def get_access_token_data(
        self,
        request: HttpRequest,
        app: SocialApp,
        client: OAuth2Client,
        pkce_code_verifier: str | None = None,
    ) -> dict[str, Any]:
        """Exchange the code, and remember which nonce the id_token must hold."""
        self.nonce = _nonce(pkce_code_verifier or "")
        return super().get_access_token_data(  # type: ignore[no-any-return]
            request, app, client, pkce_code_verifier=pkce_code_verifier
        )

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Return who signed in; raises OAuth2Error unless the id_token is sound."""
        found = self._checked(app, str(kwargs["response"].get("id_token", "")))
        login = self.get_provider().sociallogin_from_response(request, {"id_token": found})
        login.account.extra_data = {}
        login.claims = found
        return login

    def _checked(self, app: SocialApp, id_token: str) -> Mapping[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        try:
            number = jwt.get_unverified_header(id_token).get("kid")
            keys = [k for k in jwt.PyJWKSet.from_dict(answer.json()).keys if k.key_id == number]
            found: dict[str, Any] = jwt.decode(
                id_token,
                keys[0],
                algorithms=_ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=_LEEWAY_SECONDS,
                options={"require": _NEEDED},
            )
        except (jwt.PyJWTError, IndexError, ValueError) as error:
            message = "the id_token cannot be trusted"
            raise OAuth2Error(message) from error
        if not self.nonce or not hmac.compare_digest(str(found["nonce"]), self.nonce):
            message = "the id_token was made for another sign-in"
            raise OAuth2Error(message)
        return found


class Provider(OpenIDConnectProvider):  # type: ignore[misc] # allauth has no type information
    """A provider, asked with a nonce."""

    oauth2_adapter_class = Adapter

    def get_pkce_params(self) -> dict[str, str]:
        """Return the parameters of PKCE, and the nonce beside them: they go the same way."""
        params: dict[str, str] = super().get_pkce_params()
        return {**params, "nonce": _nonce(params["code_verifier"])}


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # no type information
    """Who comes from a provider: known or not, with which roles."""

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> Provider:
        """Return a provider of ours instead of allauth's."""
        return Provider(request, app=super().get_provider(request, provider, client_id).app)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Bring the roles up to date before the sign-in; turn away who has none and is unknown."""
        if sociallogin.state.get("process") == "connect":
            return
        found = getattr(sociallogin, "claims", {})
        account = sociallogin.account
        signed = claims.SignedIn(
            provider=account.provider,
            uid=account.uid,
            email=str(found.get("email") or found.get("preferred_username") or ""),
            name=str(found.get("name") or ""),
            claims=found,
            person=sociallogin.user.pk if sociallogin.is_existing else None,
            language=Language(get_language() or Language.FI),
        )
        try:
            person = claims.apply_claims(signed, now=timezone.now(), origin=origin_of(request))
        except RefusedError as error:
            raise ImmediateHttpResponse(refusal(request, str(error), status=403)) from error
        if person is None:
            told = gettext(
                "Your organisation's sign-in knows you, but gives you no role here. Ask the"
                " administrator of your organisation."
            )
            raise ImmediateHttpResponse(refusal(request, told, status=403))
        if not sociallogin.is_existing:
            sociallogin.user = person
            sociallogin.account = SocialAccount.objects.get(
                provider=account.provider, uid=account.uid
            )

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody makes an account alone: `claims.apply_claims` does, by a rule."""
        return False


def _nonce(code_verifier: str) -> str:
    """Derive the nonce from the flow's own secret: bound to the session without being kept."""
    digest = sha256(f"nonce:{code_verifier}".encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode() if code_verifier else ""


@public
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest, *, provider_id: str) -> HttpResponse:
    """Lead to a provider; asked with GET, a page with a button does."""
    return _answer(OAuth2LoginView, request, provider_id)


@public
@require_GET
def callback(request: HttpRequest, *, provider_id: str) -> HttpResponse:
    """Receive who comes back from a provider, in the language in which they left."""
    left = request.session.get("organisation_language", "")
    with translation.override(left if left in set(Language) else get_language()):
        return _answer(OAuth2CallbackView, request, provider_id)


def _answer(view: type, request: HttpRequest, provider_id: str) -> HttpResponse:
    if view is OAuth2LoginView:
        request.session["organisation_language"] = get_language()
    try:
        answering = view.adapter_view(Adapter(request, provider_id))  # type: ignore[attr-defined]
        return answering(request)  # type: ignore[no-any-return]
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
