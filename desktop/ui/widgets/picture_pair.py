"""The plushie beside the photo it was made from."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_XL
from desktop.ui.widgets.illustration import Illustration
from desktop.ui.widgets.picture import Picture
from desktop.ui.widgets.text import Text, TextRole

_CAPTION_PX = 28
_PHOTO_SHARE = 0.4
_DRAWING = QSize(320, 260)
_DRAWING_INSET = 0.14


class PicturePair(QWidget):
    """The photo in its own shape, and the plushie, square and larger.

    Until there is a first preview, a drawing keeps the plushie's place.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photo = Picture(theme, parent=self)
        self.photo.setAccessibleName(self.tr("Your photo"))
        self.result = Picture(theme, parent=self)
        self.result.setAccessibleName(self.tr("Your plushie"))
        self._photo_caption = Text(
            self.tr("Your photo"), TextRole.SMALL_STRONG, "muted", parent=self
        ).centre()
        self.result_caption = Text(role=TextRole.SMALL_STRONG, tone="muted", parent=self).centre()
        self._drawing = Illustration(theme, "sewing", _DRAWING, parent=self)
        self._has_photo = True

    def show_pictures(self, photo: QImage | None, result: QImage | None) -> None:
        """Show both; a photo that is not known on this computer leaves the plushie alone."""
        self._has_photo = photo is not None
        self.photo.set_image(photo)
        self.photo.setVisible(self._has_photo)
        self._photo_caption.setVisible(self._has_photo)
        self.result.set_image(result)
        self._drawing.setVisible(result is None)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Smaller than this the pictures say nothing."""
        return QSize(400, 220)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place both anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        height = self.height() - _CAPTION_PX
        photo_size = QSize(0, 0)
        room = self.width()
        if self._has_photo and self.photo.image is not None:
            room -= SPACE_XL
            side = min(height, round(room * (1 - _PHOTO_SHARE)))
            photo_size = self.photo.image.size().scaled(
                min(room - side, side), round(side * 0.8), Qt.AspectRatioMode.KeepAspectRatio
            )
        else:
            side = min(height, room)
        gap = SPACE_XL if photo_size.width() else 0
        left = (self.width() - photo_size.width() - gap - side) // 2
        top = (height - side) // 2
        place = QRect(left + photo_size.width() + gap, top, side, side)
        self.result.setGeometry(place)
        inset = round(side * _DRAWING_INSET)
        self._drawing.setGeometry(place.adjusted(inset, inset, -inset, -inset))
        self._drawing.raise_()
        self.result_caption.setGeometry(QRect(place.x(), top + side, side, _CAPTION_PX))
        photo_top = top + (side - photo_size.height()) // 2
        self.photo.setGeometry(QRect(left, photo_top, photo_size.width(), photo_size.height()))
        self._photo_caption.setGeometry(
            QRect(left, self.photo.geometry().bottom(), max(photo_size.width(), 1), _CAPTION_PX)
        )
