"""Crowds on healthy servers: more spends than credits, one key many times, cancel against finish."""

import asyncio
import itertools
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final, TypeVar
from uuid import UUID

import httpx2
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.adapters.s3_store import S3Store
from backend.db.engine import autocommit, create_engine
from backend.services.attempts import AttemptService
from backend.services.audit import audit
from backend.settings import Settings
from tests.chaos.orders import Json, Violations
from tests.chaos.spenders import PICTURE, Spender, make_spender

Item = TypeVar("Item")
Result = TypeVar("Result")

_AT_ONCE: Final = 64
_TIMEOUT_S: Final = 60


class Rush:
    """Crowds on some API processes, none of which may answer with a 5xx.

    Args:
        addresses: Of the API processes, which take turns.
        settings: Of the same deployment.
        seed: Of what is random.
    """

    def __init__(self, addresses: Sequence[str], settings: Settings, seed: int) -> None:
        self._addresses = itertools.cycle(addresses)
        self._settings = settings
        self._dice = random.Random(f"{seed} rush")
        self.answers: Counter[str] = Counter()

    async def overspend(self, *, spends_count: int, credits_count: int) -> list[str]:
        """Spend more than there is: exactly the credits are accepted, everything else is a 402."""
        async with self._opened(credits_count) as (engine, client, spender):
            keys = [f"spend-{number}" for number in range(spends_count)]
            answers = await _each(keys, lambda key: self._spend(client, spender, key))
            statuses = Counter(status for status, _ in answers)
            self._count("overspend", statuses)
            violations = Violations()
            wanted = {202: credits_count, 402: spends_count - credits_count}
            violations.expect(statuses == wanted, f"{dict(statuses)} instead of {wanted}")
            images = {_image_id(content) for status, content in answers if status == 202}
            violations.expect(len(images) == credits_count, f"{len(images)} pictures")
            await _check_books(engine, spender, balance=0, images=credits_count, into=violations)
        return violations.found

    async def repeat_one_key(self, *, copies_count: int) -> list[str]:
        """The same request many times at once: one picture, and every answer the same."""
        async with self._opened(copies_count) as (engine, client, spender):
            answers = await asyncio.gather(
                *(self._spend(client, spender, "the-one") for _ in range(copies_count))
            )
            self._count("one key", Counter(status for status, _ in answers))
            violations = Violations()
            violations.expect(len(set(answers)) == 1, f"{len(set(answers))} different answers")
            violations.expect(answers[0][0] == 202, f"answered {answers[0]}")
            await _check_books(engine, spender, balance=copies_count - 1, images=1, into=violations)
        return violations.found

    async def race_cancel_and_finish(self, *, races_count: int) -> list[str]:
        """Cancelling by HTTP against a worker's completion: one of both wins, and is charged so."""
        async with self._opened(races_count) as (engine, client, spender):
            keys = [f"race-{number}" for number in range(races_count)]
            accepted = await _each(keys, lambda key: self._spend(client, spender, key))
            images = [UUID(_image_id(content)) for _, content in accepted]
            attempts = AttemptService(engine)
            winners = await _each(
                images, lambda image: self._race(client, attempts, spender, image), at_once=4
            )
            self._count("race", Counter(winners))
            violations = Violations()
            lost = [winner for winner in winners if winner not in {"cancel", "finish"}]
            violations.expect(not lost, f"races without one winner: {lost[:5]}")
            completed = winners.count("finish")
            await _check_books(
                engine,
                spender,
                balance=races_count - completed,
                images=races_count,
                into=violations,
            )
        return violations.found

    async def _race(
        self,
        client: httpx2.AsyncClient,
        attempts: AttemptService,
        spender: Spender,
        image_id: UUID,
    ) -> str:
        attempt = await attempts.claim(image_id)
        assert attempt is not None
        # To cancel takes a way through HTTP, so the finish waits for about as long.
        head_start_s = self._dice.uniform(0, 0.012)

        async def finish() -> bool:
            await asyncio.sleep(head_start_s)
            return await attempts.complete(attempt, PICTURE)

        async def cancel() -> int:
            response = await client.delete(
                f"{next(self._addresses)}/api/generate/{image_id}", headers=_headers(spender)
            )
            return response.status_code

        has_finished, status = await asyncio.gather(finish(), cancel())
        if (has_finished, status) == (True, 409):
            return "finish"
        return "cancel" if (has_finished, status) == (False, 200) else f"{has_finished}/{status}"

    async def _spend(
        self, client: httpx2.AsyncClient, spender: Spender, key: str
    ) -> tuple[int, bytes]:
        response = await client.post(
            f"{next(self._addresses)}/api/generate",
            headers=_headers(spender) | {"Idempotency-Key": key},
            json={"originalFileKey": spender.photo_key, "style": "minimalist"},
        )
        return response.status_code, response.content

    def _count(self, title: str, counts: Counter[Item]) -> None:
        self.answers.update({f"{title}: {name}": count for name, count in counts.items()})

    @asynccontextmanager
    async def _opened(
        self, credits_count: int
    ) -> AsyncIterator[tuple[AsyncEngine, httpx2.AsyncClient, Spender]]:
        """Connections to the deployment, and a user of it."""
        engine = create_engine(self._settings.database_url.get_secret_value())
        store = S3Store.from_settings(self._settings)
        limits = httpx2.Limits(max_connections=200, max_keepalive_connections=200)
        try:
            spender = await make_spender(engine, credits_count, store)
            async with httpx2.AsyncClient(
                trust_env=False, limits=limits, timeout=_TIMEOUT_S
            ) as client:
                yield engine, client, spender
        finally:
            store.close()
            await engine.dispose()


async def _each(
    items: Iterable[Item], act: Callable[[Item], Awaitable[Result]], *, at_once: int = _AT_ONCE
) -> list[Result]:
    """Act on all items, some at once; the results in their order."""
    slots = asyncio.Semaphore(at_once)

    async def act_in_turn(item: Item) -> Result:
        async with slots:
            return await act(item)

    return await asyncio.gather(*(act_in_turn(item) for item in items))


def _headers(spender: Spender) -> dict[str, str]:
    return {"Authorization": f"Bearer {spender.token}"}


def _image_id(content: bytes) -> str:
    generation: Json = json.loads(content)
    image_id: str = generation["image"]["id"]
    return image_id


async def _check_books(
    engine: AsyncEngine, spender: Spender, *, balance: int, images: int, into: Violations
) -> None:
    """Balance, number of pictures, and the audit of the whole database."""
    async with autocommit(engine) as connection:
        cursor = await connection.execute(
            "select credits, (select count(*) from generated_images where user_id = users.id)"
            " from users where id = %s",
            [spender.id],
        )
        found = await cursor.fetchone()
        report = await audit(connection, stuck_after=timedelta(hours=1))
    into.expect(found == (balance, images), f"{found} instead of {(balance, images)}")
    for finding in report.findings:
        into.expect(holds=False, message=f"audit: {finding.rule}: {finding.rows[:1]}")
