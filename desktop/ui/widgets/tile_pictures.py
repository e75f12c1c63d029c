"""The pixels of the gallery's tiles: cut to a rounded square once, and coming forth gently."""

import time
from collections import OrderedDict

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPixmap

from desktop.ui.theme.motion import motion_ms
from desktop.ui.theme.tokens import RADIUS_CARD
from desktop.ui.widgets.picture import rounded
from desktop.ui.widgets.placeholder import placeholder_picture

_FADE_S = 0.1
_FRAME_MS = 16
_ROUGH_MS = 120
_CACHE_BYTES = 48 * 1024 * 1024
_MOST_AWAITED = 2_000


class TilePictures(QObject):
    """Keeps what was painted lately, up to a number of bytes.

    Signals:
        frame_due(): A picture is still coming forth: paint again.
    """

    frame_due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pixmaps: OrderedDict[tuple[str, int], tuple[int, QPixmap]] = OrderedDict()
        self._bytes = 0
        self._awaited: OrderedDict[str, None] = OrderedDict()
        self._began_at: dict[str, float] = {}
        self._latest: dict[str, tuple[str, int]] = {}
        self._is_rough = False
        self._smooth = QTimer(self)
        self._smooth.setSingleShot(True)
        self._smooth.setInterval(_ROUGH_MS)
        self._smooth.timeout.connect(self._on_smooth)
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME_MS)
        self._frames.timeout.connect(self.frame_due)

    def be_rough(self) -> None:
        """The size changes from moment to moment: what is there is stretched for a while."""
        self._is_rough = True
        self._smooth.start()

    @Slot()
    def _on_smooth(self) -> None:
        self._is_rough = False
        self.frame_due.emit()

    def clear(self) -> None:
        """Another gallery is shown."""
        self._pixmaps.clear()
        self._latest.clear()
        self._bytes = 0
        self._awaited.clear()
        self._began_at.clear()
        self._frames.stop()

    def thumbnail(
        self, image_id: str, picture: QImage | None, side_px: int, ratio: float
    ) -> QPixmap | None:
        """The rounded square, or None while the picture is awaited."""
        if picture is None or picture.isNull():
            self._awaited[image_id] = None
            if len(self._awaited) > _MOST_AWAITED:
                self._awaited.popitem(last=False)
            return None
        if image_id in self._awaited:
            del self._awaited[image_id]
            if motion_ms():
                self._began_at[image_id] = time.monotonic()
                self._frames.start()
        return self._square((image_id, side_px), picture, side_px, ratio)

    def placeholder(self, thumbhash: str, side_px: int, ratio: float) -> QPixmap | None:
        """The blurred rounded square of a hash."""
        picture = placeholder_picture(thumbhash)
        if picture is None:
            return None
        return self._square((thumbhash, side_px), picture, side_px, ratio)

    def strength(self, image_id: str) -> float:
        """How far a thumbnail has come forth, 0 to 1."""
        began_at = self._began_at.get(image_id)
        if began_at is None:
            return 1.0
        share = (time.monotonic() - began_at) / _FADE_S
        if share < 1.0:
            return share
        del self._began_at[image_id]
        if not self._began_at:
            self._frames.stop()
        return 1.0

    def begin_frame(self) -> None:
        """All that is seen is painted now: what comes forth unseen for long is there already."""
        now = time.monotonic()
        for image_id in [each for each, at in self._began_at.items() if now - at > 2 * _FADE_S]:
            del self._began_at[image_id]
        if not self._began_at:
            self._frames.stop()

    def _square(self, key: tuple[str, int], picture: QImage, side_px: int, ratio: float) -> QPixmap:
        kept = self._pixmaps.get(key)
        if kept is None and self._is_rough:
            kept = self._pixmaps.get(self._latest.get(key[0], key))
        if kept is not None and kept[0] == picture.cacheKey():
            if key in self._pixmaps:
                self._pixmaps.move_to_end(key)
            return kept[1]
        if key in self._pixmaps:
            self._bytes -= _bytes_of(self._pixmaps[key][1])
        pixmap = _rounded_square(picture, side_px, ratio)
        self._pixmaps[key] = (picture.cacheKey(), pixmap)
        self._pixmaps.move_to_end(key)
        self._latest[key[0]] = key
        self._bytes += _bytes_of(pixmap)
        while self._bytes > _CACHE_BYTES and len(self._pixmaps) > 1:
            gone, (_, oldest) = self._pixmaps.popitem(last=False)
            self._bytes -= _bytes_of(oldest)
            if self._latest.get(gone[0]) == gone:
                del self._latest[gone[0]]
        return pixmap


def _bytes_of(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def _rounded_square(picture: QImage, side_px: int, ratio: float) -> QPixmap:
    """The middle square of the picture at exactly the tile's device pixels."""
    side = max(1, round(side_px * ratio))
    scaled = picture.scaled(
        QSize(side, side),
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    square = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    square.fill(Qt.GlobalColor.transparent)
    painter = QPainter(square)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(rounded(QRectF(0, 0, side, side), RADIUS_CARD * ratio))
    painter.drawImage((side - scaled.width()) // 2, (side - scaled.height()) // 2, scaled)
    painter.end()
    pixmap = QPixmap.fromImage(square)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
