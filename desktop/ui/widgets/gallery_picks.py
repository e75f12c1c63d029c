"""Which pictures are picked: runs of rows, so that 100,000 are picked as quickly as one."""

from collections.abc import Iterable

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QAbstractItemView

_Flag = QItemSelectionModel.SelectionFlag


class Picks:
    """Works on the view's selection model, by rows. It remembers where a range would begin."""

    def __init__(self, view: QAbstractItemView) -> None:
        self._view = view
        self._anchor = -1

    @property
    def count(self) -> int:
        """How many are picked."""
        return sum(len(run) for run in self.runs())

    @property
    def has_any(self) -> bool:
        """Whether something is picked."""
        model = self._selection_model()
        return model is not None and model.hasSelection()

    def runs(self) -> list[range]:
        """The picked rows, in order."""
        model = self._selection_model()
        if model is None:
            return []
        # Parts that have just been picked twice may overlap: their union is meant.
        selection = model.selection()
        parts = [selection.at(number) for number in range(selection.size())]
        runs: list[range] = []
        for begin, end in sorted((part.top(), part.bottom() + 1) for part in parts):
            if runs and begin <= runs[-1].stop:
                runs[-1] = range(runs[-1].start, max(end, runs[-1].stop))
            else:
                runs.append(range(begin, end))
        return runs

    def has(self, row: int) -> bool:
        """Whether this one is picked."""
        model = self._selection_model()
        return model is not None and model.isSelected(self._view.model().index(row, 0))

    def toggle(self, row: int) -> None:
        """Pick it, or put it back; a range begins here."""
        self._anchor = row
        self._select([range(row, row + 1)], _Flag.Toggle)

    def only(self, row: int) -> None:
        """Pick this one alone; a range begins here."""
        self._anchor = row
        self._select([range(row, row + 1)], _Flag.ClearAndSelect)

    def extend_to(self, row: int, start: int) -> None:
        """Pick the range that began at the last picked one, or else at `start`."""
        if self._anchor < 0 or not self.has_any:
            self._anchor = start
        low, high = sorted((self._anchor, row))
        self._select([range(low, high + 1)], _Flag.ClearAndSelect)

    def set_runs(self, runs: Iterable[range]) -> None:
        """Pick exactly these."""
        self._select(runs, _Flag.ClearAndSelect)

    def everything(self) -> None:
        """Pick all there are."""
        self._anchor = 0
        count = self._view.model().rowCount()
        self._select([range(count)] if count else [], _Flag.ClearAndSelect)

    def clear(self) -> None:
        """Put all back."""
        self._anchor = -1
        model = self._selection_model()
        if model is not None:
            model.clearSelection()

    def _select(self, runs: Iterable[range], command: QItemSelectionModel.SelectionFlag) -> None:
        model = self._view.model()
        selection = QItemSelection()
        for run in runs:
            selection.select(model.index(run.start, 0), model.index(run.stop - 1, 0))
        self._view.selectionModel().select(selection, command)

    def _selection_model(self) -> QItemSelectionModel | None:
        # A view begins without a model, whatever the stubs say.
        return self._view.selectionModel()
