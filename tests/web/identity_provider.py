"""An organisation's identity provider as it is in the world: a server that signs id_tokens.

The authorization-code flow of OpenID Connect: discovery, an authorization endpoint that signs in
whoever the test says, a token endpoint that checks the client, the code and PKCE, and its keys.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "yhdyspinta", "a secret of the client"
_NUMBER = "key-1"


def new_key() -> rsa.RSAPrivateKey:
    """Make a signing key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


_PUBLISHED = new_key()


class IdentityProvider:
    """What the provider says of who signs in; a test changes it to go wrong."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.claims: dict[str, Any] = {"sub": "u1", "email": "uusi@pirha.example", "name": "Uusi"}
        self.overrides: dict[str, Any] = {}
        self.key: Any = _PUBLISHED
        self.algorithm = "RS256"
        self.codes: dict[str, dict[str, str]] = {}
        self.refused: list[str] = []

    def configuration(self) -> dict[str, Any]:
        """The discovery document."""
        here = self.address
        return {
            "issuer": here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "jwks_uri": f"{here}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        """The public half of the published key."""
        public = jwt.algorithms.RSAAlgorithm.to_jwk(_PUBLISHED.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": _NUMBER, "alg": "RS256", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where a browser is sent back to, with a code that works once."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: dict[str, str]) -> dict[str, Any] | None:
        """Exchange a code for an id_token, unless the client, the code or PKCE is wrong."""
        asked = self.codes.pop(given.get("code", ""), None)
        verifier = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge:
            self.refused.append("code")
            return None
        if (given.get("client_id"), given.get("client_secret")) != (CLIENT, SECRET):
            self.refused.append("client")
            return None
        now = int(time.time())
        said = {
            "iss": self.address,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce", ""),
        }
        said |= self.claims | self.overrides
        kept = {name: value for name, value in said.items() if value is not None}
        signed = jwt.encode(kept, self.key, self.algorithm, headers={"kid": _NUMBER})
        return {"access_token": "unused", "token_type": "Bearer", "id_token": signed}


@contextmanager
def running() -> Iterator[IdentityProvider]:
    """Serve a provider on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    provider = IdentityProvider(f"http://127.0.0.1:{server.server_port}")
    server.provider = provider  # type: ignore[attr-defined] # read by the handler
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        provider: IdentityProvider = self.server.provider  # type: ignore[attr-defined]
        parts = urlsplit(self.path)
        if parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", provider.authorize(_flat(parts.query)))
            self.end_headers()
        elif parts.path == "/keys":
            self._answer(provider.keys())
        else:
            self._answer(provider.configuration())

    def do_POST(self) -> None:
        provider: IdentityProvider = self.server.provider  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        found = provider.token(_flat(body))
        self._answer(found or {"error": "invalid_grant"}, status=200 if found else 400)

    def _answer(self, content: dict[str, Any], *, status: int = 200) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing in the tests' output."""


def _flat(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text).items()}
