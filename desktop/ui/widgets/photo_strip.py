"""The photos of a batch beside each other, each with its state; one is shown large."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QScrollArea, QWidget

from desktop.models.table_photo import PhotoState, TablePhoto
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import RADIUS_CONTROL, SPACE_S
from desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from desktop.ui.widgets.layouts import row
from desktop.ui.widgets.picture import Picture, rounded

CHIP_PX = 64
_CROSS_PX = 20
_ICON_PX = 22
_BADGE_PX = 18
_DIMMED = 0.35


class PhotoChip(QAbstractButton):
    """One photo, small. Delete, or the cross under the pointer, takes it away.

    Signals:
        removed(str): The photo's id.
    """

    removed = Signal(str)

    def __init__(self, theme: Theme, photo: TablePhoto, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.photo = photo
        self.doubt = ""
        self._is_pointed_at = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(CHIP_PX, CHIP_PX)
        self._picture = Picture(theme, radius=RADIUS_CONTROL, parent=self)
        self._picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._picture.setGeometry(self.rect().adjusted(4, 4, -4, -4))
        self._overlay = _Overlay(self)
        self._overlay.setGeometry(self.rect())
        theme.changed.connect(self._repaint)
        self.show_photo(photo)

    def show_photo(self, photo: TablePhoto, doubt: str = "") -> None:
        """The photo has another state, or there is a doubt to tell."""
        self.photo, self.doubt = photo, doubt
        state = {
            PhotoState.CHECKING: self.tr("being checked"),
            PhotoState.READY: doubt or self.tr("ready"),
            PhotoState.REFUSED: photo.error.text if photo.error else self.tr("cannot be used"),
        }[photo.state]
        self.setAccessibleName(f"{photo.name}: {state}")
        self.setToolTip(f"{photo.name}\n{state}" if photo.error or doubt else photo.name)
        self._picture.set_image(None if photo.photo is None else photo.photo.small)
        self._picture.set_awaited(photo.photo is None and photo.state is PhotoState.CHECKING)
        self._overlay.update()
        self.update()

    def nextCheckState(self) -> None:
        """Which one is shown is the model's to say."""

    def enterEvent(self, event: QEnterEvent) -> None:
        """Offer the cross."""
        self._is_pointed_at = True
        self._overlay.update()
        super().enterEvent(event)

    def leaveEvent(self, event: object) -> None:
        """Take it away again."""
        self._is_pointed_at = False
        self._overlay.update()
        super().leaveEvent(event)  # type: ignore[arg-type]  # the stubs want a QEvent, and it is one

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The cross removes, the rest selects."""
        if self.cross.contains(event.position()):
            self.removed.emit(self.photo.id)
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes."""
        if Qt.Key(event.key()) in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit(self.photo.id)
        else:
            super().keyPressEvent(event)

    @property
    def cross(self) -> QRectF:
        """Where a press removes."""
        return QRectF(self.width() - _CROSS_PX - 2, 2, _CROSS_PX, _CROSS_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame; picture and marks paint themselves."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_raised = self.isChecked() or self.hasFocus()
        if is_raised or self._is_pointed_at:
            width = 2.0 if is_raised else 1.0
            painter.setPen(QPen(QColor(tokens.accent), width))
            inset = width / 2
            area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawPath(rounded(area, RADIUS_CONTROL + 2))

    def paint_marks(self, painter: QPainter) -> None:
        """What lies over the picture: why it cannot be used, and the cross."""
        tokens = self._theme.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.photo.state is PhotoState.REFUSED:
            icon = self._theme.icon("warning-circle", "error", _ICON_PX)
            area = QRectF(0, 0, _ICON_PX, _ICON_PX)
            area.moveCenter(QRectF(self.rect()).center())
            icon.paint(painter, area.toRect())
        elif self.photo.photo is not None and self.photo.state is PhotoState.CHECKING:
            veil = QColor(tokens.surface)
            veil.setAlphaF(1 - _DIMMED)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(veil)
            painter.drawPath(rounded(self._picture.geometry(), RADIUS_CONTROL))
        elif self.doubt:
            badge = QRectF(0, 0, _BADGE_PX, _BADGE_PX)
            badge.moveBottomRight(QPointF(self._picture.geometry().bottomRight()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.surface))
            painter.drawEllipse(badge)
            icon = self._theme.icon("question", "warning", _BADGE_PX)
            icon.paint(painter, badge.toRect())
        if self._is_pointed_at:
            painter.setPen(QPen(QColor(tokens.surface), 1))
            painter.setBrush(QColor(tokens.text))
            painter.drawEllipse(self.cross.adjusted(1, 1, -1, -1))
            painter.setPen(QPen(QColor(tokens.background), 1.8))
            centre, arm = self.cross.center(), 3.6
            painter.drawLine(centre - QPointF(arm, arm), centre + QPointF(arm, arm))
            painter.drawLine(centre - QPointF(arm, -arm), centre + QPointF(arm, -arm))

    @Slot()
    def _repaint(self) -> None:
        self.update()


class _Overlay(QWidget):
    """Lies over the chip's picture and lets its chip paint there."""

    def __init__(self, chip: PhotoChip) -> None:
        super().__init__(chip)
        self._chip = chip
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Let the chip paint."""
        painter = QPainter(self)
        self._chip.paint_marks(painter)


class PhotoStrip(QWidget):
    """A row of photos that scrolls, and a button for more. Arrow keys move along it.

    Signals:
        selected(str), removed(str): A photo's id.
        add_wanted(): More photos are to be chosen.
    """

    selected = Signal(str)
    removed = Signal(str)
    add_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: dict[str, PhotoChip] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._group.buttonClicked.connect(self._on_clicked)
        self.add_button = Button(theme, "", ButtonKind.PLAIN, icon="plus")
        self.add_button.setAccessibleName(self.tr("Add photos"))
        self.add_button.setToolTip(self.tr("Add photos"))
        self.add_button.setFixedSize(CHIP_PX - 8, CHIP_PX - 8)
        self.add_button.clicked.connect(self.add_wanted)
        self.clear_button = IconButton(theme, "x-circle", self.tr("Remove all"))
        inside = QWidget()
        inside.setObjectName("transparent")
        self._row = row(inside, spacing=SPACE_S // 2)
        self._row.addWidget(self.add_button)
        self._row.addStretch()
        self._scroll = _WideScroll()
        self._scroll.setAccessibleName(self.tr("Your photos"))
        self._scroll.setWidget(inside)
        self.back_button = IconButton(theme, "caret-left", self.tr("Photos before these"))
        self.on_button = IconButton(theme, "caret-right", self.tr("Photos after these"))
        for button, slot in ((self.back_button, self._go_back), (self.on_button, self._go_on)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(slot)
            button.hide()
        self._scroll.horizontalScrollBar().rangeChanged.connect(self._show_arrows)
        self._scroll.horizontalScrollBar().valueChanged.connect(self._show_arrows)
        box = row(self, spacing=SPACE_S // 2)
        box.addWidget(self.back_button)
        box.addWidget(self._scroll, 1)
        box.addWidget(self.on_button)
        box.addWidget(self.clear_button)
        self.setFixedHeight(CHIP_PX)

    def chips(self) -> list[PhotoChip]:
        """The photos in their order."""
        return list(self._chips.values())

    def show_photos(
        self, photos: Iterable[TablePhoto], current_id: str, doubt_of: Callable[[str], str]
    ) -> None:
        """Show these, one of them as the one that is seen large; doubts by their ids."""
        shown = {photo.id: photo for photo in photos}
        for gone in set(self._chips) - set(shown):
            chip = self._chips.pop(gone)
            self._group.removeButton(chip)
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for photo in shown.values():
            known = self._chips.get(photo.id)
            if known is None:
                known = self._add(photo)
            doubt = doubt_of(photo.id)
            if known.photo is not photo or known.doubt != doubt:
                known.show_photo(photo, doubt)
        for photo_id, chip in self._chips.items():
            chip.setChecked(photo_id == current_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More photos fit, or fewer."""
        super().resizeEvent(event)
        self._show_arrows()

    def minimumSizeHint(self) -> QSize:
        """Two photos and the buttons."""
        return QSize(4 * CHIP_PX, CHIP_PX)

    def _add(self, photo: TablePhoto) -> PhotoChip:
        chip = PhotoChip(self._theme, photo)
        chip.removed.connect(self.removed)
        self._chips[photo.id] = chip
        self._group.addButton(chip)
        self._row.insertWidget(self._row.count() - 2, chip)
        return chip

    @Slot()
    def _show_arrows(self) -> None:
        """There are arrows when not all photos fit; at an end one of them is grey."""
        bar = self._scroll.horizontalScrollBar()
        room = self.width() - self.clear_button.sizeHint().width() - SPACE_S // 2
        is_long = self._row.minimumSize().width() > room
        for button in (self.back_button, self.on_button):
            button.setVisible(is_long)
        self.back_button.setEnabled(bar.value() > 0)
        self.on_button.setEnabled(bar.value() < bar.maximum())

    @Slot()
    def _go_back(self) -> None:
        bar = self._scroll.horizontalScrollBar()
        bar.setValue(bar.value() - bar.pageStep())

    @Slot()
    def _go_on(self) -> None:
        bar = self._scroll.horizontalScrollBar()
        bar.setValue(bar.value() + bar.pageStep())

    @Slot(QAbstractButton)
    def _on_clicked(self, chip: QAbstractButton) -> None:
        if isinstance(chip, PhotoChip):
            self._scroll.ensureWidgetVisible(chip)
            self.selected.emit(chip.photo.id)


class _WideScroll(QScrollArea):
    """Scrolls sideways, with the wheel too."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Up and down mean left and right."""
        delta = event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (delta.x() or delta.y()))
        event.accept()
