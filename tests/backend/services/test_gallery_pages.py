"""Filtered pages: complete, in order, found by words, and never by reading the whole table."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.errors import InvalidRequest
from backend.services import gallery_pages
from backend.services.all_services import Services
from backend.services.gallery_pages import PageFilter
from shared.gallery import GallerySort
from shared.generations import GenerationStatus
from shared.styles import Style
from tests.backend.conftest import MakeUser

START = datetime(2026, 1, 1, tzinfo=UTC)


async def add_pictures(connection: AsyncConnection, user_id: UUID, count: int) -> None:
    """Completed pictures, one an hour; style, favourite, title, wish and tags take turns."""
    await connection.execute(
        """
        insert into generated_images (user_id, status, style, prompt, title, tags, favourite,
            photo_key, revision, first_revision, queue_position, idempotency_key, request_sha256,
            cost_credits, created_at, result)
        select %(user_id)s, 'completed',
            (array['cute-fluffy', 'realistic-plush', 'cartoon-style', 'minimalist'])[1 + n %% 4],
            'with a hat number ' || n, 'Picture ' || n %% 10, array['tag' || n %% 5], n %% 3 = 0,
            'k', n, n, 0, 'key ' || n, '', 1, %(start)s + n * interval '1 hour',
            '{"key": "k", "content_type": "image/png", "size_bytes": 1, "sha256": "00",
              "width": 1, "height": 1}'
        from generate_series(1, %(count)s) as n
        """,
        {"user_id": user_id, "count": count, "start": START},
    )
    await connection.execute("update users set revision = %s where id = %s", [count, user_id])


async def read_all(
    services: Services, user_id: UUID, wanted: PageFilter, limit: int = 7
) -> list[str]:
    """The wishes of every page's pictures."""
    wishes: list[str] = []
    cursor: str | None = None
    while True:
        page = await services.gallery_pages.page(user_id, wanted, cursor=cursor, limit=limit)
        wishes += [image.prompt for image in page.images]
        cursor = page.next_cursor
        if cursor is None:
            return wishes


async def numbers(services: Services, user_id: UUID, wanted: PageFilter) -> list[int]:
    return [int(wish.split()[-1]) for wish in await read_all(services, user_id, wanted)]


@pytest.fixture
async def user_id(engine: AsyncEngine, make_user: MakeUser) -> UUID:
    """A user with 40 pictures; another one has as many."""
    user, other = await make_user(), await make_user()
    async with autocommit(engine) as connection:
        await add_pictures(connection, user.id, 40)
        await add_pictures(connection, other.id, 40)
    return user.id


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (PageFilter(), list(range(40, 0, -1))),
        (PageFilter(sort=GallerySort.OLDEST), list(range(1, 41))),
        (PageFilter(style=Style.CUTE_FLUFFY), list(range(40, 0, -4))),
        (PageFilter(favourite=True), list(range(39, 0, -3))),
        (PageFilter(favourite=True, style=Style.CUTE_FLUFFY), [36, 24, 12]),
        (PageFilter(status=GenerationStatus.PENDING), []),
        (PageFilter(created_from=START + timedelta(hours=39)), [40, 39]),
        (PageFilter(created_before=START + timedelta(hours=3)), [2, 1]),
        (PageFilter(words="number 17"), [17]),
        (PageFilter(words="tag3 hat"), list(range(38, 0, -5))),
        (PageFilter(in_trash=True), []),
    ],
)
async def test_pages_lead_to_everything_that_fits_exactly_once(
    services: Services, user_id: UUID, wanted: PageFilter, expected: list[int]
) -> None:
    assert await numbers(services, user_id, wanted) == expected


async def test_pages_by_title_go_on_within_equal_titles(services: Services, user_id: UUID) -> None:
    found = await numbers(services, user_id, PageFilter(sort=GallerySort.TITLE))
    assert found == sorted(range(1, 41), key=lambda number: (number % 10, number))


async def test_what_changes_while_pages_are_read_is_in_the_delta_since_the_first_page(
    services: Services, user_id: UUID
) -> None:
    first = await services.gallery_pages.page(user_id, PageFilter(), cursor=None, limit=20)
    gone = UUID(first.images[0].id)
    await services.gallery_changes.delete(user_id, gone)
    rest = await services.gallery_pages.page(
        user_id, PageFilter(), cursor=first.next_cursor, limit=20
    )
    delta = await services.gallery.delta(user_id, since=first.revision, limit=10)
    assert len({image.id for image in (*first.images, *rest.images)}) == 40
    assert delta.deleted_ids == [str(gone)]


async def test_the_trash_shows_what_went_in_last_first(services: Services, user_id: UUID) -> None:
    page = await services.gallery_pages.page(user_id, PageFilter(), cursor=None, limit=40)
    thrown = [page.images[place] for place in (5, 30, 11)]
    for image in thrown:
        await services.gallery_changes.delete(user_id, UUID(image.id))
    found = await read_all(services, user_id, PageFilter(in_trash=True), limit=1)
    assert found == [image.prompt for image in reversed(thrown)]
    assert len(await read_all(services, user_id, PageFilter())) == 37
    assert await read_all(services, user_id, PageFilter(in_trash=True, words="bear")) == []


@pytest.mark.parametrize(
    ("title", "words", "is_found"),
    [
        ("Two brown bears", "bear", True),
        ("My bear", "bears", True),
        ("My bear", "be", True),
        ("My bear", "BEAR my", True),
        ("My bear", "bear cat", False),
        ("My bear", "ear", False),
        ("Zwei Bären", "bär", True),
        ("Ein Bär", "bären", True),
        ("der Hund", "der", True),
        ("the who", "the", True),
        ("rock'n'roll", "rock'n", True),
        ("e-mail bear", "e-mail", True),
        (r"back\slash", r"back\sl", True),
        ("a:b & c | !d <-> (e)", "a:b & c | !d <-> (e)", True),
        ("くま", "くま", True),
        ("My bear", "!!! ???", False),
        ("My bear", "bear !!!", True),
        ("My bear", "' or 1=1 --", False),
        ("My bear", "bear:*", True),
    ],
)
async def test_words_are_found_by_beginning_and_by_stem(
    services: Services,
    engine: AsyncEngine,
    user_id: UUID,
    title: str,
    words: str,
    *,
    is_found: bool,
) -> None:
    async with autocommit(engine) as connection:
        await connection.execute(
            "update generated_images set title = %s, prompt = 'x' where revision = 7", [title]
        )
    found = await read_all(services, user_id, PageFilter(words=words))
    assert ("x" in found) == is_found


@pytest.mark.parametrize(
    "cursor", ["", "x", "é", "W10", "bnVsbA", "WyJuZXdlc3QiLCAiMjAyNi0wMS0wMSIsICI3Il0", "a" * 99]
)
async def test_a_cursor_that_is_none_is_refused(
    services: Services, user_id: UUID, cursor: str
) -> None:
    for sort in GallerySort:
        with pytest.raises(InvalidRequest):
            await services.gallery_pages.page(
                user_id, PageFilter(sort=sort), cursor=cursor, limit=5
            )


async def test_a_cursor_of_another_order_is_refused(services: Services, user_id: UUID) -> None:
    page = await services.gallery_pages.page(user_id, PageFilter(), cursor=None, limit=5)
    for wanted in (PageFilter(sort=GallerySort.TITLE), PageFilter(sort=GallerySort.OLDEST)):
        with pytest.raises(InvalidRequest):
            await services.gallery_pages.page(user_id, wanted, cursor=page.next_cursor, limit=5)


@pytest.fixture
async def crowd(engine: AsyncEngine, make_user: MakeUser) -> UUID:
    """One of 40 users with 250 pictures each."""
    users = [await make_user(0) for _ in range(40)]
    async with autocommit(engine) as connection:
        for user in users:
            await add_pictures(connection, user.id, 250)
        await connection.execute(
            "update generated_images set trashed_at = created_at where revision % 50 = 0"
        )
        # Whatever the tests before have left in it, it costs what it would cost when new.
        await connection.execute("reindex table generated_images")
        await connection.execute("vacuum analyze generated_images")
    return users[7].id


AFTER = datetime(2026, 1, 5, tzinfo=UTC)


PLANS = [
    (PageFilter(), "page_index"),
    (PageFilter(sort=GallerySort.OLDEST), "page_index"),
    (PageFilter(sort=GallerySort.TITLE), "title_index"),
    (PageFilter(style=Style.MINIMALIST), "page_index"),
    (PageFilter(style=Style.MINIMALIST, favourite=True), "page_index"),
    (PageFilter(status=GenerationStatus.FAILED), "page_index"),
    (PageFilter(created_from=AFTER, created_before=AFTER + timedelta(days=1)), "page_index"),
    (PageFilter(words="number 17"), "search_index"),
    (PageFilter(in_trash=True), "trash_index"),
]


async def test_no_page_reads_the_whole_table(engine: AsyncEngine, crowd: UUID) -> None:
    async with autocommit(engine) as connection:
        for wanted, index in PLANS:
            # The statement itself is the subject.
            order = "trash" if wanted.in_trash else wanted.sort.value
            after = gallery_pages._Cursor(order, crowd, at_time=AFTER, title="Picture 4")
            for cursor in (None, after):
                statement, values = gallery_pages._select(crowd, wanted, order, cursor, limit=100)
                explained = await connection.execute(
                    b"explain (analyze, costs off) " + statement.encode(), values, prepare=False
                )
                plan = "\n".join(row[0] for row in await explained.fetchall())
                assert "Seq Scan" not in plan, plan
                assert f"generated_images_{index}" in plan, plan
