"""The grid of the gallery: a view of its own, whose work grows with what is visible only."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from desktop.models.gallery import GalleryRole
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import RADIUS_CARD, SPACE_M, SPACE_XS
from desktop.ui.widgets.picture import rounded

_WANTED_SIDE_PX = 200
_WHEEL_STEP_PX = 48
_FADED = 0.25

_Index = QModelIndex | QPersistentModelIndex


class GalleryView(QAbstractItemView):
    """Square thumbnails in as many columns as fit.

    Signals:
        opened(str): The id of a picture that was double-clicked, or Return was pressed on it.
        delete_wanted(str): Del was pressed on it.
    """

    opened = Signal(str)
    delete_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._leaving_ids: set[str] = set()
        self._hovered_row = -1
        self._shows_current = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Your plushies"))
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(_WHEEL_STEP_PX)
        theme.changed.connect(self._repaint)

    def set_leaving(self, image_ids: set[str]) -> None:
        """These are about to be deleted: they are shown faded."""
        self._leaving_ids = set(image_ids)
        self.viewport().update()

    @property
    def column_count(self) -> int:
        """How many pictures stand beside each other."""
        return self._grid()[0]

    # Geometry

    def visualRect(self, index: _Index) -> QRect:
        """As Qt asks."""
        if not index.isValid():
            return QRect()
        columns, side = self._grid()
        line, place = divmod(index.row(), columns)
        step = side + SPACE_M
        top = line * step - self.verticalScrollBar().value() + SPACE_XS
        return QRect(place * step + SPACE_XS, top, side, side)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """As Qt asks."""
        columns, side = self._grid()
        step = side + SPACE_M
        place, inside_x = divmod(point.x() - SPACE_XS, step)
        line, inside_y = divmod(point.y() - SPACE_XS + self.verticalScrollBar().value(), step)
        row = line * columns + place
        is_hit = 0 <= place < columns and inside_x < side and inside_y < side
        if is_hit and 0 <= row < self._count():
            return self._index(row)
        return QModelIndex()

    def scrollTo(
        self,
        index: _Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """As Qt asks."""
        area = self.visualRect(index)
        bar = self.verticalScrollBar()
        if hint is QAbstractItemView.ScrollHint.PositionAtTop or area.top() < 0:
            bar.setValue(bar.value() + area.top() - SPACE_XS)
        elif area.bottom() > self.viewport().height():
            bar.setValue(bar.value() + area.bottom() - self.viewport().height() + SPACE_XS)

    def horizontalOffset(self) -> int:
        """As Qt asks."""
        return 0

    def verticalOffset(self) -> int:
        """As Qt asks."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: _Index) -> bool:
        """As Qt asks."""
        return False

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """As Qt asks."""
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    # Moving and selecting

    def moveCursor(
        self,
        action: QAbstractItemView.CursorAction,
        _modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        """As Qt asks."""
        count = self._count()
        if not count:
            return QModelIndex()
        columns, side = self._grid()
        page = max(1, self.viewport().height() // (side + SPACE_M)) * columns
        moves = {
            QAbstractItemView.CursorAction.MoveLeft: -1,
            QAbstractItemView.CursorAction.MovePrevious: -1,
            QAbstractItemView.CursorAction.MoveRight: 1,
            QAbstractItemView.CursorAction.MoveNext: 1,
            QAbstractItemView.CursorAction.MoveUp: -columns,
            QAbstractItemView.CursorAction.MoveDown: columns,
            QAbstractItemView.CursorAction.MovePageUp: -page,
            QAbstractItemView.CursorAction.MovePageDown: page,
            QAbstractItemView.CursorAction.MoveHome: -count,
            QAbstractItemView.CursorAction.MoveEnd: count,
        }
        current = self.currentIndex().row()
        if current < 0:
            return self._index(0)
        return self._index(min(max(current + moves[action], 0), count - 1))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """As Qt asks."""
        index = self.indexAt(rect.topLeft())
        self.selectionModel().select(QItemSelection(index, index), command)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As Qt asks."""
        self._set_current_shown(True)
        current = self.currentIndex()
        image_id = current.data(GalleryRole.ID) if current.isValid() else None
        key = event.key()
        if image_id and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.opened.emit(image_id)
        elif image_id and key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.delete_wanted.emit(image_id)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard led here: show where it stands."""
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self._set_current_shown(True)
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The pointer shows where it stands by itself."""
        self._set_current_shown(False)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """As Qt asks."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self.opened.emit(str(index.data(GalleryRole.ID)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """As Qt asks."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        shape = Qt.CursorShape.PointingHandCursor if index.isValid() else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        if index.row() != self._hovered_row:
            self._hovered_row = index.row()
            self.viewport().update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        if self.model() is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        columns, side = self._grid()
        step = side + SPACE_M
        offset = self.verticalScrollBar().value()
        first = max(0, (event.rect().top() + offset - SPACE_XS) // step) * columns
        last = ((event.rect().bottom() + offset) // step + 1) * columns
        for row in range(first, min(last, self._count())):
            self._paint_tile(painter, self._index(row))

    def updateGeometries(self) -> None:
        """As Qt asks."""
        columns, side = self._grid()
        lines = -(-self._count() // columns)
        height = lines * (side + SPACE_M) + SPACE_XS
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        super().updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As Qt asks."""
        super().resizeEvent(event)
        self.updateGeometries()
        self.viewport().update()

    def rowsInserted(self, parent: _Index, start: int, end: int) -> None:
        """As Qt asks."""
        super().rowsInserted(parent, start, end)
        self.updateGeometries()
        self.viewport().update()

    def dataChanged(
        self, top_left: _Index, bottom_right: _Index, roles: Sequence[int] = ()
    ) -> None:
        """As Qt asks."""
        super().dataChanged(top_left, bottom_right, list(roles))
        self.viewport().update()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """As Qt asks."""
        self.viewport().update()

    def reset(self) -> None:
        """As Qt asks."""
        super().reset()
        self.updateGeometries()

    def _paint_tile(self, painter: QPainter, index: QModelIndex) -> None:
        tokens = self._theme.tokens
        area = QRectF(self.visualRect(index))
        thumbnail = index.data(GalleryRole.THUMBNAIL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.sunken))
        painter.drawPath(rounded(area, RADIUS_CARD))
        if isinstance(thumbnail, QImage) and not thumbnail.isNull():
            painter.save()
            if index.data(GalleryRole.ID) in self._leaving_ids:
                painter.setOpacity(_FADED)
            painter.setClipPath(rounded(area, RADIUS_CARD))
            painter.drawImage(area, thumbnail, _middle_square(thumbnail.size()))
            painter.restore()
        is_current = self._shows_current and self.hasFocus() and index == self.currentIndex()
        if is_current or index.row() == self._hovered_row:
            width = 3.0 if is_current else 2.0
            inset = -1.0 if is_current else 0.5
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), width))
            painter.drawPath(rounded(area.adjusted(inset, inset, -inset, -inset), RADIUS_CARD))

    def _set_current_shown(self, is_shown: bool) -> None:  # noqa: FBT001 - a plain switch
        if is_shown != self._shows_current:
            self._shows_current = is_shown
            self.viewport().update()

    def _grid(self) -> tuple[int, int]:
        """Columns, and the side of a tile in px, for the width that there is."""
        width = self.viewport().width() - 2 * SPACE_XS
        columns = max(1, round((width + SPACE_M) / (_WANTED_SIDE_PX + SPACE_M)))
        return columns, max(1, (width - (columns - 1) * SPACE_M) // columns)

    def _count(self) -> int:
        model = self.model()
        # A view begins without a model, whatever the stubs say.
        return 0 if model is None else model.rowCount()  # type: ignore[redundant-expr]

    def _index(self, row: int) -> QModelIndex:
        return self.model().index(row, 0)

    @Slot()
    def _repaint(self) -> None:
        self.viewport().update()


def _middle_square(size: QSize) -> QRectF:
    side = min(size.width(), size.height())
    return QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side)
