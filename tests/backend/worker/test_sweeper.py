"""What nobody needs any more is deleted, and nothing else."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from backend.errors import StorageUnavailable
from backend.services.attempts import AttemptService
from backend.worker.queue import create_queue
from backend.worker.sweeper import Sweeper
from shared.errors import ErrorCode
from shared.limits import TRASH_KEPT_DAYS
from tests.backend.worker.conftest import InProcess, Shop
from tests.fakes.object_store import FakeObjectStore

LONG_AGO = datetime.now(UTC) - timedelta(days=2)


async def sweep(shop: Shop, dsn: str) -> None:
    queue = create_queue(dsn)
    async with queue.open_async():
        await Sweeper(shop.database, queue, shop.store).sweep()


@pytest.fixture
def store(shop: Shop) -> FakeObjectStore:
    assert isinstance(shop.store, FakeObjectStore)
    return shop.store


async def upload(shop: Shop, key: str, *, created_at: datetime) -> None:
    await shop.store.put(key, b"photo", content_type="image/png")
    await shop.ask(
        "insert into uploads (user_id, key, content_type, size_bytes, created_at, expires_at)"
        " values (%s, %s, 'image/png', 5, %s, now())",
        shop.user.id,
        key,
        created_at,
    )


async def age(shop: Shop, image_id: UUID) -> None:
    """Make an image one that ended long ago."""
    await shop.ask("update generated_images set finished_at = %s where id = %s", LONG_AGO, image_id)


async def finished(shop: Shop, workers: InProcess) -> UUID:
    image_id = await shop.order()
    async with workers.running():
        await shop.until(image_id, "completed")
    return image_id


async def test_uploads_are_kept_for_a_day(
    shop: Shop, store: FakeObjectStore, postgres_dsn: str
) -> None:
    await upload(shop, "staging/old.png", created_at=LONG_AGO)
    await upload(shop, "staging/new.png", created_at=datetime.now(UTC))

    await sweep(shop, postgres_dsn)

    assert set(store.objects) == {"staging/new.png"}
    assert [row["key"] for row in await shop.ask("select key from uploads")] == ["staging/new.png"]


async def test_an_old_upload_that_a_picture_waits_for_is_kept(
    shop: Shop, workers: InProcess, store: FakeObjectStore, postgres_dsn: str
) -> None:
    image_id = await shop.order()
    key = (await shop.row(image_id))["photo_key"]
    await upload(shop, key, created_at=LONG_AGO)

    await sweep(shop, postgres_dsn)
    assert key in store.objects
    async with workers.running():
        await shop.until(image_id, "completed", "failed")
    await sweep(shop, postgres_dsn)

    assert key not in store.objects


async def test_files_of_a_deleted_picture_go_and_its_tombstone_stays(
    shop: Shop, workers: InProcess, store: FakeObjectStore, postgres_dsn: str
) -> None:
    deleted, kept = await finished(shop, workers), await finished(shop, workers)
    await shop.ask("update generated_images set deleted_at = now() where id = %s", deleted)

    await sweep(shop, postgres_dsn)

    kept_keys = {key for key in store.objects if key.startswith("images/")}
    assert len(kept_keys) == 4
    assert all(str(kept) in key for key in kept_keys)
    assert (await shop.row(deleted))["files_deleted_at"] is not None
    assert (await shop.row(kept))["files_deleted_at"] is None


async def test_the_trash_is_emptied_after_a_month_and_every_device_hears_of_it(
    shop: Shop, workers: InProcess, store: FakeObjectStore, postgres_dsn: str
) -> None:
    old, older, new = [await finished(shop, workers) for _ in range(3)]
    for image_id, days in ((old, TRASH_KEPT_DAYS), (older, TRASH_KEPT_DAYS + 1), (new, 29)):
        await shop.ask(
            "update generated_images set title = 'Bruno', trashed_at = %s where id = %s",
            datetime.now(UTC) - timedelta(days=days),
            image_id,
        )
    (before,) = await shop.ask("select revision from users")

    await sweep(shop, postgres_dsn)
    await sweep(shop, postgres_dsn)

    assert (await shop.row(older))["revision"] == before["revision"] + 1
    assert (await shop.row(old))["revision"] == before["revision"] + 2
    assert (await shop.row(old))["title"] == ""
    (after,) = await shop.ask("select revision from users")
    assert after["revision"] == before["revision"] + 2
    assert (await shop.row(new))["deleted_at"] is None
    assert (await shop.row(new))["title"] == "Bruno"
    assert {key.split("/")[1] for key in store.objects if key.startswith("images/")} == {str(new)}


async def test_what_failed_attempts_left_behind_goes(
    shop: Shop, store: FakeObjectStore, postgres_dsn: str
) -> None:
    image_id = await shop.order()
    attempts = AttemptService(shop.database)
    await attempts.claim(image_id)
    await store.put(f"images/{image_id}/1/original.png", b"x", content_type="image/png")
    attempt = await attempts.claim(image_id)
    assert attempt is not None
    await store.put(f"images/{image_id}/2/photo.jpg", b"x", content_type="image/jpeg")
    await attempts.fail(attempt, ErrorCode.CONTENT_REFUSED, "No.")

    await sweep(shop, postgres_dsn)
    assert [key for key in store.objects if key.startswith("images/")]
    await age(shop, image_id)
    await sweep(shop, postgres_dsn)

    assert [key for key in store.objects if key.startswith("images/")] == []


async def test_previews_are_kept_for_an_hour(
    shop: Shop, workers: InProcess, store: FakeObjectStore, postgres_dsn: str
) -> None:
    image_id = await finished(shop, workers)
    preview = f"previews/{image_id}/1/1.webp"

    await sweep(shop, postgres_dsn)
    assert preview in store.objects
    store.put_at[preview] = LONG_AGO
    await sweep(shop, postgres_dsn)

    assert preview not in store.objects


async def test_finished_jobs_are_deleted_and_waiting_ones_kept(
    shop: Shop, postgres_dsn: str
) -> None:
    for status in ("succeeded", "failed", "cancelled", "aborted", "todo"):
        await shop.ask(
            "insert into procrastinate_jobs (queue_name, task_name, status)"
            " values ('pictures', 'make_picture', %s::procrastinate_job_status)",
            status,
        )
    await shop.ask(
        "insert into procrastinate_events (job_id, at) select id, %s from procrastinate_jobs",
        LONG_AGO,
    )
    await shop.ask("update procrastinate_events set at = %s", LONG_AGO)

    await sweep(shop, postgres_dsn)

    assert [job["status"] for job in await shop.jobs()] == ["todo"]


async def test_nothing_is_forgotten_while_the_object_store_is_away(
    shop: Shop, store: FakeObjectStore, postgres_dsn: str
) -> None:
    await upload(shop, "staging/old.png", created_at=LONG_AGO)
    store.is_down = True

    with pytest.raises(StorageUnavailable):
        await sweep(shop, postgres_dsn)
    store.is_down = False
    await sweep(shop, postgres_dsn)

    assert store.objects == {}
    assert await shop.ask("select key from uploads") == []


async def test_dead_links_and_forgotten_tries_are_deleted(shop: Shop, postgres_dsn: str) -> None:
    now = datetime.now(UTC)
    for token, expires_at in ((b"old", now - timedelta(days=8)), (b"new", now)):
        await shop.ask(
            "insert into verification_tokens (user_id, purpose, token_sha256, email, expires_at)"
            " values (%s, 'verify_email', %s, 'robin@example.com', %s)",
            shop.user.id,
            token,
            expires_at,
        )
    for key, forget_at in ((b"old", now), (b"new", now + timedelta(hours=1))):
        await shop.ask(
            "insert into throttles (key_sha256, tries, blocked_until, forget_at)"
            " values (%s, 1, now(), %s)",
            key,
            forget_at,
        )
        await shop.ask(
            "insert into google_sign_ins (login_token_sha256, state_sha256, nonce, code_verifier,"
            " match_code, device, terms_version, expires_at) values (%s, %s, '', '', '', '', '', %s)",
            key,
            key,
            forget_at,
        )
    await sweep(shop, postgres_dsn)
    assert await shop.ask("select token_sha256 from verification_tokens") == [
        {"token_sha256": b"new"}
    ]
    assert await shop.ask("select key_sha256 from throttles") == [{"key_sha256": b"new"}]
    assert await shop.ask("select state_sha256 from google_sign_ins") == [{"state_sha256": b"new"}]


async def test_an_account_whose_days_of_grace_are_over_goes_with_its_files(
    shop: Shop, workers: InProcess, store: FakeObjectStore, postgres_dsn: str
) -> None:
    image_id = await finished(shop, workers)
    files = {key for key in store.objects if key.startswith(f"images/{image_id}/")}
    assert len(files) == 4
    await shop.ask("update users set deletes_at = now()")

    await sweep(shop, postgres_dsn)

    assert not files & set(store.objects)
    (user,) = await shop.ask("select email, name, deleted_at from users")
    assert (user["email"], user["name"]) == (f"{shop.user.id}@deleted.invalid", "")
    assert user["deleted_at"] is not None
