"""The real server for the app's tests: API, worker, PostgreSQL and S3, and faults on demand.

Only the image engine is scripted. API and worker share one event loop in a thread of their own.
"""

import asyncio
import secrets
import socket
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString, TypeVar
from uuid import UUID

import uvicorn
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.adapters.argon2_passwords import Argon2PasswordHasher
from backend.adapters.procrastinate_queue import ProcrastinateQueue
from backend.adapters.s3_store import S3Store
from backend.asgi import create_app
from backend.bootstrap import bootstrap
from backend.db.engine import create_engine, transaction
from backend.db.rows import execute, fetch_one
from backend.http_protocol import HttpProtocol
from backend.services import ledger
from backend.services.all_services import Services
from backend.services.attempts import AttemptService
from backend.services.making import PictureMaker
from backend.services.tokens import TokenPurpose, mint_token
from backend.settings import Settings
from backend.worker.app import Timings, Worker
from backend.worker.queue import create_queue
from shared.accounts import TERMS_VERSION, SignedIn
from tests.desktop.faulty_app import Faults, FaultyApp
from tests.desktop.gate import Gate
from tests.fakes.image_engine import FakeImageEngine, Hold
from tests.fakes.quick_passwords import hash_quickly

T = TypeVar("T")
PASSWORD = "TestPassword123"
_QUICK = Timings(poll_s=0.1, heartbeat_s=1, reap_every_s=5, first_retry_s=0.05, stop_within_s=1)


@dataclass(frozen=True)
class TestAccount:
    """A person whose password the test knows."""

    __test__ = False

    user_id: str
    email: str
    password: str
    token: str


@dataclass(frozen=True)
class _UserId:
    id: UUID


class RealServer:
    """One for the whole test run; every test makes its own account."""

    def __init__(self, settings: Settings) -> None:
        self.faults = Faults()
        self.engine = FakeImageEngine()
        self._holds: list[Hold] = []
        self._settings = settings
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="real server")
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        self._running: Any = None
        self._services: Services | None = None
        self._database: AsyncEngine | None = None
        self.storage_gate = Gate(self._loop, settings.s3_endpoint_url or "")
        self.gate: Gate
        self._api: uvicorn.Server
        self._serving_api: asyncio.Task[None]

    @property
    def url(self) -> str:
        """The address that the app uses."""
        return self.gate.url

    def start(self) -> None:
        self._thread.start()
        self.storage_gate.open()
        self._settings = self._settings.model_copy(
            update={"s3_public_endpoint_url": self.storage_gate.url}
        )
        self._running = asyncio.run_coroutine_threadsafe(self._run(), self._loop)
        while not self._ready.wait(0.1):
            if self._running.done():
                self._running.result()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._running.result(60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def reset(self) -> None:
        """Undo every fault, and forget every script."""
        self.faults = Faults()
        for hold in self._holds:
            # Whoever waits for it would keep the worker busy for ever.
            self.release(hold)
        self._holds.clear()
        self.engine.deeds.clear()
        self.engine.requests.clear()
        self.gate.open()
        self.storage_gate.open()

    def make_account(self, credits_count: int = 10) -> TestAccount:
        """A new person with this balance."""
        return self._call(self._make_account(credits_count))

    def add_pictures(self, account: TestAccount, count: int) -> None:
        """Finished pictures that nobody paid for and that have no files, one an hour."""
        self._call(
            self._change_database(ADD_PICTURES, {"user_id": UUID(account.user_id), "count": count})
        )

    def forget_changes(self, account: TestAccount) -> None:
        """Who has not seen the last change has to ask for everything anew."""
        self._call(
            self._change_database(
                "update users set oldest_revision = revision where id = %(user_id)s",
                {"user_id": UUID(account.user_id)},
            )
        )

    def mint_link(self, email: str, purpose: TokenPurpose) -> str:
        """The code of the link that the last mail of this kind to `email` would hold."""
        return self._call(self._mint_link(email, purpose))

    def prove(self, email: str) -> None:
        """The person clicks the link of the mail that came after signing up."""
        assert self._services is not None
        token = self.mint_link(email, TokenPurpose.VERIFY_EMAIL)
        self._call(self._services.verification.verify(token))

    def prove_new_email(self, new_email: str) -> None:
        """The person clicks the link that was sent to another address of theirs."""
        assert self._services is not None
        token = self.mint_link(new_email, TokenPurpose.CHANGE_EMAIL)
        self._call(self._services.profiles.confirm_email(token))

    def end_sessions(self, account: TestAccount) -> None:
        """Let every session of a person expire."""
        self._call(self._end_sessions(account))

    def hold(self) -> Hold:
        """Let the next picture show one preview, and then wait for `release`."""
        hold = Hold()
        self._holds.append(hold)
        self.engine.deeds.append(hold)
        return hold

    def release(self, hold: Hold) -> None:
        """Let a held engine go on."""
        self._loop.call_soon_threadsafe(hold.released.set)

    async def _run(self) -> None:
        dsn = self._settings.database_url.get_secret_value()
        self._database = create_engine(dsn)
        store = S3Store.from_settings(self._settings)
        worker = Worker(
            queue=create_queue(dsn),
            engine=self._database,
            store=store,
            jobs=ProcrastinateQueue(),
            maker=PictureMaker(AttemptService(self._database), store, self.engine),
            concurrency=2,
            timings=_QUICK,
        )
        async with bootstrap(self._settings) as services, self._serving(services):
            working = asyncio.create_task(worker.run(self._stop))
            self._ready.set()
            await working
        await self._database.dispose()
        store.close()

    def restart_api(self) -> None:
        """End the API in the middle of everything, and start another one; the worker goes on."""
        self._call(self._restart_api())

    @asynccontextmanager
    async def _serving(self, services: Services) -> AsyncIterator[None]:
        self._services = services
        passwords = services.accounts._passwords
        assert isinstance(passwords, Argon2PasswordHasher)
        hash_quickly(passwords)
        port = await self._start_api()
        self.gate = Gate(self._loop, f"http://127.0.0.1:{port}")
        await self.gate._open()
        try:
            yield
        finally:
            await self.gate._shut()
            await self.storage_gate._shut()
            await self._stop_api()

    async def _start_api(self) -> int:
        services = self._services
        assert services is not None

        @asynccontextmanager
        async def open_services() -> AsyncIterator[Services]:
            yield services

        def opened() -> AbstractAsyncContextManager[Services]:
            return open_services()

        app = FaultyApp(create_app(opened), self)
        listener = socket.create_server(("127.0.0.1", 0))
        self._api = uvicorn.Server(
            uvicorn.Config(
                app,
                http=HttpProtocol,
                log_level="critical",
                lifespan="on",
                timeout_graceful_shutdown=1,
            )
        )
        self._serving_api = asyncio.create_task(self._api.serve(sockets=[listener]))
        return int(listener.getsockname()[1])

    async def _stop_api(self) -> None:
        self._api.should_exit = True
        await self._serving_api

    async def _restart_api(self) -> None:
        await self.gate._shut()
        await self._stop_api()
        self.gate.lead_to(f"http://127.0.0.1:{await self._start_api()}")
        await self.gate._open()

    async def _make_account(self, credits_count: int) -> TestAccount:
        assert self._services is not None
        assert self._database is not None
        email = f"{secrets.token_hex(6)}@example.com"
        await self._services.accounts.sign_up(
            name="Robin", email=email, password=PASSWORD, terms_version=TERMS_VERSION
        )
        signed_in: SignedIn = await self._services.accounts.sign_in(
            email=email, password=PASSWORD, device="test"
        )
        if credits_count:
            async with transaction(self._database) as connection:
                await ledger.grant(
                    connection,
                    UUID(signed_in.session.user.id),
                    credits_count,
                    reason="For a test",
                )
        return TestAccount(signed_in.session.user.id, email, PASSWORD, signed_in.token)

    async def _end_sessions(self, account: TestAccount) -> None:
        assert self._database is not None
        async with transaction(self._database) as connection:
            await execute(
                connection,
                "update sessions set expires_at = now() - interval '1 minute'"
                " where user_id = %(user_id)s",
                {"user_id": UUID(account.user_id)},
            )

    async def _mint_link(self, email: str, purpose: TokenPurpose) -> str:
        assert self._database is not None
        async with transaction(self._database) as connection:
            owner = await fetch_one(
                connection,
                _UserId,
                "select id from users where %(email)s in (email, new_email)",
                {"email": email},
            )
            assert owner is not None
            return await mint_token(connection, owner.id, purpose, email=email)

    async def _change_database(self, statement: LiteralString, values: dict[str, Any]) -> None:
        assert self._database is not None
        async with transaction(self._database) as connection:
            await execute(connection, statement, values)

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)


@contextmanager
def real_server(settings: Settings) -> Iterator[RealServer]:
    """Run it until the block ends."""
    server = RealServer(settings.model_copy(update={"welcome_credits": 0}))
    server.start()
    try:
        yield server
    finally:
        server.stop()


ADD_PICTURES: LiteralString = """
    with added as (
        insert into generated_images (user_id, status, style, prompt, title, favourite, photo_key,
            revision, first_revision, queue_position, idempotency_key, request_sha256,
            cost_credits, created_at, finished_at, result, display, thumbnail)
        select id, 'completed',
            (array['cute-fluffy', 'realistic-plush', 'cartoon-style', 'minimalist'])[1 + n %% 4],
            'with a hat', 'Picture ' || n, n %% 10 = 0, 'k', revision + n, revision + n, 0,
            'added ' || revision || ' ' || n, '', 1, now() - n * interval '1 hour',
            now() - n * interval '1 hour', file.content, file.content, file.content
        from users cross join generate_series(1, %(count)s) as n
            cross join lateral (
                select jsonb_build_object(
                    'key', 'no such file', 'content_type', 'image/png', 'size_bytes', 1000,
                    'sha256', encode(sha256((n || ' of ' || users.id)::bytea), 'hex'),
                    'width', 1024, 'height', 1024
                ) as content
            ) as file
        where id = %(user_id)s
    )
    update users set revision = revision + %(count)s where id = %(user_id)s
"""
