"""Loading thumbnails as views ask for them: the newest request first, forgotten ones dropped."""

import time
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.errors import AppError
from desktop.models.picture_cache import PictureCache
from desktop.workers import work
from desktop.workers.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from shared.gallery import Image

_CACHE_BYTES = 64 * 1024 * 1024
_MOST_REQUESTS = 200
"""More than a screen shows; what was asked for before them has scrolled away."""
_PAUSE_AFTER_FAILURE_S = 10.0


class Thumbnails(QObject):
    """Thumbnails by image.

    Signals:
        loaded(str): The thumbnail of this image id is there.
    """

    loaded = Signal(str)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._cache = PictureCache(_CACHE_BYTES)
        self._requests: OrderedDict[str, Task[QImage]] = OrderedDict()
        self._failed_at: dict[str, float] = {}

    def get(self, image: "Image") -> QImage | None:
        """The thumbnail, or None; then it is being loaded and `loaded` follows."""
        picture = self._cache.get(image.id)
        if picture is None and self._may_ask(image):
            self._request(image)
        return picture

    def forget(self, image_id: str) -> None:
        """The image is gone."""
        self._cache.remove(image_id)
        self._failed_at.pop(image_id, None)
        request = self._requests.pop(image_id, None)
        if request is not None:
            request.cancel()

    def keep_only(self, image_ids: set[str]) -> None:
        """Only these are looked at: whatever else is awaited is not needed any more."""
        for image_id in [each for each in self._requests if each not in image_ids]:
            self._requests.pop(image_id).cancel()

    def retry_failed(self) -> None:
        """The line is back: what failed may be asked for again."""
        self._failed_at.clear()

    def clear(self) -> None:
        """Forget everything."""
        for request in self._requests.values():
            request.cancel()
        self._requests.clear()
        self._failed_at.clear()
        self._cache.clear()

    def _may_ask(self, image: "Image") -> bool:
        if image.thumbnail is None or image.id in self._requests:
            return False
        failed_at = self._failed_at.get(image.id)
        return failed_at is None or time.monotonic() - failed_at > _PAUSE_AFTER_FAILURE_S

    def _request(self, image: "Image") -> None:
        self._requests[image.id] = self._runner.run(
            lambda task: work.load_thumbnail(task, image),
            partial(self._on_loaded, image.id),
            partial(self._on_failed, image.id),
        )
        while len(self._requests) > _MOST_REQUESTS:
            _, oldest = self._requests.popitem(last=False)
            oldest.cancel()

    def _on_loaded(self, image_id: str, picture: QImage) -> None:
        self._requests.pop(image_id, None)
        self._failed_at.pop(image_id, None)
        self._cache.put(image_id, picture)
        self.loaded.emit(image_id)

    def _on_failed(self, image_id: str, _error: AppError) -> None:
        self._requests.pop(image_id, None)
        self._failed_at[image_id] = time.monotonic()
