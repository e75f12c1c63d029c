"""The grid of the gallery: a view of its own, whose work grows with what is visible only."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from desktop.models.gallery import GalleryRole
from desktop.ui.announce import announce
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_XS
from desktop.ui.widgets.gallery_tile import TileState, paint_tile
from desktop.ui.widgets.square_grid import SquareGrid
from desktop.ui.widgets.words import style_name

_WHEEL_STEP_PX = 48

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
        self._pressed_row = -1
        self._shows_current = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Your plushies"))
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(_WHEEL_STEP_PX)
        theme.changed.connect(self._repaint)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show this model, and measure anew whenever it has more or fewer pictures."""
        super().setModel(model)
        if model is not None:
            model.rowsInserted.connect(self._on_count_changed)
            model.rowsRemoved.connect(self._on_count_changed)
            model.modelReset.connect(self._on_count_changed)
        self._on_count_changed()

    def set_leaving(self, image_ids: set[str]) -> None:
        """These are about to be deleted: they are shown faded."""
        self._leaving_ids = set(image_ids)
        self.viewport().update()

    @property
    def column_count(self) -> int:
        """How many pictures stand beside each other."""
        return self._grid().columns

    # Geometry

    def visualRect(self, index: _Index) -> QRect:
        """Where a picture is, in the viewport."""
        if not index.isValid():
            return QRect()
        return self._grid().place(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Which picture is there."""
        number = self._grid().number_at(point + QPoint(0, self.verticalOffset()))
        return self._index(number) if 0 <= number < self._count() else QModelIndex()

    def scrollTo(
        self,
        index: _Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll so far that a picture is in view."""
        area = self.visualRect(index)
        bar = self.verticalScrollBar()
        if hint is QAbstractItemView.ScrollHint.PositionAtTop or area.top() < 0:
            bar.setValue(bar.value() + area.top() - SPACE_XS)
        elif area.bottom() > self.viewport().height():
            bar.setValue(bar.value() + area.bottom() - self.viewport().height() + SPACE_XS)

    def horizontalOffset(self) -> int:
        """Nothing scrolls sideways."""
        return 0

    def verticalOffset(self) -> int:
        """How far the grid is scrolled, in px."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: _Index) -> bool:
        """Nothing is hidden."""
        return False

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """The places of the selected pictures."""
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
        """The picture that a key leads to."""
        count = self._count()
        if not count:
            return QModelIndex()
        grid = self._grid()
        columns = grid.columns
        page = max(1, self.viewport().height() // grid.step) * columns
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

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Say which picture the keyboard stands on."""
        super().currentChanged(current, previous)
        image = current.data(GalleryRole.IMAGE) if current.isValid() else None
        if image is not None and self._shows_current:
            announce(self, ", ".join(filter(None, (style_name(image.style), image.prompt))))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the picture under the pointer."""
        index = self.indexAt(rect.topLeft())
        self.selectionModel().select(QItemSelection(index, index), command)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, delete, or walk on."""
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
        self._pressed_row = self.indexAt(event.position().toPoint()).row()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the picture that was pressed, if it is also where the button is let go."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_meant = index.isValid() and index.row() == self._pressed_row
        if event.button() is Qt.MouseButton.LeftButton and is_meant:
            self.opened.emit(str(index.data(GalleryRole.ID)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that the picture under the pointer can be opened."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        shape = Qt.CursorShape.PointingHandCursor if index.isValid() else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        if index.row() != self._hovered_row:
            self._hovered_row = index.row()
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is gone."""
        super().leaveEvent(event)
        self._hovered_row = -1
        self.viewport().update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles that are in view."""
        if self.model() is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        offset = self.verticalOffset()
        strip = event.rect().translated(0, offset)
        for row in self._grid().numbers_between(strip.top(), strip.bottom()):
            if row < self._count():
                self._paint_tile(painter, self._index(row))

    def updateGeometries(self) -> None:
        """Let the scroll bar know how high the grid is."""
        height = self._grid().height(self._count())
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        super().updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the columns anew."""
        super().resizeEvent(event)
        self.updateGeometries()
        self.viewport().update()

    def dataChanged(
        self, top_left: _Index, bottom_right: _Index, roles: Sequence[int] = ()
    ) -> None:
        """A picture has changed, or its thumbnail has arrived."""
        super().dataChanged(top_left, bottom_right, list(roles))
        self.viewport().update()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Paint anew: only what is visible costs anything."""
        self.viewport().update()

    def _paint_tile(self, painter: QPainter, index: QModelIndex) -> None:
        state = TileState(
            is_leaving=index.data(GalleryRole.ID) in self._leaving_ids,
            is_current=self._shows_current and self.hasFocus() and index == self.currentIndex(),
            is_hovered=index.row() == self._hovered_row,
        )
        thumbnail = index.data(GalleryRole.THUMBNAIL)
        paint_tile(painter, self.visualRect(index), thumbnail, state, self._theme.tokens)

    def _set_current_shown(self, is_shown: bool) -> None:  # noqa: FBT001 - a plain switch
        if is_shown != self._shows_current:
            self._shows_current = is_shown
            self.viewport().update()

    def _grid(self) -> SquareGrid:
        return SquareGrid.fitting(self.viewport().width())

    def _count(self) -> int:
        model = self.model()
        # A view begins without a model, whatever the stubs say.
        return 0 if model is None else model.rowCount()  # type: ignore[redundant-expr]

    def _index(self, row: int) -> QModelIndex:
        return self.model().index(row, 0)

    @Slot()
    def _on_count_changed(self) -> None:
        self.updateGeometries()
        self.viewport().update()

    @Slot()
    def _repaint(self) -> None:
        self.viewport().update()
