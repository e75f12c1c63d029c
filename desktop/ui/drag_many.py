"""Dragging pictures of the gallery's grid out of the window, as files with readable names."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QMimeData,
    QObject,
    QPoint,
    QRect,
    QSize,
    Qt,
    QUrl,
    Signal,
    Slot,
)
from PySide6.QtGui import QDrag, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.models.gallery import GalleryModel
from desktop.storage.drag_folder import DragFolder
from desktop.storage.export_names import DEFAULT_PATTERN, NameParts, file_stem
from desktop.ui.widgets.picture import rounded
from desktop.ui.widgets.words import style_name

if TYPE_CHECKING:
    from shared.gallery import Image

_MOST_FILES = 200
_MOST_AT_A_PRESS = 30
_PREVIEW_PX = 112
_FAN_PX = 10
_MOST_IN_PREVIEW = 3


class DragMany(QObject):
    """Files are written on a worker; a drag needs them all, and cannot wait.

    So what is on this computer is written when the button goes down. What must be fetched first is
    fetched when it is pulled, and the person is asked to pull again.

    Signals:
        fetched(): Everything that `fetch` was asked for is there.
    """

    fetched = Signal()

    def __init__(self, gallery: GalleryModel, source: QWidget, folder: DragFolder) -> None:
        super().__init__(source)
        self._gallery = gallery
        self._source = source
        self._folder = folder
        self._paths: dict[str, str] = {}
        self._ready: set[str] = set()
        self._awaited: set[str] = set()
        gallery.saved.connect(self._on_saved)

    def prepare(self, ids: Sequence[str]) -> None:
        """The button is down: write what is on this computer already."""
        near = [each for each in ids[:_MOST_AT_A_PRESS] if self._gallery.path_of(each) is not None]
        self._write([each for each in near if each not in self._paths])

    def is_ready(self, ids: Sequence[str]) -> bool:
        """Whether all files are there."""
        return all(self._paths.get(each) in self._ready for each in ids)

    def fetch(self, ids: Sequence[str]) -> None:
        """Write all of them, wherever they are; ends in `fetched`, unless one cannot be had."""
        missing = [each for each in ids[:_MOST_FILES] if self._paths.get(each) not in self._ready]
        self._write(missing)
        self._awaited = {self._paths[each] for each in missing if each in self._paths}

    def content(self, ids: Sequence[str]) -> QMimeData:
        """What another program gets."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(self._paths[each]) for each in ids])
        return data

    def start(self, data: QMimeData, ids: Sequence[str]) -> None:
        """Hand it to the system; ends when it is let go."""
        drag = QDrag(self._source)
        drag.setMimeData(data)
        previews = [self._gallery.thumbnail(each) for each in ids[:_MOST_IN_PREVIEW]]
        drag.setPixmap(_fan([each for each in previews if each is not None]))
        drag.setHotSpot(QPoint(_PREVIEW_PX // 2, _PREVIEW_PX // 2))
        drag.exec(Qt.DropAction.CopyAction)

    def _write(self, ids: Sequence[str]) -> None:
        if not self._folder.make():
            return
        for image_id in ids:
            image = self._gallery.image(image_id)
            if image is not None:
                self._paths[image_id] = self._path(image)
                self._gallery.save(image_id, self._paths[image_id])

    def _path(self, image: "Image") -> str:
        parts = NameParts(image.title, style_name(image.style), image.prompt, image.created_at, 1)
        # The id keeps two pictures of one name apart; people read the rest.
        return self._folder.path(f"{file_stem(DEFAULT_PATTERN, parts)} {image.id[-6:]}.png")

    @Slot(str)
    def _on_saved(self, path: str) -> None:
        if self._folder.owns(path):
            self._ready.add(path)
            if path in self._awaited:
                self._awaited.discard(path)
                if not self._awaited:
                    self.fetched.emit()


def _fan(pictures: Sequence[QImage]) -> QPixmap:
    """A few pictures behind each other."""
    spread = _FAN_PX * max(0, len(pictures) - 1)
    pixmap = QPixmap(QSize(_PREVIEW_PX + spread, _PREVIEW_PX + spread))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    for number, picture in reversed(list(enumerate(pictures))):
        place = QRect(number * _FAN_PX, number * _FAN_PX, _PREVIEW_PX, _PREVIEW_PX)
        painter.setClipPath(rounded(place, 10))
        painter.drawImage(place, picture)
    painter.end()
    return pixmap
