"""What is left of a deleted account: the money trail, and nothing that tells whose it was."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit, transaction
from backend.errors import InvalidCredentials
from backend.services.all_services import Services
from backend.services.audit import audit
from backend.services.deletions import erase_due_accounts
from shared.accounts import TERMS_VERSION
from tests.backend.conftest import KnownUser, MakeImage, MakeUser
from tests.backend.postbox import Postbox
from tests.backend.services.test_attempts import PICTURE

TABLES = (
    "users",
    "accounts",
    "sessions",
    "verification_tokens",
    "user_settings",
    "generated_images",
    "shares",
    "uploads",
    "google_sign_ins",
    "transactions",
    "throttles",
)


async def ask(engine: AsyncEngine, statement: str, *values: object) -> list[tuple[Any, ...]]:
    async with autocommit(engine) as connection:
        cursor = await connection.execute(statement.encode(), values)
        return await cursor.fetchall() if cursor.description else []


async def erase(engine: AsyncEngine) -> int:
    async with autocommit(engine) as connection:
        return await erase_due_accounts(connection, at_once=10)


async def want_to_go(services: Services, engine: AsyncEngine, user: KnownUser) -> None:
    """Ask for the deletion, and let the days of grace pass."""
    caller = await services.sessions.authenticate(user.token)
    await services.deletions.ask(caller, password=user.password)
    await ask(engine, "update users set deletes_at = now() where id = %s", user.id)


async def everything(engine: AsyncEngine) -> str:
    return " ".join(
        [str(await ask(engine, f"select {table}::text from {table}")) for table in TABLES]
    )


@pytest.fixture
async def user(
    services: Services, engine: AsyncEngine, make_user: MakeUser, make_image: MakeImage
) -> KnownUser:
    """Somebody who has left traces everywhere."""
    user = await make_user(email="robin.traces@example.com")
    await ask(engine, "update users set name = 'Robin Traces' where id = %s", user.id)
    await ask(
        engine,
        'insert into user_settings (user_id, settings) values (%s, \'{"theme": "traces"}\')',
        user.id,
    )
    image_id = await make_image(user.id, wish="a scarf with traces")
    attempt = await services.attempts.claim(image_id)
    assert attempt is not None
    await services.attempts.complete(attempt, PICTURE)
    await ask(engine, "update generated_images set title = 'traces', tags = '{traces}'")
    await services.sharing.share(user.id, image_id, expires_in_days=None)
    await services.passwords.request_reset(user.email)
    return user


async def test_an_erased_account_leaves_its_money_trail_and_no_trace(
    services: Services, engine: AsyncEngine, user: KnownUser, make_user: MakeUser
) -> None:
    other = await make_user()
    before = await ask(engine, "select * from transactions order by position")
    await want_to_go(services, engine, user)
    assert await erase(engine) == 1
    assert await erase(engine) == 0

    assert "traces" not in (await everything(engine)).lower()
    assert await ask(engine, "select * from transactions order by position") == before
    assert await ask(engine, "select credits from users where id = %s", user.id) == [(2,)]
    assert await ask(engine, "select count(*) from shares") == [(0,)]
    assert (await services.sessions.authenticate(other.token)).email == other.email
    async with transaction(engine) as connection:
        report = await audit(connection, stuck_after=timedelta(minutes=30))
    assert report.findings == []


async def test_nobody_gets_into_an_erased_account_and_its_address_is_free(
    services: Services, engine: AsyncEngine, postbox: Postbox, user: KnownUser
) -> None:
    await want_to_go(services, engine, user)
    await erase(engine)
    with pytest.raises(InvalidCredentials):
        await services.accounts.sign_in(email=user.email, password=user.password, device="")
    assert await postbox.deliver() == []
    await services.accounts.sign_up(
        name="Robin", email=user.email, password="a long password", terms_version=TERMS_VERSION
    )
    assert [mail.recipient for mail in await postbox.deliver()] == [user.email]


async def test_nobody_is_erased_before_their_days_of_grace_are_over(
    services: Services, engine: AsyncEngine, user: KnownUser
) -> None:
    caller = await services.sessions.authenticate(user.token)
    deletion = await services.deletions.ask(caller, password=user.password)
    assert await ask(
        engine, "select deletes_at - now() > interval '6 days 23 hours' from users"
    ) == [(True,)]
    assert await erase(engine) == 0
    signed_in = await services.accounts.sign_in(email=user.email, password=user.password, device="")
    again = await services.sessions.authenticate(signed_in.token)
    # Asking once more does not start the days anew.
    assert await services.deletions.ask(again, password=user.password) == deletion


async def test_who_keeps_the_account_stays(
    services: Services, engine: AsyncEngine, user: KnownUser
) -> None:
    await want_to_go(services, engine, user)
    signed_in = await services.accounts.sign_in(email=user.email, password=user.password, device="")
    await services.deletions.keep(await services.sessions.authenticate(signed_in.token))
    assert await erase(engine) == 0
    assert (await services.sessions.authenticate(signed_in.token)).name == "Robin Traces"


async def test_an_account_waits_for_the_picture_that_is_being_made(
    services: Services, engine: AsyncEngine, user: KnownUser, make_image: MakeImage
) -> None:
    running = await make_image(user.id)
    await want_to_go(services, engine, user)
    assert await erase(engine) == 0
    await services.generations.cancel(user.id, running)
    assert await erase(engine) == 1
