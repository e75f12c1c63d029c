"""The plushie beside the photo it was made from."""

from PySide6.QtCore import QEasingCurve, QEvent, QRect, QSize, Qt, QVariantAnimation, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.theme.fonts import in_text_size
from desktop.ui.theme.motion import motion_ms
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_XL
from desktop.ui.widgets.illustration import Illustration
from desktop.ui.widgets.picture import Picture
from desktop.ui.widgets.pinch import accept_pinches, pinch_of
from desktop.ui.widgets.polaroid import Polaroid
from desktop.ui.widgets.segments import Segments
from desktop.ui.widgets.text import Text, TextRole
from desktop.ui.widgets.wipe import Wipe
from desktop.ui.widgets.zoom_view import ZoomView

SIDE_BY_SIDE, WIPE, ZOOM = "pair", "wipe", "zoom"
_CHOICE_WIDTH_PX, _WIDEST_CHOICE_PX = 250, 375
_REVEAL_MS = 1_100
"""Longer than other motion: it is what the person has waited for."""
_CAPTION_PX = 28
_PHOTO_SHARE = 0.4
_DRAWING = QSize(320, 260)
_DRAWING_INSET = 0.14


class PicturePair(QWidget):
    """The photo in its own shape, and the plushie, square and larger.

    Until there is a first preview, a drawing keeps the plushie's place. Once both pictures are there
    and `can_wipe` was set, `views` offers to lay them over each other, with a bar that wipes, and to
    look at the plushie closely.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photo = Polaroid(theme, self.tr("Your photo"), self)
        self.result = Picture(theme, parent=self)
        self.result.setAccessibleName(self.tr("Your plushie"))
        self.result_caption = Text(role=TextRole.SMALL_STRONG, tone="muted", parent=self).centre()
        self._drawing = Illustration(theme, "sewing", _DRAWING, parent=self)
        self.wipe = Wipe(theme, self)
        self.wipe.sliderPressed.connect(self._end_reveal)
        self.zoom = ZoomView(theme, self)
        self._reveal = QVariantAnimation(self)
        self._reveal.setStartValue(100)
        self._reveal.setEndValue(0)
        self._reveal.setDuration(_REVEAL_MS)
        self._reveal.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._reveal.valueChanged.connect(self._on_reveal_step)
        self._reveal.finished.connect(self._on_revealed)
        self.views = Segments(
            theme,
            self.tr("How to compare"),
            [
                (SIDE_BY_SIDE, self.tr("Side by side"), ""),
                (WIPE, self.tr("Slider"), ""),
                (ZOOM, self.tr("Zoom"), ""),
            ],
            is_small=True,
        )
        self.views.setFixedWidth(min(in_text_size(_CHOICE_WIDTH_PX), _WIDEST_CHOICE_PX))
        self.views.set_chosen(SIDE_BY_SIDE)
        self.views.chosen.connect(self._on_view)
        self._view = SIDE_BY_SIDE
        self._can_wipe = False
        self._has_photo = True
        accept_pinches(self)

    @property
    def is_wiping(self) -> bool:
        """Whether both lie over each other."""
        return self._can_wipe and (self._view == WIPE or self.is_revealing)

    @property
    def is_revealing(self) -> bool:
        """Whether the plushie just appears from behind the photo."""
        return self._reveal.state() is QVariantAnimation.State.Running

    def reveal(self) -> None:
        """Let the plushie appear from behind the photo, for who likes motion."""
        if self._can_wipe and motion_ms() and self.isVisible():
            self._reveal.start()
            self._show_view()

    def show_pictures(
        self, photo: QImage | None, result: QImage | None, *, can_wipe: bool = False
    ) -> None:
        """Show both; a photo that is not known on this computer leaves the plushie alone."""
        self._has_photo = photo is not None
        self._can_wipe = can_wipe and photo is not None and result is not None
        self.photo.set_image(photo)
        self.result.set_image(result)
        self.wipe.show_pictures(photo, result)
        self.zoom.set_image(result)
        self._show_view()

    @Slot(str)
    def _on_view(self, view: str) -> None:
        self._view = view
        self._end_reveal()
        self._show_view()
        if view == WIPE:
            self.wipe.setFocus(Qt.FocusReason.OtherFocusReason)
        elif view == ZOOM:
            self.zoom.reset()
            self.zoom.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_reveal_step(self, value: int) -> None:
        self.wipe.setValue(value)

    @Slot()
    def _end_reveal(self) -> None:
        if self.is_revealing:
            self._reveal.stop()
            self._on_revealed()

    @Slot()
    def _on_revealed(self) -> None:
        if not self.wipe.isSliderDown():
            self.wipe.setValue(self.wipe.maximum() // 2)
        self._show_view()

    def _show_view(self) -> None:
        is_close = self._can_wipe and self._view == ZOOM and not self.is_revealing
        is_pair = not self.is_wiping and not is_close
        self.views.setVisible(self._can_wipe)
        self.wipe.setVisible(self.is_wiping)
        self.zoom.setVisible(is_close)
        self.photo.setVisible(is_pair and self._has_photo)
        self.result.setVisible(is_pair)
        self.result_caption.setVisible(is_pair)
        self._drawing.setVisible(is_pair and self.result.image is None)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Two fingers that move apart lead to the plushie from close by."""
        pinch = pinch_of(self, event)
        if pinch is None:
            return super().event(event)
        factor, place = pinch
        if self._can_wipe and factor > 1:
            self.views.set_chosen(ZOOM)
            self._on_view(ZOOM)
            self.zoom.zoom_to(factor, self.zoom.mapFrom(self, place))
        return True

    def minimumSizeHint(self) -> QSize:
        """Smaller than this the pictures say nothing."""
        return QSize(400, 220)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place both anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        square = min(self.height(), self.width())
        for each in (self.wipe, self.zoom):
            each.setGeometry((self.width() - square) // 2, 0, square, square)
        height = self.height() - _CAPTION_PX
        photo_size = QSize(0, 0)
        room = self.width()
        if self._has_photo and self.photo.image is not None:
            room -= SPACE_XL
            side = min(height, round(room * (1 - _PHOTO_SHARE)))
            photo_size = self.photo.size_within(QSize(min(room - side, side), side))
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
