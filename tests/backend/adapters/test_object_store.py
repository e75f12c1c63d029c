"""The contract of an object store, passed by the real one and by its stand-in alike."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from pydantic import SecretStr

from backend.adapters.s3_store import S3Store
from backend.errors import NotFound, StorageUnavailable
from backend.services.ports import ObjectInfo, ObjectStore
from backend.settings import Settings
from tests.conftest import ObjectStoreSettings
from tests.fakes.object_store import FakeObjectStore


@pytest.fixture(scope="module")
def s3_settings(object_store_settings: ObjectStoreSettings) -> Settings:
    """Settings with the real S3 server; the database in them is never asked."""
    return Settings(
        _env_file=None,
        database_url=SecretStr("postgresql://nobody@127.0.0.1:9/none"),
        aws_access_key_id=object_store_settings.access_key,
        aws_secret_access_key=SecretStr(object_store_settings.secret_key),
        aws_s3_bucket=object_store_settings.bucket,
        s3_endpoint_url=object_store_settings.endpoint_url,
    )


@pytest.fixture(scope="module")
def s3_store(s3_settings: Settings) -> Iterator[S3Store]:
    store = S3Store.from_settings(s3_settings)
    yield store
    store.close()


@pytest.fixture(params=["fake", "s3"])
def store(request: pytest.FixtureRequest) -> ObjectStore:
    if request.param == "fake":
        return FakeObjectStore()
    s3_store: S3Store = request.getfixturevalue("s3_store")
    return s3_store


@pytest.fixture
def key() -> str:
    return f"tests/{uuid4()}.png"


async def test_what_was_put_is_there(store: ObjectStore, key: str) -> None:
    await store.put(key, b"picture", content_type="image/png")

    assert await store.get(key, max_bytes=7) == b"picture"
    assert await store.head(key) == ObjectInfo(size_bytes=7, content_type="image/png")


async def test_putting_again_replaces(store: ObjectStore, key: str) -> None:
    await store.put(key, b"first", content_type="image/png")
    await store.put(key, b"second", content_type="image/webp")

    assert await store.get(key, max_bytes=100) == b"second"


async def test_a_missing_object_is_not_found(store: ObjectStore, key: str) -> None:
    assert await store.head(key) is None
    with pytest.raises(NotFound):
        await store.get(key, max_bytes=100)


async def test_an_object_over_the_limit_is_not_read(store: ObjectStore, key: str) -> None:
    await store.put(key, b"12345678", content_type="image/png")

    with pytest.raises(NotFound):
        await store.get(key, max_bytes=7)


async def test_deleted_objects_are_gone_and_missing_ones_are_no_error(
    store: ObjectStore, key: str
) -> None:
    other = f"{key}.other"
    await store.put(key, b"x", content_type="image/png")
    await store.put(other, b"x", content_type="image/png")

    await store.delete([key, "tests/never-was", other])

    assert await store.head(key) is None
    assert await store.head(other) is None


async def test_deleting_nothing_is_fine(store: ObjectStore) -> None:
    await store.delete([])


async def test_old_objects_of_a_folder_are_listed(store: ObjectStore, key: str) -> None:
    folder = f"{key}/"
    for name in ("a", "b", "c"):
        await store.put(f"{folder}{name}", b"x", content_type="image/png")
    await store.put(f"{key}.elsewhere", b"x", content_type="image/png")
    now = datetime.now(UTC)
    soon, earlier = now + timedelta(minutes=1), now - timedelta(minutes=1)

    assert await store.list_before(folder, soon, limit=9) == [
        f"{folder}{name}" for name in ("a", "b", "c")
    ]
    assert len(await store.list_before(folder, soon, limit=2)) == 2
    assert await store.list_before(folder, earlier, limit=9) == []


async def test_a_store_that_answers_passes_its_check(store: ObjectStore) -> None:
    assert await store.check()


@pytest.fixture(params=["fake", "s3"])
def unreachable_store(
    request: pytest.FixtureRequest, s3_settings: Settings
) -> Iterator[ObjectStore]:
    if request.param == "fake":
        yield FakeObjectStore(is_down=True)
        return
    nowhere = s3_settings.model_copy(update={"s3_endpoint_url": "http://127.0.0.1:9"})
    store = S3Store.from_settings(nowhere)
    yield store
    store.close()


async def test_a_store_that_does_not_answer_says_so(unreachable_store: ObjectStore) -> None:
    assert not await unreachable_store.check()
    with pytest.raises(StorageUnavailable):
        await unreachable_store.head("a")
    with pytest.raises(StorageUnavailable):
        await unreachable_store.get("a", max_bytes=1)
    with pytest.raises(StorageUnavailable):
        await unreachable_store.put("a", b"", content_type="image/png")
    with pytest.raises(StorageUnavailable):
        await unreachable_store.delete(["a"])
    with pytest.raises(StorageUnavailable):
        await unreachable_store.list_before("a/", datetime.now(UTC), limit=1)


async def test_a_signed_put_takes_exactly_what_was_announced(s3_store: S3Store, key: str) -> None:
    put = s3_store.presign_put(key, content_type="image/png", size_bytes=7, expires_s=60)

    async with httpx2.AsyncClient() as client:
        answer = await client.put(put.url, headers=put.headers, content=b"picture")

    assert answer.status_code == 200
    assert await s3_store.get(key, max_bytes=7) == b"picture"


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (b"more than announced", {"Content-Type": "image/png"}),
        (b"less", {"Content-Type": "image/png"}),
        (b"picture", {"Content-Type": "text/html"}),
    ],
    ids=["longer", "shorter", "another type"],
)
async def test_a_signed_put_refuses_anything_else(
    s3_store: S3Store, key: str, content: bytes, headers: dict[str, Any]
) -> None:
    put = s3_store.presign_put(key, content_type="image/png", size_bytes=7, expires_s=60)

    async with httpx2.AsyncClient() as client:
        answer = await client.put(put.url, headers=headers, content=content)

    assert answer.status_code == 403
    assert await s3_store.head(key) is None


async def test_a_signed_put_does_not_open_another_key(s3_store: S3Store, key: str) -> None:
    put = s3_store.presign_put(key, content_type="image/png", size_bytes=7, expires_s=60)

    async with httpx2.AsyncClient() as client:
        elsewhere = put.url.replace(key, f"{key}.stolen")
        answer = await client.put(elsewhere, headers=put.headers, content=b"picture")

    assert answer.status_code == 403


async def test_a_signed_get_reads_without_credentials(s3_store: S3Store, key: str) -> None:
    await s3_store.put(key, b"picture", content_type="image/png")

    async with httpx2.AsyncClient() as client:
        answer = await client.get(s3_store.presign_get(key, expires_s=60))
        unsigned = await client.get(s3_store.presign_get(key, expires_s=60).split("?")[0])

    assert answer.content == b"picture"
    assert answer.headers["Content-Type"] == "image/png"
    assert unsigned.status_code in {400, 401, 403}
    assert b"picture" not in unsigned.content


def test_the_app_gets_addresses_of_the_public_endpoint(s3_settings: Settings) -> None:
    public = s3_settings.model_copy(update={"s3_public_endpoint_url": "https://pictures.example"})
    store = S3Store.from_settings(public)

    assert store.presign_get("a", expires_s=60).startswith("https://pictures.example/")
    assert store.presign_put(
        "a", content_type="image/png", size_bytes=1, expires_s=60
    ).url.startswith("https://pictures.example/")
