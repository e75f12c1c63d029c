"""Questions that share a statement: alone at once, under load together, never an older answer."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext

import pytest

from backend.db.batching import BatchedLookup
from backend.errors import DatabaseUnavailable


class SlowShelf:
    """A database whose statements end when the test says so."""

    def __init__(self) -> None:
        self.content: dict[str, int] = {}
        self.statements: list[list[str]] = []
        self.gates: list[asyncio.Future[None]] = []
        self._begun = asyncio.Semaphore(0)

    async def fetch(self, _source: None, keys: Sequence[str]) -> Mapping[str, int]:
        self.statements.append(list(keys))
        seen = {key: self.content[key] for key in keys if key in self.content}
        gate: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.gates.append(gate)
        self._begun.release()
        await gate
        return seen

    async def next_statement(self) -> None:
        """Return when another statement has begun."""
        await self._begun.acquire()

    def end_all(self) -> None:
        for gate in self.gates:
            if not gate.done():
                gate.set_result(None)


@pytest.fixture
def shelf() -> SlowShelf:
    return SlowShelf()


@pytest.fixture
def lookup(shelf: SlowShelf) -> BatchedLookup[None, str, int]:
    return BatchedLookup(nullcontext, shelf.fetch)


async def answers(shelf: SlowShelf, *tasks: "asyncio.Task[int | None]") -> list[int | None]:
    while not all(task.done() for task in tasks):
        shelf.end_all()
        await asyncio.sleep(0)
    return [task.result() for task in tasks]


async def test_each_gets_what_it_asked_for_and_none_for_what_is_not_there(
    shelf: SlowShelf, lookup: BatchedLookup[None, str, int]
) -> None:
    shelf.content = {"one": 1, "two": 2}

    tasks = [asyncio.create_task(lookup.get(key)) for key in ("one", "three", "two", "one")]

    assert await answers(shelf, *tasks) == [1, None, 2, 1]


async def test_what_is_asked_during_a_statement_shares_the_next_one(
    shelf: SlowShelf, lookup: BatchedLookup[None, str, int]
) -> None:
    shelf.content = {str(number): number for number in range(10)}
    first = [asyncio.create_task(lookup.get("0"))]
    await shelf.next_statement()

    rest = [asyncio.create_task(lookup.get(str(number))) for number in range(1, 10)]

    assert await answers(shelf, *first, *rest) == list(range(10))
    assert shelf.statements == [["0"], [str(number) for number in range(1, 10)]]


@pytest.mark.parametrize("asked_when", ["before it seems to hang", "after that"])
async def test_a_statement_that_hangs_keeps_nobody_else_waiting(
    shelf: SlowShelf, asked_when: str
) -> None:
    shelf.content = {"one": 1, "two": 2}
    lookup = BatchedLookup(nullcontext, shelf.fetch, patience_s=0.01)
    hangs = asyncio.create_task(lookup.get("one"))
    await shelf.next_statement()
    if asked_when == "after that":
        await until_there_is_room_for_two(lookup)

    other = asyncio.create_task(lookup.get("two"))
    await shelf.next_statement()
    shelf.gates[-1].set_result(None)

    assert await other == 2
    assert not hangs.done()
    assert await answers(shelf, hangs) == [1]


async def until_there_is_room_for_two(lookup: BatchedLookup[None, str, int]) -> None:
    while lookup.statements_max < 2:  # noqa: ASYNC110 - nothing tells
        await asyncio.sleep(0)


async def test_whoever_asks_as_a_statement_ends_is_answered() -> None:
    async def fetch(_source: None, keys: Sequence[str]) -> Mapping[str, int]:
        return dict.fromkeys(keys, 1)

    lookup = BatchedLookup(nullcontext, fetch)

    async def ask_with_pauses(turns_count: int) -> None:
        for _ in range(20):
            assert await lookup.get("one") == 1
            for _ in range(turns_count):
                await asyncio.sleep(0)

    async with asyncio.timeout(30):
        await asyncio.gather(*(ask_with_pauses(turns_count) for turns_count in range(5)))


async def test_an_answer_is_never_older_than_the_question(
    shelf: SlowShelf, lookup: BatchedLookup[None, str, int]
) -> None:
    shelf.content = {"balance": 3}
    before = asyncio.create_task(lookup.get("balance"))
    await shelf.next_statement()

    shelf.content = {"balance": 2}
    after = asyncio.create_task(lookup.get("balance"))

    assert await answers(shelf, before, after) == [3, 2]


async def test_all_who_share_a_statement_get_its_error_and_the_next_works() -> None:
    fails = True

    async def fetch(_source: None, keys: Sequence[str]) -> Mapping[str, int]:
        if fails:
            raise DatabaseUnavailable
        return dict.fromkeys(keys, 1)

    lookup: BatchedLookup[None, str, int] = BatchedLookup(nullcontext, fetch)

    outcomes = await asyncio.gather(lookup.get("a"), lookup.get("b"), return_exceptions=True)
    fails = False

    assert [type(outcome) for outcome in outcomes] == [DatabaseUnavailable, DatabaseUnavailable]
    assert await lookup.get("a") == 1


async def test_without_a_connection_all_get_the_error_and_later_ones_work() -> None:
    is_down = True

    @asynccontextmanager
    async def borrow() -> AsyncIterator[None]:
        if is_down:
            raise DatabaseUnavailable
        yield

    async def fetch(_source: None, keys: Sequence[str]) -> Mapping[str, int]:
        return dict.fromkeys(keys, 1)

    lookup = BatchedLookup(borrow, fetch)

    outcomes = await asyncio.gather(lookup.get("a"), lookup.get("b"), return_exceptions=True)
    is_down = False

    assert [type(outcome) for outcome in outcomes] == [DatabaseUnavailable, DatabaseUnavailable]
    assert await lookup.get("a") == 1


async def test_who_goes_away_takes_nobody_along(
    shelf: SlowShelf, lookup: BatchedLookup[None, str, int]
) -> None:
    shelf.content = {"one": 1, "two": 2}
    gone = asyncio.create_task(lookup.get("one"))
    stays = asyncio.create_task(lookup.get("two"))
    await shelf.next_statement()

    gone.cancel()

    assert await answers(shelf, stays) == [2]
    assert gone.cancelled()
