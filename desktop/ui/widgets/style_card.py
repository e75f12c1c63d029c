"""One style, shown on the person's own photo, and the four of them as a grid."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from desktop.ui.theme.fonts import font, in_text_size
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import BODY_PX, RADIUS_CARD, SMALL_PX, SPACE_M, SPACE_S
from desktop.ui.widgets.draft_picture import DraftPicture
from desktop.ui.widgets.picture import rounded
from desktop.ui.widgets.words import style_name, style_summary
from shared.styles import Style

_CAPTION_PX = 54
_LINE_PX = 17
_BADGE_PX = 20
_BADGE_BESIDE_NAME = _BADGE_PX / BODY_PX
_SHORT_CAPTION_PX = 34
_LARGEST_SIDE_PX = 340
_LEAST_TALKING_SIDE_PX = 150
"""Smaller cards tell their name only."""
_MOST_LINES = 2
_LEAST_SIDE_PX, _LEAST_LARGE_SIDE_PX, _LEAST_WIDTH_PX = 140, 100, 360
_COMFORTABLE_SIDE_PX = 220
_UNBOUND_PX = 10_000
_BESIDES = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class StyleCard(QAbstractButton):
    """A choice: the draft above, the style's name below."""

    def __init__(self, theme: Theme, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.style_shown = style
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(style_name(style))
        self.setAccessibleName(style_name(style))
        self.setAccessibleDescription(style_summary(style))
        self._picture = DraftPicture(theme, radius=RADIUS_CARD - 4, parent=self)
        self.setMouseTracking(True)
        self._picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._caption_px = in_text_size(_CAPTION_PX)
        self.name_px = in_text_size(BODY_PX)
        theme.changed.connect(self._repaint)

    def show_draft(
        self, draft: QImage | None, *, is_awaited: bool, photo: QImage | None = None
    ) -> None:
        """The photo in this style, or the place where it will be, with the photo faintly in it."""
        self._picture.set_hint(photo)
        self._picture.set_photo(photo)
        self._picture.set_image(draft)
        self._picture.set_awaited(is_awaited and draft is None)

    @property
    def draft(self) -> QImage | None:
        """What is shown."""
        return self._picture.image

    @property
    def photo_share(self) -> float:
        """How much of the photo the pointer shows in the draft's place, 0 to 1."""
        return self._picture.photo_share

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Compare with the photo up to the pointer."""
        super().mouseMoveEvent(event)
        area = self._picture.geometry()
        is_over = area.contains(event.position().toPoint())
        share = (event.position().x() - area.left()) / max(area.width(), 1)
        self._picture.compare(share if is_over else 0.0)

    def leaveEvent(self, event: QEvent) -> None:
        """Show the draft alone again."""
        super().leaveEvent(event)
        self._picture.compare(0.0)

    def place(self, area: QRect, caption_px: int) -> None:
        """Stand there, with so much room below the picture for the words."""
        self._caption_px = caption_px
        self.setGeometry(area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the picture above the words."""
        super().resizeEvent(event)
        self._picture.setGeometry(
            QRect(
                SPACE_S,
                SPACE_S,
                self.width() - 2 * SPACE_S,
                self.height() - self._caption_px - SPACE_S,
            )
        )

    def nextCheckState(self) -> None:
        """Whether it is chosen is the model's to say."""

    def sizeHint(self) -> QSize:
        """The size of a card where there is room."""
        return QSize(220, 220 + in_text_size(_CAPTION_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame and words; the picture paints itself.

        Whatever moves in the picture has Qt paint what lies below it, too: thirty times a second.
        """
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_raised = self.isChecked() or self.hasFocus()
        width = 2.0 if is_raised else 1.0
        edge = tokens.accent if is_raised or self.underMouse() else tokens.border
        inset = width / 2
        area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(tokens.accent_soft if self.isChecked() else tokens.surface))
        painter.drawPath(rounded(area, RADIUS_CARD))
        if self.hasFocus() and self.isChecked():
            inner = area.adjusted(3, 3, -3, -3)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.text), 1, Qt.PenStyle.DotLine))
            painter.drawPath(rounded(inner, RADIUS_CARD - 3))
        if event.rect().bottom() > self._picture.geometry().bottom():
            self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        line_px, badge_px = in_text_size(_BADGE_PX), round(self.name_px * _BADGE_BESIDE_NAME)
        top = self.height() - self._caption_px + 6
        left, width = SPACE_M, self.width() - 2 * SPACE_M
        if self.isChecked():
            middle = top + (line_px - badge_px) // 2
            badge = QRect(left + width - badge_px, middle, badge_px, badge_px)
            self._theme.icon("check-circle-fill", "accent").paint(painter, badge)
        painter.setFont(_name_font(self.name_px))
        painter.setPen(QColor(tokens.accent_strong if self.isChecked() else tokens.text))
        room = width - badge_px if self.isChecked() else width
        name = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        line = QRect(left, top, room, line_px)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
        if self._caption_px < in_text_size(_CAPTION_PX):
            return
        painter.setFont(font(SMALL_PX))
        painter.setPen(QColor(tokens.muted))
        words = QRect(left, top + line_px + 1, width, self.height() - top - line_px)
        wrapped = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(words, wrapped, style_summary(self.style_shown))

    @Slot()
    def _repaint(self) -> None:
        self.update()


class StyleGrid(QWidget):
    """The four styles, two by two, as large as fits; arrow keys move among them.

    Signals:
        chosen(object): The `Style` that was picked.
        toggled(object): The `Style` that was picked with Ctrl or Shift held: besides the others.
    """

    chosen = Signal(object)
    toggled = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._cards = {style: StyleCard(theme, style, self) for style in Style}
        for card in self._cards.values():
            self._group.addButton(card)
        self._group.buttonClicked.connect(self._on_clicked)

    def card(self, style: Style) -> StyleCard:
        """The card of one style."""
        return self._cards[style]

    def set_chosen(self, styles: Iterable[Style]) -> None:
        """Mark these as chosen."""
        chosen = set(styles)
        for style, card in self._cards.items():
            card.setChecked(style in chosen)

    def minimumSizeHint(self) -> QSize:
        """Smaller than this the drafts say nothing."""
        side = max(_LEAST_SIDE_PX, in_text_size(_LEAST_LARGE_SIDE_PX))
        return QSize(_LEAST_WIDTH_PX, self.used_height(2 * side + SPACE_M))

    def used_height(self, width: int) -> int:
        """The height that the grid fills at a width, with names below comfortable pictures."""
        side = min((width - SPACE_M) // 2, _COMFORTABLE_SIDE_PX)
        return 2 * (side + in_text_size(_SHORT_CAPTION_PX)) + SPACE_M

    def used_width(self, height: int) -> int:
        """The width that the grid would like at a height: no more than its pictures fill."""
        side, _caption_px = _measures(_UNBOUND_PX, height)
        return 2 * side + SPACE_M

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the cards, as large as fits."""
        super().resizeEvent(event)
        side, caption_px = _measures(self.width(), self.height())
        name_px = _name_px(side - 2 * SPACE_M)
        for index, card in enumerate(self._cards.values()):
            line, place = divmod(index, 2)
            top = line * (side + caption_px + SPACE_M)
            card.place(QRect(place * (side + SPACE_M), top, side, side + caption_px), caption_px)
            card.name_px = name_px

    @Slot(QAbstractButton)
    def _on_clicked(self, card: QAbstractButton) -> None:
        if not isinstance(card, StyleCard):
            return
        if QGuiApplication.keyboardModifiers() & _BESIDES:
            self.toggled.emit(card.style_shown)
        else:
            self.chosen.emit(card.style_shown)


def _measures(width: int, height: int) -> tuple[int, int]:
    """The side of a card, and the height of the words below its picture."""

    def side_above(caption_px: int) -> int:
        return min((width - SPACE_M) // 2, (height - SPACE_M) // 2 - caption_px, _LARGEST_SIDE_PX)

    least_talking = in_text_size(_LEAST_TALKING_SIDE_PX)
    caption_px = in_text_size(_CAPTION_PX)
    side = side_above(caption_px)
    if side >= least_talking and _summary_lines(side) == _MOST_LINES:
        caption_px += in_text_size(_LINE_PX)
        side = side_above(caption_px)
    if side < least_talking or _summary_lines(side) > _MOST_LINES:
        caption_px = in_text_size(_SHORT_CAPTION_PX)
        side = side_above(caption_px)
    return side, caption_px


def _name_font(size_px: int) -> QFont:
    name_font = font(weight=QFont.Weight.Bold)
    name_font.setPixelSize(size_px)
    return name_font


def _name_px(room: int) -> int:
    """The size of the names: large text gets smaller, down to the usual size, to fit."""
    name_px = in_text_size(BODY_PX)
    while name_px > BODY_PX:
        metrics = QFontMetrics(_name_font(name_px))
        longest = max(metrics.horizontalAdvance(style_name(style)) for style in Style)
        if longest + round(name_px * _BADGE_BESIDE_NAME) <= room:
            break
        name_px -= 1
    return name_px


def _summary_lines(side: int) -> int:
    """How many lines the longest of the summaries takes in a card of this width."""
    metrics = QFontMetrics(font(SMALL_PX))
    room = QRect(0, 0, max(side - 2 * SPACE_M, 1), _LARGEST_SIDE_PX)
    wrapped = Qt.TextFlag.TextWordWrap
    heights = (metrics.boundingRect(room, wrapped, style_summary(each)).height() for each in Style)
    return round(max(heights) / metrics.lineSpacing())
