"""The storm: customers at work, everything breaking, and what must be true when it is over."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import httpx2
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from backend.adapters.s3_store import S3Store
from backend.services.audit import audit
from tests.chaos.browser import Browser
from tests.chaos.customers import Customer, credits_spent
from tests.chaos.faults import Attack, Fault, plan_faults
from tests.chaos.moody_engine import TIMEOUT_S, MoodyOpenAI
from tests.chaos.orders import Json, Violations
from tests.chaos.stage import Stage, build_stage, mail_folder
from tests.chaos.watcher import Watcher
from tests.fakes.serving import served

FINAL_WITHIN_S: Final = 120
"""So soon after the storm every picture is final."""

_CUSTOMERS: Final = 10
_CREDITS: Final = 40
_TOLD_WITHIN_S: Final = 30
_FILES: Final = ("result", "display", "thumbnail", "photo")


@dataclass
class StormReport:
    """What happened, as the summary tells it."""

    faults: Counter[str] = field(default_factory=Counter)
    engine: Counter[str] = field(default_factory=Counter)
    engine_faults_count: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    attempts: Counter[int] = field(default_factory=Counter)
    orders: Counter[str] = field(default_factory=Counter)
    unknown_outcomes_count: int = 0
    streams_count: int = 0
    storm_s: float = 0
    final_after_s: float = 0
    violations: list[str] = field(default_factory=list)


class Storm:
    """One run on one stage."""

    def __init__(
        self, stage: Stage, engine: MoodyOpenAI, client: httpx2.AsyncClient, seed: int
    ) -> None:
        self._stage = stage
        self._engine = engine
        self._report = StormReport()
        self._violations = Violations(self._report.violations)
        self._watchers: dict[Customer, Watcher] = {}
        for number in range(_CUSTOMERS):
            dice = random.Random(f"{seed} ways of {number}")
            browser = Browser(client, stage.addresses, dice, self._report.answers, self._violations)
            customer = Customer(
                number,
                seed,
                browser,
                mails=mail_folder(stage.folder),
                credits_at_first=_CREDITS,
                violations=self._violations,
            )
            self._watchers[customer] = Watcher(client, stage.addresses, dice, self._violations)

    async def run(self, seed: int, faults_count: int) -> StormReport:
        """Break things, let everything come back, and check."""
        attack = Attack(self._stage)
        async with self._watching():
            await self._live_through(attack, plan_faults(seed, faults_count))
            self._engine.calm()
            ended_at = time.monotonic()
            async with asyncio.timeout(FINAL_WITHIN_S):
                await asyncio.gather(*(customer.settle() for customer in self._watchers))
            await self._wait_until_final(ended_at)
            await self._wait_until_told()
        self._report.faults.update({kind.value: count for kind, count in attack.done.items()})
        self._report.storm_s = attack.seconds
        self._report.engine.update(self._engine.done)
        self._report.engine_faults_count = self._engine.faults_count
        await self._check()
        return self._report

    async def _live_through(self, attack: Attack, plan: list[Fault]) -> None:
        is_over = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            for customer in self._watchers:
                tasks.create_task(customer.live(is_over))
            await attack.run(plan)
            is_over.set()

    @asynccontextmanager
    async def _watching(self) -> AsyncIterator[None]:
        async def watch(customer: Customer, watcher: Watcher) -> None:
            await customer.is_signed_in.wait()
            await watcher.watch(customer.token)

        watching = [
            asyncio.create_task(watch(customer, watcher))
            for customer, watcher in self._watchers.items()
        ]
        try:
            yield
        finally:
            for task in watching:
                task.cancel()
            ends = await asyncio.gather(*watching, return_exceptions=True)
        for end in ends:
            self._violations.expect(
                isinstance(end, asyncio.CancelledError), f"A stream broke: {end!r}"
            )

    async def _wait_until_final(self, ended_at: float) -> None:
        while time.monotonic() < ended_at + FINAL_WITHIN_S:
            open_images = await self._ask(
                "select id from generated_images where status in ('pending', 'processing')"
            )
            self._report.final_after_s = time.monotonic() - ended_at
            if not open_images:
                return
            await asyncio.sleep(0.2)
        self._violations.expect(holds=False, message=f"Not final after {FINAL_WITHIN_S} s")

    async def _wait_until_told(self) -> None:
        """The event streams have shown the end of every picture."""
        rows = await self._ask(
            "select images.id::text, status, email from generated_images images"
            " join users on users.id = user_id"
        )
        ends = {row["id"]: row for row in rows}
        by_email = {customer.email: watcher for customer, watcher in self._watchers.items()}
        deadline = time.monotonic() + _TOLD_WITHIN_S
        missing = ends
        while missing and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
            missing = {
                image_id: row
                for image_id, row in ends.items()
                if by_email[row["email"]].statuses.get(image_id) != row["status"]
            }
        for image_id, row in missing.items():
            seen = by_email[row["email"]].statuses.get(image_id)
            self._violations.expect(
                holds=False, message=f"{image_id} is {row['status']}, its stream says {seen}"
            )

    async def _check(self) -> None:
        for customer, watcher in self._watchers.items():
            await customer.look_at_all()
            await self._check_customer(customer)
            self._report.streams_count += watcher.streams_count
        await self._check_files()
        connection = await AsyncConnection.connect(self._stage.postgres.dsn)
        async with connection:
            result = await audit(connection, stuck_after=timedelta(0))
        for finding in result.findings:
            message = f"audit: {finding.rule}: {finding.count} rows, such as {finding.rows[0]}"
            self._violations.expect(holds=False, message=message)

    async def _check_customer(self, customer: Customer) -> None:
        rows = await self._ask(
            "select images.* from generated_images images join users on users.id = user_id"
            " where email = %s",
            customer.email,
        )
        statuses: list[str] = []
        for order in customer.orders.values():
            self._violations.expect(order.is_settled, f"{order.key} never got an answer")
            self._report.unknown_outcomes_count += order.unknown_outcomes
            self._report.orders.update(["batch" if order.size > 1 else "single"])
        ends = {str(row["id"]): row["status"] for row in rows}
        for picture in customer.pictures:
            if picture.id in ends:
                picture.check(ends[picture.id], self._violations)
                statuses.append(ends[picture.id])
        self._report.statuses.update(statuses)
        self._report.attempts.update(row["attempt"] for row in rows)
        self._violations.expect(
            len(rows) == len(statuses) == len(customer.pictures),
            f"{customer.email} has {len(rows)} pictures and knows of {len(customer.pictures)}",
        )
        balance = await customer.balance()
        expected = {"balance": customer.credits_at_first - credits_spent(statuses), "held": 0}
        self._violations.expect(
            balance == expected, f"{customer.email} has {balance} instead of {expected}"
        )

    async def _check_files(self) -> None:
        """A completed picture can be downloaded."""
        store = S3Store.from_settings(self._stage.settings)
        rows = await self._ask("select * from generated_images where status = 'completed'")
        for row in rows:
            for name in _FILES:
                info = await store.head(row[name]["key"])
                size = None if info is None else info.size_bytes
                self._violations.expect(
                    size == row[name]["size_bytes"], f"{row['id']}: its {name} has {size} bytes"
                )
        store.close()

    async def _ask(self, query: str, *values: object) -> list[Json]:
        connection = await AsyncConnection.connect(
            self._stage.postgres.dsn, autocommit=True, row_factory=dict_row
        )
        async with connection:
            cursor = await connection.execute(query.encode(), values)
            return await cursor.fetchall()


async def _run(stage: Stage, engine: MoodyOpenAI, seed: int, faults_count: int) -> StormReport:
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=50)
    async with httpx2.AsyncClient(trust_env=False, limits=limits) as client:
        return await Storm(stage, engine, client, seed).run(seed, faults_count)


def run_storm(seed: int, faults_count: int) -> StormReport:
    """Run one storm on a deployment of its own."""
    engine = MoodyOpenAI(seed=seed)
    with served(engine.app) as base_url:
        environment = {
            "OPENAI_API_KEY": engine.api_key,
            "OPENAI_BASE_URL": f"{base_url}/v1",
            "OPENAI_TIMEOUT_S": str(TIMEOUT_S),
            "WELCOME_CREDITS": str(_CREDITS),
            "WORKER_CONCURRENCY": "3",
        }
        with build_stage(apis_count=2, workers_count=2, environment=environment) as stage:
            return asyncio.run(_run(stage, engine, seed, faults_count))
