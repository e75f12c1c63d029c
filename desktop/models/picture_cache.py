"""Decoded pictures in memory, up to a number of bytes; the longest unused ones go first."""

from collections import OrderedDict

from PySide6.QtGui import QImage


class PictureCache:
    """Used on the UI thread only."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._pictures: OrderedDict[str, QImage] = OrderedDict()
        self._bytes = 0

    def get(self, key: str) -> QImage | None:
        """The picture, which counts as used."""
        picture = self._pictures.get(key)
        if picture is not None:
            self._pictures.move_to_end(key)
        return picture

    def put(self, key: str, picture: QImage) -> None:
        """Keep it; the newest one stays even if it alone is too large."""
        self.remove(key)
        self._pictures[key] = picture
        self._bytes += picture.sizeInBytes()
        while self._bytes > self._max_bytes and len(self._pictures) > 1:
            _, oldest = self._pictures.popitem(last=False)
            self._bytes -= oldest.sizeInBytes()

    def remove(self, key: str) -> None:
        """Drop it."""
        picture = self._pictures.pop(key, None)
        if picture is not None:
            self._bytes -= picture.sizeInBytes()

    def clear(self) -> None:
        """Drop everything."""
        self._pictures.clear()
        self._bytes = 0
