"""Accounts and sessions: what opens one, what ends one, and what nobody may learn."""

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from passlib.hash import argon2  # type: ignore[import-untyped]  # libpass ships no py.typed
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.errors import InvalidCredentials, SessionExpired, Unauthenticated
from backend.services.all_services import Services
from shared.accounts import TERMS_VERSION
from shared.limits import SESSION_MAX_LIFETIME_S, SESSION_SLIDING_LIFETIME_S
from tests.backend.conftest import MakeUser

EMAIL = "robin@example.com"
PASSWORD = "a long password"


async def scalar(engine: AsyncEngine, statement: str, *values: object) -> object:
    async with autocommit(engine) as connection:
        cursor = await connection.execute(statement.encode(), values)
        row = await cursor.fetchone()
    assert row is not None
    return row[0]


async def test_signing_up_gives_nothing_before_the_address_is_proven(services: Services) -> None:
    await services.accounts.sign_up(
        name="Robin", email=EMAIL, password=PASSWORD, terms_version=TERMS_VERSION
    )
    signed_in = await services.accounts.sign_in(email=EMAIL, password=PASSWORD, device="test")
    assert signed_in.session.balance == 0
    assert signed_in.session.user.name == "Robin"
    assert not signed_in.session.user.email_verified


async def test_signing_up_twice_changes_nothing(services: Services, engine: AsyncEngine) -> None:
    await services.accounts.sign_up(
        name="Robin", email=EMAIL, password=PASSWORD, terms_version=TERMS_VERSION
    )
    await services.accounts.sign_up(
        name="Mallory", email=EMAIL, password="another password", terms_version=TERMS_VERSION
    )

    signed_in = await services.accounts.sign_in(email=EMAIL, password=PASSWORD, device="")
    assert signed_in.session.user.name == "Robin"
    with pytest.raises(InvalidCredentials):
        await services.accounts.sign_in(email=EMAIL, password="another password", device="")
    assert await scalar(engine, "select count(*) from users") == 1


async def test_signing_up_in_parallel_makes_one_account(
    services: Services, engine: AsyncEngine
) -> None:
    await asyncio.gather(
        *(
            services.accounts.sign_up(
                name=f"Robin {n}", email=EMAIL, password=PASSWORD, terms_version=TERMS_VERSION
            )
            for n in range(8)
        )
    )
    assert await scalar(engine, "select count(*) from users") == 1


async def test_a_wrong_password_and_an_unknown_address_are_told_alike(
    services: Services, make_user: MakeUser
) -> None:
    user = await make_user()
    with pytest.raises(InvalidCredentials) as wrong:
        await services.accounts.sign_in(email=user.email, password="wrong", device="")
    with pytest.raises(InvalidCredentials) as unknown:
        await services.accounts.sign_in(email="nobody@example.com", password="wrong", device="")
    assert wrong.value.message == unknown.value.message


async def test_the_database_holds_no_token_and_no_password(
    services: Services, engine: AsyncEngine, make_user: MakeUser
) -> None:
    user = await make_user()
    signed_in = await services.accounts.sign_in(
        email=user.email, password=user.password, device="test"
    )
    for table in ("users", "accounts", "sessions"):
        rows = str(await scalar(engine, f"select string_agg({table}::text, ' ') from {table}"))
        assert signed_in.token not in rows
        assert user.password not in rows
    digest = hashlib.sha256(signed_in.token.encode()).digest()
    assert (
        await scalar(engine, "select count(*) from sessions where token_sha256 = %s", digest) == 1
    )


async def test_an_outdated_hash_is_replaced_at_sign_in(
    services: Services, engine: AsyncEngine, make_user: MakeUser
) -> None:
    user = await make_user()
    old = argon2.using(memory_cost=8, rounds=1, parallelism=1).hash(user.password)
    async with autocommit(engine) as connection:
        await connection.execute("update accounts set password_hash = %s", [old])

    await services.accounts.sign_in(email=user.email, password=user.password, device="")

    new = await scalar(engine, "select password_hash from accounts")
    assert new != old
    await services.accounts.sign_in(email=user.email, password=user.password, device="")
    assert await scalar(engine, "select password_hash from accounts") == new


async def test_a_token_that_never_was_differs_from_one_that_has_ended(
    services: Services, engine: AsyncEngine, make_user: MakeUser
) -> None:
    user = await make_user()
    for never in ("", "x", "x" * 500, "\ud800"):
        with pytest.raises(Unauthenticated) as error:
            await services.sessions.authenticate(never)
        assert not isinstance(error.value, SessionExpired)
    async with autocommit(engine) as connection:
        await connection.execute("update sessions set expires_at = now()")
    with pytest.raises(SessionExpired):
        await services.sessions.authenticate(user.token)


async def test_a_revoked_session_has_ended(services: Services, make_user: MakeUser) -> None:
    user = await make_user()
    caller = await services.sessions.authenticate(user.token)
    assert await services.sessions.is_live(caller.session_id)
    await services.sessions.revoke(caller, caller.session_id)
    assert not await services.sessions.is_live(caller.session_id)
    with pytest.raises(SessionExpired):
        await services.sessions.authenticate(user.token)


async def test_using_a_session_prolongs_it(
    services: Services, engine: AsyncEngine, make_user: MakeUser
) -> None:
    user = await make_user()
    async with autocommit(engine) as connection:
        await connection.execute("update sessions set expires_at = now() + interval '1 day'")
    await services.sessions.authenticate(user.token)
    caller = await services.sessions.authenticate(user.token)
    lifetime = caller.expires_at - datetime.now(UTC)
    assert lifetime > timedelta(seconds=SESSION_SLIDING_LIFETIME_S - 60)


async def test_no_session_outlives_thirty_days(
    services: Services, engine: AsyncEngine, make_user: MakeUser
) -> None:
    user = await make_user()
    async with autocommit(engine) as connection:
        await connection.execute(
            "update sessions set created_at = now() - interval '29 days',"
            " expires_at = now() + interval '1 hour'"
        )
    await services.sessions.authenticate(user.token)
    caller = await services.sessions.authenticate(user.token)
    assert caller.expires_at == caller.session_created_at + timedelta(
        seconds=SESSION_MAX_LIFETIME_S
    )
