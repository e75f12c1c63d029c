"""Links of mails: used once, ended by time and by newer ones, good for one thing."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.errors import (
    FieldRefused,
    InvalidCredentials,
    LinkRefused,
    SessionExpired,
    WrongPassword,
)
from backend.services.all_services import Services
from backend.services.ports import MailKind
from shared.accounts import TERMS_VERSION
from tests.backend.conftest import KnownUser, MakeUser
from tests.backend.postbox import Postbox, token_of

EMAIL = "robin@example.com"
PASSWORD = "a long password"
NEW_PASSWORD = "an even longer password"


async def sign_up(services: Services) -> None:
    await services.accounts.sign_up(
        name="Robin", email=EMAIL, password=PASSWORD, terms_version=TERMS_VERSION
    )


async def sign_in(services: Services, password: str = PASSWORD, email: str = EMAIL) -> str:
    return (
        await services.accounts.sign_in(email=email, password=password, device="a device")
    ).token


async def reset_token(services: Services, postbox: Postbox, user: KnownUser) -> str:
    await services.passwords.request_reset(user.email)
    return await postbox.token()


async def test_a_link_verifies_once(services: Services, postbox: Postbox) -> None:
    await sign_up(services)
    session = await sign_in(services)
    token = await postbox.token()
    assert (await services.sessions.authenticate(session)).email_verified_at is None

    await services.verification.verify(token)
    assert (await services.sessions.authenticate(session)).email_verified_at is not None
    with pytest.raises(LinkRefused):
        await services.verification.verify(token)


async def test_the_welcome_credits_come_once_whatever_proves_the_address(
    services: Services, postbox: Postbox, engine: AsyncEngine
) -> None:
    await sign_up(services)
    await services.passwords.request_reset(EMAIL)
    verify_mail, reset_mail = await postbox.deliver()
    await services.verification.verify(token_of(verify_mail))
    await services.passwords.reset(token=token_of(reset_mail), new_password=NEW_PASSWORD)
    async with autocommit(engine) as connection:
        cursor = await connection.execute("select credits, once_key from transactions")
        assert await cursor.fetchall() == [(3, "welcome")]


async def test_of_many_clicks_at_once_one_counts(services: Services, postbox: Postbox) -> None:
    await sign_up(services)
    token = await postbox.token()
    answers = await asyncio.gather(
        *(services.verification.verify(token) for _ in range(8)), return_exceptions=True
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["LinkRefused"] * 7 + ["NoneType"]


async def test_a_newer_link_ends_the_older(services: Services, postbox: Postbox) -> None:
    await sign_up(services)
    older = await postbox.token()
    await services.verification.resend(EMAIL)
    newer = await postbox.token()
    with pytest.raises(LinkRefused):
        await services.verification.verify(older)
    await services.verification.verify(newer)


async def test_links_made_and_used_at_once_do_not_wait_for_each_other(
    services: Services, postbox: Postbox
) -> None:
    await sign_up(services)
    token = await postbox.token()
    answers = await asyncio.gather(
        *(postbox.service.deliver(MailKind.VERIFY_EMAIL, EMAIL) for _ in range(4)),
        services.verification.verify(token),
        *(postbox.service.deliver(MailKind.VERIFY_EMAIL, EMAIL) for _ in range(4)),
        return_exceptions=True,
    )
    assert {type(answer) for answer in answers} <= {type(None), LinkRefused}


async def test_links_end_by_time(services: Services, postbox: Postbox, engine: AsyncEngine) -> None:
    await sign_up(services)
    await services.passwords.request_reset(EMAIL)
    verify_mail, reset_mail = await postbox.deliver()
    async with autocommit(engine) as connection:
        cursor = await connection.execute(
            "select purpose, expires_at - created_at from verification_tokens order by id"
        )
        assert await cursor.fetchall() == [
            ("verify_email", timedelta(hours=24)),
            ("reset_password", timedelta(hours=1)),
        ]
        await connection.execute("update verification_tokens set expires_at = now()")
    with pytest.raises(LinkRefused):
        await services.verification.verify(token_of(verify_mail))
    with pytest.raises(LinkRefused):
        await services.passwords.reset(token=token_of(reset_mail), new_password=NEW_PASSWORD)


async def test_a_link_is_good_for_one_thing(services: Services, postbox: Postbox) -> None:
    await sign_up(services)
    await services.passwords.request_reset(EMAIL)
    verify_mail, reset_mail = await postbox.deliver()
    with pytest.raises(LinkRefused):
        await services.passwords.reset(token=token_of(verify_mail), new_password=NEW_PASSWORD)
    with pytest.raises(LinkRefused):
        await services.verification.verify(token_of(reset_mail))


@pytest.mark.parametrize("token", ["", "x", "é" * 50, "\udc80", "0" * 43])
async def test_a_link_that_never_was_is_answered_the_same(services: Services, token: str) -> None:
    with pytest.raises(LinkRefused):
        await services.verification.verify(token)
    with pytest.raises(LinkRefused):
        await services.passwords.reset(token=token, new_password=NEW_PASSWORD)


async def test_a_link_to_an_address_that_was_given_up_is_none(
    services: Services, postbox: Postbox, engine: AsyncEngine
) -> None:
    await sign_up(services)
    token = await postbox.token()
    async with autocommit(engine) as connection:
        await connection.execute("update users set email = 'new@example.com'")
    with pytest.raises(LinkRefused):
        await services.verification.verify(token)


async def test_a_reset_ends_every_session_and_the_old_password(
    services: Services, postbox: Postbox, make_user: MakeUser
) -> None:
    user = await make_user()
    token = await reset_token(services, postbox, user)
    await services.passwords.reset(token=token, new_password=NEW_PASSWORD)

    with pytest.raises(SessionExpired):
        await services.sessions.authenticate(user.token)
    with pytest.raises(InvalidCredentials):
        await sign_in(services, user.password, user.email)
    await sign_in(services, NEW_PASSWORD, user.email)
    with pytest.raises(LinkRefused):
        await services.passwords.reset(token=token, new_password=PASSWORD)
    (mail,) = await postbox.deliver()
    assert (mail.recipient, mail.subject) == (user.email, "Your password was changed")


async def test_a_reset_proves_the_address(services: Services, postbox: Postbox) -> None:
    await sign_up(services)
    await services.passwords.request_reset(EMAIL)
    await services.passwords.reset(token=await postbox.token(), new_password=NEW_PASSWORD)
    caller = await services.sessions.authenticate(await sign_in(services, NEW_PASSWORD))
    assert caller.email_verified_at is not None


async def test_a_victim_takes_back_the_account_that_somebody_opened_for_them(
    services: Services, postbox: Postbox
) -> None:
    await services.accounts.sign_up(
        name="Mallory", email=EMAIL, password="password of mallory", terms_version=TERMS_VERSION
    )
    stolen = await sign_in(services, "password of mallory")
    await services.passwords.request_reset(EMAIL)
    await services.passwords.reset(token=await postbox.token(), new_password=NEW_PASSWORD)
    with pytest.raises(SessionExpired):
        await services.sessions.authenticate(stolen)
    with pytest.raises(InvalidCredentials):
        await sign_in(services, "password of mallory")


@pytest.mark.parametrize("weak", ["too short", "qwertyuiop", "robin@example.com"])
async def test_a_weak_password_leaves_the_link_good(
    services: Services, postbox: Postbox, make_user: MakeUser, weak: str
) -> None:
    user = await make_user(email=EMAIL)
    token = await reset_token(services, postbox, user)
    with pytest.raises(FieldRefused):
        await services.passwords.reset(token=token, new_password=weak)
    await services.passwords.reset(token=token, new_password=NEW_PASSWORD)


async def test_a_changed_password_ends_the_other_sessions_and_open_links(
    services: Services, postbox: Postbox, make_user: MakeUser
) -> None:
    user = await make_user()
    other = await sign_in(services, user.password, user.email)
    link = await reset_token(services, postbox, user)
    caller = await services.sessions.authenticate(user.token)
    await services.passwords.change(
        caller, current_password=user.password, new_password=NEW_PASSWORD
    )

    await services.sessions.authenticate(user.token)
    with pytest.raises(SessionExpired):
        await services.sessions.authenticate(other)
    with pytest.raises(LinkRefused):
        await services.passwords.reset(token=link, new_password=PASSWORD)
    await sign_in(services, NEW_PASSWORD, user.email)
    assert [mail.subject for mail in await postbox.deliver()] == ["Your password was changed"]


async def test_a_password_is_changed_only_by_who_knows_it(
    services: Services, make_user: MakeUser
) -> None:
    user = await make_user()
    caller = await services.sessions.authenticate(user.token)
    with pytest.raises(WrongPassword):
        await services.passwords.change(
            caller, current_password="wrong password", new_password=NEW_PASSWORD
        )
    await sign_in(services, user.password, user.email)


async def test_a_sign_in_that_a_reset_overtakes_opens_nothing(
    services: Services, postbox: Postbox, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await make_user()
    token = await reset_token(services, postbox, user)
    hasher = services.accounts._passwords
    verify = hasher.verify

    async def verify_slowly(password: str, stored_hash: str | None) -> bool:
        matches = await verify(password, stored_hash)
        await services.passwords.reset(token=token, new_password=NEW_PASSWORD)
        return matches

    with monkeypatch.context() as patch:
        patch.setattr(hasher, "verify", verify_slowly)
        with pytest.raises(InvalidCredentials):
            await sign_in(services, user.password, user.email)
