"""Pages and searches of galleries on the server, and how they grow with the pictures in it.

The pictures of 1,000 people lie in one table: first 10,000, then 100,000, then a million of them. What
is timed is the service with its statements and signed addresses, asked by one random person after
another.
"""

import gc
import random
import time
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

import psycopg
from psycopg import sql

from backend.adapters.s3_store import S3Store
from backend.db.engine import create_engine
from backend.services.gallery_pages import GalleryPagesService, PageFilter
from backend.services.images import ImagePresenter
from shared.gallery import GallerySort
from shared.limits import PAGE_DEFAULT_ITEMS
from shared.styles import Style
from tests.benchmarks.load import percentile, run_quickly
from tests.benchmarks.rows import Goal, Row, Spread
from tests.chaos.stage import Stage, build_stage

SUITE: Final = "pages"

_PEOPLE: Final = 1_000
_SIZES: Final = (10_000, 100_000, 1_000_000)
_ASKED: Final = 200
"""Times a round."""
_ROUNDS: Final = 3
_GOAL_MS: Final = 20
_WORDS: Final = (
    *("red hat", "birthday", "sleeping", "garden", "blue scarf", "grandma", "winter", "beach"),
    *("first day of school", "with the ball", "autumn leaves", "Emma and Otto", "sunglasses"),
)

Ask = Callable[[GalleryPagesService, UUID], Awaitable[object]]


def run() -> list[Row]:
    """Fill and measure at each size."""
    with build_stage(apis_count=0, workers_count=0, durable=False) as stage:
        found = {size: _at_size(stage, size) for size in _SIZES}
    smallest, largest = _SIZES[0], _SIZES[-1]
    return [
        Row(
            f"{name}, p99, {size:,} pictures",
            found[size][name],
            "ms",
            f"{smallest:,} pictures" if size != smallest else None,
            found[smallest][name] if size != smallest else None,
            Goal("value", "<=", _GOAL_MS) if size == largest else None,
        )
        for name in found[smallest]
        for size in _SIZES
    ]


def _at_size(stage: Stage, size: int) -> dict[str, Spread]:
    _fill(stage.settings.database_url.get_secret_value(), size // _PEOPLE)
    return run_quickly(_measure(stage))


async def _measure(stage: Stage) -> dict[str, Spread]:
    engine = create_engine(stage.settings.database_url.get_secret_value())
    store = S3Store.from_settings(stage.settings)
    pages = GalleryPagesService(engine, ImagePresenter(store))
    with psycopg.connect(stage.settings.database_url.get_secret_value()) as connection:
        people = [row[0] for row in connection.execute("select id from users").fetchall()]
    chance = random.Random(1)
    # As the server's own processes do at their start (`backend.cli`).
    gc.freeze()
    asked: dict[str, Ask] = {
        "page, newest first": _page(PageFilter()),
        "page, by title": _page(PageFilter(sort=GallerySort.TITLE)),
        "page, favourites of a style": _page(
            PageFilter(style=Style.CUTE_FLUFFY, favourite=True, sort=GallerySort.OLDEST)
        ),
        "search": lambda service, user_id: service.page(
            user_id, PageFilter(words=chance.choice(_WORDS)), cursor=None, limit=PAGE_DEFAULT_ITEMS
        ),
        "search for what is not there": _page(PageFilter(words="submarine")),
    }
    try:
        return {
            name: Spread.of(
                [
                    percentile(
                        [await _time(ask, pages, chance.choice(people)) for _ in range(_ASKED)], 99
                    )
                    for _ in range(_ROUNDS)
                ]
            )
            for name, ask in asked.items()
        }
    finally:
        gc.unfreeze()
        store.close()
        await engine.dispose()


async def _time(ask: Ask, pages: GalleryPagesService, user_id: UUID) -> float:
    """Milliseconds."""
    began_at = time.perf_counter()
    await ask(pages, user_id)
    return (time.perf_counter() - began_at) * 1000


def _page(wanted: PageFilter) -> Ask:
    return lambda pages, user_id: pages.page(user_id, wanted, cursor=None, limit=PAGE_DEFAULT_ITEMS)


def _fill(dsn: str, each: int) -> None:
    """Give each person so many pictures in all, past the rules of the ledger: nobody pays here."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(
            """
            insert into users (email, name)
            select 'person-' || n || '@example.com', 'Person ' || n
            from generate_series(1, %(people)s) as n on conflict do nothing
            """,
            {"people": _PEOPLE},
        )
        # Filled first and indexed then, a million pictures take a minute instead of many.
        indexes = connection.execute(_INDEXES).fetchall()
        for name, _ in indexes:
            connection.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))
        connection.execute(_ADD_IMAGES, {"each": each, "words": list(_WORDS)})
        for _, definition in indexes:
            connection.execute(definition)
        connection.execute("update users set revision = %s", [each])
        connection.execute("vacuum analyze generated_images, users")
        # What the filling has left to write is not part of what is measured.
        connection.execute("checkpoint")


_INDEXES: Final = """
    select indexname, indexdef from pg_indexes
    where tablename = 'generated_images'
        and not exists (select from pg_constraint where conname = indexname)
"""


_ADD_IMAGES: Final = """
    insert into generated_images (
        user_id, status, style, prompt, title, favourite, photo_key, idempotency_key,
        request_sha256, cost_credits, revision, first_revision, attempt, created_at, finished_at,
        placeholder, photo, result, display, thumbnail, queue_position
    )
    select
        users.id, 'completed',
        (array['cute-fluffy', 'realistic-plush', 'cartoon-style', 'minimalist'])[1 + n %% 4],
        (%(words)s::text[])[1 + (n * 7) %% cardinality(%(words)s)],
        (%(words)s::text[])[1 + (n * 5) %% cardinality(%(words)s)] || ' ' || n,
        n %% 10 = 0, 'staging/' || users.id || '/' || n, 'key-' || n, '', 1, n, n, 1,
        now() - n * interval '1 hour', now() - n * interval '1 hour', 'placeholder',
        file.content, file.content, file.content, file.content, 0
    from users
        cross join lateral (
            select coalesce(max(revision), 0) as seen from generated_images
            where user_id = users.id
        ) as had
        cross join lateral generate_series(had.seen + 1, %(each)s) as n
        cross join lateral (
            select jsonb_build_object(
                'key', 'images/' || users.id || '/' || n || '.png', 'content_type', 'image/png',
                'size_bytes', 1000000, 'sha256', repeat('0', 64), 'width', 1024, 'height', 1024
            ) as content
        ) as file
"""
