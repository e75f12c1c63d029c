"""A copy of everything: read while it is sent, and never half a file that looks whole."""

import io
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.errors import StorageUnavailable
from backend.services.all_services import Services
from backend.services.callers import Caller
from backend.services.exports import ExportService
from tests.backend.conftest import MakeImage, MakeUser
from tests.backend.services.test_attempts import PICTURE
from tests.fakes.object_store import FakeObjectStore

PICTURES = 4
FILE_BYTES = 200_000


class CountingStore(FakeObjectStore):
    """Counts what is read, and goes away after some of it."""

    reads_count = 0
    lasts_for = 1000

    async def get(self, key: str, *, max_bytes: int) -> bytes:
        self.reads_count += 1
        self.is_down = self.reads_count > self.lasts_for
        return await super().get(key, max_bytes=max_bytes)


@pytest.fixture
def store() -> CountingStore:
    return CountingStore()


@pytest.fixture
async def caller(
    services: Services, store: CountingStore, make_user: MakeUser, make_image: MakeImage
) -> Caller:
    """Somebody with some finished pictures."""
    user = await make_user(credits_count=PICTURES)
    for _ in range(PICTURES):
        await finish(services, store, await make_image(user.id))
    return await services.sessions.authenticate(user.token)


async def finish(services: Services, store: CountingStore, image_id: UUID) -> None:
    attempt = await services.attempts.claim(image_id)
    assert attempt is not None
    result = replace(PICTURE.result, key=f"{image_id}/result")
    photo = replace(PICTURE.photo, key=f"{image_id}/photo")
    for file in (result, photo):
        await store.put(file.key, bytes(FILE_BYTES), content_type="image/png")
    await services.attempts.complete(attempt, replace(PICTURE, result=result, photo=photo))


async def receive(parts: AsyncIterator[bytes], into: bytearray) -> None:
    async for part in parts:
        into += part


async def test_nothing_is_read_before_it_can_be_sent(
    engine: AsyncEngine, services: Services, store: CountingStore, caller: Caller
) -> None:
    exports = ExportService(engine, store, services.credits)
    received = bytearray()
    async for part in await exports.export(caller):
        assert len(part) < 2 * FILE_BYTES
        received += part
        assert store.reads_count <= len(received) // FILE_BYTES + 1
    assert store.reads_count == 2 * PICTURES
    assert zipfile.ZipFile(io.BytesIO(received)).testzip() is None


async def test_a_copy_that_breaks_off_is_no_zip_file(
    engine: AsyncEngine, services: Services, store: CountingStore, caller: Caller
) -> None:
    store.lasts_for = 3
    exports = ExportService(engine, store, services.credits)
    received = bytearray()
    parts = await exports.export(caller)
    with pytest.raises(StorageUnavailable):
        await receive(parts, received)
    assert len(received) > 3 * FILE_BYTES
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(received))


async def test_without_its_store_no_copy_begins(
    engine: AsyncEngine, services: Services, store: CountingStore, caller: Caller
) -> None:
    store.is_down = True
    with pytest.raises(StorageUnavailable):
        await ExportService(engine, store, services.credits).export(caller)


async def test_a_file_that_was_deleted_meanwhile_is_left_out(
    engine: AsyncEngine, services: Services, store: CountingStore, caller: Caller
) -> None:
    store.objects.pop(next(iter(store.objects)))
    parts = await ExportService(engine, store, services.credits).export(caller)
    received = b"".join([part async for part in parts])
    names = zipfile.ZipFile(io.BytesIO(received)).namelist()
    assert len([name for name in names if name.startswith("pictures/")]) == 2 * PICTURES - 1
