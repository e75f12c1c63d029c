"""Signing in with Google, against a real OpenID provider on this computer."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from joserfc.jwk import RSAKey
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.adapters.mail_queue import ProcrastinateMailQueue
from backend.adapters.openid_provider import OpenIdProvider
from backend.db.engine import autocommit
from backend.services.all_services import Services
from backend.services.google_sign_ins import GoogleSignInService
from backend.services.welcome import WelcomeGift
from shared.accounts import TERMS_VERSION
from shared.errors import ErrorCode
from tests.backend.conftest import MakeUser, client_of, running
from tests.backend.postbox import PUBLIC_URL, Postbox
from tests.backend.routes.test_errors import assert_error
from tests.fakes.openid_provider import CLIENT_ID, CLIENT_SECRET, FakeOpenIdProvider, sign_in_at
from tests.fakes.serving import served

EMAIL = "robin@example.com"
PASSWORD = "a long password"


@pytest.fixture(scope="module")
def key() -> RSAKey:
    """Making one takes a while."""
    return RSAKey.generate_key(2048, {"kid": "one"})


@pytest.fixture(scope="module")
def served_provider(key: RSAKey) -> Iterator[FakeOpenIdProvider]:
    provider = FakeOpenIdProvider(signing_key=key)
    with served(provider.app()) as address:
        provider.issuer = address
        yield provider


@pytest.fixture
def provider(served_provider: FakeOpenIdProvider) -> FakeOpenIdProvider:
    """The provider, well-behaved again."""
    served_provider.behave()
    return served_provider


@pytest_asyncio.fixture
async def api(
    services: Services, engine: AsyncEngine, provider: FakeOpenIdProvider
) -> AsyncIterator[httpx2.AsyncClient]:
    """A server on which people can sign in with Google."""
    client = OpenIdProvider(
        issuer=provider.issuer,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        redirect_url=f"{PUBLIC_URL}/auth/google/callback",
    )
    google = GoogleSignInService(
        engine, client, services.sessions, ProcrastinateMailQueue(), WelcomeGift(3)
    )
    async with running(replace(services, google=google)) as app, client_of(app) as api:
        yield api
    await client.close()


async def start(api: httpx2.AsyncClient) -> Any:
    body = {"termsVersion": TERMS_VERSION, "device": "Linux, desktop app"}
    answer = await api.post("/api/auth/google/start", json=body)
    assert answer.status_code == 200
    return answer.json()


async def finish(api: httpx2.AsyncClient, begun: Any) -> httpx2.Response:
    return await api.post("/api/auth/google/finish", json={"loginToken": begun["loginToken"]})


async def come_back(api: httpx2.AsyncClient, brought: dict[str, str]) -> httpx2.Response:
    return await api.get("/auth/google/callback", params=brought)


async def confirm(api: httpx2.AsyncClient, page: httpx2.Response) -> httpx2.Response:
    (token,) = re.findall(r'name="token" value="([^"]+)"', page.text)
    return await api.post("/auth/google/confirm", data={"token": token})


async def sign_in(api: httpx2.AsyncClient) -> httpx2.Response:
    """All of it, as far as it goes."""
    begun = await start(api)
    page = await come_back(api, sign_in_at(begun["url"]))
    if page.status_code == 200:
        await confirm(api, page)
    return await finish(api, begun)


async def scalar(engine: AsyncEngine, statement: str) -> Any:
    async with autocommit(engine) as connection:
        row = await (await connection.execute(statement.encode())).fetchone()
    assert row is not None
    return row[0]


async def test_somebody_new_gets_an_account_with_a_proven_address(
    api: httpx2.AsyncClient, engine: AsyncEngine
) -> None:
    begun = await start(api)
    assert (await finish(api, begun)).status_code == 202
    page = await come_back(api, sign_in_at(begun["url"]))
    for shown in (begun["matchCode"], EMAIL, "Linux, desktop app"):
        assert shown in page.text
    assert begun["loginToken"] not in page.text
    assert (await finish(api, begun)).status_code == 202
    assert await scalar(engine, "select count(*) from users") == 0

    assert "return to PlushifyMe" in (await confirm(api, page)).text
    signed_in = (await finish(api, begun)).json()
    user = signed_in["session"]["user"]
    assert (user["email"], user["name"]) == (EMAIL, "Robin Plush")
    assert (user["emailVerified"], user["hasPassword"]) == (True, False)
    assert signed_in["session"]["balance"] == 3
    assert await scalar(engine, "select terms_version from users") == TERMS_VERSION
    headers = {"Authorization": f"Bearer {signed_in['token']}"}
    (device,) = (await api.get("/api/auth/sessions", headers=headers)).json()["devices"]
    assert device["device"] == "Linux, desktop app"


async def test_who_comes_again_is_known_by_their_id_whatever_their_address_is(
    api: httpx2.AsyncClient, provider: FakeOpenIdProvider
) -> None:
    first = (await sign_in(api)).json()["session"]
    provider.person.email = "robin.new@example.com"
    again = (await sign_in(api)).json()["session"]
    assert again["user"] == first["user"]
    assert again["balance"] == 3


async def test_a_proven_account_is_linked_and_its_owner_told(
    api: httpx2.AsyncClient, postbox: Postbox, make_user: MakeUser
) -> None:
    user = await make_user(email=EMAIL)
    session = (await sign_in(api)).json()["session"]
    assert session["user"]["id"] == str(user.id)
    assert session["user"]["hasPassword"]
    (mail,) = await postbox.deliver()
    assert (mail.recipient, mail.subject) == (EMAIL, "You can now sign in with Google")


async def test_an_account_that_was_opened_for_its_victim_is_not_touched(
    api: httpx2.AsyncClient, engine: AsyncEngine, postbox: Postbox
) -> None:
    mallory = {"name": "M", "email": EMAIL, "password": PASSWORD, "termsVersion": TERMS_VERSION}
    await api.post("/api/auth/sign-up", json=mallory)
    begun = await start(api)
    refused = await confirm(api, await come_back(api, sign_in_at(begun["url"])))
    assert (refused.status_code, 'href="/forgot-password"' in refused.text) == (400, True)
    answer = await finish(api, begun)
    error = assert_error(answer, 400, ErrorCode.GOOGLE_SIGN_IN_FAILED).error
    assert "nobody has confirmed" in error.message
    assert await scalar(engine, "select count(*) from accounts where provider = 'google'") == 0
    assert await scalar(engine, "select count(*) from sessions") == 0

    # The victim's way out: a new password by mail, which locks the other one out.
    await postbox.deliver()
    await api.post("/api/auth/request-password-reset", json={"email": EMAIL})
    body = {"token": await postbox.token(), "newPassword": "an even longer password"}
    await api.post("/api/auth/reset-password", json=body)
    assert (await sign_in(api)).status_code == 200
    lost = await api.post("/api/auth/sign-in", json={"email": EMAIL, "password": PASSWORD})
    assert_error(lost, 401, ErrorCode.INVALID_CREDENTIALS)


async def test_an_account_has_one_google_account(
    api: httpx2.AsyncClient, provider: FakeOpenIdProvider
) -> None:
    await sign_in(api)
    provider.person.subject = "another"
    assert_error(await sign_in(api), 400, ErrorCode.GOOGLE_SIGN_IN_FAILED)


async def test_an_address_that_google_does_not_vouch_for_opens_nothing(
    api: httpx2.AsyncClient, engine: AsyncEngine, provider: FakeOpenIdProvider
) -> None:
    for said in (False, None, "true", 1):
        provider.person.email_verified = said
        answer = await sign_in(api)
        error = assert_error(answer, 400, ErrorCode.GOOGLE_SIGN_IN_FAILED).error
        assert "has not confirmed" in error.message, said
    assert await scalar(engine, "select count(*) from users") == 0


async def test_a_wrong_or_missing_state_is_refused(api: httpx2.AsyncClient) -> None:
    begun = await start(api)
    code = sign_in_at(begun["url"])["code"]
    for states in ({}, {"state": ""}, {"state": "never was one"}, {"state": "x" * 200}):
        answer = await come_back(api, states | {"code": code})
        assert (answer.status_code, "has ended" in answer.text) == (400, True), states
    assert (await finish(api, begun)).status_code == 202


async def test_a_state_works_once(api: httpx2.AsyncClient) -> None:
    begun = await start(api)
    brought = sign_in_at(begun["url"])
    page = await come_back(api, brought)
    assert (await come_back(api, brought)).status_code == 400
    assert (await confirm(api, page)).status_code == 200
    assert (await confirm(api, page)).status_code == 400


async def test_a_session_is_handed_over_once(api: httpx2.AsyncClient) -> None:
    begun = await start(api)
    await confirm(api, await come_back(api, sign_in_at(begun["url"])))
    assert (await finish(api, begun)).status_code == 200
    assert_error(await finish(api, begun), 400, ErrorCode.GOOGLE_SIGN_IN_FAILED)


async def test_a_code_of_another_sign_in_is_refused(api: httpx2.AsyncClient) -> None:
    """The attacker's own code brought to the victim's state: PKCE and nonce are not its own."""
    victims, attackers = await start(api), await start(api)
    brought = sign_in_at(victims["url"]) | {"code": sign_in_at(attackers["url"])["code"]}
    assert (await come_back(api, brought)).status_code == 400
    assert_error(await finish(api, victims), 400, ErrorCode.GOOGLE_SIGN_IN_FAILED)


async def test_a_token_that_is_not_for_this_sign_in_is_refused(
    api: httpx2.AsyncClient, engine: AsyncEngine, provider: FakeOpenIdProvider
) -> None:
    changes: tuple[dict[str, Any], ...] = (
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another client"},
        {"iss": "https://evil.example"},
        {"exp": 1_000_000_000},
        {"sub": None},
    )
    for change in changes:
        provider.token_changes = change
        answer = await sign_in(api)
        assert answer.status_code == 400, change
        assert_error(answer, 400, ErrorCode.GOOGLE_SIGN_IN_FAILED)
    assert await scalar(engine, "select count(*) from users") == 0


async def test_a_token_of_another_key_is_refused(
    api: httpx2.AsyncClient, engine: AsyncEngine, provider: FakeOpenIdProvider
) -> None:
    provider.published_key = RSAKey.generate_key(2048, {"kid": "one"})
    assert_error(await sign_in(api), 400, ErrorCode.GOOGLE_SIGN_IN_FAILED)
    assert await scalar(engine, "select count(*) from users") == 0


async def test_new_keys_of_the_provider_are_fetched(
    api: httpx2.AsyncClient, provider: FakeOpenIdProvider, key: RSAKey
) -> None:
    provider.published_key = RSAKey.generate_key(2048, {"kid": "old"})
    await sign_in(api)
    provider.published_key = key
    assert (await sign_in(api)).status_code == 200
    before = provider.key_requests_count
    assert (await sign_in(api)).status_code == 200
    assert provider.key_requests_count == before


async def test_who_does_not_agree_at_google_is_told_and_so_is_the_app(
    api: httpx2.AsyncClient,
) -> None:
    begun = await start(api)
    state = sign_in_at(begun["url"])["state"]
    page = await come_back(api, {"state": state, "error": "access_denied"})
    assert (page.status_code, "did not sign in" in page.text) == (400, True)
    assert_error(await finish(api, begun), 400, ErrorCode.GOOGLE_SIGN_IN_FAILED)


async def test_everything_ends_after_ten_minutes(
    api: httpx2.AsyncClient, engine: AsyncEngine
) -> None:
    begun = await start(api)
    page = await come_back(api, sign_in_at(begun["url"]))
    async with autocommit(engine) as connection:
        await connection.execute("update google_sign_ins set expires_at = now()")
    assert (await confirm(api, page)).status_code == 400
    assert_error(await finish(api, begun), 400, ErrorCode.GOOGLE_SIGN_IN_FAILED)


async def test_while_google_is_away_it_says_so(
    api: httpx2.AsyncClient, provider: FakeOpenIdProvider
) -> None:
    provider.is_down = True
    body = {"termsVersion": TERMS_VERSION}
    answer = await api.post("/api/auth/google/start", json=body)
    error = assert_error(answer, 400, ErrorCode.GOOGLE_SIGN_IN_FAILED).error
    assert "does not answer" in error.message
    provider.is_down = False
    assert (await sign_in(api)).status_code == 200


async def test_old_terms_open_nothing(api: httpx2.AsyncClient) -> None:
    answer = await api.post("/api/auth/google/start", json={"termsVersion": "2020-01"})
    assert_error(answer, 400, ErrorCode.TERMS_OUTDATED)


async def test_the_database_holds_no_token_of_a_sign_in(
    api: httpx2.AsyncClient, engine: AsyncEngine
) -> None:
    begun = await start(api)
    brought = sign_in_at(begun["url"])
    page = await come_back(api, brought)
    (token,) = re.findall(r'name="token" value="([^"]+)"', page.text)
    row = await scalar(engine, "select google_sign_ins::text from google_sign_ins")
    for secret in (begun["loginToken"], brought["state"], brought["code"], token):
        assert secret not in row


async def test_a_server_without_google_says_so(services: Services, engine: AsyncEngine) -> None:
    async with running(services) as app, client_of(app) as api:
        assert not (await api.get("/api/service")).json()["googleSignIn"]
        body = {"termsVersion": TERMS_VERSION}
        answer = await api.post("/api/auth/google/start", json=body)
        assert_error(answer, 404, ErrorCode.NOT_FOUND)
        page = await api.get("/auth/google/callback", params={"state": "x", "code": "y"})
        assert page.status_code == 404
    assert await scalar(engine, "select count(*) from google_sign_ins") == 0
