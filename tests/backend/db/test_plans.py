"""Plans that were made for a handful of rows stay good for thousands, without `analyze`."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final
from uuid import UUID

import pytest
from psycopg import AsyncConnection, sql
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.adapters.procrastinate_queue import ProcrastinateQueue
from backend.db.engine import autocommit, create_engine
from backend.db.migrate import migrate
from backend.services.all_services import Services
from backend.services.observing import Unobserved
from backend.worker.queue import create_queue
from backend.worker.reaper import Reaper
from backend.worker.tasks import RunningJobs
from shared.errors import ErrorCode
from shared.generations import GenerateRequest
from shared.styles import Style
from tests.backend.conftest import KnownUser, MakeUser, UploadPhoto
from tests.chaos.spenders import PICTURE

_TABLES: Final = ("users", "accounts", "sessions", "uploads", "generated_images", "transactions")
_QUEUE: Final = "procrastinate_jobs"
_OPEN_ONLY: Final = (
    "procrastinate_jobs_priority_idx_v1",
    "procrastinate_jobs_id_lock_idx_v1",
    "procrastinate_jobs_queueing_lock_idx_v1",
    "generated_images_waiting_index",
    "generated_images_held_index",
)
"""Indexes of nothing but what is not finished yet. Who reads one of them whole does it in order,
a hundred at most, or is the reaper."""
_UNTIL_KEPT: Final = 7
"""A connection keeps the plan of a statement that it has run a few times."""
_GROWN: Final = 4000


@pytest.fixture
def postgres_dsn(empty_database: str) -> str:
    """A database of this test's own, whose tables have never held anything."""
    migrate(empty_database)
    return empty_database


@pytest.fixture
async def engine(postgres_dsn: str) -> AsyncIterator[AsyncEngine]:
    """One connection, which keeps its plans from the first time on."""
    engine = create_engine(postgres_dsn, pool_size=1)
    async with autocommit(engine) as connection:
        await connection.execute("set plan_cache_mode = force_generic_plan")
        for table in (*_TABLES, _QUEUE):
            # Nobody is to analyse them by the way.
            await connection.execute(
                sql.SQL("alter table {} set (autovacuum_enabled = off)").format(
                    sql.Identifier(table)
                )
            )
    yield engine
    await engine.dispose()


async def _make_a_plushie(services: Services, user: KnownUser, photo_key: str, number: int) -> None:
    """What happens on the way of a picture, and what its owner's app asks meanwhile."""
    caller = await services.sessions.authenticate(user.token)
    request = GenerateRequest(original_file_key=photo_key, style=Style.MINIMALIST)
    ordered = await services.generations.request(
        caller.user_id,
        request,
        idempotency_key=f"key-{number}",
    )
    image_id = UUID(ordered.image.id)
    await services.gallery.changes(user.id, since=ordered.image.revision - 1, limit=10)
    generation = await services.generations.status(user.id, image_id)
    assert generation.queue_position is not None
    attempt = await services.attempts.claim(image_id)
    assert attempt is not None
    await services.sessions.authenticate(user.token, image_id)
    await services.credits.balance(user.id)
    assert await services.attempts.publish_preview(attempt, sequence=1, stage="", key="")
    assert await services.attempts.complete(attempt, PICTURE)
    ended = [
        await services.generations.request(
            caller.user_id, request, idempotency_key=f"key-{number} {end}"
        )
        for end in ("cancelled", "failed")
    ]
    await services.generations.cancel(user.id, UUID(ended[0].image.id))
    attempt = await services.attempts.claim(UUID(ended[1].image.id))
    assert attempt is not None
    assert await services.attempts.fail(attempt, ErrorCode.INTERNAL, "")


async def _grow(connection: AsyncConnection) -> None:
    """Thousands of other people, each with a picture that waits and one that is finished."""
    await connection.execute(
        f"""
        with person as (
            insert into users (email, name)
            select 'person-' || number, 'Somebody' from generate_series(1, {_GROWN}) as number
            returning id
        ), account as (
            insert into accounts (user_id, provider, subject, password_hash)
            select id, 'password', id::text, '' from person
        ), session as (
            insert into sessions (user_id, token_sha256, device, expires_at)
            select id, sha256(id::text::bytea), '', now() from person
        ), image as (
            insert into generated_images (
                user_id, style, prompt, photo_key, idempotency_key, request_sha256, cost_credits,
                revision, first_revision, queue_position, status, failure_code
            )
            select id, 'minimalist', '', '', status, '', 1, 1, 1, 0, status, failure_code
            from person, (values ('pending', null), ('failed', 'internal'))
                as state (status, failure_code)
            returning id, status
        )
        insert into procrastinate_jobs (queue_name, task_name, args)
        select 'pictures', 'make_picture', jsonb_build_object('image_id', id)
        from image where status = 'pending'
        """
    )


async def _plans(connection: AsyncConnection) -> dict[str, Any]:
    """The plan of each statement that the connection has prepared, by the statement."""
    cursor = await connection.execute(
        "select statement, name, cardinality(parameter_types) from pg_prepared_statements"
        " where not from_sql"
    )
    plans = {}
    for statement, name, parameters_count in await cursor.fetchall():
        nulls = sql.SQL(", ").join([sql.NULL] * parameters_count)
        explained = await connection.execute(
            sql.SQL("explain (format json) execute {} {}").format(
                sql.Identifier(name),
                sql.SQL("({})").format(nulls) if parameters_count else sql.SQL(""),
            )
        )
        [[[plan]]] = await explained.fetchall()
        plans[" ".join(statement.split())] = plan["Plan"]
    return plans


def _read_whole(plan: dict[str, Any]) -> Iterator[str]:
    """Every table or index of which a plan reads more than what it was asked for."""
    node, index = plan["Node Type"], plan.get("Index Name")
    condition = plan.get("Index Cond", "")
    # A condition on nothing but constants holds for half of a table.
    is_about_asked = re.search(r"\$\d|\w\.\w|InitPlan", condition)
    if node == "Seq Scan" or not (index is None or index in _OPEN_ONLY or is_about_asked):
        yield f"{node} {plan.get('Relation Name', '')} {index} {condition}"
    for part in plan.get("Plans", ()):
        yield from _read_whole(part)


async def test_no_plan_reads_a_whole_table_neither_a_small_one_nor_one_that_has_grown(
    services: Services,
    engine: AsyncEngine,
    postgres_dsn: str,
    make_user: MakeUser,
    upload_photo: UploadPhoto,
) -> None:
    user = await make_user(4 * _UNTIL_KEPT)
    photo_key = await upload_photo(user.id)
    await _make_a_plushie(services, user, photo_key, 0)
    async with autocommit(engine) as connection:
        await connection.execute("vacuum analyze")

    async with create_queue(postgres_dsn).open_async() as queue:
        reaper = Reaper(
            engine,
            queue,
            ProcrastinateQueue(),
            RunningJobs(),
            stalled_after_s=60,
            overdue_after_s=600,
            observer=Unobserved(),
        )
        for number in range(_UNTIL_KEPT):
            await _make_a_plushie(services, user, photo_key, number + 1)
            await reaper.reap()

    async with autocommit(engine) as connection:
        kept = await _plans(connection)
        await _grow(connection)
        await connection.execute("discard plans")
        made_anew = await _plans(connection)
    assert len(kept) > 10
    for plans in (kept, made_anew):
        assert {
            text: found for text, plan in plans.items() if (found := list(_read_whole(plan)))
        } == {}
