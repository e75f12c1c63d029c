"""Listening to the real event stream."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from desktop.api.client import ApiClient
from desktop.api.events import SILENCE_S, Event, open_events
from desktop.api.waiting import wait_until_final
from desktop.errors import ApiError, Cancelled, ServerUnreachable, UnexpectedAnswer
from shared.events import CreditsEvent, HelloEvent, ImageEvent, PreviewEvent
from tests.desktop.conftest import ClientOf, MakePicture, StartPicture
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer, TestAccount
from tests.fakes.image_engine import Draw
from tests.fakes.serving import served


def test_the_stream_replays_what_was_missed_and_says_hello(
    client: ApiClient, make_picture: MakePicture
) -> None:
    image = make_picture(client)

    events = _events_until(client, 0, HelloEvent)

    assert [event.image.id for event in events if isinstance(event, ImageEvent)] == [image.id]
    hello = events[-1]
    assert isinstance(hello, HelloEvent)
    assert hello.revision == image.revision
    assert hello.balance == 9


def test_a_picture_is_told_step_by_step(
    client: ApiClient, server: RealServer, start_picture: StartPicture
) -> None:
    hold = server.hold()
    seen: list[Event] = []
    with open_events(client.line, 0) as events:
        for event in events:
            seen.append(event)
            if isinstance(event, HelloEvent):
                start_picture(client)
            if isinstance(event, PreviewEvent):
                server.release(hold)
            if isinstance(event, ImageEvent) and event.image.status.is_final:
                break

    # Each event shows the image as it stands then, so quick steps may be told as one.
    steps = ["pending", "processing", "completed"]
    told = [steps.index(event.image.status) for event in seen if isinstance(event, ImageEvent)]
    assert told == sorted(told)
    assert told[-1] == steps.index("completed")
    assert any(isinstance(event, CreditsEvent) and event.held == 1 for event in seen)
    assert any(isinstance(event, PreviewEvent) for event in seen)


def test_waiting_survives_a_stream_that_does_not_get_through(
    client: ApiClient, server: RealServer, start_picture: StartPicture
) -> None:
    server.faults.refused_paths.add("/api/events")
    server.engine.deeds.append(Draw(previews=0))

    image = start_picture(client)

    assert wait_until_final(client, [image])[image.id].status.value == "completed"


def test_an_expired_session_is_told(
    client: ApiClient, server: RealServer, account: TestAccount
) -> None:
    server.end_sessions(account)

    with pytest.raises(ApiError) as caught, open_events(client.line, 0):
        pass

    assert caught.value.ends_session


def test_a_stream_that_is_cut_is_a_server_that_does_not_answer(
    client: ApiClient, server: RealServer
) -> None:
    def listen() -> None:
        with open_events(client.line, 0) as events:
            for event in events:
                if isinstance(event, HelloEvent):
                    server.gate.shut()

    with pytest.raises(ServerUnreachable):
        listen()


def test_interrupting_ends_a_quiet_stream_at_once(client: ApiClient) -> None:
    heard = threading.Event()
    outcome: list[BaseException] = []

    def listen() -> None:
        try:
            with open_events(client.line, 0) as events:
                for _event in events:
                    heard.set()
        except Cancelled as error:
            outcome.append(error)

    thread = threading.Thread(target=listen)
    thread.start()
    assert heard.wait(PATIENCE_MS / 1000)
    client.line.interrupt()
    # The silence of the stream would end it as well, but later.
    thread.join(SILENCE_S - 10)

    assert not thread.is_alive()
    assert len(outcome) == 1


@pytest.fixture
def odd_stream() -> Iterator[str]:
    """Streams what no server of ours would send, chosen by the last revision."""

    async def body(kind: str) -> AsyncIterator[bytes]:
        if kind == "1":
            yield b"event: surprise\ndata: {}\n\n"
            yield b'event: credits\r\ndata: {"balance": 1,\r\ndata: "held": 0}\r\n\r\n'
        elif kind == "2":
            yield b"event: image\ndata: not json\n\n"
        else:
            yield b": hello\n\n"
            # It stays open and silent until the client leaves.
            await asyncio.Event().wait()

    async def events(request: Request) -> Response:
        kind = request.headers["last-event-id"]
        media_type = "text/html" if kind == "4" else "text/event-stream"
        return StreamingResponse(body(kind), media_type=media_type)

    with served(Starlette(routes=[Route("/api/events", events)])) as url:
        yield url


def test_an_unknown_event_is_skipped_and_split_data_joined(
    odd_stream: str, client_of: ClientOf
) -> None:
    with open_events(client_of(odd_stream).line, 1) as events:
        assert list(events) == [CreditsEvent(balance=1, held=0)]


def test_an_event_that_is_not_in_the_contract_is_an_unexpected_answer(
    odd_stream: str, client_of: ClientOf
) -> None:
    with (
        pytest.raises(UnexpectedAnswer),
        open_events(client_of(odd_stream).line, 2) as events,
    ):
        list(events)


def test_a_stream_of_another_kind_is_an_unexpected_answer(
    odd_stream: str, client_of: ClientOf
) -> None:
    with (
        pytest.raises(UnexpectedAnswer),
        open_events(client_of(odd_stream).line, 4) as events,
    ):
        list(events)


def test_silence_is_a_server_that_does_not_answer(odd_stream: str, client_of: ClientOf) -> None:
    with (
        pytest.raises(ServerUnreachable),
        open_events(client_of(odd_stream).line, 3, silence_s=0.2) as events,
    ):
        list(events)


def _events_until(client: ApiClient, since: int, last: type[Event]) -> list[Event]:
    seen: list[Event] = []
    with open_events(client.line, since) as events:
        for event in events:
            seen.append(event)
            if isinstance(event, last):
                break
    return seen
