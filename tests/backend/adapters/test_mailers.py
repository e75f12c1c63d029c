"""Mails as they leave: by a real mail server, into a folder, or not at all."""

import logging
import socket
import ssl
import stat
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme
from pydantic import SecretStr

from backend.adapters.eml_mailer import EmlMailer
from backend.adapters.mailers import create_mailer
from backend.adapters.smtp_mailer import Security, SmtpMailer
from backend.errors import MailRefused, MailUnavailable
from backend.services.ports import Mail
from backend.settings import Settings
from tests.fakes.mail_server import MailServer, body_of, mail_server, parse

SENDER = "PlushifyMe <hello@plushifyme.com>"
LINK = "https://plushifyme.com/verify-email?token=very-secret"
MAIL = Mail(
    recipient="robin@example.com",
    subject="Confirm your e-mail address",
    text=f"Grüße!\n{LINK}\n",
    html=f'<p>Grüße! <a href="{LINK}">Confirm</a><img src="cid:logo"></p>',
)


def mailer_of(
    server: MailServer,
    *,
    user: str | None = None,
    password: str | None = None,
    security: Security = "auto",
) -> SmtpMailer:
    return SmtpMailer(
        host="127.0.0.1",
        port=server.port,
        user=user,
        password=password,
        sender=SENDER,
        security=security,
    )


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def assert_is_the_mail(message: EmailMessage) -> None:
    assert message["From"] == SENDER
    assert message["To"] == MAIL.recipient
    assert message["Subject"] == MAIL.subject
    assert message["Message-ID"].endswith("@plushifyme.com>")
    assert message["Date"]
    assert body_of(message) == MAIL.text
    assert "Grüße" in body_of(message, "html")
    pictures = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert [picture["Content-ID"] for picture in pictures] == ["<logo>"]


async def test_a_mail_arrives_as_text_and_html() -> None:
    async with mail_server() as server:
        await mailer_of(server).send(MAIL)
    assert server.envelopes[0].mail_from == "hello@plushifyme.com"
    assert server.envelopes[0].rcpt_tos == [MAIL.recipient]
    assert_is_the_mail(server.messages[0])


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("550 No such user here", MailRefused),
        ("450 Try again later", MailUnavailable),
    ],
)
async def test_a_recipient_is_refused_for_good_or_for_now(
    answer: str, error: type[Exception]
) -> None:
    async with mail_server() as server:
        server.answers.append(answer)
        with pytest.raises(error) as caught:
            await mailer_of(server).send(MAIL)
    assert "robin" not in str(caught.value)


async def test_a_server_that_is_away_is_worth_another_try() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        away = MailServer(port=closed.getsockname()[1])
        with pytest.raises(MailUnavailable):
            await mailer_of(away).send(MAIL)


@pytest.fixture
def server_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate that this test trusts."""
    authority = trustme.CA()
    bundle = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(bundle)
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


async def test_a_password_travels_encrypted(server_tls: ssl.SSLContext) -> None:
    async with mail_server(tls=server_tls, account=("robin", "secret")) as server:
        await mailer_of(server, user="robin", password="secret").send(MAIL)
        with pytest.raises(MailUnavailable, match="535"):
            await mailer_of(server, user="robin", password="wrong").send(MAIL)
    assert server.were_encrypted == [True]


async def test_what_is_offered_is_used_without_a_password_too(server_tls: ssl.SSLContext) -> None:
    async with mail_server(tls=server_tls) as server:
        await mailer_of(server).send(MAIL)
        await mailer_of(server, security="none").send(MAIL)
    assert server.were_encrypted == [True, False]


async def test_without_encryption_no_password_is_told() -> None:
    async with mail_server() as server:
        with pytest.raises(MailUnavailable):
            await mailer_of(server, user="robin", password="secret").send(MAIL)
        with pytest.raises(MailUnavailable):
            await mailer_of(server, security="starttls").send(MAIL)
    assert server.envelopes == []


async def test_a_certificate_of_nobody_is_not_trusted() -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    async with mail_server(tls=context) as server:
        with pytest.raises(MailUnavailable):
            await mailer_of(server, security="starttls").send(MAIL)
    assert server.envelopes == []


@pytest.mark.parametrize(
    "recipient",
    [
        "robin@example.com\r\nBcc: everybody@example.com",
        "robin@example.com\nBcc: everybody@example.com",
        "robin@example.com, everybody@example.com",
        "robin@example.com\u2028Bcc: everybody@example.com",
        "",
        "@",
    ],
)
async def test_no_address_writes_headers(recipient: str, tmp_path: Path) -> None:
    mail = Mail(recipient=recipient, subject="Hello", text="", html="")
    with pytest.raises(MailRefused):
        await EmlMailer(tmp_path, sender=SENDER).send(mail)
    assert names_in(tmp_path) == []


async def test_no_subject_writes_headers(tmp_path: Path) -> None:
    for line_break in ("\r\n", "\n", "\r"):
        subject = f"Hello{line_break}Bcc: everybody@example.com"
        mail = Mail(recipient="robin@example.com", subject=subject, text="", html="")
        with pytest.raises(MailRefused):
            await EmlMailer(tmp_path, sender=SENDER).send(mail)


async def test_without_a_server_mails_lie_in_the_folder(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    mailer = EmlMailer(tmp_path / "mails", sender=SENDER)
    await mailer.send(MAIL)
    await mailer.send(MAIL)

    files = sorted((tmp_path / "mails").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    assert_is_the_mail(parse(files[0].read_bytes()))
    assert str(files[0]) in caplog.text
    assert "token" not in caplog.text
    if sys.platform != "win32":
        assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


async def test_a_folder_that_cannot_be_written_is_worth_another_try(tmp_path: Path) -> None:
    (tmp_path / "mails").write_text("a file is in the way")
    with pytest.raises(MailUnavailable, match="mails"):
        await EmlMailer(tmp_path / "mails", sender=SENDER).send(MAIL)


async def test_the_settings_choose(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SMTP_HOST", "MAIL_FOLDER"):
        monkeypatch.delenv(name, raising=False)
    nowhere = Settings(
        _env_file=None,
        database_url=SecretStr("postgresql://nobody@127.0.0.1/nothing"),
        aws_access_key_id="key",
        aws_secret_access_key=SecretStr("secret"),
        aws_s3_bucket="bucket",
    )
    await create_mailer(nowhere).send(MAIL)
    assert "neither SMTP_HOST nor MAIL_FOLDER is set" in caplog.text
    assert "token" not in caplog.text

    folder = nowhere.model_copy(update={"mail_folder": tmp_path})
    await create_mailer(folder).send(MAIL)
    assert len(names_in(tmp_path)) == 1

    async with mail_server() as server:
        update = {"smtp_host": "127.0.0.1", "smtp_port": server.port}
        await create_mailer(folder.model_copy(update=update)).send(MAIL)
    assert len(server.envelopes) == 1
