"""Images as the database holds them, and as people get to see them."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

import anyio.to_thread

from backend.services.ports import ObjectStore
from shared.gallery import Image, ImageFile
from shared.generations import Failure, GenerationStatus, Hints
from shared.limits import DOWNLOAD_URL_LIFETIME_S
from shared.styles import Style


@dataclass(frozen=True, slots=True)
class ImageRecord:
    """One row of `generated_images`, as far as its owner may see it."""

    id: UUID
    status: str
    style: str
    prompt: str
    hints: dict[str, Any] | None
    title: str
    favourite: bool
    tags: list[str]
    revision: int
    attempt: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    trashed_at: datetime | None
    deleted_at: datetime | None
    cost_credits: int
    failure_code: str | None
    failure_message: str | None
    placeholder: str | None
    photo: dict[str, Any] | None
    result: dict[str, Any] | None
    display: dict[str, Any] | None
    thumbnail: dict[str, Any] | None

    def is_gone(self, *, with_trash: bool) -> bool:
        """Whether it is told as deleted; what lies in the trash is so for all but `with_trash`."""
        return self.deleted_at is not None or not (with_trash or self.trashed_at is None)


SELECT_IMAGES: Final[LiteralString] = """
    select id, status, style, prompt, hints, title, favourite, tags, revision, attempt,
        created_at, started_at, finished_at, trashed_at, deleted_at, cost_credits, failure_code,
        failure_message, placeholder, photo, result, display, thumbnail
    from generated_images
"""
"""The columns of an `ImageRecord`; the conditions follow."""


_KEPT_S: Final = 60.0
_KEPT_MAX: Final = 2000


class ImagePresenter:
    """Turns records into what the contract shows, with signed addresses for the files."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._kept: dict[UUID, tuple[float, Image]] = {}

    def present_kept(self, record: ImageRecord) -> Image:
        """The same for an image that is asked about twice a second: made once a change.

        Its addresses may be `_KEPT_S` old.
        """
        now = time.monotonic()
        made_at, image = self._kept.get(record.id, (0.0, None))
        if image is None or image.revision != record.revision or now - made_at > _KEPT_S:
            image = self.present(record)
            if len(self._kept) >= _KEPT_MAX:
                self._kept.clear()
            self._kept[record.id] = now, image
        return image

    def present(self, record: ImageRecord) -> Image:
        """The image for its owner."""
        status = GenerationStatus(record.status)
        return Image(
            id=str(record.id),
            status=status,
            style=Style(record.style),
            prompt=record.prompt,
            hints=None if record.hints is None else Hints.model_validate(record.hints),
            title=record.title,
            favourite=record.favourite,
            tags=record.tags,
            revision=record.revision,
            attempt=record.attempt,
            created_at=record.created_at,
            started_at=record.started_at,
            completed_at=record.finished_at if status is GenerationStatus.COMPLETED else None,
            trashed_at=record.trashed_at,
            cost_credits=record.cost_credits,
            failure=None
            if record.failure_code is None
            else Failure(code=record.failure_code, message=record.failure_message or ""),
            placeholder=record.placeholder,
            photo=self._present_optional(record.photo),
            result=self._present_optional(record.result),
            display=self._present_optional(record.display),
            thumbnail=self._present_optional(record.thumbnail),
        )

    async def present_all(self, records: list[ImageRecord]) -> list[Image]:
        """Many at once, in a thread: a page of hundreds takes several milliseconds."""
        return await anyio.to_thread.run_sync(lambda: [self.present(record) for record in records])

    def sign(self, key: str) -> str:
        """A signed address of one stored file."""
        return self._store.presign_get(key, expires_s=DOWNLOAD_URL_LIFETIME_S)

    def _present_optional(self, file: dict[str, Any] | None) -> ImageFile | None:
        return None if file is None else self.present_file(file)

    def present_file(self, file: dict[str, Any]) -> ImageFile:
        """One stored file with its signed address."""
        return ImageFile(
            url=self.sign(file["key"]),
            content_type=file["content_type"],
            size_bytes=file["size_bytes"],
            sha256=file["sha256"],
            width=file["width"],
            height=file["height"],
        )
