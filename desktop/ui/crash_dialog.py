"""Says that something went wrong which nobody foresaw, and that the app goes on."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_M, SPACE_S, SPACE_XL
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.text import Text, TextRole

_WIDTH_PX = 560
_DETAILS_HEIGHT_PX = 180


class CrashDialog(QDialog):
    """One report, with a button that copies it."""

    def __init__(self, theme: Theme, report: str, logs: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._report = report
        self._logs = logs
        self.setWindowTitle(self.tr("Something went wrong"))
        self.setModal(True)
        self.setMinimumWidth(_WIDTH_PX)
        self.details = QPlainTextEdit(report)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(self.tr("Details"))
        self.details.setFixedHeight(_DETAILS_HEIGHT_PX)
        self.details.setTabChangesFocus(True)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.hide()
        self.copy_button = Button(theme, self.tr("Copy details"), icon="copy")
        self.details_button = Button(theme, self.tr("Show details"), ButtonKind.LINK)
        self.folder_button = Button(theme, self.tr("Open the log folder"), ButtonKind.LINK)
        self.go_on_button = Button(theme, self.tr("Go on"), ButtonKind.STRONG)
        self._arrange(theme)
        self.copy_button.clicked.connect(self._copy)
        self.details_button.clicked.connect(self._toggle_details)
        self.folder_button.clicked.connect(self._open_folder)
        self.go_on_button.clicked.connect(self.accept)
        self.go_on_button.setFocus()

    def _arrange(self, theme: Theme) -> None:
        title = row(spacing=SPACE_M)
        title.addWidget(
            IconLabel(theme, "warning-circle", "error", size_px=28),
            0,
            Qt.AlignmentFlag.AlignVCenter,
        )
        title.addWidget(Text(self.tr("Something went wrong in the app"), TextRole.TITLE), 1)
        words = Text(
            self.tr(
                "That should not have happened. Your pictures and credits are safe: they are kept by "
                "the server. You can go on; if something looks odd, please close the app and open "
                "it again."
            ),
            wraps=True,
        )
        hint = Text(
            self.tr("The details tell what the app was doing. They hold no names, no passwords."),
            TextRole.SMALL,
            "muted",
            wraps=True,
        )
        links = row(spacing=SPACE_S)
        links.addWidget(self.details_button)
        links.addWidget(self.folder_button)
        links.addStretch()
        foot = row(spacing=SPACE_S)
        foot.addStretch()
        foot.addWidget(self.copy_button)
        foot.addWidget(self.go_on_button)
        box = column(self, spacing=SPACE_M, margin=SPACE_XL)
        box.addLayout(title)
        box.addWidget(words)
        box.addWidget(hint)
        box.addLayout(links)
        box.addWidget(self.details)
        box.addLayout(foot)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self.copy_button.setText(self.tr("Copied"))

    @Slot()
    def _toggle_details(self) -> None:
        is_shown = self.details.isHidden()
        self.details.setVisible(is_shown)
        self.details_button.setText(
            self.tr("Hide details") if is_shown else self.tr("Show details")
        )
        self.adjustSize()

    @Slot()
    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._logs)))


class CrashTeller(QObject):
    """Shows one dialog at a time. Lives on the UI thread, so reports of other threads may come."""

    def __init__(self, theme: Theme, logs: Path, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._logs = logs
        self._window = window
        self._dialog: CrashDialog | None = None

    @property
    def dialog(self) -> CrashDialog | None:
        """What is shown now."""
        return self._dialog

    @Slot(str)
    def tell(self, report: str) -> None:
        """Show a report, unless one is on the screen: what follows is mostly its consequence."""
        if self._dialog is not None:
            return
        self._dialog = CrashDialog(self._theme, report, self._logs, self._window)
        self._dialog.finished.connect(self._on_finished)
        self._dialog.open()

    @Slot()
    def _on_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
