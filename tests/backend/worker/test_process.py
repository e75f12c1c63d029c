"""The real worker process on real PostgreSQL and S3: pictures, sudden death, and a good end."""

import io
import sys
from collections.abc import Iterator
from dataclasses import replace

import httpx2
import pytest
from PIL import Image
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.adapters.s3_store import S3Store
from backend.local_cloud.ports import free_port
from backend.settings import Settings
from shared.errors import ErrorCode
from shared.styles import Style
from tests.backend.conftest import MakeUser
from tests.backend.metrics_page import MetricsPage
from tests.backend.worker.conftest import Shop, StartWorker, eventually
from tests.fakes import photo_files
from tests.fakes.openai_server import MODERATION, RATE_LIMIT, Draw, FakeOpenAI
from tests.fakes.serving import served


@pytest.fixture
def store(settings: Settings) -> Iterator[S3Store]:
    store = S3Store.from_settings(settings)
    yield store
    store.close()


@pytest.fixture
async def real_shop(engine: AsyncEngine, make_user: MakeUser, store: S3Store) -> Shop:
    """A customer whose photos lie in the real object store."""
    return Shop(engine, store, await make_user(30))


@pytest.fixture(scope="module")
def openai_server() -> Iterator[tuple[FakeOpenAI, str]]:
    fake = FakeOpenAI()
    with served(fake.app) as base_url:
        yield fake, f"{base_url}/v1"


@pytest.fixture
def openai(openai_server: tuple[FakeOpenAI, str]) -> FakeOpenAI:
    """The picture service with an empty script."""
    fake, _ = openai_server
    fake.deeds.clear()
    fake.requests.clear()
    return fake


@pytest.fixture
def openai_environment(openai_server: tuple[FakeOpenAI, str]) -> dict[str, str]:
    _, base_url = openai_server
    return {
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": base_url,
        "OPENAI_IMAGE_SIZE": "1024x1024",
        "WORKER_CONCURRENCY": "2",
    }


async def test_the_draft_engine_makes_a_picture(
    real_shop: Shop, store: S3Store, start_worker: StartWorker
) -> None:
    photo = photo_files.make_photo("JPEG", width=640, height=480)
    image_id = await real_shop.order(photo, "image/jpeg", style=Style.MINIMALIST)

    start_worker()

    row = await real_shop.until(image_id, "completed", "failed")
    assert row["status"] == "completed", row["failure_message"]
    assert row["engine"] == "draft"
    assert await real_shop.charges(image_id) == [-1]
    for name in ("result", "display", "thumbnail", "photo"):
        data = await store.get(row[name]["key"], max_bytes=10_000_000)
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.size == (row[name]["width"], row[name]["height"])


async def test_the_openai_engine_makes_what_it_can_and_refunds_the_rest(
    real_shop: Shop,
    store: S3Store,
    start_worker: StartWorker,
    openai: FakeOpenAI,
    openai_environment: dict[str, str],
) -> None:
    metrics_port = free_port()
    worker = start_worker(**openai_environment, WORKER_METRICS_PORT=str(metrics_port))
    openai.deeds = [replace(RATE_LIMIT, headers={}), Draw()]
    made = await real_shop.until(await real_shop.order(), "completed", "failed")
    openai.deeds = [MODERATION]
    moderated = await real_shop.until(await real_shop.order(), "completed", "failed")
    half_a_photo = photo_files.make_photo("JPEG")[:999]
    broken = await real_shop.until(
        await real_shop.order(half_a_photo, "image/jpeg"), "completed", "failed"
    )

    assert (made["status"], made["attempt"], made["model"]) == ("completed", 2, "gpt-image-2")
    assert made["usage"]["total_tokens"] == 1406
    assert made["provider_request_id"].startswith("req_")
    data = await store.get(made["result"]["key"], max_bytes=10_000_000)
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (1024, 1024)
    assert await real_shop.charges(made["id"]) == [-1]
    assert moderated["failure_code"] == ErrorCode.CONTENT_REFUSED
    assert broken["failure_code"] == ErrorCode.PHOTO_UNREADABLE
    assert await real_shop.charges(moderated["id"]) == [-1, 1]
    assert await real_shop.charges(broken["id"]) == [-1, 1]
    assert len(openai.requests) == 3
    assert "sk-test" not in worker.log
    async with httpx2.AsyncClient(trust_env=False) as client:
        page = MetricsPage.read((await client.get(f"http://127.0.0.1:{metrics_port}/")).text)
    assert page.value("plushifyme_image_cost_us_cents_count", model="gpt-image-2") == 1
    assert page.value("plushifyme_attempts_total", engine="openai", outcome="failed") == 2


async def test_a_picture_whose_worker_was_killed_is_finished_by_another_for_one_credit(
    real_shop: Shop,
    start_worker: StartWorker,
    openai: FakeOpenAI,
    openai_environment: dict[str, str],
) -> None:
    openai.deeds = [Draw(seconds=60)]
    first = start_worker(**openai_environment)
    image_id = await real_shop.order()

    async def has_begun() -> bool:
        return len(openai.requests) == 1

    await eventually(has_begun)
    first.kill()
    start_worker(**openai_environment)
    row = await real_shop.until(image_id, "completed", "failed")

    assert (row["status"], row["attempt"]) == ("completed", 2)
    assert await real_shop.charges(image_id) == [-1]
    assert len(openai.requests) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows only ends processes at once")
async def test_a_worker_that_is_asked_to_stop_finishes_and_ends_well(
    real_shop: Shop,
    start_worker: StartWorker,
    openai: FakeOpenAI,
    openai_environment: dict[str, str],
) -> None:
    openai.deeds = [Draw(seconds=1)]
    worker = start_worker(**openai_environment)
    image_id = await real_shop.order()

    async def has_begun() -> bool:
        return len(openai.requests) == 1

    await eventually(has_begun)
    exit_code = worker.terminate()

    assert exit_code == 0
    assert await real_shop.status(image_id) == "completed"
    assert "Traceback" not in worker.log
