"""What each mail says, where its link leads, and who gets none."""

import hashlib
import logging

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.adapters.argon2_passwords import Argon2PasswordHasher
from backend.db.engine import autocommit
from backend.errors import DatabaseUnavailable, MailRefused, MailUnavailable
from backend.services.accounts import AccountService
from backend.services.all_services import Services
from backend.services.mail_texts import MailTexts
from backend.services.ports import MailKind
from shared.accounts import TERMS_VERSION
from tests.backend.conftest import MakeUser
from tests.backend.postbox import PUBLIC_URL, Postbox, link_of, token_of

EMAIL = "robin@example.com"


async def sign_up(services: Services) -> None:
    await services.accounts.sign_up(
        name="Robin", email=EMAIL, password="a long password", terms_version=TERMS_VERSION
    )


async def test_signing_up_sends_a_link(services: Services, postbox: Postbox) -> None:
    await sign_up(services)
    (mail,) = await postbox.deliver()
    assert mail.recipient == EMAIL
    assert mail.subject == "Confirm your e-mail address"
    assert link_of(mail).startswith(f"{PUBLIC_URL}/verify-email?token=")
    assert len(token_of(mail)) == 43, "256 bits in base64"
    assert link_of(mail) in mail.html
    assert "Robin" not in mail.text, "the name is the word of whoever typed the address"


async def test_the_database_keeps_no_token(
    services: Services, postbox: Postbox, engine: AsyncEngine
) -> None:
    await sign_up(services)
    assert await postbox.waiting() == [("verify_email", EMAIL)], "and the queue neither"
    (mail,) = await postbox.deliver()
    async with autocommit(engine) as connection:
        cursor = await connection.execute("select token_sha256 from verification_tokens")
        rows = await cursor.fetchall()
    assert rows == [(hashlib.sha256(token_of(mail).encode()).digest(),)]


async def test_signing_up_again_tells_the_owner(services: Services, postbox: Postbox) -> None:
    await sign_up(services)
    await postbox.deliver()
    await services.accounts.sign_up(
        name="Mallory", email=EMAIL, password="another password", terms_version=TERMS_VERSION
    )
    (mail,) = await postbox.deliver()
    assert mail.recipient == EMAIL
    assert "already" in mail.subject
    assert link_of(mail) == f"{PUBLIC_URL}/forgot-password"
    assert "Mallory" not in mail.text + mail.html


async def test_nobody_gets_a_mail_that_is_not_needed(
    services: Services, postbox: Postbox, make_user: MakeUser
) -> None:
    verified = await make_user()
    await services.verification.resend(verified.email)
    await services.passwords.request_reset("nobody@example.com")
    assert len(await postbox.waiting()) == 2
    assert await postbox.deliver() == []


@pytest.mark.parametrize("kind", MailKind)
def test_every_mail_is_complete_in_text_and_html(kind: MailKind) -> None:
    link = f"{PUBLIC_URL}/somewhere?token=abc"
    texts = MailTexts(welcome_credits=3)
    mail = texts.write(kind, recipient=EMAIL, name="<b>Robin</b>", link=link)
    assert "Hello <b>Robin</b>,\n\n" in mail.text
    assert "Hello &lt;b&gt;Robin&lt;/b&gt;," in mail.html
    assert "\n\n\n" not in mail.text
    assert link_of(mail) == link
    assert mail.html.count(f'href="{link}"') == 2
    assert "color-scheme" in mail.html
    assert "prefers-color-scheme: dark" in mail.html
    nameless = texts.write(kind, recipient=EMAIL, name="", link=link)
    assert nameless.text.startswith("Hello,\n")


@pytest.mark.parametrize(("count", "words"), [(0, "complete"), (1, "1 credit:"), (3, "3 credits:")])
def test_the_first_mail_tells_what_its_link_brings(count: int, words: str) -> None:
    texts = MailTexts(welcome_credits=count)
    mail = texts.write(MailKind.VERIFY_EMAIL, recipient=EMAIL, name="", link="https://x.example")
    assert words in " ".join(mail.text.split())
    assert words in mail.html


async def test_a_refused_mail_is_given_up_without_telling_the_address(
    services: Services, postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await sign_up(services)
    postbox.mailer.failures.append(MailRefused("The recipient is refused: [550]"))
    assert await postbox.deliver() == []
    assert "given up" in caplog.text
    assert EMAIL not in caplog.text


async def test_a_second_try_has_a_new_link(services: Services, postbox: Postbox) -> None:
    await sign_up(services)
    postbox.mailer.failures.append(MailUnavailable("away"))
    with pytest.raises(MailUnavailable):
        await postbox.deliver()
    await services.verification.verify(await postbox.token())


class BrokenQueue:
    """Takes no mail."""

    async def enqueue_mail(self, *_: object, **__: object) -> None:
        raise DatabaseUnavailable


async def test_without_its_mail_there_is_no_account(
    services: Services, engine: AsyncEngine, passwords: Argon2PasswordHasher
) -> None:
    accounts = AccountService(engine, passwords, services.sessions, BrokenQueue())
    with pytest.raises(DatabaseUnavailable):
        await accounts.sign_up(
            name="Robin", email=EMAIL, password="a long password", terms_version=TERMS_VERSION
        )
    async with autocommit(engine) as connection:
        cursor = await connection.execute("select count(*) from users")
        assert await cursor.fetchone() == (0,)
