"""The event stream: replay, live changes, previews, heartbeats, and its end."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx2
import pytest
from psycopg import sql
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.types import ASGIApp

from backend.db.engine import autocommit
from backend.routes import events as events_route
from backend.services import event_stream
from backend.services.all_services import Services
from backend.services.event_stream import EventStreamService
from shared.errors import ErrorCode
from tests.backend.conftest import MakeImage, MakeUser, running
from tests.backend.event_client import open_events
from tests.backend.routes.test_errors import assert_error
from tests.backend.services.test_attempts import PICTURE


@pytest.fixture
async def app(services: Services) -> AsyncIterator[ASGIApp]:
    """The running application, which hears of every change: none is found by looking before that."""
    async with running(services) as app:
        await services.event_hub.wait_until_listening()
        yield app


async def test_a_stream_without_a_cursor_begins_with_hello(
    app: ASGIApp, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user(credits_count=3)
    await make_image(user.id)

    async with open_events(app, user.headers) as events:
        hello = await events.next()

    assert hello.name == "hello"
    assert hello.id is None
    assert hello.data == {"revision": 1, "balance": 2, "held": 1, "resyncRequired": False}


async def test_a_stream_replays_what_happened_since(
    app: ASGIApp, services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user()
    seen = await make_image(user.id)
    missed = await make_image(user.id)
    await services.gallery_changes.delete(user.id, seen)

    async with open_events(app, user.headers | {"Last-Event-ID": "1"}) as events:
        first, second, third = [await events.next() for _ in range(3)]

    assert (first.name, first.id, first.data["image"]["id"]) == ("image", "2", str(missed))
    assert (second.name, second.id) == ("deleted", "3")
    assert second.data == {"imageId": str(seen), "revision": 3}
    assert (third.name, third.data["revision"]) == ("hello", 3)


async def test_the_header_wins_over_the_query(app: ASGIApp, make_user: MakeUser) -> None:
    user = await make_user()
    headers = user.headers | {"Last-Event-ID": "0"}
    async with open_events(app, headers, query="since=999") as events:
        assert not (await events.next()).data["resyncRequired"]


async def test_a_cursor_of_another_database_asks_for_a_resync(
    app: ASGIApp, make_user: MakeUser
) -> None:
    user = await make_user()
    async with open_events(app, user.headers, query="since=999") as events:
        hello = await events.next()
    assert hello.name == "hello"
    assert hello.data["resyncRequired"] is True
    assert hello.data["revision"] == 0


async def test_every_step_of_a_generation_arrives_at_once(
    app: ASGIApp, services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user(credits_count=1)
    async with open_events(app, user.headers) as events:
        await events.next_named("hello")

        image_id = await make_image(user.id)
        asked = await events.next_named("image")
        assert asked.data["image"]["status"] == "pending"
        assert (await events.next()).data == {"balance": 0, "held": 1}

        attempt = await services.attempts.claim(image_id)
        assert attempt is not None
        assert (await events.next()).data["image"]["status"] == "processing"

        await services.attempts.publish_preview(attempt, sequence=1, stage="sewing", key="p/1")
        preview = await events.next()
        assert preview.name == "preview"
        assert preview.id is None
        assert preview.data["stage"] == "sewing"
        assert "p/1?" in preview.data["url"]

        await services.attempts.complete(attempt, PICTURE)
        done = await events.next()
        assert done.data["image"]["status"] == "completed"
        assert done.id == str(done.data["image"]["revision"]) == "3"
        assert (await events.next()).data == {"balance": 0, "held": 0}


async def test_nobody_hears_of_another_users_pictures(
    app: ASGIApp, make_user: MakeUser, make_image: MakeImage
) -> None:
    mine, theirs = await make_user(), await make_user()
    async with open_events(app, mine.headers) as events:
        await events.next_named("hello")
        await make_image(theirs.id)
        own = await make_image(mine.id)
        assert (await events.next_named("image")).data["image"]["id"] == str(own)


async def test_two_streams_of_one_user_hear_the_same(
    app: ASGIApp, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user()
    async with (
        open_events(app, user.headers) as desk,
        open_events(app, user.headers) as laptop,
    ):
        await desk.next_named("hello")
        await laptop.next_named("hello")
        await make_image(user.id)
        assert await desk.next() == await laptop.next()


async def test_a_client_that_goes_away_leaves_nothing_behind(
    app: ASGIApp, services: Services, make_user: MakeUser
) -> None:
    user = await make_user()
    async with open_events(app, user.headers) as events:
        await events.next_named("hello")
        assert services.event_hub.subscriptions_count == 1
    assert services.event_hub.subscriptions_count == 0


async def test_nobody_takes_the_streams_of_many(
    app: ASGIApp,
    api: httpx2.AsyncClient,
    services: Services,
    make_user: MakeUser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(event_stream, "STREAMS_MAX", 2)
    greedy, other = await make_user(), await make_user()
    async with open_events(app, greedy.headers) as first:
        async with open_events(app, greedy.headers) as second:
            await first.next_named("hello")
            await second.next_named("hello")
            refused = await api.get("/api/events", headers=greedy.headers)
            async with open_events(app, other.headers) as others:
                await others.next_named("hello")
        assert services.event_hub.subscriptions_count == 1
        async with open_events(app, greedy.headers) as again:
            await again.next_named("hello")

    assert_error(refused, 429, ErrorCode.RATE_LIMITED)
    assert refused.headers["retry-after"] == "60"


@pytest.mark.parametrize("is_heard", [True, False], ids=["heard", "while nothing was heard"])
async def test_signing_out_ends_the_stream_at_once(
    services: Services,
    engine: AsyncEngine,
    make_user: MakeUser,
    is_heard: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    user = await make_user()
    caller = await services.sessions.authenticate(user.token)
    async with (
        running(_with_heartbeats(services, every_s=3600)) as app,
        open_events(app, user.headers) as events,
    ):
        await events.next_named("hello")
        await services.event_hub.wait_until_listening()
        if not is_heard:
            await _end_the_listening(engine)
        await services.sessions.revoke(caller, caller.session_id)
        async with asyncio.timeout(60):
            await events.has_ended.wait()


def _with_heartbeats(services: Services, *, every_s: float) -> Services:
    return replace(
        services,
        events=EventStreamService(
            services.event_hub,
            services.gallery,
            services.credits,
            services.sessions,
            services.events._presenter,
            heartbeat_s=every_s,
        ),
    )


@pytest.fixture
def hasty_services(services: Services) -> Services:
    """Streams with ten heartbeats a second."""
    return _with_heartbeats(services, every_s=0.1)


async def test_a_quiet_stream_sends_heartbeats_until_its_session_is_over(
    hasty_services: Services, engine: AsyncEngine, make_user: MakeUser
) -> None:
    user = await make_user()
    async with running(hasty_services) as app, open_events(app, user.headers) as events:
        await events.next_named("hello")
        assert (await events.next()).name is None
        async with autocommit(engine) as connection:
            await connection.execute("update sessions set expires_at = now()")
        async with asyncio.timeout(60):
            await events.has_ended.wait()


async def test_changes_arrive_after_the_listening_connection_was_lost(
    app: ASGIApp,
    services: Services,
    engine: AsyncEngine,
    make_user: MakeUser,
    make_image: MakeImage,
) -> None:
    user = await make_user()
    async with open_events(app, user.headers) as events:
        await events.next_named("hello")
        await services.event_hub.wait_until_listening()
        await _end_the_listening(engine)
        await make_image(user.id)
        assert (await events.next_named("image")).data["image"]["status"] == "pending"


async def _end_the_listening(engine: AsyncEngine) -> None:
    async with autocommit(engine) as connection:
        await connection.execute(
            sql.SQL(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where query like 'listen %' and pid <> pg_backend_pid()"
            )
        )


async def test_a_client_that_does_not_read_is_dropped_without_hurting_others(
    app: ASGIApp,
    services: Services,
    make_user: MakeUser,
    make_image: MakeImage,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(events_route, "SEND_TIMEOUT_S", 0.2)
    user = await make_user()
    async with (
        open_events(app, user.headers, is_reading=False) as deaf,
        open_events(app, user.headers) as awake,
    ):
        await awake.next_named("hello")
        async with asyncio.timeout(60):
            await deaf.has_been_dropped.wait()
        assert services.event_hub.subscriptions_count == 1
        await make_image(user.id)
        await awake.next_named("image")
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize("payload", ["", "nonsense", "{}", "[]", '{"user_id": 1}'])
@pytest.mark.parametrize(
    "channel", ["plushifyme_changes", "plushifyme_previews", "plushifyme_revocations"]
)
async def test_a_notification_that_makes_no_sense_harms_nobody(
    app: ASGIApp,
    engine: AsyncEngine,
    make_user: MakeUser,
    make_image: MakeImage,
    channel: str,
    payload: str,
) -> None:
    user = await make_user()
    async with open_events(app, user.headers) as events:
        await events.next_named("hello")
        async with autocommit(engine) as connection:
            await connection.execute("select pg_notify(%s, %s)", [channel, payload])
        await make_image(user.id)
        await events.next_named("image")
