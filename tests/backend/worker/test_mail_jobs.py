"""A worker sends the mails of the queue: beside the pictures, again when they fail, not for ever."""

import asyncio
from datetime import UTC, datetime

import pytest
from procrastinate.jobs import Job

from backend.adapters.mail_queue import ProcrastinateMailQueue
from backend.adapters.procrastinate_queue import ProcrastinateQueue
from backend.adapters.smtp_mailer import SmtpMailer
from backend.db.engine import autocommit, transaction
from backend.errors import MailUnavailable
from backend.services.attempts import AttemptService
from backend.services.mails import MailService
from backend.services.making import PictureMaker
from backend.services.ports import MailKind
from backend.worker.app import Worker
from backend.worker.mail_tasks import MAIL_TRIES, MailBackoff
from backend.worker.queue import create_queue
from tests.backend.postbox import PUBLIC_URL, Postbox
from tests.backend.worker.conftest import QUICK, InProcess, Shop, eventually
from tests.fakes.image_engine import FakeImageEngine, Hold
from tests.fakes.mail_server import body_of, mail_server


def build(shop: Shop, dsn: str, mails: MailService, image_engine: FakeImageEngine) -> Worker:
    """A worker that makes one picture at once, and sends mails."""
    return Worker(
        queue=create_queue(dsn),
        engine=shop.database,
        store=shop.store,
        jobs=ProcrastinateQueue(),
        maker=PictureMaker(AttemptService(shop.database), shop.store, image_engine),
        concurrency=1,
        timings=QUICK,
        mails=mails,
    )


async def enqueue(shop: Shop, kind: MailKind = MailKind.RESET_PASSWORD) -> None:
    async with transaction(shop.database) as connection:
        await ProcrastinateMailQueue().enqueue_mail(connection, kind, shop.user.email)


async def test_a_mail_in_the_queue_arrives_at_its_reader(
    shop: Shop, workers: InProcess, postgres_dsn: str
) -> None:
    async with mail_server() as server:
        mailer = SmtpMailer(
            host="127.0.0.1", port=server.port, user=None, password=None, sender="P <p@p.example>"
        )
        mails = MailService(shop.database, mailer, public_url=PUBLIC_URL)
        server.answers.append("450 Try again later")
        async with workers.running(build(shop, postgres_dsn, mails, FakeImageEngine())):
            await enqueue(shop)

            async def is_done() -> bool:
                return bool(server.envelopes) and not await shop.jobs()

            await eventually(is_done)
    (message,) = server.messages
    assert message["To"] == shop.user.email
    assert f"{PUBLIC_URL}/reset-password?token=" in body_of(message)


async def test_a_mail_does_not_wait_for_a_picture(
    shop: Shop, workers: InProcess, postbox: Postbox, postgres_dsn: str
) -> None:
    hold = Hold()
    slow = FakeImageEngine([hold])
    await shop.order()
    async with workers.running(build(shop, postgres_dsn, postbox.service, slow)):
        await hold.begun.wait()
        await enqueue(shop)

        async def has_arrived() -> bool:
            return bool(postbox.mailer.mails)

        await eventually(has_arrived)
        hold.released.set()


async def test_a_mail_of_a_transaction_that_fails_is_never_sent(
    shop: Shop, postbox: Postbox
) -> None:
    async with (
        autocommit(shop.database) as connection,
        connection.transaction(force_rollback=True),
    ):
        await ProcrastinateMailQueue().enqueue_mail(
            connection, MailKind.RESET_PASSWORD, shop.user.email
        )
    assert await postbox.waiting() == []


def job(attempts: int) -> Job:
    return Job(
        id=1,
        queue="mails",
        lock=None,
        queueing_lock=None,
        task_name="send_mail",
        attempts=attempts,
    )


def test_tries_come_ever_later_and_end(caplog: pytest.LogCaptureFixture) -> None:
    backoff = MailBackoff()
    waits = []
    for attempts in range(MAIL_TRIES - 1):
        decision = backoff.get_retry_decision(exception=MailUnavailable("away"), job=job(attempts))
        assert decision is not None
        assert decision.retry_at is not None
        waits.append((decision.retry_at - datetime.now(UTC)).total_seconds())
    assert 1 < waits[0] < 3
    assert 700 < waits[-1] < 1100
    assert sum(waits) > 3600

    last = job(MAIL_TRIES - 1)
    assert backoff.get_retry_decision(exception=MailUnavailable("away"), job=last) is None
    assert "given up" in caplog.text


def test_a_worker_that_stops_hands_a_mail_back_at_once() -> None:
    late = job(MAIL_TRIES)
    decision = MailBackoff().get_retry_decision(exception=asyncio.CancelledError(), job=late)
    assert decision is not None
    assert decision.retry_at is not None
    assert decision.retry_at <= datetime.now(UTC)
