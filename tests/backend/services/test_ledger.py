"""The ledger against a plain model of itself, on the real database."""

import asyncio
from collections.abc import Coroutine
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit, create_engine, transaction
from backend.services import ledger
from backend.services.attempts import AttemptService
from backend.services.cancelling import cancel_running
from backend.services.credits import CreditsService
from backend.services.revisions import lock_user, take
from shared.credits import CreditsBalance
from shared.errors import ErrorCode
from tests.backend.conftest import MakeUser
from tests.backend.services.test_attempts import PICTURE

Result = TypeVar("Result")


async def find_broken_balances(engine: AsyncEngine) -> list[Any]:
    """Users whose balance is not the sum of their entries, or whose entries do not add up."""
    async with autocommit(engine) as connection:
        cursor = await connection.execute(
            """
            with entries as (
                select user_id, credits, balance_after,
                    sum(credits) over (partition by user_id order by position) as running
                from transactions
            )
            select users.id
            from users left join entries on entries.user_id = users.id
            group by users.id
            having users.credits <> coalesce(sum(entries.credits), 0)
                or bool_or(entries.running <> entries.balance_after)
            """
        )
        return await cursor.fetchall()


class LedgerMachine(RuleBasedStateMachine):
    """Two users do everything that moves credits, in any order."""

    runner: asyncio.Runner
    engine: AsyncEngine

    def __init__(self) -> None:
        super().__init__()
        self.keys = count()
        self.users = [self.do(self.insert_user()) for _ in range(2)]
        self.balances = [0, 0]
        self.has_had_welcome = [False, False]
        self.running: list[tuple[int, UUID, int]] = []

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.runner.run(work)

    async def insert_user(self) -> UUID:
        async with autocommit(self.engine) as connection:
            cursor = await connection.execute(
                "insert into users (email, name) values (uuidv7()::text, 'A') returning id"
            )
            row = await cursor.fetchone()
        assert row is not None
        assert isinstance(row[0], UUID)
        return row[0]

    async def give(self, who: int, credits_count: int, once_key: str | None) -> bool:
        async with transaction(self.engine) as connection:
            entry = await ledger.grant(
                connection, self.users[who], credits_count, reason="Gift", once_key=once_key
            )
        return entry is not None

    async def pay(self, who: int, cost: int) -> UUID | None:
        image = ledger.NewImage(
            user_id=self.users[who],
            style="minimalist",
            prompt="",
            hints=None,
            photo_key="k",
            idempotency_key=str(next(self.keys)),
            request_sha256=b"",
            cost_credits=cost,
        )
        async with transaction(self.engine) as connection:
            charged = await ledger.charge_for_image(connection, image)
        return None if charged is None else charged.id

    async def end(self, who: int, image_id: UUID, how: str) -> bool:
        if how == "cancel":
            async with transaction(self.engine) as connection:
                revision = await lock_user(connection, self.users[who])
                assert revision is not None
                has_won = await cancel_running(connection, image_id, revision) is not None
                if has_won:
                    await take(connection, revision)
                return has_won
        attempts = AttemptService(self.engine)
        attempt = await attempts.claim(image_id)
        if attempt is None:
            return False
        if how == "fail":
            return await attempts.fail(attempt, ErrorCode.INTERNAL, "Failed.")
        return await attempts.complete(attempt, PICTURE)

    @rule(who=st.integers(0, 1), credits_count=st.integers(1, 5))
    def grant(self, who: int, credits_count: int) -> None:
        assert self.do(self.give(who, credits_count, None))
        self.balances[who] += credits_count

    @rule(who=st.integers(0, 1))
    def welcome(self, who: int) -> None:
        is_given = self.do(self.give(who, 3, "welcome"))
        assert is_given != self.has_had_welcome[who]
        self.balances[who] += 3 if is_given else 0
        self.has_had_welcome[who] = True

    @rule(who=st.integers(0, 1), cost=st.integers(1, 4))
    def charge(self, who: int, cost: int) -> None:
        image_id = self.do(self.pay(who, cost))
        assert (image_id is None) == (self.balances[who] < cost)
        if image_id is not None:
            self.balances[who] -= cost
            self.running.append((who, image_id, cost))

    @precondition(lambda self: self.running)
    @rule(pick=st.integers(0, 99), how=st.sampled_from(["cancel", "fail", "complete"]))
    def finish(self, pick: int, how: str) -> None:
        who, image_id, cost = self.running.pop(pick % len(self.running))
        assert self.do(self.end(who, image_id, how))
        self.balances[who] += 0 if how == "complete" else cost
        for again in ("cancel", "fail", "complete"):
            assert not self.do(self.end(who, image_id, again))

    @invariant()
    def balances_are_those_of_the_model(self) -> None:
        for who, user_id in enumerate(self.users):
            held = sum(cost for owner, _, cost in self.running if owner == who)
            found = self.do(CreditsService(self.engine).balance(user_id))
            assert found == CreditsBalance(balance=self.balances[who], held=held)
        assert not self.do(find_broken_balances(self.engine))


def test_the_ledger_behaves_like_its_model(postgres_dsn: str) -> None:
    with asyncio.Runner() as runner:
        engine = create_engine(postgres_dsn, pool_size=1)
        LedgerMachine.runner, LedgerMachine.engine = runner, engine
        run_state_machine_as_test(
            LedgerMachine, settings=settings(max_examples=12, stateful_step_count=20, deadline=None)
        )
        runner.run(engine.dispose())


async def test_a_keyed_grant_is_given_once_even_in_parallel(
    engine: AsyncEngine, make_user: MakeUser
) -> None:
    user = await make_user(credits_count=0)

    async def welcome() -> bool:
        async with transaction(engine) as connection:
            entry = await ledger.grant(connection, user.id, 3, reason="Hi", once_key="welcome")
        return entry is not None

    given = await asyncio.gather(*(welcome() for _ in range(12)))

    assert sum(given) == 1
    assert not await find_broken_balances(engine)
    assert (await CreditsService(engine).balance(user.id)).balance == 3


async def test_parallel_changes_of_one_balance_add_up(
    engine: AsyncEngine, make_user: MakeUser
) -> None:
    user = await make_user(credits_count=5)
    attempts = AttemptService(engine)

    async def spend_and_lose(number: int) -> None:
        image = ledger.NewImage(user.id, "minimalist", "", None, "k", str(number), b"", 1)
        async with transaction(engine) as connection:
            charged = await ledger.charge_for_image(connection, image)
        if charged is None:
            return
        attempt = await attempts.claim(charged.id)
        assert attempt is not None
        assert await attempts.fail(attempt, ErrorCode.INTERNAL, "Failed.")

    async def receive() -> None:
        async with transaction(engine) as connection:
            await ledger.grant(connection, user.id, 2, reason="Gift")

    await asyncio.gather(*(spend_and_lose(n) for n in range(30)), *(receive() for _ in range(10)))

    assert not await find_broken_balances(engine)
    assert (await CreditsService(engine).balance(user.id)).balance == 25


async def test_nothing_can_be_granted_that_takes(engine: AsyncEngine, make_user: MakeUser) -> None:
    user = await make_user()
    for credits_count in (0, -1):
        with pytest.raises(ValueError, match="at least one"):
            async with transaction(engine) as connection:
                await ledger.grant(connection, user.id, credits_count, reason="Wrong")
