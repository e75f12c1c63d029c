"""What is seen until there is a server: the local cloud starts, or why it did not."""

from PySide6.QtCore import QSize, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.errors import AppError
from desktop.models.startup import StartupModel
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_M, SPACE_S, SPACE_XL, SPACE_XXL
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.illustration import Illustration
from desktop.ui.widgets.text import Text, TextRole

_COLUMN_PX = 420
_STEPS = 1000


class StartupPage(QWidget):
    """A drawing, a sentence and a bar; after a failure the reason and *Try again*."""

    def __init__(self, theme: Theme, model: StartupModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._waiting = Illustration(theme, "hello", QSize(300, 240))
        self._broken = Illustration(theme, "mended", QSize(300, 240))
        self._title = Text("", TextRole.TITLE, wraps=True).centre()
        self._sentence = Text("", tone="muted", wraps=True).centre()
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of the start"))
        self._retry = Button(theme, self.tr("Try again"), ButtonKind.STRONG, icon="arrow-clockwise")
        self._log = Button(theme, self.tr("Open the log"), ButtonKind.PLAIN, icon="folder-open")
        self._log_path = ""
        self._lay_out()
        self._retry.clicked.connect(self._on_retry)
        self._log.clicked.connect(self._on_open_log)
        model.progress_changed.connect(self._refresh)
        model.failed.connect(self._on_failed)
        self._refresh()

    @property
    def retry_button(self) -> Button:
        """Starts again."""
        return self._retry

    @property
    def text(self) -> str:
        """What is told."""
        return f"{self._title.text()} {self._sentence.text()}"

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_M)
        buttons.addStretch()
        buttons.addWidget(self._log)
        buttons.addWidget(self._retry)
        buttons.addStretch()
        column = QVBoxLayout()
        column.setSpacing(SPACE_S)
        column.addStretch()
        column.addWidget(self._waiting)
        column.addWidget(self._broken)
        column.addSpacing(SPACE_XL)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addSpacing(SPACE_M)
        column.addWidget(self._bar)
        column.addLayout(buttons)
        column.addStretch()
        holder = QWidget()
        holder.setFixedWidth(_COLUMN_PX)
        holder.setLayout(column)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_XXL, SPACE_XXL, SPACE_XXL, SPACE_XXL)
        layout.addStretch()
        layout.addWidget(holder)
        layout.addStretch()

    @Slot()
    def _refresh(self) -> None:
        error = self._model.error
        if error is not None:
            self._on_failed(error)
            return
        self._title.setText(self.tr("Waking the workshop"))
        self._sentence.setText(self.tr("{step} …").format(step=self._model.message))
        self._bar.setValue(round(self._model.fraction * _STEPS))
        self._show_failure(is_failed=False)

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self._title.setText(self.tr("The workshop did not open"))
        self._sentence.setText(f"{error.title} {error.advice}")
        self._log_path = _path_in(error.advice)
        self._show_failure(is_failed=True)
        self._log.setVisible(bool(self._log_path))

    def _show_failure(self, *, is_failed: bool) -> None:
        self._waiting.setVisible(not is_failed)
        self._broken.setVisible(is_failed)
        self._bar.setVisible(not is_failed)
        self._retry.setVisible(is_failed)
        self._log.setVisible(is_failed)

    @Slot()
    def _on_retry(self) -> None:
        self._model.retry()
        self._refresh()

    @Slot()
    def _on_open_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._log_path))


def _path_in(advice: str) -> str:
    """The log file that the local cloud's advice names; empty when it names none."""
    _, found, rest = advice.partition("The details are in ")
    return rest.removesuffix(".") if found else ""
