"""Signing in at an OpenID provider such as Google: authorization code, PKCE, checked tokens."""

import asyncio
import ssl
import time
from functools import cache
from typing import Any, Final

import anyio.to_thread
import httpx2
from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]  # no py.typed
from authlib.integrations.httpx_client import (  # type: ignore[import-untyped]  # likewise
    AsyncOAuth2Client,
)
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]  # likewise
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from pydantic import BaseModel, ValidationError

from backend.errors import IdentityRefused, IdentityUnavailable
from backend.services.ports import Identity

_SCOPE: Final = "openid email profile"
_ALGORITHMS: Final = ("RS256", "ES256")
"""Never what a token or the provider's own document names: `none` and shared secrets prove nothing."""
_KNOWN_FOR_S: Final = 3600
_TIMEOUT_S: Final = 10
_LEEWAY_S: Final = 120


class _Metadata(BaseModel):
    """The provider's own document. Source: OpenID Connect Discovery 1.0, section 3."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class OpenIdProvider:
    """An `IdentityProvider`. Nothing is asked of it before somebody wants to sign in.

    Args:
        issuer: The provider, such as `https://accounts.google.com`; its tokens must name it.
        client_id: Of this server, from the provider.
        client_secret: Likewise.
        redirect_url: Where browsers come back to, as it is registered there.
    """

    def __init__(
        self, *, issuer: str, client_id: str, client_secret: str, redirect_url: str
    ) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._redirect_url = redirect_url
        self._opening = asyncio.Lock()
        self._opened: AsyncOAuth2Client | None = None
        self._metadata: tuple[_Metadata, float] | None = None
        self._keys: KeySet | None = None

    async def authorization_url(self, *, state: str, nonce: str, code_verifier: str) -> str:
        """Where the browser goes.

        Raises:
            IdentityUnavailable: The provider does not answer.
        """
        metadata = await self._discover()
        client = await self._client()
        url, _ = client.create_authorization_url(
            metadata.authorization_endpoint,
            state=state,
            code_verifier=code_verifier,
            nonce=nonce,
            prompt="select_account",
        )
        return str(url)

    async def identify(self, *, code: str, nonce: str, code_verifier: str) -> Identity:
        """Who came back with this code.

        Raises:
            IdentityUnavailable: The provider does not answer.
            IdentityRefused: The code or what it brought is not to be believed.
        """
        metadata = await self._discover()
        client = await self._client()
        try:
            token = await client.fetch_token(
                metadata.token_endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=code_verifier,
            )
        except OAuthError as error:
            raise IdentityRefused(f"The provider refused the code: {error.error}") from error
        except (httpx2.HTTPError, ValueError) as error:
            raise IdentityUnavailable(f"No token: {type(error).__name__}") from error
        claims = await self._check(token, nonce, metadata)
        email = claims.get("email")
        return Identity(
            subject=str(claims["sub"]),
            email=email if isinstance(email, str) else "",
            is_email_verified=claims.get("email_verified") is True,
            name=str(claims.get("name") or ""),
        )

    async def close(self) -> None:
        """Close its connections."""
        if self._opened is not None:
            await self._opened.aclose()

    async def _check(
        self, token: dict[str, Any], nonce: str, metadata: _Metadata
    ) -> dict[str, Any]:
        try:
            try:
                decoded = _decode(token["id_token"], await self._key_set(metadata))
            except InvalidKeyIdError:
                # The provider has new keys.
                self._keys = None
                decoded = _decode(token["id_token"], await self._key_set(metadata))
            claims: dict[str, Any] = CodeIDToken(
                decoded.claims,
                decoded.header,
                {
                    "iss": {"essential": True, "value": self._issuer},
                    "aud": {"essential": True, "value": self._client_id},
                },
                {
                    "nonce": nonce,
                    "client_id": self._client_id,
                    "access_token": token.get("access_token"),
                },
            )
            claims.validate(leeway=_LEEWAY_S)  # type: ignore[attr-defined]  # a dict with more
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise IdentityRefused(f"The token is not to be believed: {error!r}") from error
        return claims

    async def _discover(self) -> _Metadata:
        if self._metadata is not None and self._metadata[1] > time.monotonic():
            return self._metadata[0]
        found = await self._get(f"{self._issuer}/.well-known/openid-configuration")
        try:
            metadata = _Metadata.model_validate(found)
        except ValidationError as error:
            raise IdentityUnavailable("The provider does not describe itself") from error
        if metadata.issuer != self._issuer:
            raise IdentityUnavailable("The provider calls itself by another name")
        self._metadata = metadata, time.monotonic() + _KNOWN_FOR_S
        self._keys = None
        return metadata

    async def _key_set(self, metadata: _Metadata) -> KeySet:
        if self._keys is None:
            self._keys = KeySet.import_key_set(await self._get(metadata.jwks_uri))
        return self._keys

    async def _get(self, url: str) -> Any:
        client = await self._client()
        try:
            answer = await client.request("GET", url, withhold_token=True)
            answer.raise_for_status()
            return answer.json()
        except (httpx2.HTTPError, ValueError) as error:
            raise IdentityUnavailable(f"No answer: {type(error).__name__}") from error

    async def _client(self) -> AsyncOAuth2Client:
        async with self._opening:
            if self._opened is None:
                certificates = await anyio.to_thread.run_sync(_certificates)
                self._opened = AsyncOAuth2Client(
                    client_id=self._client_id,
                    client_secret=self._client_secret,
                    scope=_SCOPE,
                    redirect_uri=self._redirect_url,
                    code_challenge_method="S256",
                    timeout=_TIMEOUT_S,
                    verify=certificates,
                )
            return self._opened


@cache
def _certificates() -> ssl.SSLContext:
    """Those that the system trusts; reading them takes a while."""
    return ssl.create_default_context()


def _decode(id_token: str, keys: KeySet) -> jwt.Token:
    registry = JWSRegistry(algorithms=list(_ALGORITHMS), strict_check_header=False)
    return jwt.decode(id_token, keys, registry=registry)
