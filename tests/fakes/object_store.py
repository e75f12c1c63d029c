"""An object store in memory, for tests that need no server and for failures at will."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from backend.errors import NotFound, StorageUnavailable
from backend.services.ports import ObjectInfo, PresignedPut


@dataclass
class FakeObjectStore:
    """An `ObjectStore`. While `is_down` is set every call fails as if nothing answered."""

    objects: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    put_at: dict[str, datetime] = field(default_factory=dict)
    is_down: bool = False

    def presign_put(
        self, key: str, *, content_type: str, size_bytes: int, expires_s: int
    ) -> PresignedPut:
        headers = {"Content-Type": content_type, "Content-Length": str(size_bytes)}
        return PresignedPut(url=f"https://fake.invalid/{key}?put&{expires_s}", headers=headers)

    def presign_get(self, key: str, *, expires_s: int) -> str:
        return f"https://fake.invalid/{key}?get&{expires_s}"

    async def head(self, key: str) -> ObjectInfo | None:
        self._require_up()
        if key not in self.objects:
            return None
        data, content_type = self.objects[key]
        return ObjectInfo(size_bytes=len(data), content_type=content_type)

    async def get(self, key: str, *, max_bytes: int) -> bytes:
        self._require_up()
        if key not in self.objects or len(self.objects[key][0]) > max_bytes:
            raise NotFound
        return self.objects[key][0]

    async def put(self, key: str, data: bytes, *, content_type: str) -> None:
        self._require_up()
        self.objects[key] = (data, content_type)
        self.put_at[key] = datetime.now(UTC)

    async def delete(self, keys: Iterable[str]) -> None:
        self._require_up()
        for key in keys:
            self.objects.pop(key, None)

    async def list_before(self, prefix: str, moment: datetime, *, limit: int) -> list[str]:
        self._require_up()
        old = [key for key in self.objects if key.startswith(prefix) and self.put_at[key] < moment]
        return sorted(old)[:limit]

    async def check(self) -> bool:
        return not self.is_down

    def _require_up(self) -> None:
        if self.is_down:
            raise StorageUnavailable
