"""The audit finds each broken invariant, by its name and with the rows that break it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import LiteralString
from uuid import UUID

import pytest
from psycopg import AsyncConnection, Rollback, sql
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import transaction
from backend.services.all_services import Services
from backend.services.audit import ROWS_SHOWN_MAX, AuditReport, audit
from backend.services.audit_rules import RULES
from shared.errors import ErrorCode
from tests.backend.conftest import MakeImage, MakeUser
from tests.backend.services.test_attempts import PICTURE

STUCK_AFTER = timedelta(minutes=30)


@dataclass(frozen=True)
class Breakage:
    """What somebody does to the database, and the rules that it breaks."""

    deed: LiteralString
    broken: set[str]


BREAKAGES = {
    "credits from nowhere": Breakage(
        "update users set credits = credits + 1 where id = %(user)s",
        {"balance-is-sum", "balance-is-last-entry"},
    ),
    "credits without any entry": Breakage(
        "update users set credits = 5 where id = %(poor)s", {"balance-is-sum"}
    ),
    "a negative balance": Breakage(
        "update users set credits = -1 where id = %(poor)s",
        {"balance-not-negative", "balance-is-sum"},
    ),
    "a negative balance in between": Breakage(
        "update transactions set balance_after = -1"
        " where position = (select min(position) from transactions)",
        {"balance-not-negative", "running-balance"},
    ),
    "an entry in the middle with a wrong balance": Breakage(
        "update transactions set balance_after = balance_after + 1"
        " where image_id = %(failed)s and type = 'generation'",
        {"running-balance"},
    ),
    "a generation that was never charged": Breakage(
        "delete from transactions where image_id = %(completed)s",
        {
            "charged-once",
            "net-of-outcome",
            "balance-is-sum",
            "running-balance",
        },
    ),
    "a second charge that adds up": Breakage(
        "with entry as (insert into transactions"
        " (user_id, type, credits, balance_after, image_id, description)"
        " select id, 'generation', -1, credits - 1, %(completed)s, '' from users"
        " where id = %(user)s returning user_id)"
        " update users set credits = credits - 1 from entry where id = entry.user_id",
        {"charged-once", "net-of-outcome"},
    ),
    "a charge that gives": Breakage(
        "with entry as (insert into transactions"
        " (user_id, type, credits, balance_after, image_id, description)"
        " select id, 'generation', 1, credits + 1, %(completed)s, '' from users"
        " where id = %(user)s returning user_id)"
        " update users set credits = credits + 1 from entry where id = entry.user_id",
        {"entry-sign", "charged-once", "net-of-outcome"},
    ),
    "an entry of a type that does not exist": Breakage(
        "update transactions set type = 'gift' where once_key = 'welcome'", {"entry-sign"}
    ),
    "a refund of a completed picture": Breakage(
        "with entry as (insert into transactions"
        " (user_id, type, credits, balance_after, image_id, description)"
        " select id, 'refund', 1, credits + 1, %(completed)s, '' from users"
        " where id = %(user)s returning user_id)"
        " update users set credits = credits + 1 from entry where id = entry.user_id",
        {"refund-only-after-failure", "net-of-outcome"},
    ),
    "a second refund": Breakage(
        "with entry as (insert into transactions"
        " (user_id, type, credits, balance_after, image_id, description)"
        " select id, 'refund', 1, credits + 1, %(failed)s, '' from users"
        " where id = %(user)s returning user_id)"
        " update users set credits = credits + 1 from entry where id = entry.user_id",
        {"refund-only-after-failure", "net-of-outcome"},
    ),
    "a failure without a refund": Breakage(
        "update generated_images set status = 'failed' where id = %(processing)s",
        {"net-of-outcome"},
    ),
    "a cancellation that was not refunded": Breakage(
        "update generated_images set status = 'cancelled' where id = %(pending)s",
        {"net-of-outcome"},
    ),
    "a refunded picture that was completed after all": Breakage(
        "update generated_images set status = 'completed', result = f.result,"
        " display = f.display, thumbnail = f.thumbnail, photo = f.photo"
        " from generated_images f where f.id = %(completed)s"
        " and generated_images.id = %(cancelled)s",
        {"net-of-outcome", "refund-only-after-failure"},
    ),
    "a picture that someone else paid": Breakage(
        "update generated_images set user_id = %(poor)s where id = %(completed)s",
        {"entry-has-its-image", "revision-within-user"},
    ),
    "an entry whose picture is gone": Breakage(
        "delete from generated_images where id = %(cancelled)s",
        {"entry-has-its-image", "refund-only-after-failure"},
    ),
    "a completed picture without its thumbnail": Breakage(
        "update generated_images set thumbnail = thumbnail - 'key' where id = %(completed)s",
        {"completed-has-files"},
    ),
    "a completed picture without its photo": Breakage(
        "update generated_images set photo = null where id = %(completed)s",
        {"completed-has-files"},
    ),
    "a result without completion": Breakage(
        'update generated_images set result = \'{"key": "x"}\' where id = %(pending)s',
        {"completed-has-files"},
    ),
    "a failed picture in the trash": Breakage(
        "update generated_images set trashed_at = now() where id = %(failed)s",
        {"only-pictures-in-trash"},
    ),
    "a picture that waits for ever": Breakage(
        "update generated_images set created_at = now() - interval '31 minutes'"
        " where id = %(pending)s",
        {"nothing-stuck"},
    ),
    "a picture that is made for ever": Breakage(
        "update generated_images set created_at = now() - interval '31 minutes'"
        " where id = %(processing)s",
        {"nothing-stuck"},
    ),
    "two pictures with one revision": Breakage(
        "update generated_images set revision = other.revision"
        " from generated_images other where other.id = %(pending)s"
        " and generated_images.id = %(processing)s",
        {"revision-unique"},
    ),
    "a revision from the future": Breakage(
        "update generated_images set revision = 1000 where id = %(pending)s",
        {"revision-within-user"},
    ),
    "two pictures with one key": Breakage(
        "update generated_images set idempotency_key = 'k' where id = any(%(both)s)",
        {"one-picture-per-key"},
    ),
    "a grant that was given again": Breakage(
        "with entry as (insert into transactions"
        " (user_id, type, credits, balance_after, once_key, description)"
        " select id, 'grant', 3, credits + 3, 'welcome', '' from users"
        " where id = %(user)s returning user_id)"
        " update users set credits = credits + 3 from entry where id = entry.user_id",
        {"granted-once"},
    ),
    "a paid order without its credits": Breakage(
        "insert into orders (user_id, plan, credits, amount_cents, currency, status, paid_at)"
        " values (%(user)s, 'basic', 30, 995, 'usd', 'paid', now())",
        {"orders-and-purchases"},
    ),
    "credits for an order that was not paid": Breakage(
        "update orders set paid_at = null", {"orders-and-purchases"}
    ),
    "an order of other credits than were bought": Breakage(
        "update orders set credits = 100", {"orders-and-purchases"}
    ),
    "a purchase that nobody ordered": Breakage(
        "update transactions set order_id = null where type = 'purchase'",
        {"orders-and-purchases", "purchase-has-its-order"},
    ),
    "a deleted account that still tells whose it was": Breakage(
        "update users set deleted_at = now() where id = %(poor)s", {"deleted-is-anonymous"}
    ),
    "an account that was to be deleted long ago": Breakage(
        "update users set deletes_at = now() - interval '2 days' where id = %(poor)s",
        {"deletion-in-time"},
    ),
}


@pytest.fixture
async def ids(
    engine: AsyncEngine, services: Services, make_user: MakeUser, make_image: MakeImage
) -> dict[str, object]:
    """A user who has bought credits and has a picture in every state, and one who has nothing."""
    user, poor = await make_user(0), await make_user(0)
    async with transaction(engine) as connection:
        await _buy(connection, user.id)
    images: dict[str, UUID] = {}
    for status in ("completed", "failed", "cancelled", "processing", "pending"):
        images[status] = await make_image(user.id)
    for status in ("completed", "failed", "processing"):
        attempt = await services.attempts.claim(images[status])
        assert attempt is not None
        if status == "completed":
            assert await services.attempts.complete(attempt, PICTURE)
        if status == "failed":
            assert await services.attempts.fail(attempt, ErrorCode.CONTENT_REFUSED, "No.")
    await services.generations.cancel(user.id, images["cancelled"])
    both = [images["pending"], images["processing"]]
    return {"user": user.id, "poor": poor.id, "both": both, **images}


async def _buy(connection: AsyncConnection, user_id: UUID) -> None:
    """A welcome grant of 3 and a paid order of 30, as the ledger writes them."""
    await connection.execute("update users set credits = 33 where id = %s", [user_id])
    await connection.execute(
        "insert into transactions (user_id, type, credits, balance_after, once_key, description)"
        " values (%s, 'grant', 3, 3, 'welcome', '')",
        [user_id],
    )
    await connection.execute(
        "with bought as (insert into orders"
        " (user_id, plan, credits, amount_cents, currency, status, paid_at)"
        " values (%(user)s, 'basic', 30, 995, 'usd', 'paid', now()) returning id)"
        " insert into transactions"
        " (user_id, type, credits, balance_after, order_id, description)"
        " select %(user)s, 'purchase', 30, 33, id, '' from bought",
        {"user": user_id},
    )


@pytest.fixture
async def unguarded(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction in which the schema forbids nothing; it is rolled back at the end."""
    async with transaction(engine) as connection:
        await connection.execute("set local session_replication_role = replica")
        cursor = await connection.execute(
            "select conrelid::regclass::text, conname from pg_constraint where contype in ('c', 'u')"
            " and conrelid in ('users'::regclass, 'transactions'::regclass,"
            " 'generated_images'::regclass, 'orders'::regclass)"
        )
        for table, name in await cursor.fetchall():
            await connection.execute(
                sql.SQL("alter table {} drop constraint {}").format(
                    sql.Identifier(table), sql.Identifier(name)
                )
            )
        yield connection
        raise Rollback


async def look(connection: AsyncConnection) -> AuditReport:
    return await audit(connection, stuck_after=STUCK_AFTER)


async def test_what_the_services_have_written_is_clean(
    engine: AsyncEngine, ids: dict[str, object]
) -> None:
    async with transaction(engine) as connection:
        report = await look(connection)

    assert report.findings == []
    assert (report.users, report.images, report.entries) == (2, 5, 9)


@pytest.mark.parametrize("name", BREAKAGES)
async def test_what_is_broken_is_found(
    ids: dict[str, object], unguarded: AsyncConnection, name: str
) -> None:
    breakage = BREAKAGES[name]
    cursor = await unguarded.execute(breakage.deed, ids)
    assert cursor.rowcount > 0

    report = await look(unguarded)

    assert {finding.rule for finding in report.findings} == breakage.broken
    for finding in report.findings:
        assert finding.count == len(finding.rows) > 0
        assert any(column.endswith("_id") for column in finding.rows[0])


def test_every_rule_is_broken_by_some_test() -> None:
    broken = set[str]().union(*(breakage.broken for breakage in BREAKAGES.values()))

    assert broken == {rule.name for rule in RULES}


async def test_many_offending_rows_are_counted_and_some_are_shown(
    unguarded: AsyncConnection,
) -> None:
    await unguarded.execute(
        "insert into users (email, name, credits)"
        " select number::text, '', 1 from generate_series(1, 250) as number"
    )

    (finding,) = (await look(unguarded)).findings

    assert (finding.count, len(finding.rows)) == (250, ROWS_SHOWN_MAX)
