"""An OpenID provider, faithful where a client could go wrong.

Codes work once, and only for whoever holds the verifier and the secret; tokens are signed with a
real key, which it publishes. `person` is who signs in next; the other fields make it misbehave.
"""

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT_ID = "plushifyme-test"
CLIENT_SECRET = "a secret of the test"


@dataclass
class Person:
    """Somebody with an account at the provider."""

    subject: str = "1029384756"
    email: str = "robin@example.com"
    email_verified: Any = True
    name: str = "Robin Plush"

    @property
    def claims(self) -> dict[str, Any]:
        return {
            "sub": self.subject,
            "email": self.email,
            "email_verified": self.email_verified,
            "name": self.name,
        }


@dataclass
class FakeOpenIdProvider:
    """`issuer` is its address; it has to be told once it is served."""

    issuer: str = ""
    person: Person = field(default_factory=Person)
    signing_key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    published_key: RSAKey | None = None
    """Another one than that which signs, if any."""
    token_changes: dict[str, Any] = field(default_factory=dict)
    """Claims that are other than they should be; None leaves one out."""
    is_down: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key_requests_count: int = 0

    def behave(self) -> None:
        """Be as at first, under the same address and with the same key."""
        self.person = Person()
        self.published_key = None
        self.token_changes = {}
        self.is_down = False

    def app(self) -> Starlette:
        """The provider's pages."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._describe),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/keys", self._keys),
            ]
        )

    async def _describe(self, _request: Request) -> Response:
        if self.is_down:
            return Response(status_code=503)
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            }
        )

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        is_right = (
            asked.get("client_id") == CLIENT_ID
            and asked.get("response_type") == "code"
            and asked.get("code_challenge_method") == "S256"
            and set(asked.get("scope", "").split()) >= {"openid", "email"}
            and {"state", "nonce", "code_challenge", "redirect_uri"} <= set(asked)
        )
        if not is_right:
            return Response("The request is not right.", status_code=400)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = urlencode({"state": asked["state"], "code": code, "scope": "openid email"})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}")

    async def _token(self, request: Request) -> Response:
        if self.is_down:
            return Response(status_code=503)
        form = {
            name: values[0] for name, values in parse_qs((await request.body()).decode()).items()
        }
        asked = self.codes.pop(form.get("code", ""), None)
        secret = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {secret}":
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        if (
            asked is None
            or form.get("grant_type") != "authorization_code"
            or form.get("redirect_uri") != asked["redirect_uri"]
            or _challenge(form.get("code_verifier", "")) != asked["code_challenge"]
        ):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 3600,
            "nonce": asked["nonce"],
            **self.person.claims,
            **self.token_changes,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        id_token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signing_key)
        return JSONResponse(
            {
                "access_token": secrets.token_urlsafe(16),
                "token_type": "Bearer",
                "expires_in": 3600,
                "id_token": id_token,
            }
        )

    async def _keys(self, _request: Request) -> Response:
        self.key_requests_count += 1
        published = self.published_key or self.signing_key
        return JSONResponse({"keys": [published.as_dict(private=False)]})


def sign_in_at(url: str) -> dict[str, str]:
    """What a browser does there, for a person who agrees; what it brings back."""
    answer = httpx2.get(url)
    assert answer.status_code == 307, answer.text
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    return {name: values[0] for name, values in query.items()}


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
