"""Photos in drops and in the clipboard."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage


def takes(data: QMimeData) -> bool:
    """Whether there may be a photo in it."""
    return data.hasImage() or any(url.isLocalFile() for url in data.urls())


def photo_of(data: QMimeData) -> list[str] | QImage | None:
    """File paths, else an image, else None. Files come first: they are the photo as it is."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    if paths:
        return paths
    if data.hasImage():
        image = data.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return image
    return None
