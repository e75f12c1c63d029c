"""Many small questions to the database in one statement.

A statement costs the process more than anything else a simple request does. What is asked while
an earlier statement is still under way is gathered, and asked in the next one: alone, a question
waits for nothing; under load, dozens share the price of one. Only one statement is under way at a
time: with two the questions would part into twice as many, each waking the database for itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from contextvars import Context
from typing import Final, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")
Source = TypeVar("Source")

_PATIENCE_S: Final = 0.05
"""A statement that takes longer gets a second one beside it: it may hang on a dead connection."""
_BORROWED_S: Final = 0.1
"""What was borrowed goes back after about this time, even if there is more to ask."""
_BATCH_MAX: Final = 100


class BatchedLookup(Generic[Source, Key, Found]):
    """Looks up many keys at once, each for a caller of its own.

    What a caller gets was read after the call: it sees everything committed before.

    Args:
        borrow: Lends what to ask, a connection, for as long as there is something to ask.
        fetch: Finds what there is of some different keys; those missing in its answer do not exist.
        patience_s: How long a statement may take until others are not kept waiting for it.
    """

    def __init__(
        self,
        borrow: Callable[[], AbstractAsyncContextManager[Source]],
        fetch: Callable[[Source, Sequence[Key]], Awaitable[Mapping[Key, Found]]],
        *,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        self._borrow = borrow
        self._fetch = fetch
        self._patience_s = patience_s
        self._waiting: list[tuple[Key, asyncio.Future[Found | None]]] = []
        self._running: set[asyncio.Task[None]] = set()
        self.statements_max = 1
        """How many statements may be under way at this moment."""

    async def get(self, key: Key) -> Found | None:
        """What there is under one key; None when there is nothing.

        Raises:
            Exception: Whatever `borrow` or `fetch` raises; it goes to all who share the statement.
        """
        future: asyncio.Future[Found | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((key, future))
        if len(self._running) < self.statements_max:
            self._begin()
        return await future

    def _begin(self) -> None:
        # It works for many requests, so it logs under no request's id.
        task = asyncio.create_task(self._ask_for_all_that_wait(), context=Context())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _ask_for_all_that_wait(self) -> None:
        while self._waiting:
            batch = self._next_batch()
            try:
                async with self._borrow() as source:
                    until = asyncio.get_running_loop().time() + _BORROWED_S
                    while batch:
                        await self._ask_for(batch, source)
                        is_time_left = asyncio.get_running_loop().time() < until
                        batch = self._next_batch() if is_time_left else []
            except Exception as error:  # noqa: BLE001 - each of those who asked gets it
                for _, future in batch:
                    _refuse(future, error)
            except BaseException:
                for _, future in batch:
                    future.cancel()
                raise
        # At once: who asks before the task counts as done must not wait for it.
        task = asyncio.current_task()
        if task is not None:
            self._running.discard(task)

    def _next_batch(self) -> "list[tuple[Key, asyncio.Future[Found | None]]]":
        batch, self._waiting = self._waiting[:_BATCH_MAX], self._waiting[_BATCH_MAX:]
        return batch

    async def _ask_for(
        self, batch: "list[tuple[Key, asyncio.Future[Found | None]]]", source: Source
    ) -> None:
        loop = asyncio.get_running_loop()
        losing_patience = loop.call_later(self._patience_s, self._lose_patience)
        try:
            found = await self._fetch(source, list(dict.fromkeys(key for key, _ in batch)))
        finally:
            losing_patience.cancel()
            self.statements_max = 1
        for key, future in batch:
            if not future.done():
                future.set_result(found.get(key))

    def _lose_patience(self) -> None:
        self.statements_max = 2
        if self._waiting and len(self._running) < self.statements_max:
            self._begin()


def _refuse(future: "asyncio.Future[Found | None]", error: Exception) -> None:
    """Pass an error on, unless the one who asked has gone."""
    with suppress(asyncio.InvalidStateError):
        future.set_exception(error)
