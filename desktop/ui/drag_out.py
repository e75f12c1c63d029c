"""Dragging a finished plushie out of the window, into any other program."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QObject,
    QPoint,
    QSize,
    Qt,
    QUrl,
    Slot,
)
from PySide6.QtGui import QDrag, QImage, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication

from desktop.models.gallery import GalleryModel
from desktop.storage.drag_folder import DragFolder
from desktop.storage.export_names import fit_for_files
from desktop.ui.widgets.picture import Picture

if TYPE_CHECKING:
    from shared.gallery import Image

_PREVIEW_PX = 128


class DragOut(QObject):
    """Watches one picture. The file is written when the button goes down, before it is needed.

    Other programs get the full picture as a PNG file, or what is shown as long as there is no file.
    """

    def __init__(
        self,
        picture: Picture,
        gallery: GalleryModel,
        image: "Callable[[], Image | None]",
        folder: DragFolder,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._picture = picture
        self._gallery = gallery
        self._image = image
        self._folder = folder
        self._ready: set[str] = set()
        self._pressed_at: QPoint | None = None
        picture.installEventFilter(self)
        gallery.saved.connect(self._on_saved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the picture being pressed, and pulled."""
        if event.type() is QEvent.Type.Enter:
            self._invite()
        elif isinstance(event, QMouseEvent) and self._image() is not None:
            match event.type():
                case QEvent.Type.MouseButtonPress if event.button() is Qt.MouseButton.LeftButton:
                    self._pressed_at = event.position().toPoint()
                    self._prepare()
                    return True
                case QEvent.Type.MouseMove if self._is_pulled(event):
                    self._pressed_at = None
                    self.start(self.content())
                    return True
                case QEvent.Type.MouseButtonRelease:
                    self._pressed_at = None
                case _:
                    pass
        return super().eventFilter(watched, event)

    def content(self) -> QMimeData:
        """What another program gets."""
        data = QMimeData()
        image = self._image()
        path = "" if image is None else self._path(image)
        if path in self._ready:
            # Not the pixels as well: Chromium asks for everything that is offered, is not given so
            # much at once, and then takes nothing.
            data.setUrls([QUrl.fromLocalFile(path)])
        elif self._picture.image is not None:
            data.setImageData(self._picture.image)
        return data

    def start(self, data: QMimeData) -> None:
        """Hand it to the system; ends when it is let go."""
        drag = QDrag(self._picture)
        drag.setMimeData(data)
        if self._picture.image is not None:
            drag.setPixmap(_preview(self._picture.image))
            drag.setHotSpot(QPoint(_PREVIEW_PX // 2, _PREVIEW_PX // 2))
        drag.exec(Qt.DropAction.CopyAction)

    def _invite(self) -> None:
        can_drag = self._image() is not None
        self._picture.setToolTip(self.tr("Drag it into any other program") if can_drag else "")
        if can_drag:
            self._picture.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self._picture.unsetCursor()

    def _is_pulled(self, event: QMouseEvent) -> bool:
        if self._pressed_at is None:
            return False
        way = event.position().toPoint() - self._pressed_at
        return way.manhattanLength() >= QApplication.startDragDistance()

    def _prepare(self) -> None:
        image = self._image()
        if image is None:
            return
        path = self._path(image)
        if path not in self._ready and self._folder.make():
            self._gallery.save(image.id, path)

    def _path(self, image: "Image") -> str:
        # The id keeps two pictures of one style or title apart; people read the rest.
        stem = fit_for_files(image.title or f"plushie-{image.style.value}")
        return self._folder.path(f"{stem}-{image.id[-6:]}.png")

    @Slot(str)
    def _on_saved(self, path: str) -> None:
        if self._folder.owns(path):
            self._ready.add(path)


def _preview(image: QImage) -> QPixmap:
    return QPixmap.fromImage(
        image.scaled(
            QSize(_PREVIEW_PX, _PREVIEW_PX),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    )
