"""Log lines of one turn of an event loop are written together, and none is lost or late."""

import asyncio
import io
import logging
from collections.abc import Iterator

import pytest

from backend.log_handler import TurnHandler


class Stream(io.StringIO):
    """Remembers each write."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[str] = []

    def write(self, text: str) -> int:
        self.writes.append(text)
        return super().write(text)


@pytest.fixture
def stream() -> Stream:
    return Stream()


@pytest.fixture
def logger(stream: Stream) -> Iterator[logging.Logger]:
    logger = logging.getLogger("tests.turns")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(TurnHandler(stream))
    yield logger
    logger.handlers.clear()


async def test_what_one_turn_logs_is_one_write(stream: Stream, logger: logging.Logger) -> None:
    for turn in ("one", "two"):
        logger.info("%s, first", turn)
        logger.info("%s, second", turn)
        await asyncio.sleep(0)
    assert stream.writes == ["one, first\none, second\n", "two, first\ntwo, second\n"]


async def test_a_warning_is_written_at_once_with_all_before_it(
    stream: Stream, logger: logging.Logger
) -> None:
    logger.info("before")
    logger.warning("now")
    assert stream.writes == ["before\nnow\n"]
    logger.info("after")
    await asyncio.sleep(0)
    assert stream.getvalue() == "before\nnow\nafter\n"


def test_without_an_event_loop_each_line_is_written_at_once(
    stream: Stream, logger: logging.Logger
) -> None:
    logger.info("one")
    logger.info("two")
    assert stream.writes == ["one\n", "two\n"]


def test_what_a_loop_did_not_get_to_write_comes_with_the_next_line(
    stream: Stream, logger: logging.Logger
) -> None:
    loop = asyncio.new_event_loop()
    loop.call_soon(logger.info, "one")
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.close()
    assert not stream.writes

    async def log_more() -> None:
        logger.info("two")
        await asyncio.sleep(0)

    asyncio.run(log_more())
    assert stream.writes == ["one\ntwo\n"]


async def test_threads_lose_no_line(stream: Stream, logger: logging.Logger) -> None:
    async def log_here() -> None:
        for number in range(200):
            logger.info("here %d", number)
            await asyncio.sleep(0)

    def log_there() -> None:
        for number in range(200):
            logger.info("there %d", number)

    await asyncio.gather(log_here(), asyncio.to_thread(log_there))
    logger.handlers[0].flush()
    lines = stream.getvalue().splitlines()
    assert sorted(lines) == sorted(f"{who} {n}" for who in ("here", "there") for n in range(200))
