"""A connection that breaks while a charge is committed: repeated, the request has the effect of one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest
from sqlalchemy.engine import make_url

from backend.adapters.procrastinate_queue import ProcrastinateQueue
from backend.adapters.s3_store import S3Store
from backend.db.engine import autocommit, create_engine
from backend.errors import DatabaseUnavailable
from backend.services.generations import GenerationService
from backend.services.images import ImagePresenter
from backend.services.uploads import UploadService
from shared.generations import GenerateRequest
from shared.styles import Style
from tests.backend.conftest import MakeUser, UploadPhoto


@dataclass
class CommitThief:
    """Stands between the server and PostgreSQL, and cuts the line around a COMMIT.

    Args:
        has_arrived: Whether PostgreSQL carries it out before.
    """

    host: str
    port: int
    has_arrived: bool
    is_waiting: bool = False
    """Set it to have the next one stolen."""
    _lines: set[asyncio.StreamWriter] = field(default_factory=set)

    async def pass_on(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        server, to_server = await asyncio.open_connection(self.host, self.port)
        self._lines |= {to_client, to_server}
        answering = asyncio.create_task(_copy(server, to_client))
        try:
            while data := await client.read(65536):
                if b"COMMIT" in data and self.is_waiting:
                    self.is_waiting = False
                    answering.cancel()
                    await asyncio.wait({answering})
                    if self.has_arrived:
                        to_server.write(data)
                        await server.read(1)
                    return
                to_server.write(data)
        finally:
            answering.cancel()
            self.cut()

    def cut(self) -> None:
        """End every connection."""
        for line in self._lines:
            line.transport.abort()
        self._lines.clear()


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await source.read(65536):
            target.write(data)


@asynccontextmanager
async def thief_before(dsn: str, *, has_arrived: bool) -> AsyncIterator[tuple[CommitThief, str]]:
    """The thief, and the address of the database behind it."""
    url = make_url(dsn)
    thief = CommitThief(url.host or "", url.port or 0, has_arrived)
    server = await asyncio.start_server(thief.pass_on, "127.0.0.1")
    try:
        port = server.sockets[0].getsockname()[1]
        yield thief, url.set(port=port).render_as_string(hide_password=False)
    finally:
        server.close()
        thief.cut()
        await server.wait_closed()


@pytest.mark.parametrize("has_arrived", [True, False], ids=["after", "before"])
async def test_a_charge_whose_commit_got_no_answer_is_charged_once(
    postgres_dsn: str,
    store: S3Store,
    make_user: MakeUser,
    upload_photo: UploadPhoto,
    *,
    has_arrived: bool,
) -> None:
    user = await make_user()
    wish = GenerateRequest(original_file_key=await upload_photo(user.id), style=Style.MINIMALIST)
    async with thief_before(postgres_dsn, has_arrived=has_arrived) as (thief, dsn):
        engine = create_engine(dsn)
        generations = GenerationService(
            engine, ProcrastinateQueue(), UploadService(engine, store), ImagePresenter(store)
        )
        async with autocommit(engine):
            # SQLAlchemy commits, too, when it looks at its first connection.
            thief.is_waiting = True
        with pytest.raises(DatabaseUnavailable):
            await generations.request(user.id, wish, idempotency_key="k")
        assert not thief.is_waiting
        async with autocommit(engine) as connection:
            cursor = await connection.execute("select count(*) from generated_images")
            assert await cursor.fetchone() == (int(has_arrived),)

        answer = await generations.request(user.id, wish, idempotency_key="k")

        async with autocommit(engine) as connection:
            cursor = await connection.execute(
                "select credits, (select count(*) from generated_images),"
                " (select count(*) from procrastinate_jobs) from users where id = %s",
                [user.id],
            )
            assert await cursor.fetchone() == (2, 1, 1)
        await engine.dispose()
    assert answer.balance == 2
