"""What was dropped or pasted: photo files, or a picture itself."""

from dataclasses import dataclass

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from desktop.models.studio import StudioModel


@dataclass(frozen=True, slots=True, eq=False)
class Incoming:
    """Files win over a picture: a browser sends both, and the file is the original."""

    paths: tuple[str, ...] = ()
    image: QImage | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing a plushie could be made of."""
        return not self.paths and self.image is None

    def hand_to(self, studio: StudioModel) -> None:
        """Make it the photo; the studio says so if it cannot be one."""
        if self.paths:
            studio.choose_files(self.paths)
        elif self.image is not None:
            studio.choose_image(self.image)


def is_promising(data: QMimeData) -> bool:
    """Whether it may hold a photo; quick, for use while something hovers."""
    return data.hasImage() or any(url.isLocalFile() for url in data.urls())


def read_incoming(data: QMimeData) -> Incoming:
    """What of it is a photo. The format is not looked at here."""
    paths = tuple(url.toLocalFile() for url in data.urls() if url.isLocalFile())
    if paths:
        return Incoming(paths=paths)
    if data.hasImage():
        image = data.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return Incoming(image=image)
    return Incoming()
