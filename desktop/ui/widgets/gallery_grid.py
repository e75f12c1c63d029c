"""The geometry of the gallery's view: what is where, and where the keyboard leads."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import (
    QAbstractItemModel,
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
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from desktop.models.gallery import GalleryModel
from desktop.models.gallery_filter import GalleryOrder
from desktop.ui.theme.tokens import SPACE_M, SPACE_XS
from desktop.ui.widgets.gallery_headings import sticky_height
from desktop.ui.widgets.gallery_sections import dated_sections, grown_sections
from desktop.ui.widgets.square_grid import (
    LARGEST_SIDE_PX,
    SMALLEST_SIDE_PX,
    WANTED_SIDE_PX,
    Section,
    SquareGrid,
)

_WHEEL_STEP_PX = 48

AnyIndex = QModelIndex | QPersistentModelIndex
_Action = QAbstractItemView.CursorAction


class GalleryGrid(QListView):
    """Squares in as many columns as fit, below their date headings.

    It is a list to screen readers, which know `QListView`; but every part of that class that
    would look at each picture is replaced, so its work grows with what is visible only.

    Signals:
        tile_side_changed(int): The wanted size of the squares, in px.
    """

    tile_side_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sections: list[Section] | None = None
        self._sections_of = date.min
        self._fitted: SquareGrid | None = None
        self._wanted_side = WANTED_SIDE_PX
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(_WHEEL_STEP_PX)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show this model, and measure anew whenever it has more or fewer pictures."""
        super().setModel(model)
        if model is not None:
            model.rowsRemoved.connect(self._measure_anew)
            model.modelReset.connect(self._on_reset)
        self._measure_anew()

    @property
    def gallery(self) -> GalleryModel | None:
        """The model, once there is one."""
        model = self.model()
        return model if isinstance(model, GalleryModel) else None

    @property
    def column_count(self) -> int:
        """How many pictures stand beside each other."""
        return self.grid.columns

    @property
    def tile_side(self) -> int:
        """How large the squares should be, in px; they are a little more or less, to fill a line."""
        return self._wanted_side

    def set_tile_side(self, side: int) -> None:
        """Make the squares larger or smaller; what is at the top stays there."""
        side = min(max(side, SMALLEST_SIDE_PX), LARGEST_SIDE_PX)
        if side == self._wanted_side:
            return
        self._wanted_side = side
        self._refit()
        self.tile_side_changed.emit(side)

    def step_tile_side(self, steps: int) -> None:
        """One column more or fewer for each step."""
        width = self.viewport().width() - 2 * SPACE_XS
        columns = max(1, self.column_count - steps)
        self.set_tile_side((width + SPACE_M) // columns - SPACE_M)

    @property
    def grid(self) -> SquareGrid:
        """Where everything is, for the size of now."""
        today = date.today()  # noqa: DTZ011 - the person's own day
        if self._sections is None or self._sections_of != today:
            self._sections_of = today
            self._sections = self._sections_of_model(today)
            self._fitted = None
        if self._fitted is None:
            width = self.viewport().width()
            self._fitted = SquareGrid.fitting(width, self._sections, self._wanted_side)
        return self._fitted

    # Where things are

    def visualRect(self, index: AnyIndex) -> QRect:
        """Where a picture is, in the viewport."""
        grid = self.grid
        if not index.isValid() or index.row() >= grid.count:
            return QRect()
        return grid.place(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Which picture is there; none below the heading that stays at the top."""
        if point.y() < sticky_height(self.grid, self.verticalOffset()):
            return QModelIndex()
        number = self.grid.number_at(point + QPoint(0, self.verticalOffset()))
        return self.index_of(number) if number >= 0 else QModelIndex()

    def index_of(self, row: int) -> QModelIndex:
        """The model's index of a row."""
        return self.model().index(row, 0)

    def scrollTo(
        self,
        index: AnyIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll so far that a picture is in view, with its heading if it is in the first line."""
        if not index.isValid() or index.row() >= self.grid.count:
            return
        area = self.visualRect(index)
        bar = self.verticalScrollBar()
        heading = 0
        if self.grid.sections[self.grid.section_of(index.row())].title:
            heading = sticky_height(self.grid, max(0, bar.value() + area.top() - 1)) or 0
        top = area.top() - heading - SPACE_XS
        if hint is QAbstractItemView.ScrollHint.PositionAtTop or top < 0:
            bar.setValue(bar.value() + top)
        elif area.bottom() > self.viewport().height():
            bar.setValue(bar.value() + area.bottom() - self.viewport().height() + SPACE_XS)

    def horizontalOffset(self) -> int:
        """Nothing scrolls sideways."""
        return 0

    def verticalOffset(self) -> int:
        """How far the grid is scrolled, in px."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: AnyIndex) -> bool:
        """Nothing is hidden."""
        return False

    def visualRegionForSelection(self, _selection: QItemSelection) -> QRegion:
        """What to paint when the selection changes: all that is in view costs less than asking."""
        return QRegion(self.viewport().rect())

    def visible_rows(self) -> range:
        """The rows of which something is in view."""
        top = self.verticalOffset()
        return self.grid.numbers_between(top, top + self.viewport().height())

    def walk_to(self, row: int) -> None:
        """Let the keyboard stand there; what is picked stays."""
        self.selectionModel().setCurrentIndex(
            self.index_of(row), QItemSelectionModel.SelectionFlag.NoUpdate
        )

    def moveCursor(self, action: _Action, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """The picture that a key leads to."""
        count = self.grid.count
        if not count:
            return QModelIndex()
        current = self.currentIndex().row()
        if not 0 <= current < count:
            visible = self.visible_rows()
            return self.index_of(min(visible.start, count - 1))
        return self.index_of(min(max(self._row_after(action, current), 0), count - 1))

    def _row_after(self, action: _Action, row: int) -> int:
        grid = self.grid
        lines = max(1, self.viewport().height() // grid.step)
        moves: dict[_Action, Callable[[], int]] = {
            _Action.MoveLeft: lambda: row - 1,
            _Action.MovePrevious: lambda: row - 1,
            _Action.MoveRight: lambda: row + 1,
            _Action.MoveNext: lambda: row + 1,
            _Action.MoveUp: lambda: grid.above(row),
            _Action.MoveDown: lambda: grid.below(row),
            _Action.MovePageUp: lambda: grid.above(row, lines),
            _Action.MovePageDown: lambda: grid.below(row, lines),
            _Action.MoveHome: lambda: 0,
            _Action.MoveEnd: lambda: grid.count - 1,
        }
        return moves[action]()

    # What changes the size

    def updateGeometries(self) -> None:
        """Let the scroll bar know how high the grid is."""
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self.grid.height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        # Past the list's own version, which would lay out every picture.
        QAbstractItemView.updateGeometries(self)

    def doItemsLayout(self) -> None:
        """There is nothing to lay out."""
        QAbstractItemView.doItemsLayout(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the columns anew; what is at the top stays there."""
        QAbstractItemView.resizeEvent(self, event)
        self._refit()

    def rowsInserted(self, parent: AnyIndex, first: int, last: int) -> None:
        """More pictures: what is seen stays where it is, unless the very top is seen."""
        QAbstractItemView.rowsInserted(self, parent, first, last)
        row, above = self._top_row()
        self._sections = self._sections_with(range(first, last + 1))
        self._fitted = None
        self.updateGeometries()
        if self.verticalOffset() > 0 and 0 <= first <= row:
            self._put_at_top(row + last - first + 1, above)
        self.viewport().update()

    def dataChanged(
        self, top_left: AnyIndex, bottom_right: AnyIndex, roles: Sequence[int] = ()
    ) -> None:
        """A picture has changed, or its thumbnail has arrived."""
        QAbstractItemView.dataChanged(self, top_left, bottom_right, list(roles))
        if top_left == bottom_right:
            self.viewport().update(self.visualRect(top_left))
        else:
            self.viewport().update()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Paint anew: only what is visible costs anything."""
        self.viewport().update()

    @Slot()
    def _measure_anew(self) -> None:
        self._sections = None
        self.updateGeometries()
        self.viewport().update()

    @Slot()
    def _on_reset(self) -> None:
        self._measure_anew()
        self.verticalScrollBar().setValue(0)

    def _refit(self) -> None:
        row, above = self._top_row()
        is_scrolled = self.verticalOffset() > 0
        self._fitted = None
        self.updateGeometries()
        if is_scrolled and row >= 0:
            self._put_at_top(row, above)
        self.viewport().update()

    def _top_row(self) -> tuple[int, int]:
        """The first row in view by what was measured last, and how far below the top it is."""
        grid, offset = self._fitted, self.verticalOffset()
        if grid is None or not grid.count:
            return -1, 0
        row = min(grid.numbers_between(offset, offset).start, grid.count - 1)
        return row, grid.place(row).top() - offset

    def _put_at_top(self, row: int, above: int) -> None:
        if row < self.grid.count:
            self.verticalScrollBar().setValue(self.grid.place(row).top() - above)

    def _sections_with(self, rows: range) -> list[Section] | None:
        """The sections after these rows came; None when they have to be read anew."""
        today = date.today()  # noqa: DTZ011 - the person's own day
        if self._sections is None or self.gallery is None or self._sections_of != today:
            return None
        return grown_sections(self._sections, rows, self.gallery.day_of, today)

    def _sections_of_model(self, today: date) -> list[Section]:
        # A view begins without a model, whatever the stubs say.
        gallery = self.gallery
        count = 0 if gallery is None else gallery.rowCount()
        if gallery is None or not count:
            return []
        if gallery.filter.order is GalleryOrder.TITLE and not gallery.filter.trashed:
            return [Section("", 0, count)]
        return dated_sections(count, gallery.day_of, today)
